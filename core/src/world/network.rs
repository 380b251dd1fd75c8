//! Networks between hosts: messages in flight, loss, duplication, and the acknowledgements that return room.
//!
//! A message that was sent is in flight until the network delivers it. Messages in flight, waiting, or not yet
//! acknowledged count against the capacity, as in a sliding window. Room returns with the acknowledgement of a message
//! that was received, or when one was lost. The sender does not learn which, unless it waits for the receipt.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::message::{self, Head, MOST_VALUES, Outgoing, QueuedMessage};
use super::{Move, NETWORK, Record, World};
use crate::event::Kind;
use crate::id::ChannelId;
use crate::program::{NO_LOCAL, Program, Room};
use crate::value::Value;

/// Messages and acknowledgements in flight, for one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Wire {
    /// Messages in flight, in the order in which they were sent: see [`message`]; each has a priority.
    pub flights: VecDeque<i64>,
    /// The number of messages in flight.
    pub flying: u32,
    /// Acknowledgements in flight, in the order in which they were sent.
    pub answers: Vec<Answer>,
}

/// An acknowledgement to the sender of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Answer {
    /// The room that it returns.
    pub room: u64,
    /// The sender of the message.
    pub sender: u16,
    /// The sender waits for it: it confirms that the message was received.
    pub is_receipt: bool,
}

/// The fate of a message or an acknowledgement in flight, as the arm of a [`Move`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A message arrives at its mailbox.
    Arrives = 0,
    /// A message is lost.
    IsLost = 1,
    /// A message arrives at its mailbox, and a copy of it is still in flight.
    IsDoubled = 2,
    /// An acknowledgement arrives at the sender.
    Answers = 3,
    /// An acknowledgement that confirms a receipt is lost; the room still returns.
    AnswerIsLost = 4,
}

impl Fate {
    /// From the arm of a move.
    pub fn of(arm: u16) -> Fate {
        match arm {
            0 => Fate::Arrives,
            1 => Fate::IsLost,
            2 => Fate::IsDoubled,
            3 => Fate::Answers,
            _ => Fate::AnswerIsLost,
        }
    }
}

impl Wire {
    /// A sender stops waiting for a receipt.
    pub fn forget(&mut self, sender: u16) {
        for answer in self.answers.iter_mut().filter(|answer| answer.sender == sender) {
            answer.is_receipt = false;
        }
    }
}

/// A move of the network, for the message or acknowledgement with `before` others before it in a channel.
pub(crate) fn network_move(fate: Fate, channel: u16, before: usize) -> Move {
    Move { process: NETWORK, arm: fate as u16, other_arm: 0, with: u64::from(channel) | (before as u64) << 16 }
}

impl World {
    /// Puts a message in flight.
    pub(super) fn depart(&mut self, channel: u16, message: &Outgoing) {
        let wire = &mut self.queues[usize::from(channel)].more().wire;
        wire.flying += 1;
        wire.flights.extend([message.head.word(), message.priority]);
        wire.flights.extend(message.values.iter().map(|value| value.word()));
    }

    /// Messages in flight to a channel, in the order in which they were sent.
    pub fn in_flight(&self, channel: ChannelId) -> Vec<QueuedMessage> {
        let more = self.queues[channel.index()].more.as_ref();
        more.map_or(Vec::new(), |more| message::all(&more.wire.flights, true))
    }

    /// The number of acknowledgements in flight.
    pub fn answers_in_flight(&self, channel: ChannelId) -> usize {
        self.queues[channel.index()].more.as_ref().map_or(0, |more| more.wire.answers.len())
    }

    /// An acknowledgement in flight, by its number in the order in which they were sent.
    pub(crate) fn answer_in_flight(&self, channel: u16, number: usize) -> Answer {
        self.queues[usize::from(channel)].more.as_ref().expect("an answer is on its way").wire.answers[number]
    }

    /// A message from another host was received or lost: returns its room, and the receipt if its sender waits for it.
    pub(super) fn answer(&mut self, program: &Program, channel: u16, head: Head, record: &mut impl Record) {
        let of = &program.channels[usize::from(channel)];
        let room = of.takes(head.bytes);
        if of.capacity == Room::Unbounded && !head.awaited {
            self.queues[usize::from(channel)].taken -= room;
            return;
        }
        let answer = Answer { room, sender: head.sender, is_receipt: head.awaited };
        self.queues[usize::from(channel)].more().wire.answers.push(answer);
        record.answered(channel);
    }

