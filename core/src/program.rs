//! A scenario made ready to run: one compact program a process, one flat layout for all that can change.
//!
//! Operations come in three sorts. **Moves** are what another process can notice or what branches: each is one
//! [`Move`](crate::world::Move). **Timed** operations (`work`, `sleep`) take part only where there is a clock. All others
//! are free: they happen together with the move before them.
//!
//! What is declared as several is laid out one by one: of `process Worker[4]` there are four processes, each with a
//! program of its own in which `me` is a constant.
//!
//! Made by [`Program::new`], in `program/compile.rs`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::event::NOTHING;
use crate::scenario::tree::{BinaryOp, Delivery, Instruction, Schedule, Span};
use crate::value::Value;

mod compile;
mod declare;
mod effects;
mod links;
mod liveness;
mod ops;
mod reach;
mod sharing;

pub(crate) use effects::{Effects, Next, Progress, Use};
pub(crate) use liveness::Liveness;
pub(crate) use ops::{
    Arm, Attempt, Look, Message, NO_ATTEMPT, NO_LOCAL, Op, Operand, Pace, Patience, Place, SelectSpec, Term, To,
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
    /// `seed`, 1 where none is given.
    pub seed: u64,
    /// `step` in µs, 1,000 where none is given.
    pub step_us: u64,
    /// What the system does with each message stands in the trace, too.
    pub kernel_visible: bool,
    /// Machines: first the one of the processes that name none, then the declared ones, in the text's order.
    pub hosts: Vec<Host>,
    /// In the text's order.
    pub networks: Vec<Network>,
    /// In the text's order, those of one name after one another.
    pub processes: Vec<Process>,
    /// Mailboxes, in the text's order; after them each direction of each direct link, in the order of first use.
    pub channels: Vec<Channel>,
    /// Regions of shared memory, in the text's order.
    pub memories: Vec<Memory>,
    /// The fields of all regions, in the text's order.
    pub fields: Vec<Field>,
    /// Semaphores, mutexes and condition variables, in the text's order, those of one name after one another.
    pub locks: Vec<Lock>,
    /// Frames around processes, in the text's order.
    pub groups: Vec<Group>,
    /// Every text that can be shown, sent or printed. The first ones are the processes' names, by number, then `torn`.
    pub texts: Vec<String>,
    /// In the text's order.
    pub checks: Vec<Check>,
    /// The questions: the texts of each and of its answers, the right one first.
    pub questions: Vec<Vec<u32>>,
    pub(crate) terms: Vec<Term>,
    pub(crate) operands: Vec<Operand>,
    /// Variables that receives fill.
    pub(crate) targets: Vec<u16>,
    pub(crate) messages: Vec<Message>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) selects: Vec<SelectSpec>,
    pub(crate) arms: Vec<Arm>,
    /// Where each branch of an `either` begins.
    pub(crate) branches: Vec<u32>,
    pub(crate) places: Vec<Place>,
    /// Each set of sections that a place in a program can be in: texts, outermost first. The first is empty.
    pub(crate) nests: Vec<Vec<u32>>,
    /// Each set of things that a process can still come to: codes of a [`Goal`], ascending.
    pub(crate) reaches: Vec<Vec<u32>>,
    /// Each direct channel by its sender and its receiver, in their order.
    pub(crate) links: Vec<((u16, u16), u16)>,
    /// How many words all processes' variables take.
    pub(crate) locals: usize,
    /// How many cells all regions take.
    pub(crate) cells: usize,
    /// How many words say who is attached to what.
    pub(crate) accesses: usize,
}

/// One process's program.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Process {
    /// Its name; of several `Worker[2]`.
    pub name: String,
    /// Which of several it is, and how many there are.
    pub replica: Option<(u16, u16)>,
    /// The machine that it runs on.
    pub host: u16,
    /// The higher goes first, where the host or a mailbox asks; 0 where nothing is said.
    pub priority: i32,
    /// When it begins, in µs.
    pub start_us: u64,
    /// The frame that it stands in.
    pub group: Option<u16>,
    /// May wait for ever.
    pub server: bool,
    /// Where it stands in the text.
    pub span: Span,
    /// Names of its variables; those that the compiler added are empty.
    pub locals: Vec<String>,
    /// Its operations.
    pub(crate) ops: Vec<Op>,
    /// Where each operation stands in the text.
    pub(crate) spans: Vec<Span>,
    /// The sections that each operation stands in: a number among the nests.
    pub(crate) sections: Vec<u16>,
    /// What it can still come to from each operation: a number among the program's `reaches`.
    pub(crate) reach: Vec<u32>,
    /// Of the compiler's own variables those that are not needed at each operation, and after the end; empty where it has
    /// none.
    pub(crate) unneeded: Vec<Vec<u16>>,
    /// Where its variables begin among those of all processes.
    pub(crate) first_local: usize,
    /// Direct channels to it.
    pub(crate) incoming: Vec<u16>,
    /// It receives from `any`: the order in which direct messages come to it counts.
    pub(crate) takes_any: bool,
    /// A check looks at its variables or sections: without a clock, too, it stops before what takes time or is told.
    pub(crate) observed: bool,
}

