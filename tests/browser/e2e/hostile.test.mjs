// 200 hostile strings (hostile.mjs) in every place of the page that shows a text: none is executed, each is shown as itself,
// and none turns the words beside it. What would be executed is also against the policy, which fails the test too.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { launch } from "../chromium.mjs";
import { servePages } from "../server.mjs";
import { HOSTILE, isText, quoted, shownAs, strangers } from "../hostile.mjs";
import { tested } from "../page.mjs";

// Before the page is closed behind the test.
afterEach(async () => {
  for (const frame of it.page.frames()) assert.deepEqual(await frame.evaluate(strangers), [], frame.url().slice(0, 100));
});

const it = tested();
const { at, shows } = it;
const TEXTS = HOSTILE.filter(isText);

beforeEach(() => it.context.addInitScript(() => (globalThis.__hit = 0)));

/** Runs in the page: waits until `there` gives something. */
const WAITING = `globalThis.until = async (there, what) => {
  for (let turn = 0; turn < 2_000; turn++) {
    const found = there();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 5));
  }
  throw new Error("not there: " + what);
};
globalThis.one = (id) => document.querySelector("[data-testid=" + id + "]");
globalThis.tellPage = (name, detail) => document.dispatchEvent(new CustomEvent("ipcscope-" + name, { detail }));`;

async function open(query = "?ex=mailbox") {
  await it.page.goto(it.site.url + query);
  await shows(at("event"), "event 0 of");
  await it.page.evaluate(WAITING);
}

test("they are 200, and no two are the same", () => {
  assert.equal(HOSTILE.length, 200);
  assert.equal(new Set(HOSTILE).size, 200);
  assert.ok(TEXTS.length > 130, `${TEXTS.length}`);
});

test("what is against the policy fails a test: markup from a text, a script in the document, a strange worker", async () => {
  const deeds = {
    markup: () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
    script: () => document.body.append(Object.assign(document.createElement("script"), { src: "https://x.invalid/a.js" })),
    policy: () => trustedTypes.createPolicy("another", { createHTML: String }),
    worker: () => new Worker("data:text/javascript,0"),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    const browser = await launch();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(it.site.url);
    await page.evaluate(deed).catch(() => {});
    await page.waitForTimeout(200);
    await assert.rejects(context.close(), /nothing is against the policy/, name);
    await browser.close();
  }
  // The gate for workers opens for nobody else.
  await open();
  const refused = await it.page.evaluate(() => ["https://x.invalid/a.js", "data:text/javascript,0", "javascript:0", `${location.origin}/elsewhere.js`].map((address) => {
    try {
      return `${ipcscopeWorker(address)}`;
    } catch ({ name }) {
      return name;
    }
  }));
  assert.deepEqual(refused, ["TypeError", "TypeError", "TypeError", "TypeError"]);
});

test("in titles, descriptions, labels, messages and prints of scenarios", async () => {
  await open();
  const scenarios = TEXTS.map((string) => {
    const text = quoted(string);
    return `title ${text}\nabout ${text}\nmailbox m capacity 1\nprocess P { work 1ms ${text}; say ${text}; send ${text} to m }\nprocess Q { receive x from m; print x }\ncheck never print ${text}\n`;
  });
  const missing = await it.page.evaluate(async ([texts, scenarios]) => {
    const missing = [];
    for (const [number, text] of texts.entries()) {
      tellPage("write", scenarios[number]);
      const h1 = () => [...document.querySelectorAll("h1")].find(({ textContent }) => textContent.includes(text));
      await until(() => h1() && /event 0 of [1-9]/.test(one("event").textContent), `title ${text}`);
      await until(() => document.title.includes(text.replace(/[\t ]+/g, " ").trim()), `the tab's name ${text}`);
      tellPage("do", "seek 9999");
      await until(() => /event ([1-9]\d*) of \1$/.test(one("event").textContent), `the end of ${text}`);
      // What the events say, one by one.
      const steps = Number(/\d+$/.exec(one("event").textContent)[0]);
      const told = new Set();
      for (let step = 1; step <= steps; step++) {
        tellPage("do", `seek ${step}`);
        await until(() => one("event").textContent.startsWith(`event ${step} `), `event ${step} of ${text}`);
        // All that is shown of it is there a turn later.
        await new Promise((done) => setTimeout(done, 0));
        told.add(one("words").textContent.replace(/[\u2068\u2069]/g, ""));
      }
      const all = [...told].join("\n");
      for (const verb of ["says: ", "sends ", "prints "]) if (!all.includes(verb + text)) missing.push(verb + text);
    }
    return missing;
  }, [TEXTS, scenarios]);
  assert.deepEqual(missing, []);
});

