//! ipcscope for scripts: a text is parsed, run, looked into at any step, and exported. Objects go over by serde; what they
//! look like to TypeScript stands in `types.d.ts`, which is part of what wasm-bindgen writes.
//!
//! Exploring every schedule is not in here. Nothing in here reads a clock or the network.

mod objects;
mod run;

use ipcscope_core::link;
use ipcscope_core::scenario::diagnostic::{Diagnostic, place, report};
use ipcscope_core::scenario::{self, Reading};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

pub use run::ScenarioRun;

use objects::{Mistake, Options, Parsed, to_js};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");

/// What a text declares, and every mistake in it with its place.
///
/// # Errors
/// None that a text can bring about; only where the browser refuses to make objects.
#[wasm_bindgen(unchecked_return_type = "Parsed")]
pub fn parse(text: &str) -> Result<JsValue, JsError> {
    let Reading { scenario, diagnostics } = scenario::read(text);
    let mistakes = diagnostics.iter().map(|diagnostic| mistake(text, diagnostic)).collect();
    to_js(&Parsed::new(scenario.as_ref(), text, mistakes))
}

/// Runs a text.
///
/// # Errors
/// The text's mistakes, in words with their places.
#[wasm_bindgen]
pub fn simulate(
    text: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "Options")] options: JsValue,
) -> Result<ScenarioRun, JsError> {
    let options: Options = match options.is_undefined() || options.is_null() {
        true => Options::default(),
        false => serde_wasm_bindgen::from_value(options).map_err(|error| JsError::new(&error.to_string()))?,
    };
    let Reading { scenario, diagnostics } = scenario::read(text);
    let Some(tree) = scenario else {
        return Err(JsError::new(&report(text, "scenario", &diagnostics)));
    };
    Ok(ScenarioRun::new(&tree, text, &options))
}

/// The canonical layout of a text.
///
/// # Errors
/// The text's mistakes, in words with their places.
#[wasm_bindgen]
pub fn format(text: &str) -> Result<String, JsError> {
    scenario::format(text).map_err(|diagnostics| JsError::new(&report(text, "scenario", &diagnostics)))
}

/// What carries a text in a link, after `#s=`.
#[wasm_bindgen(js_name = encodeLink)]
pub fn encode_link(text: &str) -> String {
    link::encode(text)
}

/// The text that a link carries: of a whole address, or of what stands after `#s=`.
///
/// # Errors
/// What is wrong with the link, in words.
#[wasm_bindgen(js_name = decodeLink)]
pub fn decode_link(address: &str) -> Result<String, JsError> {
    let payload = address.split_once("#s=").map_or(address, |(_, payload)| payload);
    let payload = payload.split('&').next().unwrap_or_default();
    link::decode(payload).map_err(|error| JsError::new(error.message()))
}

fn mistake(text: &str, diagnostic: &Diagnostic) -> Mistake {
    let at = place(text, diagnostic.span.start);
    Mistake::new(diagnostic, at)
}
