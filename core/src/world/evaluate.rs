//! Evaluation of expressions to a value or a fault.

use super::{Fault, World};
use crate::id::LockId;
use crate::program::{Condition, Operand, Program, Term};
use crate::scenario::tree::BinaryOp;
use crate::value::Value;

/// The deepest stack that an expression needs: its height is at most 200 (see the scenario's limits), and each level
/// holds one value while the other side is evaluated.
const DEEPEST: usize = 208;
/// Enough for most expressions.
const USUAL: usize = 8;

impl World {
    /// Evaluates `operand` for `process`.
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
    /// The fault of its evaluation.
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
                    let word = self.words[self.layout.locals + place as usize];
                    push(stack, &mut top, Value::from_word(word));
                }
                Term::Cell(cell) => push(stack, &mut top, self.cell(cell as usize)),
                Term::Torn(local) => {
                    let is_torn = self.local(program, process, local) == program.torn();
                    push(stack, &mut top, Value::truth(is_torn));
                }
                Term::ProcessFrom(first, count) => {
                    let index = number(stack[top - 1], program)?;
                    let index = u16::try_from(index).ok().filter(|&index| index < count).ok_or(Fault::NoSuchIndex)?;
                    stack[top - 1] = program.value_of_process(first + index);
                }
                Term::Permits(lock) => push(stack, &mut top, Value::from_word(self.permits(LockId(lock)))),
                Term::Held(lock) => push(stack, &mut top, Value::truth(self.holder(LockId(lock)).is_some())),
                Term::Inspect(what, channel) => push(stack, &mut top, self.look(program, what, channel)),
                Term::Not => stack[top - 1] = Value::truth(number(stack[top - 1], program)? == 0),
                Term::Negate => stack[top - 1] = checked(number(stack[top - 1], program)?.checked_neg())?,
                Term::Truth => stack[top - 1] = Value::truth(number(stack[top - 1], program)? != 0),
                Term::AndThen(skip) | Term::OrElse(skip) => {
                    let truth = number(stack[top - 1], program)? != 0;
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

fn number(value: Value, program: &Program) -> Result<i64, Fault> {
    value.as_number().ok_or(if value == program.torn() { Fault::Torn } else { Fault::TextAsNumber })
}

fn checked(result: Option<i64>) -> Result<Value, Fault> {
    result.and_then(Value::number).ok_or(Fault::Overflow)
}

/// The result of an operator.
pub(crate) fn binary(op: BinaryOp, left: Value, right: Value, program: &Program) -> Result<Value, Fault> {
    match op {
        BinaryOp::Equal => return Ok(Value::truth(left == right && left != program.torn())),
        BinaryOp::NotEqual => return Ok(Value::truth(left != right || left == program.torn())),
        _ if left == program.torn() || right == program.torn() => return Err(Fault::Torn),
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
    let (left, right) = (number(left, program)?, number(right, program)?);
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
