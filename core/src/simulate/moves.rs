//! Moves of a run: made when their step ends, at once or after a wait.
//!
//! The world says which moves there are; here one of them is chosen. Whoever has waited longest is first: a sender does
//! not overtake those that wait for room, and a rendezvous is with the process that came first. The seed chooses among
//! the arms of a `select` and what is random. A process gives up only when nothing else is left to do.

use alloc::vec::Vec;

use super::waiting::Awaited;
use super::{Plan, Simulation, Sink, State};
use crate::event::{Kind, NOTHING, Wait};
use crate::id::LockId;
use crate::program::{Op, Program, Target};
use crate::value::Value;
use crate::world::{GIVE_UP, JOIN, Move, Ready, Way};

/// What a run does by one of the ways in which a process can move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pick {
    /// A move of a single process: `first`, or one that differs from it only in `with`, up to `last`.
    Alone { first: Move, last: u64 },
    /// A rendezvous, and whether the receiver came later than the sender.
    Meet { chosen: Move, receiver_came: bool },
}

impl Simulation {
    /// The step of a move has ended, or event `cause` may have unblocked it: makes the move, or blocks.
    pub(super) fn attempt(&mut self, program: &Program, process: usize, cause: Option<u32>, sink: &mut dyn Sink) {
        let op = self.world.op(program, process).expect("only a living process has a step");
        match self.pick(program, process, op) {
            Some(Pick::Alone { first, last }) => {
                let with = self.pick_number(program, process, op, last);
                self.go(program, process, Move { with, ..first }, cause, sink);
            }
            Some(Pick::Meet { chosen, receiver_came }) => self.meet(program, chosen, receiver_came, sink),
            None if self.world.gives_up_at_once(program, process, op) => {
                self.go(program, process, Move { arm: GIVE_UP, ..Move::of(process) }, cause, sink);
            }
            None => self.wait(program, process, op, cause, sink),
        }
    }

    /// What the process does now, if it can do anything; among several arms of a `select` the seed chooses.
    fn pick(&mut self, program: &Program, process: usize, op: Op) -> Option<Pick> {
        let count = program.count_arms(op);
        if count == 1 {
            return self.pick_by_arm(program, process, op, 0);
        }
        let picks: Vec<Pick> = (0..count).filter_map(|arm| self.pick_by_arm(program, process, op, arm)).collect();
        match picks.len() {
            0 | 1 => picks.first().copied(),
            several => Some(picks[self.rng[process].up_to(several as u64 - 1) as usize]),
        }
    }

    fn pick_by_arm(&self, program: &Program, process: usize, op: Op, arm: u16) -> Option<Pick> {
        match self.world.way(program, process, op, arm) {
            Way::Own { first, last } => {
                self.is_next(program, process, program.act_of(op, arm)).then_some(Pick::Alone { first, last })
            }
            Way::Send { own, channel } => self.meet_receiver(program, own, channel),
            Way::Waits(Wait::Sender, channel) => self.meet_sender(program, process, arm, channel),
            Way::Waits(Wait::AnyMessage, _) => self.meet_sender(program, process, arm, self.first_caller(process)?),
            Way::Waits(..) | Way::Refused => None,
        }
    }

    /// Whether an act overtakes nobody: no sender overtakes those that wait for room, unless it is refused anyway.
    fn is_next(&self, program: &Program, process: usize, act: Op) -> bool {
        let Op::Send { to, .. } = act else { return true };
        let Ok(channel) = self.world.resolve(program, process, to, true) else { return true };
        let first = self.queues[usize::from(channel)].senders.front();
        first.is_none_or(|&first| usize::from(first) == process)
            || program.channels[usize::from(channel)].is_rendezvous()
            || self.world.is_never(program, process, act)
    }

    /// The number of one move among those that differ only in it: of a notify the process that has waited longest, of
    /// what is random the seed's.
    fn pick_number(&mut self, program: &Program, process: usize, op: Op, last: u64) -> u64 {
        match op {
            Op::Notify { condition, all: false } => self.longest_asleep(program, process, condition),
            Op::Draw { .. } | Op::Either { .. } => self.rng[process].up_to(last),
            _ => 0,
        }
    }

    /// The process that has waited longest on a condition variable, as an index among its waiting processes.
    fn longest_asleep(&self, program: &Program, process: usize, condition: Target) -> u64 {
        let Ok(condition) = self.world.resolve(program, process, condition, true) else { return 0 };
        let sleepers = self.world.sleepers(program, LockId(condition));
        let first =
            self.locks[usize::from(condition)].waiters.iter().find_map(|waiter| sleepers.binary_search(waiter).ok());
        first.unwrap_or(0) as u64
    }

