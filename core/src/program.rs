//! A compiled scenario: one compact program for each process, and one flat layout for the whole state.
//!
//! Operations are of three kinds. **Moves** are acts that another process can notice, or branches: each is one
//! [`Move`](crate::world::Move). **Timed** operations (`work`, `sleep`) matter only with a clock. All others are
//! **free**: they are executed together with the move before them.
//!
//! Arrays are expanded: `process Worker[4]` becomes four processes, each with a program of its own in which `me` is a
//! constant.
//!
//! [`Program::new`] in `program/compile.rs` makes it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::event::NOTHING;
use crate::scenario::tree::{self, BinaryOp, Delivery, Instruction, Schedule, Span};
use crate::value::Value;

mod compile;
mod declare;
mod effects;
mod links;
mod liveness;
mod ops;
mod reach;
mod sharing;
mod stops;

pub(crate) use effects::{Effects, Next, Progress, Use};
pub(crate) use liveness::Liveness;
pub(crate) use ops::{
    Arm, Attempt, Message, NO_ATTEMPT, NO_LOCAL, Op, Operand, Pace, Place, Property, SelectSpec, Shown, Target, Term,
    Timeout,
};
pub use reach::Goal;
pub use sharing::Sharing;

/// A compiled scenario.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Program {
    /// `title`, or empty.
    pub title: String,
    /// `about`, or empty.
    pub about: String,
    /// `seed`; 1 by default.
    pub seed: u64,
    /// `step` in µs; 1,000 by default.
    pub step_us: u64,
    /// `until` in µs, the horizon of its runs.
    pub until_us: Option<u64>,
    /// The trace shows the acts of the system on each message, too.
    pub kernel_visible: bool,
    /// Hosts: first the host of the processes that name none, then the declared ones, in the text's order.
    pub hosts: Vec<Host>,
    /// In the text's order.
    pub networks: Vec<Network>,
    /// In the text's order; the elements of an array are consecutive.
    pub processes: Vec<Process>,
    /// Mailboxes, in the text's order; after them each direction of each direct link, in the order of first use.
    pub channels: Vec<Channel>,
    /// Regions of shared memory, in the text's order.
    pub memories: Vec<Memory>,
    /// The fields of all regions, in the text's order.
    pub fields: Vec<Field>,
    /// Semaphores, mutexes and condition variables, in the text's order; the elements of an array are consecutive.
    pub locks: Vec<Lock>,
    /// Frames around processes, in the text's order.
    pub groups: Vec<Group>,
    /// All texts that can be shown, sent or printed. The first are the names of the processes, by number, then `torn`.
    pub texts: Vec<String>,
    /// In the text's order.
    pub checks: Vec<Check>,
    /// The questions: the text of each and the texts of its answers, the right one first.
    pub questions: Vec<Vec<u32>>,
    pub(crate) terms: Vec<Term>,
    pub(crate) operands: Vec<Operand>,
    /// Variables assigned by receives.
    pub(crate) targets: Vec<u16>,
    pub(crate) messages: Vec<Message>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) selects: Vec<SelectSpec>,
    pub(crate) arms: Vec<Arm>,
    /// The first operation of each branch of an `either`.
    pub(crate) branches: Vec<u32>,
    pub(crate) places: Vec<Place>,
    /// Each set of sections that an operation can be in: texts, the outermost first. The first set is empty.
    pub(crate) nests: Vec<Vec<u32>>,
    /// Each set of goals that a process can still reach: codes of a [`Goal`], ascending.
    pub(crate) reaches: Vec<Vec<u32>>,
    /// Each direct channel with its sender and receiver, ordered by them.
    pub(crate) links: Vec<((u16, u16), u16)>,
    /// Number of words for the variables of all processes.
    pub(crate) locals: usize,
    /// Number of cells of all regions.
    pub(crate) cells: usize,
    /// Number of words for the access of processes to regions.
    pub(crate) accesses: usize,
}

