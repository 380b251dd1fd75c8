//! Grammar of times and sizes: `3ms`, `2ms..5ms`, `~4ms`, `(n * 2) ms`, `64B`, `(n * 2) KB`.

use alloc::boxed::Box;
use alloc::format;

use winnow::stream::Stream;

use super::super::lexer::{Kind, SIZE_UNITS, Symbol, UNITS, shorten};
use super::super::tree::{Bytes, Duration, Given, Literal, Size, SizeUnit, Time, Unit};
use super::{
    Input, Parsed, constants, expressions, here, kind_after_next, mistake, peek, since, take, unwrapped, wrong_here,
};

/// A time, a range of times, or the mean of an exponential distribution.
///
/// `(5ms)` is one in parentheses; `(5) ms` is a computed time.
pub(super) fn time(input: &mut Input<'_>) -> Parsed<Time> {
    match kind_after_next(input) {
        Some(Kind::Time(..) | Kind::Symbol(Symbol::Tilde)) => unwrapped(input, bare_time),
        // `(T)` is the time `T`; `(T) ms` is wrong.
        Some(Kind::Word(word))
            if *peek(input) == Symbol::OpenParenthesis
                && constants::is_time(input, word)
                && !matches!(input.get(3).map(|token| &token.kind), Some(Kind::Word(_))) =>
        {
            unwrapped(input, bare_time)
        }
        _ => bare_time(input),
    }
}

fn bare_time(input: &mut Input<'_>) -> Parsed<Time> {
    if take(input, Symbol::Tilde) {
        return duration(input).map(Time::Exponential);
    }
    let low = duration(input)?;
    match take(input, Symbol::Dots) {
        true => Ok(Time::Range(low, duration(input)?)),
        false => Ok(Time::Fixed(low)),
    }
}

/// `3ms` or `(e) ms`
pub(super) fn duration(input: &mut Input<'_>) -> Parsed<Duration> {
    let forms = "write `3ms`, `2ms..5ms` or `~4ms`; `(n) ms` for a computed time";
    if let Some(time) = constants::time(input)? {
        return Ok(Duration::Literal(time));
    }
    match peek(input).kind {
        Kind::Symbol(Symbol::OpenParenthesis) => computed(input),
        Kind::Number(number) => {
            let Some(unit) = kind_after_next(input).and_then(unit_of) else {
                let help = format!("write `{number}us`, `{number}ms` or `{number}s`");
                return Err(wrong_here(input, "a time needs a unit", help));
            };
            let help = format!("write `{number}{}`", unit.symbol());
            Err(wrong_here(input, "a number and its unit must not be separated", help))
        }
        Kind::Word(word) => {
            let help = format!("write `3ms`, or `({}) ms` for a computed time", shorten(word));
            Err(constants::unknown(input, word, "a time is a number with a unit", &help))
        }
        Kind::Size(..) => Err(wrong_here(input, "expected a time, found a size", forms)),
        _ => Err(wrong_here(input, "expected a time", forms)),
    }
}

/// `(e) ms`
fn computed(input: &mut Input<'_>) -> Parsed<Duration> {
    let start = here(input);
    let value = expressions::in_parentheses(input)?;
    let Some(unit) = unit_of(&peek(input).kind) else {
        let help = "write `us`, `ms` or `s` after the parentheses";
        return Err(mistake(since(input, start), "a computed time needs a unit", help));
    };
    input.next_token();
    Ok(Duration::Computed(value, unit))
}

/// A literal time or the name of one, not a computed time.
pub(super) fn time_literal(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Given<Literal>> {
    constants::time(input)?.ok_or_else(|| wrong_here(input, message, help))
}

/// `64B` or `(e) B`
pub(super) fn size(input: &mut Input<'_>) -> Parsed<Size> {
    if *peek(input) != Symbol::OpenParenthesis {
        return bytes(input, "write `size 300B`; `size (n) B` for a computed size").map(Size::Literal);
    }
    let start = here(input);
    let value = expressions::in_parentheses(input)?;
    let Some(unit) = size_unit_of(&peek(input).kind) else {
        let help = "write `B`, `KB` or `MB` after the parentheses";
        return Err(mistake(since(input, start), "a computed size needs a unit", help));
    };
    input.next_token();
    Ok(Size::Computed(Box::new(value), unit))
}

/// `64B`, or the name of a size
pub(super) fn bytes(input: &mut Input<'_>, help: &str) -> Parsed<Given<Bytes>> {
    if let Some(size) = constants::size(input)? {
        return Ok(size);
    }
    match peek(input).kind {
        Kind::Number(number) => {
            let help = match kind_after_next(input).and_then(size_unit_of) {
                Some(unit) => format!("write `{number}{}`", unit.symbol()),
                None => format!("write `{number}B` or `{number}KB`"),
            };
            Err(wrong_here(input, "a size needs a unit", help))
        }
        Kind::Word(word) => Err(constants::unknown(input, word, "expected a size", help)),
        _ => Err(wrong_here(input, "expected a size", help)),
    }
}

/// `us`, `ms` or `s`
pub(super) fn unit_of(kind: &Kind<'_>) -> Option<Unit> {
    UNITS.into_iter().find(|unit| *kind == Kind::Word(unit.symbol()))
}

/// `B`, `KB` or `MB`
pub(super) fn size_unit_of(kind: &Kind<'_>) -> Option<SizeUnit> {
    SIZE_UNITS.into_iter().find(|unit| *kind == Kind::Word(unit.symbol()))
}
