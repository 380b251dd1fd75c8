//! Reductions: fewer states, the same answers, and no process postponed forever.

use ipcscope_tests::naive;

use super::agree::{agree_reduced, agrees};
use super::helpers::{AS_BYTES, REDUCED, explored_as, program};

const MOST_STATES: usize = 10_000;

/// The numbers of states without and with reductions; the answers are the same.
fn states(text: &str) -> (usize, usize) {
    let program = program(text);
    let (whole, reduced) = (explored_as(&program, AS_BYTES), explored_as(&program, REDUCED));
    let plain = naive::explore(&program, MOST_STATES).expect("these are small");
    agrees(&program, &plain, &whole);
    agree_reduced(&program, &plain, &reduced);
    (whole.progress.states, reduced.progress.states)
}

/// Three processes that each write twice to a cell of their own: 3 · 3 · 3 states, of which one order suffices. The
/// first process runs, then the second, then the third: 6 moves, 7 states.
#[test]
fn independent_processes_need_one_order() {
    assert_eq!(
        states(
            "memory t { a; b; c }\nprocess P { t.a = 1; t.a = 2 }\nprocess Q { t.b = 1; t.b = 2 }\nprocess R { t.c = 1; t.c = 2 }"
        ),
        (27, 7)
    );
}

/// Each counted iteration is further on than the one before. The first process has 3 × (2 + 1) moves (an iteration that
/// might make no move ends in one of its own), the second 2: 10 × 3 states, of which one path remains, of 9 + 2 moves.
#[test]
fn counted_iterations_advance() {
    assert_eq!(
        states(
            "memory t { a; b }\nprocess P { repeat 3 { repeat 2 { t.a = 1 } } }\nprocess Q { repeat 2 { t.b = 1 } }"
        ),
        (30, 12)
    );
}

/// A pipeline in which each mailbox has one sender and one receiver: 4 sends, twice 4 receives and 4 sends, 4 receives
/// are 24 moves, and one order of them suffices.
#[test]
fn a_pipeline_needs_one_order() {
    let stage = |name, from, to| format!("process {name} {{ repeat 4 {{ receive n from {from}; send n to {to} }} }}\n");
    let text = "mailbox a capacity 2\nmailbox b capacity 2\nmailbox c capacity 2\nprocess First { repeat 4 as n { send n to a } }\n".to_string()
        + &stage("Second", "a", "b")
        + &stage("Third", "b", "c")
        + "process Last { repeat 4 { receive n from c } }";
    assert_eq!(states(&text).1, 25);
}

/// The first process could loop forever on its own data. Where it goes back its moves are no ample set, so that the
/// other moves too, and violates the check.
#[test]
fn no_process_is_postponed_forever() {
    let rounds = [
        "t.a = 1",
        "signal s",
        "either { t.a = 1 } or { t.a = 2 }",
        "repeat 2 { t.a = 1 }",
        "repeat 2 { loop { t.a = 1 } }",
    ];
    for round in rounds {
        let text = format!(
            "memory t {{ a; b }}\nsemaphore s = 0\nprocess P {{ loop {{ {round} }} }}\nprocess Q {{ t.b = 1 }}\ncheck always t.b == 0 expect violated"
        );
        let program = program(&text);
        // Its permits would grow forever: a few thousand states show that the other is not postponed.
        let limits = ipcscope_core::explore::Limits { states: 2_000, ..REDUCED };
        assert_eq!(explored_as(&program, limits).as_expected(), Some(true), "{round}");
    }
}

/// A send whose room others can inspect, or may only try, is not put first.
#[test]
fn sends_that_others_can_inspect_are_not_put_first() {
    for look in [
        "print length(m)",
        "try receive x from m; print x",
        "select { receive x from m { print x } after 1ms { print 9 } }",
    ] {
        states(&format!("mailbox m capacity 2\nprocess P {{ send 1 to m; send 2 to m }}\nprocess Q {{ {look} }}"));
    }
    // Where one process sends and another just receives, one order matters: n sends and n receives alternate.
    let (whole, reduced) = states(
        "mailbox m capacity 4\nprocess P { repeat 4 { send 1 to m } }\nprocess Q { repeat 4 { receive x from m } }",
    );
    // 5 · 5 pairs of sent and received with received ≤ sent: 15.
    assert_eq!(whole, 15);
    assert!(reduced < whole, "{reduced}");
}

/// Both may fail, and the run ends there for both: what the other has printed by then is part of the outcome.
#[test]
fn a_failed_assertion_keeps_its_order() {
    states(
        "process P { print 1; either { assert 0 \"p\" } or { } }\nprocess Q { either { } or { }; print 2; assert 0 \"q\" }",
    );
}

/// The variable is not read again after it was sent: 1 and 2 become one state.
#[test]
fn unused_values_are_forgotten() {
    let (whole, reduced) = states(
        "mailbox m capacity 1\nprocess P { let x = random(1..2); send x to m; receive x from m; either { } or { }; send 3 to m; receive y from m }",
    );
    assert!(reduced < whole, "{reduced} of {whole}");
}

/// Nothing is received, so the variable keeps its value: 1 and 2 are printed, and stay two states before the receive.
#[test]
fn a_receive_that_can_fail_does_not_end_the_life_of_its_variable() {
    let (whole, reduced) = states(
        "mailbox m capacity 1\nprocess P { let x = random(1..2); if try receive x from m { }; print x }\ncheck possible print 1\ncheck possible print 2",
    );
    // Once printed, 1 and 2 are one state.
    assert_eq!((whole, reduced), (5, 4));
}

/// Alike but for the values that they write: whoever is last decides, and both can be.
#[test]
fn processes_that_write_different_values_are_not_interchangeable() {
    states(
        "memory t { x = 5 }\nprocess P[2] { t.x = me }\ncheck possible finally t.x == 0\ncheck possible finally t.x == 1",
    );
    states(
        "memory t { x = 5 }\nprocess P[2] { t.x = me + 1 }\ncheck possible finally t.x == 1\ncheck possible finally t.x == 2",
    );
}

/// Three interchangeable processes that each write twice are at 0, 1 or 2: 3 · 3 · 3 states in order, C(3 + 2, 2) = 10
/// without. The cell contains 0 if all are at 0, else 5.
#[test]
fn interchangeable_processes_need_one_order() {
    let alike = "process P[3] { t.x = 5; t.x = 5 }";
    assert_eq!(states(&format!("memory t {{ x = 0 }}\n{alike}")), (27, 10));
    // A process that prints its index is not interchangeable. A print is a move, so each is at one of 4 places, and there
    // are 64 states. Others need not come between a write and the print: of those where two are about to print, none is
    // needed, which leaves 27 where none is and 3 · 9 where one is.
    let named = "process P[3] { t.x = 5; t.x = 5; print me }";
    assert_eq!(states(&format!("memory t {{ x = 0 }}\n{named}")), (64, 54));
}

/// A witness found in the representing order plays with the processes that really move.
#[test]
fn witnesses_of_interchangeable_processes_replay() {
    states(
        "mailbox m capacity 2\nsemaphore s = 1\nmemory t { x = 0 }
        process P[3] { wait s; t.x = t.x + 1; send t.x to m; signal s }
        process C { repeat 2 { receive v from m; let w = 6 / (3 - v); print w } }
        check always t.x < 3 expect violated\ncheck never fault\ncheck never stuck expect violated",
    );
    states(
        "memory t { x = 0 }\nprocess P[3] { let old = fetch_and_add(t.x, 1); section \"in\" { let y = 1 / (2 - old) }; t.x = 7 }
        check never fault expect violated\ncheck at most 1 in \"in\"",
    );
}
