//! Characters that begin no token, and control characters, which are not allowed anywhere.

use super::super::diagnostic::is_control;
use alloc::format;
use alloc::string::String;

use super::super::tree::Span;
use super::{Input, Kind, SYMBOLS, is_blank, skip, take};
use winnow::stream::{Location, Stream};

/// Operators and quotes of other languages, with a correction; longer ones come before their prefixes.
const ELSEWHERE: [(&str, &str); 22] = [
    ("===", "write `==`"),
    ("!==", "write `!=`"),
    ("<>", "write `!=`"),
    ("=<", "write `<=`"),
    ("=>", "write `>=`"),
    ("&", "write `and`"),
    ("|", "write `or`"),
    (":=", "write `=`"),
    ("'", STRAIGHT),
    ("‘", STRAIGHT),
    ("’", STRAIGHT),
    ("≠", "write `!=`"),
    ("≤", "write `<=`"),
    ("≥", "write `>=`"),
    ("¬", "write `not`"),
    ("∧", "write `and`"),
    ("∨", "write `or`"),
    ("←", "write `=`"),
    ("×", "write `*`"),
    ("·", "write `*`"),
    ("−", "write `-`"),
    ("–", "write `-`"),
];

const STRAIGHT: &str = "put texts in straight double quotation marks: `\"`";

/// Reports an operator or quote of another language, if it is next; returns whether it was.
pub(super) fn of_others(input: &mut Input<'_>, start: usize) -> bool {
    if input.input.starts_with("&&") || input.input.starts_with("||") {
        return false;
    }
    let Some((written, help)) = ELSEWHERE.iter().find(|(written, _)| skip(input, written)) else {
        return false;
    };
    let span = Span::new(start, start + written.len());
    let message = format!("`{written}` is not part of the language");
    input.state.diagnostics.error(span, message, *help);
    true
}

/// Reports a run of characters that begin no token, once.
pub(super) fn strange<'t>(input: &mut Input<'t>, start: usize) -> Kind<'t> {
    // The first character is always taken, so the lexer always makes progress.
    let first = input.next_token().unwrap_or_default();
    take(input, is_strange);
    let span = Span::new(start, input.current_token_start());
    let message = format!("unexpected {}", name_of_character(first));
    input.state.diagnostics.error(span, message, "remove it");
    Kind::Broken
}

/// Whether `c` begins no token and is not blank.
fn is_strange(c: char) -> bool {
    let begins_token = c.is_alphabetic() || c.is_ascii_digit() || "\n#\"“”„‘’&|:!'".contains(c);
    !begins_token && !is_blank(c) && !SYMBOLS.iter().any(|(written, _)| written.starts_with(c))
}

/// Reports control characters in comments and texts: they are invisible, or change how the text looks.
pub(super) fn report_controls(input: &mut Input<'_>, stretch: &str, start: usize) {
    for (at, c) in stretch.char_indices().filter(|&(_, c)| is_control(c)) {
        let span = Span::new(start + at, start + at + c.len_utf8());
        let message = format!("unexpected {}", name_of_character(c));
        input.state.diagnostics.error(span, message, "remove it: it is invisible");
    }
}

/// The character itself if it is visible, otherwise its code point.
fn name_of_character(c: char) -> String {
    match is_control(c)
        || c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}'..='\u{206f}')
    {
        true => format!("invisible character U+{:04X}", c as u32),
        false => format!("`{c}`"),
    }
}
