//! Operations and expressions as they run.

use crate::scenario::tree::{BinaryOp, Instruction};
use crate::value::Value;

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Op {
    // Moves that take a step.
    /// Put a message into a channel.
    Send {
        to: To,
        message: u32,
        attempt: u16,
    },
    /// Take a message from a channel; `who` takes who sent it.
    Receive {
        from: To,
        count: u8,
        first: u32,
        who: u16,
        attempt: u16,
    },
    /// Give a channel buffers: `count` is an operand.
    Post {
        to: To,
        count: u32,
    },
    /// The first of several sends and receives that can go.
    Select {
        select: u32,
    },
    /// Establish a region.
    Create {
        memory: u16,
    },
    /// Ask for access to a region.
    Attach {
        memory: u16,
        read_only: bool,
        attempt: u16,
    },
    /// Give it back.
    Detach {
        memory: u16,
    },
    /// Read one cell of an item.
    Read {
        into: u16,
        place: u32,
        cell: u16,
    },
    /// Write one cell of an item: `value` is an operand.
    Write {
        place: u32,
        cell: u16,
        value: u32,
    },
    /// A hardware instruction; its values are operands from `first` on.
    Instruct {
        into: u16,
        place: u32,
        instruction: Instruction,
        first: u32,
    },
    /// Take a mutex.
    Lock {
        lock: To,
        attempt: u16,
    },
    /// Give it back.
    Unlock {
        lock: To,
    },
    /// Take one from a semaphore.
    Wait {
        lock: To,
        attempt: u16,
    },
    /// Give it one.
    Signal {
        lock: To,
    },
    /// Give back the mutex, if there is one, and sleep on a condition variable. `asleep` is 1 from then on.
    FallAsleep {
        condition: To,
        mutex: To,
        asleep: u16,
    },
    /// Wake one, or all, who sleep on it.
    Notify {
        condition: To,
        all: bool,
    },
    /// Everything up to `end`, in one.
    Atomic {
        end: u32,
    },

    // Moves without a time of their own.
    /// The message sent before has been received: `unread` is 0 again.
    Received {
        to: To,
        unread: u16,
        attempt: u16,
    },
    /// Somebody has woken it, and the mutex, if there is one, is free: it takes it.
    Awake {
        condition: To,
        mutex: To,
        asleep: u16,
    },
    /// A number between `low` and `high`, operands `range` and `range + 1`.
    Draw {
        into: u16,
        range: u32,
    },
    /// Look at a channel.
    Look {
        into: u16,
        channel: To,
        what: Look,
    },
    /// One of `count` branches, from `first` on.
    Either {
        count: u16,
        first: u32,
    },
    /// If the operand is 0 the run ends with the text, for all: that is a move.
    Assert {
        condition: u32,
        text: u32,
    },
    /// The end of a round of a loop that makes no other move.
    Again {
        target: u32,
    },

    // Timed.
    /// Use a core. `time` is an operand of [`Pace`]'s sort.
    Work {
        pace: Pace,
        time: u32,
        label: u16,
    },
    /// Wait without a core.
    Sleep {
        pace: Pace,
        time: u32,
    },

    // Free.
    /// A variable takes the value of an operand.
    Set {
        local: u16,
        value: u32,
    },
    /// A variable takes an item whose cells are in `count` variables from `first` on.
    Assemble {
        into: u16,
        first: u16,
        count: u16,
        place: u32,
    },
    Jump {
        target: u32,
    },
    /// Go to `target` if the operand is 0.
    Unless {
        condition: u32,
        target: u32,
    },
    /// The next round of a `repeat`, or out to `exit`. `counter + 1` holds the number of rounds.
    Repeat {
        counter: u16,
        index: u16,
        exit: u32,
    },
    /// A `repeat`'s number of rounds, 0 where it is negative; its counter begins at 0.
    Rounds {
        counter: u16,
        count: u32,
    },
    Print {
        count: u8,
        first: u32,
    },
    Say {
        text: u32,
    },
    Ask {
        question: u32,
    },
    /// Into a section.
    Enter {
        section: u32,
    },
    /// Out of it.
    Leave {
        section: u32,
    },
    /// The process ends: a move where others can notice that it is no more.
    End {
        shows: bool,
    },
}

/// No variable: no `as` name in a `repeat`, no `who`.
pub(crate) const NO_LOCAL: u16 = u16::MAX;

/// An act that waits for as long as it takes.
pub(crate) const NO_ATTEMPT: u16 = u16::MAX;

/// What an operation is about: one of the channels, or one of the locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum To {
    /// None: a condition variable without a mutex.
    Nothing,
    /// That one.
    One(u16),
    /// One of `count` from `first` on, by an operand.
    OneOf { first: u16, count: u16, index: u32 },
    /// The direct channel to, or from, the process that an operand says.
    Process { who: u32 },
    /// A receive from any direct channel.
    Any,
}

/// How a `try` or a `within` goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Attempt {
    pub patience: Patience,
    /// The variable that takes whether it came about.
    pub result: u16,
}

/// How long an act waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Patience {
    /// Not at all.
    Try,
    /// So long: an operand, µs.
    Within(u32),
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Message {
    /// How many values.
    pub count: u8,
    /// Their first operand.
    pub first: u32,
    /// An operand, bytes; `None`: 8 bytes a value.
    pub size: Option<u32>,
    /// An operand.
    pub priority: Option<u32>,
    /// The variable that is 1 until the message has been received; [`NO_LOCAL`] where nobody waits for that.
    pub unread: u16,
    /// The sender waits for that also on its own host.
    pub awaited: bool,
}

/// A `select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct SelectSpec {
    /// Its arms.
    pub first: u32,
    pub count: u16,
    /// An operand, µs, and where it goes on then.
    pub after: Option<(u32, u32)>,
}

/// One arm of a `select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Arm {
    /// A send or a receive.
    pub op: Op,
    /// Where it goes on after it.
    pub target: u32,
}

/// An item of shared memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Place {
    pub field: u16,
    /// An operand: which slot; `None` where there is one.
    pub slot: Option<u32>,
}

/// What can be looked up of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Look {
    Length,
    Room,
}

/// How a duration comes about; its operands are in µs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Pace {
    Fixed,
    Range,
    Exponential,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Operand {
    Constant(Value),
    Local(u16),
    Terms { start: u32, len: u32 },
}

/// One piece of an expression in postfix form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Term {
    Constant(Value),
    /// A variable of the process itself.
    Local(u16),
    /// A variable of any process, by its place among all; in checks.
    Of(u32),
    /// A cell of shared memory; in checks.
    Cell(u32),
    /// In checks.
    Look(Look, u16),
    /// How many permits a semaphore has; in checks.
    Permits(u16),
    /// 1 while somebody holds a mutex, 0 while it is free; in checks.
    Held(u16),
    /// Whether a variable of the process holds a torn item.
    Torn(u16),
    /// The top is an index from 0 to below the second; the first is added to it, as the number of a process.
    ProcessFrom(u16, u16),
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
