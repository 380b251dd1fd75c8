//! Who waits for ever: found when it happens, and only when it is certain.
//!
//! *Who could free* a blocked process: the living processes whose program contains the act it waits for; of a mutex only
//! its holder. A set is stuck when nobody who could free a member is outside it and alive. With a ring of waiting inside it
//! is a deadlock (Coffman et al., 1971); without one its members are abandoned. Who waits within a time, or for what the
//! network may still bring, is not stuck. A server is never itself reported, but can be part of a ring.

use alloc::vec::Vec;

use super::{Simulation, Sink};
use crate::program::Program;
use crate::trace::event::{Kind, NOTHING, Wait};
use crate::value::Value;

impl Simulation {
    /// Who could free `process` from what it waits for now, alive or not; none where it does not wait. Ascending.
    pub fn could_free(&self, program: &Program, process: usize) -> Vec<u16> {
        let waits = self.waits_of(program, process);
        let mut helpers = Vec::new();
        for (wait, object) in waits {
            self.add_helpers(program, process, wait, object, &mut helpers);
        }
        helpers.sort_unstable();
        helpers.dedup();
        helpers
    }

    fn add_helpers(&self, program: &Program, process: usize, wait: Wait, object: u16, helpers: &mut Vec<u16>) {
        let number = usize::from(object);
        match wait {
            Wait::Room | Wait::Receiver | Wait::Buffer | Wait::Receipt => {
                let receivers = &program.channels[number].receivers;
                helpers.extend(receivers.iter().filter(|&&other| usize::from(other) != process));
            }
            Wait::Message | Wait::Sender => {
                let senders = &program.channels[number].senders;
                helpers.extend(senders.iter().filter(|&&other| usize::from(other) != process));
            }
            Wait::AnyMessage => {
                for &channel in &program.processes[process].incoming {
                    helpers.extend(&program.channels[usize::from(channel)].senders);
                }
            }
            Wait::Mutex => helpers.extend(self.world.holder(number).map(|holder| holder as u16)),
            Wait::Semaphore | Wait::Condition => {
                let givers = &program.locks[number].givers;
                helpers.extend(givers.iter().filter(|&&other| usize::from(other) != process));
            }
            Wait::Created => helpers.extend(program.memories[number].owner),
            Wait::Several => {}
        }
    }

    /// The same, and those whose end would end the wait, with a fault: the other one of a link, the owner of a mailbox.
    fn could_end_it(&self, program: &Program, process: usize) -> Vec<u16> {
        let mut helpers = self.could_free(program, process);
        for (wait, object) in self.waits_of(program, process) {
            if wait.is_channel() {
                let channel = &program.channels[usize::from(object)];
                let ends = channel.direct.into_iter().flat_map(|(from, to)| [from, to]);
                helpers.extend(ends.chain(channel.owner).filter(|&other| usize::from(other) != process));
                // Who stands before it may need more room than there is, and leave.
                let senders = &self.queues[usize::from(object)].senders;
                helpers.extend(senders.iter().take_while(|&&other| usize::from(other) != process));
            }
        }
        helpers
    }

    /// Reports who has come to wait for ever, now that `blocked` does or that a process has ended.
    pub(super) fn report_stuck(&mut self, program: &Program, blocked: Option<usize>, sink: &mut impl Sink) {
        if let Some(process) = blocked
            && (self.may_be_freed_alone(program, process)
                || self.could_end_it(program, process).iter().any(|&other| self.can_move(usize::from(other))))
        {
            return;
        }
        let stuck = self.stuck(program);
        let is_new = |process: &usize| !self.reported[*process] && !program.processes[*process].server;
        if !stuck.iter().any(is_new) {
            return;
        }
        let cause = self.events.checked_sub(1);
        let mut abandoned = Vec::new();
        for &process in &stuck {
            if self.reported[process] {
                continue;
            }
            let ring = self.ring(program, process, &stuck);
            if ring.iter().any(|&member| !program.processes[member].server) {
                self.deadlocked = true;
                self.report(Kind::Deadlock, &ring, cause, sink);
            } else if ring.is_empty() && !program.processes[process].server {
                abandoned.push(process);
            }
        }
        if !abandoned.is_empty() {
            self.report(Kind::Abandoned, &abandoned, cause, sink);
        }
    }

    fn report(&mut self, kind: Kind, members: &[usize], cause: Option<u32>, sink: &mut impl Sink) {
        let numbers: Vec<Value> =
            members.iter().map(|&member| Value::number(member as i64).expect("a process's number is small")).collect();
        for &member in members {
            self.reported[member] = true;
        }
        self.remark(sink, members[0], kind, NOTHING, &numbers, cause);
    }

    /// Alive, and not waiting for another process, or about to be woken.
    fn can_move(&self, process: usize) -> bool {
        self.activities[process].state.is_alive() && !self.is_waiting(process)
    }

    /// Its time will be over, or the network may still bring what it waits for.
    fn may_be_freed_alone(&self, program: &Program, process: usize) -> bool {
        let activity = &self.activities[process];
        if activity.deadline.is_some() {
            return true;
        }
        if program.hosts.len() == 1 {
            return false;
        }
        self.waits_of(program, process).into_iter().any(|(wait, object)| match wait {
            Wait::AnyMessage => {
                let incoming = &program.processes[process].incoming;
                incoming.iter().any(|&channel| self.on_their_way(channel).next().is_some())
            }
            wait if wait.is_channel() => {
                let answers = wait.is_send() && self.world.answers_in_flight(object) > 0;
                answers || self.on_their_way(object).next().is_some()
            }
            _ => false,
        })
    }

    /// The largest set of blocked processes that nobody outside it and alive could free; ascending.
    fn stuck(&self, program: &Program) -> Vec<usize> {
        let count = self.activities.len();
        let mut inside: Vec<bool> =
            (0..count).map(|process| self.is_waiting(process) && !self.may_be_freed_alone(program, process)).collect();
        let helpers: Vec<Vec<u16>> = (0..count)
            .map(|process| if inside[process] { self.could_end_it(program, process) } else { Vec::new() })
            .collect();
        loop {
            let mut changed = false;
            for process in 0..count {
                let is_helped =
                    |&other: &u16| !inside[usize::from(other)] && self.activities[usize::from(other)].state.is_alive();
                if inside[process] && helpers[process].iter().any(is_helped) {
                    inside[process] = false;
                    changed = true;
                }
            }
            if !changed {
                return (0..count).filter(|&process| inside[process]).collect();
            }
        }
    }

    /// The processes that `process` waits for and that wait for it, itself included; empty where there is no such ring.
    fn ring(&self, program: &Program, process: usize, stuck: &[usize]) -> Vec<usize> {
        let ahead = self.waits_for(program, process, stuck);
        let mut ring: Vec<usize> = stuck.iter().copied().filter(|member| ahead.contains(member)).collect();
        ring.retain(|&member| member == process || self.waits_for(program, member, stuck).contains(&process));
        match ahead.contains(&process) {
            true => ring,
            false => Vec::new(),
        }
    }

    /// Everyone in `stuck` whom `process` waits for, directly or through others.
    fn waits_for(&self, program: &Program, process: usize, stuck: &[usize]) -> Vec<usize> {
        let mut reached = alloc::vec![false; self.activities.len()];
        let mut open = alloc::vec![process];
        while let Some(at) = open.pop() {
            for next in self.could_free(program, at) {
                let next = usize::from(next);
                if stuck.binary_search(&next).is_ok() && !core::mem::replace(&mut reached[next], true) {
                    open.push(next);
                }
            }
        }
        (0..reached.len()).filter(|&other| reached[other]).collect()
    }
}
