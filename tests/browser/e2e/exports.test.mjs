// What the page exports, each opened by what reads it; the animation; the handout.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { pen, write } from "../editing.mjs";
import { tested } from "../page.mjs";

const it = tested();
const { at, shows } = it;
const open = (query) => it.page.goto(`${it.site.url}?${query}`);
const said = () => at("export-said");

/** What a press of a button saves: its name, and its bytes. */
async function saved(button) {
  const [download] = await Promise.all([it.page.waitForEvent("download"), at(`export-${button}`).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** An image's size, as the browser sees it. */
const size = (bytes, mime) =>
  it.page.evaluate(
    async ([data, mime]) => {
      const image = new Image();
      image.src = `data:${mime};base64,${data}`;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    },
    [bytes.toString("base64"), mime],
  );

async function dialog(query) {
  await open(query);
  await shows(at("event"), /event \d+ of \d+/);
  await at("export").click();
  await at("export-dialog").waitFor();
}

// A bounded buffer has 56 events: tests/tests/bounded_buffer.rs.
test("pictures of the moment: SVG in the browser, PNG with two pixels for each", async () => {
  await dialog("ex=buffer-bounded&step=26&theme=light");
  const svg = await saved("save-svg");
  assert.equal(svg.name, "producer-and-consumer-over-a-bounded-buffer.svg");
  const text = svg.bytes.toString();
  assert.match(text, /^<svg /);
  assert.match(text, /buffer is full/);
  const [width, height] = await size(svg.bytes, "image/svg+xml");
  assert.equal(width, 960);
  await shows(said(), "Saved.");
  const png = await saved("save-png");
  assert.equal(png.name, "producer-and-consumer-over-a-bounded-buffer.png");
  assert.deepEqual(await size(png.bytes, "image/png"), [1920, 2 * height]);
});

test("files for other programs are those of the package and the command line", async () => {
  await dialog("ex=buffer-bounded");
  const csv = await saved("save-events-as-csv");
  assert.equal(csv.name, "producer-and-consumer-over-a-bounded-buffer.csv");
  // A heading, and a line for each event.
  assert.equal(csv.bytes.toString().trimEnd().split("\n").length, 1 + 56);
  const text = await saved("save-events-as-text");
  assert.match(text.bytes.toString(), /\nend: finished at 49ms after 56 events\n$/);
  const figures = await saved("save-figures");
  assert.equal(figures.name, "producer-and-consumer-over-a-bounded-buffer-figures.txt");
  const perfetto = await saved("save-perfetto");
  assert.ok(JSON.parse(perfetto.bytes.toString()).traceEvents.length > 56);
  const shiviz = await saved("save-shiviz");
  // Of ShiViz's own: a first line with the expression, then what it finds.
  const [expression] = shiviz.bytes.toString().split("\n");
  const found = [...shiviz.bytes.toString().split("\n").slice(2).join("\n").matchAll(new RegExp(expression, "gm"))];
  assert.equal(found.length, 56);
  for (const { groups } of found) assert.ok(JSON.parse(groups.clock)[groups.host] >= 1);
  const program = await saved("save-scenario");
  assert.equal(program.name, "producer-and-consumer-over-a-bounded-buffer.ipc");
  assert.equal(program.bytes.toString(), await readFile(new URL("../../../scenarios/buffer-bounded.ipc", import.meta.url), "utf8"));
});

test("a seed and a given schedule are exported as they are on the stage", async () => {
  await dialog("ex=lost-update&schedule=0,1,0,0,0,0,0,0,0");
  // docs/exploring.md: in this schedule the update of one is lost.
  assert.match((await saved("save-events-as-text")).bytes.toString(), /prints 1\n(.*\n)*end: finished at 9ms after 18 events\n$/);
  const draws = "process P { print random(1..1000000) }\n";
  const link = await it.page.evaluate(async (text) => {
    const { default: init, encodeLink } = await import(new URL("js/ipcscope.js", document.baseURI));
    await init();
    return encodeLink(text);
  }, draws);
  const printed = new Set();
  for (const seed of [7, 8]) {
    await it.page.goto("about:blank");
    await dialog(`seed=${seed}&step=2#s=${link}`);
    const [, seen] = (await saved("save-events-as-text")).bytes.toString().match(/P +prints (\d+)/);
    await it.page.keyboard.press("Escape");
    await shows(it.page.locator(".told"), new RegExp(`prints ${seen}`));
    printed.add(seen);
  }
  assert.equal(printed.size, 2);
});

test("an animation has a picture for each event of the stretch, and can be cancelled", async () => {
  await dialog("ex=buffer-bounded&step=26&theme=light");
  assert.equal(await at("gif-from").inputValue(), "26");
  assert.equal(await at("gif-to").inputValue(), "56");
  await at("gif-to").fill("30");
  await at("gif-rate").selectOption("4");
  const gif = await saved("save-gif");
  assert.equal(gif.name, "producer-and-consumer-over-a-bounded-buffer.gif");
  await shows(said(), /^The animation has 5 pictures and \d+ KiB\.$/);
  const frames = await it.page.evaluate(async (data) => {
    const decoder = new ImageDecoder({ type: "image/gif", data: Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)) });
    await decoder.tracks.ready;
    const frames = [];
    for (let index = 0; index < decoder.tracks.selectedTrack.frameCount; index++) {
      const { image } = await decoder.decode({ frameIndex: index });
      frames.push([image.displayWidth, image.duration / 1_000]);
    }
    return frames;
  }, gif.bytes.toString("base64"));
  // Four events a second are 250 ms; the last picture stays for two seconds.
  assert.deepEqual(frames, [[640, 250], [640, 250], [640, 250], [640, 250], [640, 2_000]]);

  await at("gif-from").fill("40");
  await at("export-save-gif").click();
  await shows(said(), "A stretch goes from an event to a later one, both from 0 to 56.");
  await at("gif-from").fill("0");
  await at("gif-to").fill("56");
  await at("export-save-gif").click();
  await shows(said(), /Picture \d+ of 57/);
  await at("export-save-gif").click();
  await shows(said(), "Cancelled.");
  // And once more from the start.
  await at("gif-to").fill("1");
  await saved("save-gif");
  await shows(said(), /^The animation has 2 pictures/);
});

test("by keyboard: opened, copied, closed, and the focus is back", async () => {
  await it.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open("ex=buffer-bounded");
  await shows(at("event"), "event 0 of 56");
  await at("export").focus();
  await it.page.keyboard.press("Enter");
  await at("export-copy-mermaid").focus();
  await it.page.keyboard.press("Enter");
  await shows(said(), "Copied.");
  assert.match(await it.page.evaluate(() => navigator.clipboard.readText()), /^sequenceDiagram\n/);
  const { violations } = await new AxeBuilder({ page: it.page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await it.page.keyboard.press("Escape");
  await at("export-dialog").waitFor({ state: "hidden" });
  assert.equal(await it.page.evaluate(() => document.activeElement.dataset.testid), "export");
});

test("Mermaid draws every diagram of the gallery", async () => {
  await it.page.goto(`${it.site.url}?ex=buffer-bounded`);
  const diagrams = await it.page.evaluate(async (texts) => {
    const { default: init, simulate } = await import(new URL("js/ipcscope.js", document.baseURI));
    await init();
    return texts.map(([name, text]) => [name, simulate(text, {}).export("mermaid")]);
  }, await gallery());
  // On a page of its own: what Mermaid needs, ours does not allow.
  await it.page.goto("about:blank");
  await it.page.addScriptTag({ path: new URL("../node_modules/mermaid/dist/mermaid.min.js", import.meta.url).pathname });
  const drawn = await it.page.evaluate(async (diagrams) => {
    mermaid.initialize({ startOnLoad: false, maxTextSize: 1e6 });
    const troubles = [];
    for (const [name, diagram] of diagrams) await mermaid.parse(diagram).catch((error) => troubles.push(`${name}: ${error.message}`));
    const { svg } = await mermaid.render("drawn", diagrams[0][1]);
    return { troubles, isSvg: svg.startsWith("<svg") };
  }, diagrams);
  assert.deepEqual(drawn, { troubles: [], isSvg: true });
});

async function gallery() {
  const { readdir } = await import("node:fs/promises");
  const folder = new URL("../../../scenarios/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ipc")).sort();
  assert.equal(names.length, 67);
  return Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), "utf8")]));
}

test("a text with mistakes has nothing to export, and says so; what does not arrive can be tried again", async () => {
  await open("ex=buffer-bounded");
  await shows(at("event"), "event 0 of 56");
  await it.page.route("**/js/ipcscope_bg.wasm", (route) => route.abort());
  await at("export").click();
  await at("export-save-svg").click();
  await shows(said(), /Failed to fetch/);
  await it.page.unroute("**/js/ipcscope_bg.wasm");
  await saved("save-svg");
  await it.page.keyboard.press("Escape");
  it.complaints.length = 0;
  await at("edit").click();
  await pen(it.page);
  await write(it.page, "process P { send 1 to nowhere }\n");
  await shows(at("export"), "Export");
  await it.page.locator("#mistakes li").first().waitFor();
  await at("export").click();
  await shows(at("export-dialog"), "There is no run to export");
});
