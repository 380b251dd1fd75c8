//! Barriers: who waits, who opens them, and what the explorer says.

use ipcscope_core::explore::{Answer, Limits, Search, Trouble, words};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::{Run, words as told};
use std::sync::Arc;

fn program(text: &str) -> Arc<Program> {
    Arc::new(Program::new(&read(text).scenario.unwrap_or_else(|| panic!("an error in\n{text}")), text))
}

fn report(program: &Arc<Program>) -> ipcscope_core::explore::Report {
    let mut search = Search::new(Arc::clone(program), Limits::default());
    while !search.advance(10_000).is_over() {}
    search.report()
}

/// A barrier closes again: nobody starts a round before all have finished the one before. Without a clock each worker's
/// number of rounds is within one of every other's.
#[test]
fn nobody_is_a_round_ahead() {
    let text = "barrier all = 3
memory m { done[3] = 0 }
process Worker[3] { repeat 3 { m.done[me] = m.done[me] + 1; wait all } }
check always m.done[0] - m.done[1] <= 1 and m.done[1] - m.done[2] <= 1 and m.done[2] - m.done[0] <= 1
check always finishes";
    let report = report(&program(text));
    assert_eq!(report.as_expected(), Some(true));
}

/// Two processes at a barrier for three: each could arrive again later in its loop, so they wait for each other.
#[test]
fn too_few_for_a_barrier_in_a_loop_are_deadlocked() {
    let program = program("barrier all = 3\nprocess P { loop { wait all } }\nprocess Q { loop { wait all } }");
    let report = report(&program);
    let deadlock = &report.troubles[Trouble::Deadlock as usize];
    // Each arrives.
    assert_eq!(deadlock.answer.witness().map(|witness| witness.schedule.len()), Some(2));
    let waits =
        ["P waits for barrier all, which Q could arrive at", "Q waits for barrier all, which P could arrive at"];
    assert_eq!(words::waiting(&program, &deadlock.stuck), waits);
}

/// Without a loop nobody is left who could arrive: both are orphaned.
#[test]
fn too_few_for_a_barrier_once_are_orphaned() {
    let program = program("barrier all = 3\nprocess P { wait all }\nprocess Q { wait all }");
    let report = report(&program);
    assert_eq!(report.answer(Trouble::Deadlock), &Answer::Never);
    assert_eq!(report.orphans.len(), 2);
    let mut run = Run::new(program, None);
    run.advance(1_000, u64::MAX);
    let sentences: Vec<String> = (0..run.events().len()).map(|index| told::event(&run, index)).collect();
    assert_eq!(
        sentences,
        [
            "starts",
            "starts",
            "arrives at all: 1 of 3",
            "arrives at all: 2 of 3",
            "is blocked: not all have arrived at all",
            "is blocked forever: no remaining process can unblock it",
            "is blocked: not all have arrived at all",
            "is blocked forever: no remaining process can unblock it",
        ]
    );
}

/// A barrier for one process never blocks.
#[test]
fn a_barrier_for_one_is_always_open() {
    let mut run = Run::new(program("barrier all = 1\nprocess P { wait all; wait all }"), None);
    run.advance(1_000, u64::MAX);
    let sentences: Vec<String> = (0..run.events().len()).map(|index| told::event(&run, index)).collect();
    let each = ["arrives at all as the last", "passes all"];
    assert_eq!(sentences, [&["starts"][..], &each, &each, &["terminates"]].concat());
}
