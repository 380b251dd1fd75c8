//! From what a search has seen to a report, with schedules for all that can happen.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::cycles::Endless;
use super::look::{Place, end_from, values_from};
use super::report::{Answer, CheckReport, Outcome, Outcomes, Report, Trouble, TroubleReport, Witness};
use super::{Search, Stuck};
use crate::program::{Check, Program, Promise};
use crate::world::World;

impl Search {
    /// What is known now. It opens the states on the way to what it tells, so that it takes longer the more that is.
    pub fn report(&mut self) -> Report {
        let mut report = self.report_alone();
        for before in self.before.iter().rev() {
            report = report.with(before);
        }
        for (check, told) in self.program.checks.iter().zip(&mut report.checks) {
            told.holds = holds(check, &told.seen);
            told.as_expected = told.holds.map(|holds| holds != check.expect_violated);
        }
        report
    }

    /// What is known without what was known before the search was begun anew.
    pub(super) fn report_alone(&mut self) -> Report {
        let program = Arc::clone(&self.program);
        let endless = self.found.any.clone();
        let endless = self.answer_of_endless(&program, endless);
        Report {
            progress: self.progress(),
            checks: (0..program.checks.len()).map(|number| self.check(&program, number, &endless)).collect(),
            troubles: Trouble::ALL.iter().map(|&trouble| self.trouble(&program, trouble)).collect(),
            outcomes: self.outcomes(&program),
            endless,
        }
    }

    fn check(&mut self, program: &Program, number: usize, endless: &Answer) -> CheckReport {
        let check = &program.checks[number];
        let seen = match check.promise {
            Promise::NeverDeadlock => self.answer_of_stuck(program, self.seen.deadlock),
            Promise::NeverStuck => {
                let first =
                    [self.seen.deadlock, self.seen.abandoned].into_iter().flatten().min_by_key(|place| place.state);
                self.answer_of_stuck(program, first)
            }
            Promise::AlwaysFinishes => match self.answer(program, self.seen.bad_end) {
                Answer::Yes(witness) => Answer::Yes(witness),
                _ => endless.clone(),
            },
            _ => self.answer(program, self.seen.checks[number]),
        };
        CheckReport { seen, holds: None, as_expected: None }
    }

    fn trouble(&mut self, program: &Program, trouble: Trouble) -> TroubleReport {
        let place = match trouble {
            Trouble::Deadlock => self.seen.deadlock,
            Trouble::Abandoned => self.seen.abandoned,
            Trouble::Fault => self.seen.fault,
            Trouble::Torn => self.seen.torn,
            Trouble::Assertion => self.seen.assertion,
            Trouble::Livelock | Trouble::Starvation => {
                let found = match trouble {
                    Trouble::Livelock => self.found.livelock.clone(),
                    _ => self.found.starvation.clone(),
                };
                let process = found.as_ref().and_then(|endless| endless.process);
                let answer = self.answer_of_endless(program, found);
                return TroubleReport { trouble, answer, stuck: Stuck::default(), process };
            }
        };
        let answer = match trouble {
            Trouble::Deadlock | Trouble::Abandoned => self.answer_of_stuck(program, place),
            _ => self.answer(program, place),
        };
        let stuck = match (trouble, &answer) {
            (Trouble::Deadlock | Trouble::Abandoned, Answer::Yes(witness)) => stuck_after(program, &witness.schedule),
            _ => Stuck::default(),
        };
        TroubleReport { trouble, answer, stuck, process: None }
    }

    fn answer(&mut self, program: &Program, place: Option<Place>) -> Answer {
        match place {
            Some(Place { state, choice }) => {
                let schedule = self.schedule_to(program, state, choice);
                Answer::Yes(Witness { schedule, repeats_from: None, is_shortest: !self.ways.order })
            }
            None => self.none(),
        }
    }

    /// Of waiting for ever: somebody may do so while others go round.
    fn answer_of_stuck(&mut self, program: &Program, place: Option<Place>) -> Answer {
        match place {
            None if self.leaves_cycles_open() => Answer::NoneSoFar,
            place => self.answer(program, place),
        }
    }

    /// Something may go round, and that is not looked for.
    fn leaves_cycles_open(&self) -> bool {
        self.may_go_round && (!self.limits.endless || self.ways != self.ways.that_keep_cycles())
    }

    fn answer_of_endless(&mut self, program: &Program, endless: Option<Endless>) -> Answer {
        let Some(Endless { entry, round, .. }) = endless else {
            return if self.leaves_cycles_open() { Answer::NoneSoFar } else { self.none() };
        };
        let mut schedule = self.schedule_to(program, entry, None);
        let repeats_from = Some(schedule.len());
        schedule.extend(self.states.schedule_along(program, &round, None));
        Answer::Yes(Witness { schedule, repeats_from, is_shortest: false })
    }

    fn none(&self) -> Answer {
        match self.progress().is_finished {
            true => Answer::Never,
            false => Answer::NoneSoFar,
        }
    }

    fn outcomes(&mut self, program: &Program) -> Outcomes {
        if !self.limits.outcomes {
            return Outcomes::NotAsked;
        }
        if self.seen.is_unlisted {
            return Outcomes::NotListed;
        }
        let by_state: BTreeMap<u32, _> = self.seen.outcomes.iter().map(|(key, &state)| (state, key.clone())).collect();
        let outcome = |(state, (end, prints, cells)): (u32, (u8, Vec<u32>, Vec<i64>))| Outcome {
            end: end_from(end),
            prints: prints.iter().map(|&history| self.states.histories().prints(history)).collect(),
            cells: values_from(&cells),
            schedule: self.schedule_to(program, state, None),
        };
        Outcomes::Listed(by_state.into_iter().map(outcome).collect())
    }
}

/// Who waits for ever after a schedule. A state that was found can stand for others in which processes have changed places.
fn stuck_after(program: &Program, schedule: &[u32]) -> Stuck {
    let mut world = World::new(program, &mut ());
    let mut choices = world.choices(program);
    for &number in schedule {
        world.step(program, choices[number as usize], &mut ());
        choices = world.choices(program);
    }
    Stuck::find(program, &world, &choices)
}

/// What is seen of a check decides whether it holds.
fn holds(check: &Check, seen: &Answer) -> Option<bool> {
    let is_wanted = matches!(check.promise, Promise::Possible(_) | Promise::PossiblePrint(_));
    match seen {
        Answer::Yes(_) => Some(is_wanted),
        Answer::Never => Some(!is_wanted),
        Answer::NoneSoFar => None,
    }
}
