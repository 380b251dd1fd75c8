//! Expressions.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Part, Span, Target, Word};

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// The kind of expression and its parts.
    pub kind: ExprKind,
    /// Its position, without parentheses around it.
    pub span: Span,
}

impl Expr {
    /// Whether a constant is among its operands. Only operators are looked into.
    pub fn has_constant(&self) -> bool {
        match &self.kind {
            ExprKind::Constant(..) => true,
            ExprKind::Unary(_, inner) => inner.has_constant(),
            ExprKind::Binary(_, left, right) => left.has_constant() || right.has_constant(),
            _ => false,
        }
    }
}

/// The expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `42`
    Number(i64),
    /// The name of a constant, with its value.
    Constant(String, i64),
    /// `true` is 1, `false` is 0.
    Truth(bool),
    /// `"text"`
    Text(String),
    /// A variable or a process; in a check, a process, a semaphore or a mutex.
    Name(String),
    /// `Worker[2]`: an element of an array.
    One(Target),
    /// `me`: the index of the process in its array, from 0.
    Me,
    /// `table.count`, `table.slots[i]`; in checks also `P.x` and `P[2].x`, a process's variable.
    Of(Box<Dotted>),
    /// `torn(x)`: whether the item read into a variable mixes parts of two writes.
    Torn(Word),
    /// `swap(table.x, e)` and the like: one indivisible step, whose value is the previous value of the cell.
    Instruction(Instruction, Box<Dotted>, Vec<Expr>),
    /// `length(m)`: the number of messages in a mailbox.
    Length(Target),
    /// `room(m)`: the number of messages it can still take; for an unbounded one the largest number.
    Room(Target),
    /// `random(low..high)`: a uniform random number, both ends included.
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
    /// The index of the item.
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
    /// `compare_and_swap(c, old, new)`: the cell becomes `new` if it was `old`.
    CompareAndSwap,
    /// `fetch_and_add(c, e)`
    FetchAndAdd,
}

impl Instruction {
    /// Every instruction.
    pub const ALL: [Instruction; 4] =
        [Instruction::Swap, Instruction::TestAndSet, Instruction::CompareAndSwap, Instruction::FetchAndAdd];

    /// Its spelling.
    pub fn name(self) -> &'static str {
        match self {
            Instruction::Swap => "swap",
            Instruction::TestAndSet => "test_and_set",
            Instruction::CompareAndSwap => "compare_and_swap",
            Instruction::FetchAndAdd => "fetch_and_add",
        }
    }

    /// The number of its arguments after the cell.
    pub fn values(self) -> usize {
        match self {
            Instruction::TestAndSet => 0,
            Instruction::Swap | Instruction::FetchAndAdd => 1,
            Instruction::CompareAndSwap => 2,
        }
    }
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `-`
    Negate,
}

/// Binary operators, from lowest to highest precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum BinaryOp {
    /// `or`; the right operand is not evaluated if the left one decides.
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
    /// `/`, rounding towards zero.
    Divide,
    /// `%`, with the sign of the left operand.
    Remainder,
}

impl UnaryOp {
    /// Its spelling before its operand.
    pub fn symbol(self) -> &'static str {
        match self {
            UnaryOp::Not => "not ",
            UnaryOp::Negate => "-",
        }
    }
}

impl BinaryOp {
    /// Its spelling.
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

impl Expr {
    /// Calls `see` for each part of an operator, a function or an instruction; a name has none.
    pub(crate) fn parts_mut(&mut self, see: &mut dyn FnMut(Part<'_>)) {
        match &mut self.kind {
            ExprKind::Number(_)
            | ExprKind::Truth(_)
            | ExprKind::Text(_)
            | ExprKind::Constant(..)
            | ExprKind::Me
            | ExprKind::Name(_) => {}
            ExprKind::One(target) | ExprKind::Length(target) | ExprKind::Room(target) => see(Part::Target(target)),
            ExprKind::Of(dotted) => see(Part::Cell(dotted)),
            ExprKind::Torn(name) => see(Part::Variable(name)),
            ExprKind::Instruction(_, place, values) => {
                see(Part::Cell(place));
                values.iter_mut().for_each(|value| see(Part::Value(value)));
            }
            ExprKind::Unary(_, inside) => see(Part::Value(inside)),
            ExprKind::Random(left, right) | ExprKind::Binary(_, left, right) => {
                see(Part::Value(left));
                see(Part::Value(right));
            }
        }
    }
}
