//! What stands above every page: the name, the way back, the colours.

use yew::{Callback, Html, MouseEvent, TargetCast, html};

use super::parts::text;
use crate::state::settings::ThemeChoice;
use crate::state::{Action, Route};

/// The header.
pub fn view(route: Route, theme: ThemeChoice, act: &Callback<Action>) -> Html {
    let home = act.reform(|event: MouseEvent| {
        event.prevent_default();
        Action::ShowGallery
    });
    let choose = act.reform(|event: yew::Event| {
        let chosen = event.target_unchecked_into::<web_sys::HtmlSelectElement>().value();
        Action::Theme(ThemeChoice::from_name(&chosen).unwrap_or_default())
    });
    html! {
        <header class="header">
            <a class="wordmark" href="./" onclick={&home} aria-label="ipcscope, to the gallery">
                <span class="mark" aria-hidden="true"></span>{ "ipcscope" }
            </a>
            if route == Route::Player {
                <a class="quiet" href="./" onclick={home} data-testid="gallery"><span aria-hidden="true">{ "←" }</span>{ text("span", "wide", "All") }{ "scenarios" }</a>
            }
            { text("span", "gap", "") }
            <label class="field">
                { text("span", "", "Colours") }
                <select onchange={choose} data-testid="theme">
                    { for ThemeChoice::ALL.map(|choice| html! {
                        <option value={choice.name()} selected={choice == theme}>{ choice.name() }</option>
                    }) }
                </select>
            </label>
        </header>
    }
}
