//! Builds the report from what a search has seen, with a schedule for everything that can happen.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::cycles::Endless;
use super::observe::{Place, end_from, values_from};
use super::outcomes::{MOST_OUTCOMES, Pass, PrintQuery};
use super::report::{Answer, CheckReport, Deadlock, Outcome, Outcomes, Report, Trouble, TroubleReport, Witness};
use super::{Listing, Search, Stuck, certain};
use crate::id::ProcessId;
use crate::program::{Check, Op, Program, Promise, Use};
use crate::value::Value;
use crate::world::World;

impl Search {
    /// Everything known now. It opens the states along each schedule, so it takes longer the more there are.
    pub fn report(&mut self) -> Report {
        let mut report = self.report_alone();
        for earlier in self.earlier.iter().rev() {
            report = report.with(&self.program, earlier);
        }
        for (check, check_report) in self.program.checks.iter().zip(&mut report.checks) {
            check_report.holds = holds(check, &check_report.seen);
            check_report.as_expected = check_report.holds.map(|holds| holds != check.expect_violated);
        }
        report
    }

    /// The report since the last restart.
    pub(super) fn report_alone(&mut self) -> Report {
        let program = Arc::clone(&self.program);
        let endless = self.answer_of_endless(&program, self.found.any.clone());
        let troubles: Vec<TroubleReport> =
            Trouble::ALL.iter().map(|&trouble| self.trouble(&program, trouble)).collect();
        Report {
            progress: self.progress(),
            // Where every state is known, all that grows has come to an end, if only by a fault.
            growth: if self.progress().is_finished { Vec::new() } else { self.growth.clone().unwrap_or_default() },
            checks: (0..program.checks.len()).map(|number| self.check(&program, number, &troubles, &endless)).collect(),
            deadlocks: self.deadlocks(&program),
            orphans: self.orphans(),
            outcomes: self.outcomes(&program),
            troubles,
            endless,
        }
    }

    fn check(&mut self, program: &Program, number: usize, troubles: &[TroubleReport], endless: &Answer) -> CheckReport {
        let answer = |trouble: Trouble| troubles[trouble as usize].answer.clone();
        let seen = match program.checks[number].promise {
            Promise::NeverDeadlock => answer(Trouble::Deadlock),
            Promise::NeverStuck => self.answer_of_stuck(program, StuckKind::Any).0,
            Promise::NeverAssertion => answer(Trouble::Assertion),
            Promise::NeverLivelock => answer(Trouble::Livelock),
            Promise::NeverStarvation => answer(Trouble::Starvation),
            Promise::AlwaysFinishes => match self.answer(program, self.seen.bad_end) {
                Answer::Yes(witness) => Answer::Yes(witness),
                _ => endless.clone(),
            },
            Promise::Output(_) | Promise::PossibleOutput(_) => self.answer_of_output(program, number),
            Promise::Always(_)
            | Promise::Possible(_)
            | Promise::Finally(_)
            | Promise::PossibleFinally(_)
            | Promise::AtMost { .. }
            | Promise::NeverFault
            | Promise::NeverTorn
            | Promise::NeverPrint(_)
            | Promise::PossiblePrint(_) => self.answer(program, self.seen.checks[number]),
        };
        CheckReport { seen, holds: None, as_expected: None }
    }

    fn trouble(&mut self, program: &Program, trouble: Trouble) -> TroubleReport {
        let mut process = None;
        let (answer, stuck) = match trouble {
            Trouble::Deadlock => self.answer_of_stuck(program, StuckKind::Deadlock),
            Trouble::Orphaned => self.answer_of_stuck(program, StuckKind::Orphaned),
            Trouble::Fault => (self.answer(program, self.seen.fault), Stuck::default()),
            Trouble::Torn => (self.answer(program, self.seen.torn), Stuck::default()),
            // Known before all states are: it decides whether a scenario is as expected.
            Trouble::Assertion if !asserts(program) => (Answer::Never, Stuck::default()),
            Trouble::Assertion => (self.answer(program, self.seen.assertion), Stuck::default()),
            Trouble::Livelock => (self.answer_of_endless(program, self.found.livelock.clone()), Stuck::default()),
            Trouble::Starvation => {
                process = self.found.starvation.as_ref().and_then(|endless| endless.process).map(ProcessId);
                (self.answer_of_endless(program, self.found.starvation.clone()), Stuck::default())
            }
        };
        let is_asked_about = program.checks.iter().any(|check| asks_about(&check.promise, trouble));
        TroubleReport { trouble, answer, stuck, process, is_asked_about }
    }

