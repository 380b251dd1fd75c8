//! Processes that can change places: several of one name with the same program, whom nothing in a state tells apart.
//!
//! Left out: processes that hold mutexes, sleep on conditions, have direct links or rights of their own, or whose prints,
//! variables or order of waiting are asked for.

use alloc::vec::Vec;

use super::footprint::{Components, acts};
use crate::program::{LockKind, NO_ATTEMPT, NO_LOCAL, Op, Operand, Program, Promise, To};

/// Groups of processes that can change places, each ascending.
pub(super) fn groups(
    program: &Program,
    components: &Components,
    nameless: &[bool],
    keeps_prints: bool,
) -> Vec<Vec<u16>> {
    let mut groups: Vec<Vec<u16>> = Vec::new();
    for (number, process) in program.processes.iter().enumerate() {
        let may = is_free(program, components, nameless, number, keeps_prints);
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

/// Whether no part of a state names the process, and nobody asks for it.
fn is_free(program: &Program, components: &Components, nameless: &[bool], process: usize, keeps_prints: bool) -> bool {
    let who = process as u16;
    let uses = |processes: &[u16]| processes.contains(&who);
    let channels = program.channels.iter().zip(nameless).all(|(channel, &is_nameless)| {
        let is_end = channel.direct.is_some_and(|(from, to)| from == who || to == who) || channel.owner == Some(who);
        let is_told_apart = !is_nameless && uses(&channel.senders)
            || (channel.has_line() || channel.is_to_all()) && uses(&channel.receivers);
        !is_end && !is_told_apart && !channel.is_rendezvous()
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
        if matches!(check.promise, Promise::Always(_) | Promise::Possible(_)) {
            components.each_seen(program, check, &mut |component| is_seen |= component == u32::from(who));
        }
        is_seen
    });
    let is_silent = !keeps_prints || !acts(program, process).any(|op| matches!(op, Op::Print { .. }));
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

/// Whether two operations do the same. What could name a process is not.
fn same(program: &Program, a: Op, b: Op) -> bool {
    let operand = |a: u32, b: u32| same_operand(program, a, b);
    let operands = |a: u32, b: u32, count: u32| (0..count).all(|offset| operand(a + offset, b + offset));
    let to = |a: To, b: To| match (a, b) {
        (To::OneOf { first, count, index }, To::OneOf { first: first_b, count: count_b, index: index_b }) => {
            (first, count) == (first_b, count_b) && operand(index, index_b)
        }
        (To::One(a), To::One(b)) => a == b,
        _ => false,
    };
    let place = |a: u32, b: u32| {
        let (a, b) = (&program.places[a as usize], &program.places[b as usize]);
        let slots = match (a.slot, b.slot) {
            (Some(a), Some(b)) => operand(a, b),
            (a, b) => a == b,
        };
        a.field == b.field && slots
    };
    let no_attempt = a.attempt().is_none() && b.attempt().is_none();
    match (a, b) {
        (Op::Send { to: to_a, message: a, .. }, Op::Send { to: to_b, message: b, .. }) => {
            let (a, b) = (&program.messages[a as usize], &program.messages[b as usize]);
            let is_plain = |of: &crate::program::Message| {
                of.size.is_none() && of.priority.is_none() && of.unread == NO_LOCAL && !of.awaited
            };
            no_attempt
                && is_plain(a)
                && is_plain(b)
                && to(to_a, to_b)
                && a.count == b.count
                && operands(a.first, b.first, u32::from(a.count))
        }
        (
            Op::Receive { from: to_a, count, first, who, attempt },
            Op::Receive { from: to_b, count: count_b, first: first_b, who: who_b, attempt: attempt_b },
        ) => {
            let targets = |first: u32| &program.targets[first as usize..][..usize::from(count)];
            let is_plain = [who, who_b] == [NO_LOCAL; 2] && [attempt, attempt_b] == [NO_ATTEMPT; 2];
            is_plain && count == count_b && to(to_a, to_b) && targets(first) == targets(first_b)
        }
        (Op::Read { into, place: a, cell }, Op::Read { into: into_b, place: b, cell: cell_b }) => {
            (into, cell) == (into_b, cell_b) && place(a, b)
        }
        (Op::Write { place: a, cell, value }, Op::Write { place: b, cell: cell_b, value: value_b }) => {
            cell == cell_b && place(a, b) && operand(value, value_b)
        }
        (
            Op::Instruct { into, place: a, instruction, first },
            Op::Instruct { into: into_b, place: b, instruction: instruction_b, first: first_b },
        ) => {
            (into, instruction) == (into_b, instruction_b)
                && place(a, b)
                && operands(first, first_b, instruction.values() as u32)
        }
        (Op::Wait { lock: a, .. }, Op::Wait { lock: b, .. }) | (Op::Signal { lock: a }, Op::Signal { lock: b }) => {
            no_attempt && to(a, b)
        }
        (Op::Draw { into, range }, Op::Draw { into: into_b, range: range_b }) => {
            into == into_b && operands(range, range_b, 2)
        }
        (Op::Either { count, first }, Op::Either { count: count_b, first: first_b }) => {
            let branches = |first: u32| &program.branches[first as usize..][..usize::from(count)];
            count == count_b && branches(first) == branches(first_b)
        }
        (Op::Set { local, value }, Op::Set { local: local_b, value: value_b }) => {
            local == local_b && operand(value, value_b)
        }
        (Op::Unless { condition, target }, Op::Unless { condition: condition_b, target: target_b }) => {
            target == target_b && operand(condition, condition_b)
        }
        (Op::Rounds { counter, count }, Op::Rounds { counter: counter_b, count: count_b }) => {
            counter == counter_b && operand(count, count_b)
        }
        (Op::Print { count, first }, Op::Print { count: count_b, first: first_b }) => {
            count == count_b && operands(first, first_b, u32::from(count))
        }
        (Op::Work { .. }, Op::Work { .. }) | (Op::Sleep { .. }, Op::Sleep { .. }) => true,
        (Op::Say { .. }, Op::Say { .. }) | (Op::Ask { .. }, Op::Ask { .. }) => true,
        (
            Op::Jump { .. }
            | Op::Again { .. }
            | Op::Repeat { .. }
            | Op::Enter { .. }
            | Op::Leave { .. }
            | Op::End { .. },
            _,
        ) => a == b,
        _ => false,
    }
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
