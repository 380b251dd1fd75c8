//! Small notices: they tell, and never stop anybody.

use yew::{Callback, Html, classes, html};

use super::parts::{button, does, text};
use crate::state::{Action, Note, State};

/// All of them, one below the other.
pub fn view(notes: &[Note], act: &Callback<Action>) -> Html {
    html! {
        <div class="notes" role="status">
            { for notes.iter().map(|note| one(note, act)) }
        </div>
    }
}

/// Why a text that is awaited does not come, and a way to try again; nothing where nothing is wrong.
pub fn trouble(state: &State, act: &Callback<Action>) -> Html {
    let Some(trouble) = state.trouble() else { return html! {} };
    html! {
        <div class="trouble" role="alert" data-testid="trouble">
            { text("p", "", trouble.to_string()) }
            { button("", "retry", "Try again", does(act, Action::Retry)) }
        </div>
    }
}

fn one(note: &Note, act: &Callback<Action>) -> Html {
    html! {
        <div key={note.id} class={classes!("note", note.is_error.then_some("wrong"))} data-testid="note">
            { text("p", "", note.text.clone()) }
            if note.offers_file {
                { button("quiet", "", "Save the file", does(act, Action::SaveFile)) }
            }
            <button class="quiet" onclick={does(act, Action::Dismiss(note.id))} aria-label="Dismiss this notice">{ "✕" }</button>
        </div>
    }
}
