//! What is kept on the device: the choice of colours, and nothing else.

use super::window;

const THEME: &str = "ipcscope-theme";

/// What was kept; nothing where keeping is refused.
pub fn theme() -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(THEME).ok().flatten()
}

/// Keeps it, where that is allowed.
pub fn keep_theme(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(THEME, name);
    }
}
