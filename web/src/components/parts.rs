//! What the page has much of: words, and buttons. Markup weighs some 300 bytes an element; a call of these a third.

use yew::virtual_dom::AttrValue;
use yew::{Callback, Html, MouseEvent, html};

use crate::state::Action;

/// An element with nothing but words in it; without a class where that is empty.
pub fn text(tag: &'static str, class: &'static str, words: impl Into<AttrValue>) -> Html {
    let words: AttrValue = words.into();
    html! { <@{tag} {class}>{ words }</@> }
}

/// A button with words on it; `id` is what the tests know it by.
pub fn button(class: &'static str, id: &'static str, words: impl Into<AttrValue>, press: Callback<MouseEvent>) -> Html {
    let words: AttrValue = words.into();
    let id = (!id.is_empty()).then_some(id);
    html! { <button {class} onclick={press} data-testid={id}>{ words }</button> }
}

/// A press that does this.
pub fn does(act: &Callback<Action>, action: Action) -> Callback<MouseEvent> {
    act.reform(move |_| action.clone())
}
