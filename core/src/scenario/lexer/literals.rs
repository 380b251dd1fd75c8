//! Literals: numbers, times, sizes and texts.

use alloc::format;
use alloc::string::String;

use winnow::Parser;
use winnow::error::EmptyError;
use winnow::stream::{Location, Stream};
use winnow::token::any;

use super::super::limits;
use super::super::tree::{SizeUnit, Span, Unit};
use super::strange::report_controls;
use super::{Input, Kind, SIZE_UNITS, UNITS, is_in_word, shorten, skip, take};

/// A whole number, with or without a unit.
pub(super) fn number<'t>(input: &mut Input<'t>, start: usize) -> Kind<'t> {
    let digits = take(input, |c| c.is_ascii_digit());
    let unit = take(input, is_in_word);
    let after_point = input.input.strip_prefix('.').unwrap_or_default();
    if after_point.starts_with(|c: char| c.is_ascii_digit()) {
        skip(input, ".");
        take(input, is_in_word);
        let help = "use a smaller unit: `1500us` instead of `1.5ms`";
        return broken(input, start, "numbers must be whole", help);
    }
    let value = digits.parse::<u64>().ok();
    match (value, unit) {
        (Some(value), "") => Kind::Number(value),
        (None, "") => {
            let help = "numbers range from -9223372032559808512 to 9223372036854775807";
            broken(input, start, "this number does not fit in 64 bits", help)
        }
        _ if unit.contains(|c: char| c == '_' || c.is_ascii_digit()) => {
            let message =
                format!("`{}` is not a number", shorten(&input.state.text[start..input.current_token_start()]));
            broken(input, start, &message, "write a number with only the digits 0 to 9")
        }
        (value, _) => with_unit(input, start, digits, value, unit),
    }
}

/// A time or a size.
fn with_unit<'t>(input: &mut Input<'t>, start: usize, digits: &str, value: Option<u64>, unit: &str) -> Kind<'t> {
    if let Some(unit) = UNITS.into_iter().find(|known| known.symbol() == unit) {
        return time(input, start, value, unit);
    }
    if let Some(unit) = SIZE_UNITS.into_iter().find(|known| known.symbol() == unit) {
        return size(input, start, value, unit);
    }
    let digits = shorten(digits);
    let (sort, help) = match SIZE_UNITS.into_iter().find(|known| known.symbol().eq_ignore_ascii_case(unit)) {
        Some(near) => ("size", format!("write `{digits}{}`", near.symbol())),
        None if unit.ends_with('B') => ("size", format!("write `{digits}B`, `{digits}KB` or `{digits}MB`")),
        None => ("time", format!("write `{digits}us`, `{digits}ms` or `{digits}s`")),
    };
    let message = format!("`{}` is not a unit of {sort}", shorten(unit));
    broken(input, start, &message, &help)
}

/// A time literal; one past the limit is reported.
fn time<'t>(input: &mut Input<'t>, start: usize, value: Option<u64>, unit: Unit) -> Kind<'t> {
    let us = value.and_then(|value| value.checked_mul(unit.us()));
    match us.filter(|&us| us <= limits::TIME_US) {
        Some(us) => Kind::Time(us, unit),
        None => {
            let help = format!("write a time of at most {}s", limits::TIME_US / Unit::S.us());
            broken(input, start, "this time is too long", &help)
        }
    }
}

/// A size literal; one past the limit is reported.
fn size<'t>(input: &mut Input<'t>, start: usize, value: Option<u64>, unit: SizeUnit) -> Kind<'t> {
    let bytes = value.and_then(|value| value.checked_mul(unit.bytes()));
    match bytes.filter(|&bytes| bytes <= limits::SIZE_BYTES) {
        Some(bytes) => Kind::Size(bytes, unit),
        None => {
            let help = format!("write a size of at most {}MB", limits::SIZE_BYTES / SizeUnit::Mb.bytes());
            broken(input, start, "this size is too large", &help)
        }
    }
}

/// Reports the characters taken since `start` as a mistake.
fn broken<'t>(input: &mut Input<'t>, start: usize, message: &str, help: &str) -> Kind<'t> {
    let span = Span::new(start, input.current_token_start());
    input.state.diagnostics.error(span, message, help);
    Kind::Broken
}

/// A text in quotation marks. Curly ones are accepted, but reported.
pub(super) fn text<'t>(input: &mut Input<'t>, start: usize) -> Kind<'t> {
    let opening: Result<char, EmptyError> = any.parse_next(input);
    let opening = opening.unwrap_or('"');
    if opening != '"' {
        let span = Span::new(start, start + opening.len_utf8());
        let message = format!("`{opening}` cannot begin a text");
        input.state.diagnostics.error(span, message, "use straight quotation marks: `\"`");
    }
    let contents_start = input.current_token_start();
    let mut contents = String::new();
    loop {
        let plain = match opening {
            '"' => take(input, |c| !matches!(c, '"' | '\\' | '\n')),
            _ => take(input, |c| !matches!(c, '"' | '“' | '”' | '\\' | '\n')),
        };
        contents.push_str(plain);
        if skip(input, "\"") || opening != '"' && (skip(input, "”") || skip(input, "“")) {
            break;
        }
        if !skip(input, "\\") {
            if opening == '"' {
                let span = Span::new(start, start + 1);
                input.state.diagnostics.error(
                    span,
                    "this text has no closing quotation mark",
                    "write `\"` at the end of the text, on the same line",
                );
            }
            input.state.lost_braces |= contents.contains(['{', '}']);
            break;
        }
        escape(input, &mut contents);
    }
    let written = &input.state.text[contents_start..input.current_token_start()];
    report_controls(input, written.trim_end_matches('\r'), contents_start);
    if contents.chars().nth(limits::LITERAL_CHARACTERS).is_some() {
        let span = Span::new(start, input.current_token_start());
        let message = format!("this text has more than {} characters", limits::LITERAL_CHARACTERS);
        input.state.diagnostics.error(span, message, "shorten it");
    }
    Kind::Text(contents)
}

/// Replaces the escape sequence after a backslash and appends it to `contents`.
fn escape(input: &mut Input<'_>, contents: &mut String) {
    for (letter, meaning) in [("\"", '"'), ("\\", '\\'), ("n", '\n')] {
        if skip(input, letter) {
            contents.push(meaning);
            return;
        }
    }
    let backslash = input.current_token_start() - 1;
    let unknown = input.peek_token().filter(|&c| c != '\n' && c != '\r');
    let end = backslash + 1 + unknown.map_or(0, char::len_utf8);
    let help = "write `\\\"`, `\\\\` or `\\n`";
    input.state.diagnostics.error(Span::new(backslash, end), "unknown escape sequence", help);
}
