//! Queue lengths and waiting times of messages, from the events alone.
//!
//! A message is in its queue from its send, or from its arrival if it comes from another host; at a rendezvous never.
//! It leaves with its receive; from a mailbox to all when every remaining reader has read it and all messages before
//! it.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::{ChannelMetrics, back_to, is_call, send_of};
use crate::program::Program;
use crate::trace::event::{Event, Kind};
use crate::trace::run::Run;

/// A message in a mailbox to all.
struct Copy {
    /// The send or the arrival that enqueued it.
    put_by: usize,
    /// Readers that have not read it.
    unread_by: Vec<u16>,
}

/// A channel's queue.
#[derive(Default)]
struct Queue {
    length: u64,
    since_us: u64,
    /// For a mailbox to all.
    copies: VecDeque<Copy>,
}

/// The queues of all channels.
pub(crate) struct Queues {
    queues: Vec<Queue>,
    has_ended: Vec<bool>,
}

impl Queues {
    pub(crate) fn new(program: &Program) -> Queues {
        Queues {
            queues: program.channels.iter().map(|_| Queue::default()).collect(),
            has_ended: alloc::vec![false; program.processes.len()],
        }
    }

    /// The length of a channel's queue after the events so far.
    pub(crate) fn length(&self, channel: usize) -> u64 {
        self.queues[channel].length
    }

    pub(crate) fn take(&mut self, run: &Run, index: usize, event: &Event, channels: &mut [ChannelMetrics]) {
        let program = run.program();
        match event.kind() {
            Kind::End | Kind::Fault => self.forget_reader(program, event, channels),
            Kind::Send | Kind::Arrive | Kind::Lost | Kind::Receive | Kind::Post | Kind::SendRefused => {
                let Some(number) = event.object().filter(|&number| number < channels.len()) else { return };
                channels[number].calls += u64::from(is_call(event.kind()));
                self.pass_message(run, index, event, number, channels);
            }
            _ => {}
        }
    }

    fn pass_message(&mut self, run: &Run, index: usize, event: &Event, number: usize, channels: &mut [ChannelMetrics]) {
        let (program, of) = (run.program(), &mut channels[number]);
        let is_rendezvous = program.channels[number].is_rendezvous();
        let is_remote = |sender: usize| program.is_remote(sender, number as u16);
        match event.kind() {
            Kind::Send => {
                of.sent += 1;
                let is_kept = !is_rendezvous || is_remote(event.process());
                of.copies += u64::from(is_kept);
                if is_kept && !is_remote(event.process()) {
                    self.put(program, index, event, of);
                }
            }
            Kind::Arrive => self.put(program, index, event, of),
            Kind::Lost => of.lost += 1,
            Kind::Receive => {
                of.received += 1;
                of.copies += 1;
                let Some(send) = send_of(run, index).and_then(|send| run.events().get(send)) else { return };
                let waited_us = event.time_us() - send.time_us();
                of.waiting_us += u128::from(waited_us);
                of.longest_waiting_us = of.longest_waiting_us.max(waited_us);
                if !is_rendezvous || is_remote(send.process()) {
                    self.remove(run, index, event, of);
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, program: &Program, index: usize, event: &Event, of: &mut ChannelMetrics) {
        let number = event.object().expect("a message has a channel");
        let channel = &program.channels[number];
        let queue = &mut self.queues[number];
        queue.set_length(queue.length + 1, event.time_us(), of);
        if channel.is_to_all() {
            let reads =
                |&&reader: &&u16| usize::from(reader) != event.process() && !self.has_ended[usize::from(reader)];
            let unread_by = channel.receivers.iter().filter(reads).copied().collect();
            queue.copies.push_back(Copy { put_by: index, unread_by });
            queue.tidy(event.time_us(), of);
        }
        of.longest_queue = of.longest_queue.max(queue.length);
    }

    fn remove(&mut self, run: &Run, index: usize, event: &Event, of: &mut ChannelMetrics) {
        let number = event.object().expect("a message has a channel");
        let queue = &mut self.queues[number];
        if !run.program().channels[number].is_to_all() {
            return queue.set_length(queue.length.saturating_sub(1), event.time_us(), of);
        }
        let put_by = back_to(run, index, |kind| matches!(kind, Kind::Send | Kind::Arrive));
        if let Some(copy) = queue.copies.iter_mut().find(|copy| Some(copy.put_by) == put_by) {
            copy.unread_by.retain(|&reader| usize::from(reader) != event.process());
        }
        queue.tidy(event.time_us(), of);
    }

    /// A reader that has terminated holds no message back.
    fn forget_reader(&mut self, program: &Program, event: &Event, channels: &mut [ChannelMetrics]) {
        self.has_ended[event.process()] = true;
        let all = self.queues.iter_mut().zip(&program.channels).zip(channels);
        for ((queue, _), of) in all.filter(|((_, channel), _)| channel.is_to_all()) {
            for copy in &mut queue.copies {
                copy.unread_by.retain(|&reader| usize::from(reader) != event.process());
            }
            queue.tidy(event.time_us(), of);
        }
    }

    pub(super) fn finish(&mut self, now_us: u64, channels: &mut [ChannelMetrics]) {
        for (queue, of) in self.queues.iter_mut().zip(channels) {
            queue.set_length(queue.length, now_us, of);
            of.left = queue.length;
        }
    }
}

impl Queue {
    fn set_length(&mut self, length: u64, now_us: u64, of: &mut ChannelMetrics) {
        of.queue_area += u128::from(self.length) * u128::from(now_us - self.since_us);
        self.length = length;
        self.since_us = now_us;
    }

    /// Messages that all have read leave, in order.
    fn tidy(&mut self, now_us: u64, of: &mut ChannelMetrics) {
        while self.copies.front().is_some_and(|copy| copy.unread_by.is_empty()) {
            self.copies.pop_front();
        }
        self.set_length(self.copies.len() as u64, now_us, of);
    }
}