/// The program of one process.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Process {
    /// Its name; in an array `Worker[2]`.
    pub name: String,
    /// Its index in an array, and the array's length.
    pub replica: Option<(u16, u16)>,
    /// The host that it runs on.
    pub host: u16,
    /// The higher is preferred, by a host or a mailbox with priorities; 0 by default.
    pub priority: i32,
    /// When it starts, in µs.
    pub start_us: u64,
    /// The frame around it.
    pub group: Option<u16>,
    /// It may wait forever.
    pub server: bool,
    /// Its place in the text.
    pub span: Span,
    /// Names of its variables; those added by the compiler have empty names.
    pub locals: Vec<String>,
    /// Its operations.
    pub(crate) ops: Vec<Op>,
    /// The place of each operation in the text.
    pub(crate) spans: Vec<Span>,
    /// The sections that each operation is in: an index into `nests`.
    pub(crate) sections: Vec<u16>,
    /// The goals that it can still reach from each operation: an index into `reaches`.
    pub(crate) reach: Vec<u32>,
    /// The compiler's own variables that are dead at each operation, and after the end; empty if the compiler added
    /// none.
    pub(crate) unneeded: Vec<Vec<u16>>,
    /// The index of its first variable among those of all processes.
    pub(crate) first_local: usize,
    /// Direct channels to it.
    pub(crate) incoming: Vec<u16>,
    /// It receives from `any`: the order in which direct messages arrive matters.
    pub(crate) takes_any: bool,
    /// Even without a clock it stops before timed and recorded operations: a check reads its variables or sections, or
    /// others can notice a fault that comes after such an operation.
    pub(crate) observed: bool,
}

/// A host.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Host {
    /// Its name; empty for the host of the processes that name none.
    pub name: String,
    /// Number of cores; `None`: one for each process.
    pub cores: Option<u32>,
    /// Its scheduling policy.
    pub schedule: Schedule,
}

/// A network between two hosts.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Network {
    /// The two hosts.
    pub hosts: [u16; 2],
    /// Latency: its distribution, and the first of its operands.
    pub(crate) latency: (Pace, u32),
    /// Bandwidth: bytes, and the µs that they take.
    pub bandwidth: Option<(u64, u64)>,
    /// Loss in percent.
    pub loss: u32,
    /// Duplication in percent.
    pub duplicate: u32,
    /// A later message may overtake an earlier one.
    pub reorder: bool,
}

/// A channel for messages: a mailbox, or one direction of a direct link.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Channel {
    /// A mailbox's name; for a link `P → Q`.
    pub name: String,
    /// The sender and the receiver of a direct link; `None` for a mailbox.
    pub direct: Option<(u16, u16)>,
    /// Its capacity.
    pub capacity: Room,
    /// Which receivers get a message.
    pub delivery: Delivery,
    /// Messages of a fixed size: the size in bytes, and whether longer messages are split.
    pub fixed: Option<(u64, bool)>,
    /// The maximum size of a message, in bytes.
    pub largest: Option<u64>,
    /// A message needs a buffer that the receiver has posted.
    pub explicit_buffering: bool,
    /// The message with the highest priority comes out first.
    pub by_message_priority: bool,
    /// It is destroyed when this process terminates.
    pub owner: Option<u16>,
    /// Only these processes may use it; `None`: all may.
    pub users: Option<Vec<u16>>,
    /// The host where its messages wait: that of its receivers.
    pub home: u16,
    /// Processes whose program sends to it, ascending.
    pub senders: Vec<u16>,
    /// Processes whose program receives from it, ascending; for a mailbox to all, its readers.
    pub receivers: Vec<u16>,
    /// The largest number of values in a message to it.
    pub width: u8,
}

/// The capacity of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Room {
    /// Messages; packets if messages are split.
    Messages(u32),
    /// Bytes.
    Bytes(u64),
    /// Unbounded.
    Unbounded,
}

impl Room {
    /// The capacity in its own unit; `u64::MAX` if unbounded.
    pub fn most(self) -> u64 {
        match self {
            Room::Messages(most) => u64::from(most),
            Room::Bytes(most) => most,
            Room::Unbounded => u64::MAX,
        }
    }
}

impl Channel {
    /// Capacity 0: no message ever waits in it.
    pub fn is_rendezvous(&self) -> bool {
        self.capacity == Room::Messages(0)
    }

    /// Each reader gets a copy.
    pub fn is_to_all(&self) -> bool {
        self.delivery == Delivery::ToAll
    }

