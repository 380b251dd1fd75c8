//! Endless runs: livelock, starvation, and runs that only an unfair schedule keeps from ending.

use ipcscope_core::explore::{Answer, Limits, Report, Trouble, WaitObject};
use ipcscope_core::id::{LockId, ProcessId};
use ipcscope_core::trace::event::Wait;

use ipcscope_tests::{naive, numbers};

use super::agree::agrees;
use super::helpers::{explored, explored_as, explored_text, program, replayed, world_after};

fn answer(report: &Report, trouble: Trouble) -> &Answer {
    &report.troubles.iter().find(|report| report.trouble == trouble).expect("all are listed").answer
}

/// Two people in a corridor who both step aside, forever: each in turn.
#[test]
fn a_corridor_is_a_livelock() {
    let text = "memory c { side[2] = 0 }
    process A { while c.side[0] == c.side[1] { c.side[0] = 1 - c.side[0] } }
    process B { while c.side[0] == c.side[1] { c.side[1] = 1 - c.side[1] } }
    check always finishes expect violated";
    let program = program(text);
    let report = explored(&program);
    assert_eq!(report.as_expected(), Some(true));
    let Answer::Yes(witness) = answer(&report, Trouble::Livelock) else { panic!("{:?}", report.troubles) };
    let from = witness.repeats_from.expect("it goes round");
    assert!(from < witness.schedule.len());
    // The cycle leads back to where it began.
    assert_eq!(world_after(&program, &witness.schedule), world_after(&program, &witness.schedule[..from]));
    assert!(replayed(&program, &witness.schedule).last_us() > 0);
    assert_eq!(answer(&report, Trouble::Starvation), &Answer::Never);
}

