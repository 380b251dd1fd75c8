// The dialog “Export”: the run on the stage as pictures, as an animation, as files for other programs, and on paper. It is
// fetched when its button is pressed (web/assets/start.js); the run is made once more in a worker (worker.js).
import { MOST_FRAMES, animation, shown } from "./animation.js";
import { adopt, el, fileName, save } from "./elements.js";
import css from "./export.css";
import { printed } from "./handout.js";
import { WIDTH_PX, png, theme } from "./pictures.js";
import { opened } from "./run.js";

export { print } from "./handout.js";

/** What is made of the whole run, and what reads it. */
const FILES = [
  { format: "csv", ending: "csv", name: "Events as CSV", words: "every event in a row, for a spreadsheet", mime: "text/csv" },
  { format: "text", ending: "txt", name: "Events as text", words: "one line an event, in words", mime: "text/plain" },
  { format: "metrics", ending: "txt", name: "Figures", words: "times, queues, waiting, as tables", mime: "text/plain", suffix: "-figures" },
  { format: "mermaid", ending: "mmd", name: "Mermaid", words: "a sequence diagram, for Markdown and wikis", mime: "text/plain" },
  { format: "perfetto", ending: "json", name: "Perfetto", words: "a trace for ui.perfetto.dev", mime: "application/json" },
  { format: "shiviz", ending: "log", name: "ShiViz", words: "a log with vector clocks, for ShiViz", mime: "text/plain" },
];
const WIDTHS_PX = [480, 640, 800, 960];
const FRAMES_A_SECOND = [0.5, 1, 2, 4, 8];

let dialog;
/** How the page stands: what start.js heard last. */
let page;
/** The run in its worker, and what is being made of it. */
let run = null;
let work = null;

/** The button was pressed; `standing()` tells how the page stands, as in embed/src/host.js. */
export function open(standing) {
  page = () => {
    const [step, steps, , , , , isFresh, text] = standing();
    return { step, steps, isFresh, text };
  };
  if (!dialog) {
    adopt(css);
    dialog = el("dialog", { class: "export", "aria-labelledby": "export-title", "data-testid": "export-dialog", onclose: closed });
    // A press beside it closes it.
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    document.body.append(dialog);
  }
  const { step, steps, isFresh } = page();
  dialog.replaceChildren(
    el("form", { method: "dialog", class: "head" }, el("h2", { id: "export-title" }, "Export"), el("button", { "aria-label": "Close" }, "Close")),
    ...(isFresh
      ? [pictures(step, steps), moving(step, steps), files(), paper()]
      : [el("p", { class: "empty" }, "There is no run to export: mend what the program’s mistakes say first.")]),
    el("p", { class: "said", role: "status", "data-testid": "export-said" }),
  );
  dialog.showModal();
}

function closed() {
  run?.end();
  run = work = null;
}

function pictures(step, steps) {
  const svg = () => ask("svg", { step: page().step, width: WIDTH_PX, theme: theme() });
  return group(
    `This moment: event ${step} of ${steps}`,
    row("Picture as SVG", "stays sharp at any size", button("Save SVG", async () => save(new Blob([await svg()], { type: "image/svg+xml" }), fileName("svg")))),
    row("Picture as PNG", "for slides and documents", button("Save PNG", async () => save(await png(await svg()), fileName("png")))),
  );
}

