//! Direct links, made at their first use; and who uses what.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::declare::{Named, Names, channel, fold, processes};
use super::{Channel, Op, Program, To};
use crate::scenario::tree::{
    Act, Block, Capacity, ChannelOptions, Condition, ItemKind, Messages, Scenario, StatementKind, Target,
};

/// A link of which nothing is said: sender and receiver meet.
const PLAIN: ChannelOptions = ChannelOptions {
    capacity: Capacity::Messages(0),
    messages: Messages::Any,
    explicit_buffering: false,
    by_message_priority: false,
};

/// The links that are declared, both directions of each.
pub(super) fn declare(scenario: &Scenario, names: &Names, program: &mut Program) {
    for item in &scenario.items {
        if let ItemKind::Link(link) = &item.kind {
            let [Some(one), Some(two)] = [end(&link.ends[0], names), end(&link.ends[1], names)] else { continue };
            make(program, one, two, &link.options);
            make(program, two, one, &link.options);
        }
    }
}

fn end(target: &Target, names: &Names) -> Option<usize> {
    let Some(Named::Process(first, count, _)) = names.get(&target.name.text) else { return None };
    let index = target.index.as_deref().map_or(Some(0), |index| fold(index, None))?;
    (0..i64::from(count)).contains(&index).then(|| usize::from(first) + index as usize)
}

/// The channel from one process to another, made where there is none yet.
pub(super) fn between(program: &mut Program, from: usize, to: usize) -> u16 {
    match program.direct(from, to) {
        Some(channel) => channel,
        None => make(program, from, to, &PLAIN),
    }
}

fn make(program: &mut Program, from: usize, to: usize, options: &ChannelOptions) -> u16 {
    let name = format!("{} → {}", program.processes[from].name, program.processes[to].name);
    let number = program.channels.len() as u16;
    program.channels.push(Channel {
        direct: Some((from as u16, to as u16)),
        home: program.processes[to].host,
        ..channel(name, options)
    });
    program.processes[to].incoming.push(number);
    let link = ((from as u16, to as u16), number);
    let place = program.links.partition_point(|before| *before < link);
    program.links.insert(place, link);
    number
}

/// The machine of each mailbox: that of the processes that receive from it.
pub(super) fn find_homes(scenario: &Scenario, names: &Names, program: &mut Program) {
    if program.hosts.len() == 1 {
        return;
    }
    let mut homes: BTreeMap<u16, u16> = BTreeMap::new();
    for (process, ..) in processes(scenario) {
        let Some(Named::Process(first, ..)) = names.get(&process.name.text) else { continue };
        let host = program.processes[usize::from(first)].host;
        received_from(&process.body, &mut |target| {
            if let Some(Named::Mailbox(first, count)) = names.get(&target.name.text) {
                homes.extend((first..first + count).map(|channel| (channel, host)));
            }
        });
    }
    for (channel, host) in homes {
        program.channels[usize::from(channel)].home = host;
    }
}

/// Calls `found` for each place that a block receives from.
fn received_from(block: &Block, found: &mut dyn FnMut(&Target)) {
    let mut look = |act: &Act| {
        if let Act::Receive { from: Some(from), .. } = act {
            found(from);
        }
    };
    for statement in &block.statements {
        match &statement.kind {
            StatementKind::Act(attempt) => look(&attempt.act),
            StatementKind::Select { arms, .. } => arms.iter().for_each(|(act, _)| look(act)),
            StatementKind::While { condition: Condition::Succeeds(attempt, _), .. } => look(&attempt.act),
            StatementKind::If { arms, .. } => {
                for (condition, _) in arms {
                    if let Condition::Succeeds(attempt, _) = condition {
                        look(&attempt.act);
                    }
                }
            }
            _ => {}
        }
    }
    for statement in &block.statements {
        for inner in statement.kind.blocks() {
            received_from(inner, found);
        }
    }
}

/// Links for processes that are only known while running; who uses which channel, region and lock.
pub(super) fn complete(program: &mut Program) {
    for number in 0..program.processes.len() {
        let ops = every_op(program, number);
        let takes_any = ops.iter().any(|op| matches!(op, Op::Receive { from: To::Any, .. }));
        program.processes[number].takes_any = takes_any;
        let sends_to_whom = |op: &Op| matches!(op, Op::Send { to: To::Process { .. }, .. });
        let receives_from_whom = |op: &Op| {
            matches!(op, Op::Receive { from: To::Process { .. }, .. } | Op::Post { to: To::Process { .. }, .. })
        };
        if ops.iter().any(sends_to_whom) {
            for other in (0..program.processes.len()).filter(|&other| other != number) {
                between(program, number, other);
            }
        }
        if ops.iter().any(receives_from_whom) {
            for other in (0..program.processes.len()).filter(|&other| other != number) {
                between(program, other, number);
            }
        }
    }
    for number in 0..program.processes.len() {
        for op in every_op(program, number) {
            note_uses(program, number, op);
        }
    }
    mark_noticed_ends(program);
    for channel in &mut program.channels {
        if let (true, Some(users)) = (channel.is_to_all(), &channel.users) {
            let receives = |user: &u16| channel.receivers.contains(user) || !channel.senders.contains(user);
            channel.receivers = users.iter().copied().filter(receives).collect();
        }
    }
}

