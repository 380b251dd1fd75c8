// What the open tab below the stage shows. The page says which view of which run, at which moment (web/assets/start.js);
// the views' module, in a worker, answers with a picture and the same in words, one question at a time; this file shows
// both, and tells the page what is pressed or pointed at, in events: ipcscope-do with "seek 12", "choose p3", "point p3".
import { events, placed } from "./events.js";
import { answered, asked, ended, explore, rest } from "./explore.js";
import css from "./panel.css";
import { h, patch } from "./tree.js";

/** So long a view stands at least while the run plays, ms: nobody reads faster. */
const PLAYING_MS = 100;
/** Less wide than this no picture is drawn, px. */
const LEAST_PX = 280;
/** How close a space-time diagram comes. */
const CLOSEST = 4;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
// Not as an element: a page with a strict policy takes a sheet that is made so.
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** What the page wants: {version, program, view, seed, schedule, events, at, playing, pointed}. */
let wanted = null;
/** What is shown: {question, program, answer}. */
let shown = null;
let trouble = null;
let isBusy = false;
/** What was chosen in a view. */
let choice = {};

/** The place for it; the page makes it, and takes it away when the tab is closed. */
const panel = () => document.getElementById("view");

const resized = new ResizeObserver(() => void (panel() ? refresh() : closed()));

/** The page wants this to be shown, from now on. `program` is the same object as long as the run's text is the same. */
export function show(version, query, program) {
  const next = { version, program, ...JSON.parse(query) };
  if (wanted && (wanted.program !== program || next.view !== "explore")) rest(wanted.program);
  const isOther = ["program", "seed", "view"].some((name) => wanted?.[name] !== next[name]);
  if (isOther) [choice, trouble] = [{ zoom: choice.zoom }, null];
  // The table goes along with the moment again.
  else if (wanted.at !== next.at) [choice.first, choice.line] = [null, null];
  wanted = next;
  if (!panel().childNodes.length) {
    shown = null;
    resized.disconnect();
    resized.observe(panel());
    patch(panel(), [h("p", { class: "empty late", role: "status" }, "Loading …")]);
  }
  light();
  void refresh();
}

/** The tab is closed: the worker goes, and with it all the memory that it has taken. */
async function closed() {
  resized.disconnect();
  shown = null;
  ended(wanted.program);
  const { end } = await views(wanted.version);
  if (!panel()) await end();
}

/** Tells the page. */
function tell(...words) {
  document.dispatchEvent(new CustomEvent("ipcscope-do", { detail: words.join(" ") }));
}

/** Chooses something in the view. */
function choose(chosen) {
  Object.assign(choice, chosen);
  if (shown) render();
  void refresh();
}

/** Asks until what is shown is what is wanted. */
async function refresh() {
  if (isBusy || trouble) return;
  isBusy = true;
  try {
    while (panel()) {
      const { version, program } = wanted;
      const question = questionNow();
      if (shown?.program === program && shown.question === question) break;
      const since = performance.now();
      const answer = await ask(version, question, program);
      if (answer.explored) answered(program, answer, performance.now() - since);
      shown = { question, program, answer };
      render();
      if (wanted.playing) await new Promise((then) => setTimeout(then, PLAYING_MS));
    }
  } catch (error) {
    // Of a tab that was closed nothing is waited for.
    if (!panel()) return;
    trouble = error.message;
    rest(wanted.program);
    render();
  } finally {
    isBusy = false;
  }
}

function questionNow() {
  const { view, seed, schedule, events, at, program } = wanted;
  const { first, process, kind, zoom = 0 } = choice;
  const own = { events: { first, process, kind }, spacetime: { zoom }, explore: view === "explore" && asked(program) }[view];
  return JSON.stringify({ view, seed, schedule, events, at, width: width() / scale(), ...own });
}

const views = (version) => import(new URL(`views.js?v=${version}`, document.baseURI));

