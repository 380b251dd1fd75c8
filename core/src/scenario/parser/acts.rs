//! Grammar of acts, the operations that can block: `send`, `receive`, `wait`, `lock`, `attach`, with `try` or `within`.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::Parser;
use winnow::combinator::separated;
use winnow::stream::Stream;
use winnow::token::literal;

use super::super::lexer::{Kind, Symbol};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Act, Attempt, Condition, StatementKind, Target, Timeout, Word};
use super::expressions::{expression, expressions, in_brackets};
use super::measures::{duration, size};
use super::options::{at_most, options, take_hyphenated};
use super::{
    Input, Parsed, here, is_at_end, kind_after_next, mistake, name, peek, rest, since, take_word, unwrapped, wrong_here,
};

/// Keywords that begin an act.
pub(super) const ACTS: [&str; 5] = ["send", "receive", "wait", "lock", "attach"];

/// Messages for a missing lock or region: the keyword before it, the kind it needs, an example.
const NEEDED: [(&str, &str, &str); 9] = [
    ("wait", "a semaphore, a condition variable or a barrier", "mutex"),
    ("signal", "a semaphore", "mutex"),
    ("lock", "a mutex", "door"),
    ("unlock", "a mutex", "door"),
    ("notify", "a condition variable", "notfull"),
    ("with", "a mutex", "door"),
    ("create", "a region of memory", "table"),
    ("attach", "a region of memory", "table"),
    ("detach", "a region of memory", "table"),
];

/// An act as a statement; its keyword is next.
pub(super) fn act_statement(input: &mut Input<'_>, tried: bool) -> Parsed<StatementKind> {
    let act = act(input, tried)?;
    let at = here(input);
    match act {
        Act::Wait(condition) if take_word(input, "with") => {
            let mutex = Some(needed(input, "with")?);
            match tried || peek(input) == &"within" {
                true => Err(mistake(at, with_timeout("condition variable"), "write `wait c with m` alone")),
                false => Ok(StatementKind::WaitCondition { condition, mutex }),
            }
        }
        act => timeout(input, tried).map(|timeout| StatementKind::Act(Attempt { act, timeout })),
    }
}

/// The message for `try` or `within` where processes wait until others wake them.
pub(in super::super) fn with_timeout(noun: &str) -> String {
    ["a `wait` for a ", noun, " cannot use `try` or `within`"].concat()
}

/// The condition of `if` and `while`: an expression, or an act that succeeds or fails.
pub(super) fn condition(input: &mut Input<'_>) -> Parsed<Condition> {
    let start = here(input);
    let tried = take_word(input, "try");
    if !tried && !begins_act(input) {
        return expression(input).map(Condition::Holds);
    }
    let act = act(input, tried)?;
    if peek(input) == &"with" {
        return Err(wrong_here(input, with_timeout("condition variable"), "write `wait c with m` as a statement"));
    }
    match timeout(input, tried)? {
        Timeout::Endless => {
            let help = "write `try` before it, or `within 5ms` after it";
            Err(mistake(since(input, start), "this waits until it succeeds, so it cannot be a condition", help))
        }
        timeout => Ok(Condition::Succeeds(Attempt { act, timeout }, since(input, start))),
    }
}

/// Whether an act is next, rather than a variable with the name of one.
fn begins_act(input: &Input<'_>) -> bool {
    if !ACTS.iter().any(|act| peek(input) == act) {
        return false;
    }
    match kind_after_next(input) {
        Some(Kind::Word("and" | "or")) | None => false,
        Some(
            Kind::Word(_) | Kind::Number(_) | Kind::Text(_) | Kind::Symbol(Symbol::OpenParenthesis | Symbol::Bang),
        ) => true,
        // `send -1 to m within 5ms` is an act, `send - to` is not.
        Some(Kind::Symbol(Symbol::Minus)) => {
            let is_in_header = |token: &&super::Token<'_>| *token != &Symbol::OpenBrace && token.kind != Kind::NewLine;
            rest(input).iter().take_while(is_in_header).any(|token| *token == "within")
        }
        _ => false,
    }
}

/// An act without `try` or `within`.
pub(super) fn act(input: &mut Input<'_>, tried: bool) -> Parsed<Act> {
    let Some(word) = ACTS.into_iter().find(|act| peek(input) == act) else {
        let help = match peek(input).kind {
            Kind::Word(word) => nearest(word, ACTS),
            _ => None,
        };
        let help = help.map_or_else(|| super::options::choice(&ACTS), |near| format!("write `{near}`"));
        return Err(wrong_here(input, "`try` needs an operation that can block", help));
    };
    input.next_token();
    match word {
        "send" => send(input, tried),
        "receive" => receive(input),
        "wait" => needed(input, word).map(Act::Wait),
        "lock" => needed(input, word).map(Act::Lock),
        _ => {
            let memory = region(input, word)?;
            Ok(Act::Attach { memory, read_only: take_hyphenated(input, ["read", "only"]) })
        }
    }
}

/// `within 5ms`, or nothing; `tried` says whether `try` was before the act.
fn timeout(input: &mut Input<'_>, tried: bool) -> Parsed<Timeout> {
    let at = here(input);
    match (tried, take_word(input, "within")) {
        (true, true) => Err(mistake(at, "`try` cannot be combined with `within`", "remove one of the two")),
        (true, false) => Ok(Timeout::Try),
        (false, true) => duration(input).map(Timeout::Within),
        (false, false) => Ok(Timeout::Endless),
    }
}

