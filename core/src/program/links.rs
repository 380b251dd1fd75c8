//! Direct links, created at their first use, and the users of each shared object.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::declare::{Named, Names, channel, fold, processes};
use super::{Channel, Op, Program, Shown, Target, Use};
use crate::scenario::tree::{
    self, Act, Block, Capacity, ChannelOptions, Condition, ItemKind, Messages, Scenario, StatementKind,
};

/// A link without options: a rendezvous.
const PLAIN: ChannelOptions = ChannelOptions {
    capacity: Capacity::Messages(0),
    messages: Messages::Any,
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
    mark_shared_output(program);
    mark_noticed_ends(program);
    for channel in &mut program.channels {
        if let (true, Some(users)) = (channel.is_to_all(), &channel.users) {
            let receives = |user: &u16| channel.receivers.contains(user) || !channel.senders.contains(user);
            channel.receivers = users.iter().copied().filter(receives).collect();
        }
    }
}

/// Marks all prints if several processes print, since they share the output, and the order there is up to the schedule;
/// or if a process prints and the `assert` of another can end the run before.
fn mark_shared_output(program: &mut Program) {
    let those_with = |is_it: fn(&Op) -> bool| -> Vec<usize> {
        (0..program.processes.len()).filter(|&process| program.processes[process].ops.iter().any(is_it)).collect()
    };
    let printing = those_with(|op| matches!(op, Op::Print { .. }));
    let asserting = those_with(|op| matches!(op, Op::Assert { .. }));
    let [first, ..] = printing[..] else { return };
    if printing.len() == 1 && asserting.iter().all(|&process| process == first) {
        return;
    }
    for op in program.processes.iter_mut().flat_map(|process| &mut process.ops) {
        if let Op::Print { shows, .. } = op {
            *shows = true;
        }
    }
}

/// Marks the processes whose termination others can notice: the partner on a link is refused, an owner's mailbox is
/// destroyed, a reader no longer counts. A fault ends a process as well: where one may come after a pause, the process
/// stops before the pause even without a clock.
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
    for number in (0..noticed.len()).filter(|&number| noticed[number]) {
        let process = &program.processes[number];
        let faults = |op: Op| !op.effects(program).is_safe;
        let may_fault = |first: usize| comes_before_a_move(program, &process.ops, first, faults);
        let starts_later = process.start_us > 0 && may_fault(0);
        // Who was woken by its last move goes on before it, too.
        let pauses = |at: usize| {
            let op = process.ops[at];
            op.is_told() && !op.is_move() && (faults(op) || may_fault(at + 1))
        };
        let observed = starts_later || (0..process.ops.len()).any(pauses);
        let process = &mut program.processes[number];
        process.observed |= observed;
        for op in &mut process.ops {
            if let Op::End { shows } = op {
                *shows = true;
            }
        }
        if starts_later {
            process.ops[0] = Op::Show { what: Shown::Begin };
        }
    }
}

/// Whether a process at `first` may come to such an operation before its next move.
pub(super) fn comes_before_a_move(program: &Program, ops: &[Op], first: usize, is_it: impl Fn(Op) -> bool) -> bool {
    let mut reached = alloc::vec![false; ops.len()];
    let mut open = alloc::vec![first];
    while let Some(at) = open.pop() {
        // Nothing follows the end.
        if at == ops.len() || ops[at].is_move() || core::mem::replace(&mut reached[at], true) {
            continue;
        }
        if is_it(ops[at]) {
            return true;
        }
        program.each_next(at, ops[at], &mut |next| open.push(next as usize));
    }
    false
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
