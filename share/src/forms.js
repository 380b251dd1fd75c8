// The link in the forms in which it is put into other texts. What comes from a scenario is escaped for each of them.
import { escaped } from "../../embed/src/inline.js";
import { parameters } from "./address.js";

/** As large as a frame is offered, px: the stage and the transport of most scenarios. */
export const FRAME_PX = [720, 460];

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Inside the quotes of an attribute. */
const attribute = (value) => `${value}`.replace(/[&<>"]/g, (letter) => ENTITIES[letter]);

const inOneLine = (title) => title.replace(/\s+/g, " ").trim();

/** A frame of another page. */
export function frame(link, title) {
  const [width, height] = FRAME_PX;
  return `<iframe src="${attribute(link)}" width="${width}" height="${height}" loading="lazy"\n        title="${attribute(inOneLine(title))}"></iframe>`;
}

/** The element, with the script that defines it; a text that is none of the gallery's stands inside. */
export function element(script, opened, settings, title, text) {
  const own = parameters(opened, { ...settings, embed: false }).map(([name, value]) => ` ${name}="${attribute(value)}"`);
  const head = `<script type="module" src="${attribute(script)}"></script>\n\n<ipc-scope title="${attribute(inOneLine(title))}" loading="lazy"${own.join("")}>`;
  return opened.ex === null ? `${head}\n  <script type="text/ipc">\n${indented(escaped(text))}\n  </script>\n</ipc-scope>` : `${head}</ipc-scope>`;
}

/** The element takes away what all lines are indented by. */
function indented(text) {
  return text.trimEnd().split("\n").map((line) => line && `    ${line}`).join("\n");
}

/** Whatever means something in Markdown or its usual extensions, between brackets or in a table. */
const words = (title) => inOneLine(title).replace(/[\\`*_{}[\]<>|~&$^]/g, "\\$&");

/** Where a link goes: no brackets, and no bar that ends a cell. */
const target = (link) => link.replace(/[()[\]|<>\\]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

export function markdown(link, title) {
  return `[${words(title)}](${target(link)})`;
}

/** A picture that leads to the link; `file` lies beside the text. */
export function markdownPicture(link, title, file) {
  return `[![${words(title)}](${file})](${target(link)})`;
}

/** A picture's name, of letters that need no escape anywhere. */
export function pictureName(opened, title) {
  const plain = title.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-");
  return `${(opened.ex ?? plain).slice(0, 60).replace(/^-|-$/g, "") || "scenario"}.svg`;
}
