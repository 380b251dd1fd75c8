//! Moves of a run: made when their step ends, at once or after a wait.

use alloc::vec::Vec;

use super::waiting::Awaited;
use super::{Plan, Simulation, Sink, State};
use crate::event::{Kind, NOTHING, Wait};
use crate::program::{Op, Program, Timeout};
use crate::value::Value;
use crate::world::{GIVE_UP, JOIN, Move, Ready};

/// How an operation can proceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Alone.
    Alone(Move),
    /// As the sender of a rendezvous; the receiver is waiting.
    Send(Move),
    /// As the receiver of a rendezvous; the sender, whose move it is, is waiting.
    Receive(Move),
}

impl Simulation {
    /// The step of a move has ended, or event `cause` may have unblocked it: makes the move, or blocks.
    pub(super) fn attempt(&mut self, program: &Program, process: usize, cause: Option<u32>, sink: &mut dyn Sink) {
        let op = self.world.op(program, process).expect("only a living process has a step");
        match self.way(program, process, op) {
            Some(Way::Alone(chosen)) => self.go(program, process, chosen, cause, sink),
            Some(Way::Send(chosen)) => self.meet(program, chosen, false, sink),
            Some(Way::Receive(chosen)) => self.meet(program, chosen, true, sink),
            None => self.wait(program, process, op, cause, sink),
        }
    }

    /// How an operation can proceed now, if it can; among several arms of a `select` the seed chooses.
    fn way(&mut self, program: &Program, process: usize, op: Op) -> Option<Way> {
        let alone = Move::of(process);
        match op {
            Op::Select { select } => {
                let spec = program.selects[select as usize];
                let is_lost = self.world.is_never(program, process, op);
                let mut ways = Vec::new();
                for arm in 0..spec.count {
                    let op = program.arms[spec.first as usize + usize::from(arm)].op;
                    if is_lost || !self.world.is_never(program, process, op) {
                        ways.extend(self.way_of_act(program, process, op, arm));
                    }
                }
                match ways.len() {
                    0 => None,
                    1 => Some(ways[0]),
                    several => Some(ways[self.rng[process].up_to(several as u64 - 1) as usize]),
                }
            }
            Op::Draw { range, .. } => {
                let width = self.world.draw_width(program, process, range).unwrap_or(0);
                Some(Way::Alone(Move { with: self.rng[process].up_to(width), ..alone }))
            }
            Op::Either { count, .. } => {
                Some(Way::Alone(Move { with: self.rng[process].up_to(u64::from(count) - 1), ..alone }))
            }
            Op::Notify { condition, all: false } => {
                Some(Way::Alone(Move { with: self.longest_asleep(program, process, condition), ..alone }))
            }
            op => self.way_of_act(program, process, op, 0),
        }
    }

    /// The process that has waited longest on a condition variable, as an index among its waiting processes.
    fn longest_asleep(&self, program: &Program, process: usize, condition: crate::program::Target) -> u64 {
        let Ok(condition) = self.world.resolve(program, process, condition, true) else { return 0 };
        let sleepers = self.world.sleepers(program, condition);
        let first =
            self.locks[usize::from(condition)].waiters.iter().find_map(|waiter| sleepers.binary_search(waiter).ok());
        first.unwrap_or(0) as u64
    }

    fn way_of_act(&self, program: &Program, process: usize, op: Op, arm: u16) -> Option<Way> {
        let own = Move { arm, ..Move::of(process) };
        match self.world.ready(program, process, op) {
            Ready::Go => match op {
                // No sender overtakes those that wait for room.
                Op::Send { to, .. } => {
                    let channel = self.world.resolve(program, process, to, true).ok()?;
                    let first = self.queues[usize::from(channel)].senders.front().copied();
                    let is_next = first.is_none_or(|first| usize::from(first) == process);
                    (is_next || program.channels[usize::from(channel)].is_rendezvous()).then_some(Way::Alone(own))
                }
                _ => Some(Way::Alone(own)),
            },
            Ready::Never(..) => match op.attempt() {
                Some(_) => Some(Way::Alone(Move { arm: GIVE_UP, ..own })),
                None => Some(Way::Alone(own)),
            },
            Ready::Wait(Wait::Receiver, channel) => {
                let (receiver, other_arm) = self.waiting_receiver(program, process, channel)?;
                Some(Way::Send(Move { with: receiver as u64, other_arm, ..own }))
            }
            Ready::Wait(Wait::Sender, channel) => self.meet_sender(program, process, channel, arm),
            Ready::Wait(Wait::AnyMessage, _) if Self::is_from_any(op) => {
                let channel = self.first_caller(process)?;
                self.meet_sender(program, process, channel, arm)
            }
            Ready::Wait(..) => None,
        }
    }

    fn meet_sender(&self, program: &Program, process: usize, channel: u16, other_arm: u16) -> Option<Way> {
        let senders = self.queues[usize::from(channel)].senders.iter().map(|&sender| usize::from(sender));
        let sender = senders.into_iter().find(|&sender| self.is_waiting(sender))?;
        let chosen = self.world.chosen(program, channel, Some(sender));
        let has_line = program.channels[usize::from(channel)].has_line();
        if has_line && !chosen.is_empty() && !chosen.contains(&(process as u16)) {
            return None;
        }
        let (arm, _) = self.arm_for(program, sender, channel, true)?;
        Some(Way::Receive(Move { arm, other_arm, with: process as u64, ..Move::of(sender) }))
    }

