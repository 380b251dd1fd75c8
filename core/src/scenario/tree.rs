//! Syntax tree of a scenario: declarations here, statements, expressions and measures in files of their own, each with its
//! position in the text.
//!
//! The tree keeps everything in the order of the text, so that the printer can reproduce it. It defines no behaviour:
//! see [`crate::program`].

use alloc::string::{String, ToString};
use alloc::vec::Vec;

mod acts;
mod expressions;
mod measures;
mod statements;

pub(crate) use acts::Part;
pub use acts::{Act, Attempt, Condition, Target, Timeout};
pub use expressions::{BinaryOp, Dotted, Expr, ExprKind, Instruction, UnaryOp};
pub use measures::{Bandwidth, Bytes, Duration, Literal, Size, SizeUnit, Time, Unit};
pub use statements::{Block, Statement, StatementKind};

/// A position in the text: the bytes from `start` up to, but not including, `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// From byte `start` to before byte `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The span from the start of `self` to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end.max(self.start) }
    }

    /// The span as a range of bytes.
    pub fn range(self) -> core::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A name, or the contents of a text literal, and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The characters; for a text literal, those between its quotation marks, with escape sequences replaced.
    pub text: String,
    /// Its position.
    pub span: Span,
}

/// A number, a time or a size of a declaration or statement, or an option with one: written out, or as the name of a
/// constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value; with a constant in it, that of the constant.
    pub value: T,
    /// The name of the constant in the text.
    pub name: Option<Word>,
}

impl<T> Given<T> {
    /// A value that is written out.
    pub const fn plain(value: T) -> Given<T> {
        Given { value, name: None }
    }

    /// The same constant, with another value made of its value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Given<U> {
        Given { value: change(self.value), name: self.name }
    }
}

impl<T> core::ops::Deref for Given<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A whole scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Declarations, in the order of the text.
    pub items: Vec<Item>,
    /// Comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// Empty lines, in the order of the text: the first byte of each.
    pub blank_lines: Vec<u32>,
}

/// A comment, or one line of a `/* … */`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The text after its `#`, without trailing spaces.
    pub text: String,
    /// Its position, from the `#`, `//` or `/*` on.
    pub span: Span,
    /// Whether it is alone on its line.
    pub own_line: bool,
}

/// One declaration at the top of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The kind of declaration and its contents.
    pub kind: ItemKind,
    /// Its position.
    pub span: Span,
}

/// The declarations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `title "…"`
    Title(Word),
    /// `about "…"`
    About(Word),
    /// `const N = 3`
    Constant(Constant),
    /// `seed 7`
    Seed(Given<u64>),
    /// `step 1ms`, in µs.
    Step(Given<Literal>),
    /// `until 2s`: the horizon of a run that neither ends nor repeats itself, in µs.
    Until(Given<Literal>),
    /// `kernel visible`: the trace also shows how the system handles each message.
    KernelVisible,
    /// `host alpha cores 2 schedule round-robin 4ms`
    Host(Host),
    /// `network alpha beta latency 20ms`
    Network(Network),
    /// `mailbox m capacity 4`
    Mailbox(Mailbox),
    /// `link P Q capacity 2`
    Link(Link),
    /// `memory table owner P { count = 0 }`
    Memory(Memory),
    /// `semaphore s = 1`, `mutex m`, `condition c`
    Lock(Lock),
    /// `group "Kitchen" { process … }`
    Group {
        /// The title of its frame.
        title: Word,
        /// Processes; at least one. Each item's kind is [`ItemKind::Process`].
        items: Vec<Item>,
        /// From `{` to `}`.
        span: Span,
    },
    /// `procedure insert(item) { … }`
    Procedure(Procedure),
    /// `process P { … }`
    Process(Process),
    /// `check …`
    Check(Check),
}

/// `const N = 3`, `const think = 5ms`, `const page = 4KB`: a name for a value, declared before its uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// Its unique name.
    pub name: Word,
    /// Its value, as the text has it.
    pub written: Written,
    /// Its value.
    pub value: Fixed,
    /// The position of its value.
    pub span: Span,
}

/// The value of a constant, as the text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// `3`, `N - 1`, `true`
    Number(Expr),
    /// `5ms`, `(N * 2) ms`, another time
    Time(Duration),
    /// `4KB`, `(N * 2) KB`, another size
    Size(Size),
}

/// The value of a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// A number; `true` is 1, `false` is 0.
    Number(i64),
    /// A time.
    Time(Literal),
    /// A size.
    Size(Bytes),
}

impl Fixed {
    /// "a number"
    pub fn noun(self) -> &'static str {
        match self {
            Fixed::Number(_) => "a number",
            Fixed::Time(_) => "a time",
            Fixed::Size(_) => "a size",
        }
    }

    /// `3`, `5ms`, `4KB`
    pub fn written(self) -> String {
        match self {
            Fixed::Number(number) => number.to_string(),
            Fixed::Time(time) => time.written(),
            Fixed::Size(size) => size.written(),
        }
    }
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its unique name.
    pub name: Word,
    /// The number of processes that can run at the same time, at least 1; `None` by default: one core for each process.
    pub cores: Option<Given<u32>>,
    /// The scheduling policy; `None` by default: first come, first served.
    pub schedule: Option<Given<Schedule>>,
}