/// Whose end others can notice: the other one of a link is refused, an owner's mailbox goes, a reader no longer counts.
fn mark_noticed_ends(program: &mut Program) {
    let mut noticed = alloc::vec![false; program.processes.len()];
    for channel in &program.channels {
        if let Some((from, to)) = channel.direct {
            noticed[usize::from(from)] |= !channel.receivers.is_empty();
            noticed[usize::from(to)] |= !channel.senders.is_empty();
        }
        if let Some(owner) = channel.owner {
            noticed[usize::from(owner)] = true;
        }
        if channel.is_to_all() {
            let readers = channel.receivers.iter().chain(channel.users.iter().flatten());
            readers.for_each(|&reader| noticed[usize::from(reader)] = true);
        }
    }
    for (process, _) in program.processes.iter_mut().zip(noticed).filter(|(_, is_noticed)| *is_noticed) {
        for op in &mut process.ops {
            if let Op::End { shows } = op {
                *shows = true;
            }
        }
    }
}

/// A process's operations, those in the arms of its selects among them.
fn every_op(program: &Program, number: usize) -> Vec<Op> {
    let mut ops = Vec::new();
    for &op in &program.processes[number].ops {
        ops.push(op);
        if let Op::Select { select } = op {
            let spec = &program.selects[select as usize];
            let arms = &program.arms[spec.first as usize..][..usize::from(spec.count)];
            ops.extend(arms.iter().map(|arm| arm.op));
        }
    }
    ops
}

fn note_uses(program: &mut Program, number: usize, op: Op) {
    let user = number as u16;
    match op {
        Op::Send { to, message, .. } => {
            let width = program.messages[message as usize].count;
            for channel in channels(program, to, number, true) {
                let channel = &mut program.channels[usize::from(channel)];
                channel.width = channel.width.max(width);
                note(&mut channel.senders, user);
            }
        }
        Op::Receive { from, .. } => {
            for channel in channels(program, from, number, false) {
                note(&mut program.channels[usize::from(channel)].receivers, user);
            }
        }
        Op::Read { place, .. } | Op::Write { place, .. } | Op::Instruct { place, .. } => {
            let field = program.places[place as usize].field;
            let memory = program.fields[usize::from(field)].memory;
            note(&mut program.memories[usize::from(memory)].users, user);
        }
        Op::Create { memory } | Op::Attach { memory, .. } => {
            note(&mut program.memories[usize::from(memory)].users, user);
        }
        Op::Lock { lock, .. } | Op::Wait { lock, .. } => {
            locks(lock).for_each(|lock| note(&mut program.locks[usize::from(lock)].takers, user));
        }
        Op::Unlock { lock } | Op::Signal { lock } | Op::Notify { condition: lock, .. } => {
            locks(lock).for_each(|lock| note(&mut program.locks[usize::from(lock)].givers, user));
        }
        Op::FallAsleep { condition, mutex, .. } => {
            locks(condition)
                .chain(locks(mutex))
                .for_each(|lock| note(&mut program.locks[usize::from(lock)].takers, user));
            locks(mutex).for_each(|lock| note(&mut program.locks[usize::from(lock)].givers, user));
        }
        _ => {}
    }
}

fn note(users: &mut Vec<u16>, user: u16) {
    if users.last() != Some(&user) {
        users.push(user);
    }
}

/// All the locks that it may be about.
fn locks(to: To) -> core::ops::Range<u16> {
    match to {
        To::One(lock) => lock..lock + 1,
        To::OneOf { first, count, .. } => first..first + count,
        To::Nothing | To::Process { .. } | To::Any => 0..0,
    }
}

/// All the channels that a send or a receive of process `number` may be about.
pub(crate) fn channels(program: &Program, to: To, number: usize, sends: bool) -> Vec<u16> {
    match to {
        To::One(_) | To::OneOf { .. } => locks(to).collect(),
        To::Nothing => Vec::new(),
        To::Any => program.processes[number].incoming.clone(),
        To::Process { .. } if sends => {
            (0..program.processes.len()).filter_map(|other| program.direct(number, other)).collect()
        }
        To::Process { .. } => program.processes[number].incoming.clone(),
    }
}
