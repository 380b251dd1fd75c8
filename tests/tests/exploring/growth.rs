//! What grows without bound is named early; what has a bound never is.

use ipcscope_core::explore::{Answer, Growing, Growth, Limits, Report, Stop, Trouble, words};

use super::helpers::{explored_as, program};

/// So few states that each search stops.
const FEW: Limits = Limits { states: 300, bytes: 2 << 30, ..super::helpers::REDUCED };

/// What grows, in words, where the search stops after a few states.
fn growth(text: &str) -> String {
    let program = program(text);
    let report = explored_as(&program, FEW);
    let stopped = if report.growth.is_empty() { Stop::States } else { Stop::Growth };
    assert_eq!(report.progress.stopped, Some(stopped), "{text}");
    words::growth(&program, &report.growth)
}

/// The whole search; it has to come to its end.
fn bounded(text: &str) -> Report {
    let report = explored_as(&program(text), Limits::default());
    assert!(report.progress.is_finished && report.growth.is_empty(), "{text}");
    report
}

#[test]
fn a_counter_that_is_stored_grows_in_both_places() {
    let text = "process P { let n = 0; loop { n = n + 1; m.x = n } }\nmemory m { x = 0 }";
    assert_eq!(growth(text), "m.x and variable n of P grow without bound");
    let report = explored_as(&program(text), FEW);
    let steps: Vec<Growth> = report.growth;
    let variable = Growing::Variable { process: 0, local: 0 };
    assert_eq!(steps, [Growth { of: Growing::Cell(0), step: 1 }, Growth { of: variable, step: 1 }]);
}

#[test]
fn a_counter_that_goes_down_falls() {
    let text = "process P { loop { m.x = m.x - 2 } }\nmemory m { x = 0 }";
    assert_eq!(growth(text), "m.x falls without bound");
}

#[test]
fn an_endless_sender_fills_an_unbounded_mailbox() {
    let text = "mailbox box capacity unbounded
process P { loop { send 1 to box } }
process Q { loop { receive x from box } }";
    assert_eq!(growth(text), "the queue of box grows without bound");
}

/// Two messages for each that is received. They are all alike, so that what is received is always the same.
#[test]
fn a_queue_that_is_read_too_slowly_grows() {
    let text = "mailbox box capacity unbounded
mailbox turn capacity 0
process P { loop { send 1 to box; send 1 to box; send 0 to turn } }
process Q { loop { receive t from turn; receive x from box } }";
    assert_eq!(growth(text), "the queue of box grows without bound");
}

#[test]
fn a_semaphore_that_is_only_signalled_grows() {
    let text = "semaphore s = 0\nprocess P { loop { signal s } }\nprocess Q { loop { wait s } }";
    assert_eq!(growth(text), "semaphore s grows without bound");
}

/// The counters of the textbooks' ring: the indices are remainders, and the difference is a comparison's only matter.
#[test]
fn counters_beside_a_ring_grow_though_their_remainders_do_not() {
    let text = "memory b { slot[4] = 0, in = 0, out = 0 }
process Producer { loop { while b.in - b.out == 4 { } b.slot[b.in % 4] = 7; b.in = b.in + 1 } }
process Consumer { loop { while b.in == b.out { } let x = b.slot[b.out % 4]; b.out = b.out + 1 } }";
    assert_eq!(growth(text), "b.in and b.out grow without bound");
}

#[test]
fn items_that_are_numbered_grow_through_messages_and_slots() {
    let text = "mailbox box capacity 2
memory m { last = 0 }
process P { let item = 0; loop { item = item + 1; send item to box } }
process Q { loop { receive x from box; m.last = x } }";
    // x is not read again once it is stored.
    assert_eq!(growth(text), "m.last and variable item of P grow without bound");
}

#[test]
fn a_hardware_counter_grows() {
    let text = "memory m { x = 0 }\nprocess P[2] { loop { let old = fetch_and_add(m.x, 3) } }";
    assert_eq!(growth(text), "m.x grows without bound");
}

/// A comparison that comes out the same for all larger numbers does not bound anything.
#[test]
fn a_counter_past_a_threshold_grows() {
    let text = "memory m { x = 0 }\nprocess P { loop { if m.x < 5 { m.x = m.x + 1 } else { m.x = m.x + 2 } } }";
    assert_eq!(growth(text), "m.x grows without bound");
}

#[test]
fn of_two_variables_one_grows_and_one_falls() {
    let text = "memory m { x = 0 }\nprocess P { let n = 0; loop { n = n - 1; m.x = m.x + 1 } }";
    assert_eq!(growth(text), "m.x grows without bound; variable n of P falls without bound");
}

/// Every search that stops asks what grows, and `last` would, if it were not written before each read.
#[test]
fn a_variable_that_nobody_reads_again_is_forgotten_and_does_not_count() {
    let text = "mailbox box capacity unbounded
process P { let last = 0; loop { receive n from box; last = n; send n + 1 to box } }
process Start { send 0 to box }";
    assert_eq!(growth(text), "variable n of P grows without bound");
}

#[test]
fn what_a_condition_bounds_is_bounded() {
    bounded("memory m { x = 0 }\nprocess P { loop { if m.x < 500 { m.x = m.x + 1 } } }");
    bounded("memory m { x = 0 }\nprocess P { loop { m.x = (m.x + 1) % 300 } }");
    bounded("memory m { x = 0 }\nprocess P { let n = 0; while n != 400 { n = n + 1; m.x = n } }");
    bounded("memory m { x = 0 }\nprocess P { repeat 500 as i { m.x = i } }");
    bounded("semaphore s = 0\nprocess P { repeat 300 { signal s } }");
    bounded("mailbox box capacity 100\nprocess P { loop { try send 1 to box } }");
}

/// A queue whose length somebody asks for stays short: here below 200.
#[test]
fn a_queue_that_is_looked_at_is_not_called_unbounded() {
    let text = "mailbox box capacity unbounded
memory m { x = 0 }
process P { loop { if length(box) < 200 { send 1 to box } } }
process Q { loop { receive x from box } }";
    bounded(text);
}

/// A search that stopped there goes on where it is allowed to, and its limit of states holds.
#[test]
fn a_search_goes_on_where_something_grows_if_it_is_told_to() {
    let program = program("memory m { x = 0 }\nprocess P { loop { m.x = m.x + 1 } }");
    let report = explored_as(&program, Limits { stops_at_growth: false, states: 1_000, ..FEW });
    assert_eq!((report.progress.stopped, report.progress.states), (Some(Stop::States), 1_001));
    assert_eq!(words::growth(&program, &report.growth), "m.x grows without bound");
    assert_eq!(report.answer(Trouble::Deadlock), &Answer::NoneSoFar);
}

/// Without limits of its own a search stops after 100,000 states.
#[test]
fn growth_is_named_after_100_000_states() {
    let program = program("memory m { x = 0 }\nprocess P { loop { m.x = m.x + 1 } }");
    let report = explored_as(&program, Limits::default());
    // Read, write, read, write …: a state more with each move.
    assert_eq!((report.progress.stopped, report.progress.states), (Some(Stop::Growth), 100_001));
}

/// 2⁶³ / 10¹⁴ = 92,233.7: a round is a read and a write, and after 92,233 of them the sum is a fault.
#[test]
fn what_soon_comes_to_its_largest_value_does_not_grow_without_bound() {
    let text = "memory m { x = 0 }\nprocess P { loop { m.x = m.x + 100000000000000 } }\ncheck never fault";
    assert_eq!(bounded(text).checks[0].holds, Some(false));
}
