// Parts of the page, once it is there: the language of a scenario's texts, and what is to be in sight at the start.

/** What comes from the scenario; the words around it are ours. */
const TEXTS = ".title h1, .about, .said, .listing .text, .listing .comment";
/** The sentences of an event that end in the author's own words. */
const SAID = /^(says: |prints )(.+)$/s;

/** A language's tag as it is written; null for what is none. */
export function tagOf(words) {
  try {
    return Intl.getCanonicalLocales(words ?? [])[0] ?? null;
  } catch {
    return null;
  }
}

/** Every text of the scenario has the language that the address says, as long as it says one. The interface has its own. */
export function follow() {
  const app = document.getElementById("app");
  keep();
  const mark = () => {
    const language = tagOf(new URLSearchParams(location.search).get("lang"));
    if (language) for (const sentence of app.querySelectorAll(".happened p")) quote(sentence);
    for (const text of app.querySelectorAll(TEXTS)) {
      if (!language) text.removeAttribute("lang");
      else if (text.lang !== language && text.closest(".player")) text.lang = language;
    }
  };
  const changes = { childList: true, characterData: true, subtree: true };
  const watcher = new MutationObserver(() => {
    // What is done here is no news.
    watcher.disconnect();
    mark();
    watcher.observe(app, changes);
  });
  watcher.observe(app, changes);
}

/**
 * What a process says or prints stands in an element of its own, which can have a language. The page knows of its own text
 * only, to which it writes the next sentence as a whole: what was cut off from the last one goes then.
 */
function quote(sentence) {
  for (const text of [...sentence.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)) {
    const parts = SAID.exec(text.data);
    if (!parts) continue;
    sentence.querySelector(".said")?.remove();
    const said = document.createElement("span");
    said.className = "said";
    said.textContent = parts[2];
    text.data = parts[1];
    text.after(said);
    return;
  }
  const said = sentence.querySelector(".said");
  if (said && !/^(says: |prints )$/.test(said.previousSibling?.data ?? "")) said.remove();
}

/**
 * The page writes its address anew as its state changes, without what is none of its business. The language stays there as
 * long as what it belongs to: what is opened after that has an entry of its own in the history.
 */
function keep() {
  const replace = history.replaceState.bind(history);
  history.replaceState = (state, title, address) => {
    const next = new URL(address, location.href);
    const language = new URLSearchParams(location.search).get("lang");
    if (language && !next.searchParams.has("lang")) next.search += `${next.search ? "&" : "?"}lang=${encodeURIComponent(language)}`;
    replace(state, title, next);
  };
}

/** What has not moved for so many frames is where it stays; and so many are waited for at most. */
const [STILL_FRAMES, MOST_FRAMES] = [8, 120];
const PARTS = { lanes: ".player .room", program: ".player .program" };

/** The first of the parts that `view` names comes into sight, without the focus, and without moving the page around. */
export async function bringIntoSight(view, until) {
  const name = view?.split(",").find((name) => Object.hasOwn(PARTS, name));
  const part = name && (await until(PARTS[name]));
  if (!part) return;
  await still(part);
  const scroller = scrollerOf(part);
  const frame = scroller === document.scrollingElement ? { top: 0, height: innerHeight } : scroller.getBoundingClientRect();
  const { top, height } = part.getBoundingClientRect();
  const isSeen = top >= frame.top && top + Math.min(height, frame.height) <= frame.top + frame.height;
  if (!isSeen) scroller.scrollTop = Math.floor(scroller.scrollTop + top - frame.top);
}

/** Once `part` stays where it is: what is above it grows while the page measures itself. */
async function still(part) {
  let last = null;
  for (let frames = 0, same = 0; frames < MOST_FRAMES && same < STILL_FRAMES; frames++) {
    await frame();
    const { top } = part.getBoundingClientRect();
    same = top === last ? same + 1 : 0;
    last = top;
  }
}

/** The next frame; a page that is out of sight has none. */
function frame() {
  return new Promise((done) => {
    requestAnimationFrame(done);
    setTimeout(done, 50);
  });
}

function scrollerOf(part) {
  for (let one = part.parentElement; one && one !== document.body; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight) return one;
  }
  return document.scrollingElement;
}
