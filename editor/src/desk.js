// The desk: what the page does for those who write. It is fetched when the page is idle (web/assets/start.js), finds the
// plain text area wherever the page shows one, puts the editor in its place, keeps drafts of what is typed, starts the
// page again when its engine has failed, and readies it for paper (paper.js). What it wants of the page it says in events:
// ipcscope-write, -file, -link.
import { hide, show } from "./bars.js";
import css from "./desk.css";
import { openDrafts } from "./drafts.js";
import { textIn } from "./link.js";
import { goOffline } from "./offline.js";
import { readyForPaper } from "./paper.js";

/** In frames narrower than this the plain text area stays. */
const SMALL_FRAME_PX = 600;
/** Two failures within so long are one that comes again at once. */
const AGAIN_MS = 10_000;
/** A draft that was written so short a time ago is what a page was about that is loaded again. */
const JUST_MS = 60_000;
/** A window of this name was left by `restart`. */
const MARK = "ipcscope restarts: ";
/** What was typed so short a time ago may not be in the address yet. */
const FRESH_MS = 3_000;

const drafts = openDrafts();
/** The draft that is being written: {id, …}; null until something is typed. */
let current = null;
/** The editor that stands in a text area's place. */
let editor = null;

const search = new URL(import.meta.url).search;
const isEmbedded = () => document.querySelector(".embed") !== null;
const area = () => document.querySelector("ipc-editor textarea");
const home = location.href;

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`ipcscope-${name}`, { detail }));
}

/** So much of a title is enough to know it by. */
const MOST_TITLE = 80;

/** What a text is called. */
function titleOf(text) {
  return /^\s*title\s+"((?:\\.|[^"\\\n])+)"/m.exec(text)?.[1].slice(0, MOST_TITLE) ?? "Untitled scenario";
}

/** What `restart` has left for this page: {at, reason, text, state}. */
let before = null;

/**
 * The page is there; `standing()` tells how it stands, as in embed/src/host.js. A preview (share/src/preview.js) is only
 * looked at.
 */
export async function begin(standing) {
  if (name === "ipcscope-preview") return;
  // Not as an element: a page with a strict policy takes a sheet that is made so.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  // Before the page hears of it: the draft is on its way by the time that the page has been shown anew.
  document.addEventListener("input", ({ target }) => target === area() && typed(target.value), true);
  customElements.define("ipc-editor", Place);
  goOffline();
  readyForPaper(standing);
  try {
    resume();
  } catch {
    // Anybody can name a window.
  }
  const found = await drafts;
  if (!found) return;
  offer(found).catch(() => {});
  found.tidy().catch(() => {});
}

/** Offers the drafts that were left behind, but for the one that is open. */
async function offer(found) {
  const open = before?.text ?? (await textIn(location.hash));
  const left = (await found.free()).filter(({ text }) => text !== open);
  // The page was loaded again before the address had what was typed last.
  const last = isReloaded() && left.find(({ address, at }) => address === location.href && Date.now() - at < JUST_MS);
  if (last) return tell("write", last.text);
  const [draft, ...others] = left.filter((draft) => (isEmbedded() ? draft.home === home : draft.home === null));
  if (!draft) return;
  const words = `You were editing “${draft.title}”, ${ago(draft.at)}.`;
  const more = others.length > 0 ? ` There ${others.length === 1 ? "is 1 older draft" : `are ${others.length} older drafts`}.` : "";
  const next = () => offer(found).catch(() => {});
  show("draft", words + more, [
    ["Go on", () => tell("write", draft.text), `Go on with ${draft.title}`],
    ["Discard", () => void found.drop(draft.id).then(next), `Discard ${draft.title}`],
    ["Not now", () => {}],
  ]);
}

function isReloaded() {
  return !before && performance.getEntriesByType("navigation")[0]?.type === "reload";
}

function ago(at) {
  const minutes = Math.round((Date.now() - at) / 60_000);
  if (minutes < 1) return "a moment ago";
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 1_440 ? [minutes / 60, "hour"] : [minutes / 1_440, "day"];
  return `${Math.round(count)} ${unit}${Math.round(count) === 1 ? "" : "s"} ago`;
}

/** A key for a draft. */
const fresh = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

/** The text is this now. */
async function typed(text) {
  // An own draft is begun by the first change.
  current ??= { id: fresh(), original: null };
  const { id, original } = current;
  current.at = Date.now();
  current.text = text;
  const found = opened ?? (await drafts);
  if (!found) return refused();
  const mine = current;
  found.take(id).then((isMine) => isMine || (mine.id = fresh()));
  const [where, state] = [isEmbedded() ? home : null, editor?.state() ?? null];
  const draft = { id, text, title: titleOf(text), at: current.at, home: where, address: location.href, state };
  try {
    await (text === original ? found.drop(id) : found.keep(draft));
  } catch {
    refused();
  }
}

