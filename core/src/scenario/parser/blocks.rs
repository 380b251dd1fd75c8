//! Grammar of blocks and of the statements that contain them: `repeat`, `while`, `if`, `select` and the like.

use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, Token};
use super::super::limits;
use super::super::tree::{Block, Condition, Expr, ExprKind, Span, Statement, StatementKind};
use super::acts::condition;
use super::assignments::begins_value;
use super::declarations::begins_declaration;
use super::expressions::expression;
use super::options::at_most;
use super::statements::statement;
use super::{
    Input, Mistake, Parsed, deeper, foreign, here, is_at_end, kind_after_next, leftover, mistake, name, note, peek,
    remember_unread, rest, select, shown, since, skip_braces, skip_separators, spoil, take, take_word, text,
    wrong_here,
};

/// A header and its block. If the header is wrong, the mistake is reported and the block is parsed nevertheless.
pub(super) fn headed<'t, T>(
    input: &mut Input<'t>,
    header: impl FnOnce(&mut Input<'t>) -> Parsed<T>,
) -> Parsed<(Option<T>, Block)> {
    let start = rest(input);
    let (header, mistake) = match header(input) {
        Ok(header) => (Some(header), None),
        Err(mistake) => (None, Some(mistake)),
    };
    let (block, header_is_fine) = block_of(input, start, mistake)?;
    Ok((header.filter(|_| header_is_fine), block))
}

/// The block after a header that began at `start`, and whether the header was correct.
fn block_of<'t>(input: &mut Input<'t>, start: &'t [Token<'t>], mistake: Option<Mistake>) -> Parsed<(Block, bool)> {
    let mistake = match mistake {
        None if is_at_block(input) => return Ok((block(input), true)),
        None => no_block(input),
        Some(mistake) => mistake,
    };
    note(input, mistake);
    while !is_at_block(input) {
        if is_at_end(input) {
            return Err(Mistake::Noted);
        }
        input.next_token();
    }
    remember_unread(input, start);
    Ok((block(input), false))
}

/// Whether a `{` is next, on this line or at the beginning of a later one.
pub(super) fn is_at_block(input: &Input<'_>) -> bool {
    let mut tokens = input.iter().skip_while(|token| token.kind == Kind::NewLine);
    tokens.next().is_some_and(|token| *token == Symbol::OpenBrace)
}

/// The mistake of a missing block.
pub(super) fn no_block(input: &mut Input<'_>) -> Mistake {
    let sign = peek(input);
    if sign.kind == Kind::Broken && &input.state.text[sign.span.range()] == ":" {
        input.state.diagnostics.forget(sign.span);
        let help = "write `{` here, and `}` where the block ends";
        return mistake(sign.span, "`:` does not begin a block", help);
    }
    let is_before_block = kind_after_next(input) == Some(&Kind::Symbol(Symbol::OpenBrace));
    if matches!(sign.kind, Kind::Word("then" | "do" | "times")) {
        let help = if is_before_block { "remove it" } else { "write `{` here, and `}` where the block ends" };
        return wrong_here(input, format!("unexpected {}", shown(input)), help);
    }
    match is_at_end(input) {
        true => wrong_here(input, "expected `{`", "write `{`, the statements, and `}`"),
        false if peek(input) == &Symbol::Gives => leftover(input),
        false => wrong_here(input, format!("unexpected {}", shown(input)), "write `{` here"),
    }
}

/// `{ … }`; its `{` must be next.
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
        if is_at_end_of_block(input, opening) {
            return statements;
        }
        let start = rest(input);
        match statement(input) {
            Ok(statement) => statements.push(statement),
            Err(mistake) => spoil(input, start, mistake),
        }
    }
}

/// Whether the block ends without its `}`, which is reported once.
pub(super) fn is_at_end_of_block(input: &mut Input<'_>, opening: Span) -> bool {
    let ends = peek(input).kind == Kind::End || is_at_declaration(input);
    if ends && !core::mem::replace(&mut input.state.braces_reported, true) {
        note(input, mistake(opening, "this `{` is not closed", "write `}` where it ends"));
    }
    ends
}

/// Whether a declaration begins at the first column of a line: then a `}` is missing before it.
pub(super) fn is_at_declaration(input: &Input<'_>) -> bool {
    let token = peek(input);
    let Kind::Word(word) = token.kind else {
        return false;
    };
    let before = &input.state.text[..token.span.start as usize];
    // `until x` in a process ends a loop elsewhere.
    let is_horizon = word != "until" || matches!(kind_after_next(input), Some(Kind::Time(..)));
    begins_declaration(word) && is_horizon && before.ends_with('\n') && !begins_value(input)
}

