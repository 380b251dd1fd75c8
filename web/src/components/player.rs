//! One scenario: its stage, the way through time, the words and the program.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::gallery::open_file;
use super::{editor, end, listing, notes, stage, transport, words};
use crate::browser::location;
use crate::state::settings::Editor;
use crate::state::{Action, State, grouped};

/// The player.
pub fn view(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let is_embedded = state.settings.embed;
    html! {
        <div class="player">
            { title(state, act) }
            <div class="main">
                <div class="seen">
                    { stage::view(state, act) }
                    { transport::view(state, act) }
                    if !is_embedded {
                        { end::view(state, act) }
                    }
                </div>
                <div class="told">
                    { words::view(state, act) }
                    if state.settings.editor != Editor::None {
                        { program(state, act) }
                    }
                </div>
            </div>
        </div>
    }
}

fn title(state: &State, act: &Callback<Action>) -> Html {
    let about = state.show.as_ref().map(|show| show.run.program().about.clone()).unwrap_or_default();
    if state.settings.embed {
        return html! {
            <div class="title">
                <h1 tabindex="-1">{ state.title() }</h1>
                <a class="quiet" href={format!("{}{}", location::base(), state.shared_address())} target="_blank" rel="noopener" data-testid="open-whole">
                    { "Open in ipcscope" }
                </a>
            </div>
        };
    }
    html! {
        <div class="title">
            <div>
                <h1 tabindex="-1">{ state.title() }</h1>
                if !about.is_empty() {
                    <p class="about">{ about }</p>
                }
            </div>
            <div class="row">
                <button onclick={act.reform(|_| Action::CopyLink)} data-testid="share">{ "Copy link" }</button>
                <button onclick={act.reform(|_| Action::SaveFile)} data-testid="save">{ "Save file" }</button>
                { open_file(act) }
            </div>
        </div>
    }
}

/// The text: to be read along with the run, or to be changed.
fn program(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let may_edit = state.settings.editor == Editor::Edit && !state.is_opening();
    let is_editing = may_edit && state.editing;
    html! {
        <section class="panel program" aria-labelledby="program-title" data-testid="program">
            <div class="row">
                <h2 id="program-title">{ "Program" }</h2>
                if let Some(events) = state.under_way {
                    <span class="hint" role="status">{ format!("running: {} events so far", grouped(events)) }</span>
                } else if state.awaited.is_some() && state.trouble().is_none() {
                    <span class="hint late" role="status">{ "reading …" }</span>
                }
                <span class="gap"></span>
                if may_edit {
                    <button aria-pressed={state.editing.to_string()} onclick={act.reform(move |_| Action::EditMode(!is_editing))} data-testid="edit">
                        { if is_editing { "Follow the run" } else { "Edit" } }
                    </button>
                }
            </div>
            if state.show.is_some() {
                { notes::trouble(state, act) }
            }
            if is_editing {
                { editor::view(state, act) }
            } else {
                if state.is_broken() && state.show.is_some() {
                    <p class="stale">{ "The text has mistakes. This is the last version that ran." }</p>
                }
                { listing::view(state) }
            }
        </section>
    }
}
