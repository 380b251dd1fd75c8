//! The objects of operations: the channels and locks they can name, and the messages they send and receive.

use alloc::vec::Vec;

use crate::program::{Op, Program, Target};

/// The number of values a receive takes, the first of the variables for them, and the variable for the sender.
pub(super) type List = (u8, u32, u16);

/// A send or a receive, on its own or as an arm of a `select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Message {
    Sent { to: Target, message: u32 },
    Received { from: Target, list: List },
}

impl Message {
    /// The channel, and whether a process as its target means the link to it.
    pub fn subject(self) -> (Target, bool) {
        match self {
            Message::Sent { to, .. } => (to, true),
            Message::Received { from, .. } => (from, false),
        }
    }
}

/// An operation as a send or a receive; `None` if it is neither.
pub(super) fn message_of(op: Op) -> Option<Message> {
    match op {
        Op::Send { to, message, .. } => Some(Message::Sent { to, message }),
        Op::Receive { from, count, first, who, .. } => Some(Message::Received { from, list: (count, first, who) }),
        Op::Post { .. }
        | Op::Select { .. }
        | Op::Create { .. }
        | Op::Attach { .. }
        | Op::Detach { .. }
        | Op::Read { .. }
        | Op::Write { .. }
        | Op::Instruct { .. }
        | Op::Lock { .. }
        | Op::Unlock { .. }
        | Op::Wait { .. }
        | Op::Signal { .. }
        | Op::FallAsleep { .. }
        | Op::Notify { .. }
        | Op::Atomic { .. }
        | Op::Received { .. }
        | Op::Awake { .. }
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
        | Op::End { .. } => None,
    }
}

/// All sends and receives of a program, including the arms of its `select`s, each with its process.
pub(super) fn messages(program: &Program) -> Vec<(usize, Message)> {
    let mut found = Vec::new();
    for (process, of) in program.processes.iter().enumerate() {
        for &op in &of.ops {
            if let Op::Select { select } = op {
                let spec = &program.selects[select as usize];
                let arms = &program.arms[spec.first as usize..][..usize::from(spec.count)];
                found.extend(arms.iter().filter_map(|arm| Some((process, message_of(arm.op)?))));
            }
            found.extend(message_of(op).map(|message| (process, message)));
        }
    }
    found
}

/// The channels or locks that an operation can use.
pub(super) fn numbers_of(to: Target, program: &Program, process: usize, sends: bool) -> Vec<u16> {
    match to {
        Target::Nothing => Vec::new(),
        Target::One(number) => alloc::vec![number],
        Target::OneOf { first, count, .. } => (first..first + count).collect(),
        Target::Any => program.processes[process].incoming.clone(),
        Target::Process { .. } => {
            let others = (0..program.processes.len()).filter(|&other| other != process);
            others
                .filter_map(|other| if sends { program.direct(process, other) } else { program.direct(other, process) })
                .collect()
        }
    }
}

/// The channels of the array that a mailbox is one of.
pub(super) fn array(program: &Program, channel: usize) -> Option<core::ops::Range<usize>> {
    let of = &program.channels[channel];
    let (base, _) = of.name.split_once('[').filter(|_| of.direct.is_none())?;
    let is_one = |other: &crate::program::Channel| {
        other.direct.is_none() && other.name.split_once('[').is_some_and(|(other, _)| other == base)
    };
    let first = program.channels.iter().position(is_one)?;
    let count = program.channels[first..].iter().take_while(|other| is_one(other)).count();
    Some(first..first + count)
}
