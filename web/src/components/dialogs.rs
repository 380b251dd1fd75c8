//! What lies over the page: the keys, and a link to be copied by hand.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::{Callback, Html, html};

use super::parts::{button, does, text};
use crate::browser;
use crate::keys;
use crate::state::{Action, Dialog, long_link_warning};

/// Opens or closes it in the page that was just rendered: what is shown in it is not enough for that.
pub fn open_or_close(shown: Option<&Dialog>) {
    let Some(element) = browser::find::<HtmlDialogElement>("dialog") else { return };
    match shown {
        Some(_) if !element.open() => {
            let _ = element.show_modal();
            if let Some(field) = browser::find::<HtmlInputElement>("dialog input") {
                field.select();
            }
        }
        None if element.open() => element.close(),
        _ => {}
    }
}

/// The one that is open, if any.
pub fn view(shown: Option<&Dialog>, act: &Callback<Action>) -> Html {
    let closed = act.reform(|_: yew::Event| Action::Dialog(None));
    html! {
        <dialog onclose={closed} aria-labelledby="dialog-title">
            { match shown {
                Some(Dialog::Help) => help(),
                Some(Dialog::Link(link)) => html! {
                    <>
                        <h2 id="dialog-title">{ "Copy this link" }</h2>
                        { text("p", "", format!("The browser keeps the clipboard to itself here. Copy it with Ctrl+C or ⌘C.{}", long_link_warning(link))) }
                        <input readonly=true value={link.clone()} aria-label="The link" />
                    </>
                },
                None => html! {},
            } }
            { button("primary", "", "Close", does(act, Action::Dialog(None))) }
        </dialog>
    }
}

fn help() -> Html {
    html! {
        <>
            <h2 id="dialog-title">{ "Keys" }</h2>
            <table class="keys">
                { for keys::HELP.iter().map(|(keys, what)| html! {
                    <tr>
                        <th scope="row">{ for keys.iter().map(|key| text("kbd", "", *key)) }</th>
                        { text("td", "", *what) }
                    </tr>
                }) }
            </table>
            { text("p", "", "On the lanes: click or drag to go to a time, wheel to zoom, Shift and drag to move along.") }
        </>
    }
}