async function ask(version, question, program) {
  const { ask } = await views(version);
  const text = new TextEncoder().encode(question);
  const bytes = new Uint8Array(4 + text.length + program.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(program, 4 + text.length);
  const answer = JSON.parse(new TextDecoder().decode(await ask(bytes)));
  if (answer.Err) throw new Error(answer.Err);
  return answer.Ok;
}

/** Room for a picture, px. */
function width() {
  return Math.max(panel().clientWidth, LEAST_PX);
}

/** Pictures are so many times as large as drawn, as those of the stage (web/src/state/views.rs). */
function scale() {
  const usual = document.documentElement.dataset.theme === "projector" ? 900 : 1300;
  return Math.min(Math.max(width() / usual, 1), 2);
}

function render() {
  const place = panel();
  if (!place) return;
  if (trouble) return patch(place, [failed()]);
  const { answer, question } = shown;
  const { view } = JSON.parse(question);
  if (view !== wanted.view) return;
  if (answer.explored) {
    const { program, schedule, playing } = wanted;
    if (shown.program !== program) return;
    return patch(place, explore({ answer, program, schedule, isPlaying: playing, tell, refresh }).flat(Infinity).filter(Boolean));
  }
  const row = h(
    "div",
    { class: "row" },
    // While it plays a reader could not keep up.
    h("p", { class: "summary", "aria-live": wanted.playing ? "off" : "polite", "data-testid": "summary" }, answer.summary),
    view === "spacetime" && zooming(),
  );
  const below = answer.lines ? events({ answer, choice, choose, tell, at: wanted.at }) : answer.tables.map(table);
  patch(place, [row, answer.picture && drawing(answer), below].flat().filter(Boolean));
  if (answer.lines) placed(place, answer, choice);
  light();
}

function failed() {
  const again = () => {
    trouble = null;
    void refresh();
  };
  const button = h("button", { onclick: again, "data-testid": "view-retry" }, "Try again");
  return h("div", { class: "trouble", role: "alert", "data-testid": "view-trouble" }, h("p", null, trouble), button);
}

/** How close the diagram is. */
function zooming() {
  const zoom = choice.zoom ?? 0;
  const button = (to, sign, label) => {
    const isOut = to < 0 || to > CLOSEST;
    const press = () => isOut || choose({ zoom: to });
    return h("button", { class: "quiet", onclick: press, "aria-disabled": isOut, "aria-label": label, title: label }, sign);
  };
  return h("div", { class: "zoom" }, button(zoom - 1, "−", "Further away"), button(zoom + 1, "+", "Closer"));
}

function drawing({ picture: { width, height, shapes }, summary }) {
  const elements = shapes.map(([tag, attributes, about, text]) =>
    h(tag, about ? { ...attributes, "data-about": about } : attributes, text),
  );
  const attributes = {
    class: "drawing",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": summary,
    onpointerover: ({ target }) => tell("point", target.dataset.about ?? ""),
    onpointerleave: () => tell("point", ""),
    onclick: ({ target: { dataset: { about } } }) => about && press(about),
  };
  return h("svg", attributes, patterns(), elements);
}

/** To an event's moment; all else is looked into. */
function press(about) {
  if (about.startsWith("e")) tell("seek", Number(about.slice(1)) + 1);
  else tell("choose", about);
}

/** The insides of what is blocked and of what sleeps, as in scene/src/svg.rs. */
function patterns() {
  const pattern = (id, size, back, drawn) =>
    h("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, h("rect", { width: size, height: size, fill: back }), drawn);
  const lines = h("path", { d: "M-2 2L2 -2M0 8L8 0M6 10L10 6", "stroke-width": 1.4, stroke: "var(--blocked)" });
  const dots = h("circle", { cx: 3, cy: 3, r: 1.1, fill: "var(--sleeping)" });
  return h("defs", null, pattern("hatch", 8, "var(--blocked-soft)", lines), pattern("dots", 6, "var(--sleeping-soft)", dots));
}

/** What is pointed at, here or elsewhere on the page, lights up. */
function light() {
  for (const element of panel().querySelectorAll("[data-about]")) {
    element.classList.toggle("lit", element.dataset.about === wanted.pointed);
  }
}

/** A table in full; a press on an event goes to its moment. */
function table({ caption, head, rows }) {
  const cell = ({ text, event }) =>
    h("td", null, event === null ? text : h("button", { class: "link", onclick: () => tell("seek", event + 1) }, text));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      null,
      h("caption", null, caption),
      h("thead", null, h("tr", null, head.map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", null, rows.map(({ cells }) => h("tr", null, cells.map(cell)))),
    ),
  );
}
