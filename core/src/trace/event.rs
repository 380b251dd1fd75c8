//! One thing that happened: when, to whom, what, with what, and because of which earlier event.

use alloc::vec::Vec;

use crate::value::Value;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The process begins.
    Start,
    /// `work` begins: value = µs it will take, object = label text or [`NOTHING`].
    Work,
    /// `work` is over.
    Done,
    /// `sleep` begins: value = µs it will take.
    Sleep,
    /// `sleep` is over.
    Wake,
    /// It waits for a core, object = host; value 1: its core was taken away.
    Ready,
    /// It has a core again, object = host. Cause: the event that made it free, where there is one.
    Run,
    /// A message went to a channel: object = channel, values = the message.
    /// Cause: what it waited for, if it did: the receive, or the answer, that made room; the post of a buffer.
    Send,
    /// The same message by packets of one size: object = channel, values = bytes, packets, bytes of padding.
    Packets,
    /// The system has put a message into its queue: object = channel, values = the message. Cause: its send.
    Enqueue,
    /// A message from another host has come to its mailbox: object = channel, values = the message; the process
    /// is its sender. Cause: its send.
    Arrive,
    /// The network has lost a message: likewise.
    Lost,
    /// The system hands a message over: object = channel, values = the message. Cause: its send, or where the
    /// system's part is shown its enqueue.
    Deliver,
    /// A message was taken: object = channel, values = the message. Cause: its send, or the latest of what the system
    /// did with it.
    Receive,
    /// The answer to a message has come back over the network: object = channel, the process is its sender; value 1:
    /// it says that the message was received. Cause: the receive, or the loss.
    Answer,
    /// A sender that waited for it knows that its message was received: object = channel. Cause: the receive, or the
    /// answer.
    Received,
    /// The receiver has posted buffers: object = channel, value = how many.
    Post,
    /// A `try send` or a send `within` did not come about: object = channel, value = [`crate::world::Fault`] as a number.
    SendRefused,
    /// A `try receive` or a receive `within`: likewise; object may be the process itself.
    ReceiveRefused,
    /// A send `and wait within`: the message was sent, and its receipt did not come in time.
    ReceiptMissed,
    /// The `after` of a `select` has come.
    TimeOut,
    /// The process can't go on: object = channel, lock, region or process, as [`Wait`] says; value = [`Wait`] as a number.
    /// Of a `select` more values follow: a [`Wait`] and an object for each arm.
    Block,
    /// A region is there: object = region.
    Create,
    /// The process may use a region: object = region, value 1: for reading only.
    Attach,
    /// A `try attach` did not come about: object = region, value = [`crate::world::Fault`] as a number.
    AttachRefused,
    /// It has given a region back.
    Detach,
    /// A cell was read: object = field, values = slot, cell of the item, what it held.
    Read,
    /// A cell was written: object = field, values = slot, cell of the item, what it holds now.
    Write,
    /// A hardware instruction: object = field, values = slot, [`Instruction`](crate::scenario::tree::Instruction) as a
    /// number, what the cell held, what it holds now.
    Instruct,
    /// An item that was read is pieced together: object = field, values = what each cell held.
    Torn,
    /// It has taken one from a semaphore: object = lock, value = how many are left. Cause: the signal, if it waited.
    Wait,
    /// It has given a semaphore one: object = lock, value = how many there are.
    Signal,
    /// It holds a mutex: object = lock. Cause: the unlock, if it waited.
    Lock,
    /// It has given it back.
    Unlock,
    /// A `try wait` or `try lock`, or one `within`, did not come about: object = lock, value = a fault's number.
    LockRefused,
    /// It sleeps on a condition variable: object = lock, value = the mutex that it gave back, or −1.
    FallAsleep,
    /// It has woken sleepers: object = lock, values = 1 for `all`, then who.
    Notify,
    /// It has been notified, and has its mutex again: object = the condition variable, value = the mutex, or −1.
    /// Cause: the notify, or the unlock.
    Awake,
    /// Into a section: object = its name, a text.
    Enter,
    /// Out of it.
    Leave,
    /// `print`: values.
    Print,
    /// `say`: value = the text.
    Say,
    /// `ask`: object = number of the question.
    Ask,
    /// The process has ended.
    End,
    /// The process made a mistake that ends it: value = [`crate::world::Fault`] as a number; object = what it was about,
    /// as the fault says, or [`NOTHING`].
    Fault,
    /// An `assert` does not hold, which ends the run: value = the text.
    AssertFailed,
    /// These processes wait for each other for ever: values = their numbers. Cause: the event that closed the ring.
    Deadlock,
    /// These processes wait for what nobody alive can give: values = their numbers.
    Abandoned,
    /// A check does not hold: object = number of the check. Once for each check.
    Violated,
    /// A `check possible` holds: object = number of the check. Once for each check.
    Reached,
}

