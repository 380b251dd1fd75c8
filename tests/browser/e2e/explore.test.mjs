// Every schedule: the search, what it shows, and being the scheduler.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tested } from "../page.mjs";

const it = tested();
const { at, shows } = it;
const open = (query) => it.page.goto(`${it.site.url}?${query}`);
const line = (list, words) => at(list).locator("li", { hasText: words });

test("a lost update: can this go wrong? It can; then the scheduler makes it go right", async () => {
  await open("ex=lost-update");
  await it.page.getByRole("tab", { name: "Every schedule" }).click();
  await shows(at("summary"), "This is one run. Can it go wrong in others?");
  await at("explore").click();
  await shows(at("summary"), "Every schedule was tried: every check is as expected.");
  await shows(at("figures"), /^40 states, 60 transitions, \d+\.\d s, \d+\.\d MB$/);
  await shows(line("checks", "check never print 1"), "violated, as expected");
  await shows(line("checks", "check never print 1"), "9 moves");
  assert.equal(await at("outcomes").locator("li").count(), 2);
  await shows(at("outcomes"), "Guard prints 1");
  await shows(at("outcomes"), "Guard prints 2");
  // The run that ends in 1, from its start.
  await line("outcomes", "Guard prints 1").getByRole("button", { name: "Play it" }).click();
  await it.page.waitForURL(/schedule=0,1,0/);
  await at("leave-schedule").waitFor();
  // Half way: East has read.
  await at("restart").click();
  await shows(at("possible"), "At the start 2 are possible.");
  const guard = at("stuck").locator("li", { hasText: "Guard" });
  await shows(guard, "done has no permit left");
  assert.equal(await guard.locator("button").count(), 0, "who is blocked can't be picked");
  const step = (words) => at("steps").getByRole("button", { name: words });
  await step("East reads 0 from hall.visitors").click();
  await shows(at("possible"), "After 1 move 2 are possible.");
  await step("East writes").click();
  await shows(at("possible"), "After 2 moves");
  await step("West reads 1 from hall.visitors").click();
  // Whatever comes now, 2 is printed.
  for (let moves = 3; moves < 9; moves++) {
    await shows(at("possible"), `After ${moves} moves`);
    await at("steps").getByRole("button").first().press("Enter");
  }
  await shows(at("possible"), "After 9 moves nothing more is possible.");
  const branches = await at("branches").locator("li").allInnerTexts();
  assert.ok(branches.some((words) => /9 moves: finished, Guard prints 1/.test(words)), branches.join("\n"));
  assert.ok(branches.some((words) => /9 moves: finished, Guard prints 2/.test(words)), branches.join("\n"));
  // Back to the first, by a button, and by its last node.
  await at("branches").getByRole("button", { name: "Guard prints 1" }).first().press("Enter");
  await shows(at("branches").locator("[aria-current]"), "Guard prints 1");
  await it.page.locator('#view circle[data-about="x0"]').first().click();
  await shows(at("possible"), "After 1 move");
  // And to the run by the seed.
  await at("leave-schedule").click();
  await it.page.getByTestId("seed").waitFor();
  await it.page.waitForURL((url) => !url.search.includes("schedule="));
});

test("a schedule stands in the address and in links; a bad one is left out with a note", async () => {
  await open("ex=lost-update&view=explore&schedule=0,1,0");
  await shows(at("possible"), "At the start 2 are possible.");
  await at("end").click();
  await shows(at("possible"), "After 3 moves");
  await shows(at("end-state"), "Stopped at the end of the schedule");
  await at("move-back").click();
  await it.page.waitForURL(/schedule=0,1(&|$)/);
  await at("ordinary").click();
  await it.page.waitForURL((url) => !url.search.includes("schedule="));
  await open("ex=lost-update&schedule=0,x");
  await shows(at("note"), "schedule=0,x");
  await at("seed").waitFor();
});