/// A machine.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Host {
    /// Its name; empty for the machine of those that name none.
    pub name: String,
    /// How many processes can run on it at once; `None`: all.
    pub cores: Option<u32>,
    /// Who gets a core.
    pub schedule: Schedule,
}

/// What joins two hosts.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Network {
    /// The two.
    pub hosts: [u16; 2],
    /// Latency: its sort, and the first of its operands.
    pub(crate) latency: (Pace, u32),
    /// So many bytes in so many µs.
    pub bandwidth: Option<(u64, u64)>,
    /// Percent.
    pub loss: u32,
    /// Percent.
    pub duplicate: u32,
    /// A later message may overtake an earlier one.
    pub reorder: bool,
}

/// What messages go through: a mailbox, or one direction of a direct link.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Channel {
    /// A mailbox's name; of a link `P → Q`.
    pub name: String,
    /// The two processes of a direct link: from, to. `None` for a mailbox.
    pub direct: Option<(u16, u16)>,
    /// How much may wait in it.
    pub capacity: Room,
    /// Who gets a message.
    pub delivery: Delivery,
    /// Messages of one size: its bytes, and whether longer ones are split.
    pub fixed: Option<(u64, bool)>,
    /// The most bytes that a message may have.
    pub largest: Option<u64>,
    /// A message needs a buffer that the receiver posted.
    pub explicit_buffering: bool,
    /// The message with the highest priority comes out first.
    pub by_message_priority: bool,
    /// It goes when this process ends.
    pub owner: Option<u16>,
    /// Nobody else may use it; `None`: everybody may.
    pub users: Option<Vec<u16>>,
    /// The machine where its messages wait: that of its receivers.
    pub home: u16,
    /// Processes whose program sends to it, ascending.
    pub senders: Vec<u16>,
    /// Processes whose program receives from it, ascending; of one to all, its readers.
    pub receivers: Vec<u16>,
    /// The most values that a message to it has.
    pub width: u8,
}

/// How much may wait in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Room {
    /// So many messages (packets, where messages are split).
    Messages(u32),
    /// So many bytes.
    Bytes(u64),
    /// Any number.
    Unbounded,
}

impl Room {
    /// The most that it lets wait, in its own unit; `u64::MAX` stands for any number.
    pub fn most(self) -> u64 {
        match self {
            Room::Messages(most) => u64::from(most),
            Room::Bytes(most) => most,
            Room::Unbounded => u64::MAX,
        }
    }
}

impl Channel {
    /// Capacity 0: nothing ever waits in it.
    pub fn is_rendezvous(&self) -> bool {
        self.capacity == Room::Messages(0)
    }

    /// Each reader gets a copy.
    pub fn is_to_all(&self) -> bool {
        self.delivery == Delivery::ToAll
    }

    /// The rule chooses among those who wait, so that who waits is part of the state.
    pub(crate) fn has_line(&self) -> bool {
        !matches!(self.delivery, Delivery::ToOne | Delivery::ToAll)
    }

    /// Nothing but a number of messages: nearly all channels are so.
    pub(crate) fn is_plain(&self) -> bool {
        !self.explicit_buffering
            && !self.by_message_priority
            && self.fixed.is_none()
            && self.largest.is_none()
            && matches!(self.delivery, Delivery::ToOne)
            && !matches!(self.capacity, Room::Bytes(_))
    }

    /// One message may take more of its capacity than another.
    pub(crate) fn takes_unequal_room(&self) -> bool {
        matches!(self.capacity, Room::Bytes(_)) || matches!(self.fixed, Some((_, true)))
    }

    /// How much of its capacity a message of `bytes` takes: bytes, packets, or 1.
    pub(crate) fn takes(&self, bytes: u64) -> u64 {
        match (self.capacity, self.fixed) {
            (Room::Bytes(_), Some((fixed, _))) => packets(bytes, fixed) * fixed,
            (Room::Bytes(_), None) => bytes,
            (_, Some((fixed, true))) => packets(bytes, fixed),
            _ => 1,
        }
    }
}

/// In how many packets of `fixed` bytes a message of `bytes` goes: at least one.
pub fn packets(bytes: u64, fixed: u64) -> u64 {
    bytes.div_ceil(fixed).max(1)
}

/// A region of shared memory.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Memory {
    /// Its name.
    pub name: String,
    /// Who creates it; without one it is there from the start.
    pub owner: Option<u16>,
    /// Who may attach, and whether for reading only; ascending.
    pub allow: Vec<(u16, bool)>,
    /// The numbers of its fields.
    pub fields: core::ops::Range<u16>,
    /// Its owner's access and that of each of `allow`, among the access words of all regions: the first of them.
    pub(crate) first_access: usize,
    /// Processes whose program reads or writes it, ascending.
    pub users: Vec<u16>,
}

