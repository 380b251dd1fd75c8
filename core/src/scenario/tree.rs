//! What a teacher writes, as a tree: declarations, processes, statements, expressions, each with where it stands.
//!
//! The tree keeps what the text says, in the text's order, so that the printer can give it back.
//! It says nothing of what a scenario does: see [`crate::program`].

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// Where something stands in the text: bytes from `start` up to, not including, `end`.
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

    /// The stretch from the beginning of `self` to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end.max(self.start) }
    }

    /// As a range of bytes of the text.
    pub fn range(self) -> core::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A name, or the contents of a text literal, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The characters; for a text literal what stands between its quotes, escapes undone.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A whole scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Declarations, in the text's order.
    pub items: Vec<Item>,
    /// Comments, in the text's order.
    pub comments: Vec<Comment>,
    /// Where the author left lines empty, in the text's order: the first byte of each.
    pub blank_lines: Vec<u32>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What stands between its `#` and the end of the line, spaces at the end left out.
    pub text: String,
    /// Where, from the `#` on.
    pub span: Span,
    /// Nothing stands before it on its line.
    pub own_line: bool,
}

/// One declaration at the top of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which, and what it says.
    pub kind: ItemKind,
    /// Where.
    pub span: Span,
}

/// The declarations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `title "…"`
    Title(Word),
    /// `about "…"`
    About(Word),
    /// `seed 7`
    Seed(u64),
    /// `step 1ms`, in µs.
    Step(Literal),
    /// `kernel visible`: what the system does with each message stands in the trace, too.
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
        /// What stands on its frame.
        title: Word,
        /// Processes; at least one. Each item's kind is [`ItemKind::Process`].
        items: Vec<Item>,
        /// From `{` to `}`.
        span: Span,
    },
    /// `process P { … }`
    Process(Process),
    /// `check …`
    Check(Check),
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its unique name.
    pub name: Word,
    /// How many processes can use it at once, at least 1; `None` where nothing is said: as many as there are processes.
    pub cores: Option<u32>,
    /// Who gets a core; `None` where nothing is said: first come, first served.
    pub schedule: Option<Schedule>,
}

/// Who gets a core next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Schedule {
    /// `fifo`: who came first, for as long as it wants.
    Fifo,
    /// `round-robin 4ms`: who came first, for that long at a time.
    RoundRobin(Literal),
    /// `priority`: the one with the highest, at once.
    Priority,
}

/// What joins two hosts, for messages both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The two hosts.
    pub hosts: [Word; 2],
    /// How long a message of no size is on its way.
    pub latency: Time,
    /// `bandwidth 1KB/ms`: so many bytes in so many µs.
    pub bandwidth: Option<Bandwidth>,
    /// `loss 2%`, in percent.
    pub loss: u32,
    /// `duplicate 1%`, in percent.
    pub duplicate: u32,
    /// A later message may overtake an earlier one.
    pub reorder: bool,
}

/// `1KB/ms`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bandwidth {
    /// As written.
    pub size: Bytes,
    /// In one of this.
    pub per: Unit,
}

/// A size as it was written: its bytes, and its unit for the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// Bytes.
    pub bytes: u64,
    /// How it was written.
    pub unit: SizeUnit,
}

/// A unit of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeUnit {
    /// `B`
    B,
    /// `KB`, 1,024 bytes.
    Kb,
    /// `MB`, 1,048,576 bytes.
    Mb,
}

impl SizeUnit {
    /// Bytes in one of it.
    pub fn bytes(self) -> u64 {
        match self {
            SizeUnit::B => 1,
            SizeUnit::Kb => 1_024,
            SizeUnit::Mb => 1_024 * 1_024,
        }
    }

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            SizeUnit::B => "B",
            SizeUnit::Kb => "KB",
            SizeUnit::Mb => "MB",
        }
    }
}

/// A duration as it was written: its µs, and its unit for the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Literal {
    /// µs.
    pub us: u64,
    /// How it was written.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Unit {
    /// `us`, microseconds.
    Us,
    /// `ms`, 1,000 µs.
    Ms,
    /// `s`, 1,000,000 µs.
    S,
}

