//! How long `work` and `sleep` take: `3ms`, `2ms..5ms`, `~4ms`, `(n * 2) ms`.

use alloc::format;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol};
use super::super::tree::{Duration, Literal, Time, Unit};
use super::{Input, Parsed, expressions, here, kind_after_next, mistake, peek, take, wrong_here};

/// A time, a range of times, or a mean.
pub(super) fn time(input: &mut Input<'_>) -> Parsed<Time> {
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
fn duration(input: &mut Input<'_>) -> Parsed<Duration> {
    let forms = "write `3ms`, `2ms..5ms` or `~4ms`; `(n) ms` for a computed time";
    match peek(input).kind {
        Kind::Time(us, unit) => {
            input.next_token();
            Ok(Duration::Literal(Literal { us, unit }))
        }
        Kind::Symbol(Symbol::OpenParenthesis) => computed(input),
        Kind::Number(number) => {
            let Some(unit) = kind_after_next(input).and_then(unit_of) else {
                let help = format!("write `{number}us`, `{number}ms` or `{number}s`");
                return Err(wrong_here(input, "a time needs a unit", help));
            };
            let help = format!("write `{number}{}`", unit.symbol());
            Err(wrong_here(input, "a number and its unit stand together", help))
        }
        Kind::Word(word) => {
            let help = format!("write `3ms`; or `({}) ms` for a computed time", super::shorten(word));
            Err(wrong_here(input, "a time is a number with its unit", help))
        }
        _ => Err(wrong_here(input, "a time is missing here", forms)),
    }
}

/// `(e) ms`
fn computed(input: &mut Input<'_>) -> Parsed<Duration> {
    let start = here(input);
    let value = expressions::in_parentheses(input)?;
    let Some(unit) = unit_of(&peek(input).kind) else {
        let span = super::since(input, start);
        return Err(mistake(span, "a computed time needs a unit", "write `us`, `ms` or `s` after the parentheses"));
    };
    input.next_token();
    Ok(Duration::Computed(value, unit))
}

fn unit_of(kind: &Kind<'_>) -> Option<Unit> {
    let Kind::Word(word) = kind else { return None };
    [Unit::Us, Unit::Ms, Unit::S].into_iter().find(|unit| unit.symbol() == *word)
}
