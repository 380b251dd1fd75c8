//! Mailboxes and direct links: send, receive, rendezvous, buffers and packets.
//!
//! A send takes place when there is room; from then on the system holds the message. At capacity 0 a send and a receive
//! are one move. Messages are received in the order of arrival, or those of a higher priority first if the mailbox says
//! so (Silberschatz et al., § 3.6.2–3.6.3). From a mailbox to all each reader but the sender gets a copy, and a message
//! leaves when all have read it. With explicit buffering a message needs a buffer that the receiver has posted.
//! Messages of a fixed size are sent in packets, and all packets of a message must have room.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::message::{self, Head, MOST_VALUES, Outgoing, QueuedMessage};
use super::network::Wire;
use super::{Fault, Record, World};
use crate::event::Kind;
use crate::id::ChannelId;
use crate::program::{Channel, Message, NO_LOCAL, Op, Program, Property, Room, packets};
use crate::scenario::tree::Delivery;
use crate::value::{LARGEST, Value};

/// The maximum size of a message in bytes: 1 GiB.
const MOST_BYTES: i64 = 1 << 30;

/// A list of targets: their number, and the index of the first.
type List = (u8, u32);

/// The state of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Queue {
    /// The waiting messages, the next first: see [`message`].
    pub(super) words: VecDeque<i64>,
    /// The number of waiting messages.
    pub(super) count: u32,
    /// The capacity used by messages that wait, are in flight, or have not been acknowledged.
    pub(super) taken: u64,
    /// State that few channels have.
    pub(super) more: Option<alloc::boxed::Box<More>>,
}

/// State that few channels have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct More {
    /// Explicit buffering: posted buffers, including filled ones.
    pub posted: u32,
    /// Delivery by turn: the receiver whose turn is next, as an index among the receivers.
    pub turn: u16,
    /// To all: for each reader the number of waiting messages that it has read, or need not read.
    pub read: Vec<u32>,
    /// Messages and acknowledgements between hosts.
    pub wire: Wire,
}

impl Queue {
    pub(super) fn new(channel: &Channel) -> Queue {
        let needs_more = channel.explicit_buffering || channel.delivery != Delivery::ToOne;
        let more = More {
            read: alloc::vec![0; if channel.is_to_all() { channel.receivers.len() } else { 0 }],
            ..More::default()
        };
        Queue { more: needs_more.then(|| alloc::boxed::Box::new(more)), ..Queue::default() }
    }

    pub(super) fn more(&mut self) -> &mut More {
        self.more.get_or_insert_with(alloc::boxed::Box::default)
    }
}

impl World {
    /// Number of messages waiting in a channel.
    pub fn length(&self, channel: ChannelId) -> usize {
        self.queues[channel.index()].count as usize
    }

    /// The messages waiting in a channel, the next first.
    pub fn messages(&self, program: &Program, channel: ChannelId) -> Vec<QueuedMessage> {
        let has_priority = program.channels[channel.index()].by_message_priority;
        message::all(&self.queues[channel.index()].words, has_priority)
    }

    /// Number of empty buffers posted, with explicit buffering.
    pub fn empty_buffers(&self, channel: ChannelId) -> Option<u32> {
        let queue = &self.queues[channel.index()];
        queue.more.as_ref().map(|more| more.posted.saturating_sub(queue.count))
    }

    /// The readers of a mailbox to all that have not read waiting message number `index`.
    pub fn unread_by(&self, program: &Program, channel: ChannelId, index: usize) -> Vec<u16> {
        let channel_of = &program.channels[channel.index()];
        let Some(more) = self.queues[channel.index()].more.as_ref().filter(|_| channel_of.is_to_all()) else {
            return Vec::new();
        };
        let readers = channel_of.receivers.iter().zip(&more.read);
        readers
            .filter(|&(&reader, &read)| read as usize <= index && self.is_alive(usize::from(reader)))
            .map(|(&reader, _)| reader)
            .collect()
    }

    /// The free capacity of a channel, in the capacity's unit.
    pub(crate) fn room(&self, program: &Program, channel: u16) -> u64 {
        let queue = &self.queues[usize::from(channel)];
        let of = &program.channels[usize::from(channel)];
        match of.explicit_buffering {
            true => u64::from(queue.more.as_ref().map_or(0, |more| more.posted)).saturating_sub(queue.taken),
            false => of.capacity.most().saturating_sub(queue.taken),
        }
    }

