//! Who waits for ever in a state, without a clock: the same rules as in a run (`simulate/stuck.rs`).
//!
//! A set is stuck when nobody who could free a member is outside it and alive. With a ring of waiting inside it is a
//! deadlock (Coffman et al., 1971), without one its members are abandoned. A server is never itself reported.

use alloc::vec::Vec;

use crate::program::Program;
use crate::trace::event::Wait;
use crate::world::{Move, NETWORK, World};

/// Who waits for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stuck {
    /// The members of each ring, ascending.
    pub rings: Vec<Vec<u16>>,
    /// Who is in no ring, ascending.
    pub abandoned: Vec<u16>,
    /// Each stuck process with those who could free it and are stuck too.
    pub waits_for: Vec<(u16, Vec<u16>)>,
}

impl Stuck {
    /// Whether nobody waits for ever.
    pub fn is_empty(&self) -> bool {
        self.rings.is_empty() && self.abandoned.is_empty()
    }

    /// Who waits for ever in a state with these choices.
    pub(super) fn find(program: &Program, world: &World, choices: &[Move]) -> Stuck {
        let count = program.processes.len();
        let mut can_move = alloc::vec![false; count];
        for choice in choices.iter().filter(|choice| choice.process != NETWORK) {
            can_move[usize::from(choice.process)] = true;
        }
        let waits: Vec<Vec<(Wait, u16)>> = (0..count)
            .map(|process| if can_move[process] { Vec::new() } else { world.waits(program, process) })
            .collect();
        let mut inside: Vec<bool> = (0..count)
            .map(|process| {
                world.is_alive(process)
                    && !can_move[process]
                    && !may_be_freed_by_network(program, world, process, &waits[process])
            })
            .collect();
        if world.failed().is_some() || !inside.contains(&true) {
            return Stuck::default();
        }
        let mut is_changing = true;
        while core::mem::take(&mut is_changing) {
            for process in 0..count {
                let helps = |other: u16| !inside[usize::from(other)] && world.is_alive(usize::from(other));
                if inside[process] && any_could_end_it(program, world, process, &waits[process], &helps) {
                    inside[process] = false;
                    is_changing = true;
                }
            }
        }
        Stuck::sorted(program, world, &waits, &inside)
    }

    fn sorted(program: &Program, world: &World, waits: &[Vec<(Wait, u16)>], inside: &[bool]) -> Stuck {
        let members: Vec<usize> = (0..inside.len()).filter(|&process| inside[process]).collect();
        let next = |process: usize| -> Vec<u16> {
            let mut next = Vec::new();
            for &wait in &waits[process] {
                world.each_helper(program, process, wait, &mut |other| {
                    if inside[usize::from(other)] && !next.contains(&other) {
                        next.push(other);
                    }
                });
            }
            next.sort_unstable();
            next
        };
        let waits_for: Vec<(u16, Vec<u16>)> = members.iter().map(|&process| (process as u16, next(process))).collect();
        let ahead: Vec<Vec<u16>> = members.iter().map(|&process| reached(&waits_for, process as u16)).collect();
        let mut stuck = Stuck { waits_for, ..Stuck::default() };
        for (place, &process) in members.iter().enumerate() {
            let process = process as u16;
            if stuck.rings.iter().any(|ring| ring.contains(&process)) {
                continue;
            }
            if !ahead[place].contains(&process) {
                if !program.processes[usize::from(process)].server {
                    stuck.abandoned.push(process);
                }
                continue;
            }
            let is_in_ring = |&(at, &other): &(usize, &usize)| {
                ahead[place].contains(&(other as u16)) && ahead[at].contains(&process)
            };
            let ring: Vec<u16> =
                members.iter().enumerate().filter(is_in_ring).map(|(_, &other)| other as u16).collect();
            if ring.iter().any(|&member| !program.processes[usize::from(member)].server) {
                stuck.rings.push(ring);
            }
        }
        stuck
    }
}

/// Everyone whom `from` waits for, directly or through others.
fn reached(waits_for: &[(u16, Vec<u16>)], from: u16) -> Vec<u16> {
    let mut reached = Vec::new();
    let mut open = alloc::vec![from];
    while let Some(at) = open.pop() {
        let Ok(place) = waits_for.binary_search_by_key(&at, |&(process, _)| process) else { continue };
        for &next in &waits_for[place].1 {
            if !reached.contains(&next) {
                reached.push(next);
                open.push(next);
            }
        }
    }
    reached
}

/// The network may still bring what it waits for.
fn may_be_freed_by_network(program: &Program, world: &World, process: usize, waits: &[(Wait, u16)]) -> bool {
    let flies = |channel: u16| !world.in_flight(channel).is_empty();
    program.hosts.len() > 1
        && waits.iter().any(|&(wait, object)| match wait {
            Wait::AnyMessage => program.processes[process].incoming.iter().any(|&channel| flies(channel)),
            wait if wait.is_channel() => flies(object) || wait.is_send() && world.answers_in_flight(object) > 0,
            _ => false,
        })
}

/// Whether one of those who could free it, or whose end would end its wait with a fault, `helps`.
fn any_could_end_it(
    program: &Program,
    world: &World,
    process: usize,
    waits: &[(Wait, u16)],
    helps: &dyn Fn(u16) -> bool,
) -> bool {
    waits.iter().any(|&(wait, object)| {
        let mut is_found = false;
        world.each_helper(program, process, (wait, object), &mut |other| is_found |= helps(other));
        if is_found || !wait.is_channel() {
            return is_found;
        }
        let channel = &program.channels[usize::from(object)];
        let mut ends = channel.direct.into_iter().flat_map(|(from, to)| [from, to]).chain(channel.owner);
        ends.any(|other| usize::from(other) != process && helps(other))
    })
}
