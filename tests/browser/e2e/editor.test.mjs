// The editor, and what happens to a text when the browser is killed, keeps nothing, or the page's engine fails.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { launch, launchToKill } from "../chromium.mjs";
import { pen, write, written } from "../editing.mjs";
import { serveFolder, servePages } from "../server.mjs";

const dist = process.env.IPCSCOPE_DIST ?? new URL("../../../dist", import.meta.url).pathname;
let browser, site, context, page, complaints, fetched;

before(async () => {
  site = await serveFolder(dist);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  [complaints, fetched] = [[], []];
  [context, page] = await profile();
});

afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, [], "the console has no errors");
});

async function profile(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...options });
  context.on("page", (page) => {
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  });
  context.on("request", (request) => fetched.push(new URL(request.url()).pathname.split("/").at(-1)));
  return [context, await context.newPage()];
}

const at = (id, where = page) => where.getByTestId(id);
const shows = (locator, pattern) => locator.filter({ hasText: pattern }).first().waitFor({ timeout: 10_000 });

/** A scenario of the gallery in the editor, which has the focus; its text. */
async function edit(where = page, name = "mailbox") {
  await where.goto(`${site.url}?ex=${name}`);
  await at("edit", where).click();
  await (await pen(where)).focus();
  return written(where);
}

/** To the end of line `line`, by keys alone. */
async function toLine(where, line) {
  await where.keyboard.press("Control+Home");
  for (let down = 1; down < line; down++) await where.keyboard.press("ArrowDown");
  await where.keyboard.press("End");
}

/** What the page's database holds: the drafts' texts, oldest first. */
function kept(where = page) {
  return where.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open("ipcscope");
        request.onsuccess = () => {
          const all = request.result.transaction("drafts").objectStore("drafts").getAll();
          all.onsuccess = () => resolve(all.result.sort((one, other) => one.at - other.at).map(({ text }) => text));
        };
      }),
  );
}

async function until(what, is) {
  for (let tries = 0; tries < 200; tries++) {
    if (await is()) return;
    await new Promise((soon) => setTimeout(soon, 25));
  }
  assert.fail(`it does not come: ${what}`);
}

test("the editor comes when it is opened, and not before", async () => {
  await page.goto(`${site.url}?ex=mailbox`);
  await shows(at("event"), "event 0 of 38");
  await page.evaluate(() => customElements.whenDefined("ipc-editor"));
  assert.deepEqual(fetched.filter((file) => file.startsWith("editor")), []);
  await at("edit").click();
  await pen(page);
  assert.deepEqual(fetched.filter((file) => file.startsWith("editor")), ["editor.js"]);
  assert.equal(await at("editor").isVisible(), false);
});

test("words, texts, numbers, comments and declared names are told apart", async () => {
  await edit();
  await write(page, 'mailbox full capacity 2 # a 1 "b\nprocess P { send 12 to full; say "c # d" }\nprocess Q { receive x from full }');
  const line = (number) => page.locator(".cm-line").nth(number);
  const style = (number, word) =>
    line(number).evaluate((line, word) => {
      const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        if (walk.currentNode.data === word) {
          const { color, fontWeight } = getComputedStyle(walk.currentNode.parentElement);
          const name = ["--ink", "--accent", "--message", "--running", "--muted"].find((name) => {
            const probe = document.body.appendChild(document.createElement("i"));
            probe.style.color = `var(${name})`;
            const is = getComputedStyle(probe).color === color;
            probe.remove();
            return is;
          });
          return `${name} ${fontWeight}`;
        }
      }
      return null;
    }, word);
  assert.equal(await style(0, "mailbox"), "--ink 650");
  assert.equal(await style(0, "full"), "--accent 400");
  assert.equal(await style(0, "2"), "--running 400");
  assert.equal(await style(0, '# a 1 "b'), "--muted 400");
  assert.equal(await style(1, "send"), "--ink 650");
  assert.equal(await style(1, "full"), "--accent 400");
  assert.equal(await style(1, '"c # d"'), "--message 400");
  assert.equal(await style(2, "x"), "--accent 400");
});