    /// The delivery rule chooses among the waiting processes, so their order of waiting is part of the state.
    pub(crate) fn has_line(&self) -> bool {
        !matches!(self.delivery, Delivery::ToOne | Delivery::ToAll)
    }

    /// A plain queue that counts messages; nearly all channels are.
    pub(crate) fn is_plain(&self) -> bool {
        !self.explicit_buffering
            && !self.by_message_priority
            && self.fixed.is_none()
            && self.largest.is_none()
            && matches!(self.delivery, Delivery::ToOne)
            && !matches!(self.capacity, Room::Bytes(_))
    }

    /// Messages may take different amounts of its capacity.
    pub(crate) fn takes_unequal_room(&self) -> bool {
        matches!(self.capacity, Room::Bytes(_)) || matches!(self.fixed, Some((_, true)))
    }

    /// The capacity that a message of `bytes` takes: bytes, packets, or 1.
    pub(crate) fn takes(&self, bytes: u64) -> u64 {
        match (self.capacity, self.fixed) {
            (Room::Bytes(_), Some((fixed, _))) => packets(bytes, fixed) * fixed,
            (Room::Bytes(_), None) => bytes,
            (_, Some((fixed, true))) => packets(bytes, fixed),
            _ => 1,
        }
    }
}

/// The number of packets of `fixed` bytes for a message of `bytes`: at least one.
pub fn packets(bytes: u64, fixed: u64) -> u64 {
    bytes.div_ceil(fixed).max(1)
}

/// A region of shared memory.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Memory {
    /// Its name.
    pub name: String,
    /// The process that creates it; without an owner it exists from the start.
    pub owner: Option<u16>,
    /// Processes that may attach it, and whether read-only; ascending.
    pub allow: Vec<(u16, bool)>,
    /// The numbers of its fields.
    pub fields: core::ops::Range<u16>,
    /// The index of its first access word, for its owner, among those of all regions; then one for each of `allow`.
    pub(crate) first_access: usize,
    /// Processes whose program reads or writes it, ascending.
    pub users: Vec<u16>,
}

impl Memory {
    /// All processes may use it without attaching: it has neither an owner nor a list.
    pub fn is_open(&self) -> bool {
        self.owner.is_none() && self.allow.is_empty()
    }
}

/// A field of a region.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The region that it belongs to.
    pub memory: u16,
    /// Number of slots; `None` for a single item without an index.
    pub slots: Option<u32>,
    /// Number of cells of an item.
    pub cells: u32,
    /// The initial value of its cells.
    pub initial: Value,
    /// The index of its first cell among those of all regions.
    pub first_cell: u32,
}

/// A semaphore, a mutex, a condition variable or a barrier.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Lock {
    /// Its name; in an array `fork[2]`.
    pub name: String,
    /// Its kind.
    pub kind: LockKind,
    /// Processes whose program acquires it, or waits on it, ascending.
    pub takers: Vec<u16>,
    /// Processes whose program signals, unlocks or notifies it, ascending.
    pub givers: Vec<u16>,
}

/// The kinds of lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum LockKind {
    /// A counter of permits.
    Semaphore {
        /// The initial number of permits.
        initial: i64,
        /// First come, first served, even in the explorer.
        fifo: bool,
        /// Never above 1.
        binary: bool,
    },
    /// At most one holder.
    Mutex,
    /// Processes wait on it until they are notified.
    Condition,
    /// Processes wait at it until so many have arrived; then it is closed again.
    Barrier {
        /// The number of processes, at least 1.
        parties: u32,
    },
}

