//! Expressions: from postfix form to Promela, and the condition under which evaluating one is a fault.
//!
//! Numbers of the model have 32 bits: a result that needs more is not a fault there, see docs/promela.md.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Model;
use super::conditions::Cond;
use crate::program::{Operand, Program, Property, Term};
use crate::scenario::tree::BinaryOp;
use crate::value::Value;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    Value(Value),
    Local(u16),
    Of(u32),
    Cell(u32),
    Inspect(Property, u16),
    Permits(u16),
    Held(u16),
    Torn(u16),
    ProcessFrom(Box<Tree>, u16, u16),
    Not(Box<Tree>),
    Negate(Box<Tree>),
    Truth(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
    Binary(BinaryOp, Box<Tree>, Box<Tree>),
}

/// An operand as a tree.
pub(super) fn tree(program: &Program, operand: Operand) -> Tree {
    match operand {
        Operand::Constant(value) => Tree::Value(value),
        Operand::Local(local) => Tree::Local(local),
        Operand::Terms { start, len } => from_postfix(&program.terms[start as usize..(start + len) as usize]),
    }
}

fn from_postfix(terms: &[Term]) -> Tree {
    let mut stack: Vec<Tree> = Vec::new();
    let mut at = 0;
    while let Some(&term) = terms.get(at) {
        at += 1;
        let mut pop = || Box::new(stack.pop().expect("the compiler makes whole expressions"));
        let made = match term {
            Term::Constant(value) => Tree::Value(value),
            Term::Local(local) => Tree::Local(local),
            Term::Of(place) => Tree::Of(place),
            Term::Cell(cell) => Tree::Cell(cell),
            Term::Inspect(property, channel) => Tree::Inspect(property, channel),
            Term::Permits(lock) => Tree::Permits(lock),
            Term::Held(lock) => Tree::Held(lock),
            Term::Torn(local) => Tree::Torn(local),
            Term::ProcessFrom(first, count) => Tree::ProcessFrom(pop(), first, count),
            Term::Not => Tree::Not(pop()),
            Term::Negate => Tree::Negate(pop()),
            Term::Truth => Tree::Truth(pop()),
            Term::AndThen(skip) | Term::OrElse(skip) => {
                let left = pop();
                let right = Box::new(from_postfix(&terms[at..at + skip as usize]));
                at += skip as usize;
                if matches!(term, Term::AndThen(_)) { Tree::And(left, right) } else { Tree::Or(left, right) }
            }
            Term::Binary(op) => {
                let right = pop();
                Tree::Binary(op, pop(), right)
            }
        };
        stack.push(made);
    }
    stack.pop().expect("no expression is empty")
}

/// The precedence of an expression's operator; lowest first.
fn strength(tree: &Tree) -> u8 {
    match tree {
        Tree::Or(..) => 1,
        Tree::And(..) => 2,
        Tree::Torn(_) | Tree::Held(_) => 3,
        Tree::Binary(op, ..) => match op {
            BinaryOp::Or => 1,
            BinaryOp::And => 2,
            BinaryOp::Equal | BinaryOp::NotEqual => 3,
            BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => 4,
            BinaryOp::Add | BinaryOp::Subtract => 5,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => 6,
        },
        Tree::Truth(inner) => strength(inner).min(3),
        _ => 7,
    }
}

fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "||",
        BinaryOp::And => "&&",
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