/// `x, y size 300B priority 2 to T and wait`
fn send(input: &mut Input<'_>, tried: bool) -> Parsed<Act> {
    let example = "write `send item to orders`";
    if is_at_end(input) {
        return Err(wrong_here(input, "`send` needs a value and a mailbox or process", example));
    }
    let start = here(input);
    let values = expressions(input)?;
    at_most(values.len(), limits::MESSAGE_VALUES, "a message", "values", since(input, start))?;
    let (mut bytes, mut priority) = (None, None);
    if peek(input) == &"size" || peek(input) == &"priority" {
        options(input, &["size", "priority"], &mut |input, option| {
            match option {
                "size" => bytes = Some(size(input)?),
                _ => priority = Some(expression(input)?),
            }
            Ok(())
        })?;
    }
    if !take_word(input, "to") {
        let help = word_or(input, "to", example);
        return Err(wrong_here(input, "`send` needs `to` and a mailbox or process", help));
    }
    let to = target(input, "`send` needs a mailbox or process after `to`", example)?;
    let at = here(input);
    let and_wait = peek(input) == &"and" && kind_after_next(input) == Some(&Kind::Word("wait"));
    if and_wait {
        input.next_slice(2);
        if tried {
            let help = "remove `and wait`, or replace `try` by `within 5ms` at the end";
            return Err(mistake(since(input, at), "`try` cannot be combined with `and wait`", help));
        }
    }
    Ok(Act::Send { values, size: bytes, priority, to, and_wait })
}

/// `x, y from T`, `x from any as who`
fn receive(input: &mut Input<'_>) -> Parsed<Act> {
    let help = "write `receive item from orders`";
    let variable = |input: &mut Input<'_>| name(input, "`receive` needs a variable for each value", help);
    let start = here(input);
    let into: Vec<Word> = separated(1.., variable, literal(Symbol::Comma)).parse_next(input)?;
    at_most(into.len(), limits::MESSAGE_VALUES, "a message", "values", since(input, start))?;
    if !take_word(input, "from") {
        if into.len() == 1 && into[0].text == "from" {
            return Err(mistake(start, "`receive` needs a variable for each value", help));
        }
        let help = word_or(input, "from", help);
        return Err(wrong_here(input, "`receive` needs `from` and a mailbox or process", help));
    }
    if take_word(input, "any") {
        let who = match take_word(input, "as") {
            true => Some(name(input, "`as` needs a variable", "write `receive item from any as who`")?),
            false => None,
        };
        return Ok(Act::Receive { into, from: None, who });
    }
    let from = Some(target(input, "`receive` needs a mailbox or process after `from`", help)?);
    match peek(input) == &"as" {
        true => {
            let message = "`as` is allowed only after `any`: the sender is known here";
            Err(wrong_here(input, message, "remove it, or write `receive item from any as who`"))
        }
        false => Ok(Act::Receive { into, from, who: None }),
    }
}

/// "write `to`" if the next word is a misspelling of `wanted` and another word follows; otherwise `help`.
fn word_or(input: &Input<'_>, wanted: &'static str, help: &'static str) -> String {
    let is_followed = matches!(kind_after_next(input), Some(Kind::Word(_)));
    match peek(input).kind {
        Kind::Word(word) if is_followed && nearest(word, [wanted]).is_some() => {
            format!("write `{wanted}`")
        }
        _ => help.into(),
    }
}

/// `m`, `P`, `fork[me]`
pub(super) fn target(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Target> {
    let name = name(input, message, help)?;
    let index = match *peek(input) == Symbol::OpenBracket {
        true => Some(Box::new(in_brackets(input)?)),
        false => None,
    };
    Ok(Target { name, index })
}

/// The lock after `word`.
pub(super) fn needed(input: &mut Input<'_>, word: &str) -> Parsed<Target> {
    let (message, help) = missing_object(word);
    unwrapped(input, |input| target(input, &message, &help))
}

/// The region of memory after `word`.
pub(super) fn region(input: &mut Input<'_>, word: &str) -> Parsed<Word> {
    let (message, help) = missing_object(word);
    unwrapped(input, |input| name(input, &message, &help))
}

/// The message and the help for a missing object after `word`.
fn missing_object(word: &str) -> (String, String) {
    let (_, what, example) = NEEDED.into_iter().find(|(known, ..)| *known == word).unwrap_or(NEEDED[0]);
    (format!("`{word}` needs {what}"), format!("write `{word} {example}`"))
}

/// `2 to m`
pub(super) fn post(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let help = "write `post 2 to orders`";
    if peek(input) == &"to" && matches!(kind_after_next(input), Some(Kind::Word(word)) if *word != "to") {
        return Err(wrong_here(input, "`post` needs a number of buffers", help));
    }
    let count = expression(input)?;
    if !take_word(input, "to") {
        return Err(wrong_here(input, "`post` needs `to` and a mailbox", help));
    }
    Ok(StatementKind::Post { count, to: target(input, "`post` needs a mailbox after `to`", help)? })
}

/// `c`, `all c`
pub(super) fn notify(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let next = kind_after_next(input);
    let goes_on = matches!(next, Some(Kind::Word(_) | Kind::Symbol(Symbol::OpenParenthesis)));
    let all = peek(input) == &"all" && goes_on;
    if all {
        input.next_token();
    }
    Ok(StatementKind::Notify { condition: needed(input, "notify")?, all })
}
