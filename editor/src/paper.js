// Paper. Ctrl+P or ⌘P on a scenario prints its handout (exports/src/handout.js), which is fetched for that. A browser's menu
// waits for nothing: what is printed from there, or where no handout can be made, is the page itself, laid out for paper.
import { hide, show } from "./bars.js";
import css from "./paper.css";

/** What takes longer than this is said. */
const SLOW_MS = 400;

const search = new URL(import.meta.url).search;
const isApple = /^(Mac|iP)/.test(navigator.platform);

let isMaking = false;
/** Takes away what was put into the page for paper; null while there is nothing. */
let putAway = null;

/** `standing()` tells how the page stands, as in embed/src/host.js. A frame is printed by the page around it. */
export function readyForPaper(standing) {
  if (parent !== window) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const pressed = (event) => {
    if (!isPrinting(event) || !isPlayer()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isMaking) handout(standing);
  };
  addEventListener("keydown", pressed, true);
  addEventListener("beforeprint", () => {
    const isHandout = document.body.classList.contains("printing");
    if (!isHandout && isPlayer()) layOut(standing()[7]);
  });
  addEventListener("afterprint", () => putAway?.());
}

/** A scenario is open, in an engine that runs. */
const isPlayer = () => document.querySelector("#app:not([inert]) .player") !== null;

/** On a Mac Ctrl+P is the editor's: a line up. */
function isPrinting({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const [wanted, other] = isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  return key.toLowerCase() === "p" && wanted && !other && !shiftKey && !altKey;
}

async function handout(standing) {
  isMaking = true;
  const slow = setTimeout(() => show("handout", "Making the handout …", []), SLOW_MS);
  try {
    const { print } = await import(new URL(`export.js${search}`, import.meta.url));
    await print(standing);
  } catch {
    // It did not arrive, or the text has mistakes: better the page than nothing.
    window.print();
  } finally {
    clearTimeout(slow);
    hide("handout");
    isMaking = false;
  }
}

/** The page as it is to be on paper: in light colours, with the whole program and the link. */
function layOut(text) {
  putAway?.();
  const root = document.documentElement;
  const { theme } = root.dataset;
  // What is painted already stays as it is.
  const isDark = getComputedStyle(root).colorScheme === "dark";
  const program = made("ol");
  for (const line of text.trimEnd().split("\n")) program.append(made("li", made("code", line)));
  const link = made("a", location.href);
  link.href = location.href;
  const rest = made("article", made("h2", "Program"), program, made("p", link));
  rest.className = "paper";
  document.body.append(rest);
  document.body.classList.toggle("dark-painted", isDark);
  root.dataset.theme = "light";
  putAway = () => {
    rest.remove();
    document.body.classList.remove("dark-painted");
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
    putAway = null;
  };
}

function made(tag, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}
