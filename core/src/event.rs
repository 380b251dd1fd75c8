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

/// One kind of event, described once: for tables, words, verdicts and pictures.
struct Row {
    kind: Kind,
    name: &'static str,
    object: Option<ObjectKind>,
    progress: Progress,
    says: &'static str,
}

const fn row(
    kind: Kind,
    name: &'static str,
    object: Option<ObjectKind>,
    progress: Progress,
    says: &'static str,
) -> Row {
    Row { kind, name, object, progress, says }
}

/// All kinds, in the order of their numbers.
const KINDS: [Row; 50] = [
    row(Kind::Start, "start", None, Progress::None, "starts"),
    row(Kind::Work, "work", Some(ObjectKind::Label), Progress::Works, "works for {time}"),
    row(Kind::Done, "done", None, Progress::Works, "finishes its work"),
    row(Kind::Sleep, "sleep", None, Progress::None, "sleeps for {time}"),
    row(Kind::Wake, "wake", None, Progress::None, "wakes up"),
    row(Kind::Ready, "ready", Some(ObjectKind::Host), Progress::None, "is ready, waiting for a core{on host}"),
    row(Kind::Run, "run", Some(ObjectKind::Host), Progress::None, "is dispatched{on host}"),
    row(Kind::Send, "send", Some(ObjectKind::Channel), Progress::Works, "sends {values} to {to}{freed}"),
    row(
        Kind::Packets,
        "packets",
        Some(ObjectKind::Channel),
        Progress::None,
        "its message is split into {packets} ({bytes} B{padding})",
    ),
    row(
        Kind::Enqueue,
        "enqueue",
        Some(ObjectKind::Channel),
        Progress::None,
        "the system enqueues {values} in {channel}",
    ),
    row(Kind::Arrive, "arrive", Some(ObjectKind::Channel), Progress::None, "its message {values} arrives at {to}"),
    row(
        Kind::Lost,
        "lost",
        Some(ObjectKind::Channel),
        Progress::None,
        "its message {values} to {to} is lost in the network",
    ),
    row(
        Kind::Deliver,
        "deliver",
        Some(ObjectKind::Channel),
        Progress::None,
        "the system delivers {values} from {channel}",
    ),
    row(Kind::Receive, "receive", Some(ObjectKind::Channel), Progress::Works, "receives {values} from {from}{sent}"),
    row(
        Kind::Answer,
        "answer",
        Some(ObjectKind::Channel),
        Progress::None,
        "gets an acknowledgement from {to}: there is room again",
    ),
    row(
        Kind::Received,
        "received",
        Some(ObjectKind::Channel),
        Progress::Ahead,
        "resumes: its message to {to} was received",
    ),
    row(Kind::Post, "post", Some(ObjectKind::Channel), Progress::None, "posts {buffers} to {from}"),
    row(
        Kind::SendRefused,
        "send-refused",
        Some(ObjectKind::Channel),
        Progress::Vain,
        "fails to send to {to}: {refusal}",
    ),
    row(
        Kind::ReceiveRefused,
        "receive-refused",
        Some(ObjectKind::Channel),
        Progress::Vain,
        "fails to receive: {refusal}",
    ),
    row(
        Kind::ReceiptMissed,
        "receipt-missed",
        Some(ObjectKind::Channel),
        Progress::Vain,
        "stops waiting for {to} to receive: {refusal}",
    ),
    row(Kind::TimeOut, "timeout", None, Progress::Vain, "stops waiting: the select timed out"),
    row(Kind::Block, "block", None, Progress::None, "is blocked"),
    row(Kind::Create, "create", Some(ObjectKind::Memory), Progress::None, "creates {memory}"),
    row(Kind::Attach, "attach", Some(ObjectKind::Memory), Progress::Ahead, "attaches {memory}"),
    row(
        Kind::AttachRefused,
        "attach-refused",
        Some(ObjectKind::Memory),
        Progress::Vain,
        "fails to attach {memory}: {refusal}",
    ),
    row(Kind::Detach, "detach", Some(ObjectKind::Memory), Progress::None, "detaches {memory}"),
    row(Kind::Read, "read", Some(ObjectKind::Field), Progress::Vain, "reads {value} from {cell}"),
    row(Kind::Write, "write", Some(ObjectKind::Field), Progress::None, "writes {value} to {cell}"),
    row(
        Kind::Instruct,
        "instruct",
        Some(ObjectKind::Field),
        Progress::Vain,
        "executes {instruction} on {item}: was {value}, now {new value}",
    ),
    row(
        Kind::Torn,
        "torn",
        Some(ObjectKind::Field),
        Progress::None,
        "reads a torn item from {field}: its cells hold {values}",
    ),
    row(
        Kind::Wait,
        "wait",
        Some(ObjectKind::Lock),
        Progress::Ahead,
        "acquires a permit of {lock}: {number} left{woken}",
    ),
    row(Kind::Signal, "signal", Some(ObjectKind::Lock), Progress::None, "signals {lock}: its value is now {number}"),
    row(Kind::Lock, "lock", Some(ObjectKind::Lock), Progress::Ahead, "acquires {lock}{woken}"),
    row(Kind::Unlock, "unlock", Some(ObjectKind::Lock), Progress::None, "releases {lock}"),
    row(
        Kind::LockRefused,
        "lock-refused",
        Some(ObjectKind::Lock),
        Progress::Vain,
        "fails to acquire {lock}: {refusal}",
    ),
    row(
        Kind::FallAsleep,
        "fall-asleep",
        Some(ObjectKind::Lock),
        Progress::None,
        "releases {mutex} and waits on {lock}",
    ),
    row(Kind::Notify, "notify", Some(ObjectKind::Lock), Progress::None, "notifies {lock}: wakes {sleepers}"),
    row(Kind::Awake, "awake", Some(ObjectKind::Lock), Progress::Ahead, "wakes up and reacquires {mutex}{woken}"),
    row(Kind::Enter, "enter", Some(ObjectKind::Section), Progress::Works, "enters {text}"),
    row(Kind::Leave, "leave", Some(ObjectKind::Section), Progress::None, "leaves {text}"),
    row(Kind::Print, "print", None, Progress::Works, "prints {values}"),
    row(Kind::Say, "say", None, Progress::Ahead, "says: {values}"),
    row(Kind::Ask, "ask", Some(ObjectKind::Question), Progress::Ahead, "asks: {question}"),
    row(Kind::End, "end", None, Progress::Works, "terminates"),
    row(Kind::Fault, "fault", None, Progress::None, "is terminated by a fault"),
    row(Kind::AssertFailed, "assert-failed", None, Progress::None, "violates an assertion: {values}"),
    row(Kind::Deadlock, "deadlock", None, Progress::None, "is deadlocked: {names} wait for each other"),
    row(
        Kind::Orphaned,
        "orphaned",
        None,
        Progress::None,
        "is blocked forever: no remaining process can unblock any of {names}",
    ),
    row(Kind::Violated, "violated", Some(ObjectKind::Check), Progress::None, "violates a check: {check}"),
    row(Kind::Reached, "reached", Some(ObjectKind::Check), Progress::None, "satisfies a check: {check}"),
];

