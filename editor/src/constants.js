// The constants that a text declares, found by a light look: the reader is the judge of what is right.

/** A comment, a text, an end of a line or statement, a bracket, or a stretch of anything else. */
const PIECE = /#[^\n]*|"(?:\\.|[^"\\\n])*"?|[;\n(){}]|[^#";\n(){}]+/g;
const DECLARED = /^\s*const\s+(\p{L}[\p{L}\p{N}_]*)\s*=\s*(\S[^]*?)\s*$/u;
const AMOUNT = /^(-?\d+|true|false)$/;
const UNITS = { time: /^(\d+|\([^]*\)\s*)(us|ms|s)$/, size: /^(\d+|\([^]*\)\s*)(B|KB|MB)$/ };

/** Every constant outside of blocks: `{name, value, from, to, kind}`, with the place of its value; the first of one name. */
export function constants(text) {
  const found = new Map();
  let start = 0;
  let [at, blocks, brackets] = [0, 0, 0];
  const end = (to) => {
    const [, name, value] = DECLARED.exec(text.slice(start, to)) ?? [];
    if (!name || blocks || found.has(name)) return;
    const from = text.indexOf(value, text.indexOf("=", start));
    found.set(name, { name, value, from, to: from + value.length, kind: kindOf(value, found) });
  };
  for (const [piece] of text.matchAll(PIECE)) {
    const after = at + piece.length;
    if (piece === "(") brackets++;
    else if (piece === ")") brackets--;
    else if (piece[0] === "#" || piece === ";" || piece === "{" || piece === "}" || (piece === "\n" && brackets <= 0)) {
      end(at);
      if (piece === "{") blocks++;
      if (piece === "}") blocks = Math.max(0, blocks - 1);
      [start, brackets] = [after, 0];
    }
    at = after;
  }
  end(at);
  return [...found.values()];
}

function kindOf(value, before) {
  for (const [kind, form] of Object.entries(UNITS)) if (form.test(value)) return kind;
  return before.get(value)?.kind ?? "number";
}

/** Whether `value` is one of that kind as `set` gives it: a number, a time or a size that is written out. */
export function isOfKind(value, kind) {
  return value.length <= 24 && (kind === "number" ? AMOUNT.test(value) : /^\d/.test(value) && UNITS[kind].test(value));
}
