//! The moves of each process, computed once for each combination of values they depend on.
//!
//! A *mover* is a process, or the network for a channel. In a state, its own component has one value; that value has a
//! row, which lists the other components its moves depend on. Their values lead to an entry: the list of its moves,
//! each a change of some components. So a move is computed by the same `choices` and `step` as everywhere, but only the
//! first time; after that it is two look-ups and an exclusive or.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::label::{Labels, MoveLog};
use super::layout::Layout;
use super::queues::{self, Queue, QueueEffect};
use super::reduce::{Change, Reducer};
use super::table::NONE;
use crate::program::Program;
use crate::world::Move;

/// Direct entries that may be empty, besides sixteen for each that is not.
const SPARSE: usize = 1 << 16;

/// What a mover's moves depend on at one value of its own component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Not reached yet.
    Unknown,
    /// On nothing else: the entry.
    Alone(u32),
    /// On one component, whose `len` values have slots from `base` on among the direct entries.
    One { component: u32, base: u32, len: u32 },
    /// On several components: an index into the lists.
    Several(u32),
    /// On a plain queue, whose cases have slots likewise.
    Queue { queue: u32, is_receive: bool, base: u32, len: u32 },
}

/// The moves of a mover for one combination of values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub first: u32,
    pub count: u32,
    /// An ample set: making only these moves of the state loses no answer.
    pub is_ample: bool,
    /// The change of the queue in a row with one, which no effect contains.
    pub queue_effect: QueueEffect,
}

/// The effect of one move.
#[derive(Clone, Debug, Default)]
pub(super) struct Effect {
    pub changes: Vec<Change>,
    /// One more than an index into the notes; 0 if there is nothing to note.
    pub note: u32,
    /// An index into the labels.
    pub label: u32,
}

/// Who moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mover {
    Process(u16),
    Network(u16),
}

/// All moves computed so far.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    pub movers: Vec<Mover>,
    /// The own component of each mover.
    pub own: Vec<u32>,
    pub rows: Vec<Vec<Row>>,
    /// Entries by the value of one component.
    pub direct: Vec<u32>,
    /// The components of each row with several.
    pub lists: Vec<Vec<u32>>,
    list_numbers: BTreeMap<Vec<u32>, u32>,
    pub entries: Vec<Entry>,
    pub effects: Vec<Effect>,
    pub notes: Vec<MoveLog>,
    pub labels: Labels,
    pub queues: Vec<Queue>,
    log: MoveLog,
}

impl Moves {
    pub fn new(program: &Program, components: &Components) -> Moves {
        let processes = (0..program.processes.len() as u16).map(Mover::Process);
        let channels = if program.hosts.len() > 1 { program.channels.len() as u16 } else { 0 };
        let movers: Vec<Mover> = processes.chain((0..channels).map(Mover::Network)).collect();
        let own = movers.iter().map(|&mover| match mover {
            Mover::Process(process) => u32::from(process),
            Mover::Network(channel) => components.channel(channel),
        });
        Moves {
            own: own.collect(),
            rows: alloc::vec![Vec::new(); movers.len()],
            movers,
            direct: Vec::new(),
            lists: Vec::new(),
            list_numbers: BTreeMap::new(),
            entries: Vec::new(),
            effects: Vec::new(),
            notes: Vec::new(),
            labels: Labels::new(),
            queues: Vec::new(),
            log: MoveLog::default(),
        }
    }

    /// Bytes of memory, approximately.
    pub fn bytes(&self) -> usize {
        let rows: usize = self.rows.iter().map(|rows| rows.capacity() * core::mem::size_of::<Row>()).sum();
        let queues: usize = self.queues.iter().map(Queue::bytes).sum();
        rows + self.direct.capacity() * 4 + self.entries.capacity() * 12 + self.effects.len() * 80 + queues
    }

