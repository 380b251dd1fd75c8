//! What processes do: statements and blocks.
//!
//! Which statement it is, is decided by looking ahead: a word before `=` is a variable that gets a value,
//! whatever else the word may mean.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::Parser;
use winnow::combinator::{opt, separated};
use winnow::stream::Stream;
use winnow::token::literal;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Span, Statement, StatementKind, Word};
use super::blocks;
use super::declarations::{DECLARATIONS, begins_assignment};
use super::expressions::{expression, expressions};
use super::times::time;
use super::{
    Input, Mistake, Parsed, here, is_at_end, kind_after_next, leftover, mistake, name, peek, shown, since, take,
    take_word, text, text_here, wrong_here,
};

/// The words that begin a statement.
pub(super) const STATEMENTS: [&str; 14] = [
    "work", "sleep", "send", "receive", "let", "print", "say", "repeat", "loop", "while", "if", "break", "continue",
    "stop",
];

/// One statement, up to where it ends.
pub(super) fn statement(input: &mut Input<'_>) -> Parsed<Statement> {
    let start = here(input);
    let kind = statement_kind(input)?;
    let span = since(input, start);
    let has_block = matches!(
        kind,
        StatementKind::Repeat { .. } | StatementKind::Loop(_) | StatementKind::While { .. } | StatementKind::If { .. }
    );
    match has_block || is_at_end(input) {
        true => Ok(Statement { kind, span }),
        false => Err(leftover(input)),
    }
}

fn statement_kind(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let Kind::Word(word) = peek(input).kind else {
        return Err(no_statement(input));
    };
    if !STATEMENTS.contains(&word) && !begins_assignment(input) {
        return Err(unknown_statement(input, word));
    }
    if begins_assignment(input) {
        return assignment(input);
    }
    if matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::Equal))) {
        return Err(comparison_as_statement(input, word));
    }
    input.next_token();
    match word {
        "work" => Ok(StatementKind::Work { time: time(input)?, label: opt(text_here).parse_next(input)? }),
        "sleep" => time(input).map(StatementKind::Sleep),
        "send" => send(input),
        "receive" => receive(input),
        "let" => let_(input),
        "print" => print(input),
        "say" => text(input, "a note stands between quotation marks", "write `say \"now it is full\"`")
            .map(StatementKind::Say),
        "repeat" => blocks::repeat(input),
        "loop" => Ok(StatementKind::Loop(blocks::headed(input, |_| Ok(()))?.1)),
        "while" => blocks::while_(input),
        "if" => blocks::if_(input),
        "break" => Ok(StatementKind::Break),
        "continue" => Ok(StatementKind::Continue),
        _ => Ok(StatementKind::Stop),
    }
}

/// Not even a word.
fn no_statement(input: &Input<'_>) -> Mistake {
    match peek(input).kind {
        Kind::Symbol(Symbol::OpenBrace) => {
            wrong_here(input, "a block can't stand alone", "write `loop`, `repeat 10`, `while …` or `if …` before it")
        }
        _ => wrong_here(input, format!("{} can't begin a statement", shown(input)), what_can_stand_here()),
    }
}

fn unknown_statement(input: &Input<'_>, word: &str) -> Mistake {
    let word = shorten(word);
    if DECLARATIONS.contains(&word.as_str()) {
        let message = format!("`{word}` is a declaration, and can't stand in a process");
        return wrong_here(input, message, "write it before or after the process");
    }
    if word == "else" {
        return wrong_here(input, "this `else` belongs to no `if`", "write it after the `}` of an `if`");
    }
    match (kind_after_next(input), input.get(2).map(|token| &token.kind)) {
        (Some(Kind::Symbol(Symbol::Equal)), _) => return comparison_as_statement(input, &word),
        (Some(Kind::Symbol(op)), Some(second)) => {
            let sign = match op {
                Symbol::Plus => '+',
                Symbol::Minus => '-',
                Symbol::Star => '*',
                Symbol::Slash => '/',
                _ => ' ',
            };
            if sign != ' ' && (*second == Kind::Symbol(Symbol::Gives) || *second == Kind::Symbol(*op)) {
                let message = "a variable gets a new value by `=` alone";
                return wrong_here(input, message, format!("write `{word} = {word} {sign} …`"));
            }
        }
        _ => {}
    }
    if kind_after_next(input) == Some(&Kind::Broken) {
        return Mistake::Noted;
    }
    let help = match nearest(&word, STATEMENTS) {
        Some(near) => format!("write `{near}`"),
        None => what_can_stand_here(),
    };
    wrong_here(input, format!("`{word}` is not a statement"), help)
}

