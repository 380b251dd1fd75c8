//! Getting a text ready to run: by the reader, or, from the gallery, ready as it is fetched.

use ipcscope_reader::{Answer, Request, Unreadable, VERSION, from_bytes, to_bytes};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::state::Source;

// Of start.js.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ipcscopeFetch, catch)]
    async fn fetch(path: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = ipcscopeAsk, catch)]
    async fn ask(version: &str, question: Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = ipcscopeWarm)]
    fn warm_by_name(version: &str);
}

/// Gets a text ready; what went wrong on the way comes as words for people.
pub fn prepare(source: Source, text: &str, then: impl FnOnce(Result<Box<Answer>, String>) + 'static) {
    let request = match source {
        Source::Example(name) => return spawn_local(async move { then(example(name).await) }),
        Source::Link(payload) => Request::Link(payload),
        Source::Text => Request::Text(text.to_string()),
    };
    spawn_local(async move { then(read(request).await) });
}

/// The reader's module is fetched and started when there is nothing else to do.
pub fn warm() {
    warm_by_name(VERSION);
}

async fn example(name: &str) -> Result<Box<Answer>, String> {
    let fetched = fetch(&format!("gallery/{name}.bin?v={VERSION}")).await;
    let bytes = fetched.map_err(|error| format!("This scenario did not arrive ({}).", message(error)))?;
    let prepared = from_bytes(&Uint8Array::from(bytes).to_vec()).map_err(in_words)?;
    Ok(Box::new(Ok(prepared)))
}

async fn read(request: Request) -> Result<Box<Answer>, String> {
    let answered = ask(VERSION, Uint8Array::from(&to_bytes(&request)[..])).await;
    let bytes = answered.map_err(|error| format!("{} Your text is kept.", message(error)))?;
    from_bytes(&Uint8Array::from(bytes).to_vec()).map(Box::new).map_err(in_words)
}

fn in_words(unreadable: Unreadable) -> String {
    unreadable.message().to_string()
}

fn message(error: JsValue) -> String {
    error.dyn_into::<js_sys::Error>().map_or(String::new(), |error| error.message().into())
}
