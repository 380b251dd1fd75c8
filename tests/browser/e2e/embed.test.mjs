// ipcscope in other pages: in frames with and without an origin, as <ipc-scope>, driven by messages and methods.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch } from "../chromium.mjs";
import { serveFolder, servePages } from "../server.mjs";

let browser, site, context, page, complaints, hosts;

before(async () => {
  site = await serveFolder(process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  [complaints, hosts] = [[], []];
  context = await browser.newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
});

afterEach(async () => {
  await context.close();
  for (const host of hosts) await host.close();
  assert.deepEqual(complaints, [], "the console has no errors");
});

const MEETING = "mailbox m capacity 0\nprocess P { work 3ms; send 1 to m }\nprocess Q { receive x from m }\n";

/** Opens a page of another origin with this in it. */
async function host(html, others = {}) {
  const served = await servePages({ "/": `<!doctype html><title>A course</title>${html}`, ...others });
  hosts.push(served);
  await page.goto(served.url);
  return served;
}

const FRAMED = (sandbox, query = "ex=buffer-bounded") => `
  <iframe id="scope" ${sandbox} width="760" height="520" src="${site.url}?${query}&embed=1"></iframe>
  <script>
    window.heard = [];
    addEventListener("message", (event) => heard.push(event.data));
    window.tell = (message) => document.getElementById("scope").contentWindow.postMessage(message, "*");
    window.ask = (id, message) => new Promise((resolve) => {
      const once = setInterval(() => {
        const answer = heard.find((one) => one?.id === id);
        if (answer) resolve(clearInterval(once) ?? answer);
      }, 20);
      tell({ ipcscope: 1, id, ...message });
    });
    window.greet = async () => {
      for (let id = 9000; ; id++) {
        tell({ ipcscope: 1, id, type: "ping" });
        await new Promise((done) => setTimeout(done, 100));
        if (heard.some((one) => one?.type === "ready" && one.state !== "loading")) return;
      }
    };
  </script>`;

const ELEMENT = (inside) => `<script type="module" src="${site.url}embed.js"></script>${inside}
  <script>
    window.happened = [];
    const all = ["ready", "play", "pause", "step", "ended", "error", "change", "resize"];
    for (const name of all) document.addEventListener(name, ({ type, detail, target }) => happened.push({ type, at: target.id, ...detail }), true);
  </script>`;

/** Waits until the element with this id has told this. */
const told = (type, at = "one") => page.waitForFunction(([type, at]) => happened.find((one) => one.type === type && one.at === at), [type, at]).then((found) => found.jsonValue());
const ask = (id, message) => page.evaluate(([id, message]) => ask(id, message), [id, message]);
const without = ({ timeUs, ...rest }) => rest;

for (const sandbox of ["", 'sandbox="allow-scripts allow-same-origin"', 'sandbox="allow-scripts"']) {
  test(`a frame driven by messages, ${sandbox || "without a sandbox"}`, async () => {
    await host(FRAMED(sandbox));
    await page.evaluate(() => greet());
    const standing = { step: 0, steps: 56, playing: false, speed: 1, state: "paused" };
    assert.deepEqual(without(await ask(1, { type: "ping" })), { ipcscope: 1, id: 1, type: "ready", ...standing });
    const there = await ask("b", { type: "seek", step: 26 });
    assert.deepEqual(there, { ipcscope: 1, id: "b", type: "ok", ...standing, step: 26, timeUs: 12_000 });
    assert.equal((await ask(3, { type: "step" })).step, 27);
    assert.equal((await ask(4, { type: "back" })).step, 26);
    assert.equal((await ask(5, { type: "speed", speed: 8 })).speed, 8);
    assert.equal((await ask(6, { type: "play" })).playing, true);
    const events = () => page.evaluate(() => heard.filter(({ type }) => type === "event").map(({ event }) => event));
    await page.waitForFunction(() => heard.some(({ event }) => event === "ended"));
    assert.ok((await events()).includes("play"));
    assert.equal((await ask(7, { type: "ping" })).state, "ended");
    assert.equal((await ask(8, { type: "reset" })).step, 0);

    // Exports, of the text and of the moment that is open.
    await ask(9, { type: "seek", step: 26 });
    const svg = await ask(10, { type: "export", format: "svg" });
    assert.equal(svg.mime, "image/svg+xml");
    assert.match(svg.data, /^<svg [\s\S]*Producer[\s\S]*<\/svg>\n$/);
    const csv = await ask(11, { type: "export", format: "csv" });
    assert.equal(csv.data.trim().split("\n").length, 57, "a line for each event, and the heading");
    const png = await page.evaluate(async () => {
      const { data } = await ask(12, { type: "export", format: "png" });
      const picture = await createImageBitmap(data);
      return [data.type, picture.width];
    });
    assert.deepEqual(png, ["image/png", 2 * 960]);

    // Another text, and back by what it is shared as.
    const { url } = await ask(13, { type: "share" });
    assert.match(url, /\?step=26#s=1\.[\w-]+\.[\w-]{6}$/);
    const loaded = await ask(14, { type: "load", text: MEETING });
    assert.equal(loaded.type, "ok", loaded.message);
    assert.equal((await ask(15, { type: "get" })).source, MEETING);
    const back = await ask(16, { type: "load", link: url });
    assert.deepEqual([back.type, back.steps], ["ok", 56]);
    assert.equal((await ask(17, { type: "load", ex: "mailbox" })).steps, 38);
    const broken = await ask(18, { type: "load", text: "process P { wrok 1ms }" });
    assert.deepEqual([broken.type, /wrok/.test(broken.message)], ["error", true]);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true, "it never took the focus");
  });
}

test("a frame hears nobody but the page around it, and hostile messages come to nothing", async () => {
  await host(FRAMED(""), {
    "/third": `<script>for (let i = 0; i < parent.length; i++) for (const type of ["play", "reset", "load"])
      setInterval(() => parent.frames[i].postMessage({ ipcscope: 1, id: "third", type, text: "x", step: 3 }, "*"), 10)</script>`,
  });
  await page.evaluate(() => greet());
  await ask(1, { type: "seek", step: 26 });
  await page.evaluate(() => {
    const third = document.createElement("iframe");
    third.src = "/third";
    document.body.append(third);
  });
  await page.waitForTimeout(500);
  const after = await ask(2, { type: "ping" });
  assert.deepEqual([after.step, after.playing, after.steps], [26, false, 56]);
  assert.ok(!(await page.evaluate(() => heard.some(({ id }) => id === "third"))));

  // What has no shape is not answered.
  await page.evaluate(() => {
    heard.length = 0;
    const circle = { ipcscope: 1, id: 1 };
    circle.type = circle;
    for (const data of [null, undefined, 0, "", "slide:", [], {}, { ipcscope: 2, id: 1, type: "ping" }, { ipcscope: "1", id: 1, type: "ping" }, new Map(), new Date(), new Blob(["x"]), { ipcscope: 1, id: {}, type: "ping" }, { ipcscope: 1, id: NaN, type: "ping" }, { ipcscope: 1, id: "x".repeat(101), type: "ping" }]) tell(data);
    tell(circle);
  });
  // What has, but makes no sense, is told so.
  const nonsense = [
    {}, { type: 7 }, { type: "" }, { type: "constructor" }, { type: "__proto__" }, { type: "toString" }, { type: "x".repeat(1e6) },
    { type: "seek" }, { type: "seek", step: -1 }, { type: "seek", step: 1.5 }, { type: "seek", step: "3" }, { type: "seek", step: 1e300 }, { type: "seek", step: Infinity },
    { type: "speed" }, { type: "speed", speed: 3 }, { type: "speed", speed: "1" }, { type: "load" }, { type: "load", text: 7 }, { type: "load", text: "a", ex: "b" },
    { type: "load", text: "#".repeat(256 * 1024 + 1) }, { type: "load", ex: "../../etc" }, { type: "load", link: "javascript:alert(1)" }, { type: "load", link: "#s=99.x" },
    { type: "export" }, { type: "export", format: "exe" }, { type: "export", format: "constructor" }, { type: "size" }, { type: "size", auto: "yes" },
  ];
  for (const [number, message] of nonsense.entries()) {
    const answer = await ask(`n${number}`, message);
    assert.equal(answer.type, "error", JSON.stringify(message).slice(0, 80));
    assert.ok(answer.message.length > 10 && answer.message.length < 300, answer.message);
  }
  const answered = await page.evaluate(() => heard.filter(({ id }) => typeof id === "number"));
  const [refused] = answered;
  assert.deepEqual([answered.length, refused.type, refused.message], [1, "error", "a message has a type"], "the circle has a type that is none");
  assert.equal((await ask("end", { type: "ping" })).steps, 56, "what was open is open");
  // As many at once as anybody likes.
  await page.evaluate(() => {
    for (let i = 0; i < 5_000; i++) tell({ ipcscope: 1, id: `flood${i}`, type: i % 2 ? "seek" : "get", step: i });
  });
  await page.waitForFunction(() => heard.filter(({ id }) => String(id).startsWith("flood")).length === 5_000);
  assert.equal((await ask("over", { type: "seek", step: 1 })).step, 1);
});

test("200 hostile strings, as texts, titles and names, execute nothing", async () => {
  await host(FRAMED("") + ELEMENT('<ipc-scope id="one" ex="buffer-bounded" controls="mini"></ipc-scope>'));
  await page.evaluate(() => greet());
  await told("ready");
  const pieces = ["<img src=x onerror=pwned()>", "<script>pwned()</script>", "\"><svg onload=pwned()>", "javascript:pwned()", "${pwned()}", "{{pwned()}}", "'-pwned()-'", "</title><script>pwned()</script>", "\u202e<b>", "\u0000<i>", "&lt;script&gt;pwned()", "<iframe srcdoc='<script>parent.pwned()</script>'>", "]]><script>pwned()</script>", "<a href=javascript:pwned()>x", "<style>*{background:url(javascript:pwned())}</style>", "%3Cscript%3Epwned()%3C/script%3E", "\\u003cscript>pwned()", "<math><mi xlink:href=javascript:pwned()>", "#s=1.x", "`+pwned()+`"];
  const strings = pieces.flatMap((piece) => [piece, piece.toUpperCase(), piece + piece, ` ${piece}`, `a${piece}b`, `${piece}\u2028`, `"${piece}"`, `<${piece}>`, `//${piece}`, `${piece}#`]);
  assert.equal(strings.length, 200);
  await page.evaluate(() => (window.pwned = () => (window.isPwned = true)));
  const quoted = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/[\u0000-\u001f\u2028\u202e]/g, "")}"`;
  for (const [number, string] of strings.entries()) {
    const text = `title ${quoted(string)}\nabout ${quoted(string)}\nmailbox m capacity 1\nprocess P { work 1ms ${quoted(string)}; say ${quoted(string)}; send ${quoted(string)} to m }\nprocess Q { receive x from m; print x }\n`;
    const answer = await ask(`h${number}`, { type: "load", text });
    assert.equal(answer.type, "ok", `${string}: ${answer.message}`);
    await ask(`s${number}`, { type: "seek", step: 5 });
    for (const message of [{ type: string }, { type: "load", ex: string }, { type: "load", link: string }, { type: "export", format: string }]) {
      assert.equal((await ask(`${number}-${Object.values(message).join("-").length}-${message.type.length}`, message)).type, "error", string);
    }
    await page.evaluate((string) => (document.getElementById("one").title = string), string);
  }
  const frames = await Promise.all(page.frames().map((frame) => frame.evaluate(() => [globalThis.isPwned, document.querySelectorAll("main img, main script, main iframe").length])));
  assert.deepEqual(frames.map(([isPwned]) => isPwned ?? false), frames.map(() => false));
  for (const [, strange] of frames) assert.equal(strange, 0);
});