    fn answer(&mut self, program: &Program, place: Option<Place>) -> Answer {
        match place {
            Some(Place { state, choice }) => {
                let schedule = self.schedule_to(program, state, choice);
                Answer::Yes(Witness { schedule, repeats_from: None, is_shortest: !self.reduction.order })
            }
            None => self.none(),
        }
    }

    /// Whether a process can be blocked forever, and who is at the end of the witness.
    fn answer_of_stuck(&mut self, program: &Program, kind: StuckKind) -> (Answer, Stuck) {
        if let Some(forever) = &self.forever {
            let state = match kind {
                StuckKind::Any => forever.first,
                StuckKind::Deadlock => forever.deadlock,
                StuckKind::Orphaned => forever.orphaned,
            };
            let Some(state) = state else { return (self.none(), Stuck::default()) };
            let stuck = self.stuck_in(program, state);
            let schedule = self.schedule_to(program, state, None);
            return (Answer::Yes(Witness { schedule, repeats_from: None, is_shortest: true }), stuck);
        }
        let first = |one: Option<u32>, other: Option<u32>| [one, other].into_iter().flatten().min();
        let (seen, certain) = (&self.seen, &self.certain);
        let state = match kind {
            StuckKind::Any => first(seen.stuck, first(certain.deadlock, certain.orphaned)),
            StuckKind::Deadlock => first(seen.deadlock, certain.deadlock),
            StuckKind::Orphaned => first(seen.orphaned, certain.orphaned),
        };
        match state {
            None if self.has_unchecked_cycles() => (Answer::NoneSoFar, Stuck::default()),
            None => (self.none(), Stuck::default()),
            Some(state) => self.certain_witness(program, state, kind),
        }
    }

    /// Some process is blocked forever in a state, certain by control flow: the witness ends at the first state on the
    /// path where that holds.
    fn certain_witness(&mut self, program: &Program, state: u32, kind: StuckKind) -> (Answer, Stuck) {
        let schedule = self.schedule_to(program, state, None);
        let depth = |search: &Search, state: u32| search.states.parents().path_to(state).len() - 1;
        let nearest = self.certain.blocked.map(|blocked| depth(self, blocked));
        let (made, stuck) = first_stuck_along(program, &schedule, Some(kind));
        let is_shortest = nearest == Some(made) && !self.reduction.order;
        (Answer::Yes(Witness { schedule: schedule[..made].to_vec(), repeats_from: None, is_shortest }), stuck)
    }

    /// The processes blocked forever in a state.
    fn stuck_in(&mut self, program: &Program, state: u32) -> Stuck {
        let members = self.forever.as_ref().map_or(&[][..], |forever| forever.members(state)).to_vec();
        self.states.open(program, state);
        let mut stuck = Stuck::of(program, &self.states.opened().world, &members);
        if let Some(forever) = &self.forever {
            stuck.orphaned.retain(|&process| !forever.may_be_deadlocked(state, process));
        }
        stuck
    }

    fn deadlocks(&mut self, program: &Program) -> Vec<Deadlock> {
        let known: Vec<(Vec<ProcessId>, u32)> = match &self.forever {
            Some(forever) => forever.deadlocks.clone(),
            None => self.seen.deadlocks.iter().map(|(members, &state)| (members.clone(), state)).collect(),
        };
        let mut deadlocks = Vec::new();
        for (members, state) in known.into_iter().take(MOST_DEADLOCKS) {
            if self.forever.is_some() {
                let stuck = self.stuck_in(program, state);
                let schedule = self.schedule_to(program, state, None);
                let witness = Witness { schedule, repeats_from: None, is_shortest: true };
                deadlocks.push(Deadlock { members, stuck, witness });
                continue;
            }
            // Processes may have been sorted: the schedule says which ones they really are.
            let schedule = self.schedule_to(program, state, None);
            let (_, stuck) = first_stuck_along(program, &schedule, None);
            let witness = Witness { schedule, repeats_from: None, is_shortest: false };
            deadlocks.extend(stuck.deadlocks.clone().into_iter().map(|members| Deadlock {
                members,
                stuck: stuck.clone(),
                witness: witness.clone(),
            }));
        }
        deadlocks.sort_by_key(|deadlock| deadlock.witness.schedule.len());
        let mut members: Vec<Vec<ProcessId>> = Vec::new();
        deadlocks.retain(|deadlock| {
            let is_new = !members.contains(&deadlock.members);
            members.push(deadlock.members.clone());
            is_new
        });
        deadlocks
    }

