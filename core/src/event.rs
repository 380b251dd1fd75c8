//! Events: their kinds, the reasons why a process is blocked, and an event before it is recorded.

use crate::value::Value;

/// A kind of event. The doc comments say what `object` and `values` hold, and which earlier event is the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The process starts.
    Start,
    /// `work` begins: value = µs it will take, object = label text or [`NOTHING`].
    Work,
    /// `work` ends.
    Done,
    /// `sleep` begins: value = µs it will take.
    Sleep,
    /// `sleep` ends.
    Wake,
    /// It is ready and waits for a core: object = host; value 1: it was preempted.
    Ready,
    /// It is dispatched: object = host. Cause: the event that freed the core, if any.
    Run,
    /// A message was sent to a channel: object = channel, values = the message.
    /// Cause, if the send was blocked: the receive or the acknowledgement that made room, or the post of a buffer.
    Send,
    /// The packets of the same message: object = channel, values = bytes, packets, bytes of padding.
    Packets,
    /// The system has enqueued a message: object = channel, values = the message. Cause: its send.
    Enqueue,
    /// A message from another host has arrived at its mailbox: object = channel, values = the message; the process
    /// is its sender. Cause: its send.
    Arrive,
    /// The network has lost a message: as [`Kind::Arrive`].
    Lost,
    /// The system delivers a message: object = channel, values = the message. Cause: its send, or its [`Kind::Enqueue`]
    /// where the scenario shows the system's part.
    Deliver,
    /// A message was received: object = channel, values = the message. Cause: its send, or the latest act of the system
    /// on it.
    Receive,
    /// The acknowledgement of a message has come back over the network: object = channel, the process is its sender;
    /// value 1: it confirms that the message was received. Cause: the receive, or the loss.
    Answer,
    /// A sender that waited for the receipt learns that its message was received: object = channel. Cause: the receive,
    /// or the acknowledgement.
    Received,
    /// The receiver has posted buffers: object = channel, value = their number.
    Post,
    /// A `try send` or a send `within` failed: object = channel, value = [`crate::world::Fault`] as a number.
    SendRefused,
    /// A `try receive` or a receive `within` failed: likewise; the object may be the process itself.
    ReceiveRefused,
    /// A send `and wait within`: the message was sent, but not received before the timeout.
    ReceiptMissed,
    /// The `after` of a `select` has expired.
    TimeOut,
    /// The process is blocked: object = channel, lock, region or process, as [`Wait`] says; value = [`Wait`] as a
    /// number. For a `select` more values follow: a [`Wait`] and an object for each arm.
    Block,
    /// A region was created: object = region.
    Create,
    /// The process has attached a region: object = region; value 1: read-only.
    Attach,
    /// A `try attach` failed: object = region, value = [`crate::world::Fault`] as a number.
    AttachRefused,
    /// It has detached a region: object = region.
    Detach,
    /// A cell was read: object = field, values = slot, cell of the item, the cell's value.
    Read,
    /// A cell was written: object = field, values = slot, cell of the item, the cell's new value.
    Write,
    /// A hardware instruction: object = field, values = slot, [`Instruction`](crate::scenario::tree::Instruction) as a
    /// number, the cell's old value, its new value.
    Instruct,
    /// The item read is torn: object = field, values = the value of each cell.
    Torn,
    /// It has acquired a permit of a semaphore: object = lock, value = permits left. Cause: the signal, if it waited.
    Wait,
    /// It has signalled a semaphore: object = lock, value = permits now.
    Signal,
    /// It has acquired a mutex: object = lock. Cause: the unlock, if it waited.
    Lock,
    /// It has released a mutex: object = lock.
    Unlock,
    /// A `try wait` or `try lock`, or one `within`, failed: object = lock, value = a fault's number.
    LockRefused,
    /// It waits on a condition variable: object = lock, value = the mutex that it released, or −1.
    FallAsleep,
    /// It has notified waiting processes: object = lock, values = 1 for `all`, then the processes.
    Notify,
    /// It was notified and has reacquired its mutex: object = the condition variable, value = the mutex, or −1.
    /// Cause: the notify, or the unlock.
    Awake,
    /// It enters a section: object = its name, a text.
    Enter,
    /// It leaves a section: object = its name, a text.
    Leave,
    /// `print`: values = the printed values.
    Print,
    /// `say`: value = the text.
    Say,
    /// `ask`: object = number of the question.
    Ask,
    /// The process has terminated.
    End,
    /// The process was terminated by a fault: value = [`crate::world::Fault`] as a number; object as the fault says, or
    /// [`NOTHING`].
    Fault,
    /// An `assert` was violated, which ends the run: value = the text.
    AssertFailed,
    /// These processes wait for each other forever: values = their numbers. Cause: the event that closed the cycle.
    Deadlock,
    /// These processes are blocked forever, outside any cycle: values = their numbers.
    Orphaned,
    /// A check is violated: object = number of the check. Once for each check.
    Violated,
    /// A `check possible` is satisfied: object = number of the check. Once for each check.
    Reached,
}