/// P reads x in vain forever, and never does anything else; S could work once it gets both locks, and tries forever.
/// The cycle that shows the livelock has a move of S in it, though there is a fair one without: R comes between.
#[test]
fn the_cycle_of_a_livelock_contains_a_process_that_could_work() {
    let text = "memory t { x = 1 }
    mutex m\nmutex n
    process P { loop { while t.x == 1 { } } }
    process R { loop { lock n; lock m; unlock m; unlock n } }
    process S { loop { lock m; if try lock n { section \"in\" { }; unlock n }; unlock m } }";
    let program = program(text);
    let report = explored(&program);
    let plain = naive::explore(&program, 1_000).expect("it is small");
    agrees(&program, &plain, &report);
    let witness = answer(&report, Trouble::Livelock).witness().expect("S can fail for ever");
    let cycle = plain.cycle(&witness.schedule, witness.repeats_from.expect("it goes round")).expect("it leads back");
    let is_by_s = |&(state, number): &(usize, usize)| plain.graph.edges[state][number].effect.by == naive::set(2);
    assert!(cycle.moves.iter().any(is_by_s));
}

/// The network can always deliver P's message, so a fair run delivers it: no cycle of the counting process alone is
/// fair before that.
#[test]
fn a_fair_run_delivers_messages_in_flight() {
    let text = "host a\nhost b\nnetwork a b latency 1ms\nmemory t { x }
    mailbox m capacity unbounded
    process P on a { send 1 to m; loop { t.x = 1 - t.x } }
    process Q on b { receive v from m }
    check always finishes expect violated";
    let program = program(text);
    let report = explored(&program);
    let plain = naive::explore(&program, 1_000).expect("it is small");
    agrees(&program, &plain, &report);
    // The message is sent, delivered and received, and Q has terminated: only then does a fair run repeat.
    let from = report.endless.witness().and_then(|witness| witness.repeats_from);
    assert_eq!(from, Some(3));
}

/// Waiting in a loop for a process that will come is no livelock: a fair schedule lets it come.
#[test]
fn waiting_for_a_process_that_comes_is_no_livelock() {
    let report = explored_text(
        "memory t { ready = 0 }\nprocess A { while t.ready == 0 { } }\nprocess B { t.ready = 1 }\ncheck always finishes",
    );
    assert_eq!(report.as_expected(), Some(true));
    assert_eq!(answer(&report, Trouble::Livelock), &Answer::Never);
    assert_eq!(report.endless, Answer::Never);
}

/// A lock that promises no order can pass over one process forever, though it is free again and again.
#[test]
fn an_unfair_lock_starves() {
    let text = "mutex m\nprocess P[2] { loop { lock m; section \"in\" { }; unlock m } }";
    let report = explored_text(text);
    assert!(matches!(answer(&report, Trouble::Starvation), Answer::Yes(_)));
    assert_eq!(answer(&report, Trouble::Livelock), &Answer::Never);
    assert_eq!(answer(&report, Trouble::Deadlock), &Answer::Never);
    // A fifo semaphore serves processes in order of arrival.
    let text = "semaphore s = 1 fifo\nprocess P[2] { loop { wait s; section \"in\" { }; signal s } }";
    assert_eq!(answer(&explored_text(text), Trouble::Starvation), &Answer::Never);
}

/// Two wait for each other while a third works forever: found although the system never comes to rest.
#[test]
fn a_deadlock_is_found_while_others_run() {
    let text = "mutex a\nmutex b\nmailbox m capacity 1
    process P { lock a; lock b }\nprocess Q { lock b; lock a }
    process S { loop { send 1 to m } }\nprocess R { loop { receive x from m } }
    check never deadlock expect violated";
    let report = explored_text(text);
    assert_eq!(report.as_expected(), Some(true));
    let report = report.troubles.iter().find(|report| report.trouble == Trouble::Deadlock).expect("all are listed");
    // Each acquires its first: two moves.
    assert_eq!(report.answer.witness().expect("it is seen").schedule.len(), 2);
    assert_eq!(report.stuck.deadlocks, [[ProcessId(0), ProcessId(1)]]);
    let waits = report.stuck.waits.iter().map(|waits| (waits.process.0, waits.wait, waits.object, numbers(&waits.by)));
    let lock = |number| WaitObject::Lock(LockId(number));
    assert_eq!(waits.collect::<Vec<_>>(), [(0, Wait::Mutex, lock(1), vec![1]), (1, Wait::Mutex, lock(0), vec![0])]);
}

/// Once S has m, R is blocked forever: S will wait for R's signal before it unlocks. P locks what it holds, four moves
/// away: S's lock and signal, P's wait and lock. S is then still on the way to its wait, and R is not orphaned: it will
/// be deadlocked, one move later at the earliest.
#[test]
fn a_process_that_will_be_deadlocked_is_not_orphaned() {
    let text = "mutex m\nmutex a\nsemaphore go = 0\nsemaphore s = 0\nmemory t { x }
    process S { lock m; signal go; t.x = 1; t.x = 2; t.x = 3; wait s; unlock m }
    process R { lock m; signal s; unlock m }
    process P { wait go; lock a; lock a }";
    let program = program(text);
    let report = explored(&program);
    let plain = naive::explore(&program, 5_000).expect("it is small");
    agrees(&program, &plain, &report);
    let sets = report.deadlocks.iter().map(|one| (numbers(&one.members), one.witness.schedule.len()));
    assert_eq!(sets.collect::<Vec<_>>(), [(vec![2], 4), (vec![0, 1], 5)]);
    for report in &report.troubles {
        assert_eq!(report.stuck.orphaned, [], "{:?}", report.trouble);
    }
    assert_eq!(answer(&report, Trouble::Orphaned), &Answer::Never);
}

/// If endless runs are not searched for, the report does not say they never happen; nor that no process starves.
#[test]
fn an_unasked_question_is_not_answered_never() {
    let text = "mutex a\nmutex b\nmailbox m capacity 1
    process P { lock a; lock b }\nprocess Q { lock b; lock a }
    process S { loop { send 1 to m } }\nprocess R { loop { receive x from m } }
    check never deadlock\ncheck always finishes\ncheck never fault";
    let report = explored_as(&program(text), Limits { endless: false, ..Limits::default() });
    assert!(report.progress.is_finished);
    let holds: Vec<_> = report.checks.iter().map(|check| check.holds).collect();
    assert_eq!(holds, [None, None, Some(true)]);
    for trouble in [Trouble::Deadlock, Trouble::Livelock, Trouble::Starvation] {
        assert_eq!(answer(&report, trouble), &Answer::NoneSoFar, "{trouble:?}");
    }
    assert_eq!(report.endless, Answer::NoneSoFar);
}
