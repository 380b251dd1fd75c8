//! Who waits for ever: found when it happens, and only when it is certain.
//!
//! *Who could free* a blocked process: the living processes whose program contains the act it waits for. A set is stuck
//! when nobody who could free a member is outside it and alive. With a ring of waiting inside it is a deadlock (Coffman
//! et al., 1971); without one its members are abandoned. A server is never itself reported, but can be part of a ring.

use alloc::vec::Vec;

use super::{Plan, Simulation, Sink, State};
use crate::program::Program;
use crate::trace::event::{Kind, NOTHING};
use crate::value::Value;

impl Simulation {
    /// Who could free `process` from what it waits for now, alive or not; none where it does not wait.
    pub fn could_free<'a>(&self, program: &'a Program, process: usize) -> &'a [u16] {
        match self.activities[process].wait {
            Some((wait, channel)) if wait.is_send() => &program.channels[usize::from(channel)].receivers,
            Some((_, channel)) => &program.channels[usize::from(channel)].senders,
            None => &[],
        }
    }

    /// Reports who has come to wait for ever, now that `blocked` does or that a process has ended.
    pub(super) fn report_stuck(&mut self, program: &Program, blocked: Option<usize>, sink: &mut impl Sink) {
        if let Some(process) = blocked
            && self.could_free(program, process).iter().any(|&other| self.can_move(usize::from(other)))
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
        let activity = &self.activities[process];
        activity.state.is_alive() && !(activity.state == State::Blocked && activity.plan == Plan::Wait)
    }

    /// The largest set of blocked processes that nobody outside it and alive could free; ascending.
    fn stuck(&self, program: &Program) -> Vec<usize> {
        let mut inside: Vec<bool> = self
            .activities
            .iter()
            .map(|activity| activity.state == State::Blocked && activity.plan == Plan::Wait)
            .collect();
        loop {
            let mut changed = false;
            // For each channel: whether somebody alive outside the set sends to it, or receives from it.
            let outside = |users: &[u16]| {
                let mut users = users.iter().map(|&user| usize::from(user));
                users.any(|user| !inside[user] && self.activities[user].state.is_alive())
            };
            let open: Vec<(bool, bool)> = program
                .channels
                .iter()
                .map(|channel| (outside(&channel.senders), outside(&channel.receivers)))
                .collect();
            for (process, is_inside) in inside.iter_mut().enumerate() {
                let Some((wait, channel)) = self.activities[process].wait.filter(|_| *is_inside) else { continue };
                let (sender, receiver) = open[usize::from(channel)];
                if if wait.is_send() { receiver } else { sender } {
                    *is_inside = false;
                    changed = true;
                }
            }
            if !changed {
                let members = inside.iter().enumerate().filter(|&(_, &is_inside)| is_inside);
                return members.map(|(process, _)| process).collect();
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
            for &next in self.could_free(program, at) {
                let next = usize::from(next);
                if stuck.binary_search(&next).is_ok() && !core::mem::replace(&mut reached[next], true) {
                    open.push(next);
                }
            }
        }
        (0..reached.len()).filter(|&other| reached[other]).collect()
    }
}
