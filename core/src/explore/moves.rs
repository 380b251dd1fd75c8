//! What the moves of each process do, worked out once for each combination of values that they depend on.
//!
//! A *mover* is a process, or what is between hosts for a channel. In a state it stands at one value of its own; that
//! value has a row, which says on which other components its moves depend. The values of those lead to an entry: the
//! list of its moves, each the change of some components. So what a move does is worked out by the same `choices` and
//! `step` as everywhere, but only the first time; after that it is two look-ups and an exclusive or.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::label::{Did, Labels};
use super::layout::Layout;
use super::queues::{self, OnQueue, Queue};
use super::reduce::{Change, Reducer};
use super::table::NONE;
use crate::program::Program;
use crate::world::Move;

/// So many direct entries may be empty, and sixteen for each that is not.
const SPARSE: usize = 1 << 16;

/// What a mover's moves depend on at one value of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// It has not been there yet.
    Unknown,
    /// Nothing else: an entry.
    Alone(u32),
    /// The value of one component, of which so many have their place from `base` on among the direct entries.
    One { component: u32, base: u32, len: u32 },
    /// Several components: a number among the lists.
    Several(u32),
    /// A plain queue, whose cases have their place likewise.
    Queue { queue: u32, is_receive: bool, base: u32, len: u32 },
}

/// The moves of a mover for some values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub first: u32,
    pub count: u32,
    /// To make only these, of all that is possible, loses nothing.
    pub is_ample: bool,
    /// Of a row with a queue, whose change is in no effect.
    pub on_queue: OnQueue,
}

/// What one move does.
#[derive(Clone, Debug, Default)]
pub(super) struct Effect {
    pub changes: Vec<Change>,
    /// A number and one among what is noted; 0 where there is nothing to note.
    pub note: u32,
    /// A number among the labels.
    pub label: u32,
}

/// Whose moves they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mover {
    Process(u16),
    Network(u16),
}

/// Everything that has been worked out.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    pub movers: Vec<Mover>,
    /// The component that is each mover's own.
    pub own: Vec<u32>,
    pub rows: Vec<Vec<Row>>,
    /// Entries by the value of one component.
    pub direct: Vec<u32>,
    /// The components of rows with several.
    pub lists: Vec<Vec<u32>>,
    list_numbers: BTreeMap<Vec<u32>, u32>,
    pub entries: Vec<Entry>,
    pub effects: Vec<Effect>,
    pub notes: Vec<Did>,
    pub labels: Labels,
    pub queues: Vec<Queue>,
    did: Did,
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
            did: Did::default(),
        }
    }

    /// Bytes of memory, about.
    pub fn bytes(&self) -> usize {
        let rows: usize = self.rows.iter().map(|rows| rows.capacity() * core::mem::size_of::<Row>()).sum();
        let queues: usize = self.queues.iter().map(Queue::bytes).sum();
        rows + self.direct.capacity() * 4 + self.entries.capacity() * 12 + self.effects.len() * 80 + queues
    }

    /// The row of a mover at a value of its own, made where it is new; the world is loaded.
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
            // A table that is mostly empty would grow with the square of the values: what is looked up takes more time, and room
            // only for what there is.
            [component] if self.direct.len() < SPARSE + 16 * self.entries.len() => {
                self.row_of(program, components, contents, mover, component)
            }
            _ => Row::Several(self.list(others)),
        };
        self.rows[mover][own as usize] = row;
        row
    }

    /// The number of a list of components.
    fn list(&mut self, components: Vec<u32>) -> u32 {
        *self.list_numbers.entry(components).or_insert_with_key(|components| {
            self.lists.push(components.clone());
            self.lists.len() as u32 - 1
        })
    }

    /// The row where they depend on one component.
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

    /// What the mover's moves depend on besides itself, in the world that is loaded.
    fn footprint(&self, program: &Program, components: &Components, contents: &Contents, mover: usize) -> Vec<u32> {
        let own = self.own[mover];
        let mut others = match self.movers[mover] {
            Mover::Process(process) => components.of_process(program, &contents.world, usize::from(process)),
            Mover::Network(channel) => components.of_network(program, channel),
        };
        others.retain(|&other| other != own);
        others
    }

    /// Puts an entry where a row with one component, or with a queue, finds it.
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

    /// Takes what becomes of a queue out of the effect of an entry: it is another for each content.
    pub fn set_queue_apart(&mut self, queue: u32, is_receive: bool, entry: u32, content: u32) {
        let entry = &mut self.entries[entry as usize];
        if entry.count != 1 {
            debug_assert!(entry.count == 0, "a send or a receive is one move");
            return;
        }
        let queue = &mut self.queues[queue as usize];
        let changes = &mut self.effects[entry.first as usize].changes;
        if let Some(place) = changes.iter().position(|&(component, ..)| component == queue.component) {
            let (_, _, after) = changes.remove(place);
            entry.on_queue = if is_receive { OnQueue::Takes } else { OnQueue::Puts };
            queue.set_after(content, entry.on_queue, entry.first, after);
        }
    }

    /// Works out what a queue contains after the only move of an entry, which is known for other contents. Returns whether
    /// that has room in the layout.
    pub fn work_out_queue(
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
        let Entry { first, on_queue, .. } = self.entries[entry as usize];
        self.queues[queue as usize].set_after(content, on_queue, first, after);
        layout.has_room(component, after)
    }

    /// Works out the moves of a mover in the world that is loaded, whose values are `numbers`. Returns the entry, and
    /// whether every new value has room in the layout.
    pub fn work_out(
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
        self.entries.push(Entry { first, count: choices.len() as u32, is_ample, on_queue: OnQueue::Leaves });
        (self.entries.len() as u32 - 1, has_room)
    }

    /// Makes one move, and notes its effect.
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
        let mut did = core::mem::take(&mut self.did);
        did.clear();
        world.step(program, chosen, &mut did);
        let label = self.labels.of(program, &contents.world, chosen, &did, &world);
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
        if did.is_notable() {
            self.notes.push(did.clone());
            effect.note = self.notes.len() as u32;
        }
        self.did = did;
        self.effects.push(effect);
        has_room
    }
}

/// What a move can change: the mover's own, what it depends on, and whether those of them that are processes are alive.
fn with_lives(components: &Components, own: u32, others: &[u32]) -> Vec<u32> {
    let mut touched = others.to_vec();
    touched.push(own);
    let lives = touched.clone().into_iter().filter_map(|component| components.process_of(component));
    touched.extend(lives.map(|process| components.life(process)));
    touched.sort_unstable();
    touched.dedup();
    touched
}