impl LockKind {
    /// The kind of a declared lock, with the number after `=`, if any.
    pub(crate) fn new(kind: &tree::LockKind, number: Option<i64>) -> LockKind {
        match kind {
            tree::LockKind::Semaphore { fifo, binary, .. } => {
                LockKind::Semaphore { initial: number.unwrap_or(0).max(0), fifo: *fifo, binary: *binary }
            }
            tree::LockKind::Mutex => LockKind::Mutex,
            tree::LockKind::Condition => LockKind::Condition,
            tree::LockKind::Barrier { .. } => {
                let parties = number.and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX);
                LockKind::Barrier { parties: parties.max(1) }
            }
        }
    }

    /// "semaphore", "mutex" …
    pub fn noun(self) -> &'static str {
        match self {
            LockKind::Semaphore { .. } => "semaphore",
            LockKind::Mutex => "mutex",
            LockKind::Condition => "condition variable",
            LockKind::Barrier { .. } => "barrier",
        }
    }

    /// What processes do that wait on it, that wake others, and that wake up: "sleeps on", "notifies", "awakes from".
    pub fn verbs(self) -> (&'static str, &'static str, &'static str) {
        match self {
            LockKind::Barrier { .. } => ("arrives at", "arrives at", "passes"),
            LockKind::Semaphore { .. } | LockKind::Mutex | LockKind::Condition => {
                ("sleeps on", "notifies", "awakes from")
            }
        }
    }

    /// The number of processes that have to arrive, for a barrier.
    pub(crate) fn parties(self) -> Option<usize> {
        match self {
            LockKind::Barrier { parties } => Some(parties as usize),
            LockKind::Semaphore { .. } | LockKind::Mutex | LockKind::Condition => None,
        }
    }
}

/// A frame around processes in the picture.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Group {
    /// Its title.
    pub title: String,
    /// The processes in it, ascending.
    pub processes: Vec<u16>,
}

/// A check: a property that the author states.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Check {
    /// Its text, without `check` and `expect violated`.
    pub text: String,
    /// The property.
    pub promise: Promise,
    /// The check is expected to be violated.
    pub expect_violated: bool,
    /// Its place in the text.
    pub span: Span,
}

/// The property that a check states.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Promise {
    /// Holds in every state.
    Always(Condition),
    /// Holds in some state.
    Possible(Condition),
    /// There is no deadlock.
    NeverDeadlock,
    /// No process is blocked forever.
    NeverStuck,
    /// No process faults.
    NeverFault,
    /// No read is torn.
    NeverTorn,
    /// Every process terminates, except servers.
    AlwaysFinishes,
    /// At most `most` processes at once are in sections with the name that is text `section`.
    AtMost {
        /// The bound.
        most: u32,
        /// The name: an index among the texts.
        section: u32,
    },
    /// Some process prints these values.
    PossiblePrint(Vec<Value>),
    /// No process prints these values.
    NeverPrint(Vec<Value>),
    /// No `assert` is violated.
    NeverAssertion,
    /// No process starves: makes no progress forever while others do.
    NeverStarvation,
    /// There is no livelock: processes that retry forever without success.
    NeverLivelock,
    /// Holds at the end of every run that ends.
    Finally(Condition),
    /// Holds at the end of some run.
    PossibleFinally(Condition),
    /// In every run that ends, all processes together print exactly these values, in this order.
    Output(Vec<Value>),
    /// In some run they do.
    PossibleOutput(Vec<Value>),
}

impl Promise {
    /// The condition over the whole state that it states.
    pub(crate) fn condition(&self) -> Option<Condition> {
        match self {
            Promise::Always(condition)
            | Promise::Possible(condition)
            | Promise::Finally(condition)
            | Promise::PossibleFinally(condition) => Some(*condition),
            Promise::NeverDeadlock
            | Promise::NeverStuck
            | Promise::NeverFault
            | Promise::NeverTorn
            | Promise::AlwaysFinishes
            | Promise::AtMost { .. }
            | Promise::PossiblePrint(_)
            | Promise::NeverPrint(_)
            | Promise::NeverAssertion
            | Promise::NeverStarvation
            | Promise::NeverLivelock
            | Promise::Output(_)
            | Promise::PossibleOutput(_) => None,
        }
    }

    /// The printed values that it states.
    pub(crate) fn printed(&self) -> Option<&[Value]> {
        match self {
            Promise::PossiblePrint(values)
            | Promise::NeverPrint(values)
            | Promise::Output(values)
            | Promise::PossibleOutput(values) => Some(values),
            Promise::Always(_)
            | Promise::Possible(_)
            | Promise::NeverDeadlock
            | Promise::NeverStuck
            | Promise::NeverFault
            | Promise::NeverTorn
            | Promise::AlwaysFinishes
            | Promise::AtMost { .. }
            | Promise::NeverAssertion
            | Promise::NeverStarvation
            | Promise::NeverLivelock
            | Promise::Finally(_)
            | Promise::PossibleFinally(_) => None,
        }
    }
}

