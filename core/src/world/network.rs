//! Messages between hosts: on their way, lost, doubled, and the answers that bring room back.
//!
//! A message that has left is in flight until the network delivers it. What is in flight, waits, or has not been answered
//! counts against the capacity, as in a sliding window. Room comes back with the answer to a message that was received, or
//! when one was lost. Nobody tells the sender which of the two it was, unless it waits for the receipt.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::message::{self, Head, MOST_VALUES, Outgoing, QueuedMessage};
use super::{Move, NETWORK, Record, World};
use crate::event::Kind;
use crate::program::{NO_LOCAL, Program, Room};
use crate::value::Value;

/// What is between the hosts, for one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Wire {
    /// Messages on their way, in the order in which they left: see [`message`]; each has a priority.
    pub flights: VecDeque<i64>,
    /// How many they are.
    pub flying: u32,
    /// Answers on their way, in the order in which they left.
    pub answers: Vec<Answer>,
}

/// What goes back to the sender of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Answer {
    /// How much room comes back.
    pub room: u64,
    /// Whose it was.
    pub sender: u16,
    /// The sender waits for it: it says that the message was received.
    pub is_receipt: bool,
}

/// What becomes of something on its way, as the arm of a [`Move`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A message comes to its mailbox.
    Arrives = 0,
    /// A message is lost.
    IsLost = 1,
    /// A message comes to its mailbox, and another like it is still on its way.
    IsDoubled = 2,
    /// An answer comes to the sender.
    Answers = 3,
    /// An answer that says that a message was received is lost; the room comes back.
    AnswerIsLost = 4,
}

impl Fate {
    /// Back from the arm of a move.
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
    /// A sender no longer waits for a receipt.
    pub fn forget(&mut self, sender: u16) {
        for answer in self.answers.iter_mut().filter(|answer| answer.sender == sender) {
            answer.is_receipt = false;
        }
    }
}

/// A move of the network, about what is `before` places behind the first of a channel.
pub(crate) fn network_move(fate: Fate, channel: u16, before: usize) -> Move {
    Move { process: NETWORK, arm: fate as u16, other_arm: 0, with: u64::from(channel) | (before as u64) << 16 }
}

impl World {
    /// A message leaves its sender's host.
    pub(super) fn depart(&mut self, channel: u16, message: &Outgoing) {
        let wire = &mut self.queues[usize::from(channel)].more().wire;
        wire.flying += 1;
        wire.flights.extend([message.head.word(), message.priority]);
        wire.flights.extend(message.values.iter().map(|value| value.word()));
    }

    /// Messages on their way to a channel, in the order in which they left.
    pub fn in_flight(&self, channel: u16) -> Vec<QueuedMessage> {
        let more = self.queues[usize::from(channel)].more.as_ref();
        more.map_or(Vec::new(), |more| message::all(&more.wire.flights, true))
    }

    /// How many answers are on their way back.
    pub fn answers_in_flight(&self, channel: u16) -> usize {
        self.queues[usize::from(channel)].more.as_ref().map_or(0, |more| more.wire.answers.len())
    }

    /// An answer on its way back, in the order of leaving.
    pub(crate) fn answer_in_flight(&self, channel: u16, number: usize) -> Answer {
        self.queues[usize::from(channel)].more.as_ref().expect("an answer is on its way").wire.answers[number]
    }

    /// A message from another host was received, or lost: its room goes back, and with it what its sender waits for.
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
                // The room of what was lost comes back as if it had been received; its sender learns nothing.
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

    /// Takes a message out of the air, or a copy of it.
    fn land(&mut self, channel: u16, before: usize, stays: bool) -> (Head, i64, Vec<Value>) {
        let wire = &mut self.queues[usize::from(channel)].more().wire;
        let at = message::start(&wire.flights, before, true);
        let length = message::length(wire.flights[at], true);
        let words: Vec<i64> = wire.flights.range(at..at + length).copied().collect();
        let mut head = Head::from_word(words[0]);
        if stays {
            // Of the two only the one still in flight is answered to a sender who waits.
            wire.flights[at] = Head { doubled: true, ..head }.word();
            head.awaited = false;
        } else {
            wire.flights.drain(at..at + length);
            wire.flying -= 1;
        }
        let values = words[2..].iter().map(|&word| Value::from_word(word)).take(MOST_VALUES).collect();
        (head, words[1], values)
    }

    /// Everything that the network can do next with what is on its way to one channel.
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
            // Without reordering only the first of those from its host can come.
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
