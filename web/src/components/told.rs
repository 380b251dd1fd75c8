//! Beside the stage: the words and the program. With many processes they follow the run a few times a second only:
//! nobody reads faster, and to write them anew takes longer than all of the pictures.

use std::rc::Rc;

use yew::{Callback, Component, Context, Html, Properties, html};

use super::parts::{does, text};
use super::{editor, listing, notes, words};
use crate::browser::now_ms;
use crate::browser::timer::Timer;
use crate::state::settings::Editor;
use crate::state::{Action, State, grouped};

/// Where there are many processes and channels they are followed so often, ms.
const OFTEN_MS: f64 = 400.0;

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
    /// They are to be written then.
    later: Option<Timer>,
}

impl Component for Told {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Told>) -> Told {
        Told { written_ms: 0.0, later: None }
    }

    fn changed(&mut self, context: &Context<Told>, _: &Props) -> bool {
        let many = context.props().state.is_crowded();
        let wait_ms = self.written_ms + OFTEN_MS - now_ms();
        if many && wait_ms > 0.0 {
            let link = context.link().clone();
            self.later = Some(Timer::new(wait_ms as i32, Box::new(move || link.send_message(()))));
            return false;
        }
        self.update(context, ())
    }

    fn update(&mut self, _: &Context<Told>, (): ()) -> bool {
        (self.written_ms, self.later) = (now_ms(), None);
        true
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