test("refused in a scenario, they are named, and not obeyed", async () => {
  await open();
  const refused = HOSTILE.filter((string) => !isText(string)).map((string) => string.toWellFormed()).filter((string) => !isText(string));
  const bad = await it.page.evaluate(async (strings) => {
    const bad = [];
    for (const [number, string] of strings.entries()) {
      tellPage("write", `process P { say "${number} ${string.replace(/[\\"]/g, "\\$&")}" }\n`);
      await until(() => one("errors")?.querySelector("li") && document.querySelector("textarea").value.includes(`"${number} `), `errors of ${string}`);
      const told = one("errors").textContent;
      if (/[\u202a-\u202e\u2066-\u2069\u0000-\u0008]/.test(told) || told.length < 10) bad.push(told);
    }
    return bad;
  }, refused);
  assert.deepEqual(bad, []);
  assert.ok(refused.length > 35, `${refused.length}`);
});

test("in every parameter of the address, and as what a link carries", async () => {
  await open();
  const wrong = await it.page.evaluate(async ([strings, shown]) => {
    const wrong = [];
    const notes = () => [...document.querySelectorAll("[data-testid=note] p")].map(({ textContent }) => textContent);
    const dismiss = () => until(() => {
      for (const button of document.querySelectorAll("[data-testid=note] [aria-label^=Dismiss]")) button.click();
      return notes().length === 0;
    }, "no notes");
    for (const [number, string] of strings.entries()) {
      const value = encodeURIComponent(string);
      for (const group of [["ex"], ["step", "seed", "view"], ["speed", "schedule", "controls"], ["editor", "autoplay", "loop"], ["theme", "motion", "embed"]]) {
        await dismiss();
        history.replaceState(null, "", `?ex=mailbox&${group.map((name) => `${name === "ex" ? "x=1&ex" : name}=${value}`).join("&")}`.replace("ex=mailbox&x=1&", ""));
        dispatchEvent(new PopStateEvent("popstate"));
        const start = [...shown[number]].slice(0, 30).join("");
        if (group[0] === "ex" && string !== "") await until(() => notes().some((note) => note.includes(`“${start}`)), `a note about ex=${string}`);
        else await new Promise((done) => setTimeout(done, 0));
        if (notes().some((note) => /[\u202a-\u202e\u2066-\u2069\u0000-\u0008]/.test(note) || note.length > 300)) wrong.push(notes());
      }
      await dismiss();
      // Nothing but the link is wrong now; its answer comes from the reader, after a while.
      history.replaceState(null, "", "?ex=mailbox");
      location.hash = `s=${value}`;
      await until(() => notes().some((note) => note.startsWith("This ")), `a note about #s=${string}`);
      for (const note of notes()) if (!note.startsWith("This ")) wrong.push(note);
    }
    for (const name of ["src", "lang", "load", "base", "title"]) {
      for (const string of strings) {
        history.replaceState(null, "", `?ex=mailbox&${name}=${encodeURIComponent(string)}`);
        dispatchEvent(new PopStateEvent("popstate"));
      }
    }
    return wrong;
  }, [HOSTILE.map((string) => string.toWellFormed()), HOSTILE.map(shownAs)]);
  assert.deepEqual(wrong, []);
});

test("as files' names, and as what is in them", async () => {
  await open();
  const wrong = await it.page.evaluate(async ([strings, shown]) => {
    const wrong = [];
    for (const [number, string] of strings.entries()) {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array([0xff])], string || "x"));
      for (const button of document.querySelectorAll("[data-testid=note] [aria-label^=Dismiss]")) button.click();
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      // Browsers write a slash in a file's name as a colon.
      const expected = `“${[...shown[number]].slice(0, 40).join("")}” is not a text in UTF-8.`.replaceAll("/", ":");
      await until(() => [...document.querySelectorAll("[data-testid=note]")].some(({ textContent }) => textContent.replaceAll("/", ":").includes(expected)), expected);
      if (document.documentElement.scrollWidth > innerWidth) wrong.push(`${string} makes the page ${document.documentElement.scrollWidth} px wide`);
    }
    return wrong;
  }, [HOSTILE.map((string) => string.toWellFormed()), HOSTILE.map(shownAs)]);
  assert.deepEqual(wrong, []);
});

test("in drafts that are found", async () => {
  await open();
  // The page keeps 50 at most.
  for (let from = 0; from < HOSTILE.length; from += 50) {
    const some = HOSTILE.slice(from, from + 50);
    await it.page.goto(it.site.url);
    await it.page.evaluate(WAITING);
    await it.page.evaluate(async (strings) => {
      const db = await new Promise((resolve, reject) => {
        const request = indexedDB.open("ipcscope", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "id" });
        [request.onsuccess, request.onerror] = [() => resolve(request.result), reject];
      });
      const transaction = db.transaction("drafts", "readwrite");
      const store = transaction.objectStore("drafts");
      store.clear();
      for (const [number, title] of strings.entries()) store.put({ id: `${number}`, text: title, title, at: Date.now() - 1_000 * number, home: null, address: title, state: title });
      await new Promise((done) => (transaction.oncomplete = done));
      db.close();
    }, some);
    await it.page.reload();
    await at("draft").waitFor();
    await it.page.evaluate(WAITING);
    await it.page.evaluate(async (shown) => {
      for (const title of shown) {
        const words = `You were editing “${title}”`;
        await until(() => one("draft")?.textContent.startsWith(words), words);
        [...one("draft").querySelectorAll("button")].find(({ textContent }) => textContent === "Discard").click();
      }
      await until(() => !one("draft"), "no draft more");
    }, some.map(shownAs));
  }
});

