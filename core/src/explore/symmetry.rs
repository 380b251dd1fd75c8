//! Interchangeable processes: several of one name with the same program, which nothing in a state distinguishes.
//!
//! Left out: processes that hold mutexes, sleep on conditions, have direct links or rights of their own, or whose
//! prints, variables or waiting order matter.

use alloc::vec::Vec;

use super::Printing;
use super::footprint::Components;
use crate::program::{Effects, LockKind, NO_LOCAL, Next, Op, Operand, Pace, Program, Target};

/// Groups of interchangeable processes, each ascending.
pub(super) fn groups(program: &Program, components: &Components, nameless: &[bool], prints: Printing) -> Vec<Vec<u16>> {
    let mut groups: Vec<Vec<u16>> = Vec::new();
    for (number, process) in program.processes.iter().enumerate() {
        let may = is_free(program, components, nameless, number, prints);
        match process.replica {
            Some((index, _)) if may => {
                let first = number - usize::from(index);
                let known = groups.iter_mut().find(|group| usize::from(group[0]) == first);
                match known {
                    Some(group) if is_alike(program, first, number) => group.push(number as u16),
                    None if index == 0 => groups.push([number as u16].to_vec()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Whether no part of a state names the process, and no check depends on it.
fn is_free(program: &Program, components: &Components, nameless: &[bool], process: usize, prints: Printing) -> bool {
    let who = process as u16;
    let uses = |processes: &[u16]| processes.contains(&who);
    let channels = program.channels.iter().zip(nameless).all(|(channel, &is_nameless)| {
        let is_end = channel.direct.is_some_and(|(from, to)| from == who || to == who) || channel.owner == Some(who);
        let is_distinguished = !is_nameless && uses(&channel.senders)
            || (channel.has_line() || channel.is_to_all()) && uses(&channel.receivers);
        !is_end && !is_distinguished && !channel.is_rendezvous()
    });
    let locks = program.locks.iter().all(|lock| {
        let is_counted = matches!(lock.kind, LockKind::Semaphore { fifo: false, .. });
        is_counted || !uses(&lock.takers) && !uses(&lock.givers)
    });
    let memories = program
        .memories
        .iter()
        .all(|memory| memory.owner != Some(who) && memory.allow.iter().all(|&(allowed, _)| allowed != who));
    let asks = program.checks.iter().any(|check| {
        let mut is_seen = false;
        if check.promise.condition().is_some() {
            components.each_seen(program, check, &mut |component| is_seen |= component == u32::from(who));
        }
        is_seen
    });
    let is_silent =
        prints == Printing::Unasked || !program.acts(process).iter().any(|op| matches!(op, Op::Print { .. }));
    channels && locks && memories && !asks && is_silent && !components.is_noticed[process]
}

/// Whether two processes have the same program.
fn is_alike(program: &Program, one: usize, other: usize) -> bool {
    let (one, other) = (&program.processes[one], &program.processes[other]);
    one.ops.len() == other.ops.len()
        && one.sections == other.sections
        && one.server == other.server
        && one.ops.iter().zip(&other.ops).all(|(&a, &b)| same(program, a, b))
}

/// Whether two operations are the same. An operation that could name a process never is.
fn same(program: &Program, a: Op, b: Op) -> bool {
    let (Some(shape_a), Some(shape_b)) = (shape(program, a), shape(program, b)) else { return false };
    let (effects_a, effects_b) = (a.effects(program), b.effects(program));
    let targets = |effects: &Effects| {
        let (range, who) = effects.receives.clone();
        (who == NO_LOCAL).then(|| &program.targets[range.start as usize..range.end as usize])
    };
    let slots_match = effects_a
        .inputs
        .iter()
        .zip(&effects_b.inputs)
        .all(|(a, b)| a.len() == b.len() && a.clone().zip(b.clone()).all(|(a, b)| same_operand(program, a, b)));
    let branches = |effects: &Effects| match effects.next.clone() {
        Next::Branches(range) => &program.branches[range.start as usize..range.end as usize],
        Next::On | Next::To(_) | Next::Unless(..) | Next::Either(_) | Next::Arms(_) | Next::Ended => &[],
    };
    let no_attempt = a.attempt().is_none() && b.attempt().is_none();
    let targets_match = targets(&effects_a).is_some() && targets(&effects_a) == targets(&effects_b);
    shape_a == shape_b && no_attempt && slots_match && targets_match && branches(&effects_a) == branches(&effects_b)
}

/// An operation without the indices of its operands, texts and times, which may differ in equal operations; `None` for
/// one that could name a process, or that interchangeable processes never have.
fn shape(program: &Program, op: Op) -> Option<Op> {
    let to = |to: Target| match to {
        Target::One(_) => Some(to),
        Target::OneOf { first, count, index: _ } => Some(Target::OneOf { first, count, index: 0 }),
        Target::Nothing | Target::Process { .. } | Target::Any => None,
    };
    let field = |place: u32| u32::from(program.places[place as usize].field);
    Some(match op {
        Op::Send { to: channel, message, attempt } => {
            let of = &program.messages[message as usize];
            let is_plain = of.size.is_none() && of.priority.is_none() && of.unread == NO_LOCAL && !of.awaited;
            // The number of values replaces the message.
            Op::Send { to: to(channel).filter(|_| is_plain)?, message: u32::from(of.count), attempt }
        }
        Op::Receive { from, count, first: _, who, attempt } => {
            Op::Receive { from: to(from)?, count, first: 0, who, attempt }
        }
        Op::Read { into, place, cell } => Op::Read { into, place: field(place), cell },
        Op::Write { place, cell, value: _ } => Op::Write { place: field(place), cell, value: 0 },
        Op::Instruct { into, place, instruction, first: _ } => {
            Op::Instruct { into, place: field(place), instruction, first: 0 }
        }
        Op::Wait { lock, attempt } => Op::Wait { lock: to(lock)?, attempt },
        Op::Signal { lock } => Op::Signal { lock: to(lock)? },
        Op::Draw { into, range: _ } => Op::Draw { into, range: 0 },
        Op::Either { count, first: _ } => Op::Either { count, first: 0 },
        Op::Set { local, value: _ } => Op::Set { local, value: 0 },
        Op::Unless { condition: _, target } => Op::Unless { condition: 0, target },
        Op::Rounds { counter, count: _ } => Op::Rounds { counter, count: 0 },
        Op::Print { count, first: _, shows } => Op::Print { count, first: 0, shows },
        Op::Work { pace: _, time: _, label: _ } => Op::Work { pace: Pace::Fixed, time: 0, label: 0 },
        Op::Sleep { pace: _, time: _ } => Op::Sleep { pace: Pace::Fixed, time: 0 },
        Op::Show { what } => Op::Show { what: what.shape() },
        Op::Jump { .. } | Op::Again { .. } | Op::Repeat { .. } | Op::End { .. } => op,
        Op::Post { .. }
        | Op::Select { .. }
        | Op::Create { .. }
        | Op::Attach { .. }
        | Op::Detach { .. }
        | Op::Lock { .. }
        | Op::Unlock { .. }
        | Op::FallAsleep { .. }
        | Op::Notify { .. }
        | Op::Atomic { .. }
        | Op::Received { .. }
        | Op::Awake { .. }
        | Op::Inspect { .. }
        | Op::Assert { .. }
        | Op::Assemble { .. } => return None,
    })
}

fn same_operand(program: &Program, a: u32, b: u32) -> bool {
    match (program.operands[a as usize], program.operands[b as usize]) {
        (Operand::Terms { start, len }, Operand::Terms { start: start_b, len: len_b }) => {
            let terms = |start: u32| &program.terms[start as usize..][..len as usize];
            len == len_b && terms(start) == terms(start_b)
        }
        (a, b) => a == b,
    }
}
