//! Suggestions for words and forms of other languages: `P(s)`, `sem_wait(&s)`, `c.wait()`, `int x = 0`, `for (…)`.
//!
//! Only a statement or declaration that is wrong anyway is looked up here, so no valid text changes its meaning. The help
//! is the statement in full, with the author's names; which statement it is may depend on how a name is declared.

mod calls;
mod declarations;
mod line;
mod loops;
mod messages;
mod words;

use alloc::format;
use alloc::string::{String, ToString};

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::{Input, Mistake, mistake, rest};

use line::Line;

pub(super) use loops::until;

/// The mistake of the statement that begins here, if it is one of another language; its tokens are then taken.
pub(super) fn statement(input: &mut Input<'_>) -> Option<Mistake> {
    told(input, |line| {
        let word = line.word(0);
        messages::on_channel(line)
            .or_else(|| messages::received(line))
            .or_else(|| calls::on_object(line))
            .or_else(|| messages::in_parentheses(line))
            .or_else(|| calls::of_ours(line))
            .or_else(|| loops::loop_(line, word?))
            .or_else(|| declarations::in_process(line, word?))
            .or_else(|| calls::by_word(line, word?, "statement"))
    })
}

/// The mistake of the declaration that begins here, likewise.
pub(super) fn declaration(input: &mut Input<'_>) -> Option<Mistake> {
    told(input, declarations::outside)
}

/// The mistake of the call that begins here, likewise; its tokens are not taken.
pub(super) fn function(input: &mut Input<'_>, word: &str) -> Option<Mistake> {
    let before = input.checkpoint();
    let mistake = told(input, |line| calls::function(line, word));
    input.reset(&before);
    mistake
}

/// Finds the answer, takes its tokens, and drops what the lexer said of them.
fn told<'t>(input: &mut Input<'t>, answer: impl FnOnce(&Line<'t>) -> Option<Answer>) -> Option<Mistake> {
    if input.state.diagnostics.is_full() {
        return None;
    }
    let line = Line::new(rest(input), input.state.tokens, input.state.text);
    let Answer { message, help, tokens, marked } = answer(&line)?;
    let all = line.span(0, tokens);
    input.state.diagnostics.forget(all);
    input.next_slice(tokens);
    // A block on the next line is skipped with the rest.
    let lines = input.iter().take_while(|token| token.kind == Kind::NewLine).count();
    if input.get(lines).is_some_and(|token| *token == Symbol::OpenBrace) {
        input.next_slice(lines);
    }
    Some(mistake(line.span(0, marked), message, help))
}

/// The diagnostic for a line.
struct Answer {
    message: String,
    help: String,
    /// The number of tokens that are dealt with.
    tokens: usize,
    /// The number of tokens that are underlined.
    marked: usize,
}

impl Answer {
    /// "`P` is not a statement", underlining the word.
    fn no(noun: &str, line: &Line<'_>, word: &str, help: String) -> Answer {
        let message = format!("`{}` is not a {noun}", shorten(word));
        Answer { message, help, tokens: line.length, marked: 1 }
    }

    /// "`wait(c, m)` is not a statement", underlining all of it.
    fn whole(noun: &str, line: &Line<'_>, help: String) -> Answer {
        let message = format!("`{}` is not a {noun}", line.source(0, line.length));
        Answer { message, help, tokens: line.length, marked: line.length }
    }
}

/// "write `wait s`"
fn write(what: impl AsRef<str>) -> String {
    format!("write `{}`", what.as_ref())
}

/// `pattern` with each `{0:x}` replaced by an argument, or by the example in it.
fn filled(pattern: &str, arguments: &[String]) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("{") {
        filled.push_str(before);
        let slot = after.split_once('}').and_then(|(slot, others)| {
            let (number, example) = slot.split_once(':')?;
            Some((number.parse::<usize>().ok()?, example, others))
        });
        let Some((number, example, others)) = slot else {
            filled.push('{');
            rest = after;
            continue;
        };
        let argument = arguments.get(number).filter(|argument| !argument.is_empty());
        filled.push_str(&argument.map_or(example.to_string(), Clone::clone));
        rest = others;
    }
    filled + rest
}
