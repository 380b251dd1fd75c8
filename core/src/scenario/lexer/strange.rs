//! Characters that begin no token, and those that have no place in a text at all.

use super::super::diagnostic::is_control;
use alloc::format;
use alloc::string::String;

use super::super::tree::Span;
use super::{Input, Kind, SYMBOLS, is_blank, skip, take};
use winnow::stream::{Location, Stream};

/// What other languages write, and ours.
const ELSEWHERE: [(&str, &str); 9] = [
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("&", "write `and`"),
    ("|", "write `or`"),
    (":=", "write `=`"),
    ("!", "write `not`"),
    ("'", STRAIGHT),
    ("‘", STRAIGHT),
    ("’", STRAIGHT),
];

const STRAIGHT: &str = "a text stands between straight double quotation marks: `\"`";

/// What no token begins with: the whole run of it, reported once.
pub(super) fn strange<'t>(input: &mut Input<'t>, start: usize) -> Kind<'t> {
    let elsewhere = ELSEWHERE.iter().find(|(written, _)| skip(input, written));
    if let Some((written, help)) = elsewhere {
        let span = Span::new(start, start + written.len());
        let message = format!("`{written}` is not part of the language");
        input.state.diagnostics.error(span, message, *help);
        return Kind::Broken;
    }
    // Whatever the first is, it is taken: so lexing always goes on.
    let first = input.next_token().unwrap_or_default();
    take(input, is_strange);
    let span = Span::new(start, input.current_token_start());
    let message = format!("{} can't stand here", name_of_character(first));
    input.state.diagnostics.error(span, message, "remove it");
    Kind::Broken
}

/// Begins no token, and is no blank.
fn is_strange(c: char) -> bool {
    let begins_token = c.is_alphabetic() || c.is_ascii_digit() || "\n#\"“”„‘’&|:!'".contains(c);
    !begins_token && !is_blank(c) && !SYMBOLS.iter().any(|(written, _)| written.starts_with(c))
}

/// Characters that change how a text looks, or show nothing, have no place in comments and texts either.
pub(super) fn report_controls(input: &mut Input<'_>, stretch: &str, start: usize) {
    for (at, c) in stretch.char_indices().filter(|&(_, c)| is_control(c)) {
        let span = Span::new(start + at, start + at + c.len_utf8());
        let message = format!("{} can't stand here", name_of_character(c));
        input.state.diagnostics.error(span, message, "remove it: it can't be seen");
    }
}

/// The character itself, if it can be seen; else its number.
fn name_of_character(c: char) -> String {
    match is_control(c)
        || c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}'..='\u{206f}')
    {
        true => format!("the invisible character U+{:04X}", c as u32),
        false => format!("`{c}`"),
    }
}