/// The scheduling policy of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Schedule {
    /// `fifo`: first come, first served, without preemption.
    Fifo,
    /// `round-robin 4ms`: first come, first served, with a time slice.
    RoundRobin(Literal),
    /// `priority`: the ready process with the highest priority, with preemption.
    Priority,
}

/// A network between two hosts, in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The two hosts.
    pub hosts: [Word; 2],
    /// The propagation delay: the delay of a message of size 0.
    pub latency: Time,
    /// `bandwidth 1KB/ms`
    pub bandwidth: Option<Given<Bandwidth>>,
    /// `loss 2%`, in percent.
    pub loss: Given<u32>,
    /// `duplicate 1%`, in percent.
    pub duplicate: Given<u32>,
    /// A later message may overtake an earlier one.
    pub reorder: bool,
}

/// A mailbox: a queue of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Its unique name.
    pub name: Word,
    /// `mailbox m[3]`: the number of elements, at least 1.
    pub count: Option<Given<u32>>,
    /// Capacity, message size, buffering and order.
    pub options: ChannelOptions,
    /// The rule that chooses the receiver.
    pub delivery: Delivery,
    /// `owner P`: only P may receive from it, and it is destroyed when P terminates.
    pub owner: Option<Word>,
    /// `users A, B`: only these processes may use it. Empty: every process may.
    pub users: Vec<Word>,
}

/// The direct link between two processes, in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The two processes, with a constant index for elements of an array: `link N[0] N[1]`.
    pub ends: [Target; 2],
    /// Capacity, message size, buffering and order of each direction.
    pub options: ChannelOptions,
}

/// Options that mailboxes and links share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelOptions {
    /// Its capacity; 0 by default for a link.
    pub capacity: Given<Capacity>,
    /// The rule for the size of its messages.
    pub messages: Given<Messages>,
    /// `buffering explicit`: a message needs a buffer that the receiver has posted.
    pub explicit_buffering: bool,
    /// `order priority`: the message with the highest priority is delivered first.
    pub by_message_priority: bool,
}

/// The rule that chooses the receiver of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Delivery {
    /// The default: one receiver, in no guaranteed order.
    #[default]
    ToOne,
    /// `to one by arrival`: the receiver that has waited longest.
    ByArrival,
    /// `to one by turn`: the receivers in turn, cyclically, in the order of the text.
    ByTurn,
    /// `to one by priority`: the waiting receiver with the highest priority.
    ByPriority,
    /// `to one by random`: a waiting receiver chosen at random.
    ByRandom,
    /// `to all`: every receiver gets a copy.
    ToAll,
}

/// The rule for the size of a channel's messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Messages {
    /// The default: any size.
    #[default]
    Any,
    /// `messages fixed 64B split`: a longer message is split into several packets, the last of them padded.
    FixedSplit(Bytes),
    /// `messages fixed 64B refuse`: a longer message is refused, a shorter one padded.
    FixedRefuse(Bytes),
    /// `messages up to 1KB`: a longer message is refused.
    UpTo(Bytes),
}

/// The capacity of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// At most this many messages; 0 is a rendezvous.
    Messages(u32),
    /// At most this many bytes, at least 1.
    Bytes(Bytes),
    /// No limit.
    Unbounded,
}

/// A region of shared memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Its unique name.
    pub name: Word,
    /// The process that creates it; without an owner it exists from the start.
    pub owner: Option<Word>,
    /// The processes that may attach to it; `true` for `read-only`.
    pub allow: Vec<(Word, bool)>,
    /// Its fields, at least one.
    pub fields: Vec<Field>,
}

/// A field of a region: one item, or an array of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, unique in the region.
    pub name: Word,
    /// `slots[4]`: the number of items, at least 1.
    pub slots: Option<Given<u32>>,
    /// `of 3`: the number of cells of an item, at least 1.
    pub cells: Given<u32>,
    /// `= 5`: the initial value, the same for each item; 0 by default.
    pub initial: Option<Expr>,
}

/// A semaphore, a mutex or a condition variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Its unique name.
    pub name: Word,
    /// `semaphore fork[5] = 1`: the number of elements, at least 1.
    pub count: Option<Given<u32>>,
    /// Its kind.
    pub kind: LockKind,
}

/// The kinds of lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockKind {
    /// `semaphore s = 1`, `semaphore s = 1 fifo`, `semaphore s = 1 binary`
    Semaphore {
        /// The initial value, a constant of at least 0; 0 by default.
        initial: Option<Expr>,
        /// First come, first served, also when exploring.
        fifo: bool,
        /// Never above 1: a signal at 1 is lost.
        binary: bool,
    },
    /// `mutex m`
    Mutex,
    /// `condition c`
    Condition,
    /// `barrier b = 3`
    Barrier {
        /// The number of processes that have to arrive, a constant of at least 1.
        parties: Expr,
    },
}