impl Unit {
    /// µs in one of it.
    pub fn us(self) -> u64 {
        match self {
            Unit::Us => 1,
            Unit::Ms => 1_000,
            Unit::S => 1_000_000,
        }
    }

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Us => "us",
            Unit::Ms => "ms",
            Unit::S => "s",
        }
    }
}

/// A mailbox: messages go in at one end and come out at the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Its unique name.
    pub name: Word,
    /// `mailbox m[3]`: so many of them, at least 1.
    pub count: Option<u32>,
    /// What it holds, and how.
    pub options: ChannelOptions,
    /// Who gets a message.
    pub delivery: Delivery,
    /// `owner P`: it goes when P ends, and only P may receive from it.
    pub owner: Option<Word>,
    /// `users A, B`: nobody else may use it. Empty: every process that names it.
    pub users: Vec<Word>,
}

/// The direct link of two processes, both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The two processes, each one or, of several, one by a constant index: `link N[0] N[1]`.
    pub ends: [Target; 2],
    /// What each direction holds, and how.
    pub options: ChannelOptions,
}

/// What a mailbox or a link holds, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelOptions {
    /// How much may wait in it; 0 where a link says nothing.
    pub capacity: Capacity,
    /// What its messages are like.
    pub messages: Messages,
    /// `buffering explicit`: a message needs a buffer that the receiver posted.
    pub explicit_buffering: bool,
    /// `order priority`: of the waiting messages that with the highest priority comes out first.
    pub by_message_priority: bool,
}

/// Who gets a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Delivery {
    /// Nothing is said: one receiver, in no order that is promised.
    #[default]
    ToOne,
    /// `to one by arrival`: of the waiting receivers the one that came first.
    ByArrival,
    /// `to one by turn`: one after the other, in the order of the text, round and round.
    ByTurn,
    /// `to one by priority`: of the waiting receivers the one with the highest priority.
    ByPriority,
    /// `to one by random`: any of the waiting receivers.
    ByRandom,
    /// `to all`: each reader gets a copy.
    ToAll,
}

/// What the messages of a channel are like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Messages {
    /// Nothing is said: any size.
    #[default]
    Any,
    /// `messages fixed 64B split`: a longer one becomes several packets, the last of them padded.
    FixedSplit(Bytes),
    /// `messages fixed 64B refuse`: a longer one is refused, a shorter one padded.
    FixedRefuse(Bytes),
    /// `messages up to 1KB`: a longer one is refused.
    UpTo(Bytes),
}

/// How much may wait in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// At most this many messages; 0 is a rendezvous.
    Messages(u32),
    /// At most so many bytes, at least 1.
    Bytes(Bytes),
    /// Any number.
    Unbounded,
}

/// A region of shared memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Its unique name.
    pub name: Word,
    /// Who creates it; without one it is there from the start.
    pub owner: Option<Word>,
    /// Who may attach to it; `true` for `read-only`.
    pub allow: Vec<(Word, bool)>,
    /// At least one.
    pub fields: Vec<Field>,
}

/// One field of a region: one item, or several in slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, unique in the region.
    pub name: Word,
    /// `slots[4]`: so many, at least 1.
    pub slots: Option<u32>,
    /// `of 3`: an item is written and read in so many cells, at least 1.
    pub cells: u32,
    /// `= 5`: what it holds at the start, each slot of it; 0 where nothing is said.
    pub initial: Option<Expr>,
}

/// A semaphore, a mutex or a condition variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Its unique name.
    pub name: Word,
    /// `semaphore fork[5] = 1`: so many of them, at least 1.
    pub count: Option<u32>,
    /// Which.
    pub kind: LockKind,
}

/// The sorts of lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockKind {
    /// `semaphore s = 1`, `semaphore s = 1 fifo`
    Semaphore {
        /// What it counts from, a constant from 0 on; 0 where nothing is said.
        initial: Option<Expr>,
        /// First come, first served: a promise, also when exploring.
        fifo: bool,
    },
    /// `mutex m`
    Mutex,
    /// `condition c`
    Condition,
}

