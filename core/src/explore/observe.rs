//! Observes states and moves as they are found: checks, faults, torn reads, and how runs end.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::certain;
use super::general::Opened;
use super::label::MoveLog;
use super::outcomes::MOST_OUTCOMES;
use crate::id::ProcessId;
use crate::program::{Program, Promise};
use crate::simulate::End;
use crate::value::Value;
use crate::world::{Stuck, World};

/// Where something was seen first: in a state, or in one of its moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub state: u32,
    pub choice: Option<u32>,
}

/// The key of an end, prints aside: the kind of end, the cells of shared memory, and how many processes of each
/// name are blocked forever (which of several interchangeable ones does not matter).
type Key = (u8, Vec<i64>, Vec<u16>);

/// Everything seen so far, and where first.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// For each check, where what it forbids, or says to be possible, was seen.
    pub checks: Vec<Option<Place>>,
    pub fault: Option<Place>,
    pub torn: Option<Place>,
    pub assertion: Option<Place>,
    /// Something was printed.
    pub prints: bool,
    /// A run that does not end well: what `always finishes` forbids, besides endless runs.
    pub bad_end: Option<Place>,
    /// The first state without a move that has a deadlocked set, an orphaned process, either.
    pub deadlock: Option<u32>,
    pub orphaned: Option<u32>,
    pub stuck: Option<u32>,
    /// Each deadlocked set at an end, and the first state with it.
    pub deadlocks: BTreeMap<Vec<ProcessId>, u32>,
    /// Each process orphaned at an end, and the first state where it is.
    pub orphans: BTreeMap<ProcessId, u32>,
    /// Each state without a move, ascending, with an index into `keys`.
    pub ends: Vec<(u32, u32)>,
    /// The distinct ends; beyond [`MOST_OUTCOMES`] they are no longer distinguished.
    pub keys: Vec<Key>,
    numbers: BTreeMap<Key, u32>,
}