    fn orphans(&self) -> Vec<ProcessId> {
        match &self.forever {
            Some(forever) => forever.orphans.iter().map(|&(process, _)| process).collect(),
            None => self.seen.orphans.keys().copied().collect(),
        }
    }

    /// There may be cycles, and they are not analysed.
    fn has_unchecked_cycles(&self) -> bool {
        self.may_have_cycles && (!self.limits.endless || !self.keeps_moves())
    }

    fn answer_of_endless(&mut self, program: &Program, endless: Option<Endless>) -> Answer {
        let Some(Endless { entry, cycle, .. }) = endless else {
            return if self.has_unchecked_cycles() { Answer::NoneSoFar } else { self.none() };
        };
        let mut schedule = self.schedule_to(program, entry, None);
        let repeats_from = Some(schedule.len());
        schedule.extend(self.states.schedule_along(program, (entry, &cycle), None, &self.graph.labels));
        Answer::Yes(Witness { schedule, repeats_from, is_shortest: false })
    }

    /// Whether a wrong output, or one said to be possible, can be printed.
    fn answer_of_output(&mut self, program: &Program, number: usize) -> Answer {
        let is_match = |pass: &&Pass| matches!(pass.query, PrintQuery::Exactly { check, .. } if check == number);
        let Some(pass) = self.passes.iter().find(is_match) else { return self.none() };
        let Some(&(node, _)) = pass.found.first() else { return self.none() };
        let path = pass.path_to(node);
        let schedule = self.states.schedule_along(program, (0, &path), None, &self.graph.labels);
        Answer::Yes(Witness { schedule, repeats_from: None, is_shortest: !self.reduction.order })
    }

    fn none(&self) -> Answer {
        match self.progress().is_finished {
            true => Answer::Never,
            false => Answer::NoneSoFar,
        }
    }

    fn outcomes(&mut self, program: &Program) -> Outcomes {
        let pass = self.passes.iter().position(|pass| !matches!(pass.query, PrintQuery::Exactly { .. }));
        match self.limits.outcomes {
            Listing::Nothing => return Outcomes::NotAsked,
            _ if self.is_unbounded => return Outcomes::Unbounded,
            _ if self.seen.keys.len() > MOST_OUTCOMES => return Outcomes::NotListed,
            _ => {}
        }
        if let Some(pass) = pass {
            return self.outcomes_of(program, pass);
        }
        if self.seen.prints {
            // The pass has not begun.
            return Outcomes::Listed(Vec::new());
        }
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        self.seen.ends.iter().for_each(|&(state, end)| _ = first.entry(end).or_insert(state));
        let mut by_state: Vec<(u32, u32)> = first.into_iter().map(|(end, state)| (state, end)).collect();
        by_state.sort_unstable();
        let outcome = |(state, end): (u32, u32)| {
            let schedule = self.schedule_to(program, state, None);
            self.outcome(program, end, &[], schedule)
        };
        Outcomes::Listed(by_state.into_iter().map(outcome).collect())
    }

    fn outcomes_of(&mut self, program: &Program, pass: usize) -> Outcomes {
        if self.passes[pass].is_too_large {
            return Outcomes::NotListed;
        }
        let mut listed = Vec::new();
        for (node, end) in self.passes[pass].found.clone() {
            let path = self.passes[pass].path_to(node);
            let printed = self.passes[pass].printed(node);
            let schedule = self.states.schedule_along(program, (0, &path), None, &self.graph.labels);
            listed.push(self.outcome(program, end, &printed, schedule));
        }
        Outcomes::Listed(listed)
    }

    fn outcome(&self, program: &Program, end: u32, printed: &[(u16, Vec<Value>)], schedule: Vec<u32>) -> Outcome {
        let (end, cells, _) = &self.seen.keys[end as usize];
        let mut prints = alloc::vec![Vec::new(); program.processes.len()];
        printed.iter().for_each(|(process, values)| prints[usize::from(*process)].push(values.clone()));
        let order = match self.limits.outcomes {
            Listing::InOneOrder => printed.iter().map(|&(process, _)| ProcessId(process)).collect(),
            Listing::Nothing | Listing::ByProcess => Vec::new(),
        };
        Outcome {
            end: end_from(*end),
            prints,
            order,
            cells: values_from(cells),
            blocked: blocked_after(program, &schedule),
            schedule,
        }
    }
}

