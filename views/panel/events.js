// The events as a table of any length: by process and kind, by mouse and keyboard, along with the moment.
import { place, reveal } from "./lines.js";
import { h } from "./tree.js";

/** So many lines Page up and Page down go. */
const PAGE = 10;
/** So many lines come along above what is seen. */
const ABOVE = 20;

/** The filters and the table. */
export function events(view) {
  const { answer, choice, choose } = view;
  const { total, processes, kinds } = answer.lines;
  const filters = h(
    "div",
    { class: "row" },
    filter("Process", "for-process", processes.map((name, number) => [number, name]), choice.process, (process) => choose({ ...anew, process })),
    filter("Kind", "for-kind", kinds, choice.kind, (kind) => choose({ ...anew, kind })),
  );
  return total > 0 ? [filters, table(view), help()] : [filters];
}

const anew = { first: null, line: null };

function filter(label, id, options, chosen, choose) {
  const changed = ({ target: { value } }) => choose(value === "" ? null : Number(value));
  const all = h("option", { value: "" }, "all");
  const option = ([number, name]) => h("option", { value: number }, name);
  const select = h("select", { onchange: changed, value: chosen ?? "", "data-testid": id }, all, options.map(option));
  return h("label", { class: "field" }, h("span", null, label), select);
}

function help() {
  return h("p", { id: "lines-help", class: "hint" }, "Up and down go from line to line, Enter to the moment, C to its cause.");
}

function table(view) {
  const { answer, choice, choose, tell, at } = view;
  const { total, first, current } = answer.lines;
  const [{ head, rows }] = answer.tables;
  const marked = choice.line ?? current;
  const scrolled = ({ target }) => {
    const [top, bottom] = place(target, total, first);
    if (top < first || Math.min(bottom, total - 1) >= first + rows.length) choose({ first: Math.max(top - ABOVE, 0) });
  };
  const cell = ({ text, event }) => {
    const go = (press) => {
      // The line that it stands in goes elsewhere.
      press.stopPropagation();
      tell("seek", event + 1);
    };
    return h("td", { role: "gridcell" }, event === null ? text : h("button", { class: "link", tabindex: -1, onclick: go }, text));
  };
  const row = ({ event, cells }, index) => {
    const line = first + index;
    const isCurrent = line === current && event < at;
    const attributes = {
      id: `line-${line}`,
      role: "row",
      "aria-rowindex": line + 2,
      "aria-selected": line === marked,
      "aria-current": isCurrent ? "step" : null,
      class: isCurrent ? "current" : event >= at ? "later" : null,
      onclick: () => tell("seek", event + 1),
    };
    return h("tr", attributes, cells.map(cell));
  };
  const grid = {
    role: "grid",
    tabindex: 0,
    "aria-label": "Events",
    "aria-rowcount": total + 1,
    "aria-describedby": "lines-help",
    "aria-activedescendant": marked === null ? null : `line-${marked}`,
    onkeydown: (event) => walked(event, view, marked),
    "data-testid": "events",
  };
  const top = h("thead", null, h("tr", { role: "row", "aria-rowindex": 1 }, head.map((words) => h("th", { role: "columnheader", scope: "col" }, words))));
  return h("div", { class: "lines", onscroll: scrolled }, h("div", null, h("table", grid, top, h("tbody", null, rows.map(row)))));
}

/** The keyboard on the table. */
function walked(event, { answer, choose, tell }, marked) {
  const { total, first } = answer.lines;
  const row = marked === null ? undefined : answer.tables[0].rows[marked - first];
  const line = marked ?? 0;
  const to = {
    ArrowDown: () => (marked === null ? 0 : line + 1),
    ArrowUp: () => line - 1,
    PageDown: () => line + PAGE,
    PageUp: () => line - PAGE,
    Home: () => 0,
    End: () => total - 1,
  }[event.key];
  const goal = { Enter: row?.event, c: row?.cells.at(-1).event, C: row?.cells.at(-1).event }[event.key];
  if (event.ctrlKey || event.altKey || event.metaKey || (!to && goal === undefined)) return;
  event.preventDefault();
  if (to) choose({ line: Math.min(Math.max(to(), 0), total - 1) });
  else if (goal !== null) tell("seek", goal + 1);
}

/** What was gone along with last: the line of the keyboard, and the answer. */
let followed = { line: null, answer: null };

/** Puts the lines where they belong, and goes along with the keyboard or, where nobody has scrolled, with the moment. */
export function placed(panel, answer, choice) {
  const scroller = panel.querySelector(".lines");
  if (!scroller) return;
  const { total, first, current } = answer.lines;
  const line = choice.line ?? null;
  const before = followed;
  followed = { line, answer };
  place(scroller, total, first);
  const hasMoved = line === null ? answer !== before.answer && (choice.first ?? null) === null : line !== before.line;
  if (!hasMoved) return;
  reveal(scroller, total, line ?? current ?? 0);
  place(scroller, total, first);
}
