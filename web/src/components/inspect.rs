//! What was chosen: what it is and why, and the ways on from it.

use ipcscope_scene::About;
use yew::{Callback, Html, html};

use super::parts::{button, does, text};
use crate::related::{Related, related};
use crate::state::{Action, Position, Show, State};
use crate::tell;

/// The card; nothing where nothing is chosen.
pub fn view(state: &State, act: &Callback<Action>, show: &Show, position: &Position) -> Option<Html> {
    let chosen = state.chosen?;
    let (heading, sentence) = tell::about(&show.run, &position.moment, chosen)?;
    let ways = related(show, &position.moment, chosen);
    Some(html! {
        <section class="inspect" aria-label="Chosen" aria-live="polite" data-testid="inspect">
            <div class="row">
                { text("strong", "", heading) }
                { text("span", "gap", "") }
                if let About::Process(process) = chosen {
                    { button("quiet", "fold", if state.folded.contains(&process) { "Unfold its lane" } else { "Fold its lane" }, does(act, Action::Fold(process))) }
                }
                { button("quiet", "close", "Close", does(act, Action::Choose(None))) }
            </div>
            { text("p", "", sentence) }
            <ul>{ for ways.into_iter().map(|way| way_on(act, way)) }</ul>
        </section>
    })
}

fn way_on(act: &Callback<Action>, way: Related) -> Html {
    html! { <li>{ button("link", "", way.words, does(act, Action::GoTo(way.about))) }</li> }
}