    /// Makes a move of the network.
    pub(super) fn carry(&mut self, program: &Program, chosen: Move, record: &mut impl Record) {
        let (channel, before) = (chosen.with as u16, (chosen.with >> 16) as usize);
        match Fate::of(chosen.arm) {
            Fate::Arrives => self.arrive(program, channel, before, false, record),
            Fate::IsDoubled => self.arrive(program, channel, before, true, record),
            Fate::IsLost => {
                let (head, _, values) = self.land(channel, before, false);
                record.note(head.sender, Kind::Lost, channel, &values);
                // A lost message returns its room as if it had been received; its sender learns nothing.
                self.answer(program, channel, Head { awaited: false, ..head }, record);
            }
            fate @ (Fate::Answers | Fate::AnswerIsLost) => {
                let answer = self.queues[usize::from(channel)].more().wire.answers.remove(before);
                let queue = &mut self.queues[usize::from(channel)];
                queue.taken = queue.taken.saturating_sub(answer.room);
                let is_receipt = answer.is_receipt && fate == Fate::Answers;
                record.note(answer.sender, Kind::Answer, channel, &[Value::truth(is_receipt)]);
                if is_receipt {
                    self.tell_received(program, answer.sender);
                }
            }
        }
    }

    fn arrive(&mut self, program: &Program, channel: u16, before: usize, stays: bool, record: &mut impl Record) {
        let (head, priority, values) = self.land(channel, before, stays);
        record.note(head.sender, Kind::Arrive, channel, &values);
        if stays {
            // The copy needs room like any message.
            let room = program.channels[usize::from(channel)].takes(head.bytes);
            self.queues[usize::from(channel)].taken += room;
        }
        self.put(program, channel, &Outgoing { head, priority, values: &values, unread: NO_LOCAL }, record);
    }

    /// Takes a message out of flight, or a copy of it.
    fn land(&mut self, channel: u16, before: usize, stays: bool) -> (Head, i64, Vec<Value>) {
        let wire = &mut self.queues[usize::from(channel)].more().wire;
        let at = message::start(&wire.flights, before, true);
        let length = message::length(wire.flights[at], true);
        let words: Vec<i64> = wire.flights.range(at..at + length).copied().collect();
        let mut head = Head::from_word(words[0]);
        if stays {
            // Of the two, only the one still in flight is acknowledged to a waiting sender.
            wire.flights[at] = Head { doubled: true, ..head }.word();
            head.awaited = false;
        } else {
            wire.flights.drain(at..at + length);
            wire.flying -= 1;
        }
        let values = words[2..].iter().map(|&word| Value::from_word(word)).take(MOST_VALUES).collect();
        (head, words[1], values)
    }

    /// All moves of the network for one channel.
    pub(crate) fn network_choices(&self, program: &Program, channel: u16, moves: &mut Vec<Move>) {
        let queue = &self.queues[usize::from(channel)];
        let Some(more) = &queue.more else { return };
        let wire = &more.wire;
        if wire.flying == 0 && wire.answers.is_empty() {
            return;
        }
        let home = program.channels[usize::from(channel)].home;
        let flights = message::all(&wire.flights, true);
        let senders: Vec<u16> = flights.iter().map(|message| message.sender).collect();
        let network = |sender: u16| {
            let from = program.processes[usize::from(sender)].host;
            program.route(from, home).map(|(number, _)| &program.networks[number])
        };
        for (before, &sender) in senders.iter().enumerate() {
            let Some(network) = network(sender) else { continue };
            // Without reordering only the first message from each host can arrive.
            let from = program.processes[usize::from(sender)].host;
            let is_first =
                senders[..before].iter().all(|&earlier| program.processes[usize::from(earlier)].host != from);
            if !network.reorder && !is_first {
                continue;
            }
            moves.push(network_move(Fate::Arrives, channel, before));
            if network.loss > 0 {
                moves.push(network_move(Fate::IsLost, channel, before));
            }
            if network.duplicate > 0 && !flights[before].is_doubled {
                moves.push(network_move(Fate::IsDoubled, channel, before));
            }
        }
        for (before, answer) in wire.answers.iter().enumerate() {
            moves.push(network_move(Fate::Answers, channel, before));
            if answer.is_receipt && network(answer.sender).is_some_and(|network| network.loss > 0) {
                moves.push(network_move(Fate::AnswerIsLost, channel, before));
            }
        }
    }
}
