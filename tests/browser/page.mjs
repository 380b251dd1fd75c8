// A page of the site for each test, whose console must stay empty.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { launch } from "./chromium.mjs";
import { serveFolder } from "./server.mjs";

/** Sets up before each test; what it gives has `page`, `site`, and ways to look and to wait. */
export function tested() {
  const it = {
    at: (id) => it.page.getByTestId(id),
    shows: (locator, pattern) => locator.filter({ hasText: pattern }).first().waitFor({ timeout: 10_000 }),
    complaints: [],
  };
  before(async () => {
    it.site = await serveFolder(process.env.IPCSCOPE_DIST ?? new URL("../../dist", import.meta.url).pathname);
    it.browser = await launch();
  });
  after(async () => {
    await it.browser?.close();
    await it.site?.close();
  });
  beforeEach(async () => {
    it.complaints = [];
    it.context = await it.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    it.page = await it.context.newPage();
    it.page.on("pageerror", (error) => it.complaints.push(String(error)));
    it.page.on("console", (message) => message.type() === "error" && it.complaints.push(message.text()));
  });
  afterEach(async () => {
    await it.context.close();
    assert.deepEqual(it.complaints, [], "the console has no errors");
  });
  return it;
}
