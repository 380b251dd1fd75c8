//! Mailboxes: putting a message in, taking the oldest out, and meeting at capacity 0.
//!
//! A send takes place when there is room; from then on the message is the system's. At capacity 0 a send and a receive
//! are one move. Messages leave in the order in which they came (Silberschatz et al., § 3.6.2–3.6.3).

use super::{Fault, Record, World};
use crate::program::{Look, Op, Program};
use crate::trace::event::Kind;
use crate::value::{LARGEST, Value};

/// The most values that one message has.
pub(crate) const MOST_VALUES: usize = 16;

/// How many operands or targets, and the number of the first.
type List = (u8, u32);

impl World {
    /// Puts a message into a channel with room.
    pub(super) fn send(
        &mut self,
        program: &Program,
        process: usize,
        channel: u16,
        list: List,
        record: &mut impl Record,
    ) {
        let mut values = [Value::ZERO; MOST_VALUES];
        let values = match self.values(program, process, list, &mut values) {
            Ok(values) => values,
            Err(fault) => return self.fail(process, fault, channel, record),
        };
        let queue = &mut self.queues[usize::from(channel)];
        queue.push_back(values.len() as i64);
        queue.extend(values.iter().map(|value| value.word()));
        self.lengths[usize::from(channel)] += 1;
        record.note(process as u16, Kind::Send, channel, values);
        self.pass(program, process, record);
    }

    /// Takes the oldest message out of a channel that has one.
    pub(super) fn receive(
        &mut self,
        program: &Program,
        process: usize,
        channel: u16,
        list: List,
        record: &mut impl Record,
    ) {
        let mut values = [Value::ZERO; MOST_VALUES];
        let queue = &mut self.queues[usize::from(channel)];
        let count = queue.pop_front().expect("a receive is chosen only where a message waits") as usize;
        for value in &mut values[..count] {
            *value = Value::from_word(queue.pop_front().expect("a message has the values that it says"));
        }
        self.lengths[usize::from(channel)] -= 1;
        self.take(program, process, channel, list, &values[..count], record);
    }

    /// A send and a receive at capacity 0, in one.
    pub(super) fn meet(
        &mut self,
        program: &Program,
        sender: usize,
        receiver: usize,
        channel: u16,
        list: List,
        record: &mut impl Record,
    ) {
        let mut values = [Value::ZERO; MOST_VALUES];
        let values = match self.values(program, sender, list, &mut values) {
            Ok(values) => values,
            Err(fault) => return self.fail(sender, fault, channel, record),
        };
        let Some(Op::Receive { count, first, .. }) = self.op(program, receiver) else {
            unreachable!("a rendezvous is chosen only with a process at its receive")
        };
        record.note(sender as u16, Kind::Send, channel, values);
        self.take(program, receiver, channel, (count, first), values, record);
        self.pass(program, sender, record);
    }

    /// Which processes stand before a receive from a channel.
    pub(super) fn receivers_at<'a>(&'a self, program: &'a Program, channel: u16) -> impl Iterator<Item = usize> + 'a {
        let receivers = program.channels[usize::from(channel)].receivers.iter();
        receivers.map(|&process| usize::from(process)).filter(move |&process| {
            matches!(self.op(program, process), Some(Op::Receive { channel: from, .. }) if from == channel)
        })
    }

    /// What `length(m)` and `room(m)` say.
    pub(super) fn look(&self, program: &Program, what: Look, channel: u16) -> Value {
        let length = i64::from(self.lengths[usize::from(channel)]);
        let number = match (what, program.channels[usize::from(channel)].capacity) {
            (Look::Length, _) => length,
            (Look::Room, crate::scenario::tree::Capacity::Messages(most)) => i64::from(most) - length,
            (Look::Room, crate::scenario::tree::Capacity::Unbounded) => LARGEST,
        };
        Value::number(number).expect("no length is below 0")
    }

    fn take(
        &mut self,
        program: &Program,
        process: usize,
        channel: u16,
        (count, first): List,
        values: &[Value],
        record: &mut impl Record,
    ) {
        record.note(process as u16, Kind::Receive, channel, values);
        if values.len() != usize::from(count) {
            let fault = Fault::WrongCount { got: values.len() as u8, wanted: count };
            return self.fail(process, fault, channel, record);
        }
        for (offset, &value) in values.iter().enumerate() {
            let local = program.targets[first as usize + offset];
            self.set_local(program, process, local, value);
        }
        self.pass(program, process, record);
    }

    fn values<'a>(
        &self,
        program: &Program,
        process: usize,
        (count, first): List,
        values: &'a mut [Value; MOST_VALUES],
    ) -> Result<&'a [Value], Fault> {
        for offset in 0..u32::from(count) {
            values[offset as usize] = self.evaluate(program, process, *self.operand(program, first + offset))?;
        }
        Ok(&values[..usize::from(count)])
    }
}