impl Seen {
    pub fn new(program: &Program) -> Seen {
        Seen {
            checks: alloc::vec![None; program.checks.len()],
            fault: None,
            torn: None,
            assertion: None,
            prints: false,
            bad_end: None,
            deadlock: None,
            orphaned: None,
            stuck: None,
            deadlocks: BTreeMap::new(),
            orphans: BTreeMap::new(),
            ends: Vec::new(),
            keys: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// Bytes of memory, approximately.
    pub fn bytes(&self) -> usize {
        let each = self.keys.first().map_or(0, |(_, cells, _)| 160 + cells.len() * 16);
        self.ends.capacity() * 8 + self.keys.len() * each
    }

    /// The number of the end in a state without a move.
    pub fn end_in(&self, state: u32) -> u32 {
        let place = self.ends.binary_search_by_key(&state, |&(known, _)| known);
        self.ends[place.expect("every state without a move was observed")].1
    }

    /// Observes what happened before the first move.
    pub fn observe_start(&mut self, program: &Program, log: &MoveLog) {
        self.observe(program, Place { state: 0, choice: None }, log);
    }

    /// Observes a move.
    pub fn observe_move(&mut self, program: &Program, state: u32, choice: u32, log: &MoveLog) {
        if log.is_notable() {
            self.observe(program, Place { state, choice: Some(choice) }, log);
        }
    }

    fn observe(&mut self, program: &Program, place: Place, log: &MoveLog) {
        if log.faulted {
            self.fault.get_or_insert(place);
        }
        if log.tore {
            self.torn.get_or_insert(place);
        }
        self.prints |= !log.prints.is_empty();
        for (number, check) in program.checks.iter().enumerate() {
            let is_seen = match &check.promise {
                Promise::NeverFault => log.faulted,
                Promise::NeverTorn => log.tore,
                Promise::NeverPrint(wanted) | Promise::PossiblePrint(wanted) => {
                    log.prints.iter().any(|(_, values)| values == wanted)
                }
                Promise::Always(_)
                | Promise::Possible(_)
                | Promise::Finally(_)
                | Promise::PossibleFinally(_)
                | Promise::AtMost { .. }
                | Promise::NeverDeadlock
                | Promise::NeverStuck
                | Promise::NeverAssertion
                | Promise::NeverStarvation
                | Promise::NeverLivelock
                | Promise::AlwaysFinishes
                | Promise::Output(_)
                | Promise::PossibleOutput(_) => false,
            };
            if is_seen {
                self.checks[number].get_or_insert(place);
            }
        }
    }

    /// Observes the open state.
    pub fn observe_state(&mut self, program: &Program, state: u32, opened: &Opened) {
        let world = &opened.world;
        let is_last = opened.choices.is_empty();
        for (number, check) in program.checks.iter().enumerate() {
            if self.checks[number].is_some() {
                continue;
            }
            let is_seen = match &check.promise {
                Promise::Always(condition) => world.holds(program, *condition) != Ok(true),
                Promise::Possible(condition) => world.holds(program, *condition) == Ok(true),
                Promise::Finally(condition) => is_last && world.holds(program, *condition) != Ok(true),
                Promise::PossibleFinally(condition) => is_last && world.holds(program, *condition) == Ok(true),
                Promise::AtMost { most, section } => world.in_section(program, *section) > *most as usize,
                Promise::NeverFault
                | Promise::NeverTorn
                | Promise::NeverPrint(_)
                | Promise::PossiblePrint(_)
                | Promise::NeverDeadlock
                | Promise::NeverStuck
                | Promise::NeverAssertion
                | Promise::NeverStarvation
                | Promise::NeverLivelock
                | Promise::AlwaysFinishes
                | Promise::Output(_)
                | Promise::PossibleOutput(_) => false,
            };
            if is_seen {
                self.checks[number] = Some(Place { state, choice: None });
            }
        }
        if is_last {
            self.observe_end(program, state, opened);
        }
    }

    /// A state without a move: every process alive there is blocked forever.
    fn observe_end(&mut self, program: &Program, state: u32, opened: &Opened) {
        let place = Place { state, choice: None };
        let world = &opened.world;
        let blocked = certain::blocked(program, world, &[]);
        let stuck = Stuck::of(program, world, &blocked);
        let end = end_of(program, world, &stuck);
        if !stuck.is_empty() {
            self.stuck.get_or_insert(state);
        }
        if !stuck.deadlocks.is_empty() {
            self.deadlock.get_or_insert(state);
        }
        if !stuck.orphaned.is_empty() {
            self.orphaned.get_or_insert(state);
        }
        if end == End::Assertion {
            self.assertion.get_or_insert(place);
        }
        // A process that is blocked forever has not finished, whatever else happened.
        if !end.is_good() || !stuck.is_empty() {
            self.bad_end.get_or_insert(place);
        }
        stuck.orphaned.iter().for_each(|&process| _ = self.orphans.entry(process).or_insert(state));
        stuck.deadlocks.into_iter().for_each(|set| _ = self.deadlocks.entry(set).or_insert(state));
        if self.keys.len() > MOST_OUTCOMES {
            self.ends.push((state, 0));
            return;
        }
        let cells = (0..program.cells).map(|cell| world.cell(cell).word()).collect();
        let is_server = |process: &ProcessId| program.processes[process.index()].server;
        let blocked: Vec<ProcessId> =
            blocked.into_iter().map(ProcessId).filter(|process| !is_server(process)).collect();
        let blocked = by_name(program, &blocked);
        let key = (number_of(end), cells, blocked);
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key.clone()).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        self.ends.push((state, number));
    }
}

/// Replaces each process by the first one of its name.
pub(super) fn by_name(program: &Program, processes: &[ProcessId]) -> Vec<u16> {
    let index = |process: ProcessId| program.processes[process.index()].replica.map_or(0, |(index, _)| index);
    processes.iter().map(|&process| process.0 - index(process)).collect()
}

/// How a run ends in a state without a move: the worst that applies.
pub(super) fn end_of(program: &Program, world: &World, stuck: &Stuck) -> End {
    let any = |is: &dyn Fn(usize) -> bool| (0..program.processes.len()).any(is);
    match () {
        () if world.failed().is_some() => End::Assertion,
        () if !stuck.deadlocks.is_empty() => End::Deadlock,
        () if any(&|process| world.has_faulted(process)) => End::Fault,
        () if !stuck.orphaned.is_empty() => End::Orphaned,
        () if any(&|process| world.is_alive(process)) => End::Quiet,
        () => End::Finished,
    }
}

const ENDS: [End; 6] = [End::Finished, End::Quiet, End::Deadlock, End::Orphaned, End::Fault, End::Assertion];

fn number_of(end: End) -> u8 {
    ENDS.iter().position(|&known| known == end).unwrap_or(0) as u8
}

/// The inverse of [`number_of`].
pub(super) fn end_from(number: u8) -> End {
    ENDS[usize::from(number)]
}

/// The cells of a key as values.
pub(super) fn values_from(cells: &[i64]) -> Vec<Value> {
    cells.iter().map(|&word| Value::from_word(word)).collect()
}