/// Every kind with its name, in the order of their numbers.
const KINDS: [(Kind, &str); 50] = [
    (Kind::Start, "start"),
    (Kind::Work, "work"),
    (Kind::Done, "done"),
    (Kind::Sleep, "sleep"),
    (Kind::Wake, "wake"),
    (Kind::Ready, "ready"),
    (Kind::Run, "run"),
    (Kind::Send, "send"),
    (Kind::Packets, "packets"),
    (Kind::Enqueue, "enqueue"),
    (Kind::Arrive, "arrive"),
    (Kind::Lost, "lost"),
    (Kind::Deliver, "deliver"),
    (Kind::Receive, "receive"),
    (Kind::Answer, "answer"),
    (Kind::Received, "received"),
    (Kind::Post, "post"),
    (Kind::SendRefused, "send-refused"),
    (Kind::ReceiveRefused, "receive-refused"),
    (Kind::ReceiptMissed, "receipt-missed"),
    (Kind::TimeOut, "timeout"),
    (Kind::Block, "block"),
    (Kind::Create, "create"),
    (Kind::Attach, "attach"),
    (Kind::AttachRefused, "attach-refused"),
    (Kind::Detach, "detach"),
    (Kind::Read, "read"),
    (Kind::Write, "write"),
    (Kind::Instruct, "instruct"),
    (Kind::Torn, "torn"),
    (Kind::Wait, "wait"),
    (Kind::Signal, "signal"),
    (Kind::Lock, "lock"),
    (Kind::Unlock, "unlock"),
    (Kind::LockRefused, "lock-refused"),
    (Kind::FallAsleep, "fall-asleep"),
    (Kind::Notify, "notify"),
    (Kind::Awake, "awake"),
    (Kind::Enter, "enter"),
    (Kind::Leave, "leave"),
    (Kind::Print, "print"),
    (Kind::Say, "say"),
    (Kind::Ask, "ask"),
    (Kind::End, "end"),
    (Kind::Fault, "fault"),
    (Kind::AssertFailed, "assert-failed"),
    (Kind::Deadlock, "deadlock"),
    (Kind::Abandoned, "abandoned"),
    (Kind::Violated, "violated"),
    (Kind::Reached, "reached"),
];

impl Kind {
    /// Every kind, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|&(kind, _)| kind)
    }

    /// One word for tables and machines: `send`, `block` …
    pub fn name(self) -> &'static str {
        KINDS[self as usize].1
    }
}

/// What a blocked process waits for, and what the object of its block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Wait {
    /// A send, for room: the channel is full.
    Room,
    /// A receive, for a message: the channel is empty.
    Message,
    /// A send at capacity 0, for a receiver to come: channel.
    Receiver,
    /// A receive at capacity 0, for a sender to come: channel.
    Sender,
    /// A receive from any: the process itself.
    AnyMessage,
    /// A send, for a buffer that the receiver posts: channel.
    Buffer,
    /// A send, for its message to be received: channel.
    Receipt,
    /// A semaphore without a permit: lock.
    Semaphore,
    /// A mutex that is held: lock.
    Mutex,
    /// To be notified: lock.
    Condition,
    /// A region that is not there yet: region.
    Created,
    /// The first of several: a `select`; no object.
    Several,
}

/// In the order of their numbers.
const WAITS: [Wait; 12] = [
    Wait::Room,
    Wait::Message,
    Wait::Receiver,
    Wait::Sender,
    Wait::AnyMessage,
    Wait::Buffer,
    Wait::Receipt,
    Wait::Semaphore,
    Wait::Mutex,
    Wait::Condition,
    Wait::Created,
    Wait::Several,
];

impl Wait {
    /// Back from the value of a [`Kind::Block`].
    pub fn from_number(number: i64) -> Option<Wait> {
        WAITS.get(usize::try_from(number).ok()?).copied()
    }

    /// Whether it is a send that waits.
    pub fn is_send(self) -> bool {
        matches!(self, Wait::Room | Wait::Receiver | Wait::Buffer | Wait::Receipt)
    }

    /// Whether its object is a channel.
    pub fn is_channel(self) -> bool {
        matches!(self, Wait::Message | Wait::Sender) || self.is_send()
    }

    /// Whether its object is a semaphore, a mutex or a condition variable.
    pub fn is_lock(self) -> bool {
        matches!(self, Wait::Semaphore | Wait::Mutex | Wait::Condition)
    }
}

/// The object of an event that touched none.
pub const NOTHING: u16 = u16::MAX;

const NO_CAUSE: u32 = u32::MAX;
const MANY: u16 = 1 << 15;

/// The last instant that an event can carry: 2⁵⁶ − 1 µs, some 2,284 years.
pub const LAST_INSTANT_US: u64 = (1 << 56) - 1;

/// One event, in 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    stamp: u64,
    payload: Value,
    cause: u32,
    process: u16,
    object: u16,
}

