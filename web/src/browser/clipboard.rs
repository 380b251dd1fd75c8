//! The clipboard, which may be refused.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::window;

/// Copies `text`, and tells whether that was allowed.
pub fn copy(text: String, then: Box<dyn FnOnce(bool)>) {
    let navigator = window().navigator();
    // Where the page is not from a safe address, there is no clipboard at all.
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok();
    let clipboard = clipboard.filter(|clipboard| clipboard.is_object());
    let Some(clipboard) = clipboard.map(|clipboard| clipboard.unchecked_into::<web_sys::Clipboard>()) else {
        return then(false);
    };
    let promise = clipboard.write_text(&text);
    spawn_local(async move { then(JsFuture::from(promise).await.is_ok()) });
}