/** A stretch of the run as a GIF. */
function moving(step, steps) {
  const number = (label, value, id) => el("label", { class: "field" }, `${label} `, el("input", { type: "number", min: 0, max: steps, value, required: true, "data-testid": id }));
  const choice = (label, values, chosen, id) => el("label", { class: "field" }, `${label} `, el("select", { "data-testid": id }, ...values.map((value) => el("option", { selected: value === chosen }, `${value}`))));
  const from = number("From event", step < steps ? step : 0, "gif-from");
  const to = number("to", steps, "gif-to");
  const width = choice("Width, px", WIDTHS_PX, 640, "gif-width");
  const rate = choice("Events a second", FRAMES_A_SECOND, 2, "gif-rate");
  const hint = el("p", { class: "hint" });
  const value = (field) => Number(field.lastChild.value);
  const make = button("Save GIF", async () => {
    const [first, last] = [value(from), value(to)];
    if (!(Number.isInteger(first) && Number.isInteger(last) && 0 <= first && first <= last && last <= steps)) {
      throw new Error(`A stretch goes from an event to a later one, both from 0 to ${steps}.`);
    }
    const settings = { from: first, to: last, width: value(width), theme: theme(), delayMs: 1_000 / value(rate) };
    const blob = await animation(running(), settings, (done, all) => progress(done, all));
    save(blob, fileName("gif"));
    return `The animation has ${shown(first, last).length} pictures and ${Math.ceil(blob.size / 1_024).toLocaleString("en")} KiB.`;
  });
  const told = () => {
    const count = value(to) - value(from) + 1;
    hint.textContent = count > MOST_FRAMES ? `${count} events: every so many of them, ${MOST_FRAMES} pictures in all.` : "";
  };
  const fields = el("div", { class: "fields", oninput: told }, from, to, width, rate);
  told();
  return group("A stretch that moves", row("Animated GIF", "a picture for each event", make), fields, hint);
}

function files() {
  const rows = FILES.map(({ format, ending, name, words, mime, suffix = "" }) => {
    const made = () => ask("export", { format });
    const file = button(`Save ${name}`, async () => save(new Blob([await made()], { type: mime }), fileName(ending).replace(/(?=\.[a-z]+$)/, suffix)), "Save");
    const copy = button(`Copy ${name}`, async () => copied(await made()), "Copy");
    return row(name, words, file, copy);
  });
  const program = row("Scenario", "the text, for the page and the command line", button("Save Scenario", async () => save(new Blob([page().text], { type: "text/plain" }), fileName("ipc")), "Save"));
  return group("The whole run", ...rows, program);
}

function paper() {
  const make = button("Print handout", async () => {
    await printed(running(), page().step);
    return "";
  });
  return group("On paper", row("Handout", "this moment, the lanes, what each process does and why, the program", make));
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error("The browser keeps the clipboard to itself here: save the file instead.");
  }
  return "Copied.";
}

function group(name, ...rows) {
  return el("section", {}, el("h3", {}, name), ...rows);
}

function row(name, words, ...buttons) {
  return el("div", { class: "row" }, el("p", {}, el("b", {}, name), el("span", {}, ` ${words}`)), ...buttons);
}

/** A button that makes something, one thing at a time; while it does, it cancels. */
function button(name, make, label = name) {
  const id = name.toLowerCase().replaceAll(" ", "-");
  const made = el("button", { type: "button", "aria-label": label === name ? null : name, "data-testid": `export-${id}` }, label);
  made.onclick = async () => {
    if (work === made) return cancelled();
    if (work) return say("Something else is being made: wait for it, or cancel it.", true);
    work = made;
    made.textContent = "Cancel";
    say("Making it …");
    try {
      const words = await make();
      if (work === made) say(words ?? "Saved.");
    } catch (error) {
      if (work === made) say(error.message, true);
      // Where something did not arrive, the next press starts anew.
      run?.end();
      run = null;
    } finally {
      made.textContent = label;
      if (work === made) work = null;
    }
  };
  return made;
}

function cancelled() {
  closed();
  say("Cancelled.");
}

function progress(done, all) {
  say(`Picture ${done} of ${all} …`);
}

function say(words, isWrong = false) {
  const place = dialog.querySelector(".said");
  place.textContent = words;
  place.classList.toggle("wrong", isWrong);
}

function running() {
  run ??= opened(page().text);
  return run;
}

const ask = (what, more) => running().ask(what, more);