test("a mistake is underlined at its place, behind letters of any script", async () => {
  await edit();
  await write(page, 'process Wörker {\n  say "für 🐢"; wrok 1ms\n  say "邮箱🐢🐢" ; send 1 to nobody\n}\nprocess Q { receive x from Wörker }\n');
  await shows(at("errors"), "`wrok` is not a statement");
  // Two blanks, then `say "für 🐢"; ` with 13 characters, of which the turtle is one, though it is two to the browser.
  assert.equal(await at("errors").locator("button").first().innerText(), "Error in line 2, column 16");
  assert.equal(await page.locator(".cm-lintRange-error").first().innerText(), "wrok");
  assert.equal(await page.locator(".cm-gutterElement.wrong").first().innerText(), "2");
  await page.locator(".cm-lintRange-error").first().hover();
  await shows(page.locator(".cm-tooltip .cm-diagnostic"), "`wrok` is not a statement. write `work`");
  // While it is typed elsewhere, marks and list stay at what they are about.
  await toLine(page, 1);
  await page.keyboard.type(" # 🐢");
  assert.equal(await page.locator(".cm-lintRange-error").first().innerText(), "wrok");
  // From the list to the place.
  await at("errors").locator("button").first().click();
  assert.equal(await page.evaluate(() => getSelection().toString()), "wrok");
  await page.keyboard.type("work");
  await until("one mistake less", async () => (await at("errors").locator("li").count()) === 1);
  assert.deepEqual(await page.locator(".cm-lintRange-error").allInnerTexts(), ["nobody"]);
  // Once more the same mistake at the same place: it is marked again.
  await page.keyboard.press("Control+z");
  await until("it again", async () => (await at("errors").locator("li").count()) === 2);
  assert.deepEqual(await page.locator(".cm-lintRange-error").allInnerTexts(), ["wrok", "nobody"]);
});

test("words and names are completed by keys", async () => {
  await edit();
  await write(page, "mailbox orders capacity 2\nprocess P {\n\n}\nprocess Q { receive x from orders }");
  await toLine(page, 3);
  const popup = page.locator(".cm-tooltip-autocomplete");
  await page.keyboard.type("  sen");
  await shows(popup.locator("[aria-selected=true]"), "send");
  // What has only just come up takes no key, so that nobody accepts what they have not seen.
  await page.waitForTimeout(120);
  await page.keyboard.press("Tab");
  await page.keyboard.type(" 1 to o");
  await shows(popup.locator("[aria-selected=true]"), "orders");
  assert.equal(await popup.locator("[aria-selected=true] .cm-completionDetail").innerText(), "mailbox");
  await page.waitForTimeout(120);
  await page.keyboard.press("Enter");
  assert.match(await written(page), /\n  send 1 to orders\n}/);
  await until("the mistakes on the way are gone", async () => (await at("errors").locator("li").count()) === 0);
});