/** The same as `drafts` once they are there: writing is not to wait a single turn. */
let opened = null;
drafts.then((found) => (opened = found));

/** Nothing is kept: said once for all. */
let isSaid = false;
function refused() {
  if (isSaid) return;
  isSaid = true;
  const words = "This browser keeps nothing here: what you write is gone when the page is closed. Save it as a file, or copy its link.";
  show("unkept", words, [["Save file", () => (tell("file"), true)], ["Copy link", () => (tell("link"), true)], ["Dismiss", () => {}]], "doubtful");
}

/** The element around the page's text area. */
class Place extends HTMLElement {
  connectedCallback() {
    // Its children are there by then.
    queueMicrotask(() => this.open().catch(() => {}));
  }

  disconnectedCallback() {
    this.stop?.();
  }

  async open() {
    const text = area();
    current = null;
    const found = await drafts;
    if (!found) refused();
    const draft = (await found?.takeText(text.value).catch(() => null)) ?? null;
    // Whatever was typed meanwhile has begun a draft.
    if (draft) current ??= { id: draft.id, original: null };
    current ??= { id: fresh(), original: text.value };
    if (isEmbedded() && innerWidth < SMALL_FRAME_PX) return;
    const { open } = await import(new URL(`editor.js${search}`, import.meta.url));
    const kept = [draft, before].find((kept) => kept?.text === text.value);
    if (this.isConnected) this.stop = replace(this, text, kept?.state, open);
  }
}

/** Puts the editor in the place of `area`, which stays what the page knows. Gives what takes it away again. */
function replace(place, area, kept, open) {
  const hadFocus = document.activeElement === area;
  const [start, end] = [area.selectionStart, area.selectionEnd];
  const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  const set = (text) => value.set.call(area, text);
  const mine = open(place, area.value, kept, (text) => {
    set(text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  editor = mine;
  place.classList.add("rich");
  document.getElementById("editor-help")?.append(" Ctrl+Space completes, F8 goes to the next mistake.");
  // What the page does to the text area, it does to the editor.
  Object.defineProperty(area, "value", {
    configurable: true,
    get: () => value.get.call(area),
    set(text) {
      set(text);
      if (mine.text() !== text) mine.replace(text);
    },
  });
  area.focus = () => mine.focus();
  area.setSelectionRange = (from, to) => mine.select(from, to);
  const list = document.getElementById("mistakes");
  const watcher = new MutationObserver(() => mine.mark(mistakes(list)));
  watcher.observe(list, { attributes: true, attributeFilter: ["data-reading"] });
  mine.mark(mistakes(list));
  if (hadFocus) {
    mine.focus();
    mine.select(start, end);
  }
  return () => {
    watcher.disconnect();
    mine.close();
    if (editor === mine) editor = null;
  };
}

/** The mistakes, as the page lists them. */
function mistakes(list) {
  return [...list.querySelectorAll("li")].map((item) => ({
    from: Number(item.dataset.from),
    to: Number(item.dataset.to),
    severity: item.classList.contains("wrong") ? "error" : "warning",
    message: [...item.querySelectorAll("p")].map((p) => p.textContent).join(" "),
  }));
}

/**
 * The engine has failed. Nothing of it is called any more; the page is loaded again, and what is needed for going on is
 * left in the window's name, which even a frame without an origin has. One that fails again at once is told instead.
 */
export function restart(reason) {
  const isFresh = current?.text !== undefined && Date.now() - current.at < FRESH_MS;
  const text = area()?.value ?? (isFresh ? current.text : null);
  if (before && Date.now() - before.at < AGAIN_MS) return giveUp(reason, text ?? before.text);
  const state = editor?.state() ?? null;
  name = MARK + JSON.stringify({ at: Date.now(), reason, text, state, name });
  location.reload();
}

function resume() {
  if (!name.startsWith(MARK)) return;
  const left = name.slice(MARK.length);
  name = "";
  before = JSON.parse(left);
  name = before.name;
  const { reason, text } = before;
  show("restarted", "Something inside ipcscope failed. It was restarted; your text is kept.", [["Dismiss", () => {}]], "doubtful").title = reason;
  if (text !== null) tell("write", text);
}

/** It fails whenever it is started with this text. */
function giveUp(reason, text) {
  hide("restarted");
  const words = "ipcscope has stopped: something inside it failed again. Your text is kept.";
  const buttons = [["Reload the page", () => location.reload()], ["To the front page", () => location.assign(location.pathname)]];
  if (text !== null) buttons.unshift(["Save file", () => (save(text), true)]);
  const bar = show("stopped", words, buttons, "wrong");
  bar.setAttribute("role", "alert");
  const details = document.createElement("pre");
  details.textContent = reason;
  bar.append(details);
}

function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = "scenario.ipc";
  link.click();
}
