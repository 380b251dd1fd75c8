//! Getting a text ready to run: by the reader, or, from the gallery, ready as it is fetched.

use ipcscope_reader::{Answer, Request, Unreadable, VERSION, from_bytes, to_bytes};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::state::Source;

// Of start.js.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ipcscopeFetch)]
    fn fetch(path: &str) -> Promise;

    #[wasm_bindgen(js_name = ipcscopeAsk)]
    fn ask(part: &str, version: &str, question: Uint8Array) -> Promise;

    #[wasm_bindgen(js_name = ipcscopeWarm)]
    fn warm_by_name(version: &str);
}

/// Gets a text ready; what went wrong on the way comes as words for people.
pub fn prepare(source: Source, text: &str, then: Box<dyn FnOnce(Result<Box<Answer>, String>)>) {
    let promise = match &source {
        Source::Example(name) => fetch(&format!("gallery/{name}.bin?v={VERSION}")),
        Source::Link(payload) => read(Request::Link(payload.clone())),
        Source::Text => read(Request::Text(text.to_string())),
    };
    spawn_local(async move {
        then(match JsFuture::from(promise).await {
            Ok(bytes) => from_bytes(&Uint8Array::from(bytes).to_vec()).map(Box::new).map_err(in_words),
            Err(error) => {
                let reason = error.dyn_into::<js_sys::Error>().map_or(String::new(), |error| error.message().into());
                Err(match source {
                    Source::Example(_) => format!("This scenario did not arrive ({reason})."),
                    _ => format!("{reason} Your text is kept."),
                })
            }
        });
    });
}

fn read(request: Request) -> Promise {
    ask("reader", VERSION, Uint8Array::from(&to_bytes(&request)[..]))
}

/// The reader's module is fetched and started when there is nothing else to do.
pub fn warm() {
    warm_by_name(VERSION);
}

fn in_words(unreadable: Unreadable) -> String {
    unreadable.message().to_string()
}
