// The tabs below the stage: wait-for graph, charts, space-time diagram, table of events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tested } from "../page.mjs";

const it = tested();
const { at, shows } = it;
const open = (query) => it.page.goto(`${it.site.url}?${query}`);
const tab = (name) => it.page.getByRole("tab", { name });
const drawing = () => it.page.locator("#view .drawing");

test("tabs are walked with the arrows, open and close, and stand in the address", async () => {
  await open("ex=buffer-bounded&step=26");
  await tab("Wait-for graph").click();
  await shows(at("summary"), "At 12ms 1 process waits.");
  await it.page.keyboard.press("ArrowRight");
  await shows(at("summary"), /^Until 12ms: /);
  assert.equal(await tab("Charts").getAttribute("aria-selected"), "true");
  await it.page.keyboard.press("End");
  await shows(at("summary"), "This is one run. Can it go wrong in others?");
  await it.page.keyboard.press("ArrowLeft");
  await shows(at("summary"), "56 events.");
  await it.page.waitForURL(/view=events/);
  await it.page.reload();
  await shows(at("summary"), "56 events.");
  await tab("Events").press("Enter");
  await it.page.locator("#view").waitFor({ state: "detached" });
  await it.page.waitForURL((url) => !url.search.includes("view="));
});

test("the wait-for graph has the ring, and says the same in words", async () => {
  await open("ex=dining-philosophers&step=9999&view=waitfor");
  await shows(at("summary"), "Philosopher[0], Philosopher[1], Philosopher[2], Philosopher[3] and Philosopher[4] wait for each other in a ring.");
  // Each waits for the right-hand neighbour, who holds the fork that it wants.
  const rows = await it.page.locator("#view tbody tr").allInnerTexts();
  assert.deepEqual(rows.map((row) => row.split("\t").slice(0, 4)), [0, 1, 2, 3, 4].map((who) => [`Philosopher[${who}]`, "4ms", `fork[${(who + 1) % 5}] has no permit left`, `Philosopher[${(who + 1) % 5}]`]));
  // Five nodes, and five arrows with their heads.
  assert.equal(await drawing().locator("polygon").count(), 5);
  // Before the start nobody waits.
  await it.page.keyboard.press("Home");
  await shows(at("summary"), "At 0ms nobody waits for anybody.");
});

test("what is pressed in the graph is looked into, and what is pointed at lights up", async () => {
  await open("ex=buffer-bounded&step=26&view=waitfor");
  const node = drawing().locator("rect[data-about=p0]").first();
  await node.hover();
  await drawing().locator("rect.lit[data-about=p0]").first().waitFor();
  await node.click();
  await shows(at("inspect"), "Process Producer");
});

test("the space-time diagram has Lamport's clocks; a press on an event goes to its moment", async () => {
  await open("ex=ping-pong&step=9999&view=spacetime");
  await shows(at("summary"), "After event 35 of 35: clock 27 of 27, 6 of 6 arrows.");
  const rows = await it.page.locator("#view tbody tr").allInnerTexts();
  assert.deepEqual(rows[0].split("\t"), ["4", "6: Ping sends 0 to Pong", "5", "7: Pong receives 0 from Ping, sent at 3ms"]);
  await it.page.locator("#view").getByRole("button", { name: "6: Ping sends 0 to Pong" }).press("Enter");
  await shows(at("event"), "event 6 of 35");
  await drawing().locator("circle[data-about=e11]").last().click();
  await shows(at("event"), "event 12 of 35");
  await it.page.locator("#view").getByRole("button", { name: "Closer" }).press("Enter");
  await shows(drawing().locator("text"), "clock");
  assert.equal(await it.page.locator("#view").getByRole("button", { name: "Further away" }).getAttribute("aria-disabled"), "false");
});

