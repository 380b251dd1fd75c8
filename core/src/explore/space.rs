//! Expanding packed states, a batch at a time.

use alloc::vec::Vec;

use super::graph::{Edge, Graph};
use super::layout::Field;
use super::machine::Machine;
use super::moves::{Effect, Entry, Row};
use super::parents::Parents;
use super::table::{Memo, NONE, Table, hash};
use super::watch::Watch;
use crate::program::Program;

/// Why a batch failed.
pub(super) enum Problem {
    /// A component has a value that its field has no room for.
    NoRoom,
}

/// The result of expanding some states.
#[derive(Clone, Debug, Default)]
pub(super) struct Expanded {
    pub states: u32,
    pub transitions: u64,
    /// A move led to a state that is no further from the start.
    pub goes_back: bool,
    /// States without a move, or in which a check may be violated; ascending.
    pub to_inspect: Vec<u32>,
    /// Moves with a note, in order: the state, the choice, and the note.
    pub noted: Vec<(u32, u32, u32)>,
}

/// The part of a search that depends on the width of a state.
#[derive(Clone, Debug)]
pub(super) struct Space<const W: usize> {
    pub table: Table<W>,
    /// The bits that each effect flips.
    pub deltas: Vec<[u64; W]>,
    /// Entries by the values of several components, for each mover.
    pub memos: Vec<Memo<W>>,
    /// The mask of each list of components.
    pub masks: Vec<[u64; W]>,
    pub watch: Watch<W>,
    pub batch: Batch<W>,
}

/// The moves of a mover in a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct EnabledMoves {
    pub entry: Entry,
    /// The queue that changes besides, and the bits of its number to flip.
    component: u32,
    flip: u32,
}

impl EnabledMoves {
    /// Makes one of them.
    #[inline(always)]
    pub fn apply<const W: usize>(&self, state: &mut [u64; W], delta: &[u64; W], machine: &Machine) {
        state.iter_mut().zip(delta).for_each(|(word, delta)| *word ^= delta);
        if self.flip != 0 {
            let field = machine.layout.fields[self.component as usize];
            state[usize::from(field.word) % W] ^= field.bits(self.flip);
        }
    }
}

/// The successors of a batch of states.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch<const W: usize> {
    states: Vec<[u64; W]>,
    effects: Vec<u32>,
    /// Where the moves of each expanded state end.
    ends: Vec<u32>,
    /// For each state, the number of moves left out that come before those made.
    left_out: Vec<u32>,
    /// Successors not among the recent states: index and hash.
    misses: Vec<(u32, u64)>,
    /// Their state numbers, where only those are needed.
    numbers: Vec<u32>,
    /// A move led to a recent state that is no further away.
    goes_back: bool,
}

impl<const W: usize> Default for Space<W> {
    fn default() -> Space<W> {
        Space {
            table: Table::new(),
            deltas: Vec::new(),
            memos: Vec::new(),
            masks: Vec::new(),
            watch: Watch::default(),
            batch: Batch::default(),
        }
    }
}

impl<const W: usize> Space<W> {
    pub fn bytes(&self) -> usize {
        let memos: usize = self.memos.iter().map(Memo::bytes).sum();
        self.table.bytes() + self.deltas.capacity() * 8 * W + memos
    }

    /// The same states in another layout; each pair is a component's field before and after.
    pub fn laid_out<const V: usize>(self, machine: &Machine, pairs: &[(Field, Field)]) -> Space<V> {
        let change = |state: &[u64; W]| {
            let mut next = [0; V];
            for (old, new) in pairs {
                next[usize::from(new.word)] |= new.bits(old.get(state));
            }
            next
        };
        let masks = machine.moves.lists.iter().map(|list| machine.layout.mask(list));
        Space {
            table: self.table.changed(change),
            deltas: (0..machine.moves.effects.len()).map(|effect| machine.delta(effect)).collect(),
            memos: machine.moves.movers.iter().map(|_| Memo::new()).collect(),
            masks: masks.collect(),
            watch: self.watch.laid_out(&machine.layout),
            batch: Batch::default(),
        }
    }

    /// Expands some states: makes their moves, then adds the new states.
    pub fn expand(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        parents: &mut Parents,
        (states, bound): (core::ops::Range<u32>, u32),
    ) -> Result<Expanded, Problem> {
        self.make_moves(program, machine, states.clone())?;
        let mut expanded = Expanded {
            states: states.end - states.start,
            transitions: self.batch.states.len() as u64,
            ..Expanded::default()
        };
        self.collect(program, machine, states.clone(), &mut expanded);
        self.drop_recent(bound);
        self.add(parents, bound, expanded.states);
        expanded.goes_back = self.batch.goes_back;
        Ok(expanded)
    }

