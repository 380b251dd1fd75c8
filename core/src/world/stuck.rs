//! Processes blocked forever: deadlocked or orphaned, and the reasons why each is blocked.
//!
//! Processes are deadlocked if they are blocked forever and wait for each other in a cycle (Coffman et al., 1971); each
//! maximal set of them is one deadlock. A process blocked forever outside every cycle is orphaned. A server may be part
//! of a cycle, but is never reported alone. Other modules find the processes that are blocked forever: the explorer
//! from the graph of all states (`explore/forever.rs`), the simulator by control flow (`simulate/stuck.rs`).

use alloc::vec::Vec;

use super::World;
use crate::event::{Wait, WaitQueue};
use crate::id::{ChannelId, LockId, ProcessId, RegionId};
use crate::program::Program;

/// The processes that are blocked forever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stuck {
    /// The processes of each deadlock, ascending.
    pub deadlocks: Vec<Vec<ProcessId>>,
    /// The processes in no deadlock, ascending; without servers.
    pub orphaned: Vec<ProcessId>,
    /// The reasons why each of them is blocked: one, or one for each arm of its `select`.
    pub waits: Vec<WaitsFor>,
}

/// One reason why a process is blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitsFor {
    /// The process.
    pub process: ProcessId,
    /// The reason.
    pub wait: Wait,
    /// The object of that wait.
    pub object: WaitObject,
    /// The processes, also blocked forever, that it waits for, ascending.
    pub by: Vec<ProcessId>,
    /// Those of them that could not act on the object any more, and only by their termination end the wait.
    pub enders: Vec<ProcessId>,
}

/// The object that a process waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitObject {
    /// A channel.
    Channel(ChannelId),
    /// A mutex, semaphore, condition variable or barrier.
    Lock(LockId),
    /// A region of shared memory that has not been created yet.
    Region(RegionId),
    /// No single object: it waits for a message from any process.
    None,
}

impl WaitObject {
    /// The object with this number, of the kind that the reason says.
    fn of(wait: Wait, number: u16) -> WaitObject {
        match wait.line() {
            WaitQueue::Senders | WaitQueue::Meeting | WaitQueue::Receivers | WaitQueue::Unanswered => {
                WaitObject::Channel(ChannelId(number))
            }
            WaitQueue::Lock => WaitObject::Lock(LockId(number)),
            WaitQueue::Region => WaitObject::Region(RegionId(number)),
            WaitQueue::None => WaitObject::None,
        }
    }
}

impl Stuck {
    /// Whether no process except servers is blocked forever.
    pub fn is_empty(&self) -> bool {
        self.deadlocks.is_empty() && self.orphaned.is_empty()
    }

    /// All deadlocked processes.
    pub fn deadlocked(&self) -> impl Iterator<Item = ProcessId> + '_ {
        self.deadlocks.iter().flatten().copied()
    }

    /// What is certain of these processes, ascending, which are blocked forever; others may be, too. Who waits, directly or
    /// through others, for a process that is not among them may yet be deadlocked with it: nothing is said of that one.
    pub(crate) fn certain(program: &Program, world: &World, members: &[u16]) -> Stuck {
        let mut stuck = Stuck::of(program, world, members);
        let members: Vec<ProcessId> = members.iter().copied().map(ProcessId).collect();
        stuck.orphaned.retain(|&process| {
            let ahead = [process].into_iter().chain(reached(&stuck.waits, process));
            !ahead.into_iter().any(|at| waits_for_another(program, world, at, &members))
        });
        stuck
    }

    /// Classifies the given processes, ascending, which are blocked forever.
    pub(crate) fn of(program: &Program, world: &World, members: &[u16]) -> Stuck {
        let mut stuck = Stuck::default();
        let members: Vec<ProcessId> = members.iter().copied().map(ProcessId).collect();
        for &process in &members {
            for (wait, object) in world.waits(program, process.index()) {
                let mut by = Vec::new();
                world.each_waited_for(program, process.index(), (wait, object), &mut |other| {
                    let other = ProcessId(other);
                    if let (Ok(_), Err(place)) = (members.binary_search(&other), by.binary_search(&other)) {
                        by.insert(place, other);
                    }
                });
                let mut enders = by.clone();
                world.each_rescuer(program, process.index(), (wait, object), &mut |other| {
                    enders.retain(|&ender| ender != ProcessId(other));
                });
                stuck.waits.push(WaitsFor { process, wait, object: WaitObject::of(wait, object), by, enders });
            }
        }
        let ahead: Vec<Vec<ProcessId>> = members.iter().map(|&process| reached(&stuck.waits, process)).collect();
        let is_server = |process: ProcessId| program.processes[process.index()].server;
        for (place, &process) in members.iter().enumerate() {
            if stuck.deadlocks.iter().any(|set| set.contains(&process)) {
                continue;
            }
            let both = members.iter().zip(&ahead);
            let is_with = |&(&other, its): &(&ProcessId, &Vec<ProcessId>)| {
                ahead[place].contains(&other) && its.contains(&process)
            };
            let set: Vec<ProcessId> = both.filter(is_with).map(|(&other, _)| other).collect();
            if set.iter().any(|&member| !is_server(member)) {
                stuck.deadlocks.push(set);
            } else if set.is_empty() && !is_server(process) {
                stuck.orphaned.push(process);
            }
        }
        stuck
    }
}

/// Whether a blocked process waits for one that is alive and not among these.
fn waits_for_another(program: &Program, world: &World, process: ProcessId, members: &[ProcessId]) -> bool {
    let mut is_found = false;
    for wait in world.waits(program, process.index()) {
        world.each_waited_for(program, process.index(), wait, &mut |other| {
            is_found |= world.is_alive(usize::from(other)) && members.binary_search(&ProcessId(other)).is_err();
        });
    }
    is_found
}

/// All processes that `from` waits for, directly or through others.
fn reached(waits: &[WaitsFor], from: ProcessId) -> Vec<ProcessId> {
    let mut reached = Vec::new();
    let mut open = alloc::vec![from];
    while let Some(at) = open.pop() {
        for waits in waits.iter().filter(|waits| waits.process == at) {
            for &next in &waits.by {
                if !reached.contains(&next) {
                    reached.push(next);
                    open.push(next);
                }
            }
        }
    }
    reached
}
