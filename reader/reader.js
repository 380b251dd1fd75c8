// A part of the page that works in a worker of its own wherever there can be one: the reader, which reads scenarios'
// texts, or the views in the tabs. The site has this file once for each, beside the module of the same name. It is both
// ends of it: the page imports it and calls `ask`; in a worker it answers.

const wasm = new URL(import.meta.url);
wasm.pathname = wasm.pathname.replace(/js$/, "wasm");
const isReader = wasm.pathname.endsWith("/reader.wasm");
const what = isReader ? "reads texts" : "draws this view";
const doing = isReader ? "Reading this text" : "Drawing this view";

/** A fresh instance, as a function from a question's bytes to its answer's. */
async function load() {
  const response = await fetch(wasm);
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
  const { memory, room, answer, length } = instance.exports;
  return (question) => {
    const to = room(question.length) >>> 0;
    new Uint8Array(memory.buffer, to, question.length).set(question);
    const from = answer() >>> 0;
    return new Uint8Array(memory.buffer, from, length()).slice();
  };
}

/** One of them: questions are answered in turn. What fails says in words whether it was missing or broke. */
function reader() {
  const ready = load();
  ready.catch(() => {});
  return async (question) => {
    let answer;
    try {
      answer = await ready;
    } catch (error) {
      throw new Error(`The part of the page that ${what} did not arrive (${error.message}).`);
    }
    try {
      return answer(question);
    } catch (error) {
      throw new Error(`${doing} failed inside (${error.message}).`);
    }
  };
}

// In a worker.
if (typeof document === "undefined") {
  const ask = reader();
  addEventListener("message", async ({ data: { id, question } }) => {
    try {
      const answer = await ask(question);
      postMessage({ id, answer }, [answer.buffer]);
    } catch (error) {
      postMessage({ id, failure: error.message });
    }
  });
  postMessage("here");
}

/** One in the worker that `address` starts, once it is there. */
function inWorker(address, type) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(ipcscopeWorker(address), { type });
    const asked = new Map();
    let last = 0;
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error("no worker"));
    };
    worker.onmessage = ({ data }) => {
      if (data !== "here") return reject(new Error(data));
      worker.onmessage = ({ data: { id, answer, failure } }) => {
        const { resolve, reject } = asked.get(id);
        asked.delete(id);
        if (answer) resolve(answer);
        else reject(new Error(failure));
      };
      resolve({
        ask: (question) =>
          new Promise((resolve, reject) => {
            asked.set(++last, { resolve, reject });
            worker.postMessage({ id: last, question });
          }),
        stop(reason) {
          worker.terminate();
          for (const { reject } of asked.values()) reject(reason);
        },
      });
    };
  });
}

/**
 * Starts one: in a worker; in a worker by a detour, since a frame without an origin may not name the site's files, and
 * Chromium gives it no module there; else beside the page.
 */
async function start() {
  const here = import.meta.url;
  const detour = `import(${JSON.stringify(here)}).catch((error) => postMessage(error.message))`;
  const detoured = URL.createObjectURL(new Blob([detour], { type: "text/javascript" }));
  try {
    return await inWorker(here, "module").catch(() => inWorker(detoured, "classic"));
  } catch {
    return { ask: reader(), stop() {} };
  } finally {
    URL.revokeObjectURL(detoured);
  }
}

let current = null;

/** Gets it ready. */
export function warm() {
  current ??= start();
  return current;
}

/** Ends it, and gives back the memory that it has; the next question starts another. */
export async function end() {
  const used = current;
  current = null;
  (await used)?.stop(new Error("It was ended."));
}

/** The answer to a question, both as bytes. */
export async function ask(question) {
  const used = warm();
  const one = await used;
  try {
    return await one.ask(question);
  } catch (error) {
    // What failed may have left a half-written state behind it: the next question goes to a fresh one.
    if (current === used) current = null;
    one.stop(error);
    throw error;
  }
}
