// ipcscope where there is no server of its own: in a Reveal.js deck, as one file from a disk, without a network.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, copyFile, rm, cp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "../chromium.mjs";
import { pen, write } from "../editing.mjs";
import { serveFolder, servePages } from "../server.mjs";

const DIST = process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname;
let browser, site, page, complaints;
const contexts = [];

before(async () => {
  site = await serveFolder(DIST);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  complaints = [];
  page = await fresh();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  assert.deepEqual(complaints, [], "the console has no errors");
});

async function fresh(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, reducedMotion: "reduce", ...options });
  contexts.push(context);
  return listened(await context.newPage());
}

function listened(page) {
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return page;
}

const at = (id, where = page) => where.getByTestId(id);
const shows = (locator, pattern) => locator.filter({ hasText: pattern }).first().waitFor({ timeout: 15_000 });

test("a Reveal.js deck, as docs/embedding/reveal.md says", async () => {
  const example = await readFile(new URL("../../../docs/embedding/reveal.md", import.meta.url), "utf8");
  const blocks = [...example.matchAll(/```html\n([\s\S]*?)```/g)].map(([, html]) => html.replaceAll("https://example.org/ipcscope/", site.url));
  const [script, element, frame, fragment] = blocks;
  assert.equal(blocks.length, 4);
  const reveal = (file) => readFile(new URL(`../node_modules/reveal.js/dist/${file}`, import.meta.url), "utf8");
  const deck = await servePages({
    "/": `<!doctype html><title>Week 3</title><style>${await reveal("reveal.css")}</style>${script}
      <div class="reveal"><div class="slides"><section><h2>Week 3</h2></section>${element.replace("</section>", fragment.split("<script")[0] + "</section>")}${frame}</div></div>
      <script>${(await reveal("reveal.js")).replaceAll("</script", "<\\/script")}</script><script>Reveal.initialize({ transition: "none" });</script>
      <script${fragment.split("<script")[1]}`,
  });
  await page.goto(deck.url);
  const scope = page.locator("ipc-scope");
  await page.waitForFunction(() => document.querySelector("ipc-scope").step === 20);
  // The deck has its keys: to the slide, and to what is told on it.
  await page.keyboard.press("ArrowRight");
  await scope.waitFor();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector("ipc-scope").step === 26);
  await shows(scope.locator("iframe").contentFrame().getByTestId("time"), "12ms");

  // A frame plays while its slide is shown, goes on where it was, and rests otherwise.
  await page.keyboard.press("ArrowRight");
  const framed = page.frameLocator("section > iframe");
  const event = () => framed.getByTestId("event").innerText();
  await framed.locator('[data-testid=play][aria-label="Pause"]').waitFor();
  await shows(framed.getByTestId("event"), /event [1-9]/);
  await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(500);
  const left = await event();
  assert.notEqual(left, "event 56 of 56");
  await page.waitForTimeout(500);
  assert.equal(await event(), left);
  await deck.close();
});

test("a book made by mdBook, as docs/embedding/mdbook.md says", async () => {
  const example = await readFile(new URL("../../../docs/embedding/mdbook.md", import.meta.url), "utf8");
  const block = (kind) => new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(example)[1].replaceAll("https://example.org/ipcscope/", site.url);
  const folder = await mkdtemp(join(tmpdir(), "ipcscope-"));
  await mkdir(join(folder, "src"));
  await writeFile(join(folder, "book.toml"), `[book]\ntitle = "Operating systems"\n${block("toml")}`);
  await writeFile(join(folder, "ipcscope.js"), block("js"));
  await writeFile(join(folder, "src/SUMMARY.md"), "# Summary\n\n- [Messages](messages.md)\n");
  await writeFile(join(folder, "src/messages.md"), `# Messages\n\nBefore.\n\n${block("html")}\n*After.*\n`);
  const own = new URL("../../../target/tools/bin/mdbook", import.meta.url).pathname;
  const mdbook = existsSync(own) ? own : "mdbook";
  await new Promise((done, failed) => execFile(mdbook, ["build", folder], (error, _, told) => (error ? failed(new Error(`${error.message} ${told}`)) : done())));
  const book = await serveFolder(join(folder, "book"), "/week3/", 0, {}, null);
  await page.goto(`${book.url}messages.html`);
  const scope = page.locator("main ipc-scope");
  await shows(scope.locator("iframe").contentFrame().getByTestId("event"), "event 0 of");
  assert.equal(await scope.evaluate((scope) => scope.source), "mailbox m capacity 0\nprocess P { work 3ms; send 1 to m }\nprocess Q { receive x from m }\n");
  assert.equal(await scope.evaluate((scope) => scope.stepForward()), 1);
  // Markdown goes on behind it.
  assert.equal(await page.locator("main em").innerText(), "After.");
  await book.close();
  await rm(folder, { recursive: true });
});