test("in messages from the page around a frame, and as the title of <ipc-scope>", async () => {
  const host = await servePages({
    "/": `<!doctype html><title>A course</title><script>globalThis.__hit = 0</script><script type="module" src="${it.site.url}embed.js"></script>
      <ipc-scope id="scope" ex="mailbox"></ipc-scope><ipc-scope id="offer" ex="mailbox" load="click"></ipc-scope>`,
  });
  try {
    await it.page.goto(host.url);
    await it.page.waitForFunction(() => document.getElementById("scope").steps === 38);
    const wrong = await it.page.evaluate(async ([strings, shown]) => {
      const wrong = [];
      const [scope, offer] = ["scope", "offer"].map((id) => document.getElementById(id));
      const frame = scope.shadowRoot.querySelector("iframe").contentWindow;
      const answer = (message) => new Promise((resolve) => {
        const id = `own ${Math.random()}`;
        addEventListener("message", function heard({ data }) {
          if (data?.id !== id) return;
          removeEventListener("message", heard);
          resolve(data);
        });
        frame.postMessage({ ipcscope: 1, id, ...message }, "*");
      });
      for (const [number, string] of strings.entries()) {
        scope.title = offer.title = string;
        offer.remove();
        document.body.append(offer);
        await new Promise((done) => setTimeout(done, 0));
        const told = offer.shadowRoot.querySelector("span").textContent;
        if (told !== `▶ \u2068${shown[number]}\u2069`) wrong.push(`the offer says ${told}`);
        if (scope.shadowRoot.querySelector("iframe").title !== shown[number]) wrong.push(`the frame is called ${scope.shadowRoot.querySelector("iframe").title}`);
        for (const message of [{ type: string }, { type: "load", ex: string }, { type: "load", link: string }, { type: "export", format: string }, { type: "seek", step: string }, { type: "speed", speed: string }, { type: "size", auto: string }]) {
          const { type, message: why } = await answer(message);
          if (type !== "error" || why.length > 300) wrong.push(`${JSON.stringify(message)}: ${type} ${why}`);
        }
        const { type } = await answer({ type: "load", text: string });
        if (type !== "error" && string.replace(/#.*|\s/g, "") !== "") wrong.push(`as a text: ${type} ${string}`);
      }
      return wrong;
    }, [HOSTILE, HOSTILE.map(shownAs)]);
    assert.deepEqual(wrong, []);
    for (const frame of it.page.frames().slice(1)) assert.deepEqual(await frame.evaluate(strangers), []);
  } finally {
    await it.page.goto("about:blank");
    await host.close();
  }
});

test("what is read from right to left stands between its neighbours", async () => {
  await open();
  const name = "שלום";
  await it.page.evaluate((name) => tellPage("write", `mailbox ${name} capacity 1\nprocess P { send "${name}", 12 to ${name}; send 3, 4 to ${name}; send 5, 6 to ${name} }\nprocess Q { receive x, y from ${name}; work 5ms }\n`), name);
  await shows(at("event"), /event 0 of [1-9]/);
  const turned = await it.page.evaluate(async () => {
    const turned = [];
    const steps = Number(/\d+$/.exec(one("event").textContent)[0]);
    for (let step = 1; step <= steps; step++) {
      tellPage("do", `seek ${step}`);
      await until(() => one("event").textContent.startsWith(`event ${step} `), `event ${step}`);
      const walker = document.createTreeWalker(one("words"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const found = /\p{Script=Hebrew}[^\u2069]*/u.exec(node.data);
        if (!found) continue;
        const box = (from, to) => {
          const range = document.createRange();
          range.setStart(node, from);
          range.setEnd(node, to);
          return [...range.getClientRects()].filter(({ width }) => width > 0);
        };
        const [start, end] = [found.index, found.index + found[0].length];
        const own = box(start, end);
        // Where it stands on one line: nothing before it is shown behind it, and the other way round.
        const line = ({ top }) => Math.abs(top - own[0].top) < 3;
        const [left, right] = [Math.min(...own.filter(line).map(({ left }) => left)), Math.max(...own.filter(line).map(({ right }) => right))];
        if (own.some((one) => !line(one))) continue;
        if (box(0, start).filter(line).some((one) => one.right > left + 1)) turned.push(`before: ${node.data}`);
        if (box(end, node.data.length).filter(line).some((one) => one.left < right - 1)) turned.push(`behind: ${node.data}`);
      }
    }
    return turned;
  });
  assert.deepEqual(turned, []);
});
