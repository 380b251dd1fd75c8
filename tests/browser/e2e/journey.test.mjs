// As people come to it: with the keyboard alone through all of it, and as a newcomer in three clicks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tested } from "../page.mjs";

const it = tested();
const { at, shows } = it;
const press = (key) => it.page.keyboard.press(key);

/** Tab, until something has the focus. */
async function tabTo(locator, most = 120) {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await locator.evaluateAll((found) => found.some((element) => element === document.activeElement))) return;
    await press("Tab");
  }
  assert.fail(`${most} times Tab, and ${locator} has not got the focus`);
}

/** What has the focus has an outline that can be seen. */
async function hasFocusSeen() {
  const outline = await it.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
}

test("keyboard only: gallery, play, step back, why is it blocked, to the cause, edit, undo", async () => {
  await it.page.goto(it.site.url);
  await it.page.locator("[data-name=buffer-bounded]").waitFor();
  await tabTo(it.page.locator("[data-name=buffer-bounded]"));
  await hasFocusSeen();
  await press("Enter");
  await shows(at("event"), "event 0 of 56");
  // Plays, and pauses.
  await press("k");
  await it.page.waitForFunction(() => /event [1-9]/.test(document.querySelector("[data-testid=event]").textContent));
  await press("k");
  await press("Home");
  for (let step = 0; step < 27; step++) await press("ArrowRight");
  await shows(at("event"), "event 27 of 56");
  await press("ArrowLeft");
  await shows(at("event"), "event 26 of 56");
  // Who is blocked, and why.
  const producer = it.page.locator("[data-process=Producer]");
  await shows(producer, "Blocked since 12ms: buffer is full (3 of 3). Resumes when Consumer receives from buffer.");
  await tabTo(producer.getByRole("button"));
  await hasFocusSeen();
  await press("Enter");
  await shows(at("inspect"), "Blocked since 12ms: buffer is full");
  // To the send that came of the receive that made room, and back to that receive, its cause.
  await press("n");
  await shows(at("event"), "event 29 of 56");
  await press("c");
  await shows(at("event"), "event 28 of 56");
  await press("Escape");
  // Edits, and undoes.
  await tabTo(at("edit"));
  await press("Enter");
  const editor = it.page.locator(".cm-content");
  await editor.waitFor();
  await tabTo(editor);
  await press("Control+End");
  await it.page.keyboard.type("check always length(buffer) <= 2");
  await shows(it.page.locator(".end, [data-testid=end-state]").first(), "length(buffer) <= 2");
  await press("Control+z");
  await press("Control+z");
  await it.page.waitForFunction(() => !document.querySelector("[data-testid=editor]").value.includes("<= 2"));
  assert.match(await at("editor").inputValue(), /check always length\(buffer\) <= 3\s*$/);
});

test("a newcomer sees in three clicks why a producer blocks", async () => {
  await it.page.emulateMedia({ reducedMotion: "no-preference" });
  await it.page.goto(it.site.url);
  // 1: the first thing to press. It moves at once.
  await it.page.getByRole("button", { name: "Play the bounded buffer" }).click();
  await it.page.waitForFunction(() => /event [1-9]/.test(document.querySelector("[data-testid=event]")?.textContent ?? ""), null, { timeout: 2_000 });
  // It comes to the producer's block by itself; there they pause.
  await shows(it.page.locator("[data-process=Producer]"), "Blocked since 12ms");
  // 2: pause, and the reason stands there in words.
  await at("play").click();
  await shows(it.page.locator("[data-process=Producer]"), "buffer is full (3 of 3). Resumes when Consumer receives from buffer.");
  // 3: who that is.
  await it.page.locator("[data-process=Producer]").getByRole("button", { name: "Producer" }).click();
  await shows(at("inspect"), "Could free it: Consumer");
});
