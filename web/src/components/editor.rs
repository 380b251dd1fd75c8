//! The text to be changed: a plain text area, line numbers beside it, mistakes at their lines and below.

use std::rc::Rc;

use ipcscope_core::scenario::diagnostic::{Diagnostic, Severity, place};
use web_sys::{Element, HtmlTextAreaElement};
use yew::{
    Callback, Html, InputEvent, KeyboardEvent, NodeRef, Properties, TargetCast, classes, component, html, use_node_ref,
    use_state_eq,
};

use crate::state::{Action, State};

/// What it shows.
#[derive(Clone, Debug, Properties)]
pub struct Props {
    /// Everything.
    pub state: Rc<State>,
    /// For what people do.
    pub act: Callback<Action>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// The editor.
#[component]
pub fn Editor(props: &Props) -> Html {
    let (area, gutter) = (use_node_ref(), use_node_ref());
    // After Escape, Tab leaves the editor.
    let leaves = use_state_eq(|| false);
    let typed = props
        .act
        .reform(|event: InputEvent| Action::Edit(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
    let pressed = {
        let (leaves, act) = (leaves.clone(), props.act.clone());
        Callback::from(move |event: KeyboardEvent| {
            let is_tab = event.key() == "Tab" && !event.shift_key();
            if is_tab && !*leaves {
                event.prevent_default();
                let area: HtmlTextAreaElement = event.target_unchecked_into();
                indent(&area);
                act.emit(Action::Edit(area.value()));
            }
            leaves.set(event.key() == "Escape");
        })
    };
    let scrolled = {
        let gutter = gutter.clone();
        Callback::from(move |event: yew::Event| {
            if let Some(gutter) = gutter.cast::<Element>() {
                gutter.set_scroll_top(event.target_unchecked_into::<Element>().scroll_top());
            }
        })
    };
    let state = &props.state;
    html! {
        <div class="editing">
            <div class="editor">
                <div class="gutter" ref={gutter} aria-hidden="true">{ numbers(&state.text, &state.diagnostics) }</div>
                <textarea ref={area.clone()} value={state.text.to_string()} oninput={typed} onkeydown={pressed} onscroll={scrolled}
                    spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off" aria-label="The scenario's text"
                    aria-describedby="editor-help mistakes" data-testid="editor" />
            </div>
            <p id="editor-help" class="hint">{ "Tab indents; Escape, then Tab leaves the editor." }</p>
            { mistakes(state, &area) }
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

fn numbers(text: &str, diagnostics: &[Diagnostic]) -> Html {
    let marked: Vec<(usize, Severity)> =
        diagnostics.iter().map(|diagnostic| (place(text, diagnostic.span.start).line, diagnostic.severity)).collect();
    let lines = text.split('\n').count();
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
fn mistakes(state: &State, area: &NodeRef) -> Html {
    let is_stale = state.is_broken() && state.show.is_some();
    html! {
        <div id="mistakes" class="mistakes" data-testid="errors" aria-live="polite">
            if is_stale {
                <p class="stale">{ "The stage shows the last version that ran." }</p>
            }
            <ul>
                { for state.diagnostics.iter().map(|diagnostic| mistake(state, diagnostic, area)) }
            </ul>
        </div>
    }
}

fn mistake(state: &State, diagnostic: &Diagnostic, area: &NodeRef) -> Html {
    let at = place(&state.text, diagnostic.span.start);
    let (start, end) = (utf16(&state.text, diagnostic.span.start), utf16(&state.text, diagnostic.span.end));
    let area = area.clone();
    let go = Callback::from(move |_: yew::MouseEvent| {
        if let Some(area) = area.cast::<HtmlTextAreaElement>() {
            let _ = area.focus();
            let _ = area.set_selection_range(start, end);
        }
    });
    let (class, word) = match diagnostic.severity {
        Severity::Error => ("wrong", "Error"),
        Severity::Warning => ("doubtful", "Warning"),
    };
    html! {
        <li class={class} data-line={at.line.to_string()}>
            <button class="link" onclick={go}>{ format!("{word} in line {}, column {}", at.line, at.column) }</button>
            <p>{ &diagnostic.message }{ "." }</p>
            if let Some(help) = &diagnostic.help {
                <p class="help">{ help }</p>
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
