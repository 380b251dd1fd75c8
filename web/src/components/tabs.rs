//! The tabs below the stage. What the open one shows comes from a part of the page of its own (`browser/panel.rs`), which
//! fills the place that is made for it here.

use yew::{Callback, Html, KeyboardEvent, html};

use super::parts::does;
use crate::browser;
use crate::state::settings::Tab;
use crate::state::{Action, State};

/// The bar, and the place for what is open.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let open = state.settings.tab;
    let tabs = Tab::ALL.into_iter().map(|tab| {
        let is_open = open == Some(tab);
        // The Tab key comes to one of them only; the arrows go from one to the next.
        let is_stop = open.unwrap_or(Tab::ALL[0]) == tab;
        let next = (!is_open).then_some(tab);
        html! {
            <button role="tab" id={id(tab)} aria-selected={is_open.to_string()} aria-controls={is_open.then_some("view")}
                tabindex={if is_stop { "0" } else { "-1" }} onclick={does(act, Action::Tab(next))}>{ tab.title() }</button>
        }
    });
    html! {
        <section class="views" aria-label="Views of the run">
            <div class="tabs" role="tablist" aria-label="Views of the run" onkeydown={turned(open, act)}>{ for tabs }</div>
            if let Some(tab) = open {
                <div role="tabpanel" id="view" aria-labelledby={id(tab)} />
            }
        </section>
    }
}

fn id(tab: Tab) -> String {
    format!("tab-{}", tab.name())
}

/// Arrows, Home and End go from tab to tab.
fn turned(open: Option<Tab>, act: &Callback<Action>) -> Callback<KeyboardEvent> {
    let act = act.clone();
    Callback::from(move |event: KeyboardEvent| {
        let last = Tab::ALL.len() - 1;
        let at = Tab::ALL.iter().position(|&tab| Some(tab) == open).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" if at < last => at + 1,
            "ArrowLeft" if at > 0 => at - 1,
            "ArrowRight" | "Home" => 0,
            "ArrowLeft" | "End" => last,
            _ => return,
        };
        event.prevent_default();
        browser::focus(&format!("#{}", id(Tab::ALL[next])));
        act.emit(Action::Tab(Some(Tab::ALL[next])));
    })
}
