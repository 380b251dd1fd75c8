//! Values that grow by the same step in every round, and the expressions over them.

use alloc::vec::Vec;

use crate::program::{Operand, Program, Term};
use crate::scenario::tree::BinaryOp;
use crate::value::Value;
use crate::world::binary;

/// A value in each of endlessly many rounds: in round n it is `first + n × step`. A text has step 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// In round 0.
    pub first: Value,
    /// By how much it grows from one round to the next.
    pub step: i64,
}

impl Line {
    /// The same value in every round.
    pub fn fixed(first: Value) -> Line {
        Line { first, step: 0 }
    }

    fn new(first: Option<i64>, step: Option<i64>) -> Option<Line> {
        Some(Line { first: Value::number(first?)?, step: step? })
    }

    /// Whether two are equal, if that is the same in every round.
    pub fn is_equal(self, program: &Program, other: Line) -> Option<bool> {
        both(program, BinaryOp::Equal, self, other).map(|equal| equal.first != Value::ZERO)
    }

    /// Whether it is not 0, if that is the same in every round.
    fn truth(self) -> Option<bool> {
        let first = self.first.as_number()?;
        match first {
            0 => (self.step == 0).then_some(false),
            _ => keeps_sign(first, self.step).then_some(true),
        }
    }
}

/// Whether `first + n × step` is on the same side of 0 for every n, or is 0 and moves away from it.
fn keeps_sign(first: i64, step: i64) -> bool {
    first >= 0 && step >= 0 || first <= 0 && step <= 0
}

/// An operand over variables that are lines. `None` if its value is no line, or is a fault.
pub(super) fn evaluate(program: &Program, operand: Operand, local: &impl Fn(u16) -> Line) -> Option<Line> {
    match operand {
        Operand::Constant(value) => Some(Line::fixed(value)),
        Operand::Local(number) => Some(local(number)),
        Operand::Terms { start, len } => {
            postfix(program, &program.terms[start as usize..(start + len) as usize], local)
        }
    }
}

fn postfix(program: &Program, terms: &[Term], local: &impl Fn(u16) -> Line) -> Option<Line> {
    let mut stack: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(&term) = terms.get(at) {
        at += 1;
        let next = match term {
            Term::Constant(value) => Line::fixed(value),
            Term::Local(number) => local(number),
            Term::Torn(number) => {
                let line = local(number);
                // A text never changes, and no number is a torn item.
                Line::fixed(Value::truth(line.first == program.torn()))
            }
            Term::ProcessFrom(first, count) => {
                let index = stack.pop().filter(|index| index.step == 0)?.first.as_number()?;
                let index = u16::try_from(index).ok().filter(|&index| index < count)?;
                Line::fixed(program.value_of_process(first + index))
            }
            Term::Not => Line::fixed(Value::truth(!stack.pop()?.truth()?)),
            Term::Truth => Line::fixed(Value::truth(stack.pop()?.truth()?)),
            Term::Negate => {
                let line = stack.pop()?;
                Line::new(line.first.as_number()?.checked_neg(), line.step.checked_neg())?
            }
            Term::AndThen(skip) | Term::OrElse(skip) => {
                let truth = stack.pop()?.truth()?;
                if truth != matches!(term, Term::OrElse(_)) {
                    continue;
                }
                at += skip as usize;
                Line::fixed(Value::truth(truth))
            }
            Term::Binary(op) => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                both(program, op, left, right)?
            }
            // Only checks have these.
            Term::Of(_) | Term::Cell(_) | Term::Inspect(..) | Term::Permits(_) | Term::Held(_) => return None,
        };
        stack.push(next);
    }
    stack.pop()
}

fn both(program: &Program, op: BinaryOp, left: Line, right: Line) -> Option<Line> {
    if left.step == 0 && right.step == 0 {
        return binary(op, left.first, right.first, program).ok().map(Line::fixed);
    }
    let (a, b) = (left.first.as_number()?, right.first.as_number()?);
    let (s, t) = (left.step, right.step);
    let fixed = |truth: bool| Some(Line::fixed(Value::truth(truth)));
    match op {
        BinaryOp::Add => Line::new(a.checked_add(b), s.checked_add(t)),
        BinaryOp::Subtract => Line::new(a.checked_sub(b), s.checked_sub(t)),
        // (a + ns)(b + nt) is a line only if one of them is fixed.
        BinaryOp::Multiply if s == 0 => Line::new(a.checked_mul(b), a.checked_mul(t)),
        BinaryOp::Multiply if t == 0 => Line::new(a.checked_mul(b), s.checked_mul(b)),
        BinaryOp::Multiply => None,
        // Quotients are rounded towards 0, so a = qb + r gives a + ns = (q + ns/b)b + r while the sign stays.
        BinaryOp::Divide | BinaryOp::Remainder => {
            let is_line = t == 0 && s.checked_rem(b)? == 0 && keeps_sign(a, s);
            match op {
                BinaryOp::Divide if is_line => Line::new(a.checked_div(b), s.checked_div(b)),
                _ if is_line => Line::new(a.checked_rem(b), Some(0)),
                _ => None,
            }
        }
        BinaryOp::Less => fixed(is_below(a.checked_sub(b)?, s.checked_sub(t)?)?),
        BinaryOp::GreaterOrEqual => fixed(!is_below(a.checked_sub(b)?, s.checked_sub(t)?)?),
        BinaryOp::Greater => fixed(is_below(b.checked_sub(a)?, t.checked_sub(s)?)?),
        BinaryOp::LessOrEqual => fixed(!is_below(b.checked_sub(a)?, t.checked_sub(s)?)?),
        BinaryOp::Equal | BinaryOp::NotEqual => {
            let (apart, step) = (a.checked_sub(b)?, s.checked_sub(t)?);
            let is_equal = if apart == 0 && step == 0 { Some(true) } else { None };
            let is_apart = (apart != 0 && keeps_sign(apart, step)).then_some(false);
            fixed(is_equal.or(is_apart)? == (op == BinaryOp::Equal))
        }
        BinaryOp::And | BinaryOp::Or => None,
    }
}

/// Whether `first + n × step < 0`, if that is the same for every n.
fn is_below(first: i64, step: i64) -> Option<bool> {
    match first < 0 {
        true => (step <= 0).then_some(true),
        false => (step >= 0).then_some(false),
    }
}
