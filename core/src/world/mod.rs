//! What can happen next: the whole state of a scenario as one value, the moves that are possible in it, and making one.
//!
//! There is no time here and no seed: [`choices`](World::choices) lists every move, [`step`](World::step) makes one.
//! Simulating picks one with a clock and a seed; exploring tries them all. Both call the same `step`.
//!
//! The state is flat: one word for each process's place in its program, one for each variable, cell and lock, and a queue
//! for each channel. Copy, compare and hash are block operations.
//!
//! One file for each mechanism: `process` on its own, `channel`s, `network`s between hosts, `memory`, locks in
//! `sync`, `condition` variables; `ready` says what an operation waits for, `waits` who could unblock it, `stuck` who is
//! deadlocked of those who are blocked forever. `encoding`
//! writes a state as bytes.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::event::Kind;
use crate::program::{Op, Operand, Program};
use crate::value::Value;

mod channel;
mod choices;
mod condition;
mod encoding;
mod evaluate;
mod fault;
mod memory;
mod message;
mod network;
mod process;
mod ready;
mod step;
mod stuck;
mod sync;
mod waits;

pub(crate) use channel::Queue;
pub(crate) use encoding::{Part, Taking};
pub use fault::{Fault, LONGEST_US};
pub use memory::Access;
pub use message::QueuedMessage;
pub(crate) use network::{Fate, network_move};
pub(crate) use ready::Ready;
pub use stuck::{Stuck, WaitsFor};

/// The state of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// The place of each process in its program, the variables of all, the cells of shared memory, the locks, which
    /// regions there are, who is attached to them.
    words: Vec<i64>,
    layout: Layout,
    queues: Vec<Queue>,
    /// Who has come to wait where the order counts, first come first: for each channel, then for each lock; empty where
    /// no order counts anywhere.
    lines: Vec<Vec<u16>>,
    /// For each process that takes from any: the direct channels of the messages that wait for it, in the order in which
    /// they came. Empty where no process does.
    arrivals: Vec<VecDeque<u16>>,
    /// Whether there is a clock, so that a process stops before what takes time or is told.
    timed: bool,
    /// A promise in the program did not hold: this process's, with this text.
    failed: Option<(u16, u32)>,
    /// In the middle of an `atomic` block; never so between two moves.
    in_atomic: bool,
}

/// Where each sort of word begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Layout {
    locals: usize,
    cells: usize,
    locks: usize,
    regions: usize,
    accesses: usize,
}

/// What one process, or the network, can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Whose; [`NETWORK`] for what is between hosts.
    pub process: u16,
    /// Which arm of its `select`; or [`GIVE_UP`], [`JOIN`]. Of the network: what becomes of the message.
    pub arm: u16,
    /// At a rendezvous which arm of the receiver's `select`; else 0.
    pub other_arm: u16,
    /// At a rendezvous the receiver; where a number is drawn, how far above the lowest; which branch; who is notified; of
    /// the network: the channel, and how many are before it. Else 0.
    pub with: u64,
}

/// The process of a move that no process makes.
pub const NETWORK: u16 = u16::MAX;
/// The arm of a move that ends a `try`, a `within` or an `after`: nothing came about.
pub const GIVE_UP: u16 = u16::MAX;
/// The arm of a move by which a process comes to wait, where the order of waiting counts.
pub const JOIN: u16 = u16::MAX - 1;

impl Move {
    /// The only move of a process that stands before something with no choice in it.
    pub(crate) fn of(process: usize) -> Move {
        Move { process: process as u16, arm: 0, other_arm: 0, with: 0 }
    }
}

impl World {
    /// The receiver whose move this is as well: a rendezvous is a move of both.
    pub fn partner(&self, program: &Program, chosen: Move) -> Option<u16> {
        if chosen.process == NETWORK || chosen.arm >= JOIN {
            return None;
        }
        let process = usize::from(chosen.process);
        let mut op = self.op(program, process)?;
        if let Op::Select { select } = op {
            op = program.arms[program.selects[select as usize].first as usize + usize::from(chosen.arm)].op;
        }
        let meets = matches!(op, Op::Send { .. })
            && matches!(self.ready(program, process, op), Ready::Wait(crate::event::Wait::Receiver, _));
        meets.then_some(chosen.with as u16)
    }
}

/// Takes note of what a move does. Exploring passes `()`, and pays nothing.
pub trait Record {
    /// `process` did `kind` to `object` with `values`: see [`Kind`].
    fn note(&mut self, process: u16, kind: Kind, object: u16, values: &[Value]);

