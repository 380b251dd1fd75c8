//! What lies over the page: the keys, and a link to be copied by hand.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_node_ref};

use crate::keys;
use crate::state::{Action, Dialog, long_link_warning};

/// What it shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Which, if any.
    pub dialog: Option<Dialog>,
    /// For what people do.
    pub act: Callback<Action>,
}

/// The one that is open, if any.
#[component]
pub fn Dialogs(props: &Props) -> Html {
    let dialog = use_node_ref();
    let field = use_node_ref();
    use_effect_with(props.dialog.clone(), {
        let (dialog, field) = (dialog.clone(), field.clone());
        move |shown| {
            let Some(element) = dialog.cast::<HtmlDialogElement>() else { return };
            match shown {
                Some(_) if !element.open() => {
                    let _ = element.show_modal();
                }
                None if element.open() => element.close(),
                _ => {}
            }
            if let (Some(Dialog::Link(_)), Some(field)) = (shown, field.cast::<HtmlInputElement>()) {
                field.select();
            }
        }
    });
    let close = props.act.reform(|_| Action::Dialog(None));
    let closed = props.act.reform(|_: yew::Event| Action::Dialog(None));
    html! {
        <dialog ref={dialog} onclose={closed} aria-labelledby="dialog-title">
            { match &props.dialog {
                Some(Dialog::Help) => help(),
                Some(Dialog::Link(link)) => html! {
                    <>
                        <h2 id="dialog-title">{ "Copy this link" }</h2>
                        <p>{ format!("The browser keeps the clipboard to itself here. Copy it with Ctrl+C or ⌘C.{}", long_link_warning(link)) }</p>
                        <input ref={field} readonly=true value={link.clone()} aria-label="The link" />
                    </>
                },
                None => html! {},
            } }
            <button class="primary" onclick={close}>{ "Close" }</button>
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
                        <th scope="row">{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</th>
                        <td>{ *what }</td>
                    </tr>
                }) }
            </table>
            <p>{ "On the lanes: click or drag to go to a time, wheel to zoom, Shift and drag to move along." }</p>
        </>
    }
}
