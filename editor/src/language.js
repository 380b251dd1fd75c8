// How a text is coloured: by a tokeniser of its own that goes line by line, with the names that are declared on top.
import { StreamLanguage, syntaxTree } from "@codemirror/language";
import { StateField } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { names } from "./names.js";
import { BRANCHES, DECLARATIONS, RESERVED, STATEMENTS, isKnown } from "./words.js";

const STARTS = new Set([DECLARATIONS, STATEMENTS, BRANCHES].flatMap(Object.keys));

/** One token; `state.begins` says that a statement begins here, `state.isInComment` that a `/*` is not closed yet. */
function token(stream, state) {
  if (stream.sol()) state.begins = true;
  if (stream.eatSpace()) return null;
  if (state.isInComment || stream.match("/*")) {
    state.isInComment = !stream.match(/^.*?\*\//);
    if (state.isInComment) stream.skipToEnd();
    return "comment";
  }
  if (stream.match(/^(?:#|\/\/).*/)) return "comment";
  const begins = state.begins;
  if (stream.match(/^[{};]/)) {
    state.begins = true;
    return "bracket";
  }
  state.begins = false;
  if (stream.match(/^"(?:\\.|[^"\\])*"?/)) return "string";
  if (stream.match(/^\p{Nd}[\p{L}\p{N}_]*/u)) return "number";
  const word = stream.match(/^\p{L}[\p{L}\p{N}_]*/u)?.[0];
  if (word) {
    if ((begins && STARTS.has(word)) || RESERVED.has(word)) return "keyword";
    return isKnown(word) ? "modifier" : "variableName";
  }
  if (stream.match(/^[()[\]]/)) return "bracket";
  stream.next();
  return "operator";
}

export const language = StreamLanguage.define({
  name: "ipcscope",
  startState: () => ({ begins: true, isInComment: false }),
  token,
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] }, indentOnInput: /^\s*\}$/ },
  indent(_, after, context) {
    const above = lineAbove(context);
    const opens = /\{\s*((#|\/[/*]).*)?$/.test(above);
    return Math.max(0, above.search(/\S|$/) + (opens ? context.unit : 0) - (after.startsWith("}") ? context.unit : 0));
  },
});

/** The line by which one goes when indenting: what is before the break, or the nearest line above that is not empty. */
function lineAbove({ state, pos, options }) {
  let line = state.doc.lineAt(pos);
  if (options.simulateBreak != null) {
    const before = line.text.slice(0, pos - line.from);
    if (before.trim()) return before;
  }
  while (line.number > 1) {
    line = state.doc.line(line.number - 1);
    if (line.text.trim()) return line.text;
  }
  return "";
}

/** The names that the text declares. */
export const declared = StateField.define({
  create: (state) => names(state.doc.toString()),
  update: (found, change) => (change.docChanged ? names(change.newDoc.toString()) : found),
});

const mark = Decoration.mark({ class: "cm-declared" });

/** Marks declared names wherever they stand, as far as they are in sight. */
export const marks = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = marked(view);
    }
    update(update) {
      const isOther = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isOther) this.decorations = marked(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function marked({ state, visibleRanges }) {
  const known = new Set(state.field(declared).map(({ name }) => name));
  const found = [];
  for (const { from, to } of visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter({ name, from, to }) {
        const isWord = name === "variableName" || name === "modifier";
        if (isWord && known.has(state.sliceDoc(from, to))) found.push(mark.range(from, to));
      },
    });
  }
  return Decoration.set(found, true);
}
