//! What is prepared comes through the bytes unchanged, and other bytes are an error and nothing worse.

use std::sync::Arc;

use ipcscope_core::trace::Run;
use ipcscope_core::{export, simulate_text};
use ipcscope_reader::{
    Answer, Prepared, Request, Unreadable, VERSION, answer, answer_bytes, from_bytes, prepare, program, to_bytes,
};

fn scenarios() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
    let files = std::fs::read_dir(folder).expect("the gallery is there");
    files.map(|file| std::fs::read_to_string(file.expect("it can be listed").path()).expect("it is text")).collect()
}

#[test]
fn a_program_that_went_through_bytes_runs_as_before() {
    for text in scenarios() {
        let bytes = answer_bytes(&to_bytes(&Request::Text(text.clone())));
        let prepared = from_bytes::<Answer>(&bytes).expect("it is of this version").expect("it is no link");
        assert_eq!((&prepared.text, prepared.diagnostics.len()), (&text, 0));
        let run = Run::complete(
            Arc::new(program(&prepared.program.expect("there is no mistake in it")).expect("it is whole")),
            None,
        );
        let plain = simulate_text(&text, None).expect("there is no mistake in it").run;
        assert_eq!(export::text::run(&run), export::text::run(&plain));
        let linked = answer(Request::Link(prepared.payload)).expect("it is a link");
        assert_eq!(linked.text, text);
    }
}

#[test]
fn mistakes_and_bad_links_are_answers() {
    let broken = answer(Request::Text("process P { wrok 3ms }".to_string())).expect("it is no link");
    assert!(broken.program.is_none());
    assert_eq!(broken.diagnostics[0].help.as_deref(), Some("write `work`"));
    let long = prepare("#".repeat(256 * 1_024 + 1));
    assert!(long.program.is_none() && long.tokens.is_empty());
    assert!(answer(Request::Link("1.abc".to_string())).expect_err("its end is missing").contains("cut off"));
}

/// Each byte of a prepared scenario cut off, and each changed in all of its bits, one at a time.
#[test]
fn bytes_that_were_cut_or_changed_do_no_harm() {
    let bytes = to_bytes(&prepare(scenarios().remove(0)));
    for end in 0..bytes.len() {
        assert!(from_bytes::<Prepared>(&bytes[..end]).is_err(), "cut to {end} bytes");
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let read = from_bytes::<Prepared>(&changed);
            assert!(at >= VERSION.len() || read.err() == Some(Unreadable::OtherVersion));
        }
    }
    assert_eq!(from_bytes::<Prepared>(b"").err(), Some(Unreadable::OtherVersion));
    let noise = [VERSION.as_bytes(), &[0xff; 64]].concat();
    assert_eq!(from_bytes::<Request>(&noise).err(), Some(Unreadable::Damaged));
    assert!(from_bytes::<Answer>(&answer_bytes(&noise)).expect("it is an answer").is_err());
}
