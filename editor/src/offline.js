// The page without a network: its worker (web/assets/sw.js) is asked for once the page is idle, and not in frames, whose
// pages may be open in dozens, nor where data are dear.

/** Refused in a sandbox and from a disk: the page goes on without. */
export function goOffline() {
  if (parent !== window || location.protocol === "file:" || navigator.connection?.saveData) return;
  // Whatever fails is tried again at the next visit.
  navigator.serviceWorker?.register("sw.js", { updateViaCache: "none" }).catch(() => {});
}