/// A process and its program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its unique name.
    pub name: Word,
    /// `process Worker[4]`: so many of them, at least 1.
    pub count: Option<u32>,
    /// `on alpha`
    pub host: Option<Word>,
    /// `priority 2`: the higher goes first; 0 where nothing is said.
    pub priority: Option<i32>,
    /// `start 10ms`
    pub start: Option<Literal>,
    /// May wait for ever: that is its job.
    pub server: bool,
    /// What it does.
    pub body: Block,
}

/// One of what is declared, also one of several: `m`, `P`, `fork[me]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What; or, of a message, a variable that holds a process.
    pub name: Word,
    /// Which of several.
    pub index: Option<Box<Expr>>,
}

impl Target {
    /// All of it.
    pub fn span(&self) -> Span {
        self.index.as_ref().map_or(self.name.span, |index| self.name.span.to(index.span))
    }
}

/// Statements between `{` and `}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// In order.
    pub statements: Vec<Statement>,
    /// From `{` to `}`.
    pub span: Span,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which, and its parts.
    pub kind: StatementKind,
    /// All of it, its blocks included.
    pub span: Span,
}

/// The statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `work 3ms "label"`: uses a core for that long.
    Work {
        /// How long.
        time: Time,
        /// Shown on the lane.
        label: Option<Word>,
    },
    /// `sleep 3ms`: waits without a core.
    Sleep(Time),
    /// `send …`, `receive …`, `wait s`, `lock m` or `attach t`, with `try` or `within`, or without.
    Act(Attempt),
    /// `post 2 to m`: gives a mailbox or a link buffers.
    Post {
        /// How many.
        count: Expr,
        /// Which; a process, for the link from it.
        to: Target,
    },
    /// `select { receive a from P { … } after 5ms { … } }`: the first that can go.
    Select {
        /// Sends and receives, each with what follows; at least one.
        arms: Vec<(Act, Block)>,
        /// What follows when none could go for so long.
        after: Option<(Duration, Block)>,
    },
    /// `create table`
    Create(Word),
    /// `detach table`
    Detach(Word),
    /// `signal s`
    Signal(Target),
    /// `unlock m`
    Unlock(Target),
    /// `wait c`, `wait c with m`
    WaitCondition {
        /// The condition variable.
        condition: Target,
        /// The mutex that is given back meanwhile.
        mutex: Option<Target>,
    },
    /// `notify c`, `notify all c`
    Notify {
        /// The condition variable.
        condition: Target,
        /// Everyone who waits on it.
        all: bool,
    },
    /// `let x = e`
    Let {
        /// The variable.
        name: Word,
        /// Its value.
        value: Expr,
    },
    /// `x = e`
    Assign {
        /// The variable, known already.
        name: Word,
        /// Its new value.
        value: Expr,
    },
    /// `table.slots[i] = e`
    Write {
        /// Where to.
        place: Dotted,
        /// What.
        value: Expr,
    },
    /// A hardware instruction for its effect alone: `fetch_and_add(table.count, 1)`
    Evaluate(Expr),
    /// `print a, b`
    Print(Vec<Expr>),
    /// `say "text"`: a note shown at that moment.
    Say(Word),
    /// `ask "question" answer "text" or "text"`: a question for the student; the first answer is right.
    Ask {
        /// What is asked.
        question: Word,
        /// At least one.
        answers: Vec<Word>,
    },
    /// `assert e "message"`: if it is not so, the run ends with the message.
    Assert {
        /// What is to hold.
        condition: Expr,
        /// What to say.
        message: Option<Word>,
    },
    /// `repeat n as i { … }`
    Repeat {
        /// How often, evaluated once; below 0 counts as 0.
        count: Expr,
        /// Counts from 0.
        index: Option<Word>,
        /// What is repeated.
        body: Block,
    },
    /// `loop { … }`
    Loop(Block),
    /// `while e { … }`
    While {
        /// Goes on while it is so.
        condition: Condition,
        /// What is repeated.
        body: Block,
    },
    /// `if a { … } else if b { … } else { … }`
    If {
        /// Each condition with its block, at least one.
        arms: Vec<(Condition, Block)>,
        /// The last `else`.
        otherwise: Option<Block>,
    },
    /// `atomic { … }`: nobody comes between.
    Atomic(Block),
    /// `either { … } or { … }`: one of them; at least two.
    Either(Vec<Block>),
    /// `section "name" { … }`: a named stretch of the lane.
    Section {
        /// Its name.
        name: Word,
        /// What it holds.
        body: Block,
    },
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `stop`: the process ends.
    Stop,
}

