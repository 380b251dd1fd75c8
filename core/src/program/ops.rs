//! Compiled operations and expressions.

use core::ops::Range;

use super::effects::Progress;
use crate::scenario::tree::{BinaryOp, Instruction};
use crate::value::Value;

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Op {
    // Moves that take a step.
    /// Sends a message to a channel.
    Send {
        to: Target,
        message: u32,
        attempt: u16,
    },
    /// Receives a message from a channel; `who` is the variable for its sender.
    Receive {
        from: Target,
        count: u8,
        first: u32,
        who: u16,
        attempt: u16,
    },
    /// Posts buffers to a channel: `count` is an operand.
    Post {
        to: Target,
        count: u32,
    },
    /// Performs the first of several sends and receives that can proceed.
    Select {
        select: u32,
    },
    /// Creates a region.
    Create {
        memory: u16,
    },
    /// Attaches a region.
    Attach {
        memory: u16,
        read_only: bool,
        attempt: u16,
    },
    /// Detaches it.
    Detach {
        memory: u16,
    },
    /// Reads one cell of an item.
    Read {
        into: u16,
        place: u32,
        cell: u16,
    },
    /// Writes one cell of an item: `value` is an operand.
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
    /// Acquires a mutex.
    Lock {
        lock: Target,
        attempt: u16,
    },
    /// Releases it.
    Unlock {
        lock: Target,
    },
    /// Acquires a permit of a semaphore.
    Wait {
        lock: Target,
        attempt: u16,
    },
    /// Releases a permit.
    Signal {
        lock: Target,
    },
    /// Releases the mutex, if any, and waits on a condition variable. `asleep` is 1 from then on.
    FallAsleep {
        condition: Target,
        mutex: Target,
        asleep: u16,
    },
    /// Notifies one waiting process, or all.
    Notify {
        condition: Target,
        all: bool,
    },
    /// Performs everything up to `end` as one move.
    Atomic {
        end: u32,
    },

    // Moves without a step of their own.
    /// Waits until the message sent before has been received: until `unread` is 0.
    Received {
        to: Target,
        unread: u16,
        attempt: u16,
    },
    /// Wakes up once it is notified and the mutex, if any, is free; reacquires the mutex.
    Awake {
        condition: Target,
        mutex: Target,
        asleep: u16,
    },
    /// Draws a number between `low` and `high`, which are operands `range` and `range + 1`.
    Draw {
        into: u16,
        range: u32,
    },
    /// Inspects a channel.
    Inspect {
        into: u16,
        channel: Target,
        what: Property,
    },
    /// Chooses one of `count` branches, from `first` on.
    Either {
        count: u16,
        first: u32,
    },
    /// Ends the run for all processes with the text if the operand is 0; that is a move.
    Assert {
        condition: u32,
        text: u32,
    },
    /// The end of an iteration of a loop that contains no other move.
    Again {
        target: u32,
    },

    // Timed.
    /// Uses a core. `time` is an operand of the kind that [`Pace`] says.
    Work {
        pace: Pace,
        time: u32,
        label: u16,
    },
    /// Waits without a core.
    Sleep {
        pace: Pace,
        time: u32,
    },

    // Free.
    /// Assigns the value of an operand to a variable.
    Set {
        local: u16,
        value: u32,
    },
    /// Assigns to a variable an item whose cells are in `count` variables from `first` on.
    Assemble {
        into: u16,
        first: u16,
        count: u16,
        place: u32,
    },
    Jump {
        target: u32,
    },
    /// Jumps to `target` if the operand is 0.
    Unless {
        condition: u32,
        target: u32,
    },
    /// Starts the next iteration of a `repeat`, or jumps to `exit`. `counter + 1` holds the number of iterations.
    Repeat {
        counter: u16,
        index: u16,
        exit: u32,
    },
    /// Sets the number of iterations of a `repeat`, 0 if negative; the counter starts at 0.
    Rounds {
        counter: u16,
        count: u32,
    },
    /// Prints the values of `count` operands: a move if other processes print as well, so that every order of the prints
    /// is among the schedules.
    Print {
        count: u8,
        first: u32,
        shows: bool,
    },
    /// Does nothing but show something.
    Show {
        what: Shown,
    },
    /// Terminates the process: a move if others can notice that it has terminated.
    End {
        shows: bool,
    },
}

/// What a process shows: no other process notices it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Shown {
    /// The beginning of the process, which is no event: others can come before it.
    Begin,
    /// A remark, a text.
    Say { text: u32 },
    /// A question to the audience.
    Ask { question: u32 },
    /// It enters a section, whose name is a text.
    Enter { section: u32 },
    /// It leaves a section.
    Leave { section: u32 },
}

