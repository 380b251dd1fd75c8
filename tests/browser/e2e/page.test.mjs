// The built page in Chromium, as people use it. Times and events are those worked out in tests/tests/bounded_buffer.rs.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { launch } from "../chromium.mjs";
import { pen, write, written } from "../editing.mjs";
import { serveFolder, servePages } from "../server.mjs";

let browser, site, context, page, complaints;

before(async () => {
  site = await serveFolder(process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  complaints = [];
  [context, page] = await profile();
});

afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, [], "the console has no errors");
});

/** A fresh browser profile with one page. */
async function profile(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return [context, page];
}

const at = (id, where = page) => where.getByTestId(id);
const lane = (name, where = page) => where.locator(`[data-process=${name}]`);
const text = (locator) => locator.innerText();

/** Waits until something shows this text. */
async function shows(locator, pattern) {
  await locator.filter({ hasText: pattern }).first().waitFor({ timeout: 10_000 });
}

test("from the gallery to the end, back to the start, and to an edit", async () => {
  await page.goto(site.url);
  await at("card").first().waitFor();
  assert.equal(await at("card").count(), 67);
  await page.locator("[data-name=buffer-bounded]").click();
  await shows(at("event"), "event 0 of 56");
  assert.equal(await text(at("time")), "0ms");

  // Play to the end, at 8 times the usual speed.
  await at("speed").selectOption("8");
  await at("play").click();
  await shows(at("end-state"), "end: finished at 49ms after 56 events");
  assert.equal(await at("end-state").locator("li.kept").count(), 2);

  // Step back to the start; on the way the producer is blocked, at the right moments and at no others.
  const blocked = [];
  for (let event = 56; event > 0; event--) {
    await shows(at("event"), `event ${event} of 56`);
    if ((await lane("Producer").getAttribute("data-state")) === "blocked") blocked.push(event);
    await page.keyboard.press("ArrowLeft");
  }
  await shows(at("event"), "event 0 of 56");
  // Blocked by events 26, 33 and 40, freed by 29, 36 and 43: what lies between.
  assert.deepEqual(blocked.reverse(), [26, 27, 28, 33, 34, 35, 40, 41, 42]);
  await at("scrub").fill("26");
  await shows(lane("Producer"), "Blocked since 12ms: buffer is full (3 of 3). Resumes when Consumer receives from buffer.");
  assert.equal(await text(at("time")), "12ms");

  // With room for 8 nothing blocks the producer: 8 items, 3 blocks and no more than their 3 events fewer.
  await at("edit").click();
  const program = await written(page);
  await write(page, program.replace("capacity 3", "capacity 8").replace("<= 3", "<= 8"));
  await shows(at("event"), "of 53");
  assert.ok(!(await text(lane("Producer"))).includes("Blocked"));

  // A broken text: the mistake stands at its line, the last good run stays.
  await write(page, program.replace("work 1ms", "wrok 1ms"));
  await shows(at("errors"), "`wrok` is not a statement");
  await shows(at("errors"), "write `work`");
  assert.equal(await at("errors").locator("li").getAttribute("data-line"), "8");
  assert.equal(await page.locator(".cm-gutterElement.wrong").innerText(), "8");
  await shows(at("errors"), "The stage shows the last version that ran.");
  await shows(at("event"), "of 53");
  await write(page, program);
  await shows(at("event"), "of 56");
  assert.equal(await at("errors").locator("li").count(), 0);
});