impl Model<'_> {
    /// An operand of a process as an expression.
    pub fn operand(&self, process: usize, operand: u32) -> String {
        self.expression(process, &self.tree_of(operand))
    }

    pub fn tree_of(&self, operand: u32) -> Tree {
        tree(self.program, self.program.operands[operand as usize])
    }

    /// When evaluating an operand is a fault.
    pub fn operand_fails(&self, process: usize, operand: u32) -> Cond {
        self.fails(process, &self.tree_of(operand))
    }

    /// When an operand that has to be a number is not one, or evaluating it is a fault.
    pub fn number_fails(&self, process: usize, operand: u32) -> Cond {
        self.is_no_number(process, &self.tree_of(operand))
    }

    /// An expression without context.
    pub fn expression(&self, process: usize, tree: &Tree) -> String {
        self.within(process, tree, 0)
    }

    fn within(&self, process: usize, tree: &Tree, outer: u8) -> String {
        let own = strength(tree);
        let pair = |left: &Tree, symbol: &str, right: &Tree| {
            format!("{} {symbol} {}", self.within(process, left, own), self.within(process, right, own + 1))
        };
        let written = match tree {
            Tree::Value(value) => self.names.value(self.program, *value),
            Tree::Local(local) => self.local(process, *local),
            Tree::Of(place) => self.variable(*place),
            Tree::Cell(cell) => self.cell_named(*cell),
            Tree::Inspect(property, channel) => self.inspect(*property, *channel),
            Tree::Permits(lock) => self.names.locks[usize::from(*lock)].clone(),
            Tree::Held(lock) => format!("{} != free", self.names.locks[usize::from(*lock)]),
            Tree::Torn(local) if !self.kinds.local(self.program, process, *local).torn => "0".into(),
            Tree::Torn(local) => format!("{} == torn", self.local(process, *local)),
            Tree::ProcessFrom(index, first, count) => {
                // Processes of one name have texts whose order is that of their numbers only by chance.
                let index = self.within(process, index, 3);
                let value = |number: u16| self.names.value(self.program, self.program.value_of_process(number));
                let last = value(first + count - 1);
                (*first..first + count - 1)
                    .rev()
                    .fold(last, |rest, number| format!("({index} == {} -> {} : {rest})", number - first, value(number)))
            }
            Tree::Not(inner) => negated(&self.within(process, inner, 7)),
            Tree::Negate(inner) => match self.within(process, inner, 7) {
                negative if negative.starts_with('-') => format!("-({negative})"),
                positive => format!("-{positive}"),
            },
            Tree::Truth(inner) => {
                let is_truth = self.kinds.of_tree(self.program, process, inner).is_truth();
                if is_truth {
                    self.within(process, inner, 0)
                } else {
                    format!("{} != 0", self.within(process, inner, 4))
                }
            }
            Tree::And(left, right) => pair(bare(left), "&&", bare(right)),
            Tree::Or(left, right) => pair(bare(left), "||", bare(right)),
            Tree::Binary(op, left, right) => {
                let torn = |side: &Tree| self.kinds.of_tree(self.program, process, side).torn;
                let plain = pair(left, symbol(*op), right);
                match op {
                    BinaryOp::Equal if torn(left) && torn(right) => {
                        format!("({plain} && {} != torn)", self.within(process, left, own + 1))
                    }
                    BinaryOp::NotEqual if torn(left) && torn(right) => {
                        format!("({plain} || {} == torn)", self.within(process, left, own + 1))
                    }
                    _ => plain,
                }
            }
        };
        if own < outer { format!("({written})") } else { written }
    }

    /// When evaluating an expression is a fault.
    pub fn fails(&self, process: usize, tree: &Tree) -> Cond {
        match tree {
            Tree::Not(inner) | Tree::Negate(inner) | Tree::Truth(inner) => self.is_no_number(process, inner),
            Tree::ProcessFrom(index, _, count) => {
                self.is_no_number(process, index).or(self.is_outside(process, index, u32::from(*count)))
            }
            Tree::And(left, right) | Tree::Or(left, right) => {
                let evaluates_right = Cond::when(match tree {
                    Tree::And(..) => self.within(process, bare(left), 3),
                    _ => negated(&self.within(process, bare(left), 7)),
                });
                self.is_no_number(process, left).or(evaluates_right.and(self.fails(process, right)))
            }
            Tree::Binary(op, left, right) => self.pair_fails(process, *op, left, right),
            _ => Cond::Never,
        }
    }

    fn pair_fails(&self, process: usize, op: BinaryOp, left: &Tree, right: &Tree) -> Cond {
        let parts = self.fails(process, left).or(self.fails(process, right));
        let [one, other] = [left, right].map(|side| self.kinds.of_tree(self.program, process, side));
        match op {
            BinaryOp::Equal | BinaryOp::NotEqual => parts,
            BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => {
                if !one.strays() && !other.strays() {
                    return parts;
                }
                let [a, b] = [left, right].map(|side| self.within(process, side, 5));
                let differ = Cond::when(format!("(is_text({a}) != is_text({b}))"));
                let is_torn =
                    |is: bool, side: &str| if is { Cond::when(format!("{side} == torn")) } else { Cond::Never };
                parts.or(differ).or(is_torn(one.torn, &a)).or(is_torn(other.torn, &b))
            }
            _ => {
                let parts = parts.or(self.strays(process, left)).or(self.strays(process, right));
                let may_be_zero = other.low <= 0 && other.high >= 0;
                match op {
                    BinaryOp::Divide | BinaryOp::Remainder if may_be_zero => {
                        parts.or(Cond::when(format!("{} == 0", self.within(process, right, 4))))
                    }
                    _ => parts,
                }
            }
        }
    }

    pub fn is_no_number(&self, process: usize, tree: &Tree) -> Cond {
        self.fails(process, tree).or(self.strays(process, tree))
    }

    /// When its value is not a number.
    fn strays(&self, process: usize, tree: &Tree) -> Cond {
        let kind = self.kinds.of_tree(self.program, process, tree);
        match kind.strays() {
            true if kind.low > kind.high => Cond::Always,
            true => Cond::when(format!("is_text({})", self.expression(process, tree))),
            false => Cond::Never,
        }
    }

    /// When an index is below 0 or not below `count`.
    pub fn is_outside(&self, process: usize, index: &Tree, count: u32) -> Cond {
        let kind = self.kinds.of_tree(self.program, process, index);
        let written = self.within(process, index, 5);
        let below = if kind.low < 0 { Cond::when(format!("{written} < 0")) } else { Cond::Never };
        let above =
            if kind.high >= i64::from(count) { Cond::when(format!("{written} >= {count}")) } else { Cond::Never };
        below.or(above)
    }

    /// A variable of a process.
    pub fn local(&self, process: usize, local: u16) -> String {
        self.names.locals[process][usize::from(local)].to_string()
    }

    /// A variable by its index among all.
    fn variable(&self, place: u32) -> String {
        let process = self.program.processes.iter().rposition(|process| process.first_local <= place as usize);
        let process = process.expect("a variable belongs to a process");
        self.local(process, (place as usize - self.program.processes[process].first_local) as u16)
    }
}

/// The expression without the conversion to 0 or 1, which a condition does not need.
fn bare(tree: &Tree) -> &Tree {
    match tree {
        Tree::Truth(inner) => inner,
        other => other,
    }
}

/// The negation. `!!` is an operator of its own in Promela.
fn negated(expression: &str) -> String {
    match expression.starts_with('!') {
        true => format!("!({expression})"),
        false => format!("!{expression}"),
    }
}
