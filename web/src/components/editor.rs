//! The text to be changed: a plain text area, line numbers beside it, mistakes at their lines and below.
//!
//! `editor/` finds the element `ipc-editor`, and puts a better editor in the text area's place once that is there: what
//! is typed there is typed here, and what is done to the text area is done there. It knows the mistakes from their list.

use ipcscope_core::scenario::diagnostic::{Diagnostic, Severity, place};
use web_sys::{Element, HtmlTextAreaElement};
use yew::{Callback, Html, InputEvent, KeyboardEvent, TargetCast, classes, html};

use super::parts::{button, text};
use crate::browser;
use crate::state::{Action, State};

/// The editor.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let typed =
        act.reform(|event: InputEvent| Action::Edit(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
    let pressed = {
        let (act, leaves) = (act.clone(), state.tab_leaves);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Tab" && !event.shift_key() && !leaves {
                event.prevent_default();
                let area: HtmlTextAreaElement = event.target_unchecked_into();
                indent(&area);
                act.emit(Action::Edit(area.value()));
            }
            let is_escape = event.key() == "Escape";
            if is_escape != leaves {
                act.emit(Action::TabLeaves(is_escape));
            }
        })
    };
    let scrolled = Callback::from(|event: yew::Event| {
        let area = event.target_unchecked_into::<Element>();
        if let Some(gutter) = area.previous_element_sibling() {
            gutter.set_scroll_top(area.scroll_top());
        }
    });
    html! {
        <div class="editing">
            <ipc-editor class="editor">
                <div class="gutter" aria-hidden="true">{ numbers(state) }</div>
                <textarea value={state.text.to_string()} oninput={typed} onkeydown={pressed} onscroll={scrolled}
                    spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off" aria-label="The scenario's text"
                    aria-describedby="editor-help mistakes" data-testid="editor" />
            </ipc-editor>
            <p id="editor-help" class="hint">{ "Tab indents; Escape, then Tab leaves the editor." }</p>
            { mistakes(state) }
        </div>
    }
}

/// Two spaces at the caret. Through the browser's own command, so that it can be undone.
fn indent(area: &HtmlTextAreaElement) {
    let document: web_sys::HtmlDocument = wasm_bindgen::JsCast::unchecked_into(crate::browser::document());
    if document.exec_command_with_show_ui_and_value("insertText", false, "  ").unwrap_or(false) {
        return;
    }
    let (start, end) =
        (area.selection_start().ok().flatten().unwrap_or(0), area.selection_end().ok().flatten().unwrap_or(0));
    let _ = area.set_range_text_with_start_and_end("  ", start, end);
    let _ = area.set_selection_range(start + 2, start + 2);
}

fn numbers(state: &State) -> Html {
    let line = |diagnostic: &Diagnostic| place(&state.read, diagnostic.span.start).line;
    let marked: Vec<(usize, Severity)> =
        state.diagnostics.iter().map(|diagnostic| (line(diagnostic), diagnostic.severity)).collect();
    let lines = state.text.split('\n').count();
    html! {
        { for (1..=lines).map(|line| {
            let worst = marked.iter().filter(|(at, _)| *at == line).map(|(_, severity)| *severity).min();
            let class = match worst {
                Some(Severity::Error) => Some("wrong"),
                Some(Severity::Warning) => Some("doubtful"),
                None => None,
            };
            html! { <span class={classes!(class)} data-line={line.to_string()}>{ line }</span> }
        }) }
    }
}

/// What is wrong, and what to write instead; a press goes there.
fn mistakes(state: &State) -> Html {
    let is_stale = state.is_broken() && state.show.is_some();
    html! {
        <div id="mistakes" class="mistakes" data-testid="errors" data-reading={state.readings.to_string()} aria-live="polite">
            if is_stale {
                { text("p", "stale", "The stage shows the last version that ran.") }
            }
            <ul>
                { for state.diagnostics.iter().map(|diagnostic| mistake(state, diagnostic)) }
            </ul>
        </div>
    }
}

fn mistake(state: &State, diagnostic: &Diagnostic) -> Html {
    let at = place(&state.read, diagnostic.span.start);
    let (start, end) = (utf16(&state.read, diagnostic.span.start), utf16(&state.read, diagnostic.span.end));
    let go = Callback::from(move |_: yew::MouseEvent| {
        if let Some(area) = browser::find::<HtmlTextAreaElement>(".editor textarea") {
            let _ = area.focus();
            let _ = area.set_selection_range(start, end);
        }
    });
    let (class, word) = match diagnostic.severity {
        Severity::Error => ("wrong", "Error"),
        Severity::Warning => ("doubtful", "Warning"),
    };
    html! {
        <li class={class} data-line={at.line.to_string()} data-from={start.to_string()} data-to={end.to_string()}>
            { button("link", "", format!("{word} in line {}, column {}", at.line, at.column), go) }
            { text("p", "", format!("{}.", diagnostic.message)) }
            if let Some(help) = &diagnostic.help {
                { text("p", "help", help.clone()) }
            }
        </li>
    }
}

/// A byte's place as browsers count: in UTF-16 units.
fn utf16(text: &str, at: u32) -> u32 {
    let at = (at as usize).min(text.len());
    text.char_indices().take_while(|(byte, _)| *byte < at).map(|(_, letter)| letter.len_utf16() as u32).sum()
}

#[cfg(test)]
mod tests {
    use super::utf16;

    #[test]
    fn places_are_counted_as_browsers_do() {
        // ü is 2 bytes and 1 unit, 🐢 4 bytes and 2 units.
        assert_eq!([0, 2, 6, 7].map(|at| utf16("ü🐢a", at)), [0, 1, 3, 4]);
        assert_eq!(utf16("ab", 99), 2);
    }
}
