//! All that is known of browsers. Nothing in here fails where a browser refuses: the page goes on without.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Window};

pub mod clipboard;
pub mod desk;
pub mod files;
pub mod host;
pub mod listen;
pub mod location;
pub mod observe;
pub mod panel;
pub mod prepare;
pub mod sight;
pub mod storage;
pub mod timer;

/// The page's window.
pub fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

/// The page's document.
pub fn document() -> Document {
    window().document().expect("a page has a document")
}

/// Takes the notice that the page is loading away, and lets `render` fill its place.
pub fn mount(render: impl FnOnce(Element)) {
    let document = document();
    if let Some(boot) = document.get_element_by_id("boot") {
        boot.remove();
    }
    let root = document.get_element_by_id("app").or_else(|| document.body().map(Element::from));
    render(root.expect("a document has a body"));
}

/// Whether the device says so now: a media query.
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// ms since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Which colours: `None` as the device is set.
pub fn show_theme(name: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let _ = match name {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}

/// The name in the browser's tab.
pub fn show_title(title: &str) {
    let document = document();
    if document.title() != title {
        document.set_title(title);
    }
}

/// The first element that `selector` finds.
pub fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The focus to what `selector` finds.
pub fn focus(selector: &str) {
    if let Some(element) = find::<HtmlElement>(selector) {
        let _ = element.focus();
    }
}

/// The upper left corner of the page into sight.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Whether the keys belong to what the focus is on: a text, a choice.
pub fn is_writing(target: Option<web_sys::EventTarget>) -> bool {
    let Some(element) = target.and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    element.matches("textarea, select, input:not([type=range]), [contenteditable]").unwrap_or(false)
}
