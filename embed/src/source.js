// The text of a scenario's file, by its address: counted while it is read, so that nothing larger than a scenario comes in.
import { MOST_TEXT } from "./link.js";

/** Why it is not there comes as an error in words for people. `options` are those of `fetch`. */
export async function textAt(address, options = {}) {
  const name = address.pathname;
  const response = await fetch(address, options).catch(() => {
    throw new Error(`${name} did not arrive: ${whyNot(address)}`);
  });
  if (!response.ok) throw new Error(`${name}: status ${response.status}${response.status === 404 ? ", there is no such file" : ""}.`);
  const bytes = await counted(response, name);
  return textOf(bytes, name);
}

/** Browsers tell nobody more. */
function whyNot({ host, origin }) {
  if (!navigator.onLine) return "there is no network.";
  if (origin === location.origin) return `${host} did not answer, or sends on to another site.`;
  return `${host} can't be reached, does not let other sites fetch this file, or sends on to another address.`;
}

async function counted(response, name) {
  const tooLarge = () => new Error(`${name} is too large: a scenario has at most ${MOST_TEXT / 1024} KiB.`);
  const reader = response.body.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(`${name} did not arrive whole: the connection broke off.`);
    });
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > MOST_TEXT) {
      reader.cancel().catch(() => {});
      throw tooLarge();
    }
    parts.push(value);
  }
}

/** As a file is read that is opened: lines end as ours do, a mark at the start is left out. */
function textOf(bytes, name) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${name} is not a text in UTF-8.`);
  }
  if (/^\s*</.test(text)) throw new Error(`${name} is a web page, and no scenario.`);
  if (!text.trim()) throw new Error(`${name} is empty.`);
  return text.replaceAll("\r\n", "\n");
}
