// What is fetched when, and what happens where it does not arrive or breaks: the gallery's scenarios, and the reader.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch } from "../chromium.mjs";
import { write, written } from "../editing.mjs";
import { serveFolder, servePages } from "../server.mjs";

let browser, site, context, page, fetched, errors;

before(async () => {
  site = await serveFolder(process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  [fetched, errors] = [[], []];
  context.on("request", (request) => fetched.push(new URL(request.url()).pathname.split("/").slice(4).join("/")));
  page.on("pageerror", (error) => errors.push(String(error)));
});

afterEach(async () => {
  await context.close();
  assert.deepEqual(errors, [], "nothing was thrown and not caught");
});

const at = (id, where = page) => where.getByTestId(id);
const shows = (locator, pattern) => locator.filter({ hasText: pattern }).first().waitFor({ timeout: 10_000 });
const isOfReader = (file) => file.startsWith("reader");

/** A module with the reader's exports, whose `answer` traps. */
const TRAP = Buffer.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 10, 2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 1, 0x7f, 3, 4, 3, 0, 1, 1, 5, 3, 1, 0, 1,
  7, 35, 4, 6, ...Buffer.from("memory"), 2, 0, 4, ...Buffer.from("room"), 0, 0, 6, ...Buffer.from("answer"), 0, 1,
  6, ...Buffer.from("length"), 0, 2, 10, 15, 3, 4, 0, 0x41, 0, 0x0b, 3, 0, 0, 0x0b, 4, 0, 0x41, 0, 0x0b,
]);

/** Opens a scenario of the gallery, then types a text whose only process prints `shown`. */
async function type(shown) {
  if (!(await at("editor").count())) {
    await page.goto(`${site.url}?ex=mailbox`);
    await shows(at("event"), "event 0 of 38");
    await at("edit").click();
  }
  await write(page, `title "${shown}"\nprocess P { print 1 }\n`);
}

test("a scenario of the gallery needs nothing but its own file; the reader comes when all is quiet", async () => {
  await page.goto(site.url);
  await page.locator("[data-name=buffer-bounded]").waitFor();
  await page.waitForTimeout(500);
  assert.deepEqual(fetched.filter((file) => isOfReader(file) || file.endsWith(".bin")), []);
  assert.ok(fetched.some((file) => file.endsWith("hero.light.svg")));
  const before = fetched.length;
  await page.locator("[data-name=buffer-bounded]").click();
  await shows(at("event"), "event 0 of 56");
  // Chromium asks for the icon when it likes, and for the pictures of the cards as they come into sight.
  const isPicture = (file) => file.startsWith("favicon") || file.endsWith(".svg");
  const others = fetched.slice(before).filter((file) => !isOfReader(file) && !isPicture(file));
  assert.deepEqual(others, ["gallery/buffer-bounded.bin"]);
  await page.waitForTimeout(1_000);
  assert.ok(fetched.some(isOfReader));
  // Another seed is another run of the same program.
  const then = fetched.length;
  await at("seed").fill("7");
  await at("seed").press("Enter");
  await page.waitForURL(/seed=7/);
  assert.equal(fetched.length, then);
});

test("texts are read in a worker, and in a frame without an origin too", async () => {
  await type("Mine");
  await shows(page.locator("h1"), "Mine");
  assert.equal(page.workers().length, 1);
  const link = page.url().split("#")[1];
  const host = await servePages({
    "/": `<!doctype html><title>A course</title><iframe sandbox="allow-scripts" width="700" height="420" src="${site.url}?embed=1#${link}"></iframe>`,
  });
  await page.goto(host.url);
  await shows(page.frameLocator("iframe").locator("h1"), "Mine");
  assert.equal(page.workers().length, 1);
  await host.close();
});

test("a new scenario is there to be changed while it is read", async () => {
  await page.goto(site.url);
  await at("new").click();
  assert.match(await written(page), /^title "My scenario"/);
  await shows(page.locator("h1"), "My scenario");
  await shows(at("event"), "event 0 of");
});

test("where there are no workers, texts are read beside the page", async () => {
  await page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error("refused");
      }
    };
  });
  await type("Beside");
  await shows(page.locator("h1"), "Beside");
  assert.equal(page.workers().length, 0);
});

test("a reader that does not arrive is told, the text is kept, and it can be tried again", async () => {
  for (const missing of ["reader.js", "reader.wasm"]) {
    await context.route(`**/${missing}*`, (route) => route.fulfill({ status: 503 }));
    await page.goto("about:blank");
    await type("Waiting");
    await shows(at("trouble"), "did not arrive");
    await shows(at("trouble"), "Your text is kept.");
    assert.match(await written(page), /Waiting/);
    await page.waitForURL(/#s=1\./);
    const address = page.url();
    await at("retry").click();
    await shows(at("trouble"), "did not arrive");
    await context.unroute(`**/${missing}*`);
    await at("retry").click();
    await shows(page.locator("h1"), "Waiting");
    assert.equal(await at("trouble").count(), 0);
    // The address that was written without the reader opens the same text.
    await page.goto("about:blank");
    await page.goto(address);
    await shows(page.locator("h1"), "Waiting");
  }
});

test("a reader that breaks is told, and the next text goes to a fresh one", async () => {
  let broken = 0;
  await context.route("**/reader.wasm*", (route) => {
    broken++;
    return route.fulfill({ body: TRAP, contentType: "application/wasm" });
  });
  await type("First");
  await shows(at("trouble"), "Reading this text failed inside");
  await shows(at("event"), "event 0 of 38");
  assert.equal(page.workers().length, 0);
  assert.equal(broken, 1);
  await context.unroute("**/reader.wasm*");
  await type("Second");
  await shows(page.locator("h1"), "Second");
  assert.equal(page.workers().length, 1);
});

test("a scenario that does not arrive is told and can be tried again; one of another version is not opened", async () => {
  await context.route("**/mailbox.bin*", (route) => route.fulfill({ status: 404 }));
  await page.goto(`${site.url}?ex=mailbox`);
  await shows(at("trouble"), "This scenario did not arrive (status 404).");
  await context.unroute("**/mailbox.bin*");
  await context.route("**/mailbox.bin*", (route) => route.fulfill({ body: "0123456789abcdef…" }));
  await at("retry").click();
  await shows(at("trouble"), "The site has changed since this page was opened");
  await context.unroute("**/mailbox.bin*");
  await at("retry").click();
  await shows(at("event"), "event 0 of 38");
  assert.match(page.url(), /\?ex=mailbox$/);
});

test("Back and Forward go between scenarios, links and the front page", async () => {
  await type("Mine");
  await shows(page.locator("h1"), "Mine");
  await at("gallery").click();
  await page.locator("[data-name=capacity-zero]").click();
  await shows(page.locator("h1"), "Capacity 0");
  await page.goBack();
  await page.goBack();
  await shows(page.locator("h1"), "Mine");
  await page.goForward();
  await page.goForward();
  await shows(page.locator("h1"), "Capacity 0");
});
