// What stands in the page's place before it starts: a picture that waits for a press, or a question.
import { textIn } from "../../editor/src/link.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .offer { position: fixed; inset: 0; display: flex; flex-direction: column; gap: .5rem; padding: .75rem; border: 0; border-radius: 0; background: var(--surface); color: var(--ink); font: inherit; cursor: pointer; overflow: hidden; }
  .offer:focus-visible { outline-offset: -4px; }
  .offer img, .offer svg { flex: 1 1 0; min-height: 0; width: 100%; object-fit: contain; color: var(--accent); }
  .offer strong { flex: none; max-height: 3em; overflow: hidden; font-size: 1rem; line-height: 1.5; overflow-wrap: anywhere; }
  .offer strong::before { content: "▶ " / ""; color: var(--accent); }
  .question { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; display: grid; gap: 1rem; }
  .question code { overflow-wrap: anywhere; }
  .question .row { display: flex; flex-wrap: wrap; gap: .75rem; }
`);

/** Shows `element` in the page's place. Gives what takes it away again. */
function inPlace(element) {
  const boot = document.getElementById("boot");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  boot.hidden = true;
  boot.before(element);
  return () => {
    element.remove();
    boot.hidden = false;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}

function made(tag, words = "", more = {}) {
  return Object.assign(document.createElement(tag), { textContent: words, ...more });
}

/** A picture of what the address opens, until somebody presses it. */
export async function offered(said) {
  const button = made("button", "", { type: "button", className: "offer" });
  const words = made("strong", "Open the scenario");
  button.dataset.testid = "offer";
  button.append(drawing(), words);
  // The whole of it is the page's heading, which can be pressed.
  const [place, heading] = [made("main"), made("h1")];
  heading.append(button);
  place.append(heading);
  const takeAway = inPlace(place);
  const pressed = new Promise((resolve) => button.addEventListener("click", resolve, { once: true }));
  const example = said.get("ex");
  const carried = /(^#|&)s=/.test(location.hash);
  if (carried || said.has("src")) void named(words, carried ? null : said.get("src"));
  else if (/^[\w-]+$/.test(example ?? "")) void ofGallery(button, words, example);
  await pressed;
  takeAway();
}

/** Its title, of a text in the link; of a file its name. */
async function named(words, file) {
  if (file !== null) return void (words.textContent = decoded(file.split(/[?#]/)[0].split("/").pop()) || words.textContent);
  const text = (await textIn(location.hash)) ?? "";
  const title = /^\s*title\s+"((?:\\.|[^"\\\n])+)"/m.exec(text)?.[1];
  if (title) words.textContent = title.replace(/\\(.)/g, "$1");
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The picture of its card on the front page, and its title, where there are such. */
async function ofGallery(button, words, name) {
  const picture = made("img", "", { alt: "" });
  picture.addEventListener("load", () => button.querySelector("svg")?.replaceWith(picture), { once: true });
  const colours = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const chosen = { light: "light", dark: "dark", projector: "light" }[document.documentElement.dataset.theme] ?? colours;
  picture.setAttribute("src", `gallery/${name}.${chosen}.svg`);
  try {
    const response = await fetch("gallery/titles.txt");
    const line = (await response.text()).split("\n").find((line) => line.startsWith(`${name} `));
    if (response.ok && line) words.textContent = line.slice(name.length + 1);
  } catch {
    // It is offered without.
  }
}

/** Two processes and a message between them, for what has no picture of its own. */
function drawing() {
  const svg = shape("svg", { viewBox: "0 0 240 100", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": 2 });
  svg.append(
    shape("rect", { x: 12, y: 30, width: 60, height: 40, rx: 8 }),
    shape("rect", { x: 168, y: 30, width: 60, height: 40, rx: 8 }),
    shape("path", { d: "M80 50h78m-8-7 8 7-8 7" }),
    shape("circle", { cx: 112, cy: 50, r: 7, fill: "currentColor" }),
  );
  return svg;
}

function shape(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Whether a file is to be fetched from another site; Escape is a no. */
export function asked(address, mayFocus) {
  const question = made("main", "", { className: "question" });
  const heading = made("h1", `Fetch a scenario from ${address.host}?`, { tabIndex: -1 });
  const row = made("div", "", { className: "row" });
  const [yes, no] = [made("button", `Fetch it from ${address.host}`, { type: "button", className: "primary" }), made("button", "No, to the front page", { type: "button" })];
  question.dataset.testid = "question";
  row.append(yes, no);
  question.append(heading, made("p", "The link that you followed opens a file of another site:"), made("code", address.href));
  question.append(made("p", "That site sees that somebody fetches it. Nothing has been fetched from there yet."), row);
  const takeAway = inPlace(question);
  if (mayFocus) heading.focus();
  return new Promise((resolve) => {
    const answer = (is) => () => {
      removeEventListener("keydown", escape);
      takeAway();
      resolve(is);
    };
    const escape = (event) => event.key === "Escape" && answer(false)();
    addEventListener("keydown", escape);
    yes.addEventListener("click", answer(true));
    no.addEventListener("click", answer(false));
  });
}
