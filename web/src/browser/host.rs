//! In a frame: how things stand, for the page around it to hear. What that page wants comes as what the panel wants does
//! (`panel.rs`).
//!
//! The messages themselves, who may send them and what shape they have, are a script's business (`embed/src/host.js`), which
//! is fetched in frames only.

use ipcscope_reader::VERSION;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::state::State;

// Of start.js.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ipcscopeStand)]
    fn stand_by_name(
        version: &str,
        step: usize,
        steps: usize,
        playing: bool,
        speed: &str,
        time_us: f64,
        is_busy: bool,
        is_fresh: bool,
        text: Option<&str>,
        problem: Option<&str>,
    );
}

/// Tells how things stand; the text only where it `is_new`.
pub fn stand(state: &State, is_new: bool) {
    let position = state.position.as_ref();
    stand_by_name(
        VERSION,
        position.map_or(0, |position| position.at()),
        state.show.as_ref().map_or(0, |show| show.steps()),
        state.playing,
        state.speed.name(),
        position.map_or(0.0, |position| position.clock_us),
        state.is_busy(),
        state.is_fresh(),
        is_new.then_some(&*state.text),
        state.problem(),
    );
}