test("a run that repeats itself ends after its first round, and is played round and round", async () => {
  await page.goto(`${site.url}?ex=send-blocking`);
  await at("edit").click();
  const loop = (body) => `{ loop { ${body} } }`;
  await write(page, `mailbox box capacity 1\nprocess Producer ${loop("work 3ms; send 1 to box")}\nprocess Consumer ${loop("receive x from box; work 5ms")}\n`);
  // tests/tests/ends.rs: 24 events, then 7 in a round.
  await shows(at("event"), /of 31$/);
  await at("scrub").fill("31");
  await shows(at("end-state"), "end: repeats every 6ms from 16ms on, after 31 events");
  await at("scrub").fill("28");
  await at("speed").selectOption("8");
  await at("play").click();
  // At each frame: the least event so far, and whether the last look was further on.
  await page.waitForFunction(() => {
    const event = Number(/event (\d+)/.exec(document.querySelector("[data-testid=event]").innerText)[1]);
    const { before = event, least = event } = globalThis.played ?? {};
    globalThis.played = { before: event, least: Math.min(least, event) };
    return event < before;
  });
  assert.ok((await page.evaluate(() => globalThis.played.least)) >= 24);
  await at("play").click();
});

test("a link opens the same text at the same moment elsewhere", async () => {
  await page.goto(`${site.url}?ex=send-blocking`);
  await at("edit").click();
  const changed = (await written(page)).replace("capacity 2", "capacity 1");
  await write(page, changed);
  await page.waitForURL(/#s=1\./);
  // The new run, with one block more, has other than 26 events.
  await shows(at("event"), /of (?!26)\d+/);
  await at("scrub").fill("7");
  const told = await text(at("words"));
  await at("share").click();
  await at("share-copy").click();
  await shows(at("share-said"), "Copied: the link.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /\?step=7#s=1\.[\w-]+\.[\w-]{6}$/);

  const [other, there] = await profile();
  await there.goto(link);
  await shows(at("event", there), "event 7 of");
  assert.equal(await text(at("words", there)), told);
  await at("edit", there).click();
  assert.equal(await written(there), changed);

  // Cut off, it says so, and what was open stays.
  await there.goto(link.slice(0, -20));
  await shows(at("note", there), "This link is cut off");
  assert.equal(await written(there), changed);
  await there.goto("about:blank");
  await there.goto(link.slice(0, -20));
  await shows(at("note", there), "This link is cut off");
  assert.equal(await at("card", there).count(), 67);
  await other.close();
});

test("an edit survives a reload, and Back brings back what was open", async () => {
  await page.goto(site.url);
  await page.locator("[data-name=mailbox]").click();
  await at("edit").click();
  const changed = (await written(page)) + "# mine\n";
  await write(page, changed);
  await page.waitForURL(/#s=1\./);
  await page.reload();
  await at("edit").click();
  assert.equal(await written(page), changed);
  await at("gallery").click();
  assert.equal(await at("card").count(), 67);
  await page.goBack();
  await at("edit").click();
  assert.equal(await written(page), changed);
});

test("a page on another origin shows it in a frame and plays it", async () => {
  for (const sandbox of ["", 'sandbox="allow-scripts"']) {
    const host = await servePages({
      "/": `<!doctype html><title>A course</title><iframe ${sandbox} width="700" height="420" src="${site.url}?ex=buffer-bounded&embed=1&speed=8"></iframe>
        <script>
          window.heard = [];
          addEventListener("message", (event) => heard.push(event.data));
          window.tell = (message) => document.querySelector("iframe").contentWindow.postMessage({ ipcscope: 1, ...message }, "*");
        </script>`,
    });
    await page.goto(host.url);
    const frame = page.frameLocator("iframe");
    await shows(frame.getByTestId("event"), "event 0 of 56");
    assert.equal(await frame.locator("header").count(), 0);
    const answer = async (message) => {
      await page.evaluate((message) => tell(message), message);
      await page.waitForFunction((id) => heard.some((one) => one.id === id), message.id);
      return page.evaluate((id) => heard.find((one) => one.id === id), message.id);
    };
    // Until somebody is there.
    await page.waitForFunction(() => tell({ id: 0, type: "ping" }) ?? heard.some(({ type }) => type === "ready"));
    const standing = { step: 0, steps: 56, playing: false, speed: 8, timeUs: 0, state: "paused" };
    assert.deepEqual(await answer({ id: 1, type: "ping" }), { ipcscope: 1, id: 1, type: "ready", ...standing });
    assert.deepEqual(await answer({ id: 2, type: "seek", step: 26 }), { ipcscope: 1, id: 2, type: "ok", ...standing, step: 26, timeUs: 12_000 });
    await shows(frame.getByTestId("time"), "12ms");
    assert.equal((await answer({ id: 3, type: "seek", step: "far" })).type, "error");
    assert.equal((await answer({ id: 4, type: "play" })).playing, true);
    await shows(frame.getByTestId("event"), "event 56 of 56");
    // It fills its frame and does not scroll it.
    const fits = await frame.locator("html").evaluate((html) => html.scrollWidth <= innerWidth && html.scrollHeight <= innerHeight);
    assert.ok(fits, "the embed is as large as its frame");
    await host.close();
  }
});

test("with the keyboard alone: pick, play, step back, read why", async () => {
  await page.goto(site.url);
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.dataset.name === "send-blocking")) break;
  }
  await page.keyboard.press("Enter");
  await shows(at("event"), "event 0 of 26");
  await page.keyboard.press("End");
  await shows(at("event"), "event 26 of 26");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowRight");
  await shows(at("event"), "event 10 of 26");
  await page.keyboard.press(",");
  await shows(at("event"), "event 9 of 26");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  // In the editor keys write, and play nothing.
  await at("edit").click();
  const before = await text(at("event"));
  await (await pen(page)).press("ArrowRight");
  await page.keyboard.press("k");
  assert.equal(await text(at("event")), before);
});