impl Memory {
    /// Everybody may use it without attaching: it has neither an owner nor a list.
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
    /// How many slots; `None` for a single one without an index.
    pub slots: Option<u32>,
    /// How many cells an item takes.
    pub cells: u32,
    /// What it holds at the start.
    pub initial: Value,
    /// Its first cell among those of all regions.
    pub first_cell: u32,
}

/// A semaphore, a mutex or a condition variable.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Lock {
    /// Its name; of several `fork[2]`.
    pub name: String,
    /// Which.
    pub kind: LockKind,
    /// Processes whose program takes it, or waits on it, ascending.
    pub takers: Vec<u16>,
    /// Processes whose program gives it: signals, unlocks, notifies; ascending.
    pub givers: Vec<u16>,
}

/// The sorts of lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum LockKind {
    /// Counts from `initial`; `fifo`: first come, first served.
    Semaphore {
        /// At the start.
        initial: i64,
        /// A promise, also when exploring.
        fifo: bool,
    },
    /// One holder.
    Mutex,
    /// Sleepers, and who wakes them.
    Condition,
}

/// A frame around processes.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Group {
    /// What stands on it.
    pub title: String,
    /// The processes in it, ascending.
    pub processes: Vec<u16>,
}

/// A promise of the author's.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Check {
    /// As it stands in the text, without `check` and `expect violated`.
    pub text: String,
    /// What is promised.
    pub promise: Promise,
    /// It is meant to be broken.
    pub expect_violated: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a check promises.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Promise {
    /// Holds in every state.
    Always(Condition),
    /// Holds in some state.
    Possible(Condition),
    /// No process waits in a ring.
    NeverDeadlock,
    /// No process waits for ever.
    NeverStuck,
    /// No process faults.
    NeverFault,
    /// No read is pieced together.
    NeverTorn,
    /// Every process ends, servers aside.
    AlwaysFinishes,
    /// No more than `most` processes at once in sections of the name that is text `section`.
    AtMost {
        /// How many.
        most: u32,
        /// The text.
        section: u32,
    },
    /// Some process prints these values.
    PossiblePrint(Vec<Value>),
    /// None does.
    NeverPrint(Vec<Value>),
    /// No `assert` fails.
    NeverAssertion,
    /// No process makes no progress for ever while others do.
    NeverStarvation,
    /// Processes do not try for ever in vain.
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
    /// The condition over the whole state that it is about.
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

    /// The values of prints that it is about.
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
    /// The text of the label of the `work` at a place of its program.
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

    /// The process that a value stands for: its name, as `receive … from any as who` gives it.
    pub fn process_of(&self, value: Value) -> Option<u16> {
        let text = value.as_text()?;
        ((text as usize) < self.processes.len()).then_some(text as u16)
    }

    /// The value that stands for a process.
    pub fn value_of_process(&self, process: u16) -> Value {
        Value::text(u32::from(process))
    }

    /// What a variable holds after a read that was pieced together. It equals nothing, itself included.
    pub fn torn(&self) -> Value {
        Value::text(self.processes.len() as u32)
    }

    /// The direct channel from one process to another.
    pub(crate) fn direct(&self, from: usize, to: usize) -> Option<u16> {
        let place = self.links.binary_search_by_key(&(from as u16, to as u16), |&(ends, _)| ends).ok()?;
        Some(self.links[place].1)
    }

    /// The network between two hosts, and which of its two directions.
    pub(crate) fn route(&self, from: u16, to: u16) -> Option<(usize, usize)> {
        self.networks.iter().enumerate().find_map(|(number, network)| match network.hosts {
            [a, b] if (a, b) == (from, to) => Some((number, 0)),
            [a, b] if (b, a) == (from, to) => Some((number, 1)),
            _ => None,
        })
    }

    /// Whether a message of `sender` to `channel` goes over a network.
    pub(crate) fn is_remote(&self, sender: usize, channel: u16) -> bool {
        self.hosts.len() > 1 && self.processes[sender].host != self.channels[usize::from(channel)].home
    }

    /// The cell of a place with a slot, among those of all regions.
    pub(crate) fn first_cell(&self, field: u16, slot: u32) -> usize {
        let field = &self.fields[usize::from(field)];
        (field.first_cell + slot * field.cells) as usize
    }

    /// Every term of a check's condition.
    pub(crate) fn each_seen(&self, condition: Condition, seen: &mut dyn FnMut(Term)) {
        if let Operand::Terms { start, len } = condition.0 {
            self.terms[start as usize..(start + len) as usize].iter().for_each(|&term| seen(term));
        }
    }

    /// Whether a place in a program stands in a section of that name.
    pub(crate) fn is_in_section(&self, process: usize, place: usize, section: u32) -> bool {
        let nest = self.processes[process].sections[place];
        self.nests[usize::from(nest)].contains(&section)
    }
}

/// What a hardware instruction makes of a cell: `old` is what it holds.
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

/// Operators that decide by their left side alone are compiled to skips.
pub(crate) fn is_skip(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::And | BinaryOp::Or)
}
