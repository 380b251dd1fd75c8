// Parameters that a script sees to before the page starts: src, load, lang and the parts that view names.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { launch } from "../chromium.mjs";
import { serveFolder, servePages } from "../server.mjs";

const DIST = process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname;
const MEETING = 'title "Zwei treffen sich"\nabout "Ein Postfach, zwei Prozesse."\nmailbox m capacity 0\nprocess P { work 3ms; say "Guten Tag"; send 1 to m }\nprocess Q { receive x from m; print x, "fertig" }\n';
/** What the page is made of: the module, and what reads texts for it. */
const HEAVY = /^[^?]*(\.wasm|ipcscope-web-.*\.js|reader\.js|\.bin)/;

let browser, site, other, page, complaints;
const contexts = [];
const files = {};
const others = {};

before(async () => {
  site = await serveFolder(DIST, undefined, 0, files, "http://127.0.0.1:* https://localhost:1");
  other = await serveFolder("/nowhere", "/", 0, others);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
  await other?.close();
});

beforeEach(async () => {
  complaints = [];
  for (const map of [files, others]) for (const path of Object.keys(map)) delete map[path];
  files["/courses/os/meeting.ipc"] = { body: MEETING, type: "text/plain" };
  others["/meeting.ipc"] = { body: MEETING, type: "text/plain" };
  page = await fresh();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  assert.deepEqual(complaints, [], "the console has no errors");
});

async function fresh(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  site.asked.length = other.asked.length = 0;
  return page;
}

const at = (id, where = page) => where.getByTestId(id);
const shows = (locator, pattern) => locator.filter({ hasText: pattern }).first().waitFor({ timeout: 15_000 });
const focused = (where = page) => where.evaluate(() => document.activeElement?.textContent);
/** A file of the other site, as `src` has it. */
const elsewhere = (path) => `src=${encodeURIComponent(other.origin + path)}`;
/** Failed fetches are told in the console by the browser itself. */
const failed = () => (complaints = complaints.filter((complaint) => !/Failed to load resource|blocked by CORS policy|Unsafe attempt to load URL/.test(complaint)));