impl Kind {
    /// All kinds, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|row| row.kind)
    }

    /// The kind with this number.
    pub(crate) fn from_number(number: u8) -> Kind {
        KINDS[usize::from(number)].kind
    }

    /// One word, for tables and JSON: `send`, `block` …
    pub fn name(self) -> &'static str {
        KINDS[self as usize].name
    }

    /// The kind of its object, if its kind alone determines that.
    pub(crate) fn object(self) -> Option<ObjectKind> {
        KINDS[self as usize].object
    }

    /// The progress of its process that the event shows.
    pub(crate) fn progress(self) -> Progress {
        KINDS[self as usize].progress
    }

    /// The sentence about it, with words in braces that are filled in; some kinds have others for special cases.
    pub(crate) fn says(self) -> &'static str {
        KINDS[self as usize].says
    }

    /// Whether the process only shows something to the audience: a mark on its lane.
    pub fn is_shown(self) -> bool {
        matches!(self, Kind::Print | Kind::Say)
    }
}

/// The kind of an event's object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A mailbox, or one direction of a link.
    Channel,
    /// A region of shared memory.
    Memory,
    /// A field of one: `table.slots`.
    Field,
    /// A semaphore, a mutex, a condition variable or a barrier.
    Lock,
    /// A host.
    Host,
    /// Another process.
    Process,
    /// A section.
    Section,
    /// The label of a `work`.
    Label,
    /// A question.
    Question,
    /// A check.
    Check,
}

impl ObjectKind {
    /// One word, for JSON.
    pub fn name(self) -> &'static str {
        match self {
            ObjectKind::Channel => "channel",
            ObjectKind::Memory => "memory",
            ObjectKind::Field => "field",
            ObjectKind::Lock => "lock",
            ObjectKind::Host => "host",
            ObjectKind::Process => "process",
            ObjectKind::Section => "section",
            ObjectKind::Label => "label",
            ObjectKind::Question => "question",
            ObjectKind::Check => "check",
        }
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
    /// A barrier, until enough processes have arrived: lock.
    Barrier,
}

/// The queue in which a waiting process stands, at the object of its wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitQueue {
    /// That of a channel's senders.
    Senders,
    /// The same, at capacity 0.
    Meeting,
    /// That of a channel's receivers.
    Receivers,
    /// That of senders that wait for a receipt.
    Unanswered,
    /// That of a lock.
    Lock,
    /// That of a region.
    Region,
    /// None.
    None,
}

/// One reason for waiting, described once: for machines, words and pictures. Words in braces are filled in.
struct WaitRow {
    wait: Wait,
    /// One word.
    name: &'static str,
    /// Where the process queues in a run.
    line: WaitQueue,
    /// The state that blocks the process.
    is: &'static str,
    /// The same, shorter, for pictures.
    short: &'static str,
    /// The act that unblocks it, of several processes and of one.
    acts: (&'static str, &'static str),
    /// The object of "waits for", and what another process could do about it.
    wants: (&'static str, &'static str),
}