test("two buttons beside a constant step it, by mouse and by keys, and undo takes back each step", async () => {
  const original = await edit(page, "constants");
  const button = (name) => page.locator(".cm-content").getByRole("button", { name, exact: true });
  const step = async (name, from, to) => {
    // Also where it is said to be disabled: it takes the focus, and does nothing.
    await button(name).click({ force: true });
    const changed = (await written(page)).split("\n").find((line) => line.startsWith(`const ${name.split(":")[0]} `));
    assert.equal(changed, original.split("\n").find((line) => line.startsWith(`const ${name.split(":")[0]} `)).replace(from, to), name);
  };
  const { width, height } = await button("N: decrease").boundingBox();
  assert.ok(width >= 24 && height >= 24, `${width} x ${height}`);
  await step("N: increase", "3", "4");
  await shows(page.locator("body"), "Producer[3]");
  await step("N: increase", "3", "5");
  await step("produce: decrease", "2ms", "1ms");
  await step("produce: decrease", "2ms", "0ms");
  // No time is below 0.
  await step("produce: decrease", "2ms", "0ms");
  assert.equal(await button("produce: decrease").getAttribute("aria-disabled"), "true");
  await (await pen(page)).focus();
  for (let steps = 0; steps < 4; steps++) await page.keyboard.press("Control+z");
  assert.equal(await written(page), original);
  assert.equal(await button("produce: decrease").getAttribute("aria-disabled"), null);
  // By keys: Escape, then Tab leads to the buttons; the focus stays on the one that is pressed.
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Escape");
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  for (let presses = 0; presses < 20 && (await label()) !== "K: increase"; presses++) await page.keyboard.press("Tab");
  assert.equal(await label(), "K: increase");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  assert.equal(await label(), "K: increase");
  assert.equal(await written(page), original.replace("const K = 2", "const K = 4"));
  // A constant that is calculated has none.
  await write(page, "const N = 2\nconst M = N * 2\nprocess P[M] { work 1ms }\n");
  assert.deepEqual(await page.locator(".cm-stepper button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label"))), ["N: decrease", "N: increase"]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`), []);
});

test("undo goes back behind a reload, step by step", async () => {
  const original = await edit();
  await toLine(page, 1);
  await page.keyboard.type(" # one");
  await toLine(page, 3);
  await page.keyboard.type(" # two");
  const both = await written(page);
  await page.waitForURL(/#s=1\./);
  await page.reload();
  await at("edit").click();
  await (await pen(page)).focus();
  assert.equal(await written(page), both);
  await page.keyboard.press("Control+z");
  assert.equal(await written(page), both.replace(" # two", ""));
  await page.keyboard.press("Control+z");
  assert.equal(await written(page), original);
  await page.keyboard.press("Control+y");
  await page.keyboard.press("Control+y");
  assert.equal(await written(page), both);
  // It went on with the same draft.
  assert.deepEqual(await kept(), [both]);
});

test("loaded again before the address has what was typed, the page goes on with the draft", async () => {
  const original = await edit();
  await page.keyboard.type("# mine ");
  assert.match(page.url(), /\?ex=mailbox$/);
  await page.reload();
  await (await pen(page)).focus();
  assert.equal(await written(page), `# mine ${original}`);
  await page.keyboard.press("Control+z");
  assert.equal(await written(page), original);
});

test("with the keyboard alone: open, edit, undo, leave", async () => {
  await page.goto(`${site.url}?ex=mailbox`);
  const tabTo = async (is) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(is)) return;
    }
    assert.fail(`no Tab comes to ${is}`);
  };
  await tabTo(() => document.activeElement.dataset.testid === "edit");
  await page.keyboard.press("Enter");
  await pen(page);
  const original = await written(page);
  await tabTo(() => document.activeElement.classList.contains("cm-content"));
  assert.ok(await page.locator("ipc-editor").evaluate((editor) => getComputedStyle(editor).outlineStyle === "solid"), "the focus is seen");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Tab");
  assert.equal(await written(page), `  ${original}`);
  await page.keyboard.press("Control+z");
  assert.equal(await written(page), original);
  // k writes, and plays nothing.
  await page.keyboard.type("k");
  assert.equal(await written(page), `k${original}`);
  assert.equal(await at("play").getAttribute("aria-label").then((label) => /pause/i.test(label ?? "")), false);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "edit");
  await tabTo(() => document.activeElement.classList.contains("cm-content"));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.classList.contains("cm-content")), false);
  assert.equal(await written(page), original);
});

