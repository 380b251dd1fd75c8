//! Networks between hosts: the fate and the arrival time of each message, drawn when it is sent.
//!
//! A message arrives after the latency plus the transmission time of its size; without `reorder` never before an
//! earlier one. Room returns one latency after the message was received or lost.

use super::{Simulation, Sink};
use crate::id::ChannelId;
use crate::program::{Pace, Program};
use crate::world::{Fate, Move, NETWORK, network_move};

/// A message or acknowledgement in flight, in the order of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Post {
    /// The order of its turn.
    order: u64,
    channel: u16,
    fate: Fate,
    /// When it arrives; and when its copy does, with the order of that turn.
    due_us: u64,
    again: Option<(u64, u64)>,
    /// The host that sent it.
    from: u16,
    /// The event that sent it, or that it acknowledges.
    cause: u32,
}

impl Post {
    /// Whether both are the same, with times counted from these. The cause does not decide what happens next.
    pub(super) fn is_same(&self, now_us: u64, other: &Post, other_now_us: u64) -> bool {
        let key = |post: &Post, now_us: u64| {
            let due = post.due_us.wrapping_sub(now_us);
            let again = post.again.map(|(time_us, _)| time_us.wrapping_sub(now_us));
            (post.channel, post.fate, due, again, post.from)
        };
        key(self, now_us) == key(other, other_now_us)
    }

    fn is_answer(&self) -> bool {
        matches!(self.fate, Fate::Answers | Fate::AnswerIsLost)
    }
}

