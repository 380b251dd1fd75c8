//! Who waits for ever: found when it happens, and only when it is certain.
//!
//! *Who could free* a blocked process: the living processes whose program contains the act it waits for; of a mutex only
//! its holder, or, while nobody holds it, who else waits for it. A set is stuck when nobody who could free a member is
//! outside it and alive. With a ring of waiting inside it is a deadlock (Coffman et al., 1971); without one its members
//! are abandoned. Who waits within a time, or for what the network may still bring, is not stuck. A server is never itself
//! reported, but can be part of a ring.

use alloc::vec::Vec;

use super::{Simulation, Sink};
use crate::program::Program;
use crate::trace::event::{Kind, NOTHING, Wait};
use crate::value::Value;

impl Simulation {
    /// Who could free `process` from what it waits for now, alive or not; none where it does not wait. Ascending.
    pub fn could_free(&self, program: &Program, process: usize) -> Vec<u16> {
        let mut helpers = Vec::new();
        for &wait in self.waits_of(program, process).iter() {
            self.each_helper(program, process, wait, &mut |other| {
                if let Err(place) = helpers.binary_search(&other) {
                    helpers.insert(place, other);
                }
            });
        }
        helpers
    }

    /// Some may come more than once.
    fn each_helper(&self, program: &Program, process: usize, (wait, object): (Wait, u16), helper: &mut dyn FnMut(u16)) {
        if wait == Wait::Mutex && self.world.holder(usize::from(object)).is_none() {
            // It has just been given back: one of them is about to take it.
            return self.waiting_for_lock(object).filter(|&other| usize::from(other) != process).for_each(helper);
        }
        self.world.each_helper(program, process, (wait, object), helper);
    }

    /// The same, and those whose end would end the wait, with a fault: the other one of a link, the owner of a mailbox.
    /// Until `is_enough` of one.
    fn any_could_end_it(&self, program: &Program, process: usize, is_enough: impl Fn(u16) -> bool) -> bool {
        self.waits_of(program, process).iter().any(|&(wait, object)| {
            let mut is_found = false;
            self.each_helper(program, process, (wait, object), &mut |other| is_found |= is_enough(other));
            if is_found || !wait.is_channel() {
                return is_found;
            }
            let channel = &program.channels[usize::from(object)];
            let mut ends = channel.direct.into_iter().flat_map(|(from, to)| [from, to]).chain(channel.owner);
            let senders = &self.queues[usize::from(object)].senders;
            let mut before = senders.iter().take_while(|&&other| usize::from(other) != process);
            ends.any(|other| usize::from(other) != process && is_enough(other))
                || before.any(|&other| is_enough(other)) && self.only_stands_behind(program, process)
        })
    }

    /// There is room for what it sends, and somebody before it needs more, but may leave.
    fn only_stands_behind(&self, program: &Program, process: usize) -> bool {
        let mut moves = Vec::new();
        if let Some(op) = self.world.op(program, process) {
            self.world.choices_of(program, process, op, &mut moves);
        }
        !moves.is_empty()
    }

    /// Reports who has come to wait for ever, now that `blocked` does or that a process has ended.
    pub(super) fn report_stuck(&mut self, program: &Program, blocked: Option<usize>, sink: &mut dyn Sink) {
        if let Some(process) = blocked
            && (self.may_be_freed_alone(program, process)
                || self.any_could_end_it(program, process, |other| self.can_move(usize::from(other))))
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

    fn report(&mut self, kind: Kind, members: &[usize], cause: Option<u32>, sink: &mut dyn Sink) {
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
        self.waits_of(program, process).iter().any(|&(wait, object)| match wait {
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
        loop {
            let mut changed = false;
            for process in 0..count {
                let helps =
                    |other: u16| !inside[usize::from(other)] && self.activities[usize::from(other)].state.is_alive();
                if inside[process] && self.any_could_end_it(program, process, helps) {
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
