// Parameters of the address that are a script's business (docs/links.md): `src`, `set`, `load`, `lang`, and parts that `view`
// names. It is fetched where one of them stands there (web/assets/start.js), and what has to be done before the page
// starts is done here: nothing of the page itself is there yet.
import { textIn } from "../../editor/src/link.js";
import { payloadOf } from "./link.js";
import { asked, offered } from "./offer.js";
import { bringIntoSight, follow, tagOf } from "./parts.js";
import { payloadOfGallery, withValues } from "./set.js";
import { textAt } from "./source.js";

/** The page is there: so long is waited for what it shows at most, ms. */
const LONGEST_MS = 60_000;
/** Notes about values of `set`. */
const MOST_NOTES = 3;

/** Does what the address says, with `start`, which starts the page, at the right time. */
export async function before(start) {
  const said = new URLSearchParams(location.search);
  const isEmbedded = said.get("embed") === "1";
  const notes = [];
  const note = (name, value, why) => notes.push(`note The address says ${name}=${value.replace(/\p{Cc}/gu, "").slice(0, 40)}, ${why}: left out.`);
  const bad = (name, wanted) => {
    note(name, said.get(name), `which should be ${wanted}`);
    drop(name);
  };
  theme(said.get("theme"));

  if (tagOf(said.get("lang"))) follow();
  else if (said.has("lang")) bad("lang", "a language tag, such as de or pt-BR");

  const load = said.get("load");
  const isOffered = load === "click" && isEmbedded;
  if (load !== null && load !== "click") bad("load", "click");
  if (isOffered) await offered(said);

  // A scenario in the fragment goes before one elsewhere, as it goes before one of the gallery.
  if (said.has("src") && !/(^#|&)s=/.test(location.hash)) {
    const address = addressOf(said.get("src"));
    if (!address) bad("src", "the address of an .ipc file, of this site or beginning with https:");
    else {
      const trouble = await fetched(address, !isEmbedded);
      if (trouble) notes.push(trouble);
      drop("src");
    }
  }

  if (said.has("set")) {
    for (const [pair, why] of (await set(said)).slice(0, MOST_NOTES)) note("set", pair, why);
    drop("set");
  }

  await start();
  await until("#main");
  for (const note of notes) document.dispatchEvent(new CustomEvent("ipcscope-do", { detail: note }));
  bringIntoSight(said.get("view"), until);
  // Who has pressed goes on with keys, from where they go on in every scenario that is opened.
  if (isOffered) (await until("#main h1"))?.focus();
}

/** Where the file is; null where that is no address of one. */
function addressOf(words) {
  const address = URL.parse ? URL.parse(words, location.href) : parsed(words);
  const isGood = words.trim() && /^https?:$/.test(address?.protocol) && !address.username && !address.password;
  return isGood ? address : null;
}

function parsed(words) {
  try {
    return new URL(words, location.href);
  } catch {
    return null;
  }
}

/**
 * Puts the file's text into the address. A file of this site comes at once, from nowhere else; another site's is asked
 * about, and may not send on to a third. Why there is none, as a wish to the page; null where it is there or not wanted.
 */
async function fetched(address, mayFocus) {
  const isOwn = address.origin === location.origin;
  if (!isOwn && !(await asked(address, mayFocus))) return null;
  // In a sandbox not even this site is the page's own.
  const own = origin === "null" ? { redirect: "error" } : { mode: "same-origin" };
  const options = isOwn ? own : { mode: "cors", credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" };
  try {
    const text = await textAt(address, options);
    put(location.search, `#s=${await payloadOf(text)}`);
    return null;
  } catch ({ message }) {
    return `trouble ${message}`;
  }
}

/** Writes other values for constants into the scenario's text, and that into the address; gives what is wrong with some. */
async function set(said) {
  const carried = /(^#|&)s=/.test(location.hash) ? location.hash : null;
  const payload = carried ? null : await payloadOfGallery(said.get("ex"));
  const text = await textIn(carried ?? `#s=${payload}`);
  if (text === null) return [[said.get("set"), "but there is no scenario to set it in"]];
  const changed = withValues(text, said.get("set"));
  if (changed.text !== text) {
    drop("ex");
    put(location.search, `#s=${await payloadOf(changed.text)}`);
  }
  return changed.wrong;
}

/** Takes a parameter out of the address. */
function drop(name) {
  const rest = location.search.slice(1).split("&").filter((pair) => pair.split("=")[0] !== name);
  put(rest.length ? `?${rest.join("&")}` : "", location.hash);
}

function put(search, hash) {
  try {
    history.replaceState(null, "", `${location.pathname}${search}${hash}`);
  } catch {
    // In a sandbox that may be refused: the fragment is free.
    if (hash !== location.hash) location.replace(hash);
  }
}

/** As the page does it once it is there. */
function theme(said) {
  let kept = null;
  try {
    kept = localStorage.getItem("ipcscope-theme");
  } catch {
    // Keeping may be refused.
  }
  const chosen = [said, kept].find((name) => ["auto", "light", "dark", "projector"].includes(name));
  if (chosen && chosen !== "auto") document.documentElement.dataset.theme = chosen;
}

/** What `selector` finds, as soon as it is there; null where it never comes. */
function until(selector) {
  return new Promise((resolve) => {
    const look = () => {
      const found = document.querySelector(selector);
      if (found) done(found);
    };
    const done = (found) => {
      watcher.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const watcher = new MutationObserver(look);
    const timer = setTimeout(done, LONGEST_MS, null);
    watcher.observe(document.getElementById("app"), { childList: true, subtree: true });
    look();
  });
}
