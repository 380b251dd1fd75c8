//! What a search tells: an answer to each question, with a run that shows it.

use alloc::vec::Vec;

use super::growth::Growth;
use super::look::by_name;
use crate::program::Program;
use crate::simulate::End;
use crate::value::Value;
use crate::world::Stuck;

/// Why a search has stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// As many states as were allowed.
    States,
    /// As many bytes as were allowed.
    Memory,
    /// There is no end of states: something grows without bound.
    Growth,
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
    /// Some processes are blocked forever and wait for each other.
    Deadlock,
    /// A process is blocked forever outside every such set.
    Orphaned,
    /// A process is terminated by a fault.
    Fault,
    /// An item is read that is pieced together.
    Torn,
    /// An `assert` fails.
    Assertion,
    /// In a fair run that never ends processes try in vain, and nobody works.
    Livelock,
    /// In a fair run that never ends one process makes no progress while others do.
    Starvation,
}

impl Trouble {
    /// All, in the order in which they are told.
    pub const ALL: [Trouble; 7] = [
        Trouble::Deadlock,
        Trouble::Orphaned,
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
            Trouble::Orphaned => "orphaned",
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
    /// Of a deadlock or an orphaned process: who is blocked forever at the end of the schedule, and what for.
    pub stuck: Stuck,
    /// Of a starvation: who.
    pub process: Option<u16>,
    /// A check asks about it.
    pub is_asked_about: bool,
}

/// A deadlocked set that can come about, as large as it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// Its members, ascending.
    pub members: Vec<u16>,
    /// What all who are blocked forever wait for at the end of the schedule.
    pub stuck: Stuck,
    /// A schedule that leads to it.
    pub witness: Witness,
}

/// One way in which the scenario can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How.
    pub end: End,
    /// What each process has printed, print by print.
    pub prints: Vec<Vec<Vec<Value>>>,
    /// Where they are listed in one order: whose each print is, the first first. Else empty.
    pub order: Vec<u16>,
    /// What each cell of shared memory holds.
    pub cells: Vec<Value>,
    /// Who is blocked forever at the end of the schedule, servers aside, ascending; also where the end is a fault. Outcomes
    /// differ where other numbers of the processes of one name are.
    pub blocked: Vec<u16>,
    /// A schedule that ends so; a shortest one where no moves were left out.
    pub schedule: Vec<u32>,
}

/// All the ways in which the scenario can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcomes {
    /// They were not asked for.
    NotAsked,
    /// There are too many.
    NotListed,
    /// A loop that can still end prints: there is no bound to what is printed.
    Unbounded,
    /// These, those with the shortest schedules first; all there are where the search is finished.
    Listed(Vec<Outcome>),
}

/// Everything that a search knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How far it is.
    pub progress: Progress,
    /// What grows without bound, as far as that was found; looked for only when there are many states.
    pub growth: Vec<Growth>,
    /// In the scenario's order.
    pub checks: Vec<CheckReport>,
    /// In the order of [`Trouble::ALL`].
    pub troubles: Vec<TroubleReport>,
    /// Every deadlocked set that can come about, each as large as it gets; those with the shortest schedules first.
    pub deadlocks: Vec<Deadlock>,
    /// Every process that can be orphaned, ascending; of processes that can change places one may stand for all.
    pub orphans: Vec<u16>,
    /// How it can end.
    pub outcomes: Outcomes,
    /// Whether a fair run can go on for ever.
    pub endless: Answer,
}

impl Answer {
    /// Both are shown by a schedule, and this one's is shorter, or known to be a shortest one.
    fn is_shorter_than(&self, before: &Answer) -> bool {
        match (self, before) {
            (Answer::Yes(now), Answer::Yes(before)) => {
                let key = |witness: &Witness| (witness.schedule.len(), !witness.is_shortest);
                key(now) < key(before)
            }
            _ => false,
        }
    }

    /// What is known of it altogether, where this was known before.
    fn with(&self, before: &Answer) -> Answer {
        match (before, self) {
            _ if self.is_shorter_than(before) => self.clone(),
            (Answer::Yes(_), _) | (Answer::Never, Answer::NoneSoFar) => before.clone(),
            _ => self.clone(),
        }
    }
}

impl Report {
    /// What is known altogether, where this was known before the search was begun anew in another way.
    pub(super) fn with(mut self, program: &Program, before: &Report) -> Report {
        for (now, before) in self.checks.iter_mut().zip(&before.checks) {
            now.seen = now.seen.with(&before.seen);
        }
        for (now, before) in self.troubles.iter_mut().zip(&before.troubles) {
            if matches!(before.answer, Answer::Yes(_)) && !now.answer.is_shorter_than(&before.answer) {
                *now = before.clone();
            }
            now.answer = now.answer.with(&before.answer);
        }
        for &process in &before.orphans {
            if let Err(place) = self.orphans.binary_search(&process) {
                self.orphans.insert(place, process);
            }
        }
        for deadlock in &before.deadlocks {
            if self.deadlocks.iter().all(|known| known.members != deadlock.members) {
                self.deadlocks.push(deadlock.clone());
            }
        }
        self.endless = self.endless.with(&before.endless);
        if let (Outcomes::Listed(now), Outcomes::Listed(before)) = (&mut self.outcomes, &before.outcomes) {
            let is_known = |outcome: &Outcome, other: &Outcome| {
                (outcome.end, &outcome.prints, &outcome.order, &outcome.cells)
                    == (other.end, &other.prints, &other.order, &other.cells)
                    && by_name(program, &outcome.blocked) == by_name(program, &other.blocked)
            };
            now.retain(|outcome| !before.iter().any(|other| is_known(outcome, other)));
            now.splice(0..0, before.iter().cloned());
            now.sort_by_key(|outcome| outcome.schedule.len());
        }
        self
    }

    /// Whether every check is as the scenario says, and no `assert` can fail that no check asks about; `None` where that is not
    /// known yet.
    pub fn as_expected(&self) -> Option<bool> {
        let assertion = match (self.asks_about(Trouble::Assertion), self.answer(Trouble::Assertion)) {
            (true, _) | (false, Answer::Never) => Some(true),
            (false, Answer::Yes(_)) => Some(false),
            (false, Answer::NoneSoFar) => None,
        };
        let mut known = self.checks.iter().map(|check| check.as_expected).chain([assertion]);
        match known.clone().any(|known| known == Some(false)) {
            true => Some(false),
            false => known.all(|known| known.is_some()).then_some(true),
        }
    }

    /// Whether a trouble can happen.
    pub fn answer(&self, trouble: Trouble) -> &Answer {
        &self.troubles[trouble as usize].answer
    }

    /// Whether a check asks about a trouble.
    pub fn asks_about(&self, trouble: Trouble) -> bool {
        self.troubles[trouble as usize].is_asked_about
    }

    /// The troubles that can happen and that no check asks about.
    pub fn unasked(&self) -> impl Iterator<Item = Trouble> + '_ {
        let told = self.troubles.iter().filter(|told| !told.is_asked_about && told.answer.witness().is_some());
        told.map(|told| told.trouble)
    }
}
