//! The value of an expression, or the fault that it is.

use super::World;
use crate::program::{Condition, Operand, Program, Term};
use crate::scenario::tree::BinaryOp;
use crate::value::Value;

/// A mistake that ends a process while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A result outside the numbers that a scenario can hold: see [`crate::value`].
    Overflow,
    /// `/ 0` or `% 0`.
    DivisionByZero,
    /// A text where a number is needed.
    TextAsNumber,
    /// A message with `got` values met a receive with `wanted`.
    WrongCount {
        /// Values in the message.
        got: u8,
        /// Variables in the receive.
        wanted: u8,
    },
    /// `random(low..high)`, or a duration from low to high, with low above high.
    EmptyRange,
    /// A duration below 0 or above the longest, [`LONGEST_US`].
    BadDuration,
}

/// The longest that one `work` or `sleep` can take: 1,000,000 s in µs.
pub const LONGEST_US: u64 = 1_000_000_000_000;

impl Fault {
    /// As an event carries it.
    pub fn number(self) -> i64 {
        match self {
            Fault::Overflow => 0,
            Fault::DivisionByZero => 1,
            Fault::TextAsNumber => 2,
            Fault::WrongCount { got, wanted } => 3 | i64::from(got) << 8 | i64::from(wanted) << 16,
            Fault::EmptyRange => 4,
            Fault::BadDuration => 5,
        }
    }

    /// Back from [`number`](Fault::number).
    pub fn from_number(number: i64) -> Option<Fault> {
        Some(match number & 0xFF {
            0 => Fault::Overflow,
            1 => Fault::DivisionByZero,
            2 => Fault::TextAsNumber,
            3 => Fault::WrongCount { got: (number >> 8) as u8, wanted: (number >> 16) as u8 },
            4 => Fault::EmptyRange,
            5 => Fault::BadDuration,
            _ => return None,
        })
    }
}

/// No expression needs more: its height is at most 200 (see the scenario's limits), and each level holds one value
/// while the other side is worked out.
const DEEPEST: usize = 208;
/// What most expressions need.
const USUAL: usize = 8;

impl World {
    /// The value of `operand` for `process`.
    pub(crate) fn evaluate(&self, program: &Program, process: usize, operand: Operand) -> Result<Value, Fault> {
        match operand {
            Operand::Constant(value) => Ok(value),
            Operand::Local(local) => Ok(self.local(program, process, local)),
            Operand::Terms { start, len } => {
                let terms = &program.terms[start as usize..(start + len) as usize];
                if len as usize <= USUAL {
                    self.postfix(program, process, terms, &mut [Value::ZERO; USUAL])
                } else {
                    self.postfix(program, process, terms, &mut [Value::ZERO; DEEPEST])
                }
            }
        }
    }

    /// Whether a check's condition holds in this state.
    ///
    /// # Errors
    /// The fault that evaluating it is.
    pub fn holds(&self, program: &Program, condition: Condition) -> Result<bool, Fault> {
        let value = self.evaluate(program, 0, condition.0)?;
        Ok(value.as_number().ok_or(Fault::TextAsNumber)? != 0)
    }

    fn postfix(&self, program: &Program, process: usize, terms: &[Term], stack: &mut [Value]) -> Result<Value, Fault> {
        let (mut top, mut at) = (0, 0);
        while let Some(&term) = terms.get(at) {
            at += 1;
            match term {
                Term::Constant(value) => push(stack, &mut top, value),
                Term::Local(local) => push(stack, &mut top, self.local(program, process, local)),
                Term::Of(place) => {
                    let word = self.words[self.processes + place as usize];
                    push(stack, &mut top, Value::from_word(word));
                }
                Term::Look(what, channel) => push(stack, &mut top, self.look(program, what, channel)),
                Term::Not => stack[top - 1] = Value::truth(number(stack[top - 1])? == 0),
                Term::Negate => stack[top - 1] = checked(number(stack[top - 1])?.checked_neg())?,
                Term::Truth => stack[top - 1] = Value::truth(number(stack[top - 1])? != 0),
                Term::AndThen(skip) | Term::OrElse(skip) => {
                    let truth = number(stack[top - 1])? != 0;
                    if truth == matches!(term, Term::OrElse(_)) {
                        stack[top - 1] = Value::truth(truth);
                        at += skip as usize;
                    } else {
                        top -= 1;
                    }
                }
                Term::Binary(op) => {
                    stack[top - 2] = binary(op, stack[top - 2], stack[top - 1], program)?;
                    top -= 1;
                }
            }
        }
        Ok(stack[0])
    }
}

fn push(stack: &mut [Value], top: &mut usize, value: Value) {
    stack[*top] = value;
    *top += 1;
}

fn number(value: Value) -> Result<i64, Fault> {
    value.as_number().ok_or(Fault::TextAsNumber)
}

fn checked(result: Option<i64>) -> Result<Value, Fault> {
    result.and_then(Value::number).ok_or(Fault::Overflow)
}

fn binary(op: BinaryOp, left: Value, right: Value, program: &Program) -> Result<Value, Fault> {
    match op {
        BinaryOp::Equal => return Ok(Value::truth(left == right)),
        BinaryOp::NotEqual => return Ok(Value::truth(left != right)),
        _ => {}
    }
    if let (Some(left), Some(right)) = (left.as_text(), right.as_text()) {
        let (left, right) = (&program.texts[left as usize], &program.texts[right as usize]);
        return match op {
            BinaryOp::Less => Ok(Value::truth(left < right)),
            BinaryOp::LessOrEqual => Ok(Value::truth(left <= right)),
            BinaryOp::Greater => Ok(Value::truth(left > right)),
            BinaryOp::GreaterOrEqual => Ok(Value::truth(left >= right)),
            _ => Err(Fault::TextAsNumber),
        };
    }
    let (left, right) = (number(left)?, number(right)?);
    match op {
        BinaryOp::Less => Ok(Value::truth(left < right)),
        BinaryOp::LessOrEqual => Ok(Value::truth(left <= right)),
        BinaryOp::Greater => Ok(Value::truth(left > right)),
        BinaryOp::GreaterOrEqual => Ok(Value::truth(left >= right)),
        BinaryOp::Add => checked(left.checked_add(right)),
        BinaryOp::Subtract => checked(left.checked_sub(right)),
        BinaryOp::Multiply => checked(left.checked_mul(right)),
        BinaryOp::Divide | BinaryOp::Remainder if right == 0 => Err(Fault::DivisionByZero),
        BinaryOp::Divide => checked(left.checked_div(right)),
        BinaryOp::Remainder => checked(left.checked_rem(right)),
        BinaryOp::Or | BinaryOp::And | BinaryOp::Equal | BinaryOp::NotEqual => {
            unreachable!("compiled to skips, or decided above")
        }
    }
}