    /// The row of a mover at a value of its own component, made if it is new; the world is loaded.
    pub fn row(
        &mut self,
        program: &Program,
        components: &Components,
        contents: &Contents,
        mover: usize,
        own: u32,
    ) -> Row {
        if self.rows[mover].len() <= own as usize {
            self.rows[mover].resize(own as usize + 1, Row::Unknown);
        }
        let known = self.rows[mover][own as usize];
        if known != Row::Unknown {
            return known;
        }
        let others = self.footprint(program, components, contents, mover);
        let row = match others[..] {
            [] => Row::Alone(NONE),
            // A sparse table would grow with the square of the values: a memo is slower, but takes room only for the
            // entries there are.
            [component] if self.direct.len() < SPARSE + 16 * self.entries.len() => {
                self.row_of(program, components, contents, mover, component)
            }
            _ => Row::Several(self.list(others)),
        };
        self.rows[mover][own as usize] = row;
        row
    }

    /// The index of a list of components.
    fn list(&mut self, components: Vec<u32>) -> u32 {
        *self.list_numbers.entry(components).or_insert_with_key(|components| {
            self.lists.push(components.clone());
            self.lists.len() as u32 - 1
        })
    }

    /// A row that depends on one component.
    fn row_of(
        &mut self,
        program: &Program,
        components: &Components,
        contents: &Contents,
        mover: usize,
        component: u32,
    ) -> Row {
        let base = self.direct.len() as u32;
        let Mover::Process(process) = self.movers[mover] else { return Row::One { component, base, len: 0 } };
        match queues::plain(program, components, &contents.world, usize::from(process), component) {
            Some((channel, is_receive)) => {
                let known = self.queues.iter().position(|queue| queue.component == component);
                let queue = known.unwrap_or_else(|| {
                    self.queues.push(Queue::new(component, channel));
                    self.queues.len() - 1
                });
                Row::Queue { queue: queue as u32, is_receive, base, len: 0 }
            }
            None => Row::One { component, base, len: 0 },
        }
    }

    /// What the mover's moves depend on besides its own component, in the loaded world.
    fn footprint(&self, program: &Program, components: &Components, contents: &Contents, mover: usize) -> Vec<u32> {
        let own = self.own[mover];
        let mut others = match self.movers[mover] {
            Mover::Process(process) => components.of_process(program, &contents.world, usize::from(process)),
            Mover::Network(channel) => components.of_network(program, channel),
        };
        others.retain(|&other| other != own);
        others
    }

    /// Stores an entry where a row with one component, or with a queue, finds it.
    pub fn set_direct(&mut self, mover: usize, own: u32, value: u32, entry: u32) {
        let row = &mut self.rows[mover][own as usize];
        let (Row::One { base, len, .. } | Row::Queue { base, len, .. }) = row else { return };
        if value >= *len {
            let size = (value + 1).next_power_of_two().max(2);
            let moved: Vec<u32> = self.direct[*base as usize..(*base + *len) as usize].to_vec();
            *base = self.direct.len() as u32;
            self.direct.extend(moved);
            self.direct.resize((*base + size) as usize, NONE);
            *len = size;
        }
        self.direct[(*base + value) as usize] = entry;
    }

    /// Removes the queue's change from the effect of an entry: it differs for each content.
    pub fn detach_queue(&mut self, queue: u32, is_receive: bool, entry: u32, content: u32) {
        let entry = &mut self.entries[entry as usize];
        if entry.count != 1 {
            debug_assert!(entry.count == 0, "a send or a receive is one move");
            return;
        }
        let queue = &mut self.queues[queue as usize];
        let changes = &mut self.effects[entry.first as usize].changes;
        if let Some(place) = changes.iter().position(|&(component, ..)| component == queue.component) {
            let (_, _, after) = changes.remove(place);
            entry.queue_effect = if is_receive { QueueEffect::Receive } else { QueueEffect::Send };
            queue.set_after(content, entry.queue_effect, entry.first, after);
        }
    }

