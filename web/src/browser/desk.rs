//! The desk: drafts, the better editor, and starting again after a failure. All of it is script, which is fetched when the
//! page is idle: `editor/`.

use ipcscope_reader::VERSION;
use wasm_bindgen::prelude::wasm_bindgen;

// Of start.js.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ipcscopeDesk)]
    fn begin_by_name(version: &str);
}

/// The page is there: the desk may come.
pub fn begin() {
    begin_by_name(VERSION);
}