test("<ipc-scope>: attributes, properties, methods and events", async () => {
  await host(ELEMENT(`
    <ipc-scope id="one" ex="buffer-bounded" step="20" speed="8" title="A bounded buffer" height="auto"></ipc-scope>
    <ipc-scope id="two" title="Two meet" controls="mini" sandbox="allow-scripts">
      <script type="text/ipc">
        mailbox m capacity 0
        process P { work 3ms; send 1 to m }
        process Q { receive x from m }
      </script>
    </ipc-scope>`));
  const ready = await told("ready");
  assert.deepEqual([ready.step, ready.steps, ready.state], [20, 56, "paused"]);
  await told("ready", "two");
  const of = (id, does) => page.evaluate(`(async () => { const it = document.getElementById("${id}"); return (${does})(it); })()`);
  assert.equal(await of("two", "(it) => it.source"), MEETING, "without its indentation");
  assert.deepEqual(await of("one", "(it) => [it.step, it.steps, it.playing, it.speed, it.state]"), [20, 56, false, 8, "paused"]);
  assert.equal(await of("one", "(it) => it.seek(26)"), 26);
  assert.equal(await of("one", "(it) => it.stepForward()"), 27);
  assert.equal(await of("one", "(it) => it.stepBack()"), 26);
  await of("one", "(it) => it.play()");
  assert.equal((await told("ended")).step, 56);
  for (const type of ["play", "step"]) await told(type);
  await of("one", "async (it) => { await it.reset(); it.play(); await it.pause(); }");
  await told("pause");
  await told("resize");
  // As high as the frame said last: once it is at rest, since how the run ended comes and goes.
  await page.waitForFunction(() => {
    const { height } = happened.findLast(({ type, at }) => type === "resize" && at === "one");
    return height > 300 && height < 1_700 && document.getElementById("one").clientHeight === height;
  });
  assert.match(await of("two", "(it) => it.exportSvg()"), /^<svg/);
  assert.match(await of("two", "(it) => it.exportTrace('mermaid')"), /^sequenceDiagram/);
  assert.equal(await of("one", "async (it) => (await it.exportPng()).type"), "image/png");
  assert.match(await of("one", "(it) => it.shareUrl()"), /#s=1\./);
  await of("one", `(it) => it.load(${JSON.stringify(MEETING)})`);
  assert.equal(await of("one", "(it) => it.source"), MEETING);
  assert.equal((await told("change")).type, "change");
  await of("one", "(it) => it.load({ ex: 'mailbox' })");
  assert.equal(await of("one", "(it) => it.steps"), 38);
  assert.match(await of("one", "(it) => it.load('process {').catch((error) => error.message)"), /\w{4}/);
  // What has changed is shown, whether by attribute or by property.
  await of("one", "async (it) => { it.setAttribute('ex', 'send-blocking'); }");
  await page.waitForFunction(() => document.getElementById("one").steps === 26);
  await of("one", "(it) => { it.setAttribute('step', '7'); }");
  await page.waitForFunction(() => document.getElementById("one").step === 7);
  const asked = of("one", "(it) => { const asked = it.exportSvg(); it.remove(); return asked.catch((error) => error.message); }");
  assert.equal(await asked, "the element was removed");
  assert.ok(await page.evaluate(() => document.activeElement === document.body));
});

test("a picture until it is clicked, a file by its address, and a reason where there is none", async () => {
  await host(ELEMENT(`
    <ipc-scope id="one" ex="buffer-bounded" load="click" title="A bounded buffer"></ipc-scope>
    <ipc-scope id="two" src="/mine.ipc"></ipc-scope><ipc-scope id="three" src="/missing.ipc"></ipc-scope>`), { "/mine.ipc": MEETING });
  await told("ready", "two");
  assert.match((await told("error", "three")).message, /missing\.ipc: status 404/);
  complaints = complaints.filter((complaint) => !/404/.test(complaint));
  assert.equal(await page.locator("#one iframe").count(), 0);
  await page.locator("#one button").click();
  await told("ready");
  assert.equal(await page.locator("#one iframe").count(), 1);
});

/** So much may stay of 20 embeds, bytes: what the browser has compiled, and keeps for the next. */
const MAY_STAY = 2 << 20;

test("20 on one page all play; removed, they give their memory back", async () => {
  const style = "display: inline-block; vertical-align: top; width: 320px; height: 260px";
  // Half of them from the gallery, half with a text of their own, which is read in a worker.
  const what = (number) => (number % 2 ? 'ex="buffer-bounded">' : `><script type="text/ipc">${MEETING}</script>`);
  const one = (number) => `<ipc-scope id="s${number}" speed="8" controls="mini" style="${style}" ${what(number)}</ipc-scope>`;
  // All in sight: browsers let frames out of sight rest.
  await page.setViewportSize({ width: 1700, height: 1400 });
  await host(ELEMENT(`<div id="all"></div><p>The end</p>`));
  const session = await context.newCDPSession(page);
  /** What there is, counted; and bytes: of objects, of the documents' trees, of arrays. */
  const used = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { nodes, documents, jsEventListeners } = await session.send("Memory.getDOMCounters");
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
    const counted = { documents, jsEventListeners, frames: page.frames().length, workers: page.workers().length };
    return { counted, nodes, bytes: usedSize + embedderHeapUsedSize + backingStorageSize };
  };
  /** How many memories of wasm modules are alive, after a picture of the whole heap. */
  const memories = async () => {
    const pieces = [];
    const gather = ({ chunk }) => pieces.push(chunk);
    session.on("HeapProfiler.addHeapSnapshotChunk", gather);
    await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    session.off("HeapProfiler.addHeapSnapshotChunk", gather);
    const { nodes, strings, snapshot: { meta } } = JSON.parse(pieces.join(""));
    let count = 0;
    for (let at = meta.node_fields.indexOf("name"); at < nodes.length; at += meta.node_fields.length) {
      if (strings[nodes[at]] === "WebAssembly.Memory") count++;
    }
    return count;
  };
  /** Once nothing more goes away: the browser takes its time. */
  const atRest = async (is) => {
    for (let turn = 0; ; turn++) {
      const now = await used();
      if (is(now) || turn === 40) return now;
      await page.waitForTimeout(250);
    }
  };
  // What waits in the page for the tests listens, too: from now on.
  await page.waitForFunction(() => document.getElementById("all"));
  const start = await used();
  assert.deepEqual([start.counted.frames, start.counted.workers], [1, 0]);
  const before = await memories();
  const rounds = [];
  for (let round = 0; round < 2; round++) {
    await page.evaluate((html) => (document.getElementById("all").innerHTML = html), Array.from({ length: 20 }, (_, number) => one(number)).join(""));
    await page.evaluate(() => {
      // The longest that this page has to wait for its turn, all the while.
      window.longest = 0;
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        window.longest = Math.max(longest, now - last);
        last = now;
        window.ticking = setTimeout(tick, 5);
      };
      tick();
    });
    for (let number = 0; number < 20; number++) await told("ready", `s${number}`);
    await page.evaluate(() => Promise.all([...document.querySelectorAll("ipc-scope")].map((scope) => scope.play())));
    await page.waitForFunction(() => [...document.querySelectorAll("ipc-scope")].every(({ state }) => state === "ended"), null, { timeout: 60_000 });
    console.log(`20 embeds: the page around waited at most ${Math.round(await page.evaluate(() => (clearTimeout(ticking), longest)))} ms`);
    const open = await used();
    assert.equal(open.counted.frames, 21);
    assert.equal(open.counted.documents, start.counted.documents + 20);
    assert.ok(open.counted.workers >= 10, `${open.counted.workers} workers`);
    assert.ok((await memories()) >= before + 20, "each has one at least");
    await page.evaluate(() => {
      document.getElementById("all").replaceChildren();
      happened.length = 0;
    });
    const end = await atRest(({ counted }) => JSON.stringify(counted) === JSON.stringify(start.counted));
    console.log(`20 embeds: ${open.bytes - start.bytes} bytes and ${open.counted.workers} workers; of which stay ${end.bytes - start.bytes} bytes and ${end.counted.workers} workers, ${end.nodes - start.nodes} nodes`);
    assert.equal(await memories(), before, "memories of wasm modules");
    rounds.push(end);
  }
  for (const end of rounds) {
    assert.deepEqual(end.counted, start.counted);
    assert.ok(end.nodes < start.nodes + 200, `${start.nodes} nodes before, ${end.nodes} after`);
    assert.ok(end.bytes - start.bytes < MAY_STAY, `${end.bytes - start.bytes} bytes stay`);
  }
  // A second time leaves nothing more than the first.
  assert.ok(rounds[1].bytes - rounds[0].bytes < MAY_STAY / 4, `${rounds[1].bytes - rounds[0].bytes} bytes more stay`);
});