/// An expression over the whole state.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Condition(pub(crate) Operand);

impl Process {
    /// The label of the `work` at a place of its program, as an index among the texts.
    pub(crate) fn label_at(&self, place: usize) -> Option<usize> {
        match self.ops[place] {
            Op::Work { label, .. } if label != NOTHING => Some(usize::from(label)),
            _ => None,
        }
    }
}

impl Program {
    /// The number of the process called `name`.
    pub fn process(&self, name: &str) -> Option<usize> {
        self.processes.iter().position(|process| process.name == name)
    }

    /// The number of the channel called `name`.
    pub fn channel(&self, name: &str) -> Option<usize> {
        self.channels.iter().position(|channel| channel.name == name)
    }

    /// The number of the semaphore, mutex or condition variable called `name`.
    pub fn lock(&self, name: &str) -> Option<usize> {
        self.locks.iter().position(|lock| lock.name == name)
    }

    /// The process that a value represents: its name, as in `receive … from any as who`.
    pub fn process_of(&self, value: Value) -> Option<u16> {
        let text = value.as_text()?;
        ((text as usize) < self.processes.len()).then_some(text as u16)
    }

    /// The value that represents a process.
    pub fn value_of_process(&self, process: u16) -> Value {
        Value::text(u32::from(process))
    }

    /// The value of a variable after a torn read. It equals nothing, not even itself.
    pub fn torn(&self) -> Value {
        Value::text(self.processes.len() as u32)
    }

    /// The direct channel from one process to another.
    pub(crate) fn direct(&self, from: usize, to: usize) -> Option<u16> {
        let place = self.links.binary_search_by_key(&(from as u16, to as u16), |&(ends, _)| ends).ok()?;
        Some(self.links[place].1)
    }

    /// The network between two hosts, and the direction.
    pub(crate) fn route(&self, from: u16, to: u16) -> Option<(usize, usize)> {
        self.networks.iter().enumerate().find_map(|(number, network)| match network.hosts {
            [a, b] if (a, b) == (from, to) => Some((number, 0)),
            [a, b] if (b, a) == (from, to) => Some((number, 1)),
            _ => None,
        })
    }

    /// Whether a message from `sender` to `channel` crosses a network.
    pub(crate) fn is_remote(&self, sender: usize, channel: u16) -> bool {
        self.hosts.len() > 1 && self.processes[sender].host != self.channels[usize::from(channel)].home
    }

    /// The first cell of an item, among the cells of all regions.
    pub(crate) fn first_cell(&self, field: u16, slot: u32) -> usize {
        let field = &self.fields[usize::from(field)];
        (field.first_cell + slot * field.cells) as usize
    }

    /// The number of processes that have to arrive, if the target is a barrier.
    pub(crate) fn parties(&self, lock: Target) -> Option<usize> {
        lock.numbers().next().and_then(|lock| self.locks[usize::from(lock)].kind.parties())
    }

    /// Calls `seen` for every term of a check's condition.
    pub(crate) fn each_seen(&self, condition: Condition, seen: &mut dyn FnMut(Term)) {
        if let Operand::Terms { start, len } = condition.0 {
            self.terms[start as usize..(start + len) as usize].iter().for_each(|&term| seen(term));
        }
    }

    /// Whether a place in a program is in a section with that name.
    pub(crate) fn is_in_section(&self, process: usize, place: usize, section: u32) -> bool {
        let nest = self.processes[process].sections[place];
        self.nests[usize::from(nest)].contains(&section)
    }
}

/// The new value of a cell after a hardware instruction; `old` is its old value. `None` on a fault.
pub(crate) fn instructed(instruction: Instruction, old: Value, values: [Value; 2]) -> Option<Value> {
    match instruction {
        Instruction::Swap => Some(values[0]),
        Instruction::TestAndSet => Some(Value::truth(true)),
        Instruction::CompareAndSwap => (old == values[0]).then_some(values[1]).or(Some(old)),
        Instruction::FetchAndAdd => {
            let sum = old.as_number()?.checked_add(values[0].as_number()?)?;
            Value::number(sum)
        }
    }
}

/// Operators that may skip their right side are compiled to jumps.
pub(crate) fn is_skip(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::And | BinaryOp::Or)
}
