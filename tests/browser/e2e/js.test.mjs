// The package for scripts: its types hold under TypeScript's strictest, it runs in Node, and its example page works.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { launch } from "../chromium.mjs";
import { serveFolder } from "../server.mjs";

const DIST = process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname;
const TEXT = "title \"Two\"\nmailbox m capacity 1\nprocess P { work 3ms; send 7 to m }\nprocess Q { receive x from m; print x }\n";

test("a TypeScript program against its types", async () => {
  const folder = new URL("..", import.meta.url);
  const tsc = new URL("node_modules/typescript/bin/tsc", folder).pathname;
  const project = await mkdtemp(join(tmpdir(), "ipcscope-"));
  const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, target: "es2022", module: "esnext", moduleResolution: "bundler", lib: ["es2022", "esnext.disposable", "dom"], types: [], rootDirs: [join(folder.pathname, "types"), join(DIST, "js")] };
  const run = async (file) => {
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
    return promisify(execFile)(process.execPath, [tsc, "--project", project]);
  };
  await run(new URL("types/right.ts", folder).pathname);
  const wrong = await run(new URL("types/wrong.ts", folder).pathname).then(() => "", ({ stdout }) => stdout);
  const lines = (await readFile(new URL("types/wrong.ts", folder), "utf8")).split("\n");
  const expected = lines.flatMap((line, at) => (line.includes("// wrong") ? [at + 1] : []));
  assert.deepEqual([...wrong.matchAll(/wrong\.ts\((\d+),/g)].map(([, line]) => Number(line)), expected, wrong);
});

test("in Node: parse, simulate, snapshot, events, exports, links", async () => {
  const core = await import(pathToFileURL(`${DIST}/js/ipcscope.js`));
  core.initSync({ module: await readFile(`${DIST}/js/ipcscope_bg.wasm`) });
  assert.deepEqual(core.parse(TEXT), { ok: true, title: "Two", about: "", processes: ["P", "Q"], mailboxes: ["m"], mistakes: [] });
  const [mistake] = core.parse("process P {\n  wrok 1ms\n}").mistakes;
  assert.deepEqual([mistake.severity, mistake.line, mistake.column], ["error", 2, 3]);
  assert.throws(() => core.simulate("process {"), /scenario:1:9/);
  const run = core.simulate(TEXT, { seed: 5 });
  assert.equal(run.end.name, "finished");
  assert.match(run.end.words, new RegExp(`^finished at \\d+ms after ${run.steps} events$`));
  const events = run.events();
  assert.equal(events.length, run.steps);
  assert.ok(events.every(({ cause, step }) => cause === undefined || cause < step));
  assert.deepEqual(run.events(2, 4), events.slice(2, 4));
  const blocked = run.snapshot(events.find(({ kind }) => kind === "block").step);
  assert.match(blocked.processes.find(({ name }) => name === "Q").why, /^Blocked since/);
  assert.equal(run.snapshot(1e9).step, run.steps);
  assert.deepEqual(run.snapshot(run.steps).processes[1].variables, [{ name: "x", value: "7" }]);
  for (const format of ["text", "csv", "mermaid", "perfetto", "shiviz", "metrics"]) assert.ok(run.export(format).length > 50, format);
  assert.throws(() => run.export("exe"), /the formats are/);
  assert.match(run.svg({ step: 3, theme: "dark", width: 640 }), /^<svg/);
  assert.throws(() => run.svg({ theme: "pink" }), /the themes are/);
  run.free();
  assert.equal(core.decodeLink(`https://example.org/?step=3#s=${core.encodeLink(TEXT)}`), TEXT);
  assert.throws(() => core.decodeLink("#s=99.x"), /newer version/);
  assert.match(core.format("process  P{work 1ms}"), /^process P \{\n/);
});

test("the example page", async () => {
  const [site, browser] = [await serveFolder(DIST), await launch()];
  after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage();
  await page.goto(`${site.url}js/example.html`);
  await page.locator("#end", { hasText: "finished at" }).waitFor();
  await page.locator("#step").fill("5");
  assert.equal(await page.locator("#at").innerText(), "5");
  assert.equal(await page.locator("#processes li").count(), 2);
  await page.waitForFunction(() => document.getElementById("stage").naturalWidth > 0);
});
