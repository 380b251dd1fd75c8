// The stage: every scenario of the gallery there and back, looking into things, the lanes closer and folded.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch } from "../chromium.mjs";
import { serveFolder } from "../server.mjs";

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
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
});

afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, [], "the console has no errors");
});

const at = (id) => page.getByTestId(id);
const shows = (locator, pattern) => locator.filter({ hasText: pattern }).first().waitFor({ timeout: 10_000 });
const ways = () => at("inspect").locator("li").allInnerTexts();

test("every scenario of the gallery goes to its end and back to its start", async () => {
  await page.goto(site.url);
  await page.locator("[data-name]").nth(59).waitFor();
  const found = await page.locator("[data-name]").evaluateAll((cards) => cards.map((card) => card.dataset.name));
  assert.equal(found.length, 67);
  for (const name of found) {
    await page.goto(`${site.url}?ex=${name}`);
    await shows(at("event"), /event 0 of \d+/);
    await page.keyboard.press("End");
    await shows(at("event"), /^event (\d+) of \1$/);
    const steps = (await at("event").innerText()).match(/^event (\d+) of (\d+)$/);
    assert.ok(steps, name);
    assert.equal(steps[1], steps[2], `${name} is at its end`);
    await shows(at("end-state"), /end: /);
    await page.keyboard.press("ArrowLeft");
    await shows(at("event"), `event ${steps[2] - 1} of ${steps[2]}`);
    await page.keyboard.press("Home");
    await shows(at("event"), `event 0 of ${steps[2]}`);
    assert.deepEqual(complaints, [], name);
  }
});

// Event 26 is the producer's first block; event 28 is the receive that frees it: see tests/tests/bounded_buffer.rs.
test("by keyboard: the blocked process, why, who could free it, to the cause and to the effect", async () => {
  await page.goto(`${site.url}?ex=buffer-bounded&step=26`);
  const producer = page.locator("[data-process=Producer]").getByRole("button", { name: "Producer" });
  await producer.focus();
  await page.keyboard.press("Enter");
  await shows(at("inspect"), "Blocked since 12ms: buffer is full (3 of 3). Resumes when Consumer receives from buffer.");
  const told = await ways();
  assert.deepEqual(told.slice(0, 2), ["What it waits for: buffer is full", "Could free it: Consumer"]);
  assert.match(told[2], /^It came to this by event 26: Producer is blocked/);
  await at("inspect").getByRole("button", { name: "Could free it: Consumer" }).press("Enter");
  await shows(at("inspect"), "Process Consumer");

  // To the send that the receive freed, and from there to the receive.
  await page.goto(`${site.url}?ex=buffer-bounded&step=56`);
  await shows(at("event"), "event 56 of 56");
  await page.locator("[data-mailbox=buffer]").getByRole("button", { name: "buffer" }).focus();
  await page.keyboard.press("Enter");
  await shows(at("inspect"), "Mailbox buffer");
  await page.keyboard.press("Escape");
  await at("inspect").waitFor({ state: "detached" });
});

test("the part of the run that the lanes show is told, and moved", async () => {
  await page.goto(`${site.url}?ex=buffer-bounded&step=1`);
  await shows(at("event"), "event 1 of 56");
  assert.equal(await at("overview").isVisible(), false, "all of it is shown");
  await page.keyboard.press("+");
  await at("overview").waitFor();
  // Closer by half around the playhead, which is at the start.
  assert.equal(await at("overview").inputValue(), "0");
  assert.equal(await at("overview").getAttribute("data-part"), "5");
  await page.keyboard.press("]");
  assert.notEqual(await at("overview").inputValue(), "0");
  await at("overview").fill("1000");
  assert.equal(await at("overview").inputValue(), "1000");
  await page.keyboard.press("0");
  await at("overview").waitFor({ state: "hidden" });
});

test("a cause is gone to and its effects lead back", async () => {
  await page.goto(`${site.url}?ex=send-receive`);
  await shows(at("event"), /event 0 of/);
  await page.keyboard.press("End");
  // Back to the last receive: an event with a cause.
  for (let steps = 0; steps < 8; steps++) {
    if (/ receives /.test(await page.locator(".happened").innerText())) break;
    await page.keyboard.press("ArrowLeft");
  }
  const receive = await at("event").innerText();
  await page.keyboard.press("c");
  await shows(at("inspect"), "This is event");
  assert.match(await page.locator(".happened").innerText(), /Sender sends 1/);
  assert.match((await ways()).join("\n"), /It brought about event \d+: Receiver receives 1/);
  await page.keyboard.press("e");
  await shows(at("event"), receive);
});

test("the lanes closer, further, and folded", async () => {
  await page.goto(`${site.url}?ex=dining-philosophers`);
  await shows(at("event"), /event 0 of/);
  assert.equal(await at("further").count(), 0);
  await at("closer").click();
  await at("fit").waitFor();
  await page.keyboard.press("+");
  await page.keyboard.press("]");
  await page.keyboard.press("0");
  await at("fit").waitFor({ state: "detached" });

  const height = () => page.locator("canvas.lanes").evaluate((canvas) => canvas.getBoundingClientRect().height);
  const high = await height();
  await page.locator("[data-process='Philosopher[0]']").getByRole("button").first().click();
  await at("fold").click();
  await at("fold").filter({ hasText: "Unfold" }).waitFor();
  await page.waitForFunction((high) => document.querySelector("canvas.lanes").getBoundingClientRect().height < high - 20, high);
  await at("fold-all").click();
  await page.waitForFunction((high) => document.querySelector("canvas.lanes").getBoundingClientRect().height === high, high);
});

test("two fingers zoom the lanes", async () => {
  await page.goto(`${site.url}?ex=buffer-bounded`);
  await shows(at("event"), /event 0 of/);
  await page.locator("canvas.lanes").evaluate((canvas) => {
    const { left, top } = canvas.getBoundingClientRect();
    const move = (apart) => {
      const touch = (identifier, x) => new Touch({ identifier, target: canvas, clientX: left + 400 + x, clientY: top + 60 });
      canvas.dispatchEvent(new TouchEvent("touchmove", { touches: [touch(1, -apart), touch(2, apart)], cancelable: true, bubbles: true }));
    };
    move(50);
    move(100);
  });
  await at("fit").waitFor();
});
