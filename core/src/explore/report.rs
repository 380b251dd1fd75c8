//! The report of a search: an answer to each question, with a schedule that shows it.

use alloc::vec::Vec;

use super::growth::Growth;
use super::observe::by_name;
use crate::id::ProcessId;
use crate::program::Program;
use crate::simulate::End;
use crate::value::Value;
use crate::world::Stuck;

/// Why a search has stopped early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It reached the limit of states.
    States,
    /// It reached the limit of memory.
    Memory,
    /// There is no end of states: something grows without bound.
    Growth,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// States found.
    pub states: usize,
    /// Of these, fully expanded ones.
    pub expanded: usize,
    /// Moves made.
    pub transitions: u64,
    /// The distance from the start of the states being expanded.
    pub depth: usize,
    /// Bytes of memory in all.
    pub bytes: usize,
    /// A reduction is on: from the start, or since the search was restarted with one.
    pub is_reduced: bool,
    /// All states are known; the search is analysing their graph.
    pub looks_for_cycles: bool,
    /// Every question is answered.
    pub is_finished: bool,
    /// It cannot continue within its limits.
    pub stopped: Option<Stop>,
}

/// A schedule that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Each move as an index into the choices of its state.
    pub schedule: Vec<u32>,
    /// From this move on the schedule can repeat for ever; `None` if it just ends.
    pub repeats_from: Option<usize>,
    /// No schedule is shorter: no move was left out of the search.
    pub is_shortest: bool,
}

/// Whether something can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In no schedule.
    Never,
    /// In this schedule.
    Yes(Witness),
    /// In none so far; the search is not finished.
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

/// The verdict on a check over every schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// Whether what it forbids, or says to be possible, can happen.
    pub seen: Answer,
    /// Whether it holds; `None` if not known yet.
    pub holds: Option<bool>,
    /// Whether that is as the scenario expects; `None` likewise.
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
    /// A read returns an item pieced together from different writes.
    Torn,
    /// An `assert` fails.
    Assertion,
    /// In a fair run that never ends, processes try in vain, and none does any work.
    Livelock,
    /// In a fair run that never ends, one process makes no progress while others do.
    Starvation,
}

impl Trouble {
    /// All, in the order of a report.
    pub const ALL: [Trouble; 7] = [
        Trouble::Deadlock,
        Trouble::Orphaned,
        Trouble::Fault,
        Trouble::Torn,
        Trouble::Assertion,
        Trouble::Livelock,
        Trouble::Starvation,
    ];

    /// The word for it, also in JSON.
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
    /// Which trouble.
    pub trouble: Trouble,
    /// Whether it can happen.
    pub answer: Answer,
    /// For a deadlock or an orphaned process: who is blocked forever at the end of the schedule, and on what.
    pub stuck: Stuck,
    /// For starvation: the process.
    pub process: Option<ProcessId>,
    /// A check asks about it.
    pub is_asked_about: bool,
}

/// A deadlocked set that can occur, as large as it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// Its members, ascending.
    pub members: Vec<ProcessId>,
    /// Every process blocked forever at the end of the schedule, and what it waits for.
    pub stuck: Stuck,
    /// A schedule to it.
    pub witness: Witness,
}

/// One way the scenario can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The kind of end.
    pub end: End,
    /// The prints of each process, print by print.
    pub prints: Vec<Vec<Vec<Value>>>,
    /// If outcomes are listed in one order: the process of each print. Otherwise empty.
    pub order: Vec<ProcessId>,
    /// The cells of shared memory.
    pub cells: Vec<Value>,
    /// The processes blocked forever at the end of the schedule, servers aside, ascending; also where the end is a
    /// fault. Outcomes differ if the number of such processes of one name differs.
    pub blocked: Vec<ProcessId>,
    /// A schedule that ends this way; a shortest one if no moves were left out.
    pub schedule: Vec<u32>,
}

/// All the ways the scenario can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcomes {
    /// They were not requested.
    NotAsked,
    /// There are too many.
    NotListed,
    /// A loop that can still end prints: there is no bound to what is printed.
    Unbounded,
    /// Those found, shortest schedules first; all of them once the search is finished.
    Listed(Vec<Outcome>),
}

/// Everything a search knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The progress of the search.
    pub progress: Progress,
    /// What grows without bound, as far as that was found; looked for only when there are many states.
    pub growth: Vec<Growth>,
    /// In the scenario's order.
    pub checks: Vec<CheckReport>,
    /// In the order of [`Trouble::ALL`].
    pub troubles: Vec<TroubleReport>,
    /// Every deadlocked set that can occur, each as large as it gets; shortest schedules first.
    pub deadlocks: Vec<Deadlock>,
    /// Every process that can be orphaned, ascending; one of several interchangeable processes may represent all.
    pub orphans: Vec<ProcessId>,
    /// The ways the scenario can end.
    pub outcomes: Outcomes,
    /// Whether a fair run can be endless.
    pub endless: Answer,
}

impl Answer {
    /// Both have a witness, and this one's is shorter, or known to be a shortest one.
    fn is_shorter_than(&self, before: &Answer) -> bool {
        match (self, before) {
            (Answer::Yes(now), Answer::Yes(before)) => {
                let key = |witness: &Witness| (witness.schedule.len(), !witness.is_shortest);
                key(now) < key(before)
            }
            _ => false,
        }
    }

    /// The combined answer, with one from before the search was restarted.
    fn with(&self, before: &Answer) -> Answer {
        match (before, self) {
            _ if self.is_shorter_than(before) => self.clone(),
            (Answer::Yes(_), _) | (Answer::Never, Answer::NoneSoFar) => before.clone(),
            _ => self.clone(),
        }
    }
}

impl Report {
    /// The combined report, with one from before the search was restarted with another reduction.
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

    /// Whether every check is as the scenario expects, and no `assert` can fail that no check asks about; `None` if not
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
        let report = self.troubles.iter().filter(|report| !report.is_asked_about && report.answer.witness().is_some());
        report.map(|report| report.trouble)
    }
}