    /// The process that waits to receive at capacity 0, by the mailbox's rule, and its arm.
    fn waiting_receiver(&self, program: &Program, sender: usize, channel: u16) -> Option<(usize, u16)> {
        let of = &program.channels[usize::from(channel)];
        let chosen = self.world.chosen(program, channel, Some(sender));
        let takes = |process: usize| {
            let may = chosen.is_empty() || chosen.contains(&(process as u16));
            let arm = self
                .arm_for(program, process, channel, false)
                .filter(|_| may && process != sender && self.is_waiting(process));
            arm.map(|(arm, _)| (process, arm))
        };
        let receivers = self.queues[usize::from(channel)].receivers.iter().map(|&receiver| usize::from(receiver));
        let direct = of.direct.map(|(_, to)| usize::from(to));
        receivers.into_iter().chain(direct).find_map(takes)
    }

    /// Makes a move of a single process.
    fn go(&mut self, program: &Program, process: usize, chosen: Move, cause: Option<u32>, sink: &mut dyn Sink) {
        let op = self.world.op(program, process).expect("only a living process moves");
        let act = act_of(program, op, chosen.arm);
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
        let (sender, receiver) = (usize::from(chosen.process), chosen.with as usize);
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

    /// All reasons why the arms of a `select` are blocked.
    pub(super) fn arms_waits(&self, program: &Program, process: usize) -> Vec<(Wait, u16)> {
        self.world.op(program, process).map_or(Vec::new(), |op| self.world.arms_waits(program, process, op))
    }

    /// The operation cannot proceed: gives up, or waits.
    fn wait(&mut self, program: &Program, process: usize, op: Op, cause: Option<u32>, sink: &mut dyn Sink) {
        if let Some(attempt) = op.attempt()
            && program.attempts[usize::from(attempt)].timeout == Timeout::Try
        {
            let chosen = Move { arm: GIVE_UP, ..Move::of(process) };
            return self.go(program, process, chosen, None, sink);
        }
        let now = match (op, self.world.ready(program, process, op)) {
            (Op::Select { .. }, _) => (Wait::Several, NOTHING),
            (_, Ready::Wait(wait, object)) => (wait, object),
            // Other processes are before it.
            (Op::Send { to, .. }, _) => (Wait::Room, self.world.resolve(program, process, to, true).unwrap_or(NOTHING)),
            _ => unreachable!("what can go has gone"),
        };
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
        (wait, object): (Wait, u16),
        cause: Option<u32>,
        sink: &mut dyn Sink,
    ) {
        let deadline = match self.timeout(program, process, op) {
            Ok(deadline) => deadline,
            Err(fault) => {
                self.with_record(sink, None, |world, record| world.fail(program, process, fault, NOTHING, record));
                return self.follow(program, process, sink);
            }
        };
        let waits = match wait {
            Wait::Several => Awaited::Several(self.arms_waits(program, process)),
            _ => Awaited::One([(wait, object)]),
        };
        let kind = Value::from_word(wait as i64);
        self.activities[process].latest = Some(self.events);
        match &waits {
            Awaited::Several(several) => {
                let each = several.iter().flat_map(|&(wait, object)| [wait as i64, i64::from(object)]);
                let told: Vec<Value> = core::iter::once(kind).chain(each.map(Value::from_word)).collect();
                self.remark(sink, process, Kind::Block, object, &told, cause);
            }
            _ => self.remark(sink, process, Kind::Block, object, &[kind], cause),
        }
        self.set_state(process, State::Blocked);
        self.join_lines(program, process, op, sink);
        self.register(program, process, &waits);
        let activity = &mut self.activities[process];
        activity.wait = Some((wait, object));
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

    /// Joins the queues whose order is part of the state.
    fn join_lines(&mut self, program: &Program, process: usize, op: Op, sink: &mut dyn Sink) {
        let arms = match op {
            Op::Select { select } => program.selects[select as usize].count,
            _ => 1,
        };
        for arm in 0..arms {
            let act = act_of(program, op, arm);
            if self.world.may_join(program, process, act) {
                let chosen = Move { arm: JOIN, with: u64::from(arm), ..Move::of(process) };
                sink.chose(chosen);
                self.world.join(program, process, act);
            }
        }
    }

    /// The remaining timeout, and its `try` or `within`; none if it waits indefinitely, or the timeout is already on
    /// the agenda.
    fn timeout(&self, program: &Program, process: usize, op: Op) -> Result<Option<(u64, u16)>, crate::world::Fault> {
        let (operand, attempt) = match op {
            Op::Select { select } => match program.selects[select as usize].after {
                Some((operand, _)) => (operand, NOTHING),
                None => return Ok(None),
            },
            op => match op.attempt().map(|attempt| (program.attempts[usize::from(attempt)].timeout, attempt)) {
                Some((Timeout::Within(operand), attempt)) => (operand, attempt),
                _ => return Ok(None),
            },
        };
        if self.activities[process].deadline.is_some_and(|(_, known)| known == attempt) {
            return Ok(None);
        }
        match self.world.number(program, process, operand)? {
            us @ 0.. if us as u64 <= crate::world::LONGEST_US => Ok(Some((us as u64, attempt))),
            _ => Err(crate::world::Fault::BadDuration),
        }
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

/// The act of a move: the operation, or one arm of a `select`.
fn act_of(program: &Program, op: Op, arm: u16) -> Op {
    match op {
        Op::Select { select } if arm < JOIN => {
            let spec = &program.selects[select as usize];
            program.arms[spec.first as usize + usize::from(arm)].op
        }
        op => op,
    }
}
