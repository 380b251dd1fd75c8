//! The world: the whole state of a scenario as one value, the possible moves, and the next state after a move.
//!
//! There is no time and no seed here: [`choices`](World::choices) lists every move, [`step`](World::step) makes one.
//! The simulator picks one with a clock and a seed; the explorer tries all. Both call the same `step`.
//!
//! The state is flat: one word for each process's place in its program, for each variable, cell and lock, and a queue
//! for each channel. Copying, comparing and hashing are block operations.
//!
//! Each mechanism has a file: `process` for operations of a single process, `channel`, `network` between hosts,
//! `memory`, `sync` for locks, `condition` variables. `ready` gives the reason why an operation is blocked, `waits` the
//! processes that could unblock it, `stuck` the deadlocks among the processes that are blocked forever. `encoding`
//! writes a state as bytes.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::event::Kind;
use crate::id::ProcessId;
use crate::program::{Op, Operand, Program};
use crate::value::Value;

mod apart;
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

pub(crate) use apart::{Apart, Queued};
pub(crate) use channel::Queue;
pub(crate) use choices::Way;
pub(crate) use encoding::{Part, Taking};
pub(crate) use evaluate::binary;
pub use fault::{Fault, LONGEST_US};
pub use memory::Access;
pub use message::QueuedMessage;
pub(crate) use network::{Fate, network_move};
pub(crate) use ready::Ready;
pub use stuck::{Stuck, WaitObject, WaitsFor};

/// The state of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// The place of each process in its program, the variables of all processes, the cells of shared memory, the locks,
    /// which regions exist, and the access of processes to regions.
    words: Vec<i64>,
    layout: Layout,
    queues: Vec<Queue>,
    /// Waiting processes whose order matters, in order of arrival: for each channel, then for each lock; empty if no
    /// order matters anywhere.
    lines: Vec<Vec<u16>>,
    /// For each process that receives from any: the direct channels of its waiting messages, in order of arrival. Empty
    /// if no process does.
    arrivals: Vec<VecDeque<u16>>,
    /// Whether there is a clock, so that a process stops before timed and recorded operations.
    timed: bool,
    /// The violated assertion: its process and its text.
    failed: Option<(u16, u32)>,
    /// Whether an `atomic` block is in progress; never between two moves.
    in_atomic: bool,
}

/// The index of the first word of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Layout {
    locals: usize,
    cells: usize,
    locks: usize,
    regions: usize,
    accesses: usize,
}

/// A possible move of a process or of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Its process; [`NETWORK`] for a move between hosts.
    pub process: ProcessId,
    /// The arm of its `select`; or [`GIVE_UP`], [`JOIN`]. For the network: the fate of the message.
    pub arm: u16,
    /// At a rendezvous the arm of the receiver's `select`; otherwise 0.
    pub other_arm: u16,
    /// At a rendezvous the receiver; for a draw, the difference to the lowest number; the branch; the notified process;
    /// for the network, the channel and the number of messages before it. Otherwise 0.
    pub with: u64,
}

/// The process of a move of the network.
pub const NETWORK: ProcessId = ProcessId(u16::MAX);
/// The arm of a move by which a `try`, a `within` or an `after` fails.
pub const GIVE_UP: u16 = u16::MAX;
/// The arm of a move by which a process starts to wait, where the order of waiting matters.
pub const JOIN: u16 = u16::MAX - 1;

impl Move {
    /// The only move of a process at an operation without a choice.
    pub(crate) fn of(process: usize) -> Move {
        Move { process: ProcessId(process as u16), arm: 0, other_arm: 0, with: 0 }
    }
}