    /// The rendezvous of a sender with the first waiting receiver.
    fn meet_receiver(&self, program: &Program, own: Move, channel: u16) -> Option<Pick> {
        let direct = program.channels[usize::from(channel)].direct.map(|(_, to)| to);
        let receivers = self.queues[usize::from(channel)].receivers.iter().copied().chain(direct);
        let mut waiting = receivers.map(usize::from).filter(|&receiver| self.is_waiting(receiver));
        let chosen = waiting.find_map(|receiver| self.world.meetings(program, own, channel, receiver).next())?;
        Some(Pick::Meet { chosen, receiver_came: false })
    }

    /// The rendezvous of a receiver, at an arm, with the first sender that waits, whose move it is.
    fn meet_sender(&self, program: &Program, receiver: usize, arm: u16, channel: u16) -> Option<Pick> {
        let mut senders = self.queues[usize::from(channel)].senders.iter().map(|&sender| usize::from(sender));
        let sender = senders.find(|&sender| self.is_waiting(sender))?;
        let op = self.world.op(program, sender)?;
        let meets = |sends: u16| match self.world.way(program, sender, op, sends) {
            Way::Send { own, channel: to } if to == channel => {
                self.world.meetings(program, own, channel, receiver).find(|chosen| chosen.other_arm == arm)
            }
            Way::Send { .. } | Way::Own { .. } | Way::Waits(..) | Way::Refused => None,
        };
        let chosen = (0..program.count_arms(op)).find_map(meets)?;
        Some(Pick::Meet { chosen, receiver_came: true })
    }

    /// Makes a move of a single process.
    fn go(&mut self, program: &Program, process: usize, chosen: Move, cause: Option<u32>, sink: &mut dyn Sink) {
        let op = self.world.op(program, process).expect("only a living process moves");
        let act = if chosen.arm < JOIN { program.act_of(op, chosen.arm) } else { op };
        let was_waiting = self.activities[process].state == State::Blocked;
        let waits = if was_waiting { self.waits_of(program, process) } else { Awaited::None };
        self.unregister(program, process, &waits);
        sink.chose(chosen);
        self.set_state(process, State::Running);
        self.with_record(sink, cause, |world, record| world.step(program, chosen, record));
        self.pass_place_on(program, &waits);
        self.end_timeout(program, process, op, chosen);
        if was_waiting || self.at_once_follows(act) {
            self.go_on_after(program, process, sink);
        } else {
            self.follow(program, process, sink);
        }
    }

    /// Whether the processes that the act wakes continue before its own: sends and receives do that.
    fn at_once_follows(&self, act: Op) -> bool {
        matches!(act, Op::Send { .. } | Op::Receive { .. })
    }

    /// Performs a rendezvous. `receiver_came` says which side arrived later; the other continues first.
    fn meet(&mut self, program: &Program, chosen: Move, receiver_came: bool, sink: &mut dyn Sink) {
        let (sender, receiver) = (chosen.process.index(), chosen.with as usize);
        // The later side's latest event is the cause for which the earlier one waited.
        let cause = receiver_came.then(|| self.activities[receiver].latest).flatten();
        let earlier = if receiver_came { sender } else { receiver };
        let later = if receiver_came { receiver } else { sender };
        let waits = [self.waits_of(program, sender), self.waits_of(program, receiver)];
        let ops = [sender, receiver].map(|side| self.world.op(program, side).expect("both are at the rendezvous"));
        self.unregister(program, sender, &waits[0]);
        self.unregister(program, receiver, &waits[1]);
        sink.chose(chosen);
        let met = self.with_record(sink, cause, |world, record| world.step(program, chosen, record));
        if met.sent.is_none() {
            // The sender's message was a fault. The receiver still waits, and is still first.
            if receiver_came {
                self.go_on_after(program, sender, sink);
                self.activities[receiver].plan = Plan::Act;
                self.at_once.push_front(receiver as u16);
            } else {
                self.put_back(program, receiver, &waits[1]);
                self.follow(program, sender, sink);
            }
            return;
        }
        waits.iter().for_each(|waits| self.pass_place_on(program, waits));
        self.end_timeout(program, sender, ops[0], chosen);
        self.end_timeout(program, receiver, ops[1], chosen);
        for side in [earlier, later] {
            self.set_state(side, State::Running);
            self.go_on_after(program, side, sink);
        }
    }

    /// Puts a process back into its queues, at the front.
    fn put_back(&mut self, program: &Program, process: usize, waits: &[(Wait, u16)]) {
        self.register(program, process, waits);
        for &(wait, object) in waits {
            if matches!(wait, Wait::Message | Wait::Sender) {
                let receivers = &mut self.queues[usize::from(object)].receivers;
                receivers.rotate_right(1);
            }
        }
    }

