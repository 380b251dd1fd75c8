//! Grammar of assignments: `let x = e`, `x = e`, `table.slots[i] = e`, and the shorter forms of C.
//!
//! `x += e` and `x++` are read as what they stand for, `x = x + e` and `x = x + 1`. For a cell of memory that is a read
//! and then a write.

use alloc::boxed::Box;
use alloc::format;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::tree::{BinaryOp, Dotted, Expr, ExprKind, Span, StatementKind, Word};
use super::calls;
use super::expressions::{COMPARISON, LOOSEST, Measured, binary, expression, grown, operator, strength};
use super::procedures;
use super::{
    Input, Mistake, Parsed, deeper, ends_statement, here, kind_after_next, mistake, name, peek, since, take, wrong_here,
};

/// Whether an assignment is next: `x = …`, `table.x = …`, `table[i].x = …`, `x += …`, `x++`
pub(super) fn begins_value(input: &Input<'_>) -> bool {
    let mut next = input.iter();
    let (Some(first), Some(second)) = (next.next(), next.next()) else {
        return false;
    };
    match second.kind {
        Kind::Symbol(Symbol::Gives | Symbol::Dot) => true,
        Kind::Symbol(Symbol::OpenBracket) => first.span.end == second.span.start,
        _ => change(input, 1).is_some(),
    }
}

/// Whether `++x` or `--x` is next.
pub(super) fn begins_step(input: &Input<'_>) -> bool {
    doubled(input, 0).is_some() && matches!(input.get(2).map(|token| &token.kind), Some(Kind::Word(_)))
}

/// The operation of `+=` or `++` at token `at`, and whether it is a step by 1.
fn change(input: &Input<'_>, at: usize) -> Option<(BinaryOp, bool)> {
    if let Some(op) = doubled(input, at) {
        return input.get(at + 2).is_some_and(|next| ends_statement(&next.kind)).then_some((op, true));
    }
    let (sign, gives) = (input.get(at)?, input.get(at + 1)?);
    let op = operator(&sign.kind).filter(|&op| strength(op) > COMPARISON)?;
    (*gives == Symbol::Gives && sign.span.end == gives.span.start).then_some((op, false))
}

/// The operation of `++` or `--` at token `at`.
fn doubled(input: &Input<'_>, at: usize) -> Option<BinaryOp> {
    let (one, other) = (input.get(at)?, input.get(at + 1)?);
    let op = match one.kind {
        Kind::Symbol(Symbol::Plus) => BinaryOp::Add,
        Kind::Symbol(Symbol::Minus) => BinaryOp::Subtract,
        _ => return None,
    };
    (one.kind == other.kind && one.span.end == other.span.start).then_some(op)
}

/// The target of an assignment.
enum Place {
    Variable(Word),
    Cell(Dotted),
}

/// `x = e`, `table.slots[i] = e`, `x += e`, `x++`, `++x`
pub(super) fn assignment(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let start = here(input);
    if let Some(op) = doubled(input, 0) {
        input.next_slice(2);
        let sign = since(input, start);
        let (place, old) = place(input)?;
        let value = stepped(op, old, sign)?;
        return Ok(given(place, value.expr));
    }
    let start = here(input);
    let (place, old) = place(input)?;
    if let Some((op, is_step)) = change(input, 0) {
        let at = here(input);
        input.next_slice(2);
        let value = match is_step {
            true => stepped(op, old, since(input, at))?,
            // The parentheses that the printer may need are one level.
            false => deeper(input, |input| binary(input, LOOSEST)).and_then(|by| combined(op, old, by, at))?,
        };
        return Ok(given(place, value.expr));
    }
    if take(input, Symbol::Gives) {
        return match place {
            Place::Variable(name) if procedures::is_call_next(input) => procedures::call(input, Some((name, false))),
            place => Ok(given(place, expression(input)?)),
        };
    }
    let written = &input.state.text[since(input, start).range()];
    let help = || format!("write `{} = …`", shorten(written));
    Err(no_new_value(input, 0, written).unwrap_or_else(|| wrong_here(input, "expected `=`", help())))
}

/// The target, and its value before the assignment.
fn place(input: &mut Input<'_>) -> Parsed<(Place, Measured)> {
    let start = here(input);
    if !matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::Dot | Symbol::OpenBracket))) {
        let name = name(input, "expected a variable", "")?;
        let kind = ExprKind::Name(name.text.clone());
        return Ok((Place::Variable(name), Measured { expr: Expr { kind, span: start }, height: 1 }));
    }
    let (cell, height) = calls::place(input)?;
    let kind = ExprKind::Of(Box::new(cell.clone()));
    Ok((Place::Cell(cell), Measured { expr: Expr { kind, span: since(input, start) }, height }))
}

fn given(place: Place, value: Expr) -> StatementKind {
    match place {
        Place::Variable(name) => StatementKind::Assign { name, value },
        Place::Cell(place) => StatementKind::Write { place, value },
    }
}

/// One more or less; `sign` is the position of `++` or `--`.
fn stepped(op: BinaryOp, old: Measured, sign: Span) -> Parsed<Measured> {
    let one = Measured { expr: Expr { kind: ExprKind::Number(1), span: sign }, height: 1 };
    combined(op, old, one, sign)
}

fn combined(op: BinaryOp, old: Measured, by: Measured, sign: Span) -> Parsed<Measured> {
    let (from, to) = (old.expr.span, by.expr.span);
    let span = Span { start: from.start.min(to.start), end: from.end.max(to.end) };
    let height = old.height.max(by.height) + 1;
    grown(ExprKind::Binary(op, Box::new(old.expr), Box::new(by.expr)), span, height, sign)
}

/// `x == 3`, `x + = 1`: the mistake if the operator at token `at` is none that assigns; `written` is the intended target.
pub(super) fn no_new_value(input: &Input<'_>, at: usize, written: &str) -> Option<Mistake> {
    let (Kind::Symbol(op), second) = (&input.get(at)?.kind, &input.get(at + 1)?.kind) else {
        return None;
    };
    let sign = match op {
        Symbol::Equal => return Some(comparison_as_statement(input, at, written)),
        Symbol::Plus => '+',
        Symbol::Minus => '-',
        Symbol::Star => '*',
        Symbol::Slash => '/',
        _ => return None,
    };
    let is_meant = *second == Kind::Symbol(Symbol::Gives) || *second == Kind::Symbol(*op);
    let written = shorten(written);
    let help = format!("write `{written} = {written} {sign} …`");
    is_meant.then(|| wrong_here(input, "only `=` assigns a value", help))
}

/// The mistake of `x == 3` as a statement.
pub(super) fn comparison_as_statement(input: &Input<'_>, at: usize, written: &str) -> Mistake {
    let span = input.get(at).map_or(here(input), |token| token.span);
    mistake(span, "`==` compares; `=` assigns", format!("write `{} = …`", shorten(written)))
}

/// `let x = e`
pub(super) fn let_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let name = name(input, "`let` needs the name of a variable", "write `let x = 0`")?;
    if peek(input) == &Symbol::Equal {
        let help = format!("write `let {} = …`", shorten(&name.text));
        return Err(wrong_here(input, "`==` compares; `=` assigns", help));
    }
    if !take(input, Symbol::Gives) {
        let help = format!("write `let {} = 0`", shorten(&name.text));
        return Err(wrong_here(input, "`let` needs an initial value", help));
    }
    if procedures::is_call_next(input) {
        return procedures::call(input, Some((name, true)));
    }
    Ok(StatementKind::Let { name, value: expression(input)? })
}
