//! Making a move when its step is over: at once, or after waiting for another process.

use super::{Activity, Met, Plan, Simulation, Sink, State};
use crate::program::{Op, Program};
use crate::trace::event::{Kind, Wait};
use crate::value::Value;
use crate::world::Move;

impl Simulation {
    /// The step of a move is over: make it, or block.
    pub(super) fn attempt(&mut self, program: &Program, process: usize, sink: &mut impl Sink) {
        match self.world.op(program, process).expect("only a living process has a step") {
            Op::Send { channel, .. } if program.channels[usize::from(channel)].is_rendezvous() => {
                match self.queues[usize::from(channel)].receivers.pop_front() {
                    Some(receiver) => self.meet(program, process, usize::from(receiver), Side::Receiver, sink),
                    None => self.block(program, process, Wait::Receiver, channel, sink),
                }
            }
            Op::Receive { channel, .. } if program.channels[usize::from(channel)].is_rendezvous() => {
                match self.queues[usize::from(channel)].senders.pop_front() {
                    Some(sender) => self.meet(program, usize::from(sender), process, Side::Sender, sink),
                    None => self.block(program, process, Wait::Sender, channel, sink),
                }
            }
            Op::Send { channel, .. } => {
                let nobody_before = self.queues[usize::from(channel)].senders.is_empty();
                if nobody_before && self.world.has_room(program, channel) {
                    self.send(program, process, channel, None, sink);
                } else {
                    self.block(program, process, Wait::Room, channel, sink);
                }
            }
            Op::Receive { channel, .. } => {
                let nobody_before = self.queues[usize::from(channel)].receivers.is_empty();
                if nobody_before && self.world.length(channel) > 0 {
                    self.receive(program, process, channel, sink);
                } else {
                    self.block(program, process, Wait::Message, channel, sink);
                }
            }
            Op::Draw { range, .. } => {
                let width = self.world.draw_width(program, process, range).unwrap_or(0);
                let with = self.dice[process].up_to(width);
                self.step_alone(program, process, with, sink);
            }
            _ => self.step_alone(program, process, 0, sink),
        }
    }

    /// What the process was blocked on has come, by event `cause`: the move is made without a second step.
    pub(super) fn resume(&mut self, program: &Program, process: usize, cause: u32, sink: &mut impl Sink) {
        match self.world.op(program, process).expect("only a living process is woken") {
            Op::Send { channel, .. } => self.send(program, process, channel, Some(cause), sink),
            Op::Receive { channel, .. } => self.receive(program, process, channel, sink),
            _ => unreachable!("only a send or a receive blocks"),
        }
    }

    fn step_alone(&mut self, program: &Program, process: usize, with: u64, sink: &mut impl Sink) {
        let chosen = Move { process: process as u16, with };
        sink.chose(chosen);
        self.with_record(sink, None, |world, record| world.step(program, chosen, record));
        self.follow(program, process, sink);
    }

    fn send(&mut self, program: &Program, process: usize, channel: u16, cause: Option<u32>, sink: &mut impl Sink) {
        let met = self.step_with(program, process, 0, cause, sink);
        let queue = &mut self.queues[usize::from(channel)];
        match (met.sent, cause) {
            (Some(sent), _) => {
                queue.sent_by.push_back(sent);
                let woken = queue.receivers.pop_front();
                self.wake(woken, sent);
            }
            // It was woken, and its message was a fault: the room is the next one's.
            (None, Some(received)) => {
                let woken = queue.senders.pop_front();
                self.wake(woken, received);
            }
            (None, None) => {}
        }
        self.go_on_after(program, process, sink);
    }

    fn receive(&mut self, program: &Program, process: usize, channel: u16, sink: &mut impl Sink) {
        let sent = self.queues[usize::from(channel)].sent_by.pop_front();
        let met = self.step_with(program, process, 0, sent, sink);
        let received = met.received.expect("taking a message cannot fail");
        let woken = self.queues[usize::from(channel)].senders.pop_front();
        self.wake(woken, received);
        self.go_on_after(program, process, sink);
    }

    /// A rendezvous. `waited` says which side was there first; it goes on first.
    fn meet(&mut self, program: &Program, sender: usize, receiver: usize, waited: Side, sink: &mut impl Sink) {
        // What brought the later one there is what the earlier one waited for.
        let cause = match waited {
            Side::Sender => self.activities[receiver].latest,
            Side::Receiver => None,
        };
        let met = self.step_with(program, sender, receiver as u64, cause, sink);
        if met.sent.is_none() {
            // The sender's message was a fault. The receiver still waits, and is still first.
            self.receiver_stays(program, receiver, waited, sink);
            return self.follow(program, sender, sink);
        }
        self.set_state(sender, State::Running);
        self.set_state(receiver, State::Running);
        match waited {
            Side::Sender => {
                self.go_on_after(program, sender, sink);
                self.go_on_after(program, receiver, sink);
            }
            Side::Receiver => {
                self.go_on_after(program, receiver, sink);
                self.go_on_after(program, sender, sink);
            }
        }
    }

    fn receiver_stays(&mut self, program: &Program, receiver: usize, waited: Side, sink: &mut impl Sink) {
        let Some(Op::Receive { channel, .. }) = self.world.op(program, receiver) else {
            unreachable!("the receiver has not moved")
        };
        match waited {
            Side::Receiver => self.queues[usize::from(channel)].receivers.push_front(receiver as u16),
            // It came to a sender that failed: the next sender's turn, or it blocks.
            Side::Sender => self.attempt(program, receiver, sink),
        }
    }

    fn step_with(
        &mut self,
        program: &Program,
        process: usize,
        with: u64,
        cause: Option<u32>,
        sink: &mut impl Sink,
    ) -> Met {
        let chosen = Move { process: process as u16, with };
        sink.chose(chosen);
        self.set_state(process, State::Running);
        self.with_record(sink, cause, |world, record| world.step(program, chosen, record))
    }

    /// The process goes on, after those that its move has woken.
    fn go_on_after(&mut self, program: &Program, process: usize, sink: &mut impl Sink) {
        if self.world.place(process).is_some() {
            self.activities[process].plan = Plan::Arrive;
            self.at_once.push_back(process as u16);
        } else {
            self.follow(program, process, sink);
        }
    }

    fn wake(&mut self, process: Option<u16>, cause: u32) {
        if let Some(process) = process {
            self.activities[usize::from(process)].plan = Plan::Resume(cause);
            self.at_once.push_back(process);
        }
    }

    fn block(&mut self, program: &Program, process: usize, wait: Wait, channel: u16, sink: &mut impl Sink) {
        let value = Value::number(wait as i64).expect("a small number");
        self.note(sink, process, Kind::Block, channel, &[value]);
        self.set_state(process, State::Blocked);
        let queue = &mut self.queues[usize::from(channel)];
        match wait.is_send() {
            true => queue.senders.push_back(process as u16),
            false => queue.receivers.push_back(process as u16),
        }
        let activity: &mut Activity = &mut self.activities[process];
        activity.wait = Some((wait, channel));
        activity.plan = Plan::Wait;
        self.report_stuck(program, Some(process), sink);
    }
}

/// One of the two that meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Sender,
    Receiver,
}
