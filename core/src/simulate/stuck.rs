//! Processes blocked forever in a run: reported as soon as it is certain by control flow, and exactly at the end.
//!
//! A blocked process *could be unblocked* by the living processes that can still come, in their programs, to the act
//! that it waits for; at a mutex by its holder, or, while it is free, by the other processes that wait for it. A set is
//! blocked forever if no process outside it could unblock a member, or end the run for all by an assertion that fails.
//! A process with a timeout, or one that waits for what the network may still deliver, is not. When nothing can happen
//! any more, every blocked process is.
//!
//! A process that waits for one that can still move, such as the holder of a mutex that will not be released, may yet
//! become deadlocked: it is reported as orphaned only once that is decided.

use alloc::vec::Vec;

use super::{Simulation, Sink};
use crate::event::{Kind, NOTHING, Wait};
use crate::id::{ChannelId, LockId, ProcessId};
use crate::program::{Goal, Program};
use crate::value::Value;
use crate::world::{Stuck, World};

impl Simulation {
    /// The processes that could unblock `process` now; none if it is not blocked. Ascending.
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

    /// Whether a process was reported as deadlocked.
    pub fn is_deadlocked(&self, process: usize) -> bool {
        self.reported[process] == Some(true)
    }

    /// Some may be repeated.
    fn each_helper(&self, program: &Program, process: usize, (wait, object): (Wait, u16), helper: &mut dyn FnMut(u16)) {
        if wait == Wait::Mutex && self.world.holder(LockId(object)).is_none() {
            // It has just been released: one of them is about to acquire it.
            return self
                .waiting_for_lock(LockId(object))
                .filter(|&other| usize::from(other) != process)
                .for_each(helper);
        }
        self.world.each_rescuer(program, process, (wait, object), helper);
    }

    /// Whether one of those that could unblock it `is_enough`, or one whose termination would end its wait with a
    /// fault; or it only waits behind another process.
    fn any_could_end_it(&self, program: &Program, process: usize, is_enough: impl Fn(u16) -> bool) -> bool {
        self.waits_of(program, process).iter().any(|&(wait, object)| {
            let mut is_found = self.is_passed_over(program, wait, object);
            self.each_helper(program, process, (wait, object), &mut |other| is_found |= is_enough(other));
            self.world.each_ender(program, process, (wait, object), &mut |other| {
                is_found |= usize::from(other) != process
                    && is_enough(other)
                    && self.world.could_come_to(program, usize::from(other), Goal::EndOrFault);
            });
            if is_found || !wait.is_channel() {
                return is_found;
            }
            let senders = &self.queues[usize::from(object)].senders;
            let mut before = senders.iter().take_while(|&&other| usize::from(other) != process);
            before.any(|&other| is_enough(other)) && self.only_stands_behind(program, process)
        })
    }

    /// Whether what it waits for is there, and a process before it is about to take it.
    fn is_passed_over(&self, program: &Program, wait: Wait, object: u16) -> bool {
        match wait {
            // What waits in a mailbox to all is for others: nobody takes it from this one.
            Wait::Message => {
                self.world.length(ChannelId(object)) > 0 && !program.channels[usize::from(object)].is_to_all()
            }
            Wait::Semaphore => self.world.permits(LockId(object)) > 0,
            _ => false,
        }
    }

    /// Whether there is room for its message, and a process before it needs more, but may leave.
    fn only_stands_behind(&self, program: &Program, process: usize) -> bool {
        let mut moves = Vec::new();
        if let Some(op) = self.world.op(program, process) {
            self.world.choices_of(program, process, op, &mut moves);
        }
        !moves.is_empty()
    }

    /// Reports the processes blocked forever, after `blocked` blocks, or a process terminates or can come to fewer
    /// acts.
    pub(super) fn report_stuck(&mut self, program: &Program, blocked: Option<usize>, sink: &mut dyn Sink) {
        if let Some(process) = blocked
            && (self.may_be_freed_alone(program, process)
                || self.any_could_end_it(program, process, |other| self.can_move(usize::from(other))))
        {
            return;
        }
        self.report_members(program, &self.blocked_forever(program), sink);
    }

