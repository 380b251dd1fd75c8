// The dialog “Share”: its settings, the link's length, the QR code, the forms that are copied, and where it is not offered.
import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import jsQR from "jsqr";
import { payloadOf } from "../../../embed/src/link.js";
import { written, write } from "../editing.mjs";
import { tested } from "../page.mjs";
import { servePages } from "../server.mjs";

const it = tested();
const { at, shows } = it;

const dialog = (page = it.page) => page.getByTestId("share-dialog");
const text = () => at("share-text").inputValue();
const form = (name) => it.page.getByRole("radio", { name, exact: true }).check();
const seen = () => dialog().locator("iframe").getAttribute("src");
/** The preview follows a moment later. */
const shown = (link) => dialog().locator(`iframe[src=${JSON.stringify(link)}]`).waitFor();

/** Opens a scenario, and the dialog of it. */
async function open(query, ready = "[data-process]") {
  await it.page.goto("about:blank");
  await it.page.goto(`${it.site.url}${query}`);
  await it.page.waitForSelector(ready);
  await at("share").click();
  await dialog().waitFor();
}

const packed = async (text) => `#s=${await payloadOf(text)}`;
const clipboard = () => it.page.evaluate(() => navigator.clipboard.readText());
const allowed = () => it.context.grantPermissions(["clipboard-read", "clipboard-write"]);

test("it opens by mouse and by keyboard, keeps the focus, and gives it back", async () => {
  const { page } = it;
  await allowed();
  await page.goto(`${it.site.url}?ex=buffer-bounded&step=26`);
  await page.waitForSelector("[data-process=Producer]");
  const focused = () => page.evaluate(() => document.activeElement.dataset.testid);
  await at("share").click();
  await dialog().waitFor();
  assert.equal(await focused(), "share-copy");
  assert.equal(await dialog().evaluate((dialog) => dialog.matches(":modal")), true);
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
  assert.equal(await dialog().locator("iframe").count(), 0, "nothing goes on in a preview that nobody sees");
  assert.equal(await focused(), "share");
  // Enter opens it, and copies the link.
  await page.keyboard.press("Enter");
  await dialog().waitFor();
  await page.keyboard.press("Enter");
  await shows(at("share-said"), "Copied: the link.");
  assert.equal(await clipboard(), `${it.site.url}?ex=buffer-bounded&step=26`);
  // The Tab key goes round in it, past the browser's own; arrows choose a form.
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog.share") !== null));
  }
  await page.getByRole("radio", { name: "Link", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await text(), /^<iframe /);
  // The keys of the player are not meant here.
  await page.keyboard.press("k");
  assert.equal(await at("play").getAttribute("aria-label"), "Play");
  await dialog().getByText("Close").click();
  assert.equal(await focused(), "share");
  // What is no longer open is no longer shared.
  await at("gallery").click();
  await page.locator("[data-name=mailbox]").click();
  await at("share").click();
  await dialog().waitFor();
  await page.evaluate(() => history.back());
  await dialog().waitFor({ state: "hidden" });
});

test("every setting changes the link and the preview", async () => {
  const base = it.site.url;
  await open("?ex=buffer-bounded&step=26&view=charts&theme=dark", "[data-process=Producer]");
  const link = `${base}?ex=buffer-bounded&step=26&view=charts`;
  assert.equal(await text(), link);
  await shown(link);
  const chosen = [
    ["step", "0", "?ex=buffer-bounded&view=charts"],
    ["step", "26", "?ex=buffer-bounded&step=26&view=charts"],
    ["controls", "mini", "?ex=buffer-bounded&step=26&controls=mini&view=charts"],
    ["controls", "none", "?ex=buffer-bounded&step=26&controls=none&view=charts"],
    ["editor", "readonly", "?ex=buffer-bounded&step=26&controls=none&editor=readonly&view=charts"],
    ["editor", "none", "?ex=buffer-bounded&step=26&controls=none&editor=none&view=charts"],
    ["view", "events", "?ex=buffer-bounded&step=26&controls=none&editor=none&view=events"],
    ["view", "", "?ex=buffer-bounded&step=26&controls=none&editor=none"],
    ["theme", "projector", "?ex=buffer-bounded&step=26&controls=none&editor=none&theme=projector"],
  ];
  for (const [name, value, query] of chosen) {
    await at(`share-${name}`).selectOption(value);
    assert.equal(await text(), base + query);
    await shown(base + query);
  }
  await at("share-autoplay").check();
  assert.equal(await text(), `${base}?ex=buffer-bounded&step=26&autoplay=1&controls=none&editor=none&theme=projector`);
  await at("share-embed").check();
  const whole = `${base}?ex=buffer-bounded&step=26&autoplay=1&embed=1&controls=none&editor=none&theme=projector`;
  assert.equal(await text(), whole);
  await shown(whole);
  const inside = dialog().frameLocator("iframe");
  await inside.locator(".embed .player canvas").first().waitFor();
  assert.equal(await inside.locator("html").getAttribute("data-theme"), "projector");
  assert.equal(await it.page.evaluate(() => history.length), 2, "previews leave nothing behind in the history");
  // A frame is one without a header, whatever was chosen.
  await at("share-embed").uncheck();
  await form("<iframe>");
  assert.equal(await at("share-embed").isDisabled(), true);
  assert.ok((await text()).includes("&amp;embed=1&amp;"));
  await form("Link");
  assert.ok(!(await text()).includes("embed"));
});

