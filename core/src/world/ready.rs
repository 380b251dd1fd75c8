//! Readiness: whether an operation can proceed, and if not, the reason why it is blocked or refused.

use super::{Fault, World};
use crate::event::{NOTHING, Wait};
use crate::program::{Channel, Op, Program, Target};

/// The readiness of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ready {
    /// It can proceed.
    Go,
    /// It is blocked until others act. The object is a channel, a lock or a region, as [`Wait`] says.
    Wait(Wait, u16),
    /// The system refuses it. With a `try` it fails; otherwise it is a fault.
    Never(Fault, u16),
}

impl World {
    /// The channel or lock that is the target of an operation of `process`. `sends`: a process means the link to it.
    pub(crate) fn resolve(
        &self,
        program: &Program,
        process: usize,
        to: Target,
        sends: bool,
    ) -> Result<u16, (Fault, u16)> {
        match to {
            Target::One(number) => Ok(number),
            Target::OneOf { first, count, index } => {
                let index = self.number(program, process, index).map_err(|fault| (fault, NOTHING))?;
                match u16::try_from(index).ok().filter(|&index| index < count) {
                    Some(index) => Ok(first + index),
                    None => Err((Fault::NoSuchIndex, NOTHING)),
                }
            }
            Target::Process { who } => {
                let value =
                    self.evaluate(program, process, *self.operand(program, who)).map_err(|fault| (fault, NOTHING))?;
                let other = program.process_of(value).ok_or((Fault::NotAProcess, NOTHING))?;
                if usize::from(other) == process {
                    return Err((Fault::ToItself, NOTHING));
                }
                let (from, to) = if sends { (process, usize::from(other)) } else { (usize::from(other), process) };
                let (here, there) = (program.processes[from].host, program.processes[to].host);
                match program.direct(from, to) {
                    Some(channel) if here == there || program.route(here, there).is_some() => Ok(channel),
                    _ => Err((Fault::NoLink, other)),
                }
            }
            Target::Nothing | Target::Any => Err((Fault::NoSuchIndex, NOTHING)),
        }
    }

