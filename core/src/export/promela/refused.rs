//! Refusals: what has no counterpart in Promela, or none with the same meaning, and its place in the text.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Refusal;
use super::subjects::{Message, messages, numbers_of};
use crate::program::{Channel, Op, Operand, Program, Room, Term};
use crate::scenario::tree::Span;
use crate::value::Value;

/// Most places of a Promela channel.
const MOST_ROOM: u32 = 255;
/// SPIN numbers its processes by a byte, and one of them reports.
const MOST_PROCESSES: usize = 250;

/// All refusals, in the text's order.
pub(super) fn refusals(program: &Program) -> Vec<Refusal> {
    let mut found = Vec::new();
    if program.processes.len() > MOST_PROCESSES {
        let message = format!("{} processes: SPIN has at most {MOST_PROCESSES}", program.processes.len());
        found.push(Refusal { span: program.processes[MOST_PROCESSES].span, message });
    }
    for (number, process) in program.processes.iter().enumerate() {
        for (&op, &span) in process.ops.iter().zip(&process.spans) {
            if let Op::Select { select } = op {
                let spec = &program.selects[select as usize];
                for arm in &program.arms[spec.first as usize..][..usize::from(spec.count)] {
                    found.extend(of_op(program, number, arm.op).map(|message| Refusal { span, message }));
                }
            }
            found.extend(of_op(program, number, op).map(|message| Refusal { span, message }));
        }
    }
    let nowhere = program.processes.first().map_or(Span::default(), |process| process.span);
    let is_far = |value: Value| value.as_number().is_some_and(|number| i32::try_from(number).is_err());
    let operands = program.operands.iter().filter_map(|operand| match operand {
        Operand::Constant(value) => Some(*value),
        _ => None,
    });
    let terms = program.terms.iter().filter_map(|term| match term {
        Term::Constant(value) => Some(*value),
        _ => None,
    });
    let initial = program.fields.iter().map(|field| field.initial);
    if let Some(value) = operands.chain(terms).chain(initial).find(|&value| is_far(value)) {
        let message = format!("the number {}: Promela's have 32 bits", value.as_number().unwrap_or_default());
        found.push(Refusal { span: nowhere, message });
    }
    found.sort_by_key(|refusal| refusal.span);
    found.dedup();
    found
}

/// Why an operation is refused.
fn of_op(program: &Program, process: usize, op: Op) -> Option<String> {
    let (to, sends) = match op {
        Op::Send { to, .. } => (to, true),
        Op::Receive { from, .. } => (from, false),
        Op::Post { to, .. } => (to, false),
        Op::Inspect { channel, .. } => (channel, true),
        Op::Wait { lock, .. } => {
            let locks = numbers_of(lock, program, process, true);
            let has_line = locks.iter().any(|&lock| program.locks[usize::from(lock)].has_line());
            return has_line.then(|| "a semaphore `fifo`: Promela promises no order among those who wait".into());
        }
        Op::Select { .. }
        | Op::Create { .. }
        | Op::Attach { .. }
        | Op::Detach { .. }
        | Op::Read { .. }
        | Op::Write { .. }
        | Op::Instruct { .. }
        | Op::Lock { .. }
        | Op::Unlock { .. }
        | Op::Signal { .. }
        | Op::FallAsleep { .. }
        | Op::Notify { .. }
        | Op::Atomic { .. }
        | Op::Received { .. }
        | Op::Awake { .. }
        | Op::Draw { .. }
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
        | Op::End { .. } => return None,
    };
    if matches!(to, crate::program::Target::Process { .. }) && program.hosts.len() > 2 {
        return Some(
            "a process that is known only when it runs, with several hosts: there may be no link to it".into(),
        );
    }
    numbers_of(to, program, process, sends).into_iter().find_map(|channel| of_channel(program, process, channel))
}

/// Why a process's use of a channel is refused.
fn of_channel(program: &Program, process: usize, number: u16) -> Option<String> {
    let channel = &program.channels[usize::from(number)];
    let name = &channel.name;
    let home = channel.direct.map_or(channel.home, |(from, _)| program.processes[usize::from(from)].host);
    let is_far = program.processes[process].host != channel.home
        || home != channel.home
        || channel.senders.iter().any(|&sender| program.processes[usize::from(sender)].host != channel.home);
    let why: String = match (&channel.capacity, channel) {
        _ if is_far => {
            return Some(format!("`{name}` goes over a network: its times, losses and windows have no counterpart"));
        }
        (Room::Unbounded, _) => {
            return Some(format!(
                "`{name}` has no bound: a channel of Promela has one, so write `capacity` and a number"
            ));
        }
        (Room::Bytes(_), _) => "has its capacity in bytes: a channel of Promela counts messages".into(),
        (Room::Messages(most), _) if *most > MOST_ROOM => {
            format!("has room for {most}: a channel of Promela has at most {MOST_ROOM}")
        }
        (_, Channel { fixed: Some(_), .. }) => "has messages of a fixed size: Promela's have none".into(),
        (_, Channel { largest: Some(_), .. }) => "has messages up to a size: Promela's have none".into(),
        (_, Channel { by_message_priority: true, .. }) => {
            "gives out by priority: a sorted channel of Promela does not keep the order of equal ones".into()
        }
        _ if channel.has_line() => "gives to one by a rule: Promela promises no order among those who wait".into(),
        _ if channel.is_to_all() => return of_one_to_all(program, number),
        _ => return None,
    };
    Some(format!("`{name}` {why}"))
}

/// Why a channel `to all` is refused: it becomes a queue for each reader.
fn of_one_to_all(program: &Program, number: u16) -> Option<String> {
    let channel = &program.channels[usize::from(number)];
    let why = match () {
        () if channel.is_rendezvous() => "is to all at capacity 0",
        () if channel.name.contains('[') => "is one of several to all",
        () if channel.explicit_buffering => "is to all with explicit buffering",
        () if channel.receivers.len() > 4 => "is to all with more than four readers",
        () if channel.receivers.iter().any(|reader| channel.senders.contains(reader)) => {
            "is to all, and a reader sends to it"
        }
        () => {
            let awaited = messages(program).into_iter().any(|(_, sent)| match sent {
                Message::Sent { to, message } => {
                    to == crate::program::Target::One(number) && program.messages[message as usize].awaited
                }
                Message::Received { .. } => false,
            });
            if !awaited {
                return None;
            }
            "is to all, and a sender waits until all have read"
        }
    };
    Some([&format!("`{}`", channel.name), why, "which is not in the export"].map(ToString::to_string).join(" "))
}