impl LockKind {
    /// The keywords of their declarations.
    pub const WORDS: [&'static str; 4] = ["semaphore", "mutex", "condition", "barrier"];

    /// The keyword of its declaration.
    pub fn word(&self) -> &'static str {
        match self {
            LockKind::Semaphore { .. } => "semaphore",
            LockKind::Mutex => "mutex",
            LockKind::Condition => "condition",
            LockKind::Barrier { .. } => "barrier",
        }
    }

    /// The number after `=`, if any.
    pub fn number(&self) -> Option<LockNumber<'_>> {
        match self {
            LockKind::Semaphore { initial, binary, .. } => Some(LockNumber {
                value: initial.as_ref()?,
                least: 0,
                most: if *binary { 1 } else { i64::MAX },
                of: "a semaphore",
                not_constant: "the initial value of a semaphore must be constant",
                below: "a semaphore must not start below 0",
            }),
            LockKind::Barrier { parties } => Some(LockNumber {
                value: parties,
                least: 1,
                most: i64::MAX,
                of: "a barrier",
                not_constant: "the number of processes at a barrier must be constant",
                below: "a barrier needs at least 1 process",
            }),
            LockKind::Mutex | LockKind::Condition => None,
        }
    }

    /// What releases those who wait for it, if a process can wait forever for want of that: the verb, and the statement.
    pub fn release(&self) -> Option<(&'static str, &'static str)> {
        match self {
            LockKind::Semaphore { .. } => Some(("signals", "signal")),
            LockKind::Condition => Some(("notifies", "notify")),
            LockKind::Mutex | LockKind::Barrier { .. } => None,
        }
    }

    /// Whether processes wait on it until others wake them, so that a `wait` has no `try` or `within`.
    pub fn has_sleepers(&self) -> bool {
        matches!(self, LockKind::Condition | LockKind::Barrier { .. })
    }

    /// Whether its name has a value in a check.
    pub fn has_value(&self) -> bool {
        !self.has_sleepers()
    }
}

/// The number of a lock's declaration, with the texts of its errors.
pub struct LockNumber<'s> {
    /// The number.
    pub value: &'s Expr,
    /// The lowest allowed.
    pub least: i64,
    /// The highest allowed.
    pub most: i64,
    /// "a semaphore"
    pub of: &'static str,
    /// It is not constant.
    pub not_constant: &'static str,
    /// It is below the lowest.
    pub below: &'static str,
}

/// A process and its program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its unique name.
    pub name: Word,
    /// `process Worker[4]`: the number of elements, at least 1.
    pub count: Option<Given<u32>>,
    /// `on alpha`
    pub host: Option<Word>,
    /// `priority 2`: the higher is served first; 0 by default.
    pub priority: Option<Given<i32>>,
    /// `start 10ms`
    pub start: Option<Given<Literal>>,
    /// Whether it is a server, which may wait forever.
    pub server: bool,
    /// Its program.
    pub body: Block,
}

/// A procedure: its statements take the place of each of its calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its unique name.
    pub name: Word,
    /// Each stands for a value, or for a mailbox, a lock or a region of memory.
    pub parameters: Vec<Word>,
    /// Its statements.
    pub body: Block,
}

/// `insert(3)`, `let y = take()`, `y = take()`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name of the procedure.
    pub procedure: Word,
    /// One for each parameter.
    pub arguments: Vec<Expr>,
    /// The variable for the returned value, and whether `let` declares it.
    pub into: Option<(Word, bool)>,
}

/// Between the name of a procedure and that of its variable, once calls are expanded: no name in a text contains it, and no
/// message shows it.
pub(crate) const SEPARATOR: &str = "·";

/// A property that the author claims of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The property.
    pub kind: CheckKind,
    /// `expect violated`: the scenario is meant to violate it.
    pub expect_violated: bool,
}

/// The checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// `check always e`: holds in every state.
    Always(Expr),
    /// `check never deadlock`
    NeverDeadlock,
    /// `check never stuck`: neither a deadlock nor a process that is blocked forever.
    NeverStuck,
    /// `check never fault`
    NeverFault,
    /// `check never torn`: no read mixes parts of two writes.
    NeverTorn,
    /// `check at most 1 in "critical"`: at most this many processes at once in sections of this name.
    AtMost {
        /// The largest number of processes.
        most: Given<u32>,
        /// The name of the section.
        section: Word,
    },
    /// `check possible e`: holds in some state of some run.
    Possible(Expr),
    /// `check possible print 1, 2`: some process prints these values in some run.
    PossiblePrint(Vec<Expr>),
    /// `check never print 1`
    NeverPrint(Vec<Expr>),
    /// `check always finishes`
    AlwaysFinishes,
    /// `check never assertion`: no `assert` fails.
    NeverAssertion,
    /// `check never starvation`
    NeverStarvation,
    /// `check never livelock`
    NeverLivelock,
    /// `check finally e`: holds at the end of every run that terminates.
    Finally(Expr),
    /// `check possible finally e`: holds at the end of some run.
    PossibleFinally(Expr),
    /// `check output 0, 1`: in every run that terminates, all processes together print exactly these values in order.
    Output(Vec<Expr>),
    /// `check possible output 0, 1`: the same in some run.
    PossibleOutput(Vec<Expr>),
}
