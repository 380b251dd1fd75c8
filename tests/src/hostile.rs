//! Properties that must hold for any input: texts, links, encoded programs, schedules. Used by tests and fuzzers.

use std::sync::Arc;

use ipcscope_core::bytes::{put, take};
use ipcscope_core::link;
use ipcscope_core::program::Program;
use ipcscope_core::scenario::diagnostic::report;
use ipcscope_core::scenario::{Reading, TokenClass, limits, read, tokens};
use ipcscope_core::trace::{MOST_EVENTS, Run, words};
use ipcscope_core::{export, scenario};

use crate::generate::{meaning, showing};
use crate::mutate::corpus;

/// The maximal number of events of a run of hostile input.
const EVENTS: usize = 2_000;

/// Applies every operation to `text`, and prints it if one panics.
pub fn survive(text: &str, seed: u64) {
    showing(seed, text, || holds_of_any(text));
}

/// Asserts the properties that hold for any text.
pub fn holds_of_any(text: &str) {
    let Reading { scenario, diagnostics } = read(text);
    assert!(diagnostics.len() <= limits::DIAGNOSTICS + 1);
    assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.span.start), "in the text's order");
    for diagnostic in &diagnostics {
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} stands in the text");
        assert!(!diagnostic.message.is_empty());
    }
    let reported = report(text, "text.ipc", &diagnostics);
    assert!(!reported.contains(['\u{0}', '\u{1b}', '\u{202e}', '\r']), "nothing in it moves a terminal");
    for (span, _) in tokens(text) {
        assert!(text.get(span.range()).is_some_and(|token| !token.is_empty()));
    }
    if let Some(scenario) = &scenario {
        let mut run = Run::new(Arc::new(Program::new(scenario, text)), None);
        run.advance(EVENTS, u64::MAX);
        assert!(!export::text::run(&run).is_empty());
    }
    let Ok(laid_out) = scenario::format(text) else {
        assert!(scenario.is_none(), "what can't be laid out has a mistake");
        return;
    };
    assert_eq!(scenario::format(&laid_out).as_deref(), Ok(laid_out.as_str()), "laid out twice");
    let ([ours, others], written) = (comments(text), comments(&laid_out));
    assert_eq!(written[1], [""; 0], "only `#` is written");
    match others.is_empty() {
        true => assert_eq!(written[0], ours, "every comment is kept"),
        false => assert_eq!(words_of(&written[0]), words_of(&all_comments(text)), "every word of a comment is kept"),
    }
    if let Some(scenario) = scenario {
        let again = read(&laid_out).scenario.expect("laid out it means the same");
        assert_eq!(meaning(&again), meaning(&scenario));
    }
}

/// The comments of a text, without trailing spaces.
fn all_comments(text: &str) -> Vec<&str> {
    let comments = tokens(text).into_iter().filter(|(_, class)| *class == TokenClass::Comment);
    comments.map(|(span, _)| text[span.range()].trim_end()).collect()
}

/// The comments that begin with `#`, and the others.
fn comments(text: &str) -> [Vec<&str>; 2] {
    let (ours, others) = all_comments(text).into_iter().partition(|comment| comment.starts_with('#'));
    [ours, others]
}

/// What is in comments, without the signs around it and their stars.
fn words_of(comments: &[&str]) -> Vec<String> {
    let signs = |c: char| c.is_whitespace() || "#/*".contains(c);
    comments.iter().flat_map(|comment| comment.split(signs)).filter(|word| !word.is_empty()).map(String::from).collect()
}

/// Any link fragment after `#s=` opens or gives an error; a scenario that opens survives a round trip through a new
/// link.
pub fn link(payload: &str) {
    match link::decode(payload) {
        Ok(text) => {
            assert!(text.len() <= limits::TEXT_BYTES);
            assert_eq!(link::decode(&link::encode_stored(&text)).as_deref(), Ok(text.as_str()));
        }
        Err(error) => assert!(error.message().len() > 20),
    }
}

/// Any bytes decode to a program or are refused. A decoded program survives a round trip through bytes; whether it can
/// run is the responsibility of whoever encoded it.
pub fn bytes(bytes: &[u8]) {
    let Ok(program) = take::<Program>(bytes) else { return };
    let packed = packed(&program);
    let again = take::<Program>(&packed).expect("it was put just now");
    assert_eq!(self::packed(&again), packed);
}

/// An encoded program.
pub fn packed(program: &Program) -> Vec<u8> {
    let mut packed = Vec::new();
    put(program, &mut packed);
    packed
}

/// The programs of the corpus.
pub fn programs() -> Vec<Arc<Program>> {
    let program = |text: &String| Some(Arc::new(Program::new(&read(text).scenario?, text)));
    corpus().iter().filter_map(program).collect()
}

/// For any choice of moves the run terminates or is cut, is deterministic, and every event has a description.
pub fn schedule(program: &Arc<Program>, schedule: &[u32]) {
    let run = || {
        let mut run = Run::scripted(program.clone(), schedule);
        run.advance(EVENTS, u64::MAX);
        run
    };
    let (one, other) = (run(), run());
    assert_eq!(one.schedule(), Some(schedule));
    assert_eq!((one.end(), one.events().len()), (other.end(), other.events().len()), "twice the same");
    assert_eq!(export::text::run(&one), export::text::run(&other));
    assert!(one.events().len() <= MOST_EVENTS);
    for event in 0..one.events().len() {
        assert!(!words::event(&one, event).is_empty());
    }
    let mut cursor = one.cursor();
    for at in [one.events().len() / 2, one.events().len(), 0] {
        cursor.seek(&one, at);
    }
}