/// What a process may have to wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// `send x, y size 300B priority 2 to T`
    Send {
        /// The message's values, at least one.
        values: Vec<Expr>,
        /// Its size; 8 bytes a value where nothing is said.
        size: Option<Size>,
        /// Its priority; 0 where nothing is said.
        priority: Option<Expr>,
        /// A mailbox, a process, or a variable that holds one.
        to: Target,
        /// `and wait`: goes on only when the message has been received.
        and_wait: bool,
    },
    /// `receive x, y from T`, `receive x from any as who`
    Receive {
        /// Variables that take the message's values, at least one. A name that is new is declared by it.
        into: Vec<Word>,
        /// A mailbox, a process, or a variable that holds one; `None` for `any`.
        from: Option<Target>,
        /// `as who`: a variable that takes who sent it, declared by it if it is new. Only with `any`.
        who: Option<Word>,
    },
    /// `wait s`, a semaphore.
    Wait(Target),
    /// `lock m`
    Lock(Target),
    /// `attach table`, `attach table read-only`
    Attach {
        /// The region.
        memory: Word,
        /// For looking only.
        read_only: bool,
    },
}

/// An act, and how long the process waits until it can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What.
    pub act: Act,
    /// How long.
    pub patience: Patience,
}

/// How long a process waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patience {
    /// For as long as it takes.
    Endless,
    /// `try`: not at all.
    Try,
    /// `within 5ms`
    Within(Duration),
}

/// What `if` and `while` go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It is not 0.
    Holds(Expr),
    /// `if try send x to m`, `if receive x from m within 5ms`: it came about. Its patience is never endless.
    Succeeds(Attempt, Span),
}

impl StatementKind {
    /// The blocks in it, in the text's order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (mut several, mut last): (Vec<&Block>, Option<&Block>) = (Vec::new(), None);
        match self {
            StatementKind::Repeat { body, .. }
            | StatementKind::Loop(body)
            | StatementKind::While { body, .. }
            | StatementKind::Atomic(body)
            | StatementKind::Section { body, .. } => last = Some(body),
            StatementKind::If { arms, otherwise } => {
                several.extend(arms.iter().map(|(_, block)| block));
                last = otherwise.as_ref();
            }
            StatementKind::Select { arms, after } => {
                several.extend(arms.iter().map(|(_, block)| block));
                last = after.as_ref().map(|(_, block)| block);
            }
            StatementKind::Either(blocks) => several.extend(blocks),
            _ => {}
        }
        several.into_iter().chain(last)
    }
}

/// How large a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// `300B`
    Literal(Bytes),
    /// `(n * 10) B`
    Computed(Box<Expr>, SizeUnit),
}

/// How long `work` or `sleep` takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// `3ms` or `(n * 2) ms`
    Fixed(Duration),
    /// `2ms..5ms`: uniform between the two, both included, in whole µs.
    Range(Duration, Duration),
    /// `~4ms`: exponential with that mean.
    Exponential(Duration),
}

/// One duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duration {
    /// `3ms`
    Literal(Literal),
    /// `(expression) ms`
    Computed(Expr, Unit),
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Which, and its parts.
    pub kind: ExprKind,
    /// Where, parentheses around it left out.
    pub span: Span,
}

