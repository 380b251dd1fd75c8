//! Grammar of expressions, by precedence climbing.
//!
//! Two limits keep every recursive function over expressions, including their drop, from overflowing the stack: the
//! nesting depth in the text, and the height of the tree (`1 + 1 + 1 + …` is not nested, but its tree is high).

use alloc::boxed::Box;
use alloc::format;

use winnow::Parser;
use winnow::combinator::separated;
use winnow::stream::Stream;
use winnow::token::literal;

use alloc::vec::Vec;

use super::super::lexer::{Kind, Symbol};
use super::super::limits;
use super::super::tree::{BinaryOp, Expr, ExprKind, Span, UnaryOp};
use super::{Input, Mistake, Parsed, calls, deeper, here, leftover, mistake, peek, shown, since, take, wrong_here};

/// An expression and the height of its tree.
pub(super) struct Measured {
    pub expr: Expr,
    pub height: u32,
}

/// Precedences, lowest first: `or`, `and`, `not`, comparisons, `+ -`, `* / %`, unary `-`.
pub(super) const LOOSEST: u8 = 0;
const NOT: u8 = 2;
const NEGATE: u8 = 6;

/// The precedence of comparisons, which cannot be chained.
pub(in super::super) const COMPARISON: u8 = 3;

/// The precedence of a binary operator.
pub(in super::super) fn strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 0,
        BinaryOp::And => 1,
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessOrEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterOrEqual => COMPARISON,
        BinaryOp::Add | BinaryOp::Subtract => 4,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => 5,
    }
}

/// The precedence of a unary operator.
pub(in super::super) fn unary_strength(op: UnaryOp) -> u8 {
    match op {
        UnaryOp::Not => NOT,
        UnaryOp::Negate => NEGATE,
    }
}

/// One expression.
pub(super) fn expression(input: &mut Input<'_>) -> Parsed<Expr> {
    binary(input, LOOSEST).map(|tall| tall.expr)
}

/// Expressions separated by commas.
pub(super) fn expressions(input: &mut Input<'_>) -> Parsed<Vec<Expr>> {
    separated(1.., expression, literal(Symbol::Comma)).parse_next(input)
}

/// `( e )`
pub(super) fn in_parentheses(input: &mut Input<'_>) -> Parsed<Expr> {
    parenthesised(input).map(|tall| tall.expr)
}

/// Operands and binary operators of at least the precedence `loosest`.
pub(super) fn binary(input: &mut Input<'_>, loosest: u8) -> Parsed<Measured> {
    let mut left = prefixed(input, loosest)?;
    while let Some(op) = operator(&peek(input).kind).filter(|&op| strength(op) >= loosest) {
        let at = here(input);
        input.next_token();
        let right = binary(input, strength(op) + 1)?;
        let span = left.expr.span.to(right.expr.span);
        let height = left.height.max(right.height) + 1;
        let kind = ExprKind::Binary(op, Box::new(left.expr), Box::new(right.expr));
        left = grown(kind, span, height, at)?;
        let chained =
            operator(&peek(input).kind).is_some_and(|next| strength(op) == COMPARISON && strength(next) == COMPARISON);
        if chained {
            let help = "write `a < b and b < c`, or put one of them in parentheses";
            return Err(wrong_here(input, "comparisons cannot be chained", help));
        }
    }
    Ok(left)
}

/// An operand with preceding `not`, `!` and `-`.
fn prefixed(input: &mut Input<'_>, loosest: u8) -> Parsed<Measured> {
    let at = here(input);
    let op = match peek(input).kind {
        Kind::Word("not") if loosest > NOT => {
            return Err(wrong_here(input, "`not` needs parentheses after another operator", "write `(not …)`"));
        }
        Kind::Word("not") => UnaryOp::Not,
        Kind::Symbol(Symbol::Minus) => UnaryOp::Negate,
        Kind::Symbol(Symbol::Bang) => return exclaimed(input),
        _ => return operand(input),
    };
    let inside = deeper(input, |input| {
        input.next_token();
        binary(input, unary_strength(op))
    })?;
    let (span, height) = (since(input, at), inside.height + 1);
    grown(ExprKind::Unary(op, Box::new(inside.expr)), span, height, at)
}

/// `! e`, which is `not e` but binds as in C: `!x == 1` is `(not x) == 1`.
///
/// It counts as two levels: the parentheses that the printer may need are one.
fn exclaimed(input: &mut Input<'_>) -> Parsed<Measured> {
    let at = here(input);
    let inside = deeper(input, |input| {
        deeper(input, |input| {
            input.next_token();
            binary(input, NEGATE)
        })
    })?;
    let (span, height) = (since(input, at), inside.height + 1);
    grown(ExprKind::Unary(UnaryOp::Not, Box::new(inside.expr)), span, height, at)
}

/// The node, or a mistake if its tree is too high.
pub(super) fn grown(kind: ExprKind, span: Span, height: u32, operator: Span) -> Parsed<Measured> {
    if height > limits::EXPRESSION_HEIGHT {
        let message = format!("this expression is too deep: more than {} nested operators", limits::EXPRESSION_HEIGHT);
        return Err(mistake(operator, message, "split it with `let`"));
    }
    Ok(Measured { expr: Expr { kind, span }, height })
}

