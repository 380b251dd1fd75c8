//! Comments: `#` and `//` to the end of the line, and `/* … */`, which becomes one comment for each of its lines.
//!
//! The printer writes every comment with `#`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::tree::{Comment, Span};
use super::strange::report_controls;
use super::{Input, Kind, is_in_word, take};

/// A comment to the end of the line, after `sign`.
pub(super) fn line_comment(input: &mut Input<'_>, start: usize, sign: &str) {
    let written = take(input, |c| c != '\n').trim_end();
    report_controls(input, written, start);
    let own_line = begins_line(input);
    input.state.comments.push(Comment {
        text: written[sign.len()..].to_owned(),
        span: Span::new(start, start + written.len()),
        own_line,
    });
}

/// Whether no token is before the next one on its line.
fn begins_line(input: &Input<'_>) -> bool {
    input.state.tokens.last().is_none_or(|token| token.kind == Kind::NewLine)
}

/// `/* … */`
pub(super) fn block_comment(input: &mut Input<'_>, start: usize) {
    let text = input.state.text;
    let Some(length) = text[start + 2..].find("*/") else {
        return unclosed(input, start);
    };
    let contents = start + 2..start + 2 + length;
    input.next_slice(length + 4);
    let mut own_line = begins_line(input);
    let mut pieces = pieces(text, contents.start, contents.end);
    // The marks at both ends belong to the pieces beside them.
    if let Some(first) = pieces.first_mut() {
        first.1.start = start as u32;
    }
    if let Some(last) = pieces.last_mut() {
        last.1.end = (contents.end + 2) as u32;
    }
    for (text, span) in pieces {
        report_controls(input, &input.state.text[span.range()].replace('\n', " "), span.start as usize);
        input.state.comments.push(Comment { text, span, own_line });
        own_line = true;
    }
}

/// The lines of a comment's contents, with their positions, without empty ones at both ends, and without the stars of a
/// frame: those at the ends, and those that every line begins with.
fn pieces(text: &str, start: usize, end: usize) -> Vec<(String, Span)> {
    let mut pieces = Vec::new();
    let mut at = start;
    let framed =
        text[start..end].split('\n').skip(1).map(str::trim).all(|line| line.is_empty() || line.starts_with('*'));
    for (number, line) in text[start..end].split('\n').enumerate() {
        let next = at + line.len() + 1;
        let written = line.trim();
        let from = at + line.len() - line.trim_start().len();
        let span = Span::new(from, from + written.len());
        let mut words = written;
        if number == 0 && line.starts_with('*') {
            words = words.trim_start_matches('*');
        } else if number > 0 && framed {
            words = words.strip_prefix('*').unwrap_or(words);
        }
        if next > end && line.ends_with('*') {
            words = words.trim_end_matches('*');
        }
        let words = words.trim();
        pieces.push((if words.is_empty() { String::new() } else { format!(" {words}") }, span));
        at = next;
    }
    let is_empty = |piece: &(String, Span)| piece.0.is_empty();
    while pieces.len() > 1 && pieces.last().is_some_and(is_empty) {
        pieces.pop();
    }
    let leading = pieces.iter().take_while(|piece| is_empty(piece)).count().min(pieces.len() - 1);
    pieces.split_off(leading)
}

/// Reports a `/*` without `*/`. Everything after it is the comment, so names declared there are not unknown.
fn unclosed(input: &mut Input<'_>, start: usize) {
    let rest = take(input, |_| true);
    let mark = Span::new(start, start + 2);
    input.state.diagnostics.error(mark, "this comment has no closing `*/`", "write `*/` where it ends");
    input.state.lost_braces |= rest.contains(['{', '}']);
    let own_line = begins_line(input);
    let span = Span::new(start, start + rest.trim_end().len());
    input.state.comments.push(Comment { text: rest[2..].to_owned(), span, own_line });
    let words = rest.split(|c| !is_in_word(c)).filter(|word| !word.is_empty());
    let from = |word: &str| start + (word.as_ptr() as usize - rest.as_ptr() as usize);
    input.state.lost_words.extend(words.map(|word| Span::new(from(word), from(word) + word.len())));
}
