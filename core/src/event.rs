//! The words of what happens: the kinds of event, what a blocked process waits for, and an event before it is recorded.

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

    /// Back from its number.
    pub(crate) fn from_number(number: u8) -> Kind {
        KINDS[usize::from(number)].0
    }

    /// One word for tables and machines: `send`, `block` …
    pub fn name(self) -> &'static str {
        KINDS[self as usize].1
    }
}

/// How far an event shows a process to have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It has done what the program is for: worked, printed, sent, received, entered a section or terminated.
    Works,
    /// It has got ahead all the same: it has completed another act that can block, or made a remark.
    Ahead,
    /// It has tried in vain, where that leads back: a failed attempt, an expired wait, a read.
    Vain,
    /// Neither.
    None,
}

impl Kind {
    /// How far its process has come by it.
    pub(crate) fn progress(self) -> Progress {
        match self {
            Kind::Send | Kind::Receive | Kind::Print | Kind::Enter | Kind::End | Kind::Work | Kind::Done => {
                Progress::Works
            }
            Kind::Received | Kind::Wait | Kind::Lock | Kind::Attach | Kind::Awake | Kind::Say | Kind::Ask => {
                Progress::Ahead
            }
            Kind::SendRefused
            | Kind::ReceiveRefused
            | Kind::ReceiptMissed
            | Kind::TimeOut
            | Kind::AttachRefused
            | Kind::LockRefused
            | Kind::Read
            | Kind::Instruct => Progress::Vain,
            Kind::Start
            | Kind::Sleep
            | Kind::Wake
            | Kind::Ready
            | Kind::Run
            | Kind::Packets
            | Kind::Enqueue
            | Kind::Arrive
            | Kind::Lost
            | Kind::Deliver
            | Kind::Answer
            | Kind::Post
            | Kind::Block
            | Kind::Create
            | Kind::Detach
            | Kind::Write
            | Kind::Torn
            | Kind::Signal
            | Kind::Unlock
            | Kind::FallAsleep
            | Kind::Notify
            | Kind::Leave
            | Kind::Fault
            | Kind::AssertFailed
            | Kind::Deadlock
            | Kind::Abandoned
            | Kind::Violated
            | Kind::Reached => Progress::None,
        }
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

/// The last instant that an event can carry: 2⁵⁶ − 1 µs, some 2,284 years.
pub const LAST_INSTANT_US: u64 = (1 << 56) - 1;

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
