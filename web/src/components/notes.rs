//! Small notices: they tell, and never stop anybody.

use yew::{Callback, Html, classes, html};

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
            <p>{ trouble.to_string() }</p>
            <button onclick={act.reform(|_| Action::Retry)} data-testid="retry">{ "Try again" }</button>
        </div>
    }
}

fn one(note: &Note, act: &Callback<Action>) -> Html {
    let id = note.id;
    let dismiss = act.reform(move |_| Action::Dismiss(id));
    html! {
        <div key={id} class={classes!("note", note.is_error.then_some("wrong"))} data-testid="note">
            <p>{ &note.text }</p>
            if note.offers_file {
                <button class="quiet" onclick={act.reform(|_| Action::SaveFile)}>{ "Save the file" }</button>
            }
            <button class="quiet" onclick={dismiss} aria-label="Dismiss this notice">{ "✕" }</button>
        </div>
    }
}
