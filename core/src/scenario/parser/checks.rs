//! Checks: what every run is to keep.

use alloc::format;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Check, CheckKind, Expr, ItemKind, Span};
use super::expressions::{expression, expressions};
use super::options::{at_most, number_between};
use super::{
    Input, Parsed, end_of_last, here, is_at_end, kind_after_next, mistake, peek, since, take_word, text, wrong_here,
};

/// `check …`, or `check … expect violated`
pub(super) fn check(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let Some(word) = ["never", "always", "at", "possible"].into_iter().find(|word| peek(input) == word) else {
        let help = "write `check never deadlock`, `check always finishes`, `check always length(orders) <= 4`, \
                    `check at most 1 in \"critical\"` or `check possible print 1`";
        return Err(wrong_here(input, "a check says what must hold", help));
    };
    input.next_token();
    let kind = match word {
        "never" => never(input)?,
        "always" => always(input)?,
        "at" => at_most_in(input)?,
        _ if is_at_print(input) => CheckKind::PossiblePrint(printed(input)?),
        _ => {
            needs_condition(input, word, "write `check possible Consumer.count == 2` or `check possible print 1`")?;
            CheckKind::Possible(expression(input)?)
        }
    };
    let expect_violated = take_word(input, "expect");
    if expect_violated && !take_word(input, "violated") {
        let message = "what may be expected of a check is that it is violated";
        return Err(wrong_here(input, message, "write `expect violated`"));
    }
    Ok(ItemKind::Check(Check { kind, expect_violated }))
}

/// `never deadlock` and the like.
fn never(input: &mut Input<'_>) -> Parsed<CheckKind> {
    const WHAT: [&str; 5] = ["deadlock", "stuck", "fault", "torn", "print"];
    if is_at_print(input) {
        return printed(input).map(CheckKind::NeverPrint);
    }
    let kind = match peek(input).kind {
        Kind::Word("deadlock") => CheckKind::NeverDeadlock,
        Kind::Word("stuck") => CheckKind::NeverStuck,
        Kind::Word("fault") => CheckKind::NeverFault,
        Kind::Word("torn") => CheckKind::NeverTorn,
        Kind::Word(word) => {
            let help = match nearest(word, WHAT) {
                Some(near) => format!("write `check never {near}`"),
                None => "write `deadlock`, `stuck`, `fault`, `torn` or `print …`".into(),
            };
            return Err(wrong_here(input, format!("`{}` can't be checked", shorten(word)), help));
        }
        _ => {
            let help = "write `check never deadlock`, `check never stuck`, `check never fault`, \
                        `check never torn` or `check never print 1`";
            return Err(wrong_here(input, "it is not said what must never be", help));
        }
    };
    input.next_token();
    Ok(kind)
}

/// `print` comes next, and no variable of a process that is called so.
fn is_at_print(input: &Input<'_>) -> bool {
    let is_variable = matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::Dot | Symbol::OpenBracket)));
    peek(input) == &"print" && !is_variable
}

/// `print 1, 2`
fn printed(input: &mut Input<'_>) -> Parsed<alloc::vec::Vec<Expr>> {
    input.next_token();
    if is_at_end(input) {
        return Err(wrong_here(input, "it is not said what is printed", "write `print 1`"));
    }
    let start = here(input);
    let values = expressions(input)?;
    at_most(values.len(), limits::PRINT_VALUES, "a `print`", "values", since(input, start))?;
    Ok(values)
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

/// Something must stand behind `word`, which was taken.
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
        return Err(wrong_here(input, "`most` is missing here", help));
    }
    let most = number_between(input, 0, limits::PROCESSES, "this goes from 0 to 1024 processes", help)? as u32;
    if !take_word(input, "in") {
        return Err(wrong_here(input, "`in` and a section are missing here", help));
    }
    let section = text(input, "a section's name stands between quotation marks", help)?;
    Ok(CheckKind::AtMost { most, section })
}
