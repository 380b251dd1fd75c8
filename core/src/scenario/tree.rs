//! What a teacher writes, as a tree: declarations, processes, statements, expressions, each with where it stands.
//!
//! The tree keeps what the text says, in the text's order, so that the printer can give it back.
//! It says nothing of what a scenario does: see [`crate::program`].

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// Where something stands in the text: bytes from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
    /// `mailbox m capacity 4`
    Mailbox(Mailbox),
    /// `process P { … }`
    Process(Process),
    /// `check …`
    Check(Check),
}

/// A duration as it was written: its µs, and its unit for the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal {
    /// µs.
    pub us: u64,
    /// How it was written.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// How many messages may wait in it.
    pub capacity: Capacity,
}

/// How much may wait in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Capacity {
    /// At most this many messages; 0 is a rendezvous.
    Messages(u32),
    /// Any number.
    Unbounded,
}

/// A process and its program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its unique name.
    pub name: Word,
    /// May wait for ever: that is its job.
    pub server: bool,
    /// What it does.
    pub body: Block,
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
    /// `send x, y to m`
    Send {
        /// The message's values, at least one.
        values: Vec<Expr>,
        /// The mailbox.
        to: Word,
    },
    /// `receive x, y from m`
    Receive {
        /// Variables that take the message's values, at least one. A name that is new is declared by it.
        into: Vec<Word>,
        /// The mailbox.
        from: Word,
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
    /// `print a, b`
    Print(Vec<Expr>),
    /// `say "text"`: a note shown at that moment.
    Say(Word),
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
        /// Goes on while it is not 0.
        condition: Expr,
        /// What is repeated.
        body: Block,
    },
    /// `if a { … } else if b { … } else { … }`
    If {
        /// Each condition with its block, at least one.
        arms: Vec<(Expr, Block)>,
        /// The last `else`.
        otherwise: Option<Block>,
    },
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `stop`: the process ends.
    Stop,
}

impl StatementKind {
    /// The blocks in it, in the text's order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (arms, last): (&[(Expr, Block)], Option<&Block>) = match self {
            StatementKind::Repeat { body, .. } | StatementKind::Loop(body) | StatementKind::While { body, .. } => {
                (&[], Some(body))
            }
            StatementKind::If { arms, otherwise } => (arms, otherwise.as_ref()),
            _ => (&[], None),
        };
        arms.iter().map(|(_, block)| block).chain(last)
    }
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
    /// A variable of the process; in a check that takes no process, an error.
    Name(String),
    /// `P.x`: the variable `x` of process `P`, in checks only.
    Of(Word, Word),
    /// `length(m)`: messages waiting in a mailbox.
    Length(Word),
    /// `room(m)`: how many more it can take; for an unbounded one the largest number.
    Room(Word),
    /// `random(low..high)`: uniform, both included, drawn from the seed.
    Random(Box<Expr>, Box<Expr>),
    /// `not e`, `-e`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b` and the like.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
    /// `check always finishes`
    AlwaysFinishes,
}
