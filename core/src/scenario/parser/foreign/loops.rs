//! Loops of other languages: `for (i = 0; i < n; i++)`, `for i in range(n)`, `do { … } while`, `repeat { … } until`.

use alloc::format;
use alloc::string::{String, ToString};

use winnow::stream::Stream;

use super::super::super::lexer::{Kind, Symbol, Token};
use super::super::{Input, rest};
use super::line::{Line, MOST_TOKENS};
use super::words::TYPES;
use super::{Answer, write};

/// `for …`, `do …`
pub(super) fn loop_(line: &Line<'_>, word: &str) -> Option<Answer> {
    match word {
        "for" | "foreach" | "For" | "FOR" if !line.gives(1) => Some(for_(line, word)),
        "do" if !line.gives(1) => Some(do_(line)),
        _ => None,
    }
}

/// The header of a `for` ends at its `)`, its `{` or the end of the line, not at a `;`.
fn for_<'t>(line: &Line<'t>, word: &str) -> Answer {
    let is_end = |token: &Token<'_>| {
        *token == Symbol::OpenBrace || *token == Symbol::CloseBrace || matches!(token.kind, Kind::NewLine | Kind::End)
    };
    let most = MOST_TOKENS.min(line.tokens.len() - 1);
    let length = line.tokens.iter().take(most).position(is_end).unwrap_or(most);
    let line = line.cut(length);
    let in_parentheses = line.is(1, Symbol::OpenParenthesis).then(|| line.closing(1)).flatten();
    let (from, to) = in_parentheses.map_or((1, length), |closing| (2, closing));
    let line = line.cut(in_parentheses.map_or(length, |closing| closing + 1));
    Answer::no("statement", &line, word, repeat(&line, from, to))
}

/// The help for a `for` with this header.
fn repeat(line: &Line<'_>, mut from: usize, to: usize) -> String {
    let ends = |at: usize| at >= to || line.is(at, Symbol::Semicolon);
    if ends(from) && (from >= to || line.is(from + 1, Symbol::Semicolon)) {
        return write("loop { … }");
    }
    while line.word(from).is_some_and(|word| TYPES.contains(&word) || matches!(word, "let" | "each" | "mut")) {
        from += 1;
    }
    let Some(index) = line.word(from) else { return write("repeat 10 as i { … }") };
    let rounds = counted(line, from, to).or_else(|| ranged(line, from, to));
    match rounds {
        Some((count, start)) if start == "0" => write(format!("repeat {count} as {index} {{ … }}")),
        Some((count, _)) => format!("write `repeat {count} as {index} {{ … }}`; `{index}` counts from 0"),
        None if to == from + 1 || line.gives(from + 1) || line.word(from + 1) == Some("in") => {
            write(format!("repeat 10 as {index} {{ … }}"))
        }
        // Go's `for` with a condition alone.
        None => write(format!("while {} {{ … }}", line.source(from, to))),
    }
}

/// `i = 0; i < n; i++`, and downwards: the number of rounds, and the first value.
fn counted(line: &Line<'_>, from: usize, to: usize) -> Option<(String, String)> {
    let semicolon = |from: usize| (from..to).find(|&at| line.is(at, Symbol::Semicolon));
    let first = semicolon(from)?;
    let second = semicolon(first + 1).unwrap_or(to);
    if !line.gives(from + 1) || line.word(first + 1) != line.word(from) {
        return None;
    }
    let (start, bound) = (line.source(from + 2, first), line.source(first + 3, second));
    let count = match line.kind(first + 2)? {
        Kind::Symbol(Symbol::Less) => difference(&bound, &start, false),
        Kind::Symbol(Symbol::LessOrEqual) => difference(&bound, &start, true),
        Kind::Symbol(Symbol::Greater) => return Some((difference(&start, &bound, false), String::new())),
        Kind::Symbol(Symbol::GreaterOrEqual) => return Some((difference(&start, &bound, true), String::new())),
        _ => return None,
    };
    Some((count, start))
}

