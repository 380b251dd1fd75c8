//! Small notices: they tell, and never stop anybody.

use yew::{Callback, Html, Properties, classes, component, html};

use crate::state::{Action, Note};

/// What it shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Oldest first.
    pub notes: Vec<Note>,
    /// For what people do.
    pub act: Callback<Action>,
}

/// All of them, one below the other.
#[component]
pub fn Notes(props: &Props) -> Html {
    html! {
        <div class="notes" role="status">
            { for props.notes.iter().map(|note| one(note, &props.act)) }
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
