// The link: what is open, as the page's own address says it, with the settings that were chosen. Its parts are those of
// docs/links.md, in the order in which the page writes them.
import { textIn } from "../../editor/src/link.js";
import { payloadOf } from "../../embed/src/link.js";

/**
 * What is open: {base, ex, payload, text, seed, schedule, view}. A scenario of the gallery that was not changed has a name,
 * `ex`; any other text goes along as `payload`. `standing` is what the page tells of itself: {text, isFresh}.
 */
export async function opened(href, standing) {
  const { search, hash } = new URL(href);
  const query = new URLSearchParams(search);
  const carried = /^#s=([\w.-]+)$/.exec(hash)?.[1] ?? null;
  const ex = carried === null ? query.get("ex") : null;
  const { text, payload } = ex === null ? await packed(carried, hash, standing) : { ...standing, payload: null };
  return {
    base: href.split(/[?#]/)[0],
    ex,
    payload,
    text,
    ...Object.fromEntries(["seed", "schedule", "view"].map((name) => [name, query.get(name)])),
  };
}

/**
 * The text, and what carries it: packed best by the reader once it has seen it, until then by us. In a sandbox the page may
 * not be able to write its address.
 */
async function packed(carried, hash, { text, isFresh }) {
  const written = carried === null ? null : await textIn(hash);
  const isRight = written !== null && (written === text || !isFresh);
  const right = isRight ? written : text;
  const payload = await payloadOf(right);
  return { text: right, payload: isRight && carried.length <= payload.length ? carried : payload };
}

/** What is usual is left out of links. */
const USUAL = { step: 0, autoplay: false, embed: false, controls: "full", editor: "edit", view: "", theme: "" };

/** The parameters that stand in an address or in an element's attributes, in order: [[name, value], …]. */
export function parameters({ ex, seed, schedule }, settings) {
  const { step, autoplay, embed, controls, editor, view, theme } = { ...USUAL, ...settings };
  const all = { ex, step, seed, schedule, autoplay: autoplay && 1, embed: embed && 1, controls, editor, view, theme };
  return Object.entries(all).filter(([name, value]) => value !== null && value !== undefined && value !== USUAL[name]);
}

/** The link for anybody. */
export function linkOf(opened, settings) {
  const coded = (value) => encodeURIComponent(value).replaceAll("%2C", ",");
  const query = parameters(opened, settings).map(([name, value]) => `${name}=${coded(value)}`);
  return `${opened.base}${query.length ? `?${query.join("&")}` : ""}${opened.payload === null ? "" : `#s=${opened.payload}`}`;
}

/** Links longer than this are cut by some programs, characters. */
export const LONG = 2_000;
/** Links longer than this are cut by many; a file is better. */
export const TOO_LONG = 8_000;

/** How long it is, in words; and what to say of that, empty where there is nothing. */
export function lengthOf(link) {
  // All of it is ASCII.
  const length = link.length;
  const words = `The link has ${length.toLocaleString("en")} characters.`;
  if (length > TOO_LONG) return { words, warning: "Many programs cut a link as long as this: better send the file.", wantsFile: true };
  const warning = length > LONG ? "Some chats and course systems cut a link as long as this: try it there first." : "";
  return { words, warning, wantsFile: false };
}
