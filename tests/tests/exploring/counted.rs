//! Numbers of states that can be calculated.

use ipcscope_core::id::ProcessId;

use super::helpers::explored_text;

/// `processes` processes of `steps` writes each to a variable of its own share nothing: (steps + 1) to the power of
/// `processes`, and each of the steps · processes kinds of move in every state of the others.
#[test]
fn independent_processes_multiply() {
    for (processes, steps, states, transitions) in [(1, 5, 6, 5), (2, 3, 16, 24), (3, 2, 27, 54), (4, 1, 16, 32)] {
        let text =
            format!("memory t {{ a[{processes}] }}\nprocess P[{processes}] {{ {} }}", "t.a[me] = 0; ".repeat(steps));
        let report = explored_text(&text);
        assert_eq!((report.progress.states, report.progress.transitions), (states, transitions), "{text}");
        assert_eq!(report.progress.depth, processes * steps);
    }
}

/// n messages through a buffer of c: s sent and r received with 0 ≤ s − r ≤ c and s ≤ n. That is Σ over r of min(c, n −
/// r) + 1.
#[test]
fn a_bounded_buffer_has_the_states_of_a_band() {
    for (n, c) in [(1_usize, 1_usize), (5, 2), (20, 4), (7, 9)] {
        let text = format!(
            "mailbox m capacity {c}\nprocess P {{ repeat {n} {{ send 1 to m }} }}\nprocess C {{ repeat {n} {{ receive x from m }} }}"
        );
        // The consumer's x is 0 before the first message and 1 after.
        let states: usize = (0..=n).map(|received| c.min(n - received) + 1).sum();
        assert_eq!(explored_text(&text).progress.states, states, "{text}");
    }
}

/// At capacity 0 the two advance in step: n rendezvous, n + 1 states. Each then terminates, which the other end of a
/// link can notice: in either order, 3 more states and 4 more moves.
#[test]
fn a_rendezvous_has_the_states_of_a_chain() {
    let text = "process P { repeat 30 { send 1 to C } }\nprocess C { repeat 30 { receive x from P } }";
    let report = explored_text(text);
    assert_eq!((report.progress.states, report.progress.transitions), (34, 34));
}

/// Two processes that each add 1 without protection: read, write and read, write in C(4, 2) = 6 orders; the two without
/// an overlap give 2.
#[test]
fn a_lost_update_has_two_outcomes() {
    let report = explored_text("memory t { x = 0 }\nprocess P[2] { t.x = t.x + 1 }");
    let ipcscope_core::explore::Outcomes::Listed(outcomes) = report.outcomes else { panic!("two are listed") };
    let mut values: Vec<_> = outcomes.iter().map(|outcome| outcome.cells[0].as_number()).collect();
    values.sort();
    assert_eq!(values, [Some(1), Some(2)]);
}

/// Two locks, acquired in opposite order: each process has 5 places; of the 25 pairs, 5 have a lock held twice (P holds
/// `a` at 1, 2, 3 and `b` at 2, Q the other way round: (1,2), (2,2), (3,2), (2,1), (2,3)), and (3,3) comes only after
/// one of those. P moves 4 times where Q is at 0 or 4, twice where it is at 1 (0→1, 3→4), never at 2, once at 3 (0→1):
/// 11, and Q as often.
#[test]
fn two_locks_in_opposite_order_have_one_deadlock() {
    let text = "mutex a\nmutex b\nprocess P { lock a; lock b; unlock b; unlock a }\nprocess Q { lock b; lock a; unlock a; unlock b }";
    let report = explored_text(text);
    assert_eq!((report.progress.states, report.progress.transitions), (25 - 5 - 1, 2 * 11));
    let deadlock = &report.troubles[0];
    assert_eq!(deadlock.answer.witness().map(|witness| witness.schedule.len()), Some(2));
    assert_eq!(deadlock.stuck.deadlocks, [[ProcessId(0), ProcessId(1)]]);
}

/// An item of two cells, written and read without protection. The writer is at 0, 1 or 2; the reader before its first
/// read (3 states), after it with 0 (3) or 1 (2: the writer has begun), or after both, where only the combined item is
/// still known: 0 (3), 1 (1: the writer is done), or `torn` (the writer has begun, or is done: 2). It prints the item.
#[test]
fn a_torn_item_has_three_outcomes() {
    let text = "memory t { item of 2 }\nprocess W { t.item = 1 }\nprocess R { let v = t.item; print v }";
    let report = explored_text(text);
    assert_eq!(report.progress.states, 3 + (3 + 2) + (3 + 1 + 2));
    let ipcscope_core::explore::Outcomes::Listed(outcomes) = report.outcomes else { panic!("three are listed") };
    assert_eq!(outcomes.len(), 3);
}