impl Simulation {
    /// The events that sent the messages in flight to a channel, in the order of sending, with the time at which each
    /// arrives, in µs.
    pub fn on_their_way(&self, channel: ChannelId) -> impl Iterator<Item = (usize, u64)> + '_ {
        let posts = self.posts.iter().filter(move |post| post.channel == channel.0 && !post.is_answer());
        posts.map(|post| (post.cause as usize, post.due_us))
    }

    /// Draws the fates of all that was sent to other hosts since the last turn.
    pub(super) fn dispatch(&mut self, program: &Program) {
        for left in core::mem::take(&mut self.left) {
            match left.is_answer {
                true => self.dispatch_answers(program, left.channel, left.event),
                false => self.depart(program, left.channel, left.event),
            }
        }
    }

    /// Draws the fate of a message that was sent.
    fn depart(&mut self, program: &Program, channel: u16, sent: u32) {
        let flights = self.world.in_flight(ChannelId(channel));
        let known = self.posts.iter().filter(|post| post.channel == channel && !post.is_answer()).count();
        let Some(message) = flights.get(known) else { return };
        let (process, bytes) = (usize::from(message.sender), message.bytes);
        let from = program.processes[process].host;
        let home = program.channels[usize::from(channel)].home;
        let Some((number, direction)) = program.route(from, home) else { return };
        let network = &program.networks[number];
        let rng = program.processes.len() + 2 * number + direction;
        let is_lost = network.loss > 0 && self.rng[rng].up_to(99) < u64::from(network.loss);
        let is_doubled = network.duplicate > 0 && self.rng[rng].up_to(99) < u64::from(network.duplicate);
        let on_the_wire = network.bandwidth.map_or(0, |(size, us)| (bytes * us).div_ceil(size.max(1)));
        let mut latency = || self.latency(program, rng, network.latency);
        let mut due_us = latency() + on_the_wire;
        let again = is_doubled.then(|| latency() + on_the_wire);
        due_us += self.now_us;
        let earlier =
            self.posts.iter().filter(|post| post.channel == channel && post.from == from && !post.is_answer());
        if !network.reorder {
            due_us = earlier.map(|post| post.again.map_or(post.due_us, |(us, _)| us)).fold(due_us, u64::max);
        }
        let fate = match (is_lost, is_doubled) {
            (true, _) => Fate::IsLost,
            (_, true) => Fate::IsDoubled,
            _ => Fate::Arrives,
        };
        let again_us = again.filter(|_| fate == Fate::IsDoubled).map(|after| (self.now_us + after).max(due_us));
        let Some(order) = self.put_on_agenda(NETWORK.0, due_us - self.now_us, false) else { return };
        // Creates its turn now, so that at the same instant it comes before messages sent later.
        let again = again_us.and_then(|us| Some((us, self.put_on_agenda(NETWORK.0, us - self.now_us, false)?)));
        self.posts.push(Post { order, channel, fate, due_us, again, from, cause: sent });
    }

    /// Puts acknowledgements in flight, with event `cause`.
    fn dispatch_answers(&mut self, program: &Program, channel: u16, cause: u32) {
        let known = self.posts.iter().filter(|post| post.channel == channel && post.is_answer()).count();
        if let Some(number) = (known < self.world.answers_in_flight(ChannelId(channel))).then_some(known) {
            let answer = self.world.answer_in_flight(channel, number);
            let to = program.processes[usize::from(answer.sender)].host;
            let from = program.channels[usize::from(channel)].home;
            let Some((network, direction)) = program.route(from, to) else { return };
            let rng = program.processes.len() + 2 * network + direction;
            let of = &program.networks[network];
            let is_lost = answer.is_receipt && of.loss > 0 && self.rng[rng].up_to(99) < u64::from(of.loss);
            let after_us = self.latency(program, rng, of.latency);
            let fate = if is_lost { Fate::AnswerIsLost } else { Fate::Answers };
            let Some(order) = self.put_on_agenda(NETWORK.0, after_us, false) else { return };
            let due_us = self.now_us + after_us;
            self.posts.push(Post { order, channel, fate, due_us, again: None, from, cause });
        }
    }

    /// A propagation delay in µs, drawn from generator number `rng` if it is random.
    fn latency(&mut self, program: &Program, rng: usize, (pace, time): (Pace, u32)) -> u64 {
        // It has only numbers, so no process matters.
        self.world.duration(program, 0, pace, time).map_or(0, |span| self.draw_us(rng, pace, span))
    }

    /// Puts in flight all that was sent to other hosts since the last turn, if a script decides when it arrives.
    pub(super) fn let_fly(&mut self, program: &Program) {
        for left in core::mem::take(&mut self.left) {
            let (channel, cause, due_us) = (left.channel, left.event, self.now_us);
            let fate = if left.is_answer { Fate::Answers } else { Fate::Arrives };
            let from = program.channels[usize::from(channel)].home;
            self.posts.push(Post { order: 0, channel, fate, due_us, again: None, from, cause });
        }
    }

    /// Removes the message or acknowledgement of a move of the network; of a duplicated message one stays in flight.
    /// Returns its cause.
    pub(super) fn land(&mut self, chosen: Move) -> Option<u32> {
        let (channel, before) = (chosen.with as u16, (chosen.with >> 16) as usize);
        let is_answer = matches!(Fate::of(chosen.arm), Fate::Answers | Fate::AnswerIsLost);
        let is_like = |&(_, post): &(usize, &Post)| post.channel == channel && post.is_answer() == is_answer;
        let (at, post) = self.posts.iter().enumerate().filter(is_like).nth(before)?;
        let cause = post.cause;
        if Fate::of(chosen.arm) != Fate::IsDoubled {
            self.posts.remove(at);
        }
        Some(cause)
    }

    /// Delivers a message or acknowledgement.
    pub(super) fn carry(&mut self, program: &Program, order: u64, sink: &mut dyn Sink) {
        let at = self.posts.iter().position(|post| post.order == order).expect("each turn of the network has its post");
        let post = self.posts[at];
        let is_like = |other: &&Post| other.channel == post.channel && other.is_answer() == post.is_answer();
        let before = self.posts[..at].iter().filter(is_like).count();
        // A sender that gave up does not wait for the receipt: then losing the acknowledgement has no effect.
        let is_plain = post.is_answer() && !self.world.answer_in_flight(post.channel, before).is_receipt;
        let fate = if is_plain { Fate::Answers } else { post.fate };
        let chosen = network_move(fate, post.channel, before);
        sink.chose(chosen);
        self.with_record(sink, Some(post.cause), |world, record| world.step(program, chosen, record));
        match post.again {
            Some((due_us, order)) => {
                self.posts[at] = Post { order, fate: Fate::Arrives, due_us, again: None, ..post };
            }
            _ => _ = self.posts.remove(at),
        }
        self.settle(program);
        self.report_stuck(program, None, sink);
    }
}