test("a changed text, the seed and the schedule go along; what was typed just now too", async () => {
  const { page } = it;
  await open("?ex=lost-update&schedule=0,1,0,0,0,0,0,0,0&step=8");
  assert.equal(await text(), `${it.site.url}?ex=lost-update&step=8&schedule=0,1,0,0,0,0,0,0,0`);
  assert.equal(await at("share-along").innerText(), "Goes along: this run by its schedule.");
  await form("<ipc-scope>");
  assert.ok((await text()).includes(' step="8" schedule="0,1,0,0,0,0,0,0,0">'));
  const drawn = async () => {
    await form("Markdown with picture");
    const [download] = await Promise.all([page.waitForEvent("download"), at("share-picture").click()]);
    return await readFile(await download.path(), "utf8");
  };
  const picture = await drawn();
  await open("?ex=lost-update&step=8");
  assert.notEqual(await drawn(), picture, "each run has its own picture");
  await open("?ex=lossy-network&seed=7");
  assert.equal(await text(), `${it.site.url}?ex=lossy-network&seed=7`);
  assert.equal(await at("share-along").innerText(), "Goes along: seed 7.");
  assert.equal(await at("share-step").locator("option").count(), 1, "there is only the start");
  await page.keyboard.press("Escape");
  await at("edit").click();
  const changed = `${await written(page)}# mine\n`;
  await write(page, changed);
  await at("share").click();
  await dialog().waitFor();
  const link = await text();
  assert.match(link, /\?seed=7#s=1\.[\w-]+\.[\w-]{6}$/);
  await page.goto("about:blank");
  await page.goto(link);
  await at("edit").click();
  assert.equal(await written(page), changed);
});

for (const [name, query, title] of [
  ["of the gallery", "?ex=buffer-bounded&step=26", "Producer and consumer over a bounded buffer"],
  ["of one's own, with a hostile title", null, `"><script>alert(1)</script> | [x](y) <!-- \\`],
]) {
  test(`frame and element, of a scenario ${name}, open at the same step in a page of another origin`, async () => {
    const quoted = title.replace(/[\\"]/g, "\\$&");
    const own = `title "${quoted}"\n# </script> <\\/script> <!-- <script>\nmailbox m capacity 1\nprocess P { repeat 3 { send 1 to m } }\nprocess Q { repeat 3 { receive x from m; work 2ms } }\n`;
    await open(query ?? `?step=5${await packed(own)}`);
    const event = await at("event").innerText();
    const words = await at("words").textContent();
    for (const name of ["<iframe>", "<ipc-scope>"]) {
      await form(name);
      const html = await text();
      const host = await servePages({ "/": `<!doctype html><meta charset="utf-8"><title>A course</title>${html}<p id="after">The end</p>` });
      const page = await it.context.newPage();
      page.on("dialog", () => it.complaints.push("a script has run"));
      await page.goto(host.url);
      const frame = name === "<iframe>" ? page.frameLocator("iframe") : page.locator("ipc-scope iframe").contentFrame();
      await shows(frame.getByTestId("event"), event);
      assert.equal(await frame.getByTestId("words").textContent(), words);
      assert.equal(await page.locator("iframe").first().getAttribute("title"), title);
      assert.equal(await page.locator("body > #after").count(), 1, "nothing has broken out");
      if (query === null && name === "<ipc-scope>") assert.equal(await page.evaluate(() => document.querySelector("ipc-scope").source), own);
      await page.close();
      await host.close();
    }
  });
}

/** What a camera sees of it on the screen. */
async function scanned() {
  const svg = at("share-code").locator("svg");
  await svg.scrollIntoViewIfNeeded();
  const [picture, size] = [await svg.screenshot({ scale: "css" }), await svg.getAttribute("viewBox")];
  const [grey, width, height] = await it.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let letters = "";
    for (let at = 0; at < data.length; at += 4) letters += String.fromCharCode(data[at]);
    return [btoa(letters), width, height];
  }, picture.toString("base64"));
  const seen = Buffer.from(grey, "base64");
  const module = width / Number(size.split(" ")[2]);
  // The corners are rounded, and its edge may lie between two pixels of the screen: so a little inside, and along the middle.
  for (let y = 1; y < Math.floor(4 * module) - 1; y++) {
    const start = y * width + Math.floor(width / 4);
    assert.deepEqual([...new Set(seen.subarray(start, start + Math.floor(width / 2)))], [255], "a quiet zone of four modules, in every theme");
  }
  // Small ones from close by.
  const times = module < 4 ? 3 : 1;
  const pixels = new Uint8ClampedArray(4 * times * times * width * height).fill(255);
  for (let at = 0; at < pixels.length / 4; at++) {
    const [x, y] = [at % (times * width), Math.floor(at / (times * width))];
    pixels.fill(seen[Math.floor(y / times) * width + Math.floor(x / times)], 4 * at, 4 * at + 3);
  }
  return jsQR.default(pixels, times * width, times * height)?.data;
}

test("the QR code is the link, in every theme", async () => {
  for (const theme of ["light", "dark", "projector"]) {
    await open(`?ex=buffer-bounded&step=26&theme=${theme}`, "[data-process=Producer]");
    assert.equal(await scanned(), await text());
    await at("share-autoplay").check();
    assert.equal(await scanned(), await text());
  }
});

/** A text that does not get shorter when packed. */
function noise(length) {
  let letters = "";
  for (let number = 0; letters.length < length; number++) letters += createHash("sha256").update(`${number}`).digest("base64url");
  return `# ${letters.slice(0, length)}\nprocess P { work 1ms }\n`;
}

/** Opens the dialog of a link of exactly so many characters: a comment for the most of it, the seed's digits for the rest. */
async function openOfLength(wanted) {
  let letters = Math.round(wanted * 0.95);
  for (let attempt = 0; attempt < 12; attempt++) {
    await open(`?seed=1${await packed(noise(letters))}`);
    const missing = wanted - (await text()).length;
    if (missing >= 0 && missing < 15) {
      await open(`?seed=1${"0".repeat(missing)}${await packed(noise(letters))}`);
      break;
    }
    letters += missing - 7;
  }
  assert.equal((await text()).length, wanted);
}

test("the length is told; over 2,000 characters a warning, over 8,000 the file, over 2,953 no QR code", async () => {
  const stands = async () => [await at("share-length").innerText(), await at("share-warning").innerText(), await at("share-file").isVisible()];
  await openOfLength(2_000);
  assert.deepEqual(await stands(), ["The link has 2,000 characters.", "", false]);
  await openOfLength(2_001);
  const warning = "Some chats and course systems cut a link as long as this: try it there first.";
  assert.deepEqual(await stands(), ["The link has 2,001 characters.", warning, false]);
  await openOfLength(2_953);
  assert.equal(await scanned(), await text());
  await openOfLength(2_954);
  assert.equal(await at("share-code").innerText(), "The link is too long for a QR code, which has room for 2,953 characters at most.");
  await openOfLength(8_000);
  assert.deepEqual(await stands(), ["The link has 8,000 characters.", warning, false]);
  await openOfLength(8_001);
  assert.deepEqual(await stands(), ["The link has 8,001 characters.", "Many programs cut a link as long as this: better send the file.", true]);
  const [download] = await Promise.all([it.page.waitForEvent("download"), at("share-file").click()]);
  assert.match(await readFile(await download.path(), "utf8"), /\nprocess P \{ work 1ms \}\n$/);
  await shows(at("share-said"), "The file is saved.");
});

test("each form is copied; the picture is saved", async () => {
  await allowed();
  await open("?ex=buffer-bounded&step=26", "[data-process=Producer]");
  const link = `${it.site.url}?ex=buffer-bounded&step=26`;
  const title = "Producer and consumer over a bounded buffer";
  const embedded = `${it.site.url}?ex=buffer-bounded&amp;step=26&amp;embed=1`;
  const all = [
    ["Link", "the link", link],
    ["<iframe>", "<iframe>", `<iframe src="${embedded}" width="720" height="460" loading="lazy"\n        title="${title}"></iframe>`],
    ["<ipc-scope>", "<ipc-scope>", `<script type="module" src="${it.site.url}embed.js"></script>\n\n<ipc-scope title="${title}" loading="lazy" ex="buffer-bounded" step="26"></ipc-scope>`],
    ["Markdown", "Markdown", `[${title}](${link})`],
    ["Markdown with picture", "Markdown with picture", `[![${title}](buffer-bounded.svg)](${link})`],
  ];
  for (const [name, words, expected] of all) {
    await form(name);
    assert.equal(await at("share-picture").isVisible(), name === "Markdown with picture");
    await at("share-copy").click();
    await shows(at("share-said"), `Copied: ${words}.`);
    assert.equal(await clipboard(), expected);
  }
  const [download] = await Promise.all([it.page.waitForEvent("download"), at("share-picture").click()]);
  assert.equal(download.suggestedFilename(), "buffer-bounded.svg");
  assert.match(await readFile(await download.path(), "utf8"), /^<svg [\s\S]*Producer[\s\S]*blocked[\s\S]*<\/svg>\n$/i);
  await shows(at("share-said"), "The picture is saved.");
  // A text with mistakes has a link, but no picture.
  await open(await packed("process P { wrok 1ms }\n"), "[data-testid=errors]");
  await form("Markdown with picture");
  await at("share-picture").click();
  await shows(at("share-said"), "There is no run to draw");
});

test("where the clipboard is refused, the text is selected", async () => {
  await it.context.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await open("?ex=mailbox&step=5");
  await form("Markdown");
  await at("share-copy").click();
  await shows(at("share-said"), "The browser keeps the clipboard to itself here. The text is selected: copy it with Ctrl+C or ⌘C.");
  assert.equal(await it.page.evaluate(() => getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), await text());
});

test("where the script does not arrive, the link is copied, and a note says so; it is asked for again", async () => {
  await allowed();
  await it.page.route("**/share.js*", (route) => route.abort());
  await it.page.goto(`${it.site.url}?ex=mailbox&step=5`);
  await it.page.waitForSelector("[data-process]");
  await at("share").click();
  await shows(at("note"), "Copied: a link of");
  assert.match(await clipboard(), /\?step=5#s=1\.[\w-]+\.[\w-]{6}$/);
  assert.equal(await dialog().count(), 0);
  await it.page.unroute("**/share.js*");
  await at("share").click();
  await dialog().waitFor();
  it.complaints = it.complaints.filter((complaint) => !/ERR_FAILED|share\.js/.test(complaint));
});

test("in an embed it is not offered", async () => {
  await it.page.goto(`${it.site.url}?ex=mailbox&embed=1`);
  await it.page.waitForSelector(".player canvas");
  assert.equal(await at("share").count(), 0);
});

test("on a narrow screen the preview is folded, and loaded when it is unfolded", async () => {
  await it.page.setViewportSize({ width: 320, height: 640 });
  await open("?ex=mailbox&step=5");
  assert.equal(await dialog().locator("iframe").count(), 0);
  await dialog().locator("summary").click();
  await dialog().frameLocator("iframe").locator("[data-process]").first().waitFor();
  assert.equal(await seen(), `${it.site.url}?ex=mailbox&step=5`);
  assert.equal(await dialog().evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth), true);
  assert.equal(await scanned(), await text());
  await dialog().locator("summary").click();
  await dialog().locator("iframe").waitFor({ state: "detached" });
});

for (const theme of ["light", "dark", "projector"]) {
  test(`axe finds nothing, ${theme}`, async () => {
    await open(`?ex=buffer-bounded&step=26&theme=${theme}`, "[data-process=Producer]");
    for (const name of ["Link", "Markdown with picture"]) {
      await form(name);
      const { violations } = await new AxeBuilder({ page: it.page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`), []);
    }
  });
}