    /// Whether `op`, which `process` is at, can proceed. A rendezvous counts as blocked: others determine who meets
    /// whom.
    pub(crate) fn ready(&self, program: &Program, process: usize, op: Op) -> Ready {
        match op {
            Op::Send { to, message, .. } => match self.resolve(program, process, to, true) {
                Ok(channel) => self.ready_to_send(program, process, channel, message),
                Err((fault, object)) => Ready::Never(fault, object),
            },
            Op::Receive { from: Target::Any, .. } => match self.first_arrival(process) {
                Some(_) => Ready::Go,
                None => Ready::Wait(Wait::AnyMessage, process as u16),
            },
            Op::Receive { from, .. } => match self.resolve(program, process, from, false) {
                Ok(channel) => self.ready_to_receive(program, process, channel),
                Err((fault, object)) => Ready::Never(fault, object),
            },
            Op::Received { to, unread, .. } => match self.local(program, process, unread).word() {
                1 => Ready::Wait(Wait::Receipt, self.resolve(program, process, to, true).unwrap_or(NOTHING)),
                _ => Ready::Go,
            },
            Op::Lock { lock, .. } | Op::Wait { lock, .. } => match self.resolve(program, process, lock, true) {
                Ok(lock) => self.ready_to_take(program, process, lock),
                Err((fault, object)) => Ready::Never(fault, object),
            },
            Op::Awake { condition, mutex, asleep } => self.ready_to_wake(program, process, condition, mutex, asleep),
            Op::Attach { memory, read_only, .. } => self.ready_to_attach(program, process, memory, read_only),
            Op::Post { .. }
            | Op::Select { .. }
            | Op::Create { .. }
            | Op::Detach { .. }
            | Op::Read { .. }
            | Op::Write { .. }
            | Op::Instruct { .. }
            | Op::Unlock { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Draw { .. }
            | Op::Inspect { .. }
            | Op::Either { .. }
            | Op::Assert { .. }
            | Op::Again { .. }
            | Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Set { .. }
            | Op::Assemble { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Repeat { .. }
            | Op::Rounds { .. }
            | Op::Print { .. }
            | Op::Show { .. }
            | Op::End { .. } => Ready::Go,
        }
    }

    fn ready_to_send(&self, program: &Program, process: usize, channel: u16, message: u32) -> Ready {
        let of = &program.channels[usize::from(channel)];
        if !of.is_plain() || of.users.is_some() || of.owner.is_some() {
            if of.users.as_ref().is_some_and(|users| users.binary_search(&(process as u16)).is_err()) {
                return Ready::Never(Fault::NotAUser, channel);
            }
            if of.owner.is_some_and(|owner| !self.is_alive(usize::from(owner))) {
                return Ready::Never(Fault::OwnerEnded, channel);
            }
        }
        let is_remote = program.is_remote(process, channel);
        if let Some((_, to)) = of.direct
            && !is_remote
            && !self.is_alive(usize::from(to))
        {
            return Ready::Never(Fault::PartnerEnded, channel);
        }
        if is_remote && program.route(program.processes[process].host, of.home).is_none() {
            return Ready::Never(Fault::NoLink, of.direct.map_or(NOTHING, |(_, to)| to));
        }
        // A message whose size is a fault proceeds, and faults.
        let Ok(bytes) = self.bytes_of(program, process, &program.messages[message as usize]) else { return Ready::Go };
        let takes = of.takes(bytes);
        let is_rendezvous = of.is_rendezvous();
        if of.largest.is_some_and(|largest| bytes > largest) || !is_rendezvous && takes > of.capacity.most() {
            return Ready::Never(Fault::TooLarge, channel);
        }
        match is_rendezvous {
            true if is_remote => Ready::Go,
            false if takes <= self.room(program, channel) => Ready::Go,
            _ => Ready::Wait(wait_to_send(of), channel),
        }
    }

    fn ready_to_receive(&self, program: &Program, process: usize, channel: u16) -> Ready {
        let of = &program.channels[usize::from(channel)];
        if of.users.as_ref().is_some_and(|users| users.binary_search(&(process as u16)).is_err()) {
            return Ready::Never(Fault::NotAUser, channel);
        }
        if self.next_for(program, process, channel).is_some() {
            if !of.has_line() {
                return Ready::Go;
            }
            let is_chosen = self.chosen(program, channel, None).contains(&(process as u16));
            let nobody_waits = self.lines[usize::from(channel)].is_empty();
            return if is_chosen || nobody_waits { Ready::Go } else { Ready::Wait(Wait::Message, channel) };
        }
        if let Some((from, _)) = of.direct
            && !program.is_remote(usize::from(from), channel)
            && !self.is_alive(usize::from(from))
        {
            return Ready::Never(Fault::PartnerEnded, channel);
        }
        Ready::Wait(wait_to_receive(program, channel), channel)
    }
}

/// The reason why a send to a channel is blocked.
pub(super) fn wait_to_send(channel: &Channel) -> Wait {
    match (channel.is_rendezvous(), channel.explicit_buffering) {
        (true, _) => Wait::Receiver,
        (false, true) => Wait::Buffer,
        (false, false) => Wait::Room,
    }
}

/// The reason why a receive from a channel is blocked: at capacity 0 it waits for a sender, if one is on its host.
pub(super) fn wait_to_receive(program: &Program, channel: u16) -> Wait {
    let of = &program.channels[usize::from(channel)];
    let meets = |&sender: &u16| !program.is_remote(usize::from(sender), channel);
    match of.is_rendezvous() && (of.senders.is_empty() || of.senders.iter().any(meets)) {
        true => Wait::Sender,
        false => Wait::Message,
    }
}
