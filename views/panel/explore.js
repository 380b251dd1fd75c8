// Every schedule: the search with its progress, what it has found, and the scheduler at the moment with the branches taken.
import { h } from "./tree.js";

/** One slice of the search takes about so long, ms: between two the worker hears what else is wanted. */
const SLICE_MS = 100;
/** States of the first slice. */
const FIRST = 500;
/** So many branches are kept. */
const MOST_BRANCHES = 12;

/** For each program: how far its search is, and the schedules taken. As long as the text is the same, so is the object. */
const kept = new WeakMap();

function of(program) {
  if (!kept.has(program)) kept.set(program, anew());
  return kept.get(program);
}

const anew = () => ({ isRunning: false, slice: FIRST, turn: 0, ms: 0, branches: [] });

/** What is asked of the worker: `turn` makes each slice a question of its own. */
export function asked(program) {
  const { isRunning, slice, turn, branches } = of(program);
  return { slice: isRunning ? slice : 0, turn, branches };
}

/** An answer is there, after so many ms: the next slice is as large as it should be. */
export function answered(program, { explored }, ms) {
  const search = of(program);
  if (!search.isRunning) return;
  const { progress } = explored;
  search.ms += ms;
  search.turn++;
  search.slice = Math.round(Math.min(Math.max(search.slice * Math.min(Math.max(SLICE_MS / ms, 0.3), 2), 50), 2e6));
  search.isRunning = !progress.is_finished && !progress.is_stopped;
}

/** The search rests; it can go on from there. */
export function rest(program) {
  of(program).isRunning = false;
}

/** The worker is gone, and the search with it; the branches stay. */
export function ended(program) {
  kept.set(program, { ...anew(), branches: of(program).branches });
}

/** Everything there is to see. */
export function explore({ answer, program, schedule, isPlaying, tell, refresh }) {
  const { explored, summary } = answer;
  const search = of(program);
  const doing = { search, explored, isPlaying, tell, refresh, schedule };
  const { progress } = explored;
  return [
    h("div", { class: "row" }, h("p", { class: "summary", "aria-live": search.isRunning ? "off" : "polite", "data-testid": "summary" }, summary), button(doing)),
    progress && standing(progress, search),
    progress && found(doing),
    explored.graph && section("All states", hint("From left to right by their distance from the start. Squares are ends. A press goes there."), picture(explored.graph, "The graph of all states", doing)),
    scheduler(doing),
  ];
}

/** The one that begins the search, stops it, or lets it go on. */
function button({ search, explored: { progress }, refresh }) {
  const run = (isRunning) => () => {
    search.isRunning = isRunning;
    search.turn++;
    refresh();
  };
  if (search.isRunning) return h("button", { onclick: run(false), "data-testid": "explore" }, "Stop");
  if (!progress) return h("button", { class: "primary", onclick: run(true), "data-testid": "explore" }, "Try every schedule");
  if (progress.is_finished || progress.is_full) return null;
  return h("button", { onclick: run(true), "data-testid": "explore" }, "Go on");
}

function standing({ states, transitions, bytes, left, is_finished, is_stopped, is_full, growth }, { isRunning, ms }) {
  const number = (value) => value.toLocaleString("en-US");
  const figures = `${number(states)} states, ${number(transitions)} transitions, ${(ms / 1000).toFixed(1)} s, ${(bytes / 2 ** 20).toFixed(1)} MB`;
  const stop = is_full ? "; the memory for it is full: the command line goes further" : is_stopped && !growth ? "; stopped at the limit of states" : isRunning || is_finished ? "" : "; stopped";
  const why = growth ? `${stop}: ${growth}` : stop;
  const bar = isRunning && h("progress", { max: states, value: states - left, "aria-label": "States opened, of those found" });
  return h("div", { class: "standing" }, bar, h("span", { class: "hint", "data-testid": "figures" }, figures + why));
}