test("files are opened, saved and refused with a reason", async () => {
  await page.goto(site.url);
  const file = (name, contents) => ({ name, mimeType: "text/plain", buffer: Buffer.from(contents) });
  await at("open").setInputFiles(file("noise.ipc", [0xff, 0xfe, 0x80]));
  await shows(at("note"), /UTF-8/);
  await at("open").setInputFiles(file("huge.ipc", "#".repeat(256 * 1024 + 1)));
  await shows(at("note"), /256 KiB/);
  assert.equal(await at("card").count(), 67);
  await at("open").setInputFiles(file("mine.ipc", 'title "Mine"\nmailbox m capacity 1\nprocess P { send 1 to m }\nprocess Q { receive x from m }\n'));
  await shows(page.locator("h1"), "Mine");
  const [download] = await Promise.all([page.waitForEvent("download"), at("save").click()]);
  assert.equal(download.suggestedFilename(), "mine.ipc");
});

test("bad settings take the default and say so; hostile texts stay texts", async () => {
  await page.goto(`${site.url}?ex=mailbox&speed=3&theme=pink&colour=1`);
  await shows(at("note"), "speed=3");
  await shows(at("event"), "event 0 of 38");
  await at("edit").click();
  const hostile = '<img src=x onerror="window.pwned=1">';
  await write(page, `title "${hostile.replaceAll('"', '\\"')}"\nmailbox m capacity 1\nprocess P { say "<script>pwned=1</script>"; send 1 to m }\nprocess Q { receive x from m }`);
  await shows(page.locator("h1"), "<img src=x");
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  await write(page, "(".repeat(20_000));
  await shows(at("errors"), /line 1/);
});

test("no view has a fault that axe finds, light or dark, wide or narrow", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }, { width: 320, height: 640 }]) {
      const [other, there] = await profile({ colorScheme, viewport });
      for (const path of ["", "?ex=buffer-bounded&step=26", "?ex=buffer-bounded&step=56"]) {
        await there.goto(site.url + path);
        await there.locator("h1").waitFor();
        await there.waitForTimeout(200);
        const { violations } = await new AxeBuilder({ page: there }).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
        assert.deepEqual(found, [], `${path} ${colorScheme} ${viewport.width}`);
        const overflow = await there.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${path} at ${viewport.width} px is ${overflow} px too wide`);
      }
      await other.close();
    }
  }
});