test("tabs keep drafts of their own, and what nobody writes is offered until it is discarded", async () => {
  const second = await context.newPage();
  const texts = [];
  for (const [tab, mark] of [[page, "# first"], [second, "# second"]]) {
    await edit(tab);
    await tab.keyboard.press("Control+Home");
    await tab.keyboard.type(mark);
    texts.push(await written(tab));
  }
  await until("both drafts", async () => (await kept()).length === 2);
  assert.deepEqual(await kept(), texts);
  const third = await context.newPage();
  await third.goto(site.url);
  await third.evaluate(() => customElements.whenDefined("ipc-editor"));
  assert.equal(await at("draft", third).count(), 0);
  for (const tab of [page, second]) await tab.close();
  await third.reload();
  await shows(at("draft", third), "There is 1 older draft.");
  await at("draft", third).getByText("Discard").click();
  await until("the second alone gone", async () => (await kept(third)).length === 1);
  assert.deepEqual(await kept(third), [texts[0]]);
  await shows(at("draft", third).locator("p"), /a moment ago\.$/);
  await at("draft", third).getByText("Go on").click();
  await pen(third);
  assert.equal(await written(third), texts[0]);
  assert.equal(await at("draft", third).count(), 0);
});

test("a file that is dropped on the editor is opened, and not inserted", async () => {
  await edit();
  await (await pen(page)).evaluate((pen) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['title "Dropped"\nprocess P { print 1 }\n'], "dropped.ipc"));
    pen.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await shows(page.locator("h1"), "Dropped");
  await at("edit").click();
  await pen(page);
  assert.equal(await written(page), 'title "Dropped"\nprocess P { print 1 }\n');
});

test("a text that is as it was opened leaves no draft", async () => {
  await edit();
  await page.keyboard.type("x");
  await until("a draft", async () => (await kept()).length === 1);
  await page.keyboard.press("Control+z");
  await until("none", async () => (await kept()).length === 0);
});