    /// Adds the moves of some states to a graph; every successor is known.
    pub fn add_edges(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        states: core::ops::Range<u32>,
        graph: &mut Graph,
    ) -> Result<(), Problem> {
        self.make_moves(program, machine, states)?;
        self.find_numbers();
        let mut start = 0;
        for &end in &self.batch.ends {
            graph.begin_state();
            for place in start as usize..end as usize {
                let Effect { label, .. } = machine.moves.effects[self.batch.effects[place] as usize];
                graph.add_edge(Edge { to: self.batch.numbers[place], label });
            }
            start = end;
        }
        Ok(())
    }

    /// The numbers of all successors in a batch.
    #[inline(never)]
    fn find_numbers(&mut self) {
        self.batch.misses.clear();
        self.batch.numbers.clear();
        for (place, state) in self.batch.states.iter().enumerate() {
            let hash = hash(state);
            let known = self.table.recent(state, hash);
            if known == NONE {
                self.batch.misses.push((place as u32, hash));
            }
            self.batch.numbers.push(known);
        }
        self.touch();
        for &(place, hash) in &self.batch.misses {
            let place = place as usize;
            self.batch.numbers[place] = self.table.find_known(&self.batch.states[place], hash);
        }
    }

    /// Prefetches the slots of the table, all at once.
    #[inline(always)]
    fn touch(&self) {
        let near = self.batch.misses.iter().fold(0, |sum: u32, &(_, hash)| sum ^ self.table.touch(hash));
        core::hint::black_box(near);
    }

    /// Every move of some states.
    #[inline(never)]
    fn make_moves(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        states: core::ops::Range<u32>,
    ) -> Result<(), Problem> {
        self.batch.states.clear();
        self.batch.effects.clear();
        self.batch.ends.clear();
        self.batch.left_out.clear();
        let failed = machine.layout.fields[machine.components.failed as usize];
        for number in states {
            let state = self.table.get(number);
            let start = self.batch.states.len();
            let mut left_out = 0;
            // A failed assertion has ended the run for every process.
            let movers = if failed.get(&state) == 0 { machine.own.len() } else { 0 };
            for mover in 0..movers {
                let enabled = self.entry(program, machine, mover, &state)?;
                let Entry { first, count, is_ample, .. } = enabled.entry;
                if is_ample {
                    left_out = (self.batch.states.len() - start) as u32;
                    self.batch.states.truncate(start);
                    self.batch.effects.truncate(start);
                }
                for effect in first..first.wrapping_add(count) {
                    let mut next = state;
                    enabled.apply(&mut next, &self.deltas[effect as usize], machine);
                    machine.sort(&mut next);
                    self.batch.states.push(next);
                    self.batch.effects.push(effect);
                }
                if is_ample {
                    break;
                }
            }
            self.batch.ends.push(self.batch.states.len() as u32);
            self.batch.left_out.push(left_out);
        }
        Ok(())
    }

    /// The moves of a mover in a state.
    #[inline(always)]
    pub fn entry(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        mover: usize,
        state: &[u64; W],
    ) -> Result<EnabledMoves, Problem> {
        let own = machine.own[mover].get(state);
        let known = match machine.moves.rows[mover].get(own as usize) {
            Some(&Row::One { component, base, len }) => {
                let value = machine.layout.fields[component as usize].get(state);
                if value < len { machine.moves.direct[base.wrapping_add(value) as usize] } else { NONE }
            }
            Some(&Row::Alone(entry)) => entry,
            Some(&Row::Queue { queue, is_receive, base, len }) => {
                let queue = &machine.moves.queues[queue as usize];
                let content = machine.layout.fields[queue.component as usize].get(state);
                let case = queue.case(content, is_receive);
                let known = if case < len { machine.moves.direct[base.wrapping_add(case) as usize] } else { NONE };
                if known != NONE {
                    let entry = machine.moves.entries[known as usize];
                    let after = queue.after(content, entry.queue_effect, entry.first);
                    if after != NONE {
                        return Ok(EnabledMoves { entry, component: queue.component, flip: content ^ after });
                    }
                }
                NONE
            }
            Some(&Row::Several(list)) => self.memos[mover].get(&self.key(machine, mover, list, state)),
            Some(Row::Unknown) | None => NONE,
        };
        match known {
            NONE => self.compute(program, machine, mover, state),
            known => Ok(EnabledMoves { entry: machine.moves.entries[known as usize], component: 0, flip: 0 }),
        }
    }

