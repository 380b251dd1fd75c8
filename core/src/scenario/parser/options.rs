//! Grammar shared by declarations: options in any order, numbers with limits, `[4]`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Span, Word};
use super::{Input, Parsed, kind_after_next, mistake, name, peek, take, wrong_here};

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

/// A whole number from `least` to `most`; `range` is the message for a number outside.
pub(super) fn number_between(input: &mut Input<'_>, least: u64, most: u64, range: &str, help: &str) -> Parsed<u64> {
    match peek(input).kind {
        Kind::Number(number) if number >= least && number <= most => {
            input.next_token();
            Ok(number)
        }
        Kind::Number(_) | Kind::Symbol(Symbol::Minus) => Err(wrong_here(input, range, help)),
        _ => Err(wrong_here(input, "expected a whole number", help)),
    }
}

/// `[4]` after the name of an array, or nothing. The checker enforces the limits.
pub(super) fn several(input: &mut Input<'_>) -> Parsed<Option<u32>> {
    if !take(input, Symbol::OpenBracket) {
        return Ok(None);
    }
    let help = "write the count, such as `[4]`";
    let count = number_between(input, 1, u64::MAX, "the count must be at least 1", help)?;
    if !take(input, Symbol::CloseBracket) {
        return Err(wrong_here(input, "expected `]`", help));
    }
    Ok(Some(count.min(u64::from(u32::MAX)) as u32))
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
pub(super) fn priority(input: &mut Input<'_>) -> Parsed<i32> {
    let is_negative = take(input, Symbol::Minus);
    let help = format!("write a number from -{0} to {0}", limits::PRIORITY);
    match peek(input).kind {
        Kind::Number(number) if number <= limits::PRIORITY => {
            input.next_token();
            let number = number as i32;
            Ok(if is_negative { -number } else { number })
        }
        Kind::Number(_) => {
            let message = format!("a priority must be from -{0} to {0}", limits::PRIORITY);
            Err(wrong_here(input, message, help))
        }
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
