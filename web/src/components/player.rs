//! One scenario: its stage, the way through time, the words and the program.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::gallery::open_file;
use super::parts::{button, does, text};
use super::told::Told;
use super::{end, stage, tabs, transport};
use crate::browser::location;
use crate::state::{Action, State};

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
                    if !is_embedded || state.is_at_end() {
                        { end::view(state, act) }
                    }
                    if state.show.is_some() && (!is_embedded || state.settings.tab.is_some()) {
                        { tabs::view(state, act) }
                    }
                </div>
                <Told state={state.clone()} act={act.clone()} />
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
                    { text("p", "about", about) }
                }
            </div>
            <div class="row">
                // Of share/src/share.js.
                <button data-part="share" data-testid="share">{ "Share" }</button>
                { button("", "save", "Save file", does(act, Action::SaveFile)) }
                // Of exports/src/dialog.js.
                <button data-part="export" data-testid="export">{ "Export" }</button>
                { open_file(act) }
            </div>
        </div>
    }
}