test("in an ordinary run the scheduler takes over at the moment", async () => {
  await open("ex=buffer-bounded&step=26&view=explore");
  // The producer is blocked in the run, and can't be picked here either.
  await shows(at("stuck"), "Producer");
  await at("steps").getByRole("button", { name: "Consumer receives" }).click();
  await it.page.waitForURL(/schedule=/);
  await shows(at("branches"), "Branch 1");
  // That is what the run does too: one branch. At the start it begins with East.
  assert.equal(await at("branches").locator("li").count(), 1);
  await open("ex=lost-update&view=explore");
  await shows(at("branches"), "Branch 1, 9 moves");
  await at("steps").getByRole("button", { name: "West reads" }).click();
  await shows(at("branches"), "Branch 2, 1 move: goes on");
});

test("the graph of a few states is drawn, and a press goes to a state", async () => {
  await it.page.goto(it.site.url);
  const text = "semaphore a = 1\nsemaphore b = 1\nprocess P { wait a; wait b; signal b; signal a }\nprocess Q { wait b; wait a; signal a; signal b }\ncheck never deadlock\n";
  await it.page.setInputFiles("input[type=file]", { name: "two.ipc", mimeType: "text/plain", buffer: Buffer.from(text) });
  await it.page.getByRole("tab", { name: "Every schedule" }).click();
  await at("explore").click();
  await shows(at("troubles"), "P, Q wait for each other");
  await it.page.locator('#view [aria-label="The graph of all states"] rect[data-about="x0,1"]').click();
  await shows(at("possible"), "After 2 moves nothing more is possible.");
  await shows(at("end-state"), "Deadlock");
});

/** Seven that count to eight: more than a million states. */
// Every move is seen by a check and may meet every other: nothing can be left out.
const LARGE = `memory t { x = 0 }\n${[1, 3, 7, 13].map((by) => `process P${by} { repeat 8 { t.x = t.x + ${by} } }`).join("\n")}\ncheck always t.x <= ${8 * (1 + 3 + 7 + 13)}\n`;

test("while millions of states are explored the page answers; stop, go on, and closing ends it", async () => {
  await it.page.goto(it.site.url);
  await it.page.setInputFiles("input[type=file]", { name: "large.ipc", mimeType: "text/plain", buffer: Buffer.from(LARGE) });
  await it.page.getByRole("tab", { name: "Every schedule" }).click();
  await at("explore").waitFor();
  await it.page.evaluate(() => {
    window.delays = [];
    const note = (event) => window.delays.push(performance.now() - event.timeStamp);
    for (const kind of ["keydown", "click"]) addEventListener(kind, note, true);
  });
  const states = async () => Number((await at("figures").innerText()).split(" ")[0].replaceAll(",", ""));
  await at("explore").click();
  await it.page.waitForFunction(() => Number(document.querySelector("[data-testid=figures]")?.innerText.split(" ")[0].replaceAll(",", "")) > 20_000, null, { timeout: 60_000 });
  const until = Date.now() + 60_000;
  let asked = 0;
  while ((await states()) < 3_000_000 && Date.now() < until) {
    await at("step").click();
    await it.page.keyboard.press(",");
    asked += 2;
  }
  const reached = await states();
  await shows(at("explore"), "Stop");
  await at("explore").click();
  await shows(at("explore"), "Go on");
  await shows(at("checks"), /not finished: none so far in [\d,]+ states/);
  const stopped = await states();
  await it.page.waitForTimeout(300);
  assert.equal(await states(), stopped, "it stands still");
  await at("explore").click();
  await it.page.waitForFunction((before) => Number(document.querySelector("[data-testid=figures]").innerText.split(" ")[0].replaceAll(",", "")) > before, stopped);
  const delays = (await it.page.evaluate(() => window.delays)).sort((one, other) => one - other);
  console.log(`${reached} states while ${delays.length} clicks and keys were answered: median ${delays[delays.length >> 1].toFixed(1)} ms, longest ${delays.at(-1).toFixed(1)} ms`);
  // Those of *Explore*, *Stop* and *Go on* besides.
  assert.equal(delays.length, asked + 3);
  const workers = () => it.page.workers().filter((worker) => /views|blob/.test(worker.url())).length;
  assert.equal(workers(), 1);
  await it.page.getByRole("tab", { name: "Every schedule" }).click();
  await it.page.locator("#view").waitFor({ state: "detached" });
  for (let tries = 0; workers() > 0 && tries < 50; tries++) await it.page.waitForTimeout(100);
  assert.equal(workers(), 0, "the worker is gone");
});