    /// Computes what a queue contains after the only move of an entry that is known for other contents. Returns whether
    /// that fits the layout.
    pub fn compute_queue(
        &mut self,
        program: &Program,
        (components, layout): (&Components, &Layout),
        contents: &mut Contents,
        reducer: &Reducer,
        (mover, queue, entry): (usize, u32, u32),
        content: u32,
    ) -> bool {
        let Mover::Process(process) = self.movers[mover] else { return true };
        let mut choices = Vec::new();
        if let Some(op) = contents.world.op(program, usize::from(process)) {
            contents.world.choices_of(program, usize::from(process), op, &mut choices);
        }
        let mut world = contents.world.clone();
        world.step(program, choices[0], &mut ());
        let component = self.queues[queue as usize].component;
        reducer.forget(program, components, component, &mut world);
        let after = contents.number(program, components, component, &world);
        let Entry { first, queue_effect, .. } = self.entries[entry as usize];
        self.queues[queue as usize].set_after(content, queue_effect, first, after);
        layout.has_room(component, after)
    }

    /// Computes the moves of a mover in the loaded world, whose values are `numbers`. Returns the entry, and whether
    /// every new value fits the layout.
    pub fn compute(
        &mut self,
        program: &Program,
        (components, layout): (&Components, &Layout),
        contents: &mut Contents,
        reducer: &Reducer,
        mover: usize,
        numbers: &[u32],
    ) -> (u32, bool) {
        let mut choices = Vec::new();
        match self.movers[mover] {
            Mover::Process(process) => {
                let process = usize::from(process);
                if let Some(op) = contents.world.op(program, process) {
                    contents.world.choices_of(program, process, op, &mut choices);
                }
            }
            Mover::Network(channel) => contents.world.network_choices(program, channel, &mut choices),
        }
        let own = self.own[mover];
        let others = self.footprint(program, components, contents, mover);
        let touched = with_lives(components, own, &others);
        let first = self.effects.len() as u32;
        let mut has_room = true;
        for &chosen in &choices {
            has_room &= self.make(program, (components, layout), contents, reducer, (chosen, &touched), numbers);
        }
        let effects = &self.effects[first as usize..];
        let prints = |effect: &Effect| self.labels.all[effect.label as usize].prints != 0;
        let changes: Vec<&[Change]> = effects.iter().map(|effect| &*effect.changes).collect();
        let is_ample = match self.movers[mover] {
            Mover::Process(_) if reducer.orders_prints && effects.iter().any(prints) => false,
            Mover::Process(process) => {
                reducer.is_ample(program, components, contents, usize::from(process), &others, &changes)
            }
            Mover::Network(_) => false,
        };
        self.entries.push(Entry { first, count: choices.len() as u32, is_ample, queue_effect: QueueEffect::Unchanged });
        (self.entries.len() as u32 - 1, has_room)
    }

    /// Makes one move and records its effect.
    fn make(
        &mut self,
        program: &Program,
        (components, layout): (&Components, &Layout),
        contents: &mut Contents,
        reducer: &Reducer,
        (chosen, touched): (Move, &[u32]),
        numbers: &[u32],
    ) -> bool {
        let mut world = contents.world.clone();
        let mut log = core::mem::take(&mut self.log);
        log.clear();
        world.step(program, chosen, &mut log);
        let label = self.labels.of(program, &contents.world, chosen, &log, &world);
        let mut effect = Effect { label, ..Effect::default() };
        let mut has_room = true;
        for &component in touched {
            reducer.forget(program, components, component, &mut world);
            let number = contents.number(program, components, component, &world);
            if number != numbers[component as usize] {
                effect.changes.push((component, numbers[component as usize], number));
                has_room &= layout.has_room(component, number);
            }
        }
        debug_assert!(
            contents.changes_only(program, components, &world, touched),
            "a move changed what it was not known to touch"
        );
        if log.is_notable() {
            self.notes.push(log.clone());
            effect.note = self.notes.len() as u32;
        }
        self.log = log;
        self.effects.push(effect);
        has_room
    }
}

/// The components a move can change: the mover's own, those it depends on, and the lives of the processes among them.
fn with_lives(components: &Components, own: u32, others: &[u32]) -> Vec<u32> {
    let mut touched = others.to_vec();
    touched.push(own);
    let lives = touched.clone().into_iter().filter_map(|component| components.process_of(component));
    touched.extend(lives.map(|process| components.life(process)));
    touched.sort_unstable();
    touched.dedup();
    touched
}
