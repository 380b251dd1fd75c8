// Chromium, as the tests and the photographer start it.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const executablePath = process.env.IPCSCOPE_CHROMIUM ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** Its pages have no service worker, which would answer in place of the test's server; tests of that one ask for it. */
export async function launch() {
  const browser = await chromium.launch({ executablePath, args });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = (options = {}) => newContext({ serviceWorkers: "block", ...options });
  return browser;
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
  return {
    context: browser.contexts()[0],
    /** At once, and without a chance to write anything. */
    async kill() {
      process.kill(-child.pid, "SIGKILL");
      await ended;
      await browser.close().catch(() => {});
    },
  };
}
