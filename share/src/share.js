// The dialog “Share”: the link to what is open, with settings, as a QR code and in the forms of other texts, and what it
// will look like. It is fetched when its button is pressed (web/assets/start.js); where it does not arrive, the page copies
// the plain link.
import { lengthOf, linkOf, opened } from "./address.js";
import { adopt, el } from "../../exports/src/elements.js";
import { element, frame, markdown, markdownPicture, pictureName } from "./forms.js";
import { savePicture } from "./picture.js";
import { preview } from "./preview.js";
import { MOST_BYTES, code } from "./qr.js";
import css from "./share.css";

/** For the printed handout (exports/src/handout.js). */
export { code };

/** The settings that have a few values: [name, label, [[value, words], …]]. */
const CHOICES = [
  ["controls", "Controls", [["full", "all"], ["mini", "play, steps and slider"], ["none", "none"]]],
  ["view", "Tab below the stage", [["", "none"], ["waitfor", "Wait-for graph"], ["charts", "Charts"], ["spacetime", "Space-time"], ["events", "Events"], ["explore", "Every schedule"]]],
  ["editor", "Program", [["edit", "can be changed"], ["readonly", "can be read"], ["none", "is not shown"]]],
  ["theme", "Colours", [["", "as their device is set"], ["light", "light"], ["dark", "dark"], ["projector", "projector"]]],
];
/** What can be copied. Two of them make a frame. */
const FORMS = { link: "Link", frame: "<iframe>", element: "<ipc-scope>", markdown: "Markdown", picture: "Markdown with picture" };
const FRAMED = ["frame", "element"];
/** The site as one file has no script for other pages. */
const isSingle = "ipcscopeOpen" in globalThis;

let dialog = null;
/** What is shared: {it, step, title, isFresh}. */
let shared;
/** The parts of the dialog that are written to. */
let parts;
let isOpening = false;

/** The button was pressed; `standing()` tells how the page stands, as in embed/src/host.js. */
export async function open(standing) {
  if (dialog?.open || isOpening) return;
  isOpening = true;
  try {
    await prepare(standing);
    show();
  } finally {
    isOpening = false;
  }
}

async function prepare(standing) {
  // The page writes its address some time after a change, and at once where it is asked to.
  document.dispatchEvent(new CustomEvent("ipcscope-do", { detail: "address" }));
  await new Promise((done) => setTimeout(done));
  const [step, , , , , , isFresh, text] = standing();
  const title = document.querySelector("#main h1")?.textContent ?? "Scenario";
  shared = { it: await opened(location.href, { text, isFresh }), step, title, isFresh };
}

function show() {
  if (!dialog) {
    adopt(css);
    dialog = el("dialog", { class: "share", "aria-labelledby": "share-title", "data-testid": "share-dialog", onclose: closed });
    // A press beside it closes it. Not by a handler: where one gives false, the press is taken back.
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    document.body.append(dialog);
    // What is open is another then.
    for (const name of ["popstate", "hashchange"]) addEventListener(name, () => dialog.close());
  }
  const form = el("form", { class: "settings", oninput: changed, onsubmit: (event) => event.preventDefault() }, copies(), ...settings());
  parts = { form, ...parts, seen: preview() };
  parts.code = el("div", { class: "code", "data-testid": "share-code" });
  dialog.replaceChildren(
    el("form", { method: "dialog", class: "head" }, el("h2", { id: "share-title" }, "Share"), el("button", {}, "Close")),
    el("div", { class: "columns" }, form, el("div", { class: "sights" }, parts.seen.place, parts.code)),
  );
  changed();
  dialog.showModal();
  parts.copy.focus();
}

function closed() {
  parts.seen.close();
}

/** The link in a form, to be copied. */
function copies() {
  const forms = Object.entries(FORMS).filter(([name]) => !(isSingle && name === "element"));
  const choices = forms.map(([value, words]) => el("label", {}, el("input", { type: "radio", name: "form", value, checked: value === "link" }), el("span", {}, words)));
  parts = {
    text: el("textarea", { readonly: true, rows: 4, spellcheck: "false", "aria-label": "What is copied", "data-testid": "share-text" }),
    copy: el("button", { type: "button", class: "primary", "data-testid": "share-copy", onclick: copy }, "Copy"),
    picture: el("button", { type: "button", "data-testid": "share-picture", onclick: picture }, "Save picture"),
    file: el("button", { type: "button", "data-testid": "share-file", onclick: saveFile }, "Save file"),
    said: el("p", { class: "said", role: "status", "data-testid": "share-said" }),
    length: el("p", { class: "hint", "data-testid": "share-length" }),
    warning: el("p", { class: "warning", role: "status", "data-testid": "share-warning" }),
    hint: el("p", { class: "hint" }),
  };
  const { text, copy: button, picture: save, file, said, length, warning, hint } = parts;
  return el("div", {}, el("fieldset", { class: "forms" }, el("legend", {}, "Copy as"), ...choices), text, hint, el("div", { class: "row" }, button, save, file, said), length, warning);
}

