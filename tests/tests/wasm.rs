//! In the browser the core gives the same bytes as natively. Runs in headless Chromium.
#![cfg(target_arch = "wasm32")]

use ipcscope_core::{export, simulate_text};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The same text and the same bytes as in `bounded_buffer.rs`, where they are calculated by hand.
#[wasm_bindgen_test]
fn the_bounded_buffer_gives_the_same_bytes() {
    let text = include_str!("../../scenarios/buffer-bounded.ipc");
    let run = simulate_text(text, None).expect("the gallery has no mistakes").run;
    assert_eq!(export::text::run(&run), include_str!("../golden/buffer-bounded.txt"));
}

/// Random draws and logarithms: the golden file was written natively (`random_draws_are_the_same_everywhere`).
#[wasm_bindgen_test]
fn random_draws_give_the_native_bytes() {
    let run = simulate_text(include_str!("../golden/random.ipc"), None).expect("it has no mistakes").run;
    assert_eq!(export::text::run(&run), include_str!("../golden/random.txt"));
}

/// Every scenario of the gallery and 1,000 generated ones: the checksums were made natively (`traces.rs`).
#[wasm_bindgen_test]
fn every_trace_is_the_same_as_natively() {
    let kept = include_str!("../golden/traces.txt");
    for (now, before) in ipcscope_tests::traces::sums().lines().zip(kept.lines()) {
        assert_eq!(now, before);
    }
}

/// Every limit, one below, at and above; the stack is smaller here than natively.
#[wasm_bindgen_test]
fn limits_hold() {
    ipcscope_tests::limits::hold();
}
