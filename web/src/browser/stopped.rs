//! When something inside fails: the page says so, and takes no more part.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

use super::{document, window};

/// Shows traps to people, from now on: what the engine of the browser stops by itself, such as a full stack.
pub fn watch() {
    let trapped = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        let error = Reflect::get(&event, &"error".into()).unwrap_or_default();
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        if matches!(name.as_deref(), Some("RuntimeError" | "RangeError" | "InternalError")) {
            let _ = show(&String::from(js_sys::Object::from(error).to_string()));
        }
    });
    let _ = window().add_event_listener_with_callback("error", trapped.as_ref().unchecked_ref());
    trapped.forget();
}

/// Tells people that the page has stopped, and why; the first reason only.
pub fn show(reason: &str) -> Result<(), JsValue> {
    let document = document();
    if document.get_element_by_id("stopped").is_some() {
        return Ok(());
    }
    // What is left of the page has a half-written state behind it.
    if let Some(app) = document.get_element_by_id("app") {
        app.set_attribute("inert", "")?;
    }
    let notice = document.create_element("div")?;
    notice.set_id("stopped");
    notice.set_attribute("role", "alert")?;
    let words = document.create_element("p")?;
    words.set_text_content(Some("ipcscope has stopped: something inside it failed. Your text is kept in the address."));
    let reload = document.create_element("button")?;
    reload.set_text_content(Some("Reload the page"));
    reload.set_attribute("class", "primary")?;
    let details = document.create_element("pre")?;
    details.set_text_content(Some(reason));
    for part in [&words, &reload, &details] {
        notice.append_child(part)?;
    }
    document.body().ok_or(JsValue::NULL)?.append_child(&notice)?;
    // The browser's own function: nothing of ours is to be called any more.
    let location = window().location();
    let function: Function = Reflect::get(&location, &"reload".into())?.unchecked_into();
    reload.add_event_listener_with_callback("click", &function.bind0(&location))
}