    /// The words of the next message in a channel; empty if there is none.
    pub(crate) fn next_message(&self, program: &Program, channel: u16) -> Vec<i64> {
        let words = &self.queues[usize::from(channel)].words;
        let has_priority = program.channels[usize::from(channel)].by_message_priority;
        let length = words.front().map_or(0, |&first| message::length(first, has_priority));
        words.range(..length).copied().collect()
    }

    /// The size in bytes of the message that a process is about to send.
    pub(super) fn bytes_of(&self, program: &Program, process: usize, message: &Message) -> Result<u64, Fault> {
        let Some(size) = message.size else { return Ok(8 * u64::from(message.count)) };
        match self.number(program, process, size)? {
            bytes @ 0..=MOST_BYTES => Ok(bytes as u64),
            _ => Err(Fault::BadSize),
        }
    }

    /// The evaluated message of a send.
    pub(super) fn outgoing<'a>(
        &self,
        program: &Program,
        process: usize,
        message: u32,
        values: &'a mut [Value; MOST_VALUES],
    ) -> Result<Outgoing<'a>, Fault> {
        let message = &program.messages[message as usize];
        for offset in 0..u32::from(message.count) {
            let operand = *self.operand(program, message.first + offset);
            values[offset as usize] = self.evaluate(program, process, operand)?;
        }
        let bytes = self.bytes_of(program, process, message)?;
        let priority = message.priority.map_or(Ok(0), |priority| self.number(program, process, priority))?;
        let head =
            Head { count: message.count, sender: process as u16, awaited: message.awaited, bytes, doubled: false };
        Ok(Outgoing { head, priority, values: &values[..usize::from(message.count)], unread: message.unread })
    }

    /// Puts a message into a channel with room, or sends it to another host.
    pub(super) fn send(
        &mut self,
        program: &Program,
        process: usize,
        (channel, message): (u16, u32),
        next: u32,
        record: &mut impl Record,
    ) {
        let mut values = [Value::ZERO; MOST_VALUES];
        let mut outgoing = match self.outgoing(program, process, message, &mut values) {
            Ok(outgoing) => outgoing,
            Err(fault) => return self.fail(program, process, fault, channel, record),
        };
        record.note(process as u16, Kind::Send, channel, outgoing.values);
        let of = &program.channels[usize::from(channel)];
        if let Some((fixed, _)) = of.fixed {
            let (count, bytes) = (packets(outgoing.head.bytes, fixed), outgoing.head.bytes);
            let note = [bytes, count, count * fixed - bytes].map(|number| Value::from_word(number as i64));
            record.note(process as u16, Kind::Packets, channel, &note);
        }
        let is_remote = program.is_remote(process, channel);
        outgoing.head.awaited |= is_remote && of.is_rendezvous();
        if outgoing.unread != NO_LOCAL {
            self.set_local(program, process, outgoing.unread, Value::truth(outgoing.head.awaited));
        }
        self.queues[usize::from(channel)].taken += of.takes(outgoing.head.bytes);
        if is_remote {
            self.depart(channel, &outgoing);
            record.departed(channel);
        } else {
            self.put(program, channel, &outgoing, record);
        }
        self.go_to(program, process, next, record);
    }

    /// Puts a message into the mailbox.
    pub(super) fn put(&mut self, program: &Program, channel: u16, message: &Outgoing, record: &mut impl Record) {
        let of = &program.channels[usize::from(channel)];
        if program.kernel_visible {
            record.note(message.head.sender, Kind::Enqueue, channel, message.values);
        }
        let position = self.position(program, channel, message.priority);
        let queue = &mut self.queues[usize::from(channel)];
        queue.count += 1;
        if !of.by_message_priority {
            queue.words.push_back(message.head.word());
            queue.words.extend(message.values.iter().map(|value| value.word()));
        } else {
            let at = message::start(&queue.words, position, true);
            let behind: Vec<i64> = queue.words.drain(at..).collect();
            queue.words.extend([message.head.word(), message.priority]);
            queue.words.extend(message.values.iter().map(|value| value.word()));
            queue.words.extend(behind);
        }
        record.put(channel, position);
        if of.is_to_all() {
            self.tidy(program, channel, record);
        }
        self.note_arrival(program, channel);
    }

    /// The position among the waiting messages for a message of this priority.
    pub(crate) fn position(&self, program: &Program, channel: u16, priority: i64) -> usize {
        let queue = &self.queues[usize::from(channel)];
        if !program.channels[usize::from(channel)].by_message_priority {
            return queue.count as usize;
        }
        let messages = message::all(&queue.words, true);
        // To all: a message that a reader has read is not overtaken, so that all readers read in one order.
        let read = queue.more.as_ref().and_then(|more| more.read.iter().max()).map_or(0, |&read| read as usize);
        messages.iter().take_while(|message| message.priority >= priority).count().max(read)
    }

    fn note_arrival(&mut self, program: &Program, channel: u16) {
        if let Some((_, to)) = program.channels[usize::from(channel)].direct
            && program.processes[usize::from(to)].takes_any
        {
            self.arrivals[usize::from(to)].push_back(channel);
        }
    }

    /// The direct channel with the earliest message for a process that receives from any.
    pub(crate) fn first_arrival(&self, process: usize) -> Option<u16> {
        self.arrivals.get(process)?.front().copied()
    }

    /// Receives the next message of a channel that has one for this process.
    pub(super) fn receive(
        &mut self,
        program: &Program,
        process: usize,
        (channel, list, who): (u16, List, u16),
        next: u32,
        record: &mut impl Record,
    ) {
        let of = &program.channels[usize::from(channel)];
        let index = self.next_for(program, process, channel).expect("a receive is chosen only where a message waits");
        record.takes(channel, index);
        let mut values = [Value::ZERO; MOST_VALUES];
        let head = self.read_message(channel, index, of.by_message_priority, &mut values);
        let values = &values[..usize::from(head.count)];
        if program.kernel_visible {
            record.note(process as u16, Kind::Deliver, channel, values);
        }
        if of.is_to_all() {
            let reader = of.receivers.binary_search(&(process as u16)).expect("only readers read");
            self.queues[usize::from(channel)].more().read[reader] = index as u32 + 1;
        } else {
            self.remove(program, channel, index, record);
        }
        if let Some((_, to)) = of.direct
            && let Some(arrivals) = self.arrivals.get_mut(usize::from(to))
            && let Some(at) = arrivals.iter().position(|&arrived| arrived == channel)
        {
            arrivals.remove(at);
        }
        self.leave_line(program, channel, process);
        if of.delivery == Delivery::ByTurn {
            let place = of.receivers.binary_search(&(process as u16)).unwrap_or(0);
            self.queues[usize::from(channel)].more().turn = ((place + 1) % of.receivers.len()) as u16;
        }
        self.take(program, process, (channel, list), values, record);
        if who != NO_LOCAL && self.is_alive(process) {
            self.set_local(program, process, who, program.value_of_process(head.sender));
        }
        match of.is_to_all() {
            true => self.tidy(program, channel, record),
            false => self.was_received(program, channel, head, record),
        }
        if self.is_alive(process) {
            self.go_to(program, process, next, record);
        }
    }

    /// The waiting message that is next for this process.
    pub(super) fn next_for(&self, program: &Program, process: usize, channel: u16) -> Option<usize> {
        let queue = &self.queues[usize::from(channel)];
        let of = &program.channels[usize::from(channel)];
        if !of.is_to_all() {
            return (queue.count > 0).then_some(0);
        }
        let reader = of.receivers.binary_search(&(process as u16)).ok()?;
        let read = queue.more.as_ref()?.read[reader];
        (read < queue.count).then_some(read as usize)
    }

    fn read_message(&self, channel: u16, index: usize, has_priority: bool, values: &mut [Value]) -> Head {
        let words = &self.queues[usize::from(channel)].words;
        let at = message::start(words, index, has_priority);
        let head = Head::from_word(words[at]);
        let first = at + 1 + usize::from(has_priority);
        for offset in 0..usize::from(head.count) {
            values[offset] = Value::from_word(words[first + offset]);
        }
        head
    }

    /// Removes message `index`; its room is free at once if it came from the same host.
    fn remove(&mut self, program: &Program, channel: u16, index: usize, record: &mut impl Record) -> Head {
        record.removed(channel, index);
        let of = &program.channels[usize::from(channel)];
        let queue = &mut self.queues[usize::from(channel)];
        let at = message::start(&queue.words, index, of.by_message_priority);
        let head = Head::from_word(queue.words[at]);
        let length = message::length(queue.words[at], of.by_message_priority);
        if at == 0 {
            // The usual case; a drain would make it three times as slow.
            for _ in 0..length {
                queue.words.pop_front();
            }
        } else {
            queue.words.drain(at..at + length);
        }
        queue.count -= 1;
        if of.explicit_buffering {
            let more = queue.more();
            more.posted = more.posted.saturating_sub(of.takes(head.bytes) as u32);
        }
        if !program.is_remote(usize::from(head.sender), channel) {
            self.queues[usize::from(channel)].taken -= of.takes(head.bytes);
        }
        head
    }

    /// A message has been received: unblocks its waiting sender, at once or over the network.
    fn was_received(&mut self, program: &Program, channel: u16, head: Head, record: &mut impl Record) {
        if program.is_remote(usize::from(head.sender), channel) {
            self.answer(program, channel, head, record);
        } else if head.awaited {
            self.tell_received(program, head.sender);
        }
    }

    /// Unblocks a sender that waits for the receipt of its message.
    pub(super) fn tell_received(&mut self, program: &Program, sender: u16) {
        if let Some(Op::Received { unread, .. }) = self.op(program, usize::from(sender)) {
            self.set_local(program, usize::from(sender), unread, Value::from_word(2));
        }
    }

    /// A sender stops waiting for the receipt of its message.
    pub(super) fn forget_receipt(&mut self, program: &Program, channel: u16, sender: usize) {
        let has_priority = program.channels[usize::from(channel)].by_message_priority;
        let queue = &mut self.queues[usize::from(channel)];
        let forget = |words: &mut VecDeque<i64>, has_priority: bool| {
            let mut at = 0;
            while at < words.len() {
                let step = message::length(words[at], has_priority);
                let mut head = Head::from_word(words[at]);
                if usize::from(head.sender) == sender {
                    head.awaited = false;
                    words[at] = head.word();
                }
                at += step;
            }
        };
        forget(&mut queue.words, has_priority);
        if let Some(more) = &mut queue.more {
            forget(&mut more.wire.flights, true);
            more.wire.forget(sender as u16);
        }
    }

    /// To all: drops a reader's own messages from its waiting ones, and removes messages that all have read.
    pub(super) fn tidy(&mut self, program: &Program, channel: u16, record: &mut impl Record) {
        let of = &program.channels[usize::from(channel)];
        let senders: Vec<u16> = message::all(&self.queues[usize::from(channel)].words, of.by_message_priority)
            .iter()
            .map(|m| m.sender)
            .collect();
        let mut least = senders.len() as u32;
        for (number, &reader) in of.receivers.iter().enumerate() {
            let is_alive = self.is_alive(usize::from(reader));
            let read = &mut self.queues[usize::from(channel)].more().read[number];
            if !is_alive {
                *read = 0;
                continue;
            }
            while senders.get(*read as usize) == Some(&reader) {
                *read += 1;
            }
            least = least.min(*read);
        }
        for _ in 0..least {
            let head = self.remove(program, channel, 0, record);
            self.was_received(program, channel, head, record);
        }
        for (number, &reader) in of.receivers.iter().enumerate() {
            if self.is_alive(usize::from(reader)) {
                self.queues[usize::from(channel)].more().read[number] -= least;
            }
        }
    }

    /// A rendezvous: a send and a receive at capacity 0 in one move.
    pub(super) fn meet(
        &mut self,
        program: &Program,
        (sender, message, next): (usize, u32, u32),
        (receiver, op, after): (usize, Op, u32),
        channel: u16,
        record: &mut impl Record,
    ) {
        let mut values = [Value::ZERO; MOST_VALUES];
        let outgoing = match self.outgoing(program, sender, message, &mut values) {
            Ok(outgoing) => outgoing,
            Err(fault) => return self.fail(program, sender, fault, channel, record),
        };
        let Op::Receive { count, first, who, .. } = op else {
            unreachable!("a rendezvous is chosen only with a process at its receive")
        };
        // The message is received in this move; the variable may hold another value from before.
        if outgoing.unread != NO_LOCAL {
            self.set_local(program, sender, outgoing.unread, Value::ZERO);
        }
        record.note(sender as u16, Kind::Send, channel, outgoing.values);
        if program.kernel_visible {
            record.note(receiver as u16, Kind::Deliver, channel, outgoing.values);
        }
        self.leave_line(program, channel, receiver);
        self.take(program, receiver, (channel, (count, first)), outgoing.values, record);
        if self.is_alive(receiver) {
            if who != NO_LOCAL {
                self.set_local(program, receiver, who, program.value_of_process(sender as u16));
            }
            self.go_to(program, receiver, after, record);
        }
        self.go_to(program, sender, next, record);
    }

    fn take(
        &mut self,
        program: &Program,
        process: usize,
        (channel, (count, first)): (u16, List),
        values: &[Value],
        record: &mut impl Record,
    ) {
        record.note(process as u16, Kind::Receive, channel, values);
        if values.len() != usize::from(count) {
            let fault = Fault::WrongCount { got: values.len() as u8, wanted: count };
            return self.fail(program, process, fault, channel, record);
        }
        for (offset, &value) in values.iter().enumerate() {
            let local = program.targets[first as usize + offset];
            self.set_local(program, process, local, value);
        }
    }

    /// `post`: adds buffers for messages.
    pub(super) fn post(
        &mut self,
        program: &Program,
        process: usize,
        channel: u16,
        count: u32,
        record: &mut impl Record,
    ) {
        let number = match self.number(program, process, count) {
            Ok(number) => number.max(0),
            Err(fault) => return self.fail(program, process, fault, channel, record),
        };
        let most = program.channels[usize::from(channel)].capacity.most();
        let more = self.queues[usize::from(channel)].more();
        let posted = u64::from(more.posted).saturating_add(number as u64);
        if posted > most || posted > u64::from(u32::MAX) {
            return self.fail(program, process, Fault::TooManyBuffers, channel, record);
        }
        more.posted = posted as u32;
        record.note(process as u16, Kind::Post, channel, &[Value::from_word(number)]);
        self.pass(program, process, record);
    }

    /// The value of `length(m)` or `room(m)`.
    pub(super) fn look(&self, program: &Program, what: Property, channel: u16) -> Value {
        let of = &program.channels[usize::from(channel)];
        let number = match (what, of.capacity) {
            (Property::Length, _) => self.length(ChannelId(channel)) as i64,
            (Property::Room, Room::Unbounded) if !of.explicit_buffering => LARGEST,
            (Property::Room, _) => self.room(program, channel) as i64,
        };
        Value::number(number).expect("no length is below 0")
    }

    /// The process that the mailbox's rule prefers among those waiting for a message; several if the rule permits any
    /// of them. `sender` is excluded: no process meets itself.
    pub(crate) fn chosen(&self, program: &Program, channel: u16, sender: Option<usize>) -> Vec<u16> {
        let of = &program.channels[usize::from(channel)];
        let Some(line) = self.lines.get(usize::from(channel)) else { return Vec::new() };
        let others = line.iter().copied().filter(|&process| Some(usize::from(process)) != sender);
        let first = match of.delivery {
            Delivery::ByArrival => others.into_iter().next(),
            Delivery::ByTurn => {
                let turn = self.queues[usize::from(channel)].more.as_ref().map_or(0, |more| usize::from(more.turn));
                let count = of.receivers.len();
                let distance =
                    |process: &u16| (of.receivers.binary_search(process).unwrap_or(0) + count - turn) % count;
                others.min_by_key(distance)
            }
            Delivery::ByPriority => {
                let priority = |process: &u16| program.processes[usize::from(*process)].priority;
                others.rev().max_by_key(priority)
            }
            Delivery::ByRandom | Delivery::ToOne | Delivery::ToAll => return others.collect(),
        };
        first.into_iter().collect()
    }

    /// A process has received its message, or has given up.
    pub(super) fn leave_line(&mut self, program: &Program, channel: u16, process: usize) {
        if program.channels[usize::from(channel)].has_line() {
            self.lines[usize::from(channel)].retain(|&waiting| usize::from(waiting) != process);
        }
    }

    /// Drops a terminated process as a reader: it holds no message back.
    pub(super) fn forget_reader(&mut self, program: &Program, process: usize, record: &mut impl Record) {
        for (number, channel) in program.channels.iter().enumerate() {
            if channel.is_to_all() && channel.receivers.binary_search(&(process as u16)).is_ok() {
                self.tidy(program, number as u16, record);
            }
        }
    }
}