fn what_can_stand_here() -> String {
    let words: Vec<String> = STATEMENTS.iter().map(|word| format!("`{word}`")).collect();
    format!("a statement begins with {}, or is `x = …`", words.join(", "))
}

/// `x == 3` as a statement.
fn comparison_as_statement(input: &Input<'_>, word: &str) -> Mistake {
    let span = input.get(1).map_or(here(input), |token| token.span);
    mistake(span, "`==` compares; one `=` gives a value", format!("write `{} = …`", shorten(word)))
}

/// `x = e`
fn assignment(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let name = name(input, "a variable is missing here", "")?;
    input.next_token();
    Ok(StatementKind::Assign { name, value: expression(input)? })
}

/// `let x = e`
fn let_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let name = name(input, "`let` needs the name of a variable", "write `let x = 0`")?;
    if peek(input) == &Symbol::Equal {
        let help = format!("write `let {} = …`", shorten(&name.text));
        return Err(wrong_here(input, "`==` compares; one `=` gives a value", help));
    }
    if !take(input, Symbol::Gives) {
        let help = format!("write `let {} = 0`", shorten(&name.text));
        return Err(wrong_here(input, "`let` gives a variable its first value", help));
    }
    Ok(StatementKind::Let { name, value: expression(input)? })
}

/// `send x, y to m`
fn send(input: &mut Input<'_>) -> Parsed<StatementKind> {
    if is_at_end(input) {
        return Err(wrong_here(input, "`send` needs a value and a mailbox", "write `send item to orders`"));
    }
    let start = here(input);
    let values = expressions(input)?;
    at_most(values.len(), limits::MESSAGE_VALUES, "a message", since(input, start))?;
    if !take_word(input, "to") {
        let help = word_or(input, "to", "write `send item to orders`");
        return Err(wrong_here(input, "`send` needs `to` and a mailbox", help));
    }
    let to = name(input, "`send` needs a mailbox after `to`", "write `send item to orders`")?;
    Ok(StatementKind::Send { values, to })
}

/// `receive x, y from m`
fn receive(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let help = "write `receive item from orders`";
    let variable = |input: &mut Input<'_>| name(input, "`receive` needs a variable for each value", help);
    let start = here(input);
    let into: Vec<Word> = separated(1.., variable, literal(Symbol::Comma)).parse_next(input)?;
    at_most(into.len(), limits::MESSAGE_VALUES, "a message", since(input, start))?;
    if !take_word(input, "from") {
        if into.len() == 1 && into[0].text == "from" {
            return Err(mistake(start, "`receive` needs a variable for each value", help));
        }
        let help = word_or(input, "from", help);
        return Err(wrong_here(input, "`receive` needs `from` and a mailbox", help));
    }
    let from = name(input, "`receive` needs a mailbox after `from`", help)?;
    Ok(StatementKind::Receive { into, from })
}

/// "write `to`" where the next word is meant to be that, and stands before another; else `help`.
fn word_or(input: &Input<'_>, wanted: &'static str, help: &'static str) -> String {
    let is_followed = matches!(kind_after_next(input), Some(Kind::Word(_)));
    match peek(input).kind {
        Kind::Word(word) if is_followed && nearest(word, [wanted]).is_some() => {
            format!("write `{wanted}`")
        }
        _ => help.into(),
    }
}

/// `print a, b`
fn print(input: &mut Input<'_>) -> Parsed<StatementKind> {
    if is_at_end(input) {
        return Err(wrong_here(input, "`print` needs a value", "write `print item`"));
    }
    let start = here(input);
    let values = expressions(input)?;
    at_most(values.len(), limits::PRINT_VALUES, "a `print`", since(input, start))?;
    Ok(StatementKind::Print(values))
}

/// No more than `most` values.
fn at_most(count: usize, most: usize, what: &str, span: Span) -> Parsed<()> {
    match count <= most {
        true => Ok(()),
        false => Err(mistake(span, format!("{what} has at most {most} values"), "split it")),
    }
}