impl World {
    /// The receiver, for a rendezvous: it is a move of both.
    pub fn partner(&self, program: &Program, chosen: Move) -> Option<ProcessId> {
        if chosen.process == NETWORK || chosen.arm >= JOIN {
            return None;
        }
        let process = chosen.process.index();
        let op = program.act_of(self.op(program, process)?, chosen.arm);
        let meets = matches!(op, Op::Send { .. })
            && matches!(self.ready(program, process, op), Ready::Wait(crate::event::Wait::Receiver, _));
        meets.then_some(ProcessId(chosen.with as u16))
    }
}

/// Records the effects of a move. The explorer passes `()`, and pays nothing.
pub trait Record {
    /// `process` did `kind` to `object` with `values`: see [`Kind`].
    fn note(&mut self, process: u16, kind: Kind, object: u16, values: &[Value]);

    /// The message noted last now waits in `channel`, after `_before` others.
    fn put(&mut self, _channel: u16, _before: usize) {}

    /// The next notes are about the message in `channel` after `_before` others.
    fn takes(&mut self, _channel: u16, _before: usize) {}

    /// The message in `channel` after `_before` others was removed.
    fn removed(&mut self, _channel: u16, _before: usize) {}

    /// The message noted last was sent to another host.
    fn departed(&mut self, _channel: u16) {}

    /// An acknowledgement of the message noted last was sent to its sender.
    fn answered(&mut self, _channel: u16) {}

    /// `process` has passed a `work`, without a clock.
    fn worked(&mut self, _process: u16) {}

    /// `process` has inspected a channel.
    fn looked(&mut self, _process: u16) {}

    /// `process` is about to perform an operation, in a move of its own or of the process that it meets.
    fn performs(&mut self, _world: &World, _program: &Program, _process: usize, _: Performed) {}

    /// The `try`, `within` or `after` of an operation is about to fail.
    fn gives_up(&mut self, _world: &World, _program: &Program, _process: usize, _: Performed) {}
}

/// The operation that a process performs in a move; for a `select`, that of the arm.
#[derive(Clone, Copy, Debug)]
pub struct Performed(pub(crate) Op);

impl Record for () {
    fn note(&mut self, _: u16, _: Kind, _: u16, _: &[Value]) {}
}

/// The place of a process that has terminated.
const ENDED: i64 = -1;
/// The place of a process that has faulted.
const FAULTED: i64 = -2;

impl World {
    /// The initial state for exploring: no clock.
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

    /// Whether a process has terminated without a fault.
    pub fn has_ended(&self, process: usize) -> bool {
        self.words[process] == ENDED
    }

    /// Whether a fault has terminated it.
    pub fn has_faulted(&self, process: usize) -> bool {
        self.words[process] == FAULTED
    }

    /// Whether it has neither terminated nor faulted.
    pub fn is_alive(&self, process: usize) -> bool {
        self.words[process] >= 0
    }

    /// The violated assertion, which ends a run: its process and its text.
    pub fn failed(&self) -> Option<(u16, u32)> {
        self.failed
    }

    /// The operation that a process is at; `None` if it has terminated or faulted.
    pub(crate) fn op(&self, program: &Program, process: usize) -> Option<Op> {
        let at = usize::try_from(self.words[process]).ok()?;
        Some(program.processes[process].ops[at])
    }

    /// Its index in the process's program; `None` if it has terminated or faulted.
    pub(crate) fn place(&self, process: usize) -> Option<usize> {
        usize::try_from(self.words[process]).ok()
    }

    /// The number of processes in sections with a name.
    pub fn in_section(&self, program: &Program, section: u32) -> usize {
        let inside =
            |&process: &usize| self.place(process).is_some_and(|place| program.is_in_section(process, place, section));
        (0..program.processes.len()).filter(inside).count()
    }

    pub(crate) fn set_local(&mut self, program: &Program, process: usize, local: u16, value: Value) {
        let at = self.layout.locals + program.processes[process].first_local + usize::from(local);
        self.words[at] = value.word();
    }

    fn operand<'a>(&self, program: &'a Program, number: u32) -> &'a Operand {
        &program.operands[number as usize]
    }
}
