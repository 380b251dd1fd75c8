//! Grammar of checks: the properties of a scenario.

use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Check, CheckKind, Expr, ItemKind, Span};
use super::expressions::{expression, expressions};
use super::options::{NO_NUMBER, at_most, number_between};
use super::{
    Input, Parsed, end_of_last, here, is_at_end, kind_after_next, mistake, peek, since, take_word, text, wrong_here,
};

/// `check …`, or `check … expect violated`
pub(super) fn check(input: &mut Input<'_>) -> Parsed<ItemKind> {
    const WORDS: [&str; 6] = ["never", "always", "at", "possible", "finally", "output"];
    let Some(word) = WORDS.into_iter().find(|word| peek(input) == word) else {
        let help = "write `check never deadlock`, `check always finishes`, `check always length(orders) <= 4`, \
                    `check at most 1 in \"critical\"`, `check finally table.count == 0`, `check output 1, 2` or \
                    `check possible print 1`";
        return Err(wrong_here(input, "expected a property to check", help));
    };
    input.next_token();
    let kind = match word {
        "never" => never(input)?,
        "always" => always(input)?,
        "at" => at_most_in(input)?,
        "finally" => CheckKind::Finally(at_the_end(input)?),
        "output" => CheckKind::Output(output(input)?),
        _ => possible(input)?,
    };
    let expect_violated = take_word(input, "expect");
    if expect_violated && !take_word(input, "violated") {
        let message = "expected `violated` after `expect`";
        return Err(wrong_here(input, message, "write `expect violated`"));
    }
    Ok(ItemKind::Check(Check { kind, expect_violated }))
}

/// `never deadlock` and the like.
fn never(input: &mut Input<'_>) -> Parsed<CheckKind> {
    const WHAT: [&str; 8] = ["deadlock", "stuck", "fault", "torn", "assertion", "starvation", "livelock", "print"];
    if is_at(input, "print") {
        return printed(input).map(CheckKind::NeverPrint);
    }
    let kind = match peek(input).kind {
        Kind::Word("deadlock") => CheckKind::NeverDeadlock,
        Kind::Word("stuck") => CheckKind::NeverStuck,
        Kind::Word("fault") => CheckKind::NeverFault,
        Kind::Word("torn") => CheckKind::NeverTorn,
        Kind::Word("assertion") => CheckKind::NeverAssertion,
        Kind::Word("starvation") => CheckKind::NeverStarvation,
        Kind::Word("livelock") => CheckKind::NeverLivelock,
        Kind::Word(word) => {
            let help = match nearest(word, WHAT) {
                Some(near) => format!("write `check never {near}`"),
                None => {
                    "write `deadlock`, `stuck`, `fault`, `torn`, `assertion`, `starvation`, `livelock` or `print …`"
                        .into()
                }
            };
            return Err(wrong_here(input, format!("unknown property `{}`", shorten(word)), help));
        }
        _ => {
            let help = "write `check never deadlock`, `check never stuck`, `check never fault`, `check never torn`, \
                        `check never assertion`, `check never starvation`, `check never livelock` or \
                        `check never print 1`";
            return Err(wrong_here(input, "expected a property after `never`", help));
        }
    };
    input.next_token();
    Ok(kind)
}

/// `possible print …`, `possible output …`, `possible finally …`, or `possible` and a condition.
fn possible(input: &mut Input<'_>) -> Parsed<CheckKind> {
    if is_at(input, "print") {
        return printed(input).map(CheckKind::PossiblePrint);
    }
    if is_at(input, "output") {
        input.next_token();
        return output(input).map(CheckKind::PossibleOutput);
    }
    if is_at(input, "finally") {
        input.next_token();
        return at_the_end(input).map(CheckKind::PossibleFinally);
    }
    needs_condition(input, "possible", "write `check possible Consumer.count == 2` or `check possible print 1`")?;
    expression(input).map(CheckKind::Possible)
}

/// Whether `word` is next as a keyword, and not as a name that begins a condition. Before a minus it is a keyword.
fn is_at(input: &Input<'_>, word: &'static str) -> bool {
    use Symbol::{And, Or, Percent, Plus, Slash, Star};
    use Symbol::{Dot, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual, OpenBracket};
    let goes_on = match kind_after_next(input) {
        Some(Kind::Symbol(symbol)) => matches!(
            symbol,
            Dot | OpenBracket
                | Equal
                | NotEqual
                | Less
                | LessOrEqual
                | Greater
                | GreaterOrEqual
                | Plus
                | Star
                | Slash
                | Percent
                | And
                | Or
        ),
        Some(Kind::Word(word)) => matches!(*word, "and" | "or"),
        _ => false,
    };
    peek(input) == &word && !goes_on
}

/// `print 1, 2`
fn printed(input: &mut Input<'_>) -> Parsed<Vec<Expr>> {
    input.next_token();
    values(input, limits::PRINT_VALUES, "a `print`", "write `print 1`")
}

/// The values after `output`.
fn output(input: &mut Input<'_>) -> Parsed<Vec<Expr>> {
    values(input, limits::OUTPUT_VALUES, "an `output`", "write `output 1, 2`")
}

/// One to `most` values; `what` names the construct in the message.
fn values(input: &mut Input<'_>, most: usize, what: &str, help: &str) -> Parsed<Vec<Expr>> {
    if is_at_end(input) {
        return Err(wrong_here(input, "expected the printed values", help));
    }
    let start = here(input);
    let values = expressions(input)?;
    at_most(values.len(), most, what, "values", since(input, start))?;
    Ok(values)
}

/// The condition after `finally`.
fn at_the_end(input: &mut Input<'_>) -> Parsed<Expr> {
    needs_condition(input, "finally", "write `check finally table.count == 0`")?;
    expression(input)
}

/// `always finishes`, or `always` and a condition.
fn always(input: &mut Input<'_>) -> Parsed<CheckKind> {
    if peek(input) == &"finishes" {
        let start = input.checkpoint();
        input.next_token();
        if is_at_end(input) || peek(input) == &"expect" {
            return Ok(CheckKind::AlwaysFinishes);
        }
        input.reset(&start);
    }
    needs_condition(input, "always", "write `check always length(orders) <= 4` or `check always finishes`")?;
    expression(input).map(CheckKind::Always)
}

/// Reports a missing condition after `word`, which was taken.
fn needs_condition(input: &Input<'_>, word: &str, help: &str) -> Parsed<()> {
    if !is_at_end(input) {
        return Ok(());
    }
    let end = end_of_last(input);
    let span = Span { start: end - word.len() as u32, end };
    Err(mistake(span, format!("`{word}` needs a condition"), help))
}

/// `at most 1 in "critical"`
fn at_most_in(input: &mut Input<'_>) -> Parsed<CheckKind> {
    let help = "write `check at most 1 in \"critical\"`";
    if !take_word(input, "most") {
        return Err(wrong_here(input, "expected `most`", help));
    }
    let range = "the number of processes must be from 0 to 1024";
    let most = number_between(input, [0, limits::PROCESSES], range, NO_NUMBER, help)?.map(|most| most as u32);
    if !take_word(input, "in") {
        return Err(wrong_here(input, "expected `in` and the name of a section", help));
    }
    let section = text(input, "expected a section name in quotation marks", help)?;
    Ok(CheckKind::AtMost { most, section })
}
