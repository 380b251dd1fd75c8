//! From the effects of the world to numbered events with causes, and to the processes that they may wake.

use super::waiting::{Queue, Touch};
use super::{Activity, Simulation, Sink};
use crate::event::{EventData, Kind};
use crate::value::Value;
use crate::world::{Record, World};

/// The events of a send and a receive in one move.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Met {
    /// The event that represents the message from now on: its send, or its enqueue if the system's part is shown.
    pub sent: Option<u32>,
    pub received: Option<u32>,
}

/// A message or an acknowledgement that was sent to another host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub channel: u16,
    /// Its cause.
    pub event: u32,
    pub is_answer: bool,
}

impl Simulation {
    /// Records a fact detected about processes: it is not the latest event of any process.
    pub(super) fn remark(
        &mut self,
        sink: &mut dyn Sink,
        process: usize,
        kind: Kind,
        object: u16,
        values: &[Value],
        cause: Option<u32>,
    ) {
        sink.push(EventData { time_us: self.now_us, process: process as u16, kind, object, values, cause });
        self.by = process as u16;
        self.events += 1;
    }

    pub(super) fn note(&mut self, sink: &mut dyn Sink, process: usize, kind: Kind, object: u16, values: &[Value]) {
        self.activities[process].latest = Some(self.events);
        self.remark(sink, process, kind, object, values, None);
    }

    /// Executes effects of the world and records them. `cause` is the cause of the first; a receive that meets its send
    /// in the same move is caused by the send.
    pub(super) fn with_record(
        &mut self,
        sink: &mut dyn Sink,
        cause: Option<u32>,
        act: impl FnOnce(&mut World, &mut Noter),
    ) -> Met {
        let mut noter = Noter {
            now_us: self.now_us,
            events: &mut self.events,
            activities: &mut self.activities,
            touched: &mut self.touched,
            printed: &mut self.printed,
            looks: &mut self.looks,
            queues: &mut self.queues,
            left: &mut self.left,
            by: &mut self.by,
            sink,
            cause,
            met: Met::default(),
            taken: None,
        };
        act(&mut self.world, &mut noter);
        noter.met
    }
}

/// Numbers the effects of the world, and passes them on.
pub(super) struct Noter<'a> {
    now_us: u64,
    events: &'a mut u32,
    activities: &'a mut [Activity],
    touched: &'a mut alloc::vec::Vec<Touch>,
    printed: &'a mut alloc::vec::Vec<Value>,
    looks: &'a mut u32,
    queues: &'a mut [Queue],
    left: &'a mut alloc::vec::Vec<Left>,
    by: &'a mut u16,
    sink: &'a mut dyn Sink,
    cause: Option<u32>,
    met: Met,
    /// The event that represents the message being received.
    taken: Option<u32>,
}

impl Record for Noter<'_> {
    fn note(&mut self, process: u16, kind: Kind, object: u16, values: &[Value]) {
        let number = *self.events;
        let cause = match kind {
            Kind::Send => {
                self.met.sent = Some(number);
                self.cause.take()
            }
            Kind::Packets => self.met.sent,
            Kind::Enqueue => self.met.sent.replace(number),
            Kind::Deliver => {
                let sent = self.taken.take().or(self.met.sent);
                self.taken = Some(number);
                sent
            }
            Kind::Receive => {
                self.met.received = Some(number);
                self.taken.take().or(self.met.sent)
            }
            Kind::Arrive => {
                self.met.sent = Some(number);
                self.cause.take()
            }
            Kind::Wait
            | Kind::Lock
            | Kind::Awake
            | Kind::Received
            | Kind::Attach
            | Kind::Lost
            | Kind::Answer
            | Kind::Fault
            | Kind::SendRefused
            | Kind::ReceiveRefused => self.cause.take(),
            _ => None,
        };
        self.touch(kind, process, object, number, values);
        self.sink.push(EventData { time_us: self.now_us, process, kind, object, values, cause });
        if !matches!(kind, Kind::Arrive | Kind::Lost | Kind::Answer | Kind::Enqueue) {
            self.activities[usize::from(process)].latest = Some(number);
        }
        *self.by = process;
        *self.events += 1;
    }

    fn looked(&mut self, _: u16) {
        *self.looks = self.looks.wrapping_add(1);
    }

    fn put(&mut self, channel: u16, before: usize) {
        let sent = self.met.sent.expect("what is put somewhere was noted");
        self.queues[usize::from(channel)].sent_by.insert(before, sent);
    }

    fn takes(&mut self, channel: u16, before: usize) {
        self.taken = self.queues[usize::from(channel)].sent_by.get(before).copied();
    }

    fn removed(&mut self, channel: u16, before: usize) {
        self.queues[usize::from(channel)].sent_by.remove(before);
    }

    fn departed(&mut self, channel: u16) {
        let sent = self.met.sent.expect("what leaves was noted");
        self.left.push(Left { channel, event: sent, is_answer: false });
    }

    fn answered(&mut self, channel: u16) {
        let event = self.met.received.unwrap_or(self.events.saturating_sub(1));
        self.left.push(Left { channel, event, is_answer: true });
    }
}

impl Noter<'_> {
    /// Remembers an effect that may unblock other processes.
    fn touch(&mut self, kind: Kind, process: u16, object: u16, event: u32, values: &[Value]) {
        let mut push = |value| self.touched.push(Touch { kind, process, object, event, value });
        match kind {
            Kind::Send
            | Kind::Arrive
            | Kind::Receive
            | Kind::Answer
            | Kind::Lost
            | Kind::Post
            | Kind::Signal
            | Kind::Wait
            | Kind::Unlock
            | Kind::Create
            | Kind::End
            | Kind::Fault => push(0),
            Kind::FallAsleep if values[0].word() >= 0 => push(values[0].word()),
            Kind::Print => self.printed.extend_from_slice(values),
            Kind::Notify => values[1..].iter().for_each(|who| push(who.word())),
            _ => {}
        }
    }
}
