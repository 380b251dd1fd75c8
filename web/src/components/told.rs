//! Beside the stage: the words and the program. With many processes they follow a run that plays a few times a second only:
//! nobody reads faster, and to write them anew takes longer than all of the pictures.

use std::rc::Rc;

use yew::{Callback, Component, Context, Html, Properties, html};

use super::parts::{does, text};
use super::{editor, listing, notes, words};
use crate::browser::now_ms;
use crate::state::settings::Editor;
use crate::state::{Action, State, grouped};

/// No more processes and channels than these are followed at every frame.
const FEW: usize = 24;
/// The others so often, ms.
const OFTEN_MS: f64 = 150.0;

/// What it shows.
#[derive(Clone, Debug, Properties)]
pub struct Props {
    /// All there is.
    pub state: Rc<State>,
    /// What is done with it.
    pub act: Callback<Action>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// The column.
#[derive(Debug)]
pub struct Told {
    written_ms: f64,
}

impl Component for Told {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Told>) -> Told {
        Told { written_ms: 0.0 }
    }

    fn changed(&mut self, context: &Context<Told>, before: &Props) -> bool {
        let state = &context.props().state;
        let many = state
            .position
            .as_ref()
            .is_some_and(|position| position.moment.processes.len() + position.moment.channels.len() > FEW);
        let is_followed = !(many && state.playing && before.state.playing);
        let is_due = is_followed || now_ms() >= self.written_ms + OFTEN_MS;
        if is_due {
            self.written_ms = now_ms();
        }
        is_due
    }

    fn view(&self, context: &Context<Told>) -> Html {
        let Props { state, act } = context.props();
        html! {
            <div class="told">
                { words::view(state, act) }
                if state.settings.editor != Editor::None {
                    { program(state, act) }
                }
            </div>
        }
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
                { text("span", "gap", "") }
                if may_edit {
                    <button aria-pressed={state.editing.to_string()} onclick={does(act, Action::EditMode(!is_editing))} data-testid="edit">
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
                    { text("p", "stale", "The text has mistakes. This is the last version that ran.") }
                }
                { listing::view(state) }
            }
        </section>
    }
}