test("killed right after an edit, the browser finds the draft at its next start, 20 times of 20", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ipcscope-"));
  let expected, running;
  try {
    for (let time = 0; time <= 20; time++) {
      const { context, kill } = (running = await launchToKill(folder));
      const page = context.pages()[0];
      await page.goto(expected ? site.url : `${site.url}?ex=mailbox`);
      if (expected) await at("draft", page).getByText("Go on").click();
      else await at("edit", page).click();
      await (await pen(page)).focus();
      if (expected) assert.equal(await written(page), expected, `after kill ${time}`);
      await page.keyboard.press("Control+Home");
      expected = `# kill ${time + 1}\n${await written(page)}`;
      await page.keyboard.type(`# kill ${time + 1}\n`);
      // As soon as the browser has it: on a busy machine it may take the keys later than the page does.
      await until("the draft", async () => (await kept(page)).includes(expected));
      await kill();
      running = null;
    }
  } finally {
    await running?.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("where the browser keeps nothing, a line says so, and all else goes on", async () => {
  const refusals = [
    () => (indexedDB.open = () => { throw new DOMException("refused", "SecurityError"); }),
    () => (IDBFactory.prototype.open = () => {
      const request = {};
      setTimeout(() => request.onerror());
      return request;
    }),
    () => (IDBObjectStore.prototype.put = function () { this.transaction.abort(); }),
  ];
  for (const refusal of refusals) {
    const [other, there] = await profile();
    await there.addInitScript(refusal);
    await edit(there);
    await there.keyboard.press("Control+Home");
    await there.keyboard.type("# mine\n");
    await shows(at("unkept", there), "This browser keeps nothing here");
    const text = await written(there);
    const [download] = await Promise.all([there.waitForEvent("download"), at("unkept", there).getByText("Save file").click()]);
    assert.equal(await readFile(await download.path(), "utf8"), text);
    // It runs, and the address has it.
    await there.waitForURL(/#s=1\./);
    await shows(at("event", there), "event 0 of 38");
    await there.reload();
    await at("edit", there).click();
    assert.equal(await written(there), text);
    await other.close();
  }
});

test("in a frame without an origin it says so too, and the link can be copied by hand", async () => {
  const host = await servePages({
    "/": `<!doctype html><title>A course</title><iframe sandbox="allow-scripts" width="1000" height="850" src="${site.url}?ex=mailbox&embed=1"></iframe>`,
  });
  await page.goto(host.url);
  const frame = page.frameLocator("iframe");
  await at("edit", frame).click();
  await (await pen(frame)).press("Control+Home");
  await page.keyboard.type("# mine\n");
  await shows(at("unkept", frame), "This browser keeps nothing here");
  await frame.getByTestId("unkept").getByText("Copy link").click();
  await shows(frame.locator("dialog[open] h2"), "Copy this link");
  assert.match(await frame.locator("dialog input").inputValue(), /#s=1\./);
  await frame.locator("dialog").getByText("Close").click();
  await frame.getByTestId("unkept").getByText("Dismiss").click();
  assert.equal(await at("unkept", frame).count(), 0);
  assert.match(await written(frame), /^# mine\n/);
  await host.close();
  // The browser tells that it has kept the clipboard to itself.
  complaints = complaints.filter((text) => !text.includes("Clipboard"));
});

test("in a small frame, and where the editor does not arrive, the plain text area stays, and keeps drafts", async () => {
  const host = await servePages({
    "/": `<!doctype html><title>A course</title><iframe width="500" height="850" src="${site.url}?ex=mailbox&embed=1"></iframe>`,
  });
  await page.goto(host.url);
  const frame = page.frameLocator("iframe");
  await at("edit", frame).click();
  await at("editor", frame).press("Control+Home");
  await page.keyboard.type("# small\n");
  assert.deepEqual(fetched.filter((file) => file.startsWith("editor")), []);
  await host.close();

  await context.route("**/editor.js*", (route) => route.abort());
  await page.goto(`${site.url}?ex=mailbox`);
  await at("edit").click();
  await at("editor").press("Control+Home");
  await page.keyboard.type("# plain\n");
  await until("the draft", async () => (await kept()).some((text) => text.startsWith("# plain\n")));
  await shows(at("event"), "event 0 of 38");
  complaints = complaints.filter((text) => !text.includes("ERR_FAILED"));
});

/** Has the page's module reach outside of its memory: a trap, as a mistake in the engine would be. */
function trap(where) {
  return where.evaluate(async () => {
    const [script] = document.querySelector("[name=page]").content.split(" ");
    const { default: init } = await import(new URL(script, document.baseURI));
    const module = await init();
    setTimeout(() => module.__wbindgen_free(0xffff_fff0, 8, 1));
  });
}

test("a trap in the engine: it is started again with the text, and other tabs do not notice", async () => {
  const other = await context.newPage();
  const others = await edit(other, "send-blocking");
  await other.keyboard.type("# other ");
  const original = await edit();
  await page.keyboard.type("# mine ");
  const text = await written(page);
  const loaded = page.waitForEvent("load");
  await trap(page);
  await loaded;
  await shows(at("restarted"), "It was restarted; your text is kept.");
  await pen(page);
  assert.equal(await written(page), text);
  await shows(at("event"), "event 0 of 38");
  assert.equal(await at("draft").count(), 0);
  // The history too.
  await (await pen(page)).focus();
  await page.keyboard.press("Control+z");
  assert.equal(await written(page), original);
  // It works.
  await at("scrub").fill("5");
  await shows(at("event"), "event 5 of 38");

  assert.equal(await written(other), `# other ${others}`);
  await shows(at("event", other), "event 0 of 26");
  assert.equal(await at("restarted", other).count(), 0);
  await at("scrub", other).fill("7");
  await shows(at("event", other), "event 7 of 26");
  // Loaded again by hand, it says nothing of it.
  await page.reload();
  await page.evaluate(() => customElements.whenDefined("ipc-editor"));
  assert.equal(await at("restarted").count(), 0);
  assert.match(complaints.splice(0).join(), /^(RuntimeError: (memory access out of bounds|unreachable),?)+$/);
});

test("an engine that fails again at once is told, with the text as a file", async () => {
  await edit();
  await page.keyboard.type("# mine ");
  const text = await written(page);
  const loaded = page.waitForEvent("load");
  await trap(page);
  await loaded;
  await at("restarted").waitFor();
  await pen(page);
  await trap(page);
  await shows(at("stopped"), "it failed again. Your text is kept.");
  const [download] = await Promise.all([page.waitForEvent("download"), at("stopped").getByText("Save file").click()]);
  assert.equal(await readFile(await download.path(), "utf8"), text);
  await at("stopped").getByText("To the front page").click();
  await shows(at("draft"), "You were editing");
  await at("draft").getByText("Go on").click();
  await pen(page);
  assert.equal(await written(page), text);
  assert.match(complaints.splice(0).join(), /RuntimeError/);
});

test("in a frame without an origin the text survives a trap as well", async () => {
  const host = await servePages({
    "/": `<!doctype html><title>A course</title><iframe sandbox="allow-scripts" width="1000" height="850" src="${site.url}?ex=mailbox&embed=1"></iframe>`,
  });
  await page.goto(host.url);
  const frame = page.frameLocator("iframe");
  await at("edit", frame).click();
  await (await pen(frame)).press("Control+Home");
  await page.keyboard.type("# mine\n");
  const text = await written(frame);
  await trap(page.frames()[1]);
  await shows(at("restarted", frame), "your text is kept");
  await pen(frame);
  assert.equal(await written(frame), text);
  complaints = complaints.filter((text) => !text.includes("RuntimeError"));
  await host.close();
});

test("the strict policy takes none of its styles from it", async () => {
  await edit();
  assert.notEqual(await page.locator(".cm-gutters").evaluate((gutters) => getComputedStyle(gutters).borderRightWidth), "0px");
  // By keys: what `write` has the browser insert is given styles by the browser itself.
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type("mailbox orders capacity 2\nprocess P { wrok 1ms }\n");
  await page.locator(".cm-lintRange-error").hover();
  await page.locator(".cm-tooltip .cm-diagnostic").waitFor();
  await (await pen(page)).press("Control+End");
  await page.keyboard.type("proc");
  await page.locator(".cm-tooltip-autocomplete").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+f");
  await page.locator(".cm-search").waitFor();
});

test("the open editor has no fault that axe finds, in any colours, wide or narrow", async () => {
  for (const [colorScheme, theme] of [["light", "auto"], ["dark", "auto"], ["light", "projector"]]) {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 320, height: 640 }]) {
      if (theme === "projector" && viewport.width === 320) continue;
      const [other, there] = await profile({ colorScheme, viewport });
      const view = `${colorScheme} ${theme} ${viewport.width}`;
      const check = async (what) => {
        const { violations } = await new AxeBuilder({ page: there }).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
        assert.deepEqual(found, [], `${what} ${view}`);
        const overflow = await there.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${what} ${view} is ${overflow} px too wide`);
      };
      await there.goto(`${site.url}?ex=mailbox&theme=${theme}`);
      await at("edit", there).click();
      await write(there, 'title "Mine" # a comment\nmailbox orders capacity 2\nprocess P { wrok 1ms; say "a" }\nprocess Q { lock 12 }\n');
      await there.locator(".cm-lintRange-error").first().waitFor();
      await check("mistakes");
      await (await pen(there)).press("Control+End");
      await there.keyboard.type("proc");
      await there.locator(".cm-tooltip-autocomplete").waitFor();
      await check("completion");
      await there.keyboard.press("Escape");
      await there.keyboard.press("Control+f");
      await there.locator(".cm-search").waitFor();
      await check("search");
      await there.goto(`${site.url}?theme=${theme}`);
      await at("draft", there).waitFor();
      await check("a draft");
      await there.addInitScript(() => (indexedDB.open = () => { throw new Error("refused"); }));
      await there.goto(`${site.url}?ex=mailbox&theme=${theme}`);
      await at("edit", there).click();
      await at("unkept", there).waitFor();
      await check("nothing kept");
      await other.close();
    }
  }
});