test("the charts' figures are those of the run", async () => {
  await open("ex=buffer-bounded&step=9999&view=charts");
  // 8 items; the producer works 8 × 1ms, the consumer 8 × 5ms, and each send and each receive takes 1ms: 64ms on 49.
  await shows(at("summary"), "Until 49ms: 8 messages received, 1.31 cores busy on the average, 16 system calls.");
  const [producer, consumer] = await it.page.locator("#view table").first().locator("tbody tr").allInnerTexts();
  assert.deepEqual(producer.split("\t"), ["Producer", "0ms", "0ms", "8ms", "8ms", "10ms", "0ms", "23ms", "3", "4ms", "8", "8", "0", "0", "0"]);
  assert.deepEqual(consumer.split("\t").slice(0, 8), ["Consumer", "0ms", "0ms", "8ms", "40ms", "1ms", "0ms", "0ms"]);
  await shows(drawing().locator("text"), "now 0, at most 3");
});

test("the events are filtered, walked by keyboard and followed to their causes", async () => {
  await open("ex=buffer-bounded&step=26&view=events");
  const grid = at("events");
  await shows(grid.locator("[aria-current=step]"), "is blocked: buffer is full (3 of 3)");
  await grid.focus();
  // Down to event 29, whose cause is event 28.
  for (const _ of [27, 28, 29]) await it.page.keyboard.press("ArrowDown");
  await shows(grid.locator("[aria-selected=true]"), "sends 5 to buffer: Consumer has made room");
  await it.page.keyboard.press("c");
  await shows(at("event"), "event 28 of 56");
  await shows(grid.locator("[aria-current=step]"), "receives 2 from buffer");
  await it.page.keyboard.press("ArrowUp");
  await it.page.keyboard.press("Enter");
  await shows(at("event"), "event 27 of 56");
  // The producer blocks three times.
  await at("for-process").selectOption({ label: "Producer" });
  await at("for-kind").selectOption({ label: "block" });
  await shows(at("summary"), "3 events.");
  assert.deepEqual((await grid.locator("tbody tr").allInnerTexts()).map((row) => row.split(/\s/)[0]), ["26", "33", "40"]);
  await grid.locator("tbody tr").nth(1).click();
  await shows(at("event"), "event 33 of 56");
});

test("a table of a million lines scrolls to its end", async () => {
  // A long run without `until` would be taken for endless.
  const text = "until 1000s\nmailbox m capacity 1\nprocess A { repeat 490000 { send 1 to m } }\nprocess B { repeat 490000 { receive x from m } }\n";
  await it.page.goto(it.site.url);
  await it.page.setInputFiles("input[type=file]", { name: "long.ipc", mimeType: "text/plain", buffer: Buffer.from(text) });
  await it.page.locator("[data-process=A]").waitFor({ timeout: 60_000 });
  await tab("Events").click({ timeout: 60_000 });
  await at("summary").waitFor({ timeout: 60_000 });
  // A send and a receive an item; each process starts and ends.
  await shows(at("summary"), "980,004 events.");
  const total = 980_004;
  await at("events").focus();
  await it.page.keyboard.press("End");
  await it.page.locator(`#line-${total - 1}`).waitFor({ timeout: 20_000 });
  // Only a block is in the document.
  assert.ok((await at("events").locator("tr").count()) < 100);
});

test("to the next event of this process, and of this kind, by keys", async () => {
  await open("ex=buffer-bounded&step=26");
  await shows(at("event"), "event 26 of 56");
  // The producer's next event is its send at 29; the next block is its next, at 33.
  await it.page.keyboard.press("n");
  await shows(at("event"), "event 29 of 56");
  await it.page.keyboard.press("Shift+N");
  await shows(at("event"), "event 26 of 56");
  await it.page.keyboard.press("s");
  await shows(at("event"), "event 33 of 56");
  await it.page.keyboard.press("Shift+S");
  await shows(at("event"), "event 26 of 56");
});

test("where the views do not arrive, words and a way to try again", async () => {
  await it.page.route("**/views.wasm*", (route) => route.abort());
  await open("ex=buffer-bounded&view=charts");
  await shows(at("view-trouble"), "The part of the page that draws this view did not arrive");
  await it.page.unroute("**/views.wasm*");
  await at("view-retry").press("Enter");
  await shows(at("summary"), /^Until 0ms/);
  it.complaints = it.complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
});