/// `i in range(n)`, `i in 0..n`, `i := 1 to n do`
fn ranged(line: &Line<'_>, from: usize, to: usize) -> Option<(String, String)> {
    let to = (from..to).find(|&at| line.word(at) == Some("do") || line.is_sign(at, ":")).unwrap_or(to);
    if line.word(from + 2) == Some("range") && line.is(from + 3, Symbol::OpenParenthesis) {
        let bounds = line.in_parentheses(from + 3);
        return match bounds.as_slice() {
            [count] => Some((count.clone(), "0".to_string())),
            [start, bound, ..] => Some((difference(bound, start, false), start.clone())),
            [] => None,
        };
    }
    let is_to = |at: &usize| line.is(*at, Symbol::Dots) || matches!(line.word(*at), Some("to" | "TO" | "downto"));
    let middle = (from + 2..to).find(is_to)?;
    let is_included = !line.is(middle, Symbol::Dots) || line.is(middle + 1, Symbol::Gives);
    let after = middle + 1 + usize::from(line.is(middle + 1, Symbol::Gives));
    let (start, bound) = (line.source(from + 2, middle), line.source(after, to));
    match line.word(middle) == Some("downto") {
        true => Some((difference(&start, &bound, true), String::new())),
        false => Some((difference(&bound, &start, is_included), start)),
    }
}

/// `high - low`, and one more if both ends are included.
fn difference(high: &str, low: &str, is_included: bool) -> String {
    let more = i64::from(is_included);
    match (high.parse::<i64>(), low.parse::<i64>()) {
        (Ok(high), Ok(low)) => high.saturating_sub(low).saturating_add(more).to_string(),
        (Err(_), Ok(low)) => match more - low {
            0 => high.to_string(),
            1.. => format!("{high} + {}", more - low),
            -1 if high.ends_with(" + 1") => high[..high.len() - " + 1".len()].to_string(),
            _ => format!("{high} - {}", low - more),
        },
        _ if is_included => format!("{high} - {low} + 1"),
        _ => format!("{high} - {low}"),
    }
}

/// `do { … } while (e)`
fn do_(line: &Line<'_>) -> Answer {
    let after = line.has_block().then(|| after_block(line.tokens)).flatten();
    let at = after.filter(|&at| line.tokens[at] == "while" || line.tokens[at] == "until");
    let Some(at) = at else {
        return Answer::no("statement", line, "do", write("loop { … }"));
    };
    let condition = Line::new(&line.tokens[at..], line.all, line.text);
    let written = condition_of(&condition);
    let help = match line.tokens[at] == "while" {
        true => write(format!("loop {{ … if not ({written}) {{ break }} }}")),
        false => write(format!("loop {{ … if {written} {{ break }} }}")),
    };
    Answer { tokens: at + condition.length, ..Answer::no("statement", line, "do", help) }
}

/// The condition after the first word, without parentheses around it.
fn condition_of(line: &Line<'_>) -> String {
    match line.is(1, Symbol::OpenParenthesis) && line.closing(1) == Some(line.length - 1) {
        true => line.source(2, line.length - 1),
        false => line.source(1, line.length),
    }
}

/// The first token after the block that begins among these tokens, and after line ends.
fn after_block(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0_usize;
    let closing = tokens.iter().position(|token| {
        match token.kind {
            Kind::Symbol(Symbol::OpenBrace) => depth += 1,
            Kind::Symbol(Symbol::CloseBrace) => {
                depth = depth.saturating_sub(1);
                return depth == 0;
            }
            _ => {}
        }
        false
    })?;
    let next = tokens[closing + 1..].iter().position(|token| token.kind != Kind::NewLine)?;
    Some(closing + 1 + next)
}

/// The help for `repeat { … } until e`, if its block is next, and whether the `until` is taken when it is next itself.
pub(in super::super) fn until(input: &mut Input<'_>) -> Option<String> {
    let tokens = rest(input);
    let begins = tokens.iter().position(|token| token.kind != Kind::NewLine)?;
    let is_here = tokens[begins] == "until";
    let at = if is_here { begins } else { after_block(tokens)? };
    if tokens[at] != "until" {
        return None;
    }
    let condition = Line::new(&tokens[at..], input.state.tokens, input.state.text);
    if is_here {
        input.next_slice(at + condition.length);
    }
    Some(write(format!("loop {{ … if {} {{ break }} }}", condition_of(&condition))))
}