    /// The message noted last now waits in `channel`, with so many before it.
    fn put(&mut self, _channel: u16, _before: usize) {}

    /// What is noted next is about the message in `channel` with so many before it.
    fn takes(&mut self, _channel: u16, _before: usize) {}

    /// The message in `channel` with so many before it is there no more.
    fn removed(&mut self, _channel: u16, _before: usize) {}

    /// The message noted last has left for another host.
    fn departed(&mut self, _channel: u16) {}

    /// An answer to the message noted last has left for its sender.
    fn answered(&mut self, _channel: u16) {}

    /// `process` has passed `work`, for which there is no clock.
    fn worked(&mut self, _process: u16) {}

    /// `process` has looked at a channel.
    fn looked(&mut self, _process: u16) {}
}

impl Record for () {
    fn note(&mut self, _: u16, _: Kind, _: u16, _: &[Value]) {}
}

/// Where a process stands that has ended.
const ENDED: i64 = -1;
/// Where a process stands that has faulted.
const FAULTED: i64 = -2;

impl World {
    /// The state before anything has happened, for exploring: no clock.
    pub fn new(program: &Program, record: &mut impl Record) -> World {
        let mut world = World::unstarted(program, false);
        for process in 0..program.processes.len() {
            world.go_on(program, process, record);
        }
        world
    }

    /// The same for a run with a clock, before any process has started.
    pub(crate) fn unstarted(program: &Program, timed: bool) -> World {
        let locals = program.processes.len();
        let cells = locals + program.locals;
        let locks = cells + program.cells;
        let regions = locks + program.locks.len();
        let accesses = regions + program.memories.len();
        let has_lines = program.has_lines();
        let takes_any = program.processes.iter().any(|process| process.takes_any);
        let mut world = World {
            words: alloc::vec![0; accesses + program.accesses],
            layout: Layout { locals, cells, locks, regions, accesses },
            queues: match program.hosts.len() {
                1 => program.channels.iter().map(Queue::new).collect(),
                _ => program.channels.iter().map(|channel| Queue::new(channel).between_hosts()).collect(),
            },
            lines: alloc::vec![Vec::new(); if has_lines { program.channels.len() + program.locks.len() } else { 0 }],
            arrivals: alloc::vec![VecDeque::new(); if takes_any { locals } else { 0 }],
            timed,
            failed: None,
            in_atomic: false,
        };
        world.fill_memory(program);
        world.set_locks(program);
        world
    }

    /// The value of variable `local` of `process`.
    pub fn local(&self, program: &Program, process: usize, local: u16) -> Value {
        Value::from_word(self.words[self.layout.locals + program.processes[process].first_local + usize::from(local)])
    }

    /// Whether a process has ended of itself.
    pub fn has_ended(&self, process: usize) -> bool {
        self.words[process] == ENDED
    }

    /// Whether a mistake has ended it.
    pub fn has_faulted(&self, process: usize) -> bool {
        self.words[process] == FAULTED
    }

    /// Whether it can still do something.
    pub fn is_alive(&self, process: usize) -> bool {
        self.words[process] >= 0
    }

    /// The promise that did not hold, which ends a run: whose, and what it says, a text.
    pub fn failed(&self) -> Option<(u16, u32)> {
        self.failed
    }

    /// The operation that a process stands before; `None` when it has ended or faulted.
    pub(crate) fn op(&self, program: &Program, process: usize) -> Option<Op> {
        let at = usize::try_from(self.words[process]).ok()?;
        Some(program.processes[process].ops[at])
    }

    /// Its number in the process's program; `None` when it has ended or faulted.
    pub(crate) fn place(&self, process: usize) -> Option<usize> {
        usize::try_from(self.words[process]).ok()
    }

    /// How many processes are in sections of a name.
    pub fn in_section(&self, program: &Program, section: u32) -> usize {
        let inside =
            |&process: &usize| self.place(process).is_some_and(|place| program.is_in_section(process, place, section));
        (0..program.processes.len()).filter(inside).count()
    }

    fn set_local(&mut self, program: &Program, process: usize, local: u16, value: Value) {
        let at = self.layout.locals + program.processes[process].first_local + usize::from(local);
        self.words[at] = value.word();
    }

    fn operand<'a>(&self, program: &'a Program, number: u32) -> &'a Operand {
        &program.operands[number as usize]
    }
}
