// The editor, in a text area's place: CodeMirror with our language. It is fetched when an editor opens (desk.js).
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap, indentLess } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, ChangeSet, EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { EditorView, GutterMarker, gutterLineClass, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { complete } from "./complete.js";
import { declared, language, marks } from "./language.js";
import { looks } from "./looks.js";
import { steppers } from "./stepper.js";

/** A change that the page made, and knows. */
const ours = Annotation.define();
/** Where the mistakes are: `{from, severity}`. */
const mistaken = StateEffect.define();

class Line extends GutterMarker {
  constructor(elementClass) {
    super();
    this.elementClass = elementClass;
  }
}
const LINES = { error: new Line("wrong"), warning: new Line("doubtful") };

/** The numbers of the lines with mistakes. */
const mistakenLines = StateField.define({
  create: () => RangeSet.empty,
  update(lines, change) {
    lines = lines.map(change.changes);
    for (const effect of change.effects) if (effect.is(mistaken)) lines = linesOf(effect.value, change.state.doc);
    return lines;
  },
  provide: (field) => gutterLineClass.from(field),
});

function linesOf(diagnostics, doc) {
  const worst = new Map();
  for (const { from, severity } of diagnostics) {
    const line = doc.lineAt(from).from;
    if (worst.get(line) !== "error") worst.set(line, severity);
  }
  return RangeSet.of([...worst].map(([at, severity]) => LINES[severity].range(at)), true);
}

/** Two spaces, or the lines of the selection further in. */
function indent({ state, dispatch }) {
  const { from, to } = state.selection.main;
  if (state.doc.lineAt(from).number === state.doc.lineAt(to).number) {
    dispatch(state.update(state.replaceSelection("  "), { scrollIntoView: true, userEvent: "input" }));
    return true;
  }
  const first = state.doc.lineAt(from).number;
  const last = state.doc.lineAt(to).number;
  const changes = [];
  for (let number = first; number <= last; number++) changes.push({ from: state.doc.line(number).from, insert: "  " });
  dispatch(state.update({ changes, userEvent: "input.indent" }));
  return true;
}

/** Tab indents, until Escape has been pressed: then it leaves, however long that was ago. */
const leaving = EditorView.domEventHandlers({
  keydown(event, view) {
    if (event.key === "Escape") {
      if (completionStatus(view.state) === null) view.setTabFocusMode(true);
    } else if (!["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) {
      view.setTabFocusMode(false);
    }
  },
  blur: (_, view) => view.setTabFocusMode(false),
});

/** A file that is dropped is the page's to open, and no text to insert. */
const dropped = EditorView.domEventHandlers({ drop: (event) => event.dataTransfer?.files.length > 0 });

const suggesting = autocompletion({
  override: [
    ({ state, pos, explicit }) => {
      const found = complete(state.doc.toString(), pos);
      if (!found || (!explicit && found.from === pos && state.sliceDoc(pos - 1, pos) !== ".")) return null;
      return { ...found, validFor: /^[\p{L}\p{N}_-]*$/u };
    },
  ],
  icons: false,
  tooltipClass: () => "suggestions",
});

const extensions = (tell) => [
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  history(),
  indentUnit.of("  "),
  EditorState.tabSize.of(2),
  EditorState.lineSeparator.of("\n"),
  language,
  declared,
  marks,
  steppers,
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  suggesting,
  highlightSelectionMatches(),
  mistakenLines,
  leaving,
  dropped,
  looks,
  keymap.of([
    { key: "Tab", run: acceptCompletion },
    { key: "Tab", run: indent, shift: indentLess },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...searchKeymap,
    ...historyKeymap,
    { key: "F8", run: nextDiagnostic },
    ...defaultKeymap,
  ]),
  EditorView.contentAttributes.of({
    tabindex: "0",
    "aria-label": "The scenario's text",
    "aria-describedby": "editor-help mistakes",
    spellcheck: "false",
    autocorrect: "off",
    autocapitalize: "off",
  }),
  EditorView.updateListener.of((update) => {
    const isTyped = update.docChanged && !update.transactions.some((one) => one.annotation(ours));
    if (isTyped) tell(update.state.doc.toString());
  }),
];

const FIELDS = { history: historyField };

/**
 * An editor in `parent`, with `text`, or with what `kept` (of `state()`) holds where that is the same text. `tell` is
 * told each text that is typed.
 */
export function open(parent, text, kept, tell) {
  // What has changed since the mistakes were marked: their places in the list are of the text as it was then.
  let since = ChangeSet.empty(text.length);
  const watch = EditorView.updateListener.of(({ changes }) => (since = since.compose(changes)));
  const config = { doc: text, extensions: [extensions(tell), watch] };
  let view;
  try {
    const state = kept ? EditorState.fromJSON({ ...kept, doc: text }, config, FIELDS) : EditorState.create(config);
    view = new EditorView({ parent, state });
  } catch {
    // A history that another version has kept.
    view = new EditorView({ parent, state: EditorState.create(config) });
  }
  return {
    /** Selection and history, to be kept; the text goes beside it. */
    state() {
      const { history, selection } = view.state.toJSON(FIELDS);
      return { history, selection };
    },
    text: () => view.state.doc.toString(),
    /** Another text, from the page. */
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: ours.of(true) });
    },
    /** From one place to another, in the text as it was when mistakes were marked. */
    select(from, to) {
      const now = (at, side) => since.mapPos(Math.min(at, since.length), side);
      const selection = { anchor: now(from, 1), head: now(to, -1) };
      view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    },
    focus: () => view.focus(),
    hasFocus: () => view.hasFocus,
    /** Marks mistakes: `{from, to, severity, message}`, in UTF-16 units. */
    mark(mistakes) {
      const end = view.state.doc.length;
      const inside = mistakes.map((one) => ({ ...one, from: Math.min(one.from, end), to: Math.min(one.to, end) }));
      view.dispatch(setDiagnostics(view.state, inside), { effects: mistaken.of(inside) });
      since = ChangeSet.empty(end);
    },
    close: () => view.destroy(),
  };
}
