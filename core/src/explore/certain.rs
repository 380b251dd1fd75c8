//! Processes blocked forever by control flow alone: certain even where not every state is known.

use alloc::vec::Vec;

use crate::event::Wait;
use crate::id::ChannelId;
use crate::program::{Goal, Program};
use crate::world::{Move, NETWORK, World};

/// The blocked processes of a state, ascending.
pub(super) fn blocked(program: &Program, world: &World, choices: &[Move]) -> Vec<u16> {
    let mut can_move = alloc::vec![world.failed().is_some(); program.processes.len()];
    for &choice in choices.iter().filter(|choice| choice.process != NETWORK) {
        can_move[choice.process.index()] = true;
        if let Some(partner) = world.partner(program, choice) {
            can_move[partner.index()] = true;
        }
    }
    let is_blocked = |&process: &u16| world.is_alive(usize::from(process)) && !can_move[usize::from(process)];
    (0..program.processes.len() as u16).filter(is_blocked).collect()
}

/// The blocked processes that stay blocked forever, since no other process can reach an operation that would unblock
/// one of them; ascending.
pub(super) fn forever(program: &Program, world: &World, blocked: &[u16]) -> Vec<u16> {
    let mut inside: Vec<u16> = blocked.to_vec();
    inside.retain(|&process| !may_be_unblocked_by_network(program, world, process));
    loop {
        let before = inside.clone();
        inside.retain(|&process| {
            let helps = |other: u16| {
                world.is_alive(usize::from(other)) && before.binary_search(&other).is_err() && other != process
            };
            !world.waits(program, usize::from(process)).into_iter().any(|wait| {
                let mut is_found = false;
                world.each_rescuer(program, usize::from(process), wait, &mut |other| is_found |= helps(other));
                world.each_ender(program, usize::from(process), wait, &mut |other| {
                    let could_end = || world.could_come_to(program, usize::from(other), Goal::EndOrFault);
                    is_found |= helps(other) && could_end();
                });
                is_found
            })
        });
        if inside == before {
            let is_outside = |&process: &u16| before.binary_search(&process).is_err();
            let mut others = (0..program.processes.len() as u16).filter(is_outside);
            // A failing assertion would end every process.
            let could_abort = others.any(|other| world.could_come_to(program, usize::from(other), Goal::Abort));
            return if could_abort { Vec::new() } else { inside };
        }
    }
}

/// The network may still deliver what it waits for.
fn may_be_unblocked_by_network(program: &Program, world: &World, process: u16) -> bool {
    let flies = |channel: u16| !world.in_flight(ChannelId(channel)).is_empty();
    program.hosts.len() > 1
        && world.waits(program, usize::from(process)).into_iter().any(|(wait, object)| match wait {
            Wait::AnyMessage => program.processes[usize::from(process)].incoming.iter().any(|&channel| flies(channel)),
            wait if wait.is_channel() => {
                flies(object) || wait.is_send() && world.answers_in_flight(ChannelId(object)) > 0
            }
            _ => false,
        })
}