test("set: values are written into the text of the gallery, of a link and of a file, and stay in the link", async () => {
  await page.goto(`${site.url}?ex=constants&set=N:1,M:4,produce:1ms&step=3`);
  await shows(at("event"), "event 3 of");
  await shows(page.locator("body"), "Consumer[3]");
  assert.match(page.url(), /\?step=3#s=1\.[\w-]+\.[\w-]{6}$/);
  const link = page.url();
  await at("edit").click();
  assert.match(await at("editor").inputValue(), /\nconst N = 1 {2}# producers\nconst M = 4 {2}# consumers\nconst K = 2 {2}# places\nconst produce = 1ms\n/);
  await page.goto("about:blank");
  await page.goto(link.replace("?step=3", "?set=K:0"));
  await at("edit").click();
  assert.match(await at("editor").inputValue(), /\nconst M = 4 {2}# consumers\nconst K = 0 /);
  files["/courses/os/constants.ipc"] = { body: "const N = 2\nprocess P[N] { work 1ms }\n", type: "text/plain" };
  await page.goto("about:blank");
  await page.goto(`${site.url}?src=../constants.ipc&set=N:3`);
  await shows(page.locator("body"), "P[2]");
});

test("set: a value that is none is left out with a note", async () => {
  for (const [said, told] of [
    ["ex=constants&set=Q:1", "The address says set=Q:1, which should be a constant of the scenario and its value, such as N:3: left out."],
    ["ex=constants&set=N:5ms,K:1", "The address says set=N:5ms, which should be a number, such as N:3: left out."],
    ["ex=mailbox&set=N:5", "The address says set=N:5, but the scenario has no constants: left out."],
    ["set=N:5", "The address says set=N:5, but there is no scenario to set it in: left out."],
    ["ex=constants&set=%22%3Cb%3E%0A", 'The address says set="<b>, which should be a constant'],
  ]) {
    await page.goto("about:blank");
    await page.goto(`${site.url}?${said}`);
    await shows(at("note"), told);
    assert.doesNotMatch(page.url(), /set=/);
  }
  // What can't run is told like any other mistake.
  await page.goto("about:blank");
  await page.goto(`${site.url}?ex=constants&set=N:0`);
  await shows(page.locator("body"), "the count must be at least 1");
});

test("src: a file of this site opens at once, and is a link from then on", async () => {
  await page.goto(`${site.url}?src=../meeting.ipc&step=3&theme=dark`);
  await shows(at("event"), "event 3 of");
  await shows(page.locator("h1"), "Zwei treffen sich");
  assert.match(page.url(), /\?(step=3&)?theme=dark#s=1\.[\w-]+\.[\w-]{6}$/);
  assert.equal(site.asked.filter((path) => path.endsWith("meeting.ipc")).length, 1);
  await page.reload();
  await shows(page.locator("h1"), "Zwei treffen sich");
  assert.equal(site.asked.filter((path) => path.endsWith("meeting.ipc")).length, 1, "it is in the address now");
  // A scenario in the link goes before it, and it before one of the gallery.
  const link = new URL(page.url()).hash;
  await page.goto(`${site.url}?src=missing.ipc${link}`);
  await shows(page.locator("h1"), "Zwei treffen sich");
  await page.goto(`${site.url}?ex=mailbox&src=../meeting.ipc`);
  await shows(page.locator("h1"), "Zwei treffen sich");
  // Line ends and a mark at the start, as in a file that is opened.
  files["/courses/os/windows.ipc"] = { body: `\ufeff${MEETING.replaceAll("\n", "\r\n")}`, type: "text/plain" };
  await page.goto(`${site.url}?src=/courses/os/windows.ipc`);
  await shows(page.locator("h1"), "Zwei treffen sich");
  assert.equal(new URL(page.url()).hash, link);
});

test("src: another site is asked about first, by mouse and by keyboard", async () => {
  await page.goto(`${site.url}?${elsewhere("/meeting.ipc")}&step=2`);
  await shows(at("question"), `Fetch a scenario from ${new URL(other.origin).host}?`);
  assert.equal(await focused(), `Fetch a scenario from ${new URL(other.origin).host}?`);
  await shows(at("question").locator("code"), `${other.origin}/meeting.ipc`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await page.waitForTimeout(300);
  assert.deepEqual(other.asked, [], "nothing is fetched before");
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^Fetch it from/);
  await page.keyboard.press("Enter");
  await shows(at("event"), "event 2 of");
  assert.deepEqual(other.asked, ["/meeting.ipc"]);

  for (const refuse of [() => page.getByRole("button", { name: "No, to the front page" }).click(), () => page.keyboard.press("Escape")]) {
    page = await fresh();
    await page.goto(`${site.url}?theme=dark&${elsewhere("/meeting.ipc")}`);
    await at("question").waitFor();
    await refuse();
    await at("card").first().waitFor();
    assert.equal(new URL(page.url()).search, "?theme=dark");
    assert.deepEqual(other.asked, []);
    assert.equal(await at("note").count(), 0);
  }

  page = await fresh({ viewport: { width: 320, height: 640 } });
  await page.goto(`${site.url}?${elsewhere(`/${"very".repeat(30)}.ipc`)}`);
  await at("question").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing stands out at 320 px");
  await page.getByRole("button", { name: /^Fetch it from/ }).click();
  await shows(at("note"), "status 404, there is no such file.");
  failed();
});

test("src: what is wrong is said, on the front page", async () => {
  Object.assign(files, {
    "/large.ipc": { body: "#".repeat(256 * 1024 + 1) },
    "/bytes.ipc": { body: Buffer.from([0x70, 0xff, 0xfe]) },
    "/page.ipc": { body: "<!doctype html><title>Please log in</title>" },
    "/empty.ipc": { body: "\n" },
    "/away.ipc": { body: "", status: 302, headers: { location: `${other.origin}/meeting.ipc` } },
    "/broken.ipc": { body: "no", status: 500 },
  });
  Object.assign(others, {
    "/closed.ipc": { body: MEETING, headers: { "access-control-allow-origin": "https://course.example" } },
    "/on.ipc": { body: "", status: 302, headers: { location: "/meeting.ipc" } },
  });
  const host = new URL(other.origin).host;
  const cases = [
    ["src=/missing.ipc", "/missing.ipc: status 404, there is no such file."],
    ["src=/broken.ipc", "/broken.ipc: status 500."],
    ["src=/large.ipc", "/large.ipc is too large: a scenario has at most 256 KiB."],
    ["src=/bytes.ipc", "/bytes.ipc is not a text in UTF-8."],
    ["src=/page.ipc", "/page.ipc is a web page, and no scenario."],
    ["src=/empty.ipc", "/empty.ipc is empty."],
    // Not even by way of this site: the question would have been about another.
    ["src=/away.ipc", `/away.ipc did not arrive: ${new URL(site.origin).host} did not answer, or sends on to another site.`],
    ["src=javascript:alert(1)", "The address says src=javascript:alert(1), which should be"],
    ["src=data:,process", "The address says src=data:,process, which should be"],
    ["src=", "The address says src=, which should be"],
    [`src=${encodeURIComponent(other.origin.replace("//", "//me:word@"))}`, "which should be"],
    [elsewhere("/closed.ipc"), `/closed.ipc did not arrive: ${host} can't be reached, does not let other sites fetch this file, or sends on to another address.`],
    [elsewhere("/on.ipc"), "/on.ipc did not arrive:"],
    ["src=https://localhost:1/x.ipc", "/x.ipc did not arrive: localhost:1 can't be reached"],
  ];
  for (const [query, words] of cases) {
    other.asked.length = 0;
    await page.goto(`${site.url}?${query}`);
    if (/https?(:|%3A)/.test(query) && !words.startsWith("which")) {
      await at("question").waitFor();
      await page.getByRole("button", { name: /^Fetch it from/ }).click();
    }
    await shows(at("note"), words);
    await at("card").first().waitFor();
    assert.equal(new URL(page.url()).search, "", words);
    assert.ok(!other.asked.includes("/meeting.ipc"), words);
  }
  failed();
});

test("src without a network; in a frame; in a sandbox", async () => {
  page = await fresh({ serviceWorkers: "allow" });
  await page.goto(site.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active.state === "activated" || new Promise((done) => (active.onstatechange = done))));
  await page.context().setOffline(true);
  await page.goto(`${site.url}?src=../meeting.ipc`);
  await shows(at("note"), "/courses/os/meeting.ipc did not arrive: there is no network.");
  failed();

  page = await fresh();
  for (const sandbox of ["", 'sandbox="allow-scripts"']) {
    const course = await servePages({ "/": `<!doctype html><title>A course</title><iframe id="own" ${sandbox} src="${site.url}?embed=1&src=../meeting.ipc" width="700" height="480"></iframe>
      <iframe id="other" ${sandbox} src="${site.url}?embed=1&${elsewhere("/meeting.ipc")}" width="700" height="480"></iframe>` });
    await page.goto(course.url);
    await shows(page.frameLocator("#own").locator("h1"), "Zwei treffen sich");
    const asks = page.frameLocator("#other");
    await at("question", asks).waitFor();
    assert.ok(await page.evaluate(() => document.activeElement === document.body), "a frame takes no focus");
    await asks.getByRole("button", { name: /^Fetch it from/ }).click();
    await shows(asks.locator("h1"), "Zwei treffen sich");
    await course.close();
  }
});

test("lang: the scenario's texts have it, the interface does not", async () => {
  await page.goto(`${site.url}?src=../meeting.ipc&lang=DE-de`);
  await shows(page.locator("h1"), "Zwei treffen sich");
  const marked = () => page.evaluate(() => [...document.querySelectorAll("[lang]")].map((one) => [one.lang, one.textContent]));
  const words = ["Zwei treffen sich", "Ein Postfach, zwei Prozesse."];
  for (const text of words) assert.ok((await marked()).some(([lang, of]) => lang === "de-DE" && of === text), text);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  // What is said and printed, event by event, forwards and backwards.
  const happened = page.locator(".happened p");
  const steps = Number((await at("event").innerText()).split(" ").pop());
  const seen = new Set();
  for (const key of ["ArrowRight", "ArrowLeft"]) {
    for (let step = 0; step < steps; step++) {
      await page.keyboard.press(key);
      const [sentence, said] = await happened.first().evaluate((p) => [p.textContent, p.querySelector(".said")?.textContent ?? null]).catch(() => ["", null]);
      const own = /(?:says: |prints )(.*?)\. /.exec(sentence)?.[1] ?? null;
      assert.equal(said, own, sentence);
      if (said) seen.add(said);
    }
  }
  assert.deepEqual([...seen].sort(), ["1, fertig", "Guten Tag"]);
  assert.ok(!(await marked()).some(([lang, text]) => lang !== "en" && /says|prints|Program|Play/.test(text)));
  // It stays in the address while the page writes that anew, and goes with the scenario.
  await page.getByRole("tab", { name: "Charts" }).click();
  await page.waitForURL(/view=charts/);
  assert.equal(new URL(page.url()).searchParams.get("lang"), "DE-de");
  await page.locator("header a").first().click();
  await at("card").first().waitFor();
  await page.locator("[data-name=mailbox]").click();
  await shows(at("event"), "of 38");
  assert.deepEqual((await marked()).filter(([lang]) => lang !== "en"), []);
  await page.goBack();
  await page.goBack();
  await shows(page.locator("h1"), "Zwei treffen sich");
  await page.waitForFunction(() => document.querySelector("h1").lang === "de-DE");

  await page.goto(`${site.url}?ex=mailbox&lang=not_a_tag`);
  await shows(at("note"), "The address says lang=not_a_tag, which should be a language tag, such as de or pt-BR: left out.");
  await shows(at("event"), "of 38");
  assert.equal(new URL(page.url()).search, "?ex=mailbox");
});

test("load=click: a picture until it is clicked, and nothing heavy before", async () => {
  const offered = `${site.url}?ex=buffer-bounded&step=26&embed=1&load=click`;
  await page.goto(`${offered}&theme=light`);
  await shows(at("offer"), "A bounded buffer");
  await page.waitForFunction(() => document.querySelector(".offer img")?.naturalWidth > 0);
  assert.match(await page.locator(".offer img").getAttribute("src"), /buffer-bounded\.light\.svg$/);
  await page.waitForTimeout(500);
  assert.deepEqual(site.asked.filter((path) => HEAVY.test(path)), []);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await at("offer").click();
  await shows(at("event"), "event 26 of 56");
  assert.ok(site.asked.some((path) => path.endsWith(".wasm")));
  assert.equal(await page.locator(".offer").count(), 0);

  // By keyboard; the keys go on from where they do in every scenario that is opened.
  page = await fresh({ colorScheme: "dark" });
  await page.goto(offered);
  await page.waitForFunction(() => document.querySelector(".offer img")?.naturalWidth > 0);
  assert.match(await page.locator(".offer img").getAttribute("src"), /buffer-bounded\.dark\.svg$/);
  assert.ok(await page.evaluate(() => document.activeElement === document.body), "it takes no focus by itself");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await shows(at("event"), "event 26 of 56");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
  await page.keyboard.press("ArrowRight");
  await shows(at("event"), "event 27 of 56");

  // Nothing of a file is fetched before either; what has no picture has a drawing, and its name or title.
  page = await fresh();
  await page.goto(`${site.url}?embed=1&load=click&src=../meeting.ipc`);
  await shows(at("offer"), "meeting.ipc");
  assert.equal(await page.locator(".offer svg").count(), 1);
  assert.ok(!site.asked.includes("/courses/os/meeting.ipc"));
  await at("offer").click();
  await shows(page.locator("h1"), "Zwei treffen sich");
  const link = new URL(page.url()).hash;
  page = await fresh();
  await page.goto(`${site.url}?embed=1&load=click${link}`);
  await shows(at("offer"), "Zwei treffen sich");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await shows(page.locator("h1"), "Zwei treffen sich");

  // One that there is not says so as always; outside of a frame the page opens at once; another value is told.
  page = await fresh({ viewport: { width: 320, height: 240 } });
  await page.goto(`${site.url}?embed=1&load=click&ex=nothing`);
  await at("offer").click();
  await shows(at("note"), "There is no scenario called “nothing” in the gallery.");
  failed();
  await page.goto(`${site.url}?load=click&ex=mailbox`);
  await shows(at("event"), "of 38");
  await page.goto(`${site.url}?load=soon&ex=mailbox&embed=1`);
  await shows(at("note"), "The address says load=soon, which should be click: left out.");
});

test("view: the first tab opens, lanes and program come into sight", async () => {
  const inSight = (selector) => page.waitForFunction((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return box && box.top >= 0 && box.top < innerHeight - 60;
  }, selector);
  page = await fresh({ viewport: { width: 390, height: 600 } });
  await page.goto(`${site.url}?ex=buffer-bounded&view=program`);
  await page.waitForFunction(() => scrollY > 200);
  await inSight(".program");
  assert.ok(await page.evaluate(() => document.activeElement === document.body));
  await page.goto(`${site.url}?ex=buffer-bounded&view=events,program,charts`);
  await inSight(".program");
  assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Events");
  await page.goto(`${site.url}?ex=buffer-bounded&view=lanes,program`);
  await inSight(".room");
  assert.equal(await page.getByRole("tab", { selected: true }).count(), 0);
  // In a frame that scrolls by itself, and the page around it stays where it is.
  const course = await servePages({ "/": `<!doctype html><title>A course</title><p style="height: 1500px">Text</p><iframe src="${site.url}?ex=buffer-bounded&embed=1&view=program" width="380" height="400"></iframe>` });
  await page.goto(course.url);
  const frame = page.frames().find((frame) => frame.url().startsWith(site.url));
  await frame.waitForFunction(() => {
    const top = document.querySelector(".program")?.getBoundingClientRect().top;
    return top >= 0 && top < 340;
    // It is out of sight, where there are no frames.
  }, null, { polling: 100 });
  assert.equal(await page.evaluate(() => scrollY), 0);
  await course.close();
});

test("in one file, from a disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ipcscope-"));
  const file = join(folder, "week 3.html");
  await copyFile(join(DIST, "ipcscope-single.html"), file);
  const address = pathToFileURL(file).href;
  await page.goto(`${address}?ex=buffer-bounded&step=26&embed=1&load=click`);
  await shows(at("offer"), "A bounded buffer");
  await page.waitForFunction(() => document.querySelector(".offer img")?.naturalWidth > 0);
  await at("offer").click();
  await shows(at("event"), "event 26 of 56");
  await page.goto(`${address}?ex=mailbox&lang=de`);
  await page.waitForFunction(() => document.querySelector(".player h1")?.lang === "de");
  // A page from a disk may fetch from sites that let everybody, and no other file of the disk.
  await page.goto(`${address}?${elsewhere("/meeting.ipc")}`);
  await page.getByRole("button", { name: /^Fetch it from/ }).click();
  await shows(page.locator("h1"), "Zwei treffen sich");
  await page.goto(`${address}?src=meeting.ipc`);
  await shows(at("note"), "The address says src=meeting.ipc, which should be the address of an .ipc file");
  await rm(folder, { recursive: true });
});

