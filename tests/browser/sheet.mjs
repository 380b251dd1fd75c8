// A sheet of every view at every size in every theme, and what is wrong with the controls in it:
// node sheet.mjs DIST OUT [VIEW…]. It ends with 1 where a control is cut off or lies over another.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./chromium.mjs";
import { serveFolder } from "./server.mjs";
import { wrongControls } from "./controls.mjs";
import { VIEWS } from "./views.mjs";

const [dist, out, ...only] = process.argv.slice(2);
const SIZES = [[320, 640], [390, 844], [768, 1024], [1024, 768], [1440, 900], [1920, 1080], [3840, 2160]];
const THEMES = ["light", "dark", "projector"];
/** Height of a picture in the sheet, px. */
const SHOWN_PX = 300;

await mkdir(join(out, "views"), { recursive: true });
const server = await serveFolder(dist);
const browser = await launch();
const views = Object.entries(VIEWS).filter(([name]) => only.length === 0 || only.includes(name));
let wrong = 0;
for (const [name, { path, ready, act }] of views) {
  for (const [width, height] of SIZES) {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
    // Every size and theme is loaded anew: nothing of another is left.
    for (const theme of THEMES) {
      await page.goto("about:blank");
      await page.goto(`${server.url}?theme=${theme}${path}`);
      await page.waitForSelector(ready);
      await act?.(page);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(out, "views", `${name}-${width}-${theme}.png`) });
      for (const trouble of await page.evaluate(wrongControls)) {
        console.log(`${name}, ${width} px, ${theme}: ${trouble}`);
        wrong++;
      }
    }
    await page.close();
  }
  await sheet(name);
}
await browser.close();
await server.close();
console.log(wrong === 0 ? "No control is cut off or lies over another." : `${wrong} controls are wrong.`);
process.exitCode = wrong === 0 ? 0 : 1;

/** One picture of a view's pictures: a row for each theme. */
async function sheet(name) {
  const rows = THEMES.map((theme) => `<div>${SIZES.map(([width]) => `<img src="views/${name}-${width}-${theme}.png" height="${SHOWN_PX}" alt="">`).join("")}</div>`);
  const html = `<!doctype html><meta charset="utf-8"><title>${name}</title><style>body{margin:8px;background:#888;width:max-content}div{display:flex;gap:8px;margin-bottom:8px}</style>${rows.join("")}`;
  await writeFile(join(out, `${name}.html`), html);
  const server = await serveFolder(out, "/");
  const page = await browser.newPage({ viewport: { width: 2400, height: 940 } });
  await page.goto(`${server.url}${name}.html`);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  await page.close();
  await server.close();
  console.log(`${name}.png`);
}