/// All kinds with their names, in the order of their numbers.
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
    (Kind::Orphaned, "orphaned"),
    (Kind::Violated, "violated"),
    (Kind::Reached, "reached"),
];

impl Kind {
    /// All kinds, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|&(kind, _)| kind)
    }

    /// The kind with this number.
    pub(crate) fn from_number(number: u8) -> Kind {
        KINDS[usize::from(number)].0
    }

    /// One word, for tables and JSON: `send`, `block` …
    pub fn name(self) -> &'static str {
        KINDS[self as usize].1
    }
}

/// The progress that an event shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Useful work: the process worked, printed, sent, received, entered a section or terminated.
    Works,
    /// Other progress: it completed another act that can block, or made a remark.
    Ahead,
    /// An attempt without success, which may lead back: a failed attempt, an expired wait, a read.
    Vain,
    /// None of these.
    None,
}

impl Kind {
    /// The progress of its process that the event shows.
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
            | Kind::Orphaned
            | Kind::Violated
            | Kind::Reached => Progress::None,
        }
    }
}

/// The reason why a process is blocked, and the object of its [`Kind::Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Wait {
    /// A send to a full channel, until there is room: channel.
    Room,
    /// A receive from an empty channel, until there is a message: channel.
    Message,
    /// A send at capacity 0, until a process receives: channel.
    Receiver,
    /// A receive at capacity 0, until a process sends: channel.
    Sender,
    /// A receive from any, until there is a message: the process itself.
    AnyMessage,
    /// A send, until the receiver posts a buffer: channel.
    Buffer,
    /// A send, until its message is received: channel.
    Receipt,
    /// A semaphore without permits: lock.
    Semaphore,
    /// A mutex that is held: lock.
    Mutex,
    /// A condition variable, until notified: lock.
    Condition,
    /// A region that has not been created yet: region.
    Created,
    /// A `select`, until one of its arms can proceed; no object.
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
    /// From the value of a [`Kind::Block`].
    pub fn from_number(number: i64) -> Option<Wait> {
        WAITS.get(usize::try_from(number).ok()?).copied()
    }

    /// Whether a send is blocked.
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

/// The object of an event without one.
pub const NOTHING: u16 = u16::MAX;

/// The latest time of an event: 2⁵⁶ − 1 µs, about 2,284 years.
pub const LAST_INSTANT_US: u64 = (1 << 56) - 1;

/// An event before it is recorded.
#[derive(Clone, Copy, Debug)]
pub struct EventData<'a> {
    /// Time in µs.
    pub time_us: u64,
    /// Number of the process.
    pub process: u16,
    /// The kind of event.
    pub kind: Kind,
    /// The object, or [`NOTHING`].
    pub object: u16,
    /// As the kind says; no values count as one 0.
    pub values: &'a [Value],
    /// Number of the causing event.
    pub cause: Option<u32>,
}
