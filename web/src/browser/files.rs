//! Files in and out.

use ipcscope_core::scenario::diagnostic::quote;
use ipcscope_core::scenario::limits::TEXT_BYTES;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, File, FileList, HtmlAnchorElement, Url};

use super::document;
use super::timer::Timer;
use crate::state::settings::MOST_QUOTED;

/// The text of a file, or what is wrong with it.
pub fn read(file: File, then: Box<dyn FnOnce(Result<String, String>)>) {
    let name = quote(&file.name(), MOST_QUOTED);
    if file.size() > TEXT_BYTES as f64 {
        let kib = (file.size() / 1024.0).ceil() as u64;
        return then(Err(format!("“{name}” has {kib} KiB. A scenario has at most {} KiB.", TEXT_BYTES / 1024)));
    }
    spawn_local(async move {
        let read = JsFuture::from(file.array_buffer()).await;
        then(match read {
            Ok(buffer) => decoded(&name, Uint8Array::new(&buffer).to_vec()),
            Err(_) => Err(format!("“{name}” could not be read.")),
        });
    });
}

fn decoded(name: &str, bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| format!("“{name}” is not a text in UTF-8."))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}

/// The first file of a list.
pub fn first(files: Option<FileList>) -> Option<File> {
    files?.get(0)
}

/// Lets people save a text.
pub fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has begun to save by then.
    let revoke = move || {
        let _ = Url::revoke_object_url(&url);
    };
    std::mem::forget(Timer::new(60_000, Box::new(revoke)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn lines_end_as_ours_do_and_a_mark_at_the_start_is_left_out() {
        let text = "\u{FEFF}one\r\ntwo\n\r\nthree\r\n".as_bytes().to_vec();
        assert_eq!(decoded("a.ipc", text).as_deref(), Ok("one\ntwo\n\nthree\n"));
        assert_eq!(decoded("a.ipc", vec![0xff]), Err("“a.ipc” is not a text in UTF-8.".to_string()));
    }
}
