// `set=N:5,think:2ms`: other values for the constants of a scenario, written into its text before the page starts.
import { constants, isOfKind } from "../../editor/src/constants.js";

/** More are not looked at. */
const MOST = 100;

/**
 * `text` with the values that `said` has for its constants, and what is wrong with others: `{text, wrong}`, a list of a
 * pair and what is wrong with it.
 */
export function withValues(text, said) {
  const wrong = [];
  const known = constants(text);
  const changes = new Map();
  for (const pair of said.split(",").slice(0, MOST)) {
    const [name, value] = [pair.slice(0, Math.max(0, pair.indexOf(":"))).trim(), pair.slice(pair.indexOf(":") + 1).trim()];
    const constant = known.find((one) => one.name === name);
    if (!constant) wrong.push([pair, known.length ? `which should be a constant of the scenario and its value, such as ${known[0].name}:${example(known[0])}` : "but the scenario has no constants"]);
    else if (!isOfKind(value, constant.kind)) wrong.push([pair, `which should be a ${constant.kind}, such as ${name}:${example(constant)}`]);
    else changes.set(constant, value);
  }
  // From the end, so that the places before stay right.
  for (const [{ from, to }, value] of [...changes].sort(([one], [other]) => other.from - one.from)) {
    text = text.slice(0, from) + value + text.slice(to);
  }
  return { text, wrong };
}

/** A value of the kind of a constant. */
function example({ value, kind }) {
  return isOfKind(value, kind) ? value : { number: "3", time: "5ms", size: "4KB" }[kind];
}

/** The text of a scenario of the gallery: the file that the page opens has it as a link has it. Null if there is none. */
export async function payloadOfGallery(name) {
  if (!/^[\w-]+$/.test(name ?? "")) return null;
  try {
    const response = await fetch(`gallery/${name}.bin`);
    const letters = new TextDecoder("latin1").decode(await response.arrayBuffer());
    return response.ok ? /1\.[\w-]{20,}\.[\w-]{6}/.exec(letters)?.[0] ?? null : null;
  } catch {
    return null;
  }
}