    /// Nothing can happen any more: whoever waits does so forever.
    pub(super) fn report_stuck_at_end(&mut self, program: &Program, sink: &mut dyn Sink) {
        let waiting = (0..self.activities.len()).filter(|&process| self.is_waiting(process));
        let members: Vec<u16> = waiting.map(|process| process as u16).collect();
        self.report_members(program, &members, sink);
    }

    /// Reports those of the members, who are blocked forever, of whom nothing has been said yet.
    fn report_members(&mut self, program: &Program, members: &[u16], sink: &mut dyn Sink) {
        let is_server = |process: u16| program.processes[usize::from(process)].server;
        // Where an assertion has failed the run is over for all, and nobody waits.
        let is_over = self.world.failed().is_some();
        if is_over || members.iter().all(|&process| is_server(process) || self.reported[usize::from(process)].is_some())
        {
            return;
        }
        let cause = self.events.checked_sub(1);
        let Stuck { deadlocks, mut orphaned, .. } = Stuck::certain(program, &self.world, members);
        for set in deadlocks {
            if set.iter().any(|process| self.reported[process.index()].is_none()) {
                self.report(Kind::Deadlock, &set, cause, sink);
            }
        }
        orphaned.retain(|process| self.reported[process.index()].is_none());
        if !orphaned.is_empty() {
            self.report(Kind::Orphaned, &orphaned, cause, sink);
        }
    }

    fn report(&mut self, kind: Kind, members: &[ProcessId], cause: Option<u32>, sink: &mut dyn Sink) {
        let numbers: Vec<Value> = members.iter().map(|&member| Value::from_word(i64::from(member.0))).collect();
        for &member in members {
            self.reported[member.index()] = Some(kind == Kind::Deadlock);
        }
        self.remark(sink, members[0].index(), kind, NOTHING, &numbers, cause);
    }

    /// Executes a process's turn. If it can come to fewer acts afterwards, others may be blocked forever.
    pub(super) fn take_turn_and_look(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        let reach = |world: &World| world.place(process).map(|place| program.processes[process].reach[place]);
        let before = reach(&self.world);
        self.take_turn(program, process, sink);
        if reach(&self.world) != before && (0..self.activities.len()).any(|other| self.is_waiting(other)) {
            self.report_stuck(program, None, sink);
        }
    }

    /// Whether it is alive, and not blocked, or about to be woken.
    fn can_move(&self, process: usize) -> bool {
        self.activities[process].state.is_alive() && !self.is_waiting(process)
    }

    /// Whether it has a timeout, or the network may still deliver what it waits for.
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
                incoming.iter().any(|&channel| self.on_their_way(ChannelId(channel)).next().is_some())
            }
            wait if wait.is_channel() => {
                let answers = wait.is_send() && self.world.answers_in_flight(ChannelId(object)) > 0;
                answers || self.on_their_way(ChannelId(object)).next().is_some()
            }
            _ => false,
        })
    }

    /// The largest set of blocked processes that no process outside it could unblock; ascending.
    fn blocked_forever(&self, program: &Program) -> Vec<u16> {
        let count = self.activities.len();
        let mut inside: Vec<bool> =
            (0..count).map(|process| self.is_waiting(process) && !self.may_be_freed_alone(program, process)).collect();
        let mut is_changing = true;
        while core::mem::take(&mut is_changing) {
            for process in 0..count {
                let helps =
                    |other: u16| !inside[usize::from(other)] && self.activities[usize::from(other)].state.is_alive();
                if inside[process] && self.any_could_end_it(program, process, helps) {
                    inside[process] = false;
                    is_changing = true;
                }
            }
        }
        let could_abort = |process: usize| !inside[process] && self.world.could_come_to(program, process, Goal::Abort);
        match (0..count).any(could_abort) {
            true => Vec::new(),
            false => (0..count as u16).filter(|&process| inside[usize::from(process)]).collect(),
        }
    }
}