impl Shown {
    /// The operands whose values are shown.
    pub(crate) fn inputs(self) -> Range<u32> {
        match self {
            Shown::Begin | Shown::Say { .. } | Shown::Ask { .. } | Shown::Enter { .. } | Shown::Leave { .. } => 0..0,
        }
    }

    /// Without what may differ between processes that are otherwise the same: texts and the indices of operands.
    pub(crate) fn shape(self) -> Shown {
        match self {
            Shown::Say { text: _ } | Shown::Ask { question: _ } => Shown::Say { text: 0 },
            Shown::Begin | Shown::Enter { .. } | Shown::Leave { .. } => self,
        }
    }

    /// The progress of the process.
    pub(crate) fn progress(self) -> Progress {
        match self {
            Shown::Begin => Progress::None,
            Shown::Say { .. } | Shown::Ask { .. } => Progress::Ahead,
            Shown::Enter { .. } => Progress::Works,
            Shown::Leave { .. } => Progress::None,
        }
    }
}

/// No variable: a `repeat` without `as`, a receive without `who`.
pub(crate) const NO_LOCAL: u16 = u16::MAX;

/// No attempt: the act waits indefinitely.
pub(crate) const NO_ATTEMPT: u16 = u16::MAX;

/// The target of an operation: a channel or a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Target {
    /// None, for a condition variable without a mutex.
    Nothing,
    /// A fixed one.
    One(u16),
    /// One of `count` from `first` on, chosen by an operand.
    OneOf { first: u16, count: u16, index: u32 },
    /// The direct channel to, or from, the process given by an operand.
    Process { who: u32 },
    /// A receive from any direct channel.
    Any,
}

/// A `try` or a `within`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Attempt {
    pub timeout: Timeout,
    /// The variable for the result: 1 on success, 0 otherwise.
    pub result: u16,
}

/// The timeout of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Timeout {
    /// Zero: it does not wait at all.
    Try,
    /// An operand, in µs.
    Within(u32),
}

/// The message of a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Message {
    /// Number of values.
    pub count: u8,
    /// The first operand of its values.
    pub first: u32,
    /// An operand, in bytes; `None`: 8 bytes for each value.
    pub size: Option<u32>,
    /// An operand.
    pub priority: Option<u32>,
    /// The variable that is 1 until the message has been received; [`NO_LOCAL`] if the sender does not wait for it.
    pub unread: u16,
    /// Whether the sender waits for the receipt on its own host, too.
    pub awaited: bool,
}

/// A `select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct SelectSpec {
    /// The first of its arms.
    pub first: u32,
    pub count: u16,
    /// The timeout, an operand in µs, and the operation that follows it.
    pub after: Option<(u32, u32)>,
}

/// One arm of a `select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Arm {
    /// The send or the receive.
    pub op: Op,
    /// The operation that follows it.
    pub target: u32,
}

/// An item of shared memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) struct Place {
    pub field: u16,
    /// An operand, the index of the slot; `None` if there is only one.
    pub slot: Option<u32>,
}

/// A property of a channel that a program can inspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Property {
    Length,
    Room,
}

/// The distribution of a duration; its operands are in µs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Pace {
    Fixed,
    Range,
    Exponential,
}

/// The source of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Operand {
    Constant(Value),
    Local(u16),
    Terms { start: u32, len: u32 },
}

/// One term of an expression in postfix form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub(crate) enum Term {
    Constant(Value),
    /// A variable of the process.
    Local(u16),
    /// A variable of any process, by its index among all variables; in checks.
    Of(u32),
    /// A cell of shared memory; in checks.
    Cell(u32),
    /// A property of a channel; in checks.
    Inspect(Property, u16),
    /// The number of permits of a semaphore; in checks.
    Permits(u16),
    /// 1 while a mutex is held, 0 while it is free; in checks.
    Held(u16),
    /// Whether a variable of the process holds a torn item.
    Torn(u16),
    /// The top is an index below the second number; adds the first, which gives the number of a process.
    ProcessFrom(u16, u16),
    Not,
    Negate,
    Binary(BinaryOp),
    /// Pops the top; if it is 0, pushes 0 and skips the given number of terms.
    AndThen(u32),
    /// Pops the top; if it is not 0, pushes 1 and skips the given number of terms.
    OrElse(u32),
    /// Converts the top to 0 or 1.
    Truth,
}
