//! Runs with a clock against the graph of all states: which processes a run reports as blocked forever, and when it
//! ends.

use std::collections::BTreeSet;
use std::sync::Arc;

use ipcscope_core::explore::Taken;
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::simulate::{End, State};
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Run, Verdict};
use ipcscope_core::world::JOIN;
use ipcscope_tests::naive::{Explored, Set, members, set};

use super::helpers::replayed;

/// A run is followed for this many events.
const EVENTS: usize = 2_000;

/// Every member of the set is blocked at the end of the schedule's run.
pub fn is_blocked_after(program: &Arc<Program>, schedule: &[u32], members: &[u16]) {
    let run = replayed(program, schedule);
    let mut cursor = run.cursor();
    cursor.seek(&run, usize::MAX);
    for &member in members {
        let state = cursor.simulation().activities()[usize::from(member)].state;
        assert_eq!(state, State::Blocked, "{} after {schedule:?}", program.processes[usize::from(member)].name);
    }
}

/// The reports of blocked processes in the run of a schedule are true.
pub fn replay_agrees(program: &Arc<Program>, plain: &Explored, schedule: &[u32]) {
    let run = replayed(program, schedule);
    let path = plain.graph.path(schedule);
    let mut cursor = run.cursor();
    let reports = Reports { program, plain, run: &run };
    reports.agrees(|events| {
        cursor.seek(&run, events);
        let (_, made) = cursor.simulation().script().expect("it has a schedule");
        path[made]
    });
}

/// The reports in the run of a seed are true.
pub fn run_agrees(program: &Arc<Program>, plain: &Explored, seed: u64) -> Option<End> {
    let mut run = Run::new(Arc::clone(program), Some(seed));
    run.advance(EVENTS, u64::MAX);
    let taken = Taken::new(program, seed, run.events().len(), EVENTS);
    let reports = Reports { program, plain, run: &run };
    reports.agrees(|events| {
        let schedule = taken.until(events).expect("there are no more moves than events");
        *plain.graph.path(schedule).last().expect("the first state at least")
    });
    // What the run shows of a check, the explorer does not deny.
    for (number, check) in program.checks.iter().enumerate() {
        let is_possible = matches!(
            check.promise,
            Promise::Possible(_) | Promise::PossibleFinally(_) | Promise::PossiblePrint(_) | Promise::PossibleOutput(_)
        );
        match run.verdict(number) {
            Verdict::Broken(_) => assert!(!plain.holds(number, &check.promise), "the run violates {}", check.text),
            Verdict::Kept if is_possible => {
                assert!(plain.holds(number, &check.promise), "the run shows {}", check.text)
            }
            Verdict::Kept | Verdict::Open => {}
        }
    }
    run.end()
}

struct Reports<'a> {
    program: &'a Program,
    plain: &'a Explored,
    run: &'a Run,
}

impl Reports<'_> {
    /// `state` returns the state after this many events.
    fn agrees(&self, mut state: impl FnMut(usize) -> usize) {
        let events = self.run.events();
        let forever = &self.plain.forever;
        let (mut deadlocked, mut orphaned) = (BTreeSet::new(), 0);
        for (number, event) in events.iter_from(0) {
            if !matches!(event.kind(), Kind::Deadlock | Kind::Orphaned) {
                continue;
            }
            let values = events.values(event).iter().map(|value| value.as_number().expect("a process's number"));
            let whom: Set = values.map(|number| set(number as usize)).sum();
            let at = self.passed(state(number + 1), whom);
            if event.kind() == Kind::Deadlock {
                let sets: Vec<_> = forever.reported(at).into_iter().map(members).collect();
                assert!(sets.contains(&members(whom)), "event {number}: {:?}, by brute force {sets:?}", members(whom));
                deadlocked.insert(whom);
            } else {
                let known = members(forever.orphaned[at]);
                assert_eq!(whom & !forever.orphaned[at], 0, "event {number}: {:?}, known {known:?}", members(whom));
                orphaned |= whom;
            }
        }
        if self.run.end().is_some_and(|end| !matches!(end, End::Cut(_) | End::Livelock | End::Repeats)) {
            let at = self.passed(state(events.len()), Set::MAX);
            let choices = self.plain.graph.worlds[at].choices(self.program);
            assert_eq!(choices, [], "the run has ended, and here are moves");
            assert_eq!(self.run.end(), Some(self.plain.end(self.program, at)));
            let reported = forever.reported(at);
            assert!(reported.iter().all(|one| deadlocked.contains(one)), "{reported:?}, the run says {deadlocked:?}");
            let text = || ipcscope_core::export::text::run(self.run);
            assert_eq!(members(orphaned), members(forever.orphaned[at]), "orphaned at the end of the run\n{}", text());
        }
        // What a run repeats forever is a fair cycle, unless somebody gets no core.
        match (self.run.end(), self.run.repetition()) {
            (Some(End::Livelock), Some(round)) if !round.is_fair => {}
            (Some(End::Livelock), _) => assert!(self.plain.fair.livelock.is_some(), "a livelock"),
            (Some(End::Repeats), Some(round)) if round.is_fair => {
                assert!(self.plain.fair.endless.is_some(), "it goes on forever");
            }
            _ => {}
        }
    }

    /// The state after these processes have joined the waiting processes, which is no move of a run with a clock.
    fn passed(&self, state: usize, whom: Set) -> usize {
        let world = &self.plain.graph.worlds[state];
        let choices = world.choices(self.program);
        let passes = choices.iter().position(|choice| choice.arm == JOIN && whom & set(choice.process.index()) != 0);
        match passes {
            Some(number) => self.passed(self.plain.graph.edges[state][number].to, whom),
            None => state,
        }
    }
}

/// Whether the scenario's own run reports a process as blocked forever.
pub fn says_who_is_blocked(program: &Arc<Program>) -> bool {
    let mut run = Run::new(Arc::clone(program), None);
    run.advance(EVENTS, u64::MAX);
    run.events().iter().any(|event| matches!(event.kind(), Kind::Deadlock | Kind::Orphaned))
}
