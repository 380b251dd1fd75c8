//! What is asked of each state and each move: the checks, and what can go wrong in any scenario.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::general::{Did, Opened};
use super::history::FULL;
use super::stuck::Stuck;
use crate::program::{Program, Promise};
use crate::simulate::End;
use crate::value::Value;
use crate::world::World;

/// More outcomes than these are not listed.
const MOST_OUTCOMES: usize = 10_000;

/// Where something was seen first: in a state, or by one of its moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub state: u32,
    pub choice: Option<u32>,
}

/// What tells one outcome from another: the end, each process's prints, the cells of shared memory.
type Key = (u8, Vec<u32>, Vec<i64>);

/// What has been seen so far, and where first.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// What each check forbids, or says to be possible.
    pub checks: Vec<Option<Place>>,
    pub deadlock: Option<Place>,
    pub abandoned: Option<Place>,
    pub fault: Option<Place>,
    pub torn: Option<Place>,
    pub assertion: Option<Place>,
    /// A run that does not end well: what `always finishes` forbids, besides going on for ever.
    pub bad_end: Option<Place>,
    /// Each outcome and the first state with it.
    pub outcomes: BTreeMap<Key, u32>,
    /// Some process has printed more than is told apart, or there are too many.
    pub is_unlisted: bool,
}

impl Seen {
    pub fn new(program: &Program) -> Seen {
        Seen {
            checks: alloc::vec![None; program.checks.len()],
            deadlock: None,
            abandoned: None,
            fault: None,
            torn: None,
            assertion: None,
            bad_end: None,
            outcomes: BTreeMap::new(),
            is_unlisted: false,
        }
    }

    /// Bytes of memory, about.
    pub fn bytes(&self) -> usize {
        let each = self.outcomes.keys().next().map_or(0, |(_, prints, cells)| 96 + prints.len() * 4 + cells.len() * 8);
        self.outcomes.len() * each
    }

    /// What happened before the first move.
    pub fn look_at_start(&mut self, program: &Program, did: &Did) {
        self.look_at(program, Place { state: 0, choice: None }, did);
    }

    /// What a move does.
    pub fn look_at_move(&mut self, program: &Program, state: u32, choice: u32, did: &Did) {
        if did.faulted || did.tore || !did.prints.is_empty() {
            self.look_at(program, Place { state, choice: Some(choice) }, did);
        }
    }

    fn look_at(&mut self, program: &Program, place: Place, did: &Did) {
        if did.faulted {
            self.fault.get_or_insert(place);
        }
        if did.tore {
            self.torn.get_or_insert(place);
        }
        for (number, check) in program.checks.iter().enumerate() {
            let is_seen = match &check.promise {
                Promise::NeverFault => did.faulted,
                Promise::NeverTorn => did.tore,
                Promise::NeverPrint(wanted) | Promise::PossiblePrint(wanted) => {
                    did.prints.iter().any(|(_, values)| values == wanted)
                }
                _ => false,
            };
            if is_seen {
                self.checks[number].get_or_insert(place);
            }
        }
    }

    /// The open state.
    pub fn look_at_state(&mut self, program: &Program, state: u32, opened: &Opened) {
        let world = &opened.world;
        for (number, check) in program.checks.iter().enumerate() {
            let is_seen = match &check.promise {
                _ if self.checks[number].is_some() => false,
                Promise::Always(condition) => world.holds(program, *condition) != Ok(true),
                Promise::Possible(condition) => world.holds(program, *condition) == Ok(true),
                Promise::AtMost { most, section } => world.in_section(program, *section) > *most as usize,
                _ => false,
            };
            if is_seen {
                self.checks[number] = Some(Place { state, choice: None });
            }
        }
        if opened.choices.is_empty() {
            self.look_at_end(program, state, opened);
        }
    }

    /// A state without a move.
    fn look_at_end(&mut self, program: &Program, state: u32, opened: &Opened) {
        let place = Place { state, choice: None };
        let stuck = Stuck::find(program, &opened.world, &[]);
        let end = end_of(program, &opened.world, &stuck);
        self.note_stuck(place, &stuck);
        if end == End::Assertion {
            self.assertion.get_or_insert(place);
        }
        // Who waits for ever has not finished, whatever else has happened.
        if !end.is_good() || !stuck.is_empty() {
            self.bad_end.get_or_insert(place);
        }
        if opened.printed.is_empty() {
            return;
        }
        if opened.printed.contains(&FULL) || self.outcomes.len() >= MOST_OUTCOMES {
            self.is_unlisted = true;
            return;
        }
        let cells = (0..program.cells).map(|cell| opened.world.cell(cell).word()).collect();
        self.outcomes.entry((number_of(end), opened.printed.clone(), cells)).or_insert(state);
    }

    fn note_stuck(&mut self, place: Place, stuck: &Stuck) {
        if !stuck.rings.is_empty() {
            self.deadlock.get_or_insert(place);
        }
        if !stuck.abandoned.is_empty() {
            self.abandoned.get_or_insert(place);
        }
    }

    /// Somebody waits for ever in the end: it may have been so before.
    pub fn someone_is_stuck(&self) -> bool {
        self.deadlock.is_some() || self.abandoned.is_some()
    }

    /// The open state, looked at for the second time: who waits for ever does so also while others go on.
    pub fn look_who_is_stuck(&mut self, program: &Program, state: u32, opened: &Opened) {
        let is_before = |known: Option<Place>| known.is_none_or(|place| state < place.state);
        if !is_before(self.deadlock) && !is_before(self.abandoned) {
            return;
        }
        let stuck = Stuck::find(program, &opened.world, &opened.choices);
        let place = Place { state, choice: None };
        if !stuck.rings.is_empty() && is_before(self.deadlock) {
            self.deadlock = Some(place);
        }
        if !stuck.abandoned.is_empty() && is_before(self.abandoned) {
            self.abandoned = Some(place);
        }
    }

    /// Later states can't change who is stuck first.
    pub fn knows_who_is_stuck_first(&self, state: u32) -> bool {
        [self.deadlock, self.abandoned].iter().flatten().all(|place| place.state <= state)
    }
}

/// How a run ends in a state without a move: the worst of what is true.
pub(super) fn end_of(program: &Program, world: &World, stuck: &Stuck) -> End {
    let any = |is: &dyn Fn(usize) -> bool| (0..program.processes.len()).any(is);
    match () {
        () if world.failed().is_some() => End::Assertion,
        () if !stuck.rings.is_empty() => End::Deadlock,
        () if any(&|process| world.has_faulted(process)) => End::Fault,
        () if !stuck.abandoned.is_empty() => End::Abandoned,
        () if any(&|process| world.is_alive(process)) => End::Quiet,
        () => End::Finished,
    }
}

const ENDS: [End; 6] = [End::Finished, End::Quiet, End::Deadlock, End::Abandoned, End::Fault, End::Assertion];

fn number_of(end: End) -> u8 {
    ENDS.iter().position(|&known| known == end).unwrap_or(0) as u8
}

/// Back from the key of an outcome.
pub(super) fn end_from(number: u8) -> End {
    ENDS[usize::from(number)]
}

/// Back from the key of an outcome.
pub(super) fn values_from(cells: &[i64]) -> Vec<Value> {
    cells.iter().map(|&word| Value::from_word(word)).collect()
}
