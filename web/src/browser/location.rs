//! The page's address, and its history. In a sandbox both may be refused: the page goes on without.

use wasm_bindgen::JsValue;

use super::window;

/// The address without query and fragment.
pub fn base() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_string()
}

/// Query and fragment.
pub fn read() -> (String, String) {
    let location = window().location();
    (location.search().unwrap_or_default(), location.hash().unwrap_or_default())
}

/// Query and fragment as a new entry of the history.
pub fn push(address: &str) -> bool {
    put(address, true)
}

/// Query and fragment in place of those there are; whether that was possible.
pub fn replace(address: &str) -> bool {
    put(address, false)
}

fn put(address: &str, is_new: bool) -> bool {
    let (search, hash) = read();
    if format!("{search}{hash}") == address {
        return true;
    }
    let url = base() + address;
    let Ok(history) = window().history() else { return false };
    let done = match is_new {
        true => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        false => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
    };
    done.is_ok()
}
