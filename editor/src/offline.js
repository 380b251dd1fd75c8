// The page without a network: its worker (web/assets/sw.js) is asked for some seconds after the page was idle, and not in
// frames, whose pages may be open in dozens, nor where data are dear.

/** It brings the whole site: not while the page's own later parts come, and what is typed first is kept. */
const LATER_MS = 3_000;

/** Refused in a sandbox and from a disk: the page goes on without. */
export function goOffline() {
  if (parent !== window || location.protocol === "file:" || navigator.connection?.saveData) return;
  // Whatever fails is tried again at the next visit.
  setTimeout(() => void register().catch(() => {}), LATER_MS);
}

async function register() {
  await navigator.serviceWorker?.register(ipcscopeWorker(new URL("sw.js", document.baseURI).href), { updateViaCache: "none" });
}
