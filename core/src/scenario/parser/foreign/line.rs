//! A line of another language: its tokens, its arguments, and how the names in it are declared.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::super::lexer::{Kind, Symbol, Token, shorten};
use super::super::super::tree::Span;
use super::words;

/// The most tokens of one line that are looked at: a longer one is no typical mistake, and a text has many lines.
pub(super) const MOST_TOKENS: usize = 256;

/// The tokens of a statement or declaration, up to its end or its block.
pub(super) struct Line<'t> {
    pub tokens: &'t [Token<'t>],
    /// The number of its tokens; those of its block come after them.
    pub length: usize,
    /// All tokens of the text.
    pub all: &'t [Token<'t>],
    pub text: &'t str,
}

impl<'t> Line<'t> {
    pub fn new(tokens: &'t [Token<'t>], all: &'t [Token<'t>], text: &'t str) -> Line<'t> {
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
    pub fn cut(&self, length: usize) -> Line<'t> {
        Line { length, ..*self }
    }

    /// The kind of token `at`; `None` after the end of the line.
    pub fn kind(&self, at: usize) -> Option<&'t Kind<'t>> {
        self.tokens[..self.length].get(at).map(|token| &token.kind)
    }

    /// The word at token `at`.
    pub fn word(&self, at: usize) -> Option<&'t str> {
        match self.kind(at) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub fn is(&self, at: usize, symbol: Symbol) -> bool {
        self.kind(at) == Some(&Kind::Symbol(symbol))
    }

    /// Whether token `at` is a sign that the lexer does not know.
    pub fn is_sign(&self, at: usize, sign: &str) -> bool {
        self.kind(at) == Some(&Kind::Broken) && &self.text[self.tokens[at].span.range()] == sign
    }

    /// `=` or `:=`
    pub fn gives(&self, at: usize) -> bool {
        self.is(at, Symbol::Gives) || self.is_sign(at, ":=")
    }

    /// Whether its block follows.
    pub fn has_block(&self) -> bool {
        let next = self.tokens[self.length..].iter().find(|token| token.kind != Kind::NewLine);
        next.is_some_and(|token| *token == Symbol::OpenBrace)
    }

    /// The span of some of its tokens.
    pub fn span(&self, from: usize, to: usize) -> Span {
        self.tokens[from].span.to(self.tokens[to.max(from + 1) - 1].span)
    }

    /// Some of its tokens as they are written, on one line.
    pub fn source(&self, from: usize, to: usize) -> String {
        if from >= to {
            return String::new();
        }
        let written = &self.text[self.span(from, to).range()];
        shorten(&written.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The end of `m`, `fork[me]` at token `at`: the number of the token after it.
    pub fn after_target(&self, at: usize) -> Option<usize> {
        self.word(at)?;
        match self.is(at + 1, Symbol::OpenBracket) {
            true => self.closing(at + 1).map(|closing| closing + 1),
            false => Some(at + 1),
        }
    }

    /// The token that closes the bracket or parenthesis at token `at`.
    pub fn closing(&self, at: usize) -> Option<usize> {
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
    pub fn arguments(&self, at: usize) -> Vec<String> {
        let last = self.length - 1;
        let is_opening = last > at && (matches!(self.word(last), Some("then" | "do")) || self.is_sign(last, ":"));
        let end = self.length - usize::from(is_opening);
        match self.is(at, Symbol::OpenParenthesis) && self.closing(at).is_none_or(|closing| closing + 1 == end) {
            true => self.in_parentheses(at),
            false => self.list(at, end),
        }
    }

    /// The arguments between the parentheses that open at token `at`.
    pub fn in_parentheses(&self, at: usize) -> Vec<String> {
        self.list(at + 1, self.closing(at).unwrap_or(self.length))
    }

    /// The parts between commas, without the signs of C's pointers.
    pub fn list(&self, from: usize, to: usize) -> Vec<String> {
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

    pub fn without_pointer(&self, from: usize, to: usize) -> String {
        let is_pointer = from + 1 < to && (self.is_sign(from, "&") || self.is(from, Symbol::Star));
        self.source(from + usize::from(is_pointer), to)
    }

    /// How `name`, perhaps with an index, is declared: "semaphore".
    pub fn kind_of(&self, name: &str) -> Option<&'t str> {
        let name = name.split('[').next().unwrap_or(name).trim();
        self.declared().find(|(_, declared)| *declared == name).map(|(kind, _)| kind)
    }

    /// The only mutex of the text.
    pub fn only_mutex(&self) -> Option<&'t str> {
        let mut mutexes = self.declared().filter(|(kind, _)| *kind == "mutex").map(|(_, name)| name);
        mutexes.next().filter(|_| mutexes.next().is_none())
    }

    /// The first region of memory of the text.
    pub fn region(&self) -> Option<&'t str> {
        self.declared().find(|(kind, _)| *kind == "memory").map(|(_, name)| name)
    }

    /// The declared names, each with its keyword.
    pub fn declared(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
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
