//! Grammar of values that begin with a name: variables, cells of shared memory, indexed names, calls.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::nearest::nearest;
use super::super::tree::{Dotted, Expr, ExprKind, Instruction, Target, Word};
use super::expressions::{LOOSEST, Measured, binary, bracketed, close, grown, no_operand};
use super::{
    Input, Parsed, RESERVED, constants, deeper, foreign, here, kind_after_next, mistake, name, peek, since, take,
    wrong_here,
};

/// Every function, the hardware instructions among them.
pub(super) const FUNCTIONS: [&str; 8] =
    ["length", "room", "random", "torn", "swap", "test_and_set", "compare_and_swap", "fetch_and_add"];

/// The instruction called `word`.
pub(super) fn instruction(word: &str) -> Option<Instruction> {
    Instruction::ALL.into_iter().find(|instruction| instruction.name() == word)
}

/// A value that begins with a word: a variable, `table.count`, `P[2]`, a call.
pub(super) fn named(input: &mut Input<'_>, word: &str) -> Parsed<Measured> {
    let at = here(input);
    if matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::OpenParenthesis))) {
        return call(input, word);
    }
    if matches!(word, "and" | "or") {
        return Err(no_operand(input));
    }
    if word == "try" {
        let message = "`try` cannot be part of a value";
        return Err(wrong_here(input, message, "write `if try send item to orders { … } else { … }`"));
    }
    let (base, height) = measured_target(input, "expected a value", "")?;
    let (kind, height) = match (take(input, Symbol::Dot), base.index) {
        (true, index) => dotted(input, Target { name: base.name, index }, height)?,
        (false, None) => match constants::number_named(input, &base.name)? {
            Some(value) => (ExprKind::Constant(base.name.text, value), height),
            None => (ExprKind::Name(base.name.text), height),
        },
        (false, index) => (ExprKind::One(Target { name: base.name, index }), height),
    };
    grown(kind, since(input, at), height, at)
}

/// A name with an optional index, and the height of its expression tree.
fn measured_target(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<(Target, u32)> {
    let name = name(input, message, help)?;
    let (index, height) = index(input)?;
    Ok((Target { name, index: index.map(Box::new) }, height))
}

/// `[ e ]`, or nothing.
fn index(input: &mut Input<'_>) -> Parsed<(Option<Expr>, u32)> {
    if *peek(input) != Symbol::OpenBracket {
        return Ok((None, 1));
    }
    let inside = bracketed(input)?;
    Ok((Some(inside.expr), inside.height + 1))
}

/// The part after the dot: `count`, `slots[i]`.
fn dotted(input: &mut Input<'_>, base: Target, height: u32) -> Parsed<(ExprKind, u32)> {
    let field = name(input, "expected a name after the dot", "write `table.count` or `Producer.made`")?;
    let (index, index_height) = index(input)?;
    let place = Dotted { base, field, index };
    Ok((ExprKind::Of(Box::new(place)), height.max(index_height)))
}

/// `table.slots[i]` as the target of an assignment, and the height of its expression tree.
pub(super) fn place(input: &mut Input<'_>) -> Parsed<(Dotted, u32)> {
    let (base, height) = measured_target(input, "expected a region of memory", "write `table.count = 0`")?;
    if !take(input, Symbol::Dot) {
        let help = format!("write `{}.` and a field name", shorten(&base.name.text));
        return Err(wrong_here(input, "only a field of shared memory has slots", help));
    }
    match dotted(input, base, height)? {
        (ExprKind::Of(place), height) => Ok((*place, height)),
        _ => unreachable!("a dot makes it `Of`"),
    }
}

/// `length(m)`, `room(m)`, `random(1..6)`, `torn(x)`, `swap(table.x, e)`
pub(super) fn call(input: &mut Input<'_>, word: &str) -> Parsed<Measured> {
    let at = here(input);
    if RESERVED.contains(&word) {
        return Err(no_operand(input));
    }
    if input.state.procedures.contains(&word) {
        return Err(super::procedures::part_of_value(input, word));
    }
    if !FUNCTIONS.contains(&word) {
        if let Some(mistake) = foreign::function(input, word) {
            return Err(mistake);
        }
        let help = match nearest(word, FUNCTIONS) {
            Some(near) => format!("write `{near}(…)`"),
            None => "write `length(m)`, `room(m)`, `random(1..6)`, `torn(x)` or `swap(table.x, 1)`".into(),
        };
        return Err(wrong_here(input, format!("`{}` is not a function", shorten(word)), help));
    }
    input.next_token();
    let opening = here(input);
    let (kind, height) = deeper(input, |input| {
        input.next_token();
        arguments(input, word)
    })?;
    close(input, opening)?;
    grown(kind, since(input, at), height, at)
}

/// The arguments of a call, between its parentheses.
fn arguments(input: &mut Input<'_>, function: &str) -> Parsed<(ExprKind, u32)> {
    if let Some(instruction) = instruction(function) {
        return instructed(input, instruction);
    }
    match function {
        "random" => {
            let low = binary(input, LOOSEST)?;
            if !take(input, Symbol::Dots) {
                let message = "`random` needs a smallest and a largest value";
                return Err(wrong_here(input, message, "write `random(1..6)`"));
            }
            let high = binary(input, LOOSEST)?;
            let height = low.height.max(high.height) + 1;
            Ok((ExprKind::Random(Box::new(low.expr), Box::new(high.expr)), height))
        }
        "torn" => {
            let variable: Word = name(input, "`torn` needs a variable", "write `torn(item)`")?;
            match *peek(input) == Symbol::Dot {
                true => Err(wrong_here(input, "`torn` needs a variable", "read the item first: `let item = …`")),
                false => Ok((ExprKind::Torn(variable), 1)),
            }
        }
        _ => {
            let message = format!("`{function}` needs a mailbox");
            let (mailbox, height) = measured_target(input, &message, &format!("write `{function}(orders)`"))?;
            let kind = if function == "length" { ExprKind::Length(mailbox) } else { ExprKind::Room(mailbox) };
            Ok((kind, height))
        }
    }
}

/// `table.x, e`: the cell and the other arguments of an instruction.
fn instructed(input: &mut Input<'_>, instruction: Instruction) -> Parsed<(ExprKind, u32)> {
    let (takes, example) = match instruction {
        Instruction::Swap => ("a cell and a value", "write `swap(table.x, 1)`"),
        Instruction::TestAndSet => ("only a cell", "write `test_and_set(table.x)`"),
        Instruction::CompareAndSwap => ("a cell and two values", "write `compare_and_swap(table.x, 0, 1)`"),
        Instruction::FetchAndAdd => ("a cell and a value", "write `fetch_and_add(table.x, 1)`"),
    };
    let start = here(input);
    let cell = binary(input, LOOSEST)?;
    let ExprKind::Of(place) = cell.expr.kind else {
        let message = format!("`{}` works on a cell of shared memory", instruction.name());
        return Err(mistake(since(input, start), message, example));
    };
    let (mut height, mut values) = (cell.height, Vec::new());
    while take(input, Symbol::Comma) {
        let value = binary(input, LOOSEST)?;
        height = height.max(value.height);
        values.push(value.expr);
    }
    if values.len() != instruction.values() {
        let message = format!("`{}` takes {takes}", instruction.name());
        return Err(mistake(since(input, start), message, example));
    }
    Ok((ExprKind::Instruction(instruction, place, values), height + 1))
}