/// The expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `42`
    Number(i64),
    /// `true` is 1, `false` is 0.
    Truth(bool),
    /// `"text"`
    Text(String),
    /// A variable of the process, or a process; in a check an error.
    Name(String),
    /// `Worker[2]`: one of several processes.
    One(Target),
    /// `me`: the process's index among those of its name, from 0.
    Me,
    /// `table.count`, `table.slots[i]`; in checks also `P.x` and `P[2].x`, a process's variable.
    Of(Box<Dotted>),
    /// `torn(x)`: whether the item read into a variable was pieced together.
    Torn(Word),
    /// `swap(table.x, e)` and the like: one indivisible step, whose value is what the cell held before.
    Instruction(Instruction, Box<Dotted>, Vec<Expr>),
    /// `length(m)`: messages waiting in a mailbox.
    Length(Target),
    /// `room(m)`: how many more it can take; for an unbounded one the largest number.
    Room(Target),
    /// `random(low..high)`: uniform, both included, drawn from the seed.
    Random(Box<Expr>, Box<Expr>),
    /// `not e`, `-e`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b` and the like.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
}

/// `base.field`, `base[i].field`, `base.field[i]`: a cell of shared memory, or a variable of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dotted {
    /// A region of memory, or a process.
    pub base: Target,
    /// Its field, or its variable.
    pub field: Word,
    /// Which slot.
    pub index: Option<Expr>,
}

/// The hardware instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Instruction {
    /// `swap(c, e)`
    Swap,
    /// `test_and_set(c)`: the cell becomes 1.
    TestAndSet,
    /// `compare_and_swap(c, old, new)`: the cell becomes `new` if it is `old`.
    CompareAndSwap,
    /// `fetch_and_add(c, e)`
    FetchAndAdd,
}

impl Instruction {
    /// All of them.
    pub const ALL: [Instruction; 4] =
        [Instruction::Swap, Instruction::TestAndSet, Instruction::CompareAndSwap, Instruction::FetchAndAdd];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Instruction::Swap => "swap",
            Instruction::TestAndSet => "test_and_set",
            Instruction::CompareAndSwap => "compare_and_swap",
            Instruction::FetchAndAdd => "fetch_and_add",
        }
    }

    /// How many values it takes beside the cell.
    pub fn values(self) -> usize {
        match self {
            Instruction::TestAndSet => 0,
            Instruction::Swap | Instruction::FetchAndAdd => 1,
            Instruction::CompareAndSwap => 2,
        }
    }
}

/// Operators with one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `-`
    Negate,
}

/// Operators with two sides, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum BinaryOp {
    /// `or`; the right side is left out when the left decides.
    Or,
    /// `and`; likewise.
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`, towards zero.
    Divide,
    /// `%`, with the sign of the left side.
    Remainder,
}

impl UnaryOp {
    /// As it is written before its side.
    pub fn symbol(self) -> &'static str {
        match self {
            UnaryOp::Not => "not ",
            UnaryOp::Negate => "-",
        }
    }
}

impl BinaryOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Or => "or",
            BinaryOp::And => "and",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessOrEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterOrEqual => ">=",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Remainder => "%",
        }
    }
}

/// Something the author promises of every run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub kind: CheckKind,
    /// `expect violated`: it is meant to go wrong.
    pub expect_violated: bool,
}

/// The checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// `check always e`: holds in every state.
    Always(Expr),
    /// `check never deadlock`
    NeverDeadlock,
    /// `check never stuck`: neither a deadlock nor an abandoned process.
    NeverStuck,
    /// `check never fault`
    NeverFault,
    /// `check never torn`: no read is pieced together.
    NeverTorn,
    /// `check at most 1 in "critical"`: so many processes at once in sections of that name.
    AtMost {
        /// How many.
        most: u32,
        /// The section's name.
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
    /// `check finally e`: holds at the end of every run that ends.
    Finally(Expr),
    /// `check possible finally e`: holds at the end of some run.
    PossibleFinally(Expr),
    /// `check output 0, 1`: all processes together print exactly these values, in this order, in every run that ends.
    Output(Vec<Expr>),
    /// `check possible output 0, 1`: in some run they do.
    PossibleOutput(Vec<Expr>),
}
