// What can be written at a place: the language's words, and the names that the text declares.
import { names, place } from "./names.js";
import { BRANCHES, DECLARATIONS, OPTIONS, STATEMENTS, VALUES, WANTED } from "./words.js";

const STARTS = { outside: DECLARATIONS, process: STATEMENTS, select: BRANCHES, memory: {} };
/** Behind them stands a value. */
const BEFORE_VALUES = new Set([..."=(,+-*/%<>[", "and", "or", "not", "send", "print", "if", "while", "repeat", "assert", "always", "possible", "never", "finally", "output", "expect"]);
/** Behind them stands a number, a time or a size. */
const BEFORE_CONSTANTS = new Set([..."[~", "work", "sleep", "within", "after", "start", "step", "seed", "capacity", "cores", "of", "robin", "latency", "bandwidth", "loss", "duplicate", "priority", "size", "fixed", "most"]);
const isConstant = ({ kind }) => kind === "constant";
/** What a check can look at by its name alone. */
const IN_CHECKS = new Set(["process", "semaphore", "mutex"]);

/** `{from, options}` for the caret at `at`, options as CodeMirror takes them; null where there is nothing to say. */
export function complete(text, at) {
  const here = place(text.slice(0, at));
  if (!here) return null;
  // What is being typed is no name yet.
  const declared = names(text.slice(0, here.from) + text.slice(at));
  const options = [...offered(here, declared)].filter(({ label }) => label !== here.word);
  return options.length > 0 ? { from: here.from, options } : null;
}

function* offered({ words, sort, owner }, declared) {
  const before = words.at(-1);
  if (words[0] === "const") {
    if (words.length > 2) yield* of(declared, isConstant);
    return;
  }
  const isRange = before === "." && words.at(-2) === ".";
  if (isRange || BEFORE_CONSTANTS.has(before) || (before === "to" && words.at(-2) === "up")) yield* of(declared, isConstant);
  if (before === "to" && words.at(-2) === "up") return;
  if (before === ".") {
    yield* of(declared, ({ of }) => of === words.at(-2));
    yield* of(declared, ({ of, kind }) => kind === "field" && of === words.at(-5) && words.at(-2) === "]");
    return;
  }
  if (words.length === 0) {
    yield* forms(STARTS[sort]);
    if (sort === "process") yield* of(declared, ({ kind, of }) => kind === "memory" || kind === "procedure" || (kind === "variable" && of === owner));
    return;
  }
  const isList = before === "," && words.some((word) => word === "allow" || word === "users");
  const wanted = isList ? ["process"] : WANTED[before];
  if (wanted) {
    const isOther = ({ name, kind }) => kind !== "process" || name !== owner;
    yield* of(declared, (one) => wanted.includes(one.kind) && isOther(one) && (one.kind !== "variable" || one.of === owner));
    yield* forms(OPTIONS[words[0]] ?? {});
    return;
  }
  if (BEFORE_VALUES.has(before)) {
    const isCheck = words[0] === "check";
    if (before === "(" && ["length", "room"].includes(words.at(-2))) {
      yield* of(declared, ({ kind }) => kind === "mailbox");
      return;
    }
    const isValue = (one) => one.kind === "memory" || (one.kind === "procedure" && before === "=") || (isConstant(one) && before !== "[") || (one.kind === "variable" && one.of === owner);
    yield* of(declared, (one) => isValue(one) || (isCheck && IN_CHECKS.has(one.kind)));
    yield* forms(VALUES);
  }
  yield* forms(OPTIONS[words[0]] ?? {});
  if (words[0] === "network" || words[0] === "link") yield* of(declared, ({ kind }) => WANTED[words[0]].includes(kind));
}

function* forms(words) {
  for (const [label, detail] of Object.entries(words)) yield { label, detail: detail === label ? "" : detail, type: "keyword" };
}

function* of(declared, is) {
  for (const one of declared) {
    if (is(one)) yield { label: one.name, detail: one.kind, type: one.kind === "variable" ? "variable" : "name", boost: 1 };
  }
}
