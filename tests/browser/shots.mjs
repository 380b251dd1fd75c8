// Photographs the page: node shots.mjs DIST OUT
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./chromium.mjs";
import { serveFolder } from "./server.mjs";

const [dist, out] = process.argv.slice(2);
const SIZES = { 1440: [1440, 900], 1024: [1024, 768], 390: [390, 844] };
const VIEWS = {
  front: { path: "", ready: "[data-testid=card]" },
  // Event 26 is the producer's first block.
  player: { path: "?ex=buffer-bounded&step=26", ready: "[data-process=Producer]" },
};
const FOR_DOCS = new Set(["front-1440-light", "front-1440-dark", "front-390-light", "front-390-dark", "player-1440-light", "player-1440-dark", "player-390-light", "player-390-dark", "player-1024-light"]);

await mkdir(out, { recursive: true });
const server = await serveFolder(dist);
const browser = await launch();
for (const [view, { path, ready }] of Object.entries(VIEWS)) {
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const theme of ["light", "dark"]) {
      const name = `${view}-${size}-${theme}`;
      if (!FOR_DOCS.has(name)) continue;
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(server.url + path);
      await page.waitForSelector(ready);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(out, `${name}.png`) });
      await page.close();
      console.log(`${name}.png`);
    }
  }
}
await browser.close();
await server.close();
