//! Grammar shared by declarations: options in any order, numbers with limits, `[4]`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Given, Span, Word};
use super::constants::with_value;
use super::expressions::expression;
use super::{Input, Mistake, Parsed, constants, here, kind_after_next, mistake, name, peek, since, take, wrong_here};

/// Takes the `known` options, in any order, each at most once; `option` parses the part after the keyword.
///
/// Stops before the first word that is not an option. A misspelt option is reported.
pub(super) fn options<'t>(
    input: &mut Input<'t>,
    known: &[&'static str],
    option: &mut dyn FnMut(&mut Input<'t>, &'static str) -> Parsed<()>,
) -> Parsed<()> {
    let mut seen: Vec<&str> = Vec::new();
    loop {
        let Kind::Word(word) = peek(input).kind else {
            return Ok(());
        };
        let Some(&this) = known.iter().find(|known| **known == word) else {
            return match nearest(word, known.iter().copied()) {
                Some(near) => Err(wrong_here(input, not_allowed_here(word), format!("write `{near}`"))),
                None => Ok(()),
            };
        };
        if seen.contains(&this) {
            return Err(wrong_here(input, format!("`{this}` is given twice"), "remove one of the two"));
        }
        seen.push(this);
        input.next_token();
        option(input, this)?;
    }
}

fn not_allowed_here(word: &str) -> String {
    format!("unexpected `{}`", shorten(word))
}

/// A whole number in `range`, or the name of one. `outside` is the message for a number outside, `none` for no number.
pub(super) fn number_between(
    input: &mut Input<'_>,
    [least, most]: [u64; 2],
    outside: &str,
    none: &str,
    help: &str,
) -> Parsed<Given<u64>> {
    let (start, at) = (input.checkpoint(), here(input));
    let in_range = |number: &u64| (least..=most).contains(number);
    let number = match (constants::next(input)?, &peek(input).kind) {
        (Some((name, value)), _) => {
            let number = constants::as_number(&name, value)?;
            let outside = || mistake(at, with_value(outside, Some(&name), &number.to_string()), help);
            let value = u64::try_from(number).ok().filter(in_range).ok_or_else(outside)?;
            Given { value, name: Some(name) }
        }
        (None, &Kind::Number(number)) if in_range(&number) => {
            input.next_token();
            Given::plain(number)
        }
        (None, Kind::Number(_) | Kind::Symbol(Symbol::Minus)) => return Err(wrong_here(input, outside, help)),
        (None, Kind::Word(word)) => return Err(constants::unknown(input, word, none, help)),
        _ => return Err(wrong_here(input, none, help)),
    };
    match peek(input).kind {
        Kind::Symbol(Symbol::Plus | Symbol::Minus | Symbol::Star | Symbol::Slash) => {
            input.reset(&start);
            Err(no_expression(input, at))
        }
        _ => Ok(number),
    }
}

/// The message where a whole number is missing.
pub(super) const NO_NUMBER: &str = "expected a whole number";

/// The mistake of an expression that begins here, where only a number or a name is allowed.
fn no_expression(input: &mut Input<'_>, start: Span) -> Mistake {
    match expression(input) {
        Ok(_) => {
            let span = since(input, start);
            let written = shorten(&input.state.text[span.range()]);
            let help = format!("declare `const M = {written}` above, and write `M` here");
            mistake(span, "only a number or the name of a constant is allowed here, not an expression", help)
        }
        Err(mistake) => mistake,
    }
}

/// `[4]` after the name of an array, or nothing. The checker enforces the limits.
pub(super) fn several(input: &mut Input<'_>) -> Parsed<Option<Given<u32>>> {
    if !take(input, Symbol::OpenBracket) {
        return Ok(None);
    }
    let help = "write the count, such as `[4]`";
    let count = number_between(input, [1, u64::MAX], "the count must be at least 1", NO_NUMBER, help)?;
    if !take(input, Symbol::CloseBracket) {
        return Err(wrong_here(input, "expected `]`", help));
    }
    Ok(Some(count.map(|count| count.min(u64::from(u32::MAX)) as u32)))
}

/// Names separated by commas.
pub(super) fn names(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Vec<Word>> {
    let mut names = alloc::vec![name(input, message, help)?];
    while take(input, Symbol::Comma) {
        names.push(name(input, message, help)?);
    }
    Ok(names)
}

/// Takes two words joined by a hyphen: `round-robin`, `read-only`.
pub(super) fn take_hyphenated(input: &mut Input<'_>, words: [&str; 2]) -> bool {
    let is_here = *peek(input) == words[0]
        && matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::Minus)))
        && input.get(2).is_some_and(|token| *token == words[1]);
    if is_here {
        input.next_slice(3);
    }
    is_here
}

/// A number from -1,000 to 1,000.
pub(super) fn priority(input: &mut Input<'_>) -> Parsed<Given<i32>> {
    let help = format!("write a number from -{0} to {0}", limits::PRIORITY);
    let outside = format!("a priority must be from -{0} to {0}", limits::PRIORITY);
    if let Some((name, value)) = constants::next(input)? {
        let number = constants::as_number(&name, value)?;
        return match number.unsigned_abs() <= limits::PRIORITY {
            true => Ok(Given { value: number as i32, name: Some(name) }),
            false => Err(mistake(name.span, with_value(&outside, Some(&name), &number.to_string()), help)),
        };
    }
    let is_negative = take(input, Symbol::Minus);
    match peek(input).kind {
        Kind::Number(number) if number <= limits::PRIORITY => {
            input.next_token();
            let number = number as i32;
            Ok(Given::plain(if is_negative { -number } else { number }))
        }
        Kind::Number(_) => Err(wrong_here(input, outside, help)),
        _ => Err(wrong_here(input, "a priority must be a whole number", help)),
    }
}

/// One of `words`, as its index.
pub(super) fn one_of(input: &mut Input<'_>, words: &[&'static str], message: &str) -> Parsed<usize> {
    if let Kind::Word(word) = peek(input).kind {
        if let Some(place) = words.iter().position(|known| *known == word) {
            input.next_token();
            return Ok(place);
        }
        if let Some(near) = nearest(word, words.iter().copied()) {
            return Err(wrong_here(input, message, format!("write `{near}`")));
        }
    }
    Err(wrong_here(input, message, choice(words)))
}

/// "write `a`, `b` or `c`"
pub(super) fn choice(words: &[&str]) -> String {
    let mut help = String::from("write ");
    for (place, word) in words.iter().enumerate() {
        let before = match place {
            0 => "",
            _ if place + 1 == words.len() => " or ",
            _ => ", ",
        };
        help.push_str(&[before, "`", word, "`"].concat());
    }
    help
}

/// Reports a `count` above `most`: "a message has at most 16 values".
pub(super) fn at_most(count: usize, most: usize, what: &str, of: &str, span: Span) -> Parsed<()> {
    match count <= most {
        true => Ok(()),
        false => Err(mistake(span, format!("{what} has at most {most} {of}"), "split it")),
    }
}
