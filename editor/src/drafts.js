// Drafts: what is being written, in the browser's database, so that it is found again whatever ends the page.
//
// A draft is {id, text, title, at, home, address, state}. Each has its own key, and whoever writes one holds a lock of its name:
// so two tabs never write the same draft, and a draft without a holder was left behind.

const STORE = "drafts";
/** The oldest go when there are more. */
const MOST = 50;
const REST_MS = 1_000;

/** Resolves to the drafts, or to null where the browser refuses to keep anything. */
export async function openDrafts() {
  try {
    return drafts(await database());
  } catch {
    return null;
  }
}

function database() {
  return new Promise((resolve, reject) => {
    // In a frame without an origin this throws.
    const request = indexedDB.open("ipcscope", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

function drafts(db) {
  /** Calls on this tab's locks, by draft: they let go. */
  const held = new Map();
  /** Whether a draft that was asked for is this tab's, by draft: asked twice at once, a lock would be refused. */
  const asked = new Map();
  let rest;

  /** `change` of the store; done once it is written. Asked for at once: the browser may be gone a moment later. */
  function write(durability, change) {
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, "readwrite", { durability });
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore(STORE));
      transaction.commit();
    });
  }

  /** All that there are, newest first. */
  async function all() {
    const request = db.transaction(STORE).objectStore(STORE).getAll();
    await new Promise((resolve, reject) => ([request.onsuccess, request.onerror] = [resolve, reject]));
    return request.result.sort((one, other) => other.at - one.at);
  }

  const lock = (id) => `ipcscope-draft-${id}`;

  /** Those that no tab is writing. */
  async function free() {
    const drafts = await all();
    // Only where the page came over a safe connection are there locks.
    const { held: taken = [] } = (await navigator.locks?.query()) ?? {};
    const names = new Set(taken.map(({ name }) => name));
    return drafts.filter(({ id }) => !names.has(lock(id)));
  }

  /** Makes a draft this tab's own; whether it is. */
  function take(id) {
    if (held.has(id) || !navigator.locks) return Promise.resolve(true);
    const answer = asked.get(id) ?? new Promise((resolve) => {
      navigator.locks.request(lock(id), { ifAvailable: true }, (one) => {
        asked.delete(id);
        resolve(one !== null);
        return one && new Promise((letGo) => held.set(id, letGo));
      });
    });
    asked.set(id, answer);
    return answer;
  }

  // At once: the page that comes in this one's place asks for its drafts soon.
  addEventListener("pagehide", () => {
    held.forEach((letGo) => letGo());
    held.clear();
  });

  return {
    free,
    take,
    /** Writes a draft. What the system has taken survives the browser; a rest later it survives the power too. */
    keep(draft) {
      clearTimeout(rest);
      rest = setTimeout(() => write("strict", (store) => store.put(draft)).catch(() => {}), REST_MS);
      return write("relaxed", (store) => store.put(draft));
    },
    /** Removes one for good. */
    drop(id) {
      clearTimeout(rest);
      held.get(id)?.();
      held.delete(id);
      return write("strict", (store) => store.delete(id));
    },
    /** The draft of exactly this text, if nobody else is writing it; it is this tab's from now on. */
    async takeText(text) {
      const same = (await all()).filter((draft) => draft.text === text);
      for (const draft of same) if (await take(draft.id)) return draft;
      return null;
    },
    /** Lets go of what would be too many. */
    async tidy() {
      const old = (await free()).slice(MOST);
      if (old.length > 0) await write("relaxed", (store) => old.forEach(({ id }) => store.delete(id)));
    },
  };
}