const fn wait(
    wait: Wait,
    name: &'static str,
    line: WaitQueue,
    (is, short): (&'static str, &'static str),
    acts: (&'static str, &'static str),
    wants: (&'static str, &'static str),
) -> WaitRow {
    WaitRow { wait, name, line, is, short, acts, wants }
}

/// In the order of their numbers.
#[rustfmt::skip]
const WAITS: [WaitRow; 13] = [
    wait(Wait::Room, "room", WaitQueue::Senders, ("{channel} is full", "{channel} is full"),
        ("receive from {from}", "receives from {from}"), ("room in {object}", "could receive from")),
    wait(Wait::Message, "message", WaitQueue::Receivers, ("{channel} is empty", "{channel} is empty"),
        ("send to {to}", "sends to {to}"), ("a message in {object}", "could send to")),
    wait(Wait::Receiver, "receiver", WaitQueue::Meeting, ("{channel} has capacity 0, and no process is receiving", "{channel}: no receiver"),
        ("receive from {from}", "receives from {from}"), ("a receiver at {object}", "could receive from")),
    wait(Wait::Sender, "sender", WaitQueue::Receivers, ("{channel} has capacity 0, and no process is sending", "{channel}: no sender"),
        ("send to {to}", "sends to {to}"), ("a sender at {object}", "could send to")),
    wait(Wait::AnyMessage, "any-message", WaitQueue::None, ("no process has sent it a message", "no message"),
        ("send it a message", "sends it a message"), ("a message", "could send")),
    wait(Wait::Buffer, "buffer", WaitQueue::Senders, ("{channel} has no free buffer", "no free buffer"),
        ("post a buffer to {from}", "posts a buffer to {from}"), ("a free buffer of {object}", "could post to")),
    wait(Wait::Receipt, "receipt", WaitQueue::Unanswered, ("its message in {channel} has not been received yet", "not received yet"),
        ("receive from {from}", "receives from {from}"),
        ("the receipt of its message to {object}", "could receive from")),
    wait(Wait::Semaphore, "semaphore", WaitQueue::Lock, ("{lock} has no permit left", "{lock} is 0"),
        ("signal {lock}", "signals {lock}"), ("semaphore {object}", "could signal")),
    wait(Wait::Mutex, "mutex", WaitQueue::Lock, ("{lock} is held", "{lock} is held"),
        ("release {lock}", "releases {lock}"), ("mutex {object}", "held by")),
    wait(Wait::Condition, "condition", WaitQueue::Lock, ("it waits on {lock}", "waits on {lock}"),
        ("notify {lock}", "notifies {lock}"), ("a notify of {object}", "could notify")),
    wait(Wait::Created, "created", WaitQueue::Region, ("{memory} has not been created yet", "{memory} not created"),
        ("create {memory}", "creates {memory}"), ("region {object}", "could create")),
    wait(Wait::Several, "several", WaitQueue::None, ("no alternative of its select can proceed", "waits in a select"),
        ("unblock it", "unblocks it"), ("one of several", "could do")),
    wait(Wait::Barrier, "barrier", WaitQueue::Lock, ("not all have arrived at {lock}", "{lock} is closed"),
        ("arrive at {lock}", "arrives at {lock}"), ("barrier {object}", "could arrive at")),
];

impl Wait {
    /// From the value of a [`Kind::Block`].
    pub fn from_number(number: i64) -> Option<Wait> {
        WAITS.get(usize::try_from(number).ok()?).map(|row| row.wait)
    }

    /// One word, for tables and JSON: `room`, `message` …
    pub fn name(self) -> &'static str {
        WAITS[self as usize].name
    }

    /// The queue that the process joins.
    pub(crate) fn line(self) -> WaitQueue {
        WAITS[self as usize].line
    }

    /// The state that blocks the process, and the same, shorter.
    pub(crate) fn is(self) -> (&'static str, &'static str) {
        (WAITS[self as usize].is, WAITS[self as usize].short)
    }

    /// The act that unblocks the process, of several processes and of one.
    pub(crate) fn acts(self) -> (&'static str, &'static str) {
        WAITS[self as usize].acts
    }

    /// The object of the wait, and the act of another process that could end it.
    pub(crate) fn wants(self) -> (&'static str, &'static str) {
        WAITS[self as usize].wants
    }

    /// Whether a send is blocked.
    pub fn is_send(self) -> bool {
        matches!(self, Wait::Room | Wait::Receiver | Wait::Buffer | Wait::Receipt)
    }

    /// Whether its object is a channel.
    pub fn is_channel(self) -> bool {
        !matches!(self.line(), WaitQueue::Lock | WaitQueue::Region | WaitQueue::None)
    }

    /// Whether its object is a semaphore, a mutex or a condition variable.
    pub fn is_lock(self) -> bool {
        self.line() == WaitQueue::Lock
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_at_the_number_of_its_kind() {
        assert!(KINDS.iter().enumerate().all(|(number, row)| row.kind as usize == number));
        assert!(WAITS.iter().enumerate().all(|(number, row)| row.wait as usize == number));
    }
}
