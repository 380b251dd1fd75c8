// The page's way to the worker that makes the run once more (worker.js).
import { options } from "./pictures.js";

const CANCELLED = "It was cancelled.";

/** A run of `text` as it is on the stage: what it is asked, it answers in turn; `end()` gives its memory back. */
export function opened(text) {
  const settings = options();
  const worker = new Worker(ipcscopeWorker(new URL("export-worker.js", document.baseURI).href), { type: "module" });
  const waiting = new Map();
  let [count, hasEnded] = [0, false];
  const failed = (message) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  worker.onmessage = ({ data: { id, answer, error } }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    error === undefined ? resolve?.(answer) : reject?.(new Error(error));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    failed("What makes exports did not arrive, or has failed. Try again.");
  };
  return {
    text,
    ask(ask, more = {}, transferred = []) {
      return new Promise((resolve, reject) => {
        if (hasEnded) return reject(new Error(CANCELLED));
        waiting.set(++count, { resolve, reject });
        const module = new URL("js/ipcscope_bg.wasm", document.baseURI).href;
        worker.postMessage({ id: count, module, ask, text, options: settings, ...more }, transferred);
      });
    },
    end() {
      worker.terminate();
      hasEnded = true;
      failed(CANCELLED);
    },
  };
}
