//! Blocks, and the statements that have them: `repeat`, `loop`, `while`, `if`.

use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol};
use super::super::tree::{Block, Expr, ExprKind, Span, Statement, StatementKind};
use super::declarations::{DECLARATIONS, begins_assignment};
use super::expressions::expression;
use super::statements::statement;
use super::{
    Input, Mistake, Parsed, deeper, here, is_at_end, leftover, mistake, name, note, peek, remember_unread, rest, shown,
    since, skip_braces, skip_separators, spoil, take, take_word, wrong_here,
};

/// A header, and the block that belongs to it. If the header is wrong that is noted, and the block is parsed all the same.
pub(super) fn headed<'t, T>(
    input: &mut Input<'t>,
    header: impl FnOnce(&mut Input<'t>) -> Parsed<T>,
) -> Parsed<(Option<T>, Block)> {
    let start = rest(input);
    let header = header(input).and_then(|header| match is_at_block(input) {
        true => Ok(header),
        false => Err(no_block(input)),
    });
    let header = match header {
        Ok(header) => Some(header),
        Err(mistake) => {
            note(input, mistake);
            while !is_at_block(input) {
                if is_at_end(input) {
                    return Err(Mistake::Noted);
                }
                input.next_token();
            }
            remember_unread(input, start);
            None
        }
    };
    Ok((header, block(input)))
}

/// A `{` comes next, on this line or at the beginning of another.
fn is_at_block(input: &Input<'_>) -> bool {
    let mut tokens = input.iter().skip_while(|token| token.kind == Kind::NewLine);
    tokens.next().is_some_and(|token| *token == Symbol::OpenBrace)
}

/// Something else stands where a block should begin.
fn no_block(input: &Input<'_>) -> Mistake {
    match is_at_end(input) {
        true => wrong_here(input, "a `{` is missing here", "write `{`, the statements, and `}`"),
        false if peek(input) == &Symbol::Gives => leftover(input),
        false => wrong_here(input, format!("{} can't stand here", shown(input)), "a `{` is what comes next"),
    }
}

/// `{ … }`, whose `{` is known to come next.
fn block(input: &mut Input<'_>) -> Block {
    while peek(input).kind == Kind::NewLine {
        input.next_token();
    }
    let opening = here(input);
    let statements = deeper(input, |input| {
        input.next_token();
        Ok(statements(input, opening))
    });
    let statements = statements.unwrap_or_else(|mistake| {
        note(input, mistake);
        skip_braces(input);
        Vec::new()
    });
    Block { statements, span: since(input, opening) }
}

/// Statements up to the `}` that closes the `{` at `opening`.
fn statements(input: &mut Input<'_>, opening: Span) -> Vec<Statement> {
    let mut statements = Vec::new();
    loop {
        skip_separators(input);
        if take(input, Symbol::CloseBrace) {
            return statements;
        }
        if peek(input).kind == Kind::End || is_at_declaration(input) {
            if !input.state.braces_reported {
                note(input, mistake(opening, "this `{` is not closed", "write `}` where it ends"));
                input.state.braces_reported = true;
            }
            return statements;
        }
        let start = rest(input);
        match statement(input) {
            Ok(statement) => statements.push(statement),
            Err(mistake) => spoil(input, start, mistake),
        }
    }
}

/// A declaration at the very beginning of a line: a `}` was forgotten before it.
fn is_at_declaration(input: &Input<'_>) -> bool {
    let token = peek(input);
    let Kind::Word(word) = token.kind else {
        return false;
    };
    let before = &input.state.text[..token.span.start as usize];
    DECLARATIONS.contains(&word) && before.ends_with('\n') && !begins_assignment(input)
}

/// `repeat n as i { … }`
pub(super) fn repeat(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let header = |input: &mut Input<'_>| {
        if is_at_block(input) {
            return Err(wrong_here(input, "`repeat` needs a number", "write `repeat 10 {`; or `loop {`, for ever"));
        }
        let count = expression(input)?;
        let index = match take_word(input, "as") {
            true => Some(name(input, "`as` needs the name of a variable", "write `repeat 10 as i {`")?),
            false => None,
        };
        Ok((count, index))
    };
    let (header, body) = headed(input, header)?;
    let (count, index) = header.unwrap_or_else(|| (in_place_of_a_wrong_one(), None));
    Ok(StatementKind::Repeat { count, index, body })
}

/// `while e { … }`
pub(super) fn while_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let (condition, body) = condition_and_block(input)?;
    Ok(StatementKind::While { condition, body })
}

/// `if a { … } else if b { … } else { … }`
pub(super) fn if_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let mut arms = alloc::vec![condition_and_block(input)?];
    while take_else(input) {
        if take_word(input, "if") {
            arms.push(condition_and_block(input)?);
            continue;
        }
        let otherwise = Some(headed(input, |_| Ok(()))?.1);
        return Ok(StatementKind::If { arms, otherwise });
    }
    Ok(StatementKind::If { arms, otherwise: None })
}

/// Takes `else`, on this line or at the beginning of another.
fn take_else(input: &mut Input<'_>) -> bool {
    let lines = input.iter().take_while(|token| token.kind == Kind::NewLine).count();
    let found = input.get(lines).is_some_and(|token| *token == "else");
    if found {
        input.next_slice(lines + 1);
    }
    found
}

fn condition_and_block(input: &mut Input<'_>) -> Parsed<(Expr, Block)> {
    let header = |input: &mut Input<'_>| match is_at_block(input) {
        true => Err(wrong_here(input, "a condition is missing here", "write `x < 3 {`; or `loop {`, for ever")),
        false => expression(input),
    };
    let (condition, body) = headed(input, header)?;
    Ok((condition.unwrap_or_else(in_place_of_a_wrong_one), body))
}

/// Stands for an expression whose mistake was noted: the tree is not used then.
fn in_place_of_a_wrong_one() -> Expr {
    Expr { kind: ExprKind::Truth(true), span: Span::default() }
}
