// Chromium, as the tests and the photographer start it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { watchPolicy } from "./policy.mjs";

const executablePath = process.env.IPCSCOPE_CHROMIUM ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/**
 * Its pages have no service worker, which would answer in place of the test's server; tests of that one ask for it. Closing
 * a context fails where anything in it was against the policy (policy.mjs), and so the test does that used it.
 */
export async function launch() {
  const browser = await chromium.launch({ executablePath, args });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options = {}) => {
    const context = await newContext({ serviceWorkers: "block", ...options });
    context.close = await keepingPolicy(context);
    return context;
  };
  const closeBrowser = browser.close.bind(browser);
  browser.close = async () => {
    try {
      for (const context of browser.contexts()) await context.close();
    } finally {
      await closeBrowser();
    }
  };
  return browser;
}

/** How a context is closed now: in the end nothing was against the policy. */
async function keepingPolicy(context) {
  const violations = [];
  await watchPolicy(context, violations);
  const close = context.close.bind(context);
  return async (...how) => {
    await close(...how);
    assert.deepEqual(violations.splice(0), [], "nothing is against the policy");
  };
}

/** A browser of its own that keeps what it stores in `profile`, and can be killed with all its processes. */
export async function launchToKill(profile) {
  const headless = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--hide-crash-restore-bubble", "about:blank"];
  const child = spawn(executablePath, [...args, ...headless], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let address;
  for await (const line of createInterface(child.stderr)) {
    address = /^DevTools listening on (ws:.*)/.exec(line)?.[1];
    if (address) break;
  }
  child.stderr.resume();
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  const violations = [];
  await watchPolicy(context, violations);
  return {
    context,
    /** At once, and without a chance to write anything. */
    async kill() {
      process.kill(-child.pid, "SIGKILL");
      await ended;
      await browser.close().catch(() => {});
      assert.deepEqual(violations, [], "nothing is against the policy");
    },
  };
}
