//! What the tests of exploring share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ipcscope_core::explore::{Limits, Outcome, Outcomes, Reduction, Report, Search, Ways};
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::scenario::read;
use ipcscope_core::trace::{Run, Verdict, words};
use ipcscope_core::value::Value;
use ipcscope_core::world::World;
use ipcscope_tests::naive::Explored;

pub fn program(text: &str) -> Arc<Program> {
    let reading = read(text);
    let tree = reading.scenario.unwrap_or_else(|| panic!("a mistake in\n{text}\n{:?}", reading.diagnostics));
    Arc::new(Program::new(&tree, text))
}

/// Everything, to the end.
pub fn explored(program: &Arc<Program>) -> Report {
    explored_as(program, Limits::default())
}

/// The same in another way.
pub fn explored_as(program: &Arc<Program>, limits: Limits) -> Report {
    let mut search = Search::new(Arc::clone(program), limits);
    while !search.advance(10_000).is_over() {}
    search.report()
}

/// What is not packed: the plainer of the two forms of states.
pub const AS_BYTES: Limits = Limits { packs: false, reduction: Reduction::Never, ..LIMITS };
/// Moves are left out from the start.
pub const REDUCED: Limits = Limits { reduction: Reduction::Always, ..LIMITS };
/// One order stands for all of processes that can change places, which is so where senders are forgotten; no move is left out.
pub const SYMMETRIC: Limits = Limits { ways: Ways { order: false, ..Ways::ALL }, ..REDUCED };
/// Moves are left out, and every order is kept.
pub const ORDERED: Limits = Limits { ways: Ways { symmetry: false, ..Ways::ALL }, ..REDUCED };
/// What makes no difference any more is forgotten, and nothing else.
pub const FORGETTING: Limits = Limits { ways: Ways { forgetting: true, ..Ways::NONE }, ..REDUCED };
/// Each of the other two without forgetting anything.
pub const REMEMBERING: Limits = Limits { ways: Ways { forgetting: false, ..Ways::ALL }, ..REDUCED };
const LIMITS: Limits = Limits {
    states: 10_000_000,
    bytes: 2 << 30,
    outcomes: true,
    endless: true,
    reduction: Reduction::WhenLarge,
    ways: Ways::ALL,
    packs: true,
};

/// Every verdict and all outcomes are the same with and without leaving moves out, and what it shows plays.
pub fn agree_reduced(program: &Arc<Program>, whole: &Report, reduced: &Report) {
    for ((check, one), other) in program.checks.iter().zip(&whole.checks).zip(&reduced.checks) {
        assert_eq!(one.holds, other.holds, "{}", check.text);
        if let Some(witness) = other.seen.witness() {
            world_after(program, &witness.schedule);
        }
    }
    for (one, other) in whole.troubles.iter().zip(&reduced.troubles) {
        assert_eq!(std::mem::discriminant(&one.answer), std::mem::discriminant(&other.answer), "{:?}", one.trouble);
    }
    assert_eq!(std::mem::discriminant(&whole.endless), std::mem::discriminant(&reduced.endless));
    let outcomes = |report: &Report| match &report.outcomes {
        Outcomes::Listed(listed) => {
            let known = |outcome: &Outcome| format!("{:?} {:?} {:?}", outcome.end, outcome.prints, outcome.cells);
            listed.iter().map(known).collect::<BTreeSet<_>>()
        }
        _ => panic!("the outcomes are not listed"),
    };
    assert_eq!(outcomes(whole), outcomes(reduced));
    let Outcomes::Listed(listed) = &reduced.outcomes else { return };
    for outcome in listed {
        assert_eq!(replayed(program, &outcome.schedule).end(), Some(outcome.end), "{:?}", outcome.schedule);
    }
}

/// The same of a text.
pub fn explored_text(text: &str) -> Report {
    explored(&program(text))
}

/// The run that makes a schedule's moves.
pub fn replayed(program: &Arc<Program>, schedule: &[u32]) -> Run {
    let mut run = Run::scripted(Arc::clone(program), schedule);
    run.advance(usize::MAX, u64::MAX);
    run
}

/// The state at the end of a schedule.
pub fn world_after(program: &Program, schedule: &[u32]) -> World {
    let mut world = World::new(program, &mut ());
    for &number in schedule {
        let choices = world.choices(program);
        let chosen = *choices.get(number as usize).expect("a schedule's numbers are choices");
        world.step(program, chosen, &mut ());
    }
    world
}

/// Every number of states and moves, each verdict with the length of its witness, and all outcomes are those of the plain
/// search; witnesses and outcomes replay as runs.
pub fn agrees(program: &Arc<Program>, plain: &Explored, report: &Report) {
    assert_eq!(report.progress.states, plain.states(), "states");
    assert_eq!(report.progress.transitions, plain.transitions as u64, "transitions");
    for (number, (check, told)) in program.checks.iter().zip(&report.checks).enumerate() {
        // The plain search tells who waits for ever only where nothing moves any more, and no deadlock from an abandoned
        // process: of what only the explorer sees, the replay says whether it is so.
        let waits = matches!(check.promise, Promise::NeverDeadlock | Promise::NeverStuck);
        match told.seen.witness().filter(|_| waits) {
            Some(witness) => {
                assert!(matches!(replayed(program, &witness.schedule).verdict(number), Verdict::Broken(_)))
            }
            None if matches!(check.promise, Promise::NeverDeadlock) => {
                assert!(told.holds == Some(true), "{}", check.text)
            }
            None => assert_eq!(told.holds, Some(plain.holds(number, check)), "{}", check.text),
        }
        let Some(witness) = told.seen.witness() else { continue };
        world_after(program, &witness.schedule);
        if let Some(shortest) = plain.seen[number].filter(|_| witness.repeats_from.is_none()) {
            match &*check.text {
                // What the plain search sees first may be an abandoned process.
                "never deadlock" => {}
                // It sees it only when all have come to a stop.
                "never stuck" => assert!(witness.schedule.len() <= shortest, "{}", check.text),
                _ => assert_eq!(witness.schedule.len(), shortest, "{}", check.text),
            }
        }
    }
    let Outcomes::Listed(outcomes) = &report.outcomes else { panic!("the outcomes are not listed") };
    // To the plain search a deadlock, an abandoned process and some faults are one end: replaying says which.
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for outcome in outcomes {
        let printed: Vec<Vec<String>> = outcome.prints.iter().map(|prints| shown(program, prints)).collect();
        let cells: Vec<String> = outcome.cells.iter().map(|cell| cell.show(&program.texts)).collect();
        let moves = told.entry(format!("{printed:?} {cells:?}")).or_insert(usize::MAX);
        *moves = outcome.schedule.len().min(*moves);
        assert_eq!(replayed(program, &outcome.schedule).end(), Some(outcome.end), "{:?}", outcome.schedule);
    }
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (outcome, &shortest) in &plain.outcomes {
        let (_, without_end) = outcome.split_once(' ').expect("an end, then what is left");
        let moves = known.entry(without_end.to_string()).or_insert(usize::MAX);
        *moves = shortest.min(*moves);
    }
    assert_eq!(told, known);
}

fn shown(program: &Program, prints: &[Vec<Value>]) -> Vec<String> {
    prints.iter().map(|values| words::show_values(program, values)).collect()
}
