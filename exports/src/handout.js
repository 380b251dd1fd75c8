// A handout: one moment of a run on paper, with the lanes of the whole run, what each process does and why, and the program.
import { linkOf, opened as shared } from "../../share/src/address.js";
import { adopt, el, title } from "./elements.js";
import css from "./handout.css";
import { opened } from "./run.js";

/** Of the picture, in CSS pixels: its letters are about as large as those of the text then. */
const WIDTH_PX = 760;
/** A link that is longer than this nobody types. */
const MOST_TYPED = 300;
const LONG = "The link to this moment is too long to be typed; in a PDF these words lead there.";
/** So wide is a module of the QR code, where that leaves room for it. */
const [MODULE_MM, MOST_MM] = [0.5, 70];

let isAdopted = false;
/** The one that is in the document. */
let sheet = null;

/** The page is to be printed (editor/src/paper.js); `standing()` tells how it stands, as in embed/src/host.js. */
export async function print(standing) {
  const [step, , , , , , , text] = standing();
  const run = opened(text);
  try {
    await printed(run, step);
  } finally {
    run.end();
  }
}

/** Prints it, and takes it away again when that is over. */
export async function printed(run, step) {
  if (!isAdopted) adopt(css);
  isAdopted = true;
  const made = await handout(run, step);
  takeAway();
  sheet = made;
  document.body.append(sheet.element);
  document.body.classList.add("printing");
  window.print();
}

// Most browsers stop in `print` until their own dialog is closed, some go on with it open; one that is kept from printing
// says nothing. Whoever does something on the page again is through with the dialog.
for (const name of ["afterprint", "pointerdown", "keydown"]) addEventListener(name, takeAway);

function takeAway() {
  document.body.classList.remove("printing");
  sheet?.element.remove();
  sheet?.end();
  sheet = null;
}

/** The handout as an element, and what gives its picture's memory back. */
async function handout(run, step) {
  const [svg, { timeUs, processes }, { steps, end }] = [await run.ask("svg", { step, width: WIDTH_PX, theme: "light" }), await run.ask("snapshot", { step }), await run.ask("run")];
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const picture = el("img", { src: address, alt: "The system at this moment, and the lanes of the whole run" });
  await picture.decode();
  const about = document.querySelector("#main .about")?.textContent;
  const link = await linkTo(run.text, step);
  const element = el(
    "article",
    { class: "handout", "data-testid": "handout" },
    ...(await camera(link)),
    el("h1", {}, title()),
    ...(about ? [el("p", {}, about)] : []),
    el("p", { class: "where" }, el("a", { href: elsewhere(link) }, link.length <= MOST_TYPED ? link : LONG)),
    el("h2", {}, `At ${timeUs / 1_000} ms, after event ${step} of ${steps}`),
    picture,
    el("ul", {}, ...processes.map(({ name, why }) => el("li", {}, el("b", {}, name), ` ${why}`))),
    el("p", { class: "outcome" }, `The run’s end: ${end.words}`),
    el("h2", {}, "Program"),
    el("ol", { class: "program" }, ...lines(run.text).map((line) => el("li", {}, el("code", {}, line)))),
  );
  return { element, end: () => URL.revokeObjectURL(address) };
}

/** The link to this moment. */
async function linkTo(text, step) {
  // The page writes its address some time after a change, and at once where it is asked to.
  document.dispatchEvent(new CustomEvent("ipcscope-do", { detail: "address" }));
  await new Promise((done) => setTimeout(done));
  const it = await shared(location.href, { text, isFresh: true });
  return linkOf(it, { step, view: it.view ?? "" });
}

/** The same link, as one that a PDF keeps: browsers drop what leads to the very page that is printed, and to a place in it. */
function elsewhere(href) {
  return href.replace("#", href.includes("?") ? "&#" : "?#");
}

/** The QR code, from the dialog “Share” (share/src/qr.js); none where that does not arrive, or where nobody else has the page. */
async function camera(href) {
  if (location.protocol === "file:") return [];
  const { search } = new URL(import.meta.url);
  const { code } = await import(new URL(`share.js${search}`, import.meta.url)).catch(() => ({}));
  const drawn = code?.(href);
  if (!drawn) return [];
  const width = `${Math.min(MOST_MM, MODULE_MM * drawn.viewBox.baseVal.width)}mm`;
  for (const side of ["width", "height"]) drawn.setAttribute(side, width);
  return [drawn];
}

function lines(text) {
  return text.replace(/\n+$/, "").split("\n");
}
