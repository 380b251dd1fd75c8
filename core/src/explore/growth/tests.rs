//! Lines beside the values that they stand for.

use alloc::string::String;
use alloc::vec::Vec;

use super::line::{Line, evaluate};
use crate::program::{Op, Operand, Program};
use crate::scenario;
use crate::value::Value;
use crate::world::World;

/// A process with `a`, `b` and `c`, and an expression over them; `None` where it divides by the constant 0.
fn program(expression: &str) -> Option<Program> {
    let text = alloc::format!("process P {{ let a = 0; let b = 0; let c = 0; let d = {expression} }}");
    Some(Program::new(&scenario::read(&text).scenario?, &text))
}

/// The operand of the expression.
fn operand(program: &Program) -> Operand {
    let mut sets = program.processes[0].ops.iter().filter_map(|op| match op {
        Op::Set { value, .. } => Some(*value),
        _ => None,
    });
    program.operands[sets.next_back().expect("`let d`") as usize]
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn expression(&mut self, height: u32) -> String {
        if height == 0 || self.below(4) == 0 {
            return match self.below(5) {
                0 => "a".into(),
                1 => "b".into(),
                2 => "c".into(),
                _ => alloc::format!("{}", self.below(7) as i64 - 2),
            };
        }
        let (left, right) = (self.expression(height - 1), self.expression(height - 1));
        let operators = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "and", "or"];
        match operators.get(self.below(15) as usize) {
            Some(operator) => alloc::format!("(({left}) {operator} ({right}))"),
            None if self.below(2) == 0 => alloc::format!("(not ({left}))"),
            None => alloc::format!("(-({left}))"),
        }
    }
}

/// In each of the first 40 rounds a line has the value that the expression has for the variables' values then.
#[test]
fn a_line_has_the_value_of_its_expression_in_every_round() {
    let mut draw = Draw(20_261_201);
    let (mut lines, mut growing) = (0, 0);
    for case in 0..4_000 {
        let expression = draw.expression(3);
        let Some(program) = program(&expression) else { continue };
        let operand = operand(&program);
        let variables: Vec<(i64, i64)> =
            (0..3).map(|_| (draw.below(9) as i64 - 4, [0, 0, 1, -1, 2, 3, 6][draw.below(7) as usize])).collect();
        let local = |number: u16| {
            let (first, step) = variables[usize::from(number).min(2)];
            Line { first: Value::number(first).expect("small"), step }
        };
        let Some(line) = evaluate(&program, operand, &local) else { continue };
        lines += 1;
        growing += u32::from(line.step != 0);
        for round in 0..40 {
            let mut world = World::new(&program, &mut ());
            for (number, &(first, step)) in variables.iter().enumerate() {
                world.set_local(&program, 0, number as u16, Value::number(first + round * step).expect("small"));
            }
            let known = world.evaluate(&program, 0, operand).ok().and_then(Value::as_number);
            let expected = line.first.as_number().map(|first| first + round * line.step);
            assert_eq!(known, expected, "case {case}, round {round}: {expression} with {variables:?}");
        }
    }
    assert!(lines > 2_000 && growing > 300, "{lines} lines, {growing} of them with a step");
}
