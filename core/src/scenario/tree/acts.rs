//! Acts, which can block a process, with their targets and timeouts; the parts of statements that contain names.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Dotted, Duration, Expr, Size, Span, Time, Word};

/// A reference to a named object, with an index for elements of an array: `m`, `P`, `fork[me]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name of the object; in a send or receive also a variable that holds a process.
    pub name: Word,
    /// The index of the element.
    pub index: Option<Box<Expr>>,
}

impl Target {
    /// Its position, including the index.
    pub fn span(&self) -> Span {
        self.index.as_ref().map_or(self.name.span, |index| self.name.span.to(index.span))
    }
}

/// The operations that can block a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// `send x, y size 300B priority 2 to T`
    Send {
        /// The message's values, at least one.
        values: Vec<Expr>,
        /// The size of the message; 8 bytes per value by default.
        size: Option<Size>,
        /// The priority of the message; 0 by default.
        priority: Option<Expr>,
        /// A mailbox, a process, or a variable that holds one.
        to: Target,
        /// `and wait`: the sender continues only when the message has been received.
        and_wait: bool,
    },
    /// `receive x, y from T`, `receive x from any as who`
    Receive {
        /// Variables for the values of the message, at least one. New names are declared by it.
        into: Vec<Word>,
        /// A mailbox, a process, or a variable that holds one; `None` for `any`.
        from: Option<Target>,
        /// `as who`: a variable for the sender, declared by it if it is new. Only with `any`.
        who: Option<Word>,
    },
    /// `wait s`, a semaphore.
    Wait(Target),
    /// `lock m`
    Lock(Target),
    /// `attach table`, `attach table read-only`
    Attach {
        /// The region.
        memory: Word,
        /// Whether writing is not allowed.
        read_only: bool,
    },
}

/// An act and its timeout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The act.
    pub act: Act,
    /// How long the process waits until the act is possible.
    pub timeout: Timeout,
}

/// How long a process waits until an act is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// Without a timeout.
    Endless,
    /// `try`: does not wait.
    Try,
    /// `within 5ms`
    Within(Duration),
}

/// The condition of `if` and `while`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Holds if the value is not 0.
    Holds(Expr),
    /// `if try send x to m`, `if receive x from m within 5ms`: holds if the act succeeded. Its timeout is never
    /// endless.
    Succeeds(Attempt, Span),
}

/// A part of a statement that contains names.
pub(crate) enum Part<'t> {
    /// A variable that gets a value.
    Variable(&'t mut Word),
    /// A region of memory.
    Region(&'t mut Word),
    /// An object, or a variable that holds a process; with its index.
    Target(&'t mut Target),
    /// A cell or an item.
    Cell(&'t mut Dotted),
    /// A value.
    Value(&'t mut Expr),
}

pub(super) fn of_attempt(attempt: &mut Attempt, see: &mut dyn FnMut(Part<'_>)) {
    of_act(&mut attempt.act, see);
    if let Timeout::Within(time) = &mut attempt.timeout {
        of_duration(time, see);
    }
}

pub(super) fn of_act(act: &mut Act, see: &mut dyn FnMut(Part<'_>)) {
    match act {
        Act::Send { values, size, priority, to, and_wait: _ } => {
            values.iter_mut().chain(priority).for_each(|value| see(Part::Value(value)));
            if let Some(Size::Computed(size, _)) = size {
                see(Part::Value(size));
            }
            see(Part::Target(to));
        }
        Act::Receive { into, from, who } => {
            into.iter_mut().chain(who).for_each(|word| see(Part::Variable(word)));
            from.iter_mut().for_each(|from| see(Part::Target(from)));
        }
        Act::Wait(target) | Act::Lock(target) => see(Part::Target(target)),
        Act::Attach { memory, read_only: _ } => see(Part::Region(memory)),
    }
}

pub(super) fn of_condition(condition: &mut Condition, see: &mut dyn FnMut(Part<'_>)) {
    match condition {
        Condition::Holds(value) => see(Part::Value(value)),
        Condition::Succeeds(attempt, _) => of_attempt(attempt, see),
    }
}

pub(super) fn of_time(time: &mut Time, see: &mut dyn FnMut(Part<'_>)) {
    match time {
        Time::Fixed(only) | Time::Exponential(only) => of_duration(only, see),
        Time::Range(low, high) => {
            of_duration(low, see);
            of_duration(high, see);
        }
    }
}

pub(super) fn of_duration(duration: &mut Duration, see: &mut dyn FnMut(Part<'_>)) {
    match duration {
        Duration::Literal(_) => {}
        Duration::Computed(value, _) => see(Part::Value(value)),
    }
}
