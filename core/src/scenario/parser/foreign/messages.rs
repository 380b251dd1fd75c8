//! Messages in other notations: `c ! x`, `c ? x`, `c <- x`, `x = receive(c)`, `send(c, x)`.

use alloc::format;
use alloc::string::String;

use super::super::super::lexer::{Kind, Symbol};
use super::words::{self, Help, METHODS, STATEMENTS, TYPES};
use super::{Answer, Line, filled, write};

/// `c ! x`, `c ? x`, `c <- x`, `<-c`
pub(super) fn on_channel(line: &Line<'_>) -> Option<Answer> {
    let is_arrow = |at: usize| {
        line.is(at, Symbol::Less)
            && line.is(at + 1, Symbol::Minus)
            && line.tokens[at].span.end == line.tokens[at + 1].span.start
    };
    if is_arrow(0) && line.length > 2 {
        return Some(Answer::whole(
            "statement",
            line,
            write(format!("receive item from {}", line.source(2, line.length))),
        ));
    }
    let sign = line.after_target(0)?;
    let channel = line.source(0, sign);
    let rest = |from: usize| line.source(from, line.length);
    let is_question = line.kind(sign) == Some(&Kind::Broken) && line.source(sign, sign + 1).starts_with('?');
    if line.is(sign, Symbol::Bang) && line.length > sign + 1 {
        let from = if line.is(sign + 1, Symbol::Bang) { sign + 2 } else { sign + 1 };
        return Some(Answer::whole("statement", line, write(format!("send {} to {channel}", rest(from)))));
    }
    if is_question && line.length > sign + 1 {
        return Some(Answer::whole("statement", line, write(format!("receive {} from {channel}", rest(sign + 1)))));
    }
    if !is_arrow(sign) || line.length <= sign + 2 {
        return None;
    }
    let value = rest(sign + 2);
    let is_channel = |name: &str| matches!(line.kind_of(name), Some("mailbox" | "process"));
    let help = match (is_channel(&channel), is_channel(&value)) {
        (false, true) => write(format!("receive {channel} from {value}")),
        (true, _) => write(format!("send {value} to {channel}")),
        (false, false) => format!("write `send {value} to {channel}` for a mailbox, or `{channel} = {value}`"),
    };
    Some(Answer::whole("statement", line, help))
}

/// `x = receive(c)`, `x := <-c`, `let x = c.get()`, `pid = fork()`
pub(super) fn received(line: &Line<'_>) -> Option<Answer> {
    let at = (0..3).find(|&at| line.gives(at + 1))?;
    let variable = line.word(at)?;
    let is_before_name = |at: usize| line.word(at).is_some_and(|word| word == "let" || TYPES.contains(&word));
    if !(0..at).all(is_before_name) {
        return None;
    }
    let value = at + 2;
    let receives =
        |word: &str| matches!(words::found(STATEMENTS, word), Some(Help::Write(help)) if help.starts_with("receive"));
    let from = if line.is(value, Symbol::Less) && line.is(value + 1, Symbol::Minus) {
        line.source(value + 2, line.length)
    } else if line.word(value).is_some_and(receives) && line.is(value + 1, Symbol::OpenParenthesis) {
        line.arguments(value + 1).into_iter().next().unwrap_or_else(|| "orders".into())
    } else if line.word(value) == Some("receive") && line.word(value + 1) == Some("from") {
        line.source(value + 2, line.length)
    } else if line.word(value).is_some_and(|word| word == "fork" || word == "spawn") {
        return Some(Answer::whole("statement", line, words::STARTED.into()));
    } else {
        method(line, value)?
    };
    Some(Answer::whole("statement", line, write(format!("receive {variable} from {from}"))))
}

/// The object of `c.get()` at token `at`.
fn method(line: &Line<'_>, at: usize) -> Option<String> {
    let dot = line.after_target(at)?;
    let name = line.word(dot + 1).filter(|_| line.is(dot, Symbol::Dot) && line.is(dot + 2, Symbol::OpenParenthesis))?;
    match words::found(METHODS, name)? {
        Help::Write(help) if help.starts_with("receive") => Some(line.source(at, dot)),
        _ => None,
    }
}

/// `send(c, x)`, `send(x, c)`, `receive(c, x)`, `receive(c)`: the argument that is declared is the mailbox.
pub(super) fn in_parentheses(line: &Line<'_>) -> Option<Answer> {
    let word = line.word(0)?;
    if !matches!(word, "send" | "receive")
        || !line.is(1, Symbol::OpenParenthesis)
        || line.closing(1) != Some(line.length - 1)
    {
        return None;
    }
    let mut arguments = line.arguments(1);
    let is_channel = |name: &String| matches!(line.kind_of(name), Some("mailbox" | "process"));
    if let [one, other] = arguments.as_slice()
        && is_channel(other)
        && !is_channel(one)
    {
        arguments.swap(0, 1);
    }
    let help = match (word, arguments.len()) {
        ("send", 2..) => "send {1:item} to {0:orders}",
        ("receive", 1..) => "receive {1:item} from {0:orders}",
        _ => return None,
    };
    Some(Answer::whole("statement", line, write(filled(help, &arguments))))
}
