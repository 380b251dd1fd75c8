//! Barriers: who waits, who opens them, and what the explorer says.

use ipcscope_core::explore::{Answer, Limits, Search, Trouble, words};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::{Moment, Run, words as told};
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
    let text = "barrier gate = 3
memory m { done[3] = 0 }
process Worker[3] { repeat 3 { m.done[me] = m.done[me] + 1; wait gate } }
check always m.done[0] - m.done[1] <= 1 and m.done[1] - m.done[2] <= 1 and m.done[2] - m.done[0] <= 1
check always finishes";
    let report = report(&program(text));
    assert_eq!(report.as_expected(), Some(true));
}

/// Two processes at a barrier for three: each could arrive again later in its loop, so they wait for each other.
#[test]
fn too_few_for_a_barrier_in_a_loop_are_deadlocked() {
    let program = program("barrier gate = 3\nprocess P { loop { wait gate } }\nprocess Q { loop { wait gate } }");
    let report = report(&program);
    let deadlock = &report.troubles[Trouble::Deadlock as usize];
    // Each arrives.
    assert_eq!(deadlock.answer.witness().map(|witness| witness.schedule.len()), Some(2));
    let waits =
        ["P waits for barrier gate, which Q could arrive at", "Q waits for barrier gate, which P could arrive at"];
    assert_eq!(words::waiting(&program, &deadlock.stuck), waits);
}

/// Without a loop nobody is left who could arrive: both are orphaned.
#[test]
fn too_few_for_a_barrier_once_are_orphaned() {
    let program = program("barrier gate = 3\nprocess P { wait gate }\nprocess Q { wait gate }");
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
            "arrives at gate: 1 of 3",
            "arrives at gate: 2 of 3",
            "is blocked: not all have arrived at gate",
            "is blocked forever: no remaining process can unblock it",
            "is blocked: not all have arrived at gate",
            "is blocked forever: no remaining process can unblock it",
        ]
    );
}

/// A barrier for one process never blocks.
#[test]
fn a_barrier_for_one_is_always_open() {
    let mut run = Run::new(program("barrier gate = 1\nprocess P { wait gate; wait gate }"), None);
    run.advance(1_000, u64::MAX);
    let sentences: Vec<String> = (0..run.events().len()).map(|index| told::event(&run, index)).collect();
    let each = ["arrives at gate as the last", "passes gate"];
    assert_eq!(sentences, [&["starts"][..], &each, &each, &["terminates"]].concat());
}

/// A step takes 1 ms, so W[0] arrives at 2 ms, W[1] at 3 ms and W[2] at 4 ms. In the second scenario R comes twice: with
/// it two of three processes that are left have to arrive. In the third only one can, and two are missing.
#[test]
fn who_waits_at_a_barrier_is_told_how_many_are_missing_and_who_can_come() {
    let why = |text: &str, us: u64| -> String {
        let mut run = Run::new(program(text), None);
        run.advance(1_000, u64::MAX);
        let events = run.events().iter().filter(|event| event.time_us() <= us).count();
        let mut cursor = run.cursor();
        cursor.seek(&run, events);
        told::why(&run, &Moment::new(&run, &cursor), 0)
    };
    let three = "barrier gate = 3\nprocess W[3] { work (1 + me) ms; wait gate }";
    assert_eq!(
        why(three, 2_000),
        "Blocked since 2ms: 1 of 3 has arrived at gate. Resumes when W[1] and W[2] arrive at gate."
    );
    assert_eq!(why(three, 3_000), "Blocked since 2ms: 2 of 3 have arrived at gate. Resumes when W[2] arrives at gate.");
    let more = "barrier gate = 3\nprocess P { wait gate }\nprocess Q { work 5ms; wait gate }
        process R { repeat 2 { work 5ms; wait gate } }\nprocess S { work 9ms; wait gate }";
    assert_eq!(
        why(more, 1_000),
        "Blocked since 1ms: 1 of 3 has arrived at gate. Resumes when 2 more processes arrive at gate: Q, R or S."
    );
    let few = "barrier gate = 3\nprocess P { wait gate }\nprocess Q { work 5ms; wait gate }";
    assert_eq!(
        why(few, 1_000),
        "Blocked since 1ms: 1 of 3 has arrived at gate. 2 more are needed, and only Q can arrive at gate."
    );
    assert_eq!(
        why(few, 6_000),
        "Blocked since 1ms: 2 of 3 have arrived at gate. No remaining process can arrive at gate."
    );
}