impl Event {
    /// When, in µs from the start of the run.
    pub fn time_us(&self) -> u64 {
        self.stamp >> 8
    }

    /// What happened.
    pub fn kind(&self) -> Kind {
        KINDS[(self.stamp & 0xFF) as usize].0
    }

    /// The number of the process that it happened to.
    pub fn process(&self) -> usize {
        usize::from(self.process & !MANY)
    }

    /// What it touched, as its kind says.
    pub fn object(&self) -> Option<usize> {
        (self.object != NOTHING).then_some(usize::from(self.object))
    }

    /// The number of the event that brought it about, counted from 0: always an earlier one.
    pub fn cause(&self) -> Option<usize> {
        (self.cause != NO_CAUSE).then_some(self.cause as usize)
    }
}

/// An event before it stands in a list.
#[derive(Clone, Copy, Debug)]
pub struct Happening<'a> {
    /// µs.
    pub time_us: u64,
    /// Number of the process.
    pub process: u16,
    /// What.
    pub kind: Kind,
    /// What it touched, or [`NOTHING`].
    pub object: u16,
    /// As the kind says; none counts as 0.
    pub values: &'a [Value],
    /// Number of the causing event.
    pub cause: Option<u32>,
}

/// All events of a run, 24 bytes each; messages of several values keep them aside.
#[derive(Clone, Debug, Default)]
pub struct Events {
    chunks: Vec<Vec<Event>>,
    aside: Vec<Value>,
}

const CHUNK: usize = 1 << 14;

impl Events {
    /// How many.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    /// None yet.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Event number `index`, from 0.
    pub fn get(&self, index: usize) -> Option<&Event> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// From the first on.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.chunks.iter().flatten()
    }

    /// From event `first` on.
    pub fn iter_from(&self, first: usize) -> impl Iterator<Item = (usize, &Event)> {
        (first..self.len()).map(|index| (index, &self.chunks[index / CHUNK][index % CHUNK]))
    }

    /// The values of an event, as its kind says: at least one.
    pub fn values<'a>(&'a self, event: &'a Event) -> &'a [Value] {
        if event.process & MANY == 0 {
            core::slice::from_ref(&event.payload)
        } else {
            let packed = event.payload.word();
            let (start, len) = ((packed >> 16) as usize, (packed & 0xFFFF) as usize);
            &self.aside[start..start + len]
        }
    }

    /// The first value of an event as a number; 0 where it is a text.
    pub fn number(&self, event: &Event) -> i64 {
        self.values(event)[0].as_number().unwrap_or(0)
    }

    /// How many events happened at `time_us` or before.
    pub fn count_until(&self, time_us: u64) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let event = &self.chunks[middle / CHUNK][middle % CHUNK];
            if event.time_us() <= time_us {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn push(&mut self, happening: Happening) {
        let (payload, many) = match happening.values {
            [] => (Value::ZERO, 0),
            [one] => (*one, 0),
            several => {
                let start = self.aside.len() as i64;
                self.aside.extend_from_slice(several);
                (Value::from_word(start << 16 | several.len() as i64), MANY)
            }
        };
        let event = Event {
            stamp: happening.time_us << 8 | happening.kind as u64,
            payload,
            cause: happening.cause.unwrap_or(NO_CAUSE),
            process: happening.process | many,
            object: happening.object,
        };
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => last.push(event),
            _ => {
                let mut chunk = Vec::with_capacity(if self.chunks.is_empty() { 256 } else { CHUNK });
                chunk.push(event);
                self.chunks.push(chunk);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_takes_24_bytes() {
        assert_eq!(core::mem::size_of::<Event>(), 24);
    }

    #[test]
    fn what_is_pushed_is_read_back() {
        let mut events = Events::default();
        let pair = [Value::text(3), Value::truth(true)];
        for time_us in 0..2 * CHUNK as u64 + 1 {
            events.push(Happening {
                time_us: time_us / 2,
                process: 1_023,
                kind: Kind::Send,
                object: 4_095,
                values: &pair[..1 + (time_us % 2) as usize],
                cause: (time_us > 0).then_some(0),
            });
        }
        assert_eq!(events.len(), 2 * CHUNK + 1);
        let last = events.get(2 * CHUNK).expect("it was pushed");
        assert_eq!((last.time_us(), last.process(), last.kind()), (CHUNK as u64, 1_023, Kind::Send));
        assert_eq!((last.object(), last.cause()), (Some(4_095), Some(0)));
        assert_eq!(events.values(last), &pair[..1]);
        assert_eq!(events.values(events.get(1).expect("it was pushed")), &pair);
        // Times are 0 0 1 1 2 2 …: until 1 there are 4.
        assert_eq!(events.count_until(1), 4);
        assert_eq!(events.count_until(u64::MAX >> 8), events.len());
    }
}
