//! Direct links, created at their first use, and the users of each shared object.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::declare::{Named, Names, channel, fold, processes};
use super::{Channel, Op, Program, Target, Use};
use crate::scenario::tree::{self, Act, Block, Capacity, ChannelOptions, Given, ItemKind, Messages, Scenario};

/// A link without options: a rendezvous.
const PLAIN: ChannelOptions = ChannelOptions {
    capacity: Given::plain(Capacity::Messages(0)),
    messages: Given::plain(Messages::Any),
    explicit_buffering: false,
    by_message_priority: false,
};

/// Creates the declared links, both directions of each.
pub(super) fn declare(scenario: &Scenario, names: &Names, program: &mut Program) {
    for item in &scenario.items {
        if let ItemKind::Link(link) = &item.kind {
            let [Some(one), Some(two)] = [end(&link.ends[0], names), end(&link.ends[1], names)] else { continue };
            make(program, one, two, &link.options);
            make(program, two, one, &link.options);
        }
    }
}

fn end(target: &tree::Target, names: &Names) -> Option<usize> {
    let Some(Named::Process(first, count, _)) = names.get(&target.name.text) else { return None };
    let index = target.index.as_deref().map_or(Some(0), |index| fold(index, None))?;
    (0..i64::from(count)).contains(&index).then(|| usize::from(first) + index as usize)
}

/// The channel from one process to another; created if it does not exist yet.
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

/// Sets the host of each mailbox: that of the processes that receive from it.
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

/// Calls `found` for each source of a receive in a block.
fn received_from(block: &Block, found: &mut dyn FnMut(&tree::Target)) {
    block.every(&mut |statement| {
        for act in statement.kind.acts() {
            if let Act::Receive { from: Some(from), .. } = act {
                found(from);
            }
        }
    });
}

/// Creates the links between processes that are only known at run time, and sets the users of each channel, region and
/// lock.
pub(super) fn complete(program: &mut Program) {
    for number in 0..program.processes.len() {
        let uses = every_use(program, number);
        program.processes[number].takes_any = uses.contains(&Use::Receive(Target::Any));
        let others = (0..program.processes.len()).filter(|&other| other != number);
        if uses.iter().any(|used| matches!(used, Use::Send(Target::Process { .. }))) {
            others.clone().for_each(|other| _ = between(program, number, other));
        }
        if uses
            .iter()
            .any(|used| matches!(used, Use::Receive(Target::Process { .. }) | Use::Post(Target::Process { .. })))
        {
            others.for_each(|other| _ = between(program, other, number));
        }
    }
    for number in 0..program.processes.len() {
        for op in program.acts(number) {
            if let Op::Send { to, message, .. } = op {
                let width = program.messages[message as usize].count;
                for channel in channels(program, to, number, true) {
                    let channel = &mut program.channels[usize::from(channel)];
                    channel.width = channel.width.max(width);
                }
            }
        }
        for used in every_use(program, number) {
            note_use(program, number, used);
        }
    }
    for channel in &mut program.channels {
        if let (true, Some(users)) = (channel.is_to_all(), &channel.users) {
            let receives = |user: &u16| channel.receivers.contains(user) || !channel.senders.contains(user);
            channel.receivers = users.iter().copied().filter(receives).collect();
        }
    }
}

/// All uses of shared objects in a process's program.
fn every_use(program: &Program, number: usize) -> Vec<Use> {
    program.acts(number).into_iter().flat_map(|op| op.effects(program).uses).flatten().collect()
}

fn note_use(program: &mut Program, number: usize, used: Use) {
    let user = number as u16;
    match used {
        Use::Send(to) => {
            for channel in channels(program, to, number, true) {
                note(&mut program.channels[usize::from(channel)].senders, user);
            }
        }
        Use::Receive(from) => {
            for channel in channels(program, from, number, false) {
                note(&mut program.channels[usize::from(channel)].receivers, user);
            }
        }
        Use::Read(place, _) | Use::Write(place, _) | Use::Modify(place) => {
            let field = program.places[place as usize].field;
            let memory = program.fields[usize::from(field)].memory;
            note(&mut program.memories[usize::from(memory)].users, user);
        }
        Use::Create(memory) | Use::Attach(memory) => note(&mut program.memories[usize::from(memory)].users, user),
        Use::Take(lock) | Use::Sleep(lock) | Use::Wake(lock) => {
            lock.numbers().for_each(|lock| note(&mut program.locks[usize::from(lock)].takers, user));
        }
        Use::Give(lock) | Use::Notify(lock) => {
            lock.numbers().for_each(|lock| note(&mut program.locks[usize::from(lock)].givers, user));
        }
        Use::Post(_) | Use::Receipt(_) | Use::Inspect(_) | Use::Detach(_) | Use::Abort => {}
    }
}

fn note(users: &mut Vec<u16>, user: u16) {
    if users.last() != Some(&user) {
        users.push(user);
    }
}

/// All channels that a send or a receive of process `number` may be about.
pub(crate) fn channels(program: &Program, to: Target, number: usize, sends: bool) -> Vec<u16> {
    match to {
        Target::One(_) | Target::OneOf { .. } => to.numbers().collect(),
        Target::Nothing => Vec::new(),
        Target::Any => program.processes[number].incoming.clone(),
        Target::Process { .. } if sends => {
            (0..program.processes.len()).filter_map(|other| program.direct(number, other)).collect()
        }
        Target::Process { .. } => program.processes[number].incoming.clone(),
    }
}
