//! Stopping a search, asking for its report, and resuming it.

use std::sync::Arc;

use ipcscope_core::explore::{Answer, Limits, Listing, Outcomes, Search, Stop, Trouble};
use ipcscope_tests::traces::GALLERY;

use super::helpers::{explored, program};

fn scenario(name: &str) -> &'static str {
    GALLERY.iter().find(|(known, _)| *known == name).expect("it is there").1
}

#[test]
fn a_search_in_slices_gives_the_same_report() {
    for name in ["peterson", "lost-wakeup", "mailbox", "sleeping-barber"] {
        let program = program(scenario(name));
        let at_once = explored(&program);
        let mut search = Search::new(Arc::clone(&program), Limits::default());
        while !search.advance(7).is_over() {
            search.progress();
        }
        let mut in_slices = search.report();
        // The spare room of a store is not compared.
        in_slices.progress.bytes = at_once.progress.bytes;
        assert_eq!(in_slices, at_once, "{name}");
    }
}

#[test]
fn an_unfinished_search_never_says_never() {
    let program = program(scenario("dining-philosophers-fixed"));
    let mut search = Search::new(Arc::clone(&program), Limits { states: 1_000, ..Limits::default() });
    let progress = search.advance(usize::MAX);
    assert_eq!(progress.stopped, Some(Stop::States));
    assert!(!progress.is_finished && progress.states > 1_000);
    let report = search.report();
    assert_eq!(report.as_expected(), None);
    // It has no assertion, so none can fail.
    for report in &report.troubles {
        let known = if report.trouble == Trouble::Assertion { Answer::Never } else { Answer::NoneSoFar };
        assert_eq!(report.answer, known, "{:?}", report.trouble);
    }
    // With higher limits it resumes where it was.
    search.set_limits(1_000_000, usize::MAX);
    while !search.advance(1_000).is_over() {}
    let report = search.report();
    assert_eq!(report.progress.states, 31_104);
    assert_eq!(report.as_expected(), Some(true));
}

#[test]
fn a_search_stops_at_its_memory_limit() {
    let program = program(scenario("dining-philosophers"));
    let mut search = Search::new(program, Limits { bytes: 200_000, ..Limits::default() });
    let progress = search.advance(usize::MAX);
    assert_eq!(progress.stopped, Some(Stop::Memory));
    assert!(progress.bytes > 200_000);
}

/// A loop that prints and can still end has no list of outcomes; its states are few all the same, since prints are not
/// part of them.
#[test]
fn endless_prints_have_no_bound() {
    let text =
        "process P { loop { receive x from Q; print x } }\nprocess Q { loop { either { send 1 to P } or { stop } } }";
    let program = program(text);
    let report = explored(&program);
    assert_eq!((report.outcomes, report.progress.states), (Outcomes::Unbounded, 2 * 5));
    let mut search = Search::new(program, Limits { outcomes: Listing::Nothing, ..Limits::default() });
    search.advance(usize::MAX);
    let report = search.report();
    assert_eq!(report.outcomes, Outcomes::NotAsked);
    assert!(report.progress.is_finished);
    // x is 0 or 1. With each, Q is before its choice, its send or its end, or has terminated, and then P waits or has
    // faulted.
    assert_eq!(report.progress.states, 2 * 5);
}

/// Three hundred processes with three places each need more than the eight words of a packed state: then states are
/// stored as bytes. One move away there are 300, two moves away 300 that have moved twice and 300 · 299 / 2 pairs.
#[test]
fn states_too_large_to_pack_are_stored_as_bytes() {
    let text = "memory t { x = 0 }\nprocess P[300] { t.x = 0; t.x = 0 }";
    let program = program(text);
    let mut search = Search::new(program, Limits { states: 40_000, outcomes: Listing::Nothing, ..Limits::default() });
    let progress = search.advance(usize::MAX);
    // There are too many while those one move away are being expanded.
    assert_eq!((progress.stopped, progress.depth), (Some(Stop::States), 1));
    assert!(progress.states > 40_000 && progress.states < 1 + 300 + 300 + 300 * 299 / 2);
}