function found(doing) {
  const { checks, troubles, never, ends, outcomes } = doing.explored;
  return [
    checks.length > 0 && section("Checks, in every schedule", list(checks, "checks", doing)),
    section("What else can go wrong", troubles.length > 0 && list(troubles, "troubles", doing), never && hint(never)),
    section(ends, list(outcomes, "outcomes", doing)),
  ];
}

function section(title, ...children) {
  return h("section", null, h("h2", null, title), ...children);
}

const hint = (words) => h("p", { class: "hint" }, words);

const MARKS = { good: ["✓", "kept"], bad: ["✗", "broken"], open: ["○", "open"], "": ["•", ""] };

function list(findings, name, doing) {
  const one = ({ mark, title, words, details, schedule }) => {
    const [sign, kind] = MARKS[mark];
    const play = schedule && [
      h("button", { class: "play-it", "aria-label": `Play it: ${title} ${words}`, onclick: () => take(doing, schedule, "schedule") }, "Play it"),
      h("span", { class: "hint" }, moves(schedule.length)),
    ];
    const said = h("span", null, h(title.startsWith("check ") ? "code" : "strong", null, title), " ", words);
    return h("li", { class: kind }, h("span", { class: "verdict", "aria-hidden": "true" }, sign), h("div", null, said, details.map(hint)), h("span", { class: "row" }, play ?? []));
  };
  return h("ul", { class: "checks findings", "data-testid": name }, findings.map(one));
}

const moves = (count) => (count === 1 ? "1 move" : `${count.toLocaleString("en-US")} moves`);

/** Plays a schedule, or goes to its end; what was taken before stays a branch. */
function take({ search, explored: { scheduler }, tell, refresh, schedule: present }, schedule, verb) {
  for (const one of [scheduler.own, present, schedule]) {
    if (!one) continue;
    const name = one.join();
    search.branches = [...search.branches.filter((other) => other.join() !== name), one].slice(-MOST_BRANCHES);
  }
  tell(verb, schedule.join());
  refresh();
}

function scheduler(doing) {
  const { explored: { scheduler: { summary, made, steps, blocked, branches, tree } }, schedule, isPlaying, tell } = doing;
  const go = (to) => () => take(doing, to, "schedule-end");
  const step = ({ who, words, schedule }) => h("li", null, h("button", { onclick: go(schedule) }, h("strong", null, who), ` ${words}`));
  const stuck = ({ who, why }) => h("li", null, h("strong", null, who), " ", why);
  const branch = ({ words, schedule }, number) =>
    h("li", null, h("button", { class: "quiet", onclick: go(schedule), "aria-current": schedule.join() === made?.join() ? "true" : null }, `Branch ${number + 1}, ${words}`));
  const back = made?.length > 0 && h("button", { onclick: go(made.slice(0, -1)), "data-testid": "move-back" }, "One move back");
  const ordinary = schedule && h("button", { onclick: () => tell("ordinary"), "data-testid": "ordinary" }, "Back to the seed’s run");
  return section(
    "You are the scheduler",
    hint("No clock runs here: whoever can move may be next. Pick a move; the stage goes there."),
    h("div", { class: "row" }, h("p", { class: "summary", "aria-live": isPlaying ? "off" : "polite", "data-testid": "possible" }, summary), back, ordinary),
    h("ul", { class: "steps", "data-testid": "steps" }, steps.map(step)),
    blocked.length > 0 && h("ul", { class: "stuck", "data-testid": "stuck" }, blocked.map(stuck)),
    tree && branches.length > 0 && [picture(tree, "The branches taken, as a tree", doing), h("ul", { class: "branches", "data-testid": "branches" }, branches.map(branch))],
  );
}

/** A picture as large as it is drawn, in which a node is pressed. */
function picture({ width, height, shapes }, label, doing) {
  const elements = shapes.map(([tag, attributes, about, text]) => h(tag, about ? { ...attributes, "data-about": about } : attributes, text));
  const press = ({ target: { dataset: { about } } }) => {
    if (about) take(doing, about.length > 1 ? about.slice(1).split(",").map(Number) : [], "schedule-end");
  };
  const svg = { class: "drawing nodes", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, onclick: press };
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, h("svg", svg, elements));
}