    /// The process continues after those that its move has woken.
    pub(super) fn go_on_after(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        self.settle(program);
        if self.world.is_alive(process) {
            self.activities[process].plan = Plan::Arrive;
            self.at_once.push_back(process as u16);
        } else {
            self.finish(program, process, sink);
        }
    }

    /// The operation cannot proceed: waits.
    fn wait(&mut self, program: &Program, process: usize, op: Op, cause: Option<u32>, sink: &mut dyn Sink) {
        let now = self.world.reason(program, process, op);
        if self.activities[process].state == State::Blocked {
            if self.activities[process].wait == Some(now) {
                self.activities[process].plan = Plan::Wait;
                return self.report_stuck(program, Some(process), sink);
            }
            let before = self.waits_of(program, process);
            self.unregister(program, process, &before);
        }
        self.block(program, process, op, now, cause, sink);
    }

    fn block(
        &mut self,
        program: &Program,
        process: usize,
        op: Op,
        reason: (Wait, u16),
        cause: Option<u32>,
        sink: &mut dyn Sink,
    ) {
        let Ok(deadline) = self.timeout(program, process, op) else {
            // Giving up is a fault then.
            return self.go(program, process, Move { arm: GIVE_UP, ..Move::of(process) }, cause, sink);
        };
        let waits = self.awaited(program, process, reason);
        self.tell_block(process, reason, &waits, cause, sink);
        self.set_state(process, State::Blocked);
        self.join_lines(program, process, op, sink);
        self.register(program, process, &waits);
        let activity = &mut self.activities[process];
        activity.wait = Some(reason);
        activity.plan = Plan::Wait;
        activity.due = 0;
        if let Some((after_us, attempt)) = deadline {
            let order = self.put_on_agenda(process as u16, after_us, true);
            let activity = &mut self.activities[process];
            activity.deadline = order.map(|order| (order, attempt));
            activity.deadline_us = Some(self.now_us + after_us);
        }
        self.give_core_back(program, process);
        self.report_stuck(program, Some(process), sink);
    }

    /// Records that a process is blocked, with the reason for each arm of a `select`.
    pub(super) fn tell_block(
        &mut self,
        process: usize,
        (wait, object): (Wait, u16),
        waits: &Awaited,
        cause: Option<u32>,
        sink: &mut dyn Sink,
    ) {
        let kind = Value::from_word(wait as i64);
        self.activities[process].latest = Some(self.events);
        match waits {
            Awaited::Several(several) => {
                let each = several.iter().flat_map(|&(wait, object)| [wait as i64, i64::from(object)]);
                let told: Vec<Value> = core::iter::once(kind).chain(each.map(Value::from_word)).collect();
                self.remark(sink, process, Kind::Block, object, &told, cause);
            }
            Awaited::One(_) | Awaited::None => self.remark(sink, process, Kind::Block, object, &[kind], cause),
        }
    }

    /// Joins the queues whose order is part of the state.
    fn join_lines(&mut self, program: &Program, process: usize, op: Op, sink: &mut dyn Sink) {
        for arm in 0..program.count_arms(op) {
            if let Some(chosen) = self.world.joining(program, process, op, arm) {
                sink.chose(chosen);
                self.world.join(program, process, program.act_of(op, arm));
            }
        }
    }

    /// The remaining timeout, and its `try` or `within`; none if it waits indefinitely, or the timeout is already on
    /// the agenda.
    fn timeout(&self, program: &Program, process: usize, op: Op) -> Result<Option<(u64, u16)>, crate::world::Fault> {
        let Some(operand) = program.timeout_of(op) else { return Ok(None) };
        let attempt = op.attempt().unwrap_or(NOTHING);
        if self.activities[process].deadline.is_some_and(|(_, known)| known == attempt) {
            return Ok(None);
        }
        Ok(Some((self.world.span(program, process, operand)?, attempt)))
    }

    /// An act is complete: cancels its timeout, unless the wait for the receipt has the same one.
    fn end_timeout(&mut self, program: &Program, process: usize, op: Op, _: Move) {
        let next = self.world.op(program, process);
        let goes_on = matches!((op, next), (Op::Send { attempt, .. }, Some(Op::Received { attempt: same, .. }))
            if attempt == same && self.world.ready(program, process, next.expect("it is there")) != Ready::Go);
        if !goes_on {
            self.activities[process].deadline = None;
            self.activities[process].deadline_us = None;
        }
    }

    /// The timeout of a `within` or an `after` expires.
    pub(super) fn lose_timeout(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        if self.is_waiting(process) {
            let chosen = Move { arm: GIVE_UP, ..Move::of(process) };
            self.go(program, process, chosen, None, sink);
        }
    }
}