    /// The key of a row that depends on several components.
    fn key(&self, machine: &Machine, mover: usize, list: u32, state: &[u64; W]) -> [u64; W] {
        let mut key = *state;
        let mask = &self.masks[list as usize];
        for word in 0..W {
            key[word] &= mask[word];
        }
        let own = machine.own[mover];
        key[usize::from(own.word)] |= own.bits(own.get(state));
        key
    }

    /// The same, at the first time.
    #[cold]
    #[inline(never)]
    fn compute(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        mover: usize,
        state: &[u64; W],
    ) -> Result<EnabledMoves, Problem> {
        let Machine { components, contents, layout, moves, reducer, numbers, .. } = machine;
        layout.unpack(state, numbers);
        contents.load(program, components, numbers);
        let own = numbers[moves.own[mover] as usize];
        let row = moves.row(program, components, contents, mover, own);
        let mut case = 0;
        if let Row::Queue { queue, is_receive, base, len } = row {
            let content = numbers[moves.queues[queue as usize].component as usize];
            case = moves.queues[queue as usize].learn(program, &contents.world, content, is_receive);
            let known = if case < len { moves.direct[(base + case) as usize] } else { NONE };
            if known != NONE {
                let Entry { first, queue_effect, .. } = moves.entries[known as usize];
                let is_known = moves.queues[queue as usize].after(content, queue_effect, first) != NONE;
                let of = (mover, queue, known);
                let has_room =
                    is_known || moves.compute_queue(program, (components, layout), contents, reducer, of, content);
                if !has_room {
                    return Err(Problem::NoRoom);
                }
                return self.entry(program, machine, mover, state);
            }
        }
        let (entry, has_room) = moves.compute(program, (components, layout), contents, reducer, mover, numbers);
        match row {
            Row::Alone(_) => moves.rows[mover][own as usize] = Row::Alone(entry),
            Row::One { component, .. } => moves.set_direct(mover, own, numbers[component as usize], entry),
            Row::Queue { queue, is_receive, .. } => {
                moves.set_direct(mover, own, case, entry);
                let content = numbers[moves.queues[queue as usize].component as usize];
                moves.detach_queue(queue, is_receive, entry, content);
            }
            Row::Several(_) | Row::Unknown => {}
        }
        if !has_room {
            return Err(Problem::NoRoom);
        }
        for list in self.masks.len()..machine.moves.lists.len() {
            self.masks.push(machine.layout.mask(&machine.moves.lists[list]));
        }
        for effect in self.deltas.len()..machine.moves.effects.len() {
            self.deltas.push(machine.delta(effect));
        }
        if let Row::Several(list) = row {
            let key = self.key(machine, mover, list, state);
            self.memos[mover].set(key, entry);
        }
        match row {
            Row::Queue { .. } => self.entry(program, machine, mover, state),
            _ => Ok(EnabledMoves { entry: machine.moves.entries[entry as usize], component: 0, flip: 0 }),
        }
    }

    /// Collects the states to inspect and the noted moves.
    fn collect(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        states: core::ops::Range<u32>,
        expanded: &mut Expanded,
    ) {
        let mut start = 0;
        for (place, number) in states.enumerate() {
            let end = self.batch.ends[place];
            let may_violate =
                self.watch.may_violate(program, &machine.layout, &machine.components, &mut machine.contents, || {
                    self.table.get(number)
                });
            if end == start || may_violate {
                expanded.to_inspect.push(number);
            }
            let noted = if machine.moves.notes.is_empty() { start..start } else { start..end };
            for move_place in noted {
                let effect = self.batch.effects[move_place as usize];
                let note = machine.moves.effects[effect as usize].note;
                if note != 0 {
                    expanded.noted.push((number, move_place - start + self.batch.left_out[place], note));
                }
            }
            start = end;
        }
    }

    /// Drops the successors that are among the recent states.
    #[inline(never)]
    fn drop_recent(&mut self, bound: u32) {
        self.batch.misses.clear();
        self.batch.goes_back = false;
        for (place, state) in self.batch.states.iter().enumerate() {
            let hash = hash(state);
            let known = self.table.recent(state, hash);
            if known == NONE {
                self.batch.misses.push((place as u32, hash));
            } else {
                self.batch.goes_back |= known < bound;
            }
        }
        self.touch();
    }

    /// Adds the new states, each with its parent.
    #[inline(never)]
    fn add(&mut self, parents: &mut Parents, bound: u32, states: u32) {
        let mut parent = 0;
        for &(place, hash) in &self.batch.misses {
            let (number, is_new) = self.table.find_or_add(&self.batch.states[place as usize], hash);
            if is_new {
                while self.batch.ends[parent as usize] <= place {
                    parents.next();
                    parent += 1;
                }
                parents.child();
            } else {
                self.batch.goes_back |= number < bound;
            }
        }
        (parent..states).for_each(|_| parents.next());
    }
}
