//! What stands above every page: the name, the way back, the colours.

use yew::{Callback, Html, MouseEvent, Properties, TargetCast, component, html};

use crate::state::settings::ThemeChoice;
use crate::state::{Action, Route};

/// What it shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Where we are.
    pub route: Route,
    /// The colours that were chosen.
    pub theme: ThemeChoice,
    /// For what people do.
    pub act: Callback<Action>,
}

/// The header.
#[component]
pub fn Header(props: &Props) -> Html {
    let home = props.act.reform(|event: MouseEvent| {
        event.prevent_default();
        Action::ShowGallery
    });
    let choose = props.act.reform(|event: yew::Event| {
        let chosen = event.target_unchecked_into::<web_sys::HtmlSelectElement>().value();
        Action::Theme(ThemeChoice::from_name(&chosen).unwrap_or_default())
    });
    html! {
        <header class="header">
            <a class="wordmark" href="./" onclick={&home} aria-label="ipcscope, to the gallery">
                <span class="mark" aria-hidden="true"></span>{ "ipcscope" }
            </a>
            if props.route == Route::Player {
                <a class="quiet" href="./" onclick={home} data-testid="gallery">{ "← All scenarios" }</a>
            }
            <span class="gap"></span>
            <label class="field">
                <span>{ "Colours" }</span>
                <select onchange={choose} data-testid="theme">
                    { for ThemeChoice::ALL.map(|choice| html! {
                        <option value={choice.name()} selected={choice == props.theme}>{ choice.name() }</option>
                    }) }
                </select>
            </label>
        </header>
    }
}
