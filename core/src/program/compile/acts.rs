//! Compiles sends, receives, waits, locks and attaches, with or without `try` and `within`.

use super::super::declare::Named;
use super::super::{Message, NO_ATTEMPT, NO_LOCAL, Op, Operand, Target, links};
use super::Compiler;
use crate::program::Term;
use crate::scenario::tree::{self, Act, Size};

impl Compiler<'_> {
    /// Compiles an act with its timeout. Returns the variable for its result, if any.
    pub(super) fn attempt(&mut self, attempt: &tree::Attempt) -> Option<u16> {
        let timeout = self.timeout(&attempt.timeout);
        let op = self.act(&attempt.act, timeout);
        self.emit(op);
        self.receipt(op, &attempt.act, timeout);
        (timeout != NO_ATTEMPT).then(|| self.program.attempts[usize::from(timeout)].result)
    }

    /// The operation of an act; the operations for its values have been emitted before.
    pub(super) fn act(&mut self, act: &Act, attempt: u16) -> Op {
        match act {
            Act::Send { values, size, priority, to, and_wait } => {
                let (count, first) = self.operand_list(values);
                let size = size.as_ref().map(|size| {
                    let size = self.size(size);
                    self.keep(size)
                });
                let priority = priority.as_ref().map(|priority| {
                    let priority = self.operand(priority);
                    self.keep(priority)
                });
                let to = self.channel_to(to);
                let unread = if *and_wait || self.may_answer(to) { self.borrow() } else { NO_LOCAL };
                self.program.messages.push(Message { count, first, size, priority, unread, awaited: *and_wait });
                Op::Send { to, message: self.program.messages.len() as u32 - 1, attempt }
            }
            Act::Receive { into, from, who } => {
                let first = self.program.targets.len() as u32;
                for word in into {
                    let local = self.local(&word.text);
                    self.program.targets.push(local);
                }
                let who = who.as_ref().map_or(NO_LOCAL, |who| self.local(&who.text));
                let from = match from {
                    Some(from) => self.channel_from(from),
                    None => Target::Any,
                };
                Op::Receive { from, count: into.len() as u8, first, who, attempt }
            }
            Act::Wait(target) => Op::Wait { lock: self.lock(target), attempt },
            Act::Lock(target) => Op::Lock { lock: self.lock(target), attempt },
            Act::Attach { memory, read_only } => {
                Op::Attach { memory: self.memory(memory), read_only: *read_only, attempt }
            }
        }
    }

    /// After a send that waits for the receipt: waits until the message is received.
    pub(super) fn receipt(&mut self, op: Op, act: &Act, attempt: u16) {
        if let (Op::Send { to, message, .. }, Act::Send { .. }) = (op, act) {
            let unread = self.program.messages[message as usize].unread;
            if unread != NO_LOCAL {
                self.emit(Op::Received { to, unread, attempt });
            }
        }
    }

    /// Whether a message to it may cross a network at capacity 0, so that the sender waits for an acknowledgement.
    fn may_answer(&self, to: Target) -> bool {
        let answers = |channel: u16| {
            self.program.is_remote(self.number, channel) && self.program.channels[usize::from(channel)].is_rendezvous()
        };
        match to {
            Target::One(channel) => answers(channel),
            Target::OneOf { first, count, .. } => (first..first + count).any(answers),
            Target::Process { .. } => self.program.hosts.len() > 1,
            Target::Nothing | Target::Any => false,
        }
    }

    fn size(&mut self, size: &Size) -> Operand {
        match size {
            Size::Literal(size) => Operand::Constant(super::number(size.bytes)),
            Size::Computed(expr, unit) => self.scaled(expr, unit.bytes()),
        }
    }

    /// The channel of a send.
    pub(super) fn channel_to(&mut self, target: &tree::Target) -> Target {
        self.channel(target, |number, other| (number, other))
    }

    /// The channel of a receive.
    pub(super) fn channel_from(&mut self, target: &tree::Target) -> Target {
        self.channel(target, |number, other| (other, number))
    }

    fn channel(&mut self, target: &tree::Target, ends: fn(usize, usize) -> (usize, usize)) -> Target {
        match self.names.get(&target.name.text) {
            Some(Named::Mailbox(first, count)) => self.one_of(first, count, target),
            Some(Named::Process(first, count, _)) => match self.one_of(first, count, target) {
                Target::One(other) => {
                    let (from, to) = ends(self.number, usize::from(other));
                    Target::One(links::between(self.program, from, to))
                }
                _ => {
                    let who = self.process_value(target, first, count);
                    Target::Process { who: self.keep(who) }
                }
            },
            _ => {
                let local = self.local(&target.name.text);
                Target::Process { who: self.keep(Operand::Local(local)) }
            }
        }
    }

    /// The value of one process of an array.
    fn process_value(&mut self, target: &tree::Target, first: u16, count: u16) -> Operand {
        let index = target.index.as_deref().expect("only an index can be unknown");
        let mut terms = self.terms(index);
        terms.push(Term::ProcessFrom(first, count));
        self.store(terms)
    }

    /// The same as a term, if `target` is an element of an array.
    pub(super) fn process_term(&mut self, target: &tree::Target) -> Term {
        let Some(Named::Process(first, count, _)) = self.names.get(&target.name.text) else {
            unreachable!("the checker allows only processes with an index")
        };
        let value = self.process_value(target, first, count);
        let into = self.borrow();
        let value = self.keep(value);
        self.emit(Op::Set { local: into, value });
        Term::Local(into)
    }

    pub(super) fn lock(&mut self, target: &tree::Target) -> Target {
        match self.names.get(&target.name.text) {
            Some(Named::Lock(first, count)) => self.one_of(first, count, target),
            _ => unreachable!("the checker knows every lock"),
        }
    }

    /// One of `count` objects from `first` on.
    pub(super) fn one_of(&mut self, first: u16, count: u16, target: &tree::Target) -> Target {
        let Some(index) = target.index.as_deref() else { return Target::One(first) };
        match self.fold(index).and_then(|index| u16::try_from(index).ok()).filter(|&index| index < count) {
            Some(index) => Target::One(first + index),
            None => {
                let index = self.operand(index);
                Target::OneOf { first, count, index: self.keep(index) }
            }
        }
    }

    /// The mailbox that a statement inspects.
    pub(super) fn looked_at(&mut self, target: &tree::Target) -> Target {
        self.channel_to(target)
    }

    /// A name in an expression: a variable if there is one, otherwise a process.
    pub(super) fn name_term(&mut self, name: &str) -> Term {
        match (self.locals.get(name), self.names.get(name)) {
            (None, Some(Named::Process(first, ..))) => Term::Constant(self.program.value_of_process(first)),
            _ => Term::Local(self.local(name)),
        }
    }
}
