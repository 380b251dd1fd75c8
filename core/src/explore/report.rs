//! What a search tells: an answer to each question, with a run that shows it.

use alloc::vec::Vec;

use super::stuck::Stuck;
use crate::simulate::End;
use crate::value::Value;

/// Why a search has stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// As many states as were allowed.
    States,
    /// As many bytes as were allowed.
    Memory,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// States found.
    pub states: usize,
    /// Of these, states whose every move has been made.
    pub expanded: usize,
    /// Moves made.
    pub transitions: u64,
    /// How many moves away from the start the states are that are being expanded.
    pub depth: usize,
    /// Bytes of memory, all told.
    pub bytes: usize,
    /// States are left out that answer nothing more: it was begun anew for that, or from the start.
    pub is_reduced: bool,
    /// All states are known, and it is only looked what goes on for ever.
    pub looks_for_cycles: bool,
    /// Every question is answered.
    pub is_finished: bool,
    /// It can't go on within its limits.
    pub stopped: Option<Stop>,
}

/// A schedule that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Each move as its number among the choices of its state.
    pub schedule: Vec<u32>,
    /// After so many moves the rest of the schedule can be repeated for ever; `None` where it just ends.
    pub repeats_from: Option<usize>,
    /// There is none shorter: no move was left out in looking for it.
    pub is_shortest: bool,
}

/// Whether something can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In no schedule.
    Never,
    /// In this one.
    Yes(Witness),
    /// In none so far, and not everything has been looked at.
    NoneSoFar,
}

impl Answer {
    /// The schedule that shows it.
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Answer::Yes(witness) => Some(witness),
            _ => None,
        }
    }
}

/// What every schedule says of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// Whether what it forbids, or says to be possible, can happen.
    pub seen: Answer,
    /// Whether it holds; `None` where that is not known yet.
    pub holds: Option<bool>,
    /// Whether that is as the scenario says; `None` likewise.
    pub as_expected: Option<bool>,
}

/// Something that can go wrong in any scenario, whether or not a check asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Some processes wait for each other.
    Deadlock,
    /// A process waits for what nobody alive can give.
    Abandoned,
    /// A process makes a mistake that ends it.
    Fault,
    /// An item is read that is pieced together.
    Torn,
    /// An `assert` does not hold.
    Assertion,
    /// A fair run goes on for ever without anybody getting on.
    Livelock,
    /// A fair run goes on for ever without one process getting on, while others do.
    Starvation,
}

impl Trouble {
    /// All, in the order in which they are told.
    pub const ALL: [Trouble; 7] = [
        Trouble::Deadlock,
        Trouble::Abandoned,
        Trouble::Fault,
        Trouble::Torn,
        Trouble::Assertion,
        Trouble::Livelock,
        Trouble::Starvation,
    ];

    /// The word for it, for machines too.
    pub fn name(self) -> &'static str {
        match self {
            Trouble::Deadlock => "deadlock",
            Trouble::Abandoned => "abandoned",
            Trouble::Fault => "fault",
            Trouble::Torn => "torn",
            Trouble::Assertion => "assertion",
            Trouble::Livelock => "livelock",
            Trouble::Starvation => "starvation",
        }
    }
}

/// Whether one trouble can happen, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubleReport {
    /// Which.
    pub trouble: Trouble,
    /// Whether it can happen.
    pub answer: Answer,
    /// Of a deadlock or an abandoned process: who waits for whom at the end of the schedule.
    pub stuck: Stuck,
    /// Of a starvation: who.
    pub process: Option<u16>,
}

/// One way in which the scenario can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How.
    pub end: End,
    /// What each process has printed, print by print.
    pub prints: Vec<Vec<Vec<Value>>>,
    /// What each cell of shared memory holds.
    pub cells: Vec<Value>,
    /// A schedule that ends so; a shortest one where no moves were left out.
    pub schedule: Vec<u32>,
}

/// All the ways in which the scenario can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcomes {
    /// They were not asked for.
    NotAsked,
    /// A process prints too often, or there are too many.
    NotListed,
    /// These, those with the shortest schedules first; all there are where the search is finished.
    Listed(Vec<Outcome>),
}

/// Everything that a search knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How far it is.
    pub progress: Progress,
    /// In the scenario's order.
    pub checks: Vec<CheckReport>,
    /// In the order of [`Trouble::ALL`].
    pub troubles: Vec<TroubleReport>,
    /// How it can end.
    pub outcomes: Outcomes,
    /// Whether a fair run can go on for ever.
    pub endless: Answer,
}

impl Answer {
    /// What is known of it altogether, where this was known before.
    fn with(&self, before: &Answer) -> Answer {
        match (before, self) {
            (Answer::Yes(_), _) | (Answer::Never, Answer::NoneSoFar) => before.clone(),
            _ => self.clone(),
        }
    }
}

impl Report {
    /// What is known altogether, where this was known before the search was begun anew in another way.
    pub(super) fn with(mut self, before: &Report) -> Report {
        for (now, before) in self.checks.iter_mut().zip(&before.checks) {
            now.seen = now.seen.with(&before.seen);
        }
        for (now, before) in self.troubles.iter_mut().zip(&before.troubles) {
            if matches!(before.answer, Answer::Yes(_)) {
                *now = before.clone();
            }
            now.answer = now.answer.with(&before.answer);
        }
        self.endless = self.endless.with(&before.endless);
        if let (Outcomes::Listed(now), Outcomes::Listed(before)) = (&mut self.outcomes, &before.outcomes) {
            let is_known = |outcome: &Outcome, other: &Outcome| {
                (outcome.end, &outcome.prints, &outcome.cells) == (other.end, &other.prints, &other.cells)
            };
            now.retain(|outcome| !before.iter().any(|other| is_known(outcome, other)));
            now.splice(0..0, before.iter().cloned());
            now.sort_by_key(|outcome| outcome.schedule.len());
        }
        self
    }

    /// Whether every check is as the scenario says; `None` where that is not known yet.
    pub fn as_expected(&self) -> Option<bool> {
        let mut checks = self.checks.iter().map(|check| check.as_expected);
        match checks.clone().any(|known| known == Some(false)) {
            true => Some(false),
            false => checks.all(|known| known.is_some()).then_some(true),
        }
    }
}