/// A statement with blocks, after its `word`.
pub(super) fn with_blocks(input: &mut Input<'_>, word: &str) -> Parsed<StatementKind> {
    match word {
        "repeat" => repeat(input),
        "while" => while_(input),
        "if" => if_(input),
        "select" => select::select(input),
        "either" => either(input),
        "section" => section(input),
        "atomic" => Ok(StatementKind::Atomic(bare(input)?)),
        _ => Ok(StatementKind::Loop(bare(input)?)),
    }
}

/// A block without a header.
fn bare(input: &mut Input<'_>) -> Parsed<Block> {
    headed(input, |_| Ok(())).map(|(_, block)| block)
}

/// `repeat n as i { … }`
fn repeat(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let header = |input: &mut Input<'_>| {
        if is_at_block(input) {
            let help = foreign::until(input);
            let help = help.as_deref().unwrap_or("write `repeat 10 {`, or `loop {` to repeat forever");
            return Err(wrong_here(input, "`repeat` needs a number", help));
        }
        let count = expression(input)?;
        let index = match take_word(input, "as") {
            true => Some(name(input, "`as` needs the name of a variable", "write `repeat 10 as i {`")?),
            false => None,
        };
        Ok((count, index))
    };
    let (header, body) = headed(input, header)?;
    if header.is_none() {
        foreign::until(input);
    }
    let (count, index) = header.unwrap_or_else(|| (in_place_of_a_wrong_one(), None));
    Ok(StatementKind::Repeat { count, index, body })
}

/// `if a { … } else if b { … } else { … }`
fn if_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let mut arms = alloc::vec![condition_and_block(input)?];
    while take_below(input, &"else") {
        if take_word(input, "if") {
            arms.push(condition_and_block(input)?);
            continue;
        }
        let otherwise = Some(bare(input)?);
        return Ok(StatementKind::If { arms, otherwise });
    }
    Ok(StatementKind::If { arms, otherwise: None })
}

/// Takes `wanted`, on this line or at the beginning of a later one.
fn take_below<W>(input: &mut Input<'_>, wanted: &W) -> bool
where
    for<'t> Token<'t>: PartialEq<W>,
{
    let lines = input.iter().take_while(|token| token.kind == Kind::NewLine).count();
    let found = input.get(lines).is_some_and(|token| token == wanted);
    if found {
        input.next_slice(lines + 1);
    }
    found
}

fn condition_and_block(input: &mut Input<'_>) -> Parsed<(Condition, Block)> {
    let (condition, body) = headed(input, header)?;
    Ok((condition.unwrap_or_else(no_condition), body))
}

/// The condition before a block.
fn header(input: &mut Input<'_>) -> Parsed<Condition> {
    match is_at_block(input) {
        true => Err(wrong_here(input, "expected a condition", "write `x < 3 {`, or `loop {` to repeat forever")),
        false => condition(input),
    }
}

/// `while e { … }`; also `while e;`, which is `while e { }`.
fn while_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let start = rest(input);
    let (condition, mistake) = match header(input) {
        Ok(condition) => (condition, None),
        Err(mistake) => (no_condition(), Some(mistake)),
    };
    if mistake.is_none() && take_below(input, &Symbol::Semicolon) {
        let end = super::end_of_last(input);
        let body = Block { statements: Vec::new(), span: Span { start: end - 1, end } };
        return Ok(StatementKind::While { condition, body });
    }
    let (body, _) = block_of(input, start, mistake)?;
    Ok(StatementKind::While { condition, body })
}

/// A placeholder for a wrong condition.
fn no_condition() -> Condition {
    Condition::Holds(in_place_of_a_wrong_one())
}

/// A placeholder for a wrong expression; after an error the tree is not used.
fn in_place_of_a_wrong_one() -> Expr {
    Expr { kind: ExprKind::Truth(true), span: Span::default() }
}

/// `either { … } or { … }`
fn either(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let start = here(input);
    let mut branches = alloc::vec![bare(input)?];
    while take_below(input, &"or") {
        branches.push(bare(input)?);
    }
    if branches.len() < 2 {
        return Err(wrong_here(input, "`either` needs another branch", "write `or { … }` after it"));
    }
    at_most(branches.len(), limits::EITHER_BRANCHES, "an `either`", "branches", since(input, start))?;
    Ok(StatementKind::Either(branches))
}

/// `section "name" { … }`
fn section(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let (name, body) = headed(input, |input| {
        text(input, "expected a section name in quotation marks", "write `section \"critical\" {`")
    })?;
    Ok(StatementKind::Section { name: name.ok_or(Mistake::Noted)?, body })
}