/// The binary operator that a token is.
pub(super) fn operator(kind: &Kind<'_>) -> Option<BinaryOp> {
    Some(match kind {
        Kind::Word("or") | Kind::Symbol(Symbol::Or) => BinaryOp::Or,
        Kind::Word("and") | Kind::Symbol(Symbol::And) => BinaryOp::And,
        Kind::Symbol(Symbol::Equal) => BinaryOp::Equal,
        Kind::Symbol(Symbol::NotEqual) => BinaryOp::NotEqual,
        Kind::Symbol(Symbol::Less) => BinaryOp::Less,
        Kind::Symbol(Symbol::LessOrEqual) => BinaryOp::LessOrEqual,
        Kind::Symbol(Symbol::Greater) => BinaryOp::Greater,
        Kind::Symbol(Symbol::GreaterOrEqual) => BinaryOp::GreaterOrEqual,
        Kind::Symbol(Symbol::Plus) => BinaryOp::Add,
        Kind::Symbol(Symbol::Minus) => BinaryOp::Subtract,
        Kind::Symbol(Symbol::Star) => BinaryOp::Multiply,
        Kind::Symbol(Symbol::Slash) => BinaryOp::Divide,
        Kind::Symbol(Symbol::Percent) => BinaryOp::Remainder,
        _ => return None,
    })
}

/// A number, a text, a name, a call, or an expression in parentheses.
fn operand(input: &mut Input<'_>) -> Parsed<Measured> {
    let at = here(input);
    let token = peek(input);
    let kind = match &token.kind {
        Kind::Symbol(Symbol::OpenParenthesis) => return parenthesised(input),
        Kind::Word("me") => ExprKind::Me,
        Kind::Word("true") => ExprKind::Truth(true),
        Kind::Word("false") => ExprKind::Truth(false),
        Kind::Word(word) => return calls::named(input, word),
        Kind::Text(contents) => ExprKind::Text(contents.clone()),
        &Kind::Number(number) => match i64::try_from(number) {
            Ok(number) => ExprKind::Number(number),
            Err(_) => {
                let help = "numbers range from -9223372032559808512 to 9223372036854775807";
                return Err(wrong_here(input, "this number does not fit in 64 bits", help));
            }
        },
        Kind::Time(us, unit) => {
            let help = format!("write `{}`; times follow `work` and `sleep`", us / unit.us());
            return Err(wrong_here(input, format!("{} is a time, but a value is needed here", shown(input)), help));
        }
        Kind::Size(bytes, unit) => {
            let help = format!("write `{}`; sizes follow `size`, `capacity` and `messages`", bytes / unit.bytes());
            return Err(wrong_here(input, format!("{} is a size, but a value is needed here", shown(input)), help));
        }
        _ => return Err(no_operand(input)),
    };
    input.next_token();
    Ok(Measured { expr: Expr { kind, span: at }, height: 1 })
}

/// The mistake of a missing value.
pub(super) fn no_operand(input: &Input<'_>) -> Mistake {
    let help = "write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, \
                `room(m)` or `random(1..6)`";
    match peek(input).kind {
        Kind::Symbol(Symbol::Gives) => leftover(input),
        Kind::NewLine | Kind::End | Kind::Symbol(Symbol::Semicolon | Symbol::OpenBrace | Symbol::CloseBrace) => {
            wrong_here(input, "expected a value", help)
        }
        _ => wrong_here(input, format!("expected a value, found {}", shown(input)), help),
    }
}

/// `( e )`, with its height.
fn parenthesised(input: &mut Input<'_>) -> Parsed<Measured> {
    let opening = here(input);
    let inside = deeper(input, |input| {
        input.next_token();
        binary(input, LOOSEST)
    })?;
    close(input, opening)?;
    Ok(inside)
}

/// `[ e ]`
pub(super) fn in_brackets(input: &mut Input<'_>) -> Parsed<Expr> {
    bracketed(input).map(|tall| tall.expr)
}

/// `[ e ]`, with its height.
pub(super) fn bracketed(input: &mut Input<'_>) -> Parsed<Measured> {
    let opening = here(input);
    let inside = deeper(input, |input| {
        input.next_token();
        if *peek(input) == Symbol::CloseBracket {
            return Err(wrong_here(input, "expected an index", "write an index such as `[0]`: indices start at 0"));
        }
        binary(input, LOOSEST)
    })?;
    match take(input, Symbol::CloseBracket) {
        true => Ok(inside),
        false => Err(mistake(opening, "this `[` is not closed", "write `]` where it ends")),
    }
}

/// Takes the `)` that matches the `(` at `opening`.
pub(super) fn close(input: &mut Input<'_>, opening: Span) -> Parsed<()> {
    if take(input, Symbol::CloseParenthesis) {
        return Ok(());
    }
    match peek(input).kind {
        Kind::NewLine | Kind::End | Kind::Symbol(Symbol::Semicolon | Symbol::OpenBrace | Symbol::CloseBrace) => {
            Err(mistake(opening, "this `(` is not closed", "write `)` where it ends"))
        }
        Kind::Symbol(Symbol::Gives) => Err(leftover(input)),
        _ => Err(wrong_here(input, format!("unexpected {}", shown(input)), "write `)` or an operator before it")),
    }
}
