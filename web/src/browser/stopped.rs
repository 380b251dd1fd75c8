//! When something inside fails: the page says so, and takes no more part.

use std::panic::PanicHookInfo;

use wasm_bindgen::JsValue;

use super::document;

/// Shows a failure to people, from now on.
pub fn watch() {
    std::panic::set_hook(Box::new(|failure| {
        let _ = show(failure);
    }));
}

fn show(failure: &PanicHookInfo) -> Result<(), JsValue> {
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
    words.set_text_content(Some(
        "ipcscope has stopped: something inside it failed. Your text is kept in the address: reload the page.",
    ));
    let reload = document.create_element("a")?;
    reload.set_text_content(Some("Reload"));
    reload.set_attribute("class", "button primary")?;
    reload.set_attribute("href", "")?;
    let details = document.create_element("pre")?;
    details.set_text_content(Some(&failure.to_string()));
    notice.append_child(&words)?;
    notice.append_child(&reload)?;
    notice.append_child(&details)?;
    document.body().ok_or(JsValue::NULL)?.append_child(&notice)?;
    Ok(())
}