test("<ipc-scope>: nothing of a frame or a file before the click, the picture in its colours", async () => {
  const course = await servePages({
    "/": `<!doctype html><title>A course</title><script type="module" src="${site.url}embed.js"></script>
      <ipc-scope id="one" ex="buffer-bounded" theme="dark" load="click" title="A buffer"></ipc-scope>
      <ipc-scope id="two" src="/mine.ipc" load="click" lang="de" title="Treffen"></ipc-scope>`,
    "/mine.ipc": MEETING,
  });
  await page.goto(course.url);
  await shows(page.locator("#two"), "Treffen");
  await page.waitForFunction(() => document.querySelector("#one").shadowRoot.querySelector("img")?.naturalWidth > 0);
  assert.ok(site.asked.some((path) => path.endsWith("buffer-bounded.dark.svg")));
  assert.ok(!course.asked.includes("/mine.ipc"));
  assert.deepEqual(site.asked.filter((path) => HEAVY.test(path)), []);
  await page.locator("#two button").focus();
  await page.keyboard.press("Enter");
  const heading = page.locator("#two iframe").contentFrame().locator("h1");
  await shows(heading, "Zwei treffen sich");
  assert.equal(await heading.evaluate((h1) => (h1.lang === "de" ? "de" : new Promise((done) => setTimeout(() => done(h1.lang), 500)))), "de");
  await course.close();
});
