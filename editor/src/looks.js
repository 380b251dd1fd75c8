// How the editor looks: in the page's own colours, so that it is right in each of its themes.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, fontWeight: "650" },
  { tag: tags.string, color: "var(--message)" },
  { tag: tags.number, color: "var(--running)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

const POPUP = {
  border: "1px solid var(--hairline)",
  borderRadius: "8px",
  background: "var(--surface)",
  color: "var(--ink)",
  boxShadow: "0 8px 24px -8px rgb(0 0 0 / 40%)",
};

/** A wavy line below, in a colour of its own for what is wrong and what is doubtful. */
const underlined = (colour) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${colour} 1.5px`,
  textDecorationSkipInk: "none",
  textUnderlineOffset: "3px",
});

const theme = EditorView.theme({
  "&": { height: "100%", background: "var(--surface)", color: "var(--ink)" },
  // desk.css draws the focus around the whole.
  "&.cm-focused": { outline: "none" },
  ".cm-content:focus-visible": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65" },
  ".cm-content": { padding: "0.5rem 0 3rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 0.6rem 0 6px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ground) 55%, transparent)" },
  ".cm-gutters": { background: "var(--ground)", color: "var(--muted)", border: "0", borderRight: "1px solid var(--hairline)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.4em", padding: "0 0.5rem", borderLeft: "4px solid transparent" },
  ".cm-activeLineGutter": { background: "none", color: "var(--ink)" },
  ".cm-lineNumbers .cm-gutterElement.wrong": { background: "var(--fault-soft)", borderColor: "var(--fault)", color: "var(--fault)", fontWeight: "700" },
  ".cm-lineNumbers .cm-gutterElement.doubtful": { background: "var(--message-soft)", borderColor: "var(--message)", color: "var(--message)", fontWeight: "700" },
  ".cm-declared": { color: "var(--accent)" },
  ".cm-stepper": { display: "inline-flex", gap: "2px", margin: "-2px 0.5rem", verticalAlign: "middle", userSelect: "none" },
  // The target is larger than what is seen, so that those of two lines do not touch.
  ".cm-stepper button": { minHeight: "0", minWidth: "24px", width: "24px", height: "24px", padding: "0", font: "600 0.9rem/1 var(--sans)", display: "grid", placeItems: "center", border: "0", background: "none", color: "var(--ink)", cursor: "pointer" },
  ".cm-stepper button::before": { content: '"+"', display: "grid", placeItems: "center", boxSizing: "border-box", width: "18px", height: "18px", border: "1px solid var(--hairline)", borderRadius: "5px", background: "var(--surface)" },
  ".cm-stepper button[data-by='-1']::before": { content: '"−"' },
  ".cm-stepper button[aria-disabled]": { color: "var(--muted)", cursor: "default" },
  ".cm-lintRange-error": underlined("var(--fault)"),
  ".cm-lintRange-warning": underlined("var(--message)"),
  ".cm-lintPoint:after": { borderBottomColor: "var(--fault)" },
  ".cm-lintPoint-warning:after": { borderBottomColor: "var(--message)" },
  "&.cm-focused .cm-matchingBracket": { background: "none", outline: "1px solid var(--muted)", borderRadius: "2px" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--fault-soft)" },
  ".cm-searchMatch": { background: "var(--message-soft)", outline: "1px solid var(--message)" },
  ".cm-searchMatch-selected": { background: "var(--working-soft)" },
  ".cm-tooltip": { ...POPUP, overflow: "hidden", maxWidth: "min(30rem, calc(100vw - 2rem))", zIndex: "10" },
  ".cm-diagnostic": { padding: "0.45rem 0.7rem", fontFamily: "var(--sans)", fontSize: "0.87rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--fault)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--message)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "13rem", minWidth: "14rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.7rem", display: "flex", justifyContent: "space-between", gap: "1.5rem", alignItems: "baseline" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { marginLeft: "0", fontStyle: "normal", fontSize: "0.92em", color: "var(--muted)", overflow: "hidden", textOverflow: "ellipsis" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-panels": { background: "var(--ground)", color: "var(--ink)", borderColor: "var(--hairline)", fontFamily: "var(--sans)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "0.3rem", padding: "0.4rem 2.4rem 0.4rem 0.5rem" },
  // Few, for few lines: the rest is there by keys.
  ".cm-panel.cm-search :is(br, [name=select], label:has([name=re]), label:has([name=word]))": { display: "none" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "0.3rem", fontSize: "0.8rem", margin: "0" },
  ".cm-panel.cm-search .cm-textfield, .cm-panel.cm-search .cm-button": { margin: "0", minHeight: "32px", fontSize: "0.8rem", background: "var(--surface)", backgroundImage: "none", border: "1px solid var(--hairline)", borderRadius: "6px", color: "var(--ink)" },
  ".cm-panel.cm-search input[type=checkbox]": { minHeight: "0", margin: "0" },
  ".cm-panel.cm-search [name=close]": { minHeight: "28px", width: "28px", padding: "0", top: "0.4rem", right: "0.4rem", color: "var(--ink)" },
});

export const looks = [theme, syntaxHighlighting(colours)];
