//! Verdicts that were once wrong, one scenario for each kind of error. Every report is compared with brute force as
//! well, if a scenario has few enough states.

use std::fs;
use std::sync::Arc;

use ipcscope_core::explore::words;
use ipcscope_core::explore::{Answer, Limits, Listing, Outcomes, Reduce, Report, Search, Trouble, WaitObject};
use ipcscope_core::id::LockId;
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::simulate::End;
use ipcscope_core::trace::event::{Kind, Wait};
use ipcscope_tests::{naive, numbers};

use crate::exploring::agree::{agree_reduced, agrees};
use crate::exploring::helpers::{REDUCED, explored, explored_as, replayed};

/// Larger ones are not compared with brute force.
const MOST_STATES: usize = 50_000;

fn text(name: &str) -> String {
    let path = format!("{}/verdicts/{name}.ipc", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn program_of(text: &str) -> Arc<Program> {
    let reading = read(text);
    let tree = reading.scenario.unwrap_or_else(|| panic!("a mistake in\n{text}\n{:?}", reading.diagnostics));
    Arc::new(Program::new(&tree, text))
}

/// The explorer's report on a text, which equals that of brute force, with and without reductions.
fn report_of(text: &str) -> (Arc<Program>, Report) {
    let program = program_of(text);
    let report = explored(&program);
    let plain = naive::explore(&program, MOST_STATES).expect("it has few states");
    agrees(&program, &plain, &report);
    agree_reduced(&program, &plain, &explored_as(&program, REDUCED));
    (program, report)
}

fn report(name: &str) -> (Arc<Program>, Report) {
    report_of(&text(name))
}

/// The least number of moves to a trouble; `None` if it can't happen.
fn moves(report: &Report, trouble: Trouble) -> Option<usize> {
    match report.answer(trouble) {
        Answer::Yes(witness) => Some(witness.schedule.len()),
        Answer::Never => None,
        Answer::NoneSoFar => panic!("{trouble:?} is not decided"),
    }
}

fn waiting(program: &Program, report: &Report, trouble: Trouble) -> Vec<String> {
    words::waiting(program, &report.troubles[trouble as usize].stuck)
}

/// Two signals and two waits, and P and Q each have one permit and want the other's. Main can't return to its signals.
#[test]
fn a_deadlock_is_found_though_another_process_works() {
    let (program, report) = report("hidden-deadlock");
    assert_eq!(moves(&report, Trouble::Deadlock), Some(2 + 2));
    assert_eq!(report.checks.iter().map(|check| check.holds).collect::<Vec<_>>(), [Some(false), Some(false)]);
    let told = ["P waits for semaphore b, which Q could signal", "Q waits for semaphore a, which P could signal"];
    assert_eq!(waiting(&program, &report, Trouble::Deadlock), told);
}

/// Two sends and two receives, and no more will come. The writer's text has a send, which it has passed.
#[test]
fn a_receiver_is_blocked_forever_after_the_last_send() {
    let (program, report) = report("unclosed-pipe");
    assert_eq!(report.checks[0].holds, Some(false));
    assert_eq!((moves(&report, Trouble::Orphaned), moves(&report, Trouble::Deadlock)), (Some(2 + 2), None));
    let told = ["Reader waits for a message in pipe, and no process will ever end that wait"];
    assert_eq!(waiting(&program, &report, Trouble::Orphaned), told);
}

/// A process that only sends, or only waits and signals, makes progress each time.
#[test]
fn successful_sends_and_waits_are_progress() {
    for name in ["starve-sender", "starve-sem", "textbook-loop-mod"] {
        let (_, report) = report(name);
        for trouble in Trouble::ALL {
            assert_eq!(report.answer(trouble), &Answer::Never, "{name}: {trouble:?}");
        }
        assert!(matches!(report.endless, Answer::Yes(_)), "{name}");
        assert_eq!(report.as_expected(), Some(true), "{name}");
    }
}

/// Both receive first, and neither sends: only the end of the other would end a wait, by a fault.
#[test]
fn a_wait_that_only_a_termination_could_end_is_told_so() {
    let (program, report) = report_of("process A { receive x from B }\nprocess B { receive y from A }");
    let told = [
        "A waits for a sender at B → A, and only the termination of B could end that wait",
        "B waits for a sender at A → B, and only the termination of A could end that wait",
    ];
    assert_eq!(waiting(&program, &report, Trouble::Deadlock), told);
}

/// Prints of an endless loop are not part of a state, and an expression's operands are not once it is evaluated.
#[test]
fn an_endless_loop_that_prints_has_few_states() {
    let (_, report) = report("textbook-loop-mod");
    assert!((100..1_000).contains(&report.progress.states), "{}", report.progress.states);
    // It never ends.
    assert_eq!(report.outcomes, Outcomes::Listed(Vec::new()));
    let longest = report.endless.witness().map(|witness| witness.schedule.len());
    assert!(longest.is_some_and(|moves| moves < 200), "{longest:?}");
}

/// An agent takes its permit and gives tobacco, and the smoker who needs a match besides takes it. Now no other can
/// have what it needs, so nobody will signal `agent` again: three moves, and those not on the way wait for each other.
#[test]
fn smokers_deadlock_after_a_few_moves_and_in_few_states() {
    let (program, report) = report("smokers-naive");
    assert_eq!(moves(&report, Trouble::Deadlock), Some(3));
    assert_eq!(report.checks[0].holds, Some(false));
    assert!(report.progress.states < 1_000, "{}", report.progress.states);
    // In the end all six.
    let all: Vec<Vec<u16>> = report.deadlocks.iter().map(|deadlock| numbers(&deadlock.members)).collect();
    assert_eq!(all, [(0..program.processes.len() as u16).collect::<Vec<_>>()]);
}

/// Each pair after two moves. Both can occur in one run.
#[test]
fn every_deadlocked_set_is_listed_with_its_locks() {
    let (program, report) = report("two-deadlocks");
    let all: Vec<_> = report.deadlocks.iter().map(|one| (numbers(&one.members), one.witness.schedule.len())).collect();
    assert_eq!(all, [(vec![0, 1], 2), (vec![2, 3], 2)]);
    let told: Vec<Vec<String>> =
        report.deadlocks.iter().map(|deadlock| words::waiting(&program, &deadlock.stuck)).collect();
    assert_eq!(
        told,
        [
            ["P waits for mutex b, held by Q", "Q waits for mutex a, held by P"],
            ["R waits for mutex d, held by S", "S waits for mutex c, held by R"]
        ]
    );
}

/// The crash happens in every run, so each ends with a fault. Nobody signals: if P and Q have a permit each, both are
/// blocked forever, and if one has both, the other is.
#[test]
fn a_run_reports_blocked_processes_though_another_crashed() {
    let (program, report) = report("concuerror-100");
    let Outcomes::Listed(outcomes) = &report.outcomes else { panic!("they are few") };
    let ends: Vec<_> = outcomes.iter().map(|outcome| (outcome.end, numbers(&outcome.blocked))).collect();
    // The shortest first; of the two of three moves the one in which P goes first.
    assert_eq!(ends, [(End::Fault, vec![1]), (End::Fault, vec![0, 1]), (End::Fault, vec![0])]);
    assert!(moves(&report, Trouble::Fault).is_some());
    assert_eq!(report.as_expected(), Some(false));
    // P and Q wait once each.
    assert_eq!(moves(&report, Trouble::Orphaned), Some(2));
    assert_eq!(moves(&report, Trouble::Deadlock), None);
    let run = replayed(&program, &outcomes[0].schedule);
    let waits = run.events().iter().filter(|event| event.kind() == Kind::Orphaned).count();
    assert!(waits > 0, "the run of the outcome says who waits forever");
}

/// Two are woken for one item, or one takes it before the one that was woken: an `if` does not test again.
#[test]
fn an_assertion_that_can_fail_is_not_as_expected() {
    let (_, report) = report("if-two-consumers");
    assert!(moves(&report, Trouble::Assertion).is_some());
    assert_eq!(report.as_expected(), Some(false));
}

/// A writes, B reads, B's assertion fails: three moves.
#[test]
fn a_failed_assertion_is_reported_though_every_check_holds() {
    let (_, report) = report("assert-not-counted");
    assert_eq!(report.checks[0].holds, Some(true));
    assert_eq!(moves(&report, Trouble::Assertion), Some(3));
    assert_eq!(report.as_expected(), Some(false));
    // The check is violated as expected; the failed assertion is not expected.
    let expected = text("assert-not-counted").replace("check always m.x <= 1", "check always m.x <= 0 expect violated");
    assert_eq!(report_of(&expected).1.as_expected(), Some(false));
}

/// The last to count signals once, and one gets through: the others are blocked forever, and a process that has passed
/// the signal could not help. It is the same trouble for any number of threads.
#[test]
fn a_trouble_has_the_same_name_for_any_number_of_threads() {
    for threads in 2..=4 {
        let text = text("lbs-barrier-nonsolution")
            .replace("T[3]", &format!("T[{threads}]"))
            .replace("count == 3", &format!("count == {threads}"));
        let (program, report) = report_of(&text);
        assert_eq!(moves(&report, Trouble::Deadlock), None, "{threads} threads");
        assert!(moves(&report, Trouble::Orphaned).is_some(), "{threads} threads");
        assert_eq!(report.checks[0].holds, Some(false), "{threads} threads");
        let told = waiting(&program, &report, Trouble::Orphaned);
        assert!(told.iter().all(|line| line.ends_with("and no process will ever end that wait")), "{told:?}");
        let Outcomes::Listed(outcomes) = &report.outcomes else { panic!("they are few") };
        // Of the bad ends, the worst has one signal, which lets one print.
        let orphaned = outcomes.iter().filter(|outcome| outcome.end == End::Orphaned);
        let printed = |outcome: &ipcscope_core::explore::Outcome| outcome.prints.iter().map(Vec::len).sum::<usize>();
        assert_eq!(orphaned.map(printed).min(), Some(1), "{threads} threads");
    }
}

/// One move away A waits for a signal that nobody sends. Millions of states are not needed for that.
#[test]
fn blocked_forever_is_found_at_its_first_state() {
    let program = program_of(&text("orphaned-only-at-end"));
    for reduce in [Reduce::Never, Reduce::WhenLarge, Reduce::Always] {
        let limits = Limits { states: 10_000, outcomes: Listing::Nothing, reduce, ..Limits::default() };
        let mut search = Search::new(Arc::clone(&program), limits);
        while !search.advance(1_000).is_over() {}
        let report = search.report();
        assert_eq!(moves(&report, Trouble::Orphaned), Some(1), "{reduce:?}");
        assert_eq!(report.checks[0].holds, Some(false), "{reduce:?}");
        let stuck = &report.troubles[Trouble::Orphaned as usize].stuck;
        let waits: Vec<_> = stuck.waits.iter().map(|waits| (waits.process.0, waits.wait, waits.object)).collect();
        assert_eq!(waits, [(0, Wait::Semaphore, WaitObject::Lock(LockId(0)))], "{reduce:?}");
    }
}

/// One move.
#[test]
fn only_shortest_witnesses_are_called_shortest() {
    let program = program_of(&text("shortest-flag"));
    for reduce in [Reduce::Never, Reduce::Always] {
        let report = explored_as(&program, Limits { reduce, outcomes: Listing::Nothing, ..Limits::default() });
        for answer in [&report.checks[0].seen, report.answer(Trouble::Orphaned)] {
            let witness = answer.witness().expect("it can happen");
            assert_eq!((witness.schedule.len(), witness.is_shortest), (1, true), "{reduce:?}");
        }
    }
}

/// x is 0 or 1; the values that A and B read are not needed after the comparison.
#[test]
fn evaluated_operands_are_not_part_of_a_state() {
    let (_, report) = report("dead-temporaries");
    assert_eq!(report.progress.states, 2);
}
