// What the page costs a frame with a hundred lanes and a million events: node frames.mjs DIST [SECONDS OF LOOPING]
// Script time by the browser's own trace: everything between one animation frame and the next that is script.
import { launch } from "./chromium.mjs";
import { serveFolder } from "./server.mjs";

const [dist, looping = "0"] = process.argv.slice(2);
const PAIRS = 50;
const TEXT = `title "A hundred lanes"
step 0ms
until 1000000s
mailbox m[${PAIRS}] capacity 4
process P[${PAIRS}] { loop { work 1ms..5ms; send 1 to m[me] } }
process C[${PAIRS}] { loop { receive x from m[me]; work 2ms..4ms } }
`;
const SCRIPT = new Set(["FunctionCall", "RunMicrotasks", "FireAnimationFrame", "EventDispatch", "TimerFire", "EvaluateScript", "v8.callFunction"]);

const server = await serveFolder(dist);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on("pageerror", (error) => console.log(`error: ${error}`));
const client = await page.context().newCDPSession(page);

async function traced(what, act) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  client.on("Tracing.dataCollected", collect);
  await client.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel", "v8"] } });
  await act();
  const done = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await done;
  client.off("Tracing.dataCollected", collect);
  report(what, events);
}

function report(what, events) {
  // The thread of the page is the one whose animation frames fire.
  const main = events.find((event) => event.name === "FireAnimationFrame") ?? events.find((event) => event.name === "FunctionCall");
  if (!main) return console.log(`${what}: nothing was traced`);
  const own = events.filter((event) => event.pid === main.pid && event.tid === main.tid && event.ph === "X").sort((one, two) => one.ts - two.ts);
  const frames = own.filter((event) => event.name === "FireAnimationFrame").map((event) => event.ts);
  const costs = frames.map(() => 0);
  let until = 0;
  for (const { name, ts, dur = 0 } of own) {
    if (!SCRIPT.has(name) || ts + dur <= until) continue;
    const from = Math.max(ts, until);
    until = ts + dur;
    let frame = frames.findLastIndex((start) => start <= from);
    if (frame >= 0) costs[frame] += (until - from) / 1000;
  }
  const tasks = own.filter((event) => event.name === "RunTask").map((event) => (event.dur ?? 0) / 1000).sort((one, two) => two - one);
  costs.sort((one, two) => one - two);
  const at = (part) => (costs[Math.min(costs.length - 1, Math.floor(costs.length * part))] ?? 0).toFixed(2);
  console.log(`| ${what} | ${costs.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | ${(tasks[0] ?? 0).toFixed(1)} | ${tasks.filter((ms) => ms > 50).length} |`);
}

const memory = async () => {
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  return usedSize;
};

console.log("| while | frames | script a frame, median ms | p95 | most | longest task ms | tasks over 50 ms |\n|---|---|---|---|---|---|---|");
await page.goto(server.url);
await page.waitForSelector("[data-testid=card]");
await traced("opening: reading, running 1,000,000 events", async () => {
  await page.setInputFiles("input[type=file]", { name: "lanes.ipc", mimeType: "text/plain", buffer: Buffer.from(TEXT) });
  await page.getByTestId("event").filter({ hasText: "of 1,000," }).waitFor({ timeout: 120_000 });
});
const lanes = page.locator("canvas.lanes");
const box = await lanes.boundingBox();
const [x, y] = [box.x + box.width / 2, Math.min(box.y + 200, 700)];
await page.mouse.move(x, y);
const wait = (ms) => page.waitForTimeout(ms);
await traced("playing, all of it seen", async () => {
  await page.getByTestId("play").click();
  await wait(4000);
});
await page.mouse.move(x, y);
for (const steps of [10, 30, 60]) {
  await traced(`zooming in, ${steps} turns of the wheel, playing`, async () => {
    for (let turn = 0; turn < steps; turn++) {
      await page.mouse.wheel(0, -100);
      await wait(30);
    }
    await wait(1500);
  });
}
await traced("zooming out again, playing", async () => {
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 100);
    await wait(30);
  }
});
await traced("dragging through time", async () => {
  await page.mouse.down();
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(box.x + 200 + step * 10, y);
    await wait(16);
  }
  await page.mouse.up();
});
if (Number(looping) > 0) {
  await page.goto(`${server.url}?ex=buffer-bounded&loop=1&speed=8&autoplay=1`);
  await page.getByTestId("play").waitFor();
  const before = await memory();
  await wait(Number(looping) * 1000);
  const after = await memory();
  console.log(`\nmemory of scripts after ${looping} s of playing in a loop: ${before} → ${after} bytes`);
}
await browser.close();
await server.close();