test("one file, from a disk: gallery, playing, writing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ipcscope-"));
  const file = join(folder, "week 3.html");
  await copyFile(join(DIST, "ipcscope-single.html"), file);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await at("card").nth(59).waitFor();
  await page.waitForFunction(() => document.querySelector(".art img, .thumb img").naturalWidth > 0);
  await page.locator("[data-name=buffer-bounded]").click();
  await shows(at("event"), "event 0 of 56");
  await at("speed").selectOption("8");
  await at("play").click();
  await shows(at("end-state"), "end: finished at 49ms after 56 events");
  await at("edit").click();
  await pen(page);
  await write(page, "mailbox m capacity 0\nprocess P { work 3ms; send 1 to m }\nprocess Q { receive x from m }\n");
  await shows(at("event"), /of (?!56)\d+/);
  // A gallery scenario by its name, and a share link; and nothing but the file was asked for.
  await page.goto(`${pathToFileURL(file).href}?ex=mailbox&step=5`);
  await shows(at("event"), "event 5 of 38");
  // What can be shared from a disk: no element, whose script is not in the file.
  await at("share").click();
  await shows(at("share-length"), "It opens on this machine only: this page is from its disk.");
  assert.equal(await at("share-text").inputValue(), `${pathToFileURL(file).href}?ex=mailbox&step=5`);
  assert.equal(await page.getByRole("radio").count(), 4);
  await shows(page.frameLocator("dialog.share iframe").getByTestId("event"), "event 5 of 38");
  await page.keyboard.press("Escape");
  const other = asked.filter((address) => !address.startsWith("blob:") && !address.startsWith("data:") && !address.startsWith(pathToFileURL(file).href));
  assert.deepEqual(other, []);
  await rm(folder, { recursive: true });
});

test("without a network after the first visit; an update waits until nobody writes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ipcscope-"));
  await cp(DIST, folder, { recursive: true });
  const own = await serveFolder(folder);
  page = await fresh({ serviceWorkers: "allow" });
  const context = page.context();
  await page.goto(own.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active.state === "activated" || new Promise((done) => (active.onstatechange = done))));
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  assert.equal(manifest.display, "standalone");

  await context.setOffline(true);
  await own.close();
  page = listened(await context.newPage());
  await page.goto(`${own.url}?ex=mailbox&step=5`);
  await shows(at("event"), "event 5 of 38");
  await page.goto(own.url);
  await page.locator("[data-name=buffer-bounded]").click();
  await shows(at("event"), "event 0 of 56");
  await at("edit").click();
  await pen(page);
  const text = "mailbox m capacity 0\nprocess P { work 3ms; send 1 to m }\nprocess Q { receive x from m }\n";
  await write(page, text);
  await shows(at("event"), /of (?!56)\d+/);
  await page.waitForURL(/#s=1\./);

  // The site changes while somebody writes. What is open, and what is opened beside it, stays what it was.
  await context.setOffline(false);
  const script = await readFile(join(folder, "sw.js"), "utf8");
  await writeFile(join(folder, "sw.js"), script.replace(/BUILD="[0-9a-f]{16}"/, `BUILD="0123456789abcdef"`));
  const index = await readFile(join(folder, "index.html"), "utf8");
  await writeFile(join(folder, "index.html"), index.replace("<title>", "<title>New: "));
  const again = await serveFolder(folder, undefined, Number(new URL(own.origin).port));
  const states = () => page.evaluate(async () => {
    const { active, waiting } = await navigator.serviceWorker.getRegistration();
    return [active?.state, waiting?.state];
  });
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing;
    if (worker) await new Promise((done) => (worker.onstatechange = () => done()));
  });
  assert.deepEqual(await states(), ["activated", "installed"]);
  await page.reload();
  await shows(at("event"), /of (?!56)\d+/);
  assert.ok(!(await page.content()).includes("<title>New"), "the old set is whole, and goes on");
  assert.deepEqual(await states(), ["activated", "installed"]);
  // Once nobody has it open, the new one is there.
  for (const open of context.pages()) await open.close();
  page = listened(await context.newPage());
  await page.waitForTimeout(500);
  await page.goto(again.url);
  await page.locator("h1").first().waitFor();
  const kept = await page.evaluate(() => caches.keys());
  assert.deepEqual(kept, ["ipcscope 0123456789abcdef"]);
  await again.close();
  await rm(folder, { recursive: true });
});

test("links that are cut, changed, blown up, too new or noise: each has its words, at once, and what was open stays", async () => {
  await page.goto(`${site.url}?ex=buffer-bounded&step=26`);
  await shows(at("event"), "event 26 of 56");
  const golden = await readFile(new URL("../../golden/links.txt", import.meta.url), "utf8");
  const good = golden.split("\n").find((line) => line.startsWith("mailbox ")).split(" ")[3];
  const { deflateRawSync } = await import("node:zlib");
  const bomb = `1.${deflateRawSync(Buffer.alloc(64 << 20, 48), { level: 9 }).toString("base64url")}.AAAAAA`;
  const letters = Array.from({ length: 40 * 1024 }, (_, at) => "abcXYZ019-_"[(at * at) % 11]).join("");
  const cases = [
    [good.slice(0, -20), "This link is cut off: its end is missing."],
    [good.slice(0, 30) + (good[30] === "A" ? "B" : "A") + good.slice(31), "This link is damaged: some of its characters were changed."],
    [bomb, "This link carries more text than a scenario can have."],
    ["99.abc.defghi", "This link was made by a newer version of ipcscope."],
    [letters, "This is not an ipcscope link"],
    [`1.${letters}.abcdef`, "This link is damaged"],
  ];
  for (const [payload, words] of cases) {
    const took = await page.evaluate(async ([payload, words]) => {
      const there = () => [...document.querySelectorAll("[data-testid=note]")].some(({ textContent }) => textContent.includes(words));
      for (const button of document.querySelectorAll("[data-testid=note] button")) button.click();
      await new Promise((done) => setTimeout(done, 100));
      const start = performance.now();
      location.hash = `s=${payload}`;
      while (!there() && performance.now() - start < 10_000) await new Promise((done) => setTimeout(done, 1));
      return there() ? performance.now() - start : null;
    }, [payload, words]);
    assert.notEqual(took, null, words);
    console.log(`${Math.round(took)} ms: ${words}`);
    await shows(at("event"), "event 26 of 56");
  }
  await page.goto(`${site.url}#s=${good}`);
  await shows(at("event"), "of 38");
});