/// Which processes blocked forever are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StuckKind {
    /// Any but a server.
    Any,
    Deadlock,
    Orphaned,
}

/// Most deadlocked sets listed.
const MOST_DEADLOCKS: usize = 100;

/// The number of moves of a schedule after which some process is certainly blocked forever, and who; without a kind,
/// who is at its end.
fn first_stuck_along(program: &Program, schedule: &[u32], kind: Option<StuckKind>) -> (usize, Stuck) {
    let mut world = World::new(program, &mut ());
    let mut choices = world.choices(program);
    for made in 0.. {
        let blocked = certain::blocked(program, &world, &choices);
        let stuck = Stuck::certain(program, &world, &certain::forever(program, &world, &blocked));
        let is_match = match kind {
            Some(StuckKind::Any) => !stuck.is_empty(),
            Some(StuckKind::Deadlock) => !stuck.deadlocks.is_empty(),
            Some(StuckKind::Orphaned) => !stuck.orphaned.is_empty(),
            None => false,
        };
        if is_match || made == schedule.len() {
            return (made, stuck);
        }
        world.step(program, choices[schedule[made] as usize], &mut ());
        choices = world.choices(program);
    }
    unreachable!("a schedule has an end")
}

/// The processes blocked forever at the end of a schedule after which nothing moves, servers aside.
fn blocked_after(program: &Program, schedule: &[u32]) -> Vec<ProcessId> {
    let mut world = World::new(program, &mut ());
    for &number in schedule {
        let chosen = world.choices(program)[number as usize];
        world.step(program, chosen, &mut ());
    }
    let blocked = certain::blocked(program, &world, &[]).into_iter().map(ProcessId);
    blocked.filter(|process| !program.processes[process.index()].server).collect()
}

/// Whether the program has an assertion that can fail.
fn asserts(program: &Program) -> bool {
    let aborts = |op: Op| op.effects(program).uses.contains(&Some(Use::Abort));
    (0..program.processes.len()).any(|process| program.acts(process).into_iter().any(aborts))
}

/// Whether a check is about a trouble.
fn asks_about(promise: &Promise, trouble: Trouble) -> bool {
    match promise {
        Promise::NeverDeadlock => trouble == Trouble::Deadlock,
        Promise::NeverStuck => matches!(trouble, Trouble::Deadlock | Trouble::Orphaned),
        Promise::NeverFault => trouble == Trouble::Fault,
        Promise::NeverTorn => trouble == Trouble::Torn,
        Promise::NeverAssertion => trouble == Trouble::Assertion,
        Promise::NeverLivelock => trouble == Trouble::Livelock,
        Promise::NeverStarvation => trouble == Trouble::Starvation,
        // Every trouble that keeps a process from finishing counts; a torn read does not, and a failed assertion needs
        // a check of its own.
        Promise::AlwaysFinishes => !matches!(trouble, Trouble::Torn | Trouble::Assertion),
        Promise::Always(_)
        | Promise::Possible(_)
        | Promise::Finally(_)
        | Promise::PossibleFinally(_)
        | Promise::AtMost { .. }
        | Promise::NeverPrint(_)
        | Promise::PossiblePrint(_)
        | Promise::Output(_)
        | Promise::PossibleOutput(_) => false,
    }
}

/// Whether a check holds, given what was seen of it.
fn holds(check: &Check, seen: &Answer) -> Option<bool> {
    let is_wanted = match check.promise {
        Promise::Possible(_) | Promise::PossiblePrint(_) | Promise::PossibleFinally(_) | Promise::PossibleOutput(_) => {
            true
        }
        Promise::Always(_)
        | Promise::Finally(_)
        | Promise::AtMost { .. }
        | Promise::NeverDeadlock
        | Promise::NeverStuck
        | Promise::NeverFault
        | Promise::NeverTorn
        | Promise::NeverAssertion
        | Promise::NeverLivelock
        | Promise::NeverStarvation
        | Promise::NeverPrint(_)
        | Promise::AlwaysFinishes
        | Promise::Output(_) => false,
    };
    match seen {
        Answer::Yes(_) => Some(is_wanted),
        Answer::Never => Some(!is_wanted),
        Answer::NoneSoFar => None,
    }
}
