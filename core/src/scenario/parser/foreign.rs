//! What to write instead of the words of other languages: `P(s)`, `sem_wait(&s)`, `c.wait()`, `int x = 0`, `for (…)`.
//!
//! Only a statement or declaration that is wrong anyway is looked up here, so no valid text changes its meaning. The help
//! is the statement in full, with the author's names; which statement it is may depend on how a name is declared.

mod calls;
mod declarations;
mod loops;
mod messages;
mod words;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, Token, shorten};
use super::super::tree::Span;
use super::{Input, Mistake, mistake, rest};

pub(super) use loops::until;

/// The most tokens of one line that are looked at: a longer one is no typical mistake, and a text has many lines.
const MOST_TOKENS: usize = 256;

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

/// What to say of a line.
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

/// The tokens of a statement or declaration, up to its end or its block.
struct Line<'t> {
    tokens: &'t [Token<'t>],
    /// The number of its tokens; those of its block come after them.
    length: usize,
    /// All tokens of the text.
    all: &'t [Token<'t>],
    text: &'t str,
}

impl<'t> Line<'t> {
    fn new(tokens: &'t [Token<'t>], all: &'t [Token<'t>], text: &'t str) -> Line<'t> {
        let mut depth = 0_usize;
        let length = tokens.iter().take(MOST_TOKENS).position(|token| {
            match token.kind {
                Kind::Symbol(Symbol::OpenParenthesis) => depth += 1,
                Kind::Symbol(Symbol::CloseParenthesis) => depth = depth.saturating_sub(1),
                _ => {}
            }
            let braces = [Symbol::OpenBrace, Symbol::CloseBrace];
            match token.kind {
                Kind::Symbol(Symbol::Semicolon) => depth == 0,
                Kind::Symbol(symbol) => braces.contains(&symbol),
                _ => matches!(token.kind, Kind::NewLine | Kind::End),
            }
        });
        Line { tokens, length: length.unwrap_or(MOST_TOKENS.min(tokens.len() - 1)), all, text }
    }

    /// The same line with another length.
    fn cut(&self, length: usize) -> Line<'t> {
        Line { length, ..*self }
    }

    /// The kind of token `at`; `None` after the end of the line.
    fn kind(&self, at: usize) -> Option<&'t Kind<'t>> {
        self.tokens[..self.length].get(at).map(|token| &token.kind)
    }

    /// The word at token `at`.
    fn word(&self, at: usize) -> Option<&'t str> {
        match self.kind(at) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is(&self, at: usize, symbol: Symbol) -> bool {
        self.kind(at) == Some(&Kind::Symbol(symbol))
    }

    /// Whether token `at` is a sign that the lexer does not know.
    fn is_sign(&self, at: usize, sign: &str) -> bool {
        self.kind(at) == Some(&Kind::Broken) && &self.text[self.tokens[at].span.range()] == sign
    }

    /// `=` or `:=`
    fn gives(&self, at: usize) -> bool {
        self.is(at, Symbol::Gives) || self.is_sign(at, ":=")
    }

    /// Whether its block follows.
    fn has_block(&self) -> bool {
        let next = self.tokens[self.length..].iter().find(|token| token.kind != Kind::NewLine);
        next.is_some_and(|token| *token == Symbol::OpenBrace)
    }

    /// The span of some of its tokens.
    fn span(&self, from: usize, to: usize) -> Span {
        self.tokens[from].span.to(self.tokens[to.max(from + 1) - 1].span)
    }

    /// Some of its tokens as they are written, on one line.
    fn source(&self, from: usize, to: usize) -> String {
        if from >= to {
            return String::new();
        }
        let written = &self.text[self.span(from, to).range()];
        shorten(&written.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The end of `m`, `fork[me]` at token `at`: the number of the token after it.
    fn after_target(&self, at: usize) -> Option<usize> {
        self.word(at)?;
        match self.is(at + 1, Symbol::OpenBracket) {
            true => self.closing(at + 1).map(|closing| closing + 1),
            false => Some(at + 1),
        }
    }

    /// The token that closes the bracket or parenthesis at token `at`.
    fn closing(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        (at..self.length).find(|&at| {
            match self.kind(at) {
                Some(Kind::Symbol(Symbol::OpenParenthesis | Symbol::OpenBracket)) => depth += 1,
                Some(Kind::Symbol(Symbol::CloseParenthesis | Symbol::CloseBracket)) => depth -= 1,
                _ => {}
            }
            depth == 0
        })
    }

    /// The arguments from token `at` on: those in parentheses, or everything up to the end of the line, where `then`,
    /// `do` and `:` begin a block elsewhere.
    fn arguments(&self, at: usize) -> Vec<String> {
        let last = self.length - 1;
        let is_opening = last > at && (matches!(self.word(last), Some("then" | "do")) || self.is_sign(last, ":"));
        let end = self.length - usize::from(is_opening);
        match self.is(at, Symbol::OpenParenthesis) && self.closing(at).is_none_or(|closing| closing + 1 == end) {
            true => self.in_parentheses(at),
            false => self.list(at, end),
        }
    }

    /// The arguments between the parentheses that open at token `at`.
    fn in_parentheses(&self, at: usize) -> Vec<String> {
        self.list(at + 1, self.closing(at).unwrap_or(self.length))
    }

    /// The parts between commas, without the signs of C's pointers.
    fn list(&self, from: usize, to: usize) -> Vec<String> {
        let (mut parts, mut start, mut at) = (Vec::new(), from, from);
        while at < to {
            match self.kind(at) {
                Some(Kind::Symbol(Symbol::Comma)) => {
                    parts.push(self.without_pointer(start, at));
                    start = at + 1;
                }
                Some(Kind::Symbol(Symbol::OpenParenthesis | Symbol::OpenBracket)) => {
                    at = self.closing(at).unwrap_or(at);
                }
                _ => {}
            }
            at += 1;
        }
        if start < to {
            parts.push(self.without_pointer(start, to));
        }
        parts
    }

    fn without_pointer(&self, from: usize, to: usize) -> String {
        let is_pointer = from + 1 < to && (self.is_sign(from, "&") || self.is(from, Symbol::Star));
        self.source(from + usize::from(is_pointer), to)
    }

    /// How `name`, perhaps with an index, is declared: "semaphore".
    fn kind_of(&self, name: &str) -> Option<&'t str> {
        let name = name.split('[').next().unwrap_or(name).trim();
        self.declared().find(|(_, declared)| *declared == name).map(|(kind, _)| kind)
    }

    /// The only mutex of the text.
    fn only_mutex(&self) -> Option<&'t str> {
        let mut mutexes = self.declared().filter(|(kind, _)| *kind == "mutex").map(|(_, name)| name);
        mutexes.next().filter(|_| mutexes.next().is_none())
    }

    /// The first region of memory of the text.
    fn region(&self) -> Option<&'t str> {
        self.declared().find(|(kind, _)| *kind == "memory").map(|(_, name)| name)
    }

    /// The declared names, each with its keyword.
    fn declared(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let all = self.all;
        let begins = move |at: usize| {
            let before = at.checked_sub(1).map(|before| &all[before].kind);
            let braces = [Symbol::Semicolon, Symbol::OpenBrace, Symbol::CloseBrace];
            match before {
                None | Some(Kind::NewLine) => true,
                Some(Kind::Symbol(symbol)) => braces.contains(symbol),
                _ => false,
            }
        };
        all.windows(2).enumerate().filter(move |&(at, _)| begins(at)).filter_map(|(_, pair)| match pair {
            [Token { kind: Kind::Word(kind), .. }, Token { kind: Kind::Word(name), .. }] => {
                words::DECLARING.contains(kind).then_some((*kind, *name))
            }
            _ => None,
        })
    }
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
