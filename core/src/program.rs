//! A scenario made ready to run: one compact program a process, one flat layout for all that can change.
//!
//! Operations come in three sorts. **Moves** are what another process can notice or what branches: each is one
//! [`Move`](crate::world::Move). **Timed** operations (`work`, `sleep`) take part only where there is a clock. All others
//! are free: they happen together with the move before them.
//!
//! Made by [`Program::new`], in `program/compile.rs`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::scenario::tree::{BinaryOp, Capacity, Span};
use crate::trace::event::NOTHING;
use crate::value::Value;

mod compile;

/// A compiled scenario.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Program {
    /// `title`, or empty.
    pub title: String,
    /// `about`, or empty.
    pub about: String,
    /// `seed`, 1 where none is given.
    pub seed: u64,
    /// `step` in µs, 1,000 where none is given.
    pub step_us: u64,
    /// In the text's order.
    pub processes: Vec<Process>,
    /// Mailboxes, in the text's order.
    pub channels: Vec<Channel>,
    /// Every text that can be shown, sent or printed.
    pub texts: Vec<String>,
    /// In the text's order.
    pub checks: Vec<Check>,
    pub(crate) terms: Vec<Term>,
    pub(crate) operands: Vec<Operand>,
    pub(crate) targets: Vec<u16>,
    /// How many words all processes' variables take.
    pub(crate) locals: usize,
}

/// One process's program.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Process {
    /// Its name.
    pub name: String,
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
    /// Where its variables begin among those of all processes.
    pub(crate) first_local: usize,
}

/// A mailbox.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// How many messages may wait in it.
    pub capacity: Capacity,
    /// Processes whose program sends to it, ascending.
    pub senders: Vec<u16>,
    /// Processes whose program receives from it, ascending.
    pub receivers: Vec<u16>,
    /// The most values that a message to it has.
    pub width: u8,
}

impl Channel {
    /// Capacity 0: nothing ever waits in it.
    pub fn is_rendezvous(&self) -> bool {
        self.capacity == Capacity::Messages(0)
    }
}

/// A promise of the author's.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Promise {
    /// Holds in every state.
    Always(Condition),
    /// No process waits in a ring.
    NeverDeadlock,
    /// No process waits for ever.
    NeverStuck,
    /// No process faults.
    NeverFault,
    /// Every process ends, servers aside.
    AlwaysFinishes,
}

/// An expression over the whole state.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Condition(pub(crate) Operand);

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Op {
    /// Move: put a message into a channel.
    Send { channel: u16, count: u8, first: u32 },
    /// Move: take a message from a channel.
    Receive { channel: u16, count: u8, first: u32 },
    /// Move, without time: a number between `low` and `high`, operands `range` and `range + 1`.
    Draw { into: u16, range: u32 },
    /// Move, without time: look at a channel.
    Look { into: u16, channel: u16, what: Look },
    /// Move, without time: the end of a round of a loop that makes no other move.
    Again { target: u32 },
    /// Timed: use a core. `time` is an operand of [`Pace`]'s sort.
    Work { pace: Pace, time: u32, label: u16 },
    /// Timed: wait without a core.
    Sleep { pace: Pace, time: u32 },
    /// Free: a variable takes the value of an operand.
    Set { local: u16, value: u32 },
    /// Free.
    Jump { target: u32 },
    /// Free: go to `target` if the operand is 0.
    Unless { condition: u32, target: u32 },
    /// Free: the next round of a `repeat`, or out to `exit`. `counter + 1` holds the number of rounds.
    Repeat { counter: u16, index: u16, exit: u32 },
    /// Free: a `repeat`'s number of rounds, 0 where it is negative; its counter begins at 0.
    Rounds { counter: u16, count: u32 },
    /// Free.
    Print { count: u8, first: u32 },
    /// Free.
    Say { text: u32 },
    /// The process ends.
    End,
}

/// No `as` name in a `repeat`.
pub(crate) const NO_LOCAL: u16 = u16::MAX;

/// What can be looked up of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Look {
    Length,
    Room,
}

/// How a duration comes about; its operands are in µs, or in `unit_us` where it is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Pace {
    Fixed,
    Range,
    Exponential,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Operand {
    Constant(Value),
    Local(u16),
    Terms { start: u32, len: u32 },
}

/// One piece of an expression in postfix form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Term {
    Constant(Value),
    /// A variable of the process itself.
    Local(u16),
    /// A variable of any process, by its place among all.
    Of(u32),
    Look(Look, u16),
    Not,
    Negate,
    Binary(BinaryOp),
    /// Takes the top; if it is 0, puts 0 back and leaves out the next so many terms.
    AndThen(u32),
    /// Takes the top; if it is not 0, puts 1 back and leaves out the next so many terms.
    OrElse(u32),
    /// The top as 0 or 1.
    Truth,
}

impl Op {
    /// Whether it is a move: what a schedule orders.
    pub(crate) fn is_move(self) -> bool {
        matches!(self, Op::Send { .. } | Op::Receive { .. } | Op::Draw { .. } | Op::Look { .. } | Op::Again { .. })
    }

    /// Whether a run with a clock stops before it: it takes time, or there is something to tell.
    pub(crate) fn is_told(self) -> bool {
        matches!(self, Op::Work { .. } | Op::Sleep { .. } | Op::Print { .. } | Op::Say { .. } | Op::End)
    }
}

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
}