function settings() {
  const { it, step } = shared;
  const select = (name, label, options, chosen) =>
    el("label", { class: "field" }, el("span", {}, label), el("select", { name, "data-testid": `share-${name}` }, ...options.map(([value, words]) => el("option", { value, selected: `${value}` === `${chosen}` }, words))));
  const check = (name, words) => el("label", { class: "check" }, el("input", { type: "checkbox", name, "data-testid": `share-${name}` }), el("span", {}, words));
  const moments = [...(step > 0 ? [[step, `this moment: event ${step}`]] : []), [0, "the start"]];
  const along = [it.schedule !== null && "this run by its schedule", it.seed !== null && `seed ${it.seed}`].filter(Boolean);
  return [
    el("fieldset", { class: "fields" }, el("legend", {}, "Opens"),
      select("step", "At", moments, step),
      ...CHOICES.map(([name, label, options]) => select(name, label, options, name === "view" ? it.view ?? "" : options[0][0]))),
    el("div", { class: "checks" }, check("autoplay", "Plays by itself"), check("embed", "For a frame: no header")),
    el("p", { class: "hint", "data-testid": "share-along" }, along.length ? `Goes along: ${along.join(" and ")}.` : ""),
  ];
}

/** What was chosen. */
function chosen() {
  const { form, step, controls, view, editor, theme, autoplay, embed } = parts.form.elements;
  const isFramed = FRAMED.includes(form.value);
  return {
    form: form.value,
    isFramed,
    settings: { step: Number(step.value), controls: controls.value, view: view.value, editor: editor.value, theme: theme.value, autoplay: autoplay.checked, embed: isFramed || embed.checked },
  };
}

/** Something was chosen: all follows. */
function changed() {
  const { form, isFramed, settings } = chosen();
  const link = linkOf(shared.it, settings);
  const { words, warning, wantsFile } = lengthOf(link);
  parts.link = link;
  parts.form.elements.embed.disabled = isFramed;
  parts.text.value = written(form, link, settings);
  parts.picture.hidden = form !== "picture";
  parts.hint.textContent = form === "picture" ? `Put the picture beside your text, as ${pictureName(shared.it, shared.title)}.` : "";
  parts.length.textContent = words + (location.protocol === "file:" ? " It opens on this machine only: this page is from its disk." : "");
  parts.warning.textContent = warning;
  parts.file.hidden = !wantsFile;
  parts.file.className = wantsFile ? "primary" : "";
  parts.copy.className = wantsFile ? "" : "primary";
  parts.said.textContent = "";
  const drawn = code(link);
  const tooLong = `The link is too long for a QR code, which has room for ${MOST_BYTES.toLocaleString("en")} characters at most.`;
  parts.code.replaceChildren(drawn ?? el("p", { class: "hint" }, tooLong));
  parts.seen.show(link, settings.embed);
}

function written(form, link, settings) {
  const { it, title } = shared;
  switch (form) {
    case "frame":
      return frame(link, title);
    case "element":
      return element(new URL("embed.js", document.baseURI).href, it, settings, title, it.text);
    case "markdown":
      return markdown(link, title);
    case "picture":
      return markdownPicture(link, title, pictureName(it, title));
    default:
      return link;
  }
}

async function copy() {
  const { form } = chosen();
  const text = parts.text.value;
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied: ${form === "link" ? "the link" : FORMS[form]}.`);
  } catch {
    parts.text.focus();
    parts.text.select();
    say("The browser keeps the clipboard to itself here. The text is selected: copy it with Ctrl+C or ⌘C.");
  }
}

async function picture() {
  say("Drawing …");
  try {
    if (!shared.isFresh) throw new Error("There is no run to draw: mend the program’s mistakes first.");
    await savePicture(shared.it.text, shared.step, pictureName(shared.it, shared.title));
    say("The picture is saved.");
  } catch ({ message }) {
    say(message);
  }
}

function saveFile() {
  document.dispatchEvent(new Event("ipcscope-file"));
  say("The file is saved.");
}

function say(words) {
  parts.said.textContent = words;
}
