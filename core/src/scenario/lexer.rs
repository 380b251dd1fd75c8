//! Lexer: characters to tokens with positions; comments and empty lines are kept separately.
//!
//! Characters that form no token are reported, and lexing continues after them. The lexer knows no keywords: `send`
//! is a word like any other, and its meaning depends on the parser.

mod comments;
mod literals;
mod strange;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::Parser;
use winnow::combinator::opt;
use winnow::error::EmptyError;
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};
use winnow::token::{literal, take_while};

use super::diagnostic::Diagnostics;
use super::limits;
use super::tree::{Comment, SizeUnit, Span, Unit};
use comments::{block_comment, line_comment};
use literals::{number, text};
use strange::{of_others, strange};

/// A token and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub kind: Kind<'t>,
    pub span: Span,
}

/// The kinds of token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    Word(&'t str),
    Number(u64),
    /// A time, in µs, and the unit it was written in.
    Time(u64, Unit),
    /// A size, in bytes, and the unit it was written in.
    Size(u64, SizeUnit),
    /// A text in quotation marks, with escape sequences replaced.
    Text(String),
    Symbol(Symbol),
    NewLine,
    /// The last token of every text.
    End,
    /// A mistake that was already reported.
    Broken,
}

impl PartialEq<&str> for Token<'_> {
    fn eq(&self, word: &&str) -> bool {
        self.kind == Kind::Word(word)
    }
}

impl PartialEq<Symbol> for Token<'_> {
    fn eq(&self, symbol: &Symbol) -> bool {
        self.kind == Kind::Symbol(*symbol)
    }
}

/// Operators and punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    OpenBrace,
    CloseBrace,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Comma,
    Semicolon,
    Dots,
    Dot,
    Tilde,
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Gives,
    Less,
    Greater,
    And,
    Or,
    Bang,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
}

/// The spelling of each symbol; longer symbols come before their prefixes.
const SYMBOLS: [(&str, Symbol); 26] = [
    ("{", Symbol::OpenBrace),
    ("}", Symbol::CloseBrace),
    ("(", Symbol::OpenParenthesis),
    (")", Symbol::CloseParenthesis),
    ("[", Symbol::OpenBracket),
    ("]", Symbol::CloseBracket),
    (",", Symbol::Comma),
    (";", Symbol::Semicolon),
    ("..", Symbol::Dots),
    (".", Symbol::Dot),
    ("~", Symbol::Tilde),
    ("==", Symbol::Equal),
    ("!=", Symbol::NotEqual),
    ("<=", Symbol::LessOrEqual),
    (">=", Symbol::GreaterOrEqual),
    ("=", Symbol::Gives),
    ("<", Symbol::Less),
    (">", Symbol::Greater),
    ("&&", Symbol::And),
    ("||", Symbol::Or),
    ("!", Symbol::Bang),
    ("+", Symbol::Plus),
    ("-", Symbol::Minus),
    ("*", Symbol::Star),
    ("/", Symbol::Slash),
    ("%", Symbol::Percent),
];

/// The units of time.
pub(super) const UNITS: [Unit; 3] = [Unit::Us, Unit::Ms, Unit::S];

/// The units of size.
pub(super) const SIZE_UNITS: [SizeUnit; 3] = [SizeUnit::B, SizeUnit::Kb, SizeUnit::Mb];

/// The result of lexing a text.
#[derive(Debug, Default)]
pub(super) struct Lexed<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token<'t>>,
    pub comments: Vec<Comment>,
    pub blank_lines: Vec<u32>,
    pub diagnostics: Diagnostics,
    /// A broken token contained braces, so unmatched braces must not be reported.
    pub lost_braces: bool,
    /// Words in a comment that never ends.
    pub lost_words: Vec<Span>,
}

type Input<'t> = Stateful<LocatingSlice<&'t str>, Lexed<'t>>;

/// The class of a token, for syntax highlighting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum TokenClass {
    /// A name or a keyword.
    Word,
    /// A number, with or without a unit.
    Number,
    /// A text, including its quotation marks.
    Text,
    /// An operator, a bracket, a comma.
    Symbol,
    /// From `#` or `//` to the end of the line, or a line of `/* … */`.
    Comment,
}

/// The class of each token and comment of `text`, in order; blanks and unknown characters are left out.
pub fn tokens(text: &str) -> Vec<(Span, TokenClass)> {
    let lexed = lex(text);
    let class = |token: &Token| match token.kind {
        Kind::Word(_) => Some(TokenClass::Word),
        Kind::Number(_) | Kind::Time(..) | Kind::Size(..) => Some(TokenClass::Number),
        Kind::Text(_) => Some(TokenClass::Text),
        Kind::Symbol(_) => Some(TokenClass::Symbol),
        Kind::NewLine | Kind::End | Kind::Broken => None,
    };
    let mut classes: Vec<(Span, TokenClass)> =
        lexed.tokens.iter().filter_map(|token| Some((token.span, class(token)?))).collect();
    // An empty line inside `/* … */` is a comment without characters.
    let comments = lexed.comments.iter().filter(|comment| comment.span.start < comment.span.end);
    classes.extend(comments.map(|comment| (comment.span, TokenClass::Comment)));
    classes.sort_by_key(|(span, _)| *span);
    classes
}

/// All tokens of `text`; the last is [`Kind::End`].
pub(super) fn lex(text: &str) -> Lexed<'_> {
    let mut input = Input { input: LocatingSlice::new(text), state: Lexed { text, ..Lexed::default() } };
    skip(&mut input, "\u{feff}");
    while let Some(first) = input.peek_token() {
        let start = input.current_token_start();
        let kind = token(&mut input, first, start);
        if let Some(kind) = kind {
            let span = Span::new(start, input.current_token_start());
            input.state.tokens.push(Token { kind, span });
        }
    }
    let mut lexed = input.state;
    lexed.tokens.push(Token { kind: Kind::End, span: Span::new(text.len(), text.len()) });
    join_lines_in_parentheses(&mut lexed.tokens);
    lexed
}

/// Takes the token that begins with `first`; `None` for blanks and comments.
fn token<'t>(input: &mut Input<'t>, first: char, start: usize) -> Option<Kind<'t>> {
    match first {
        '\n' | '\r' if skip(input, "\n") || skip(input, "\r\n") => Some(end_line(input, start)),
        '#' => {
            line_comment(input, start, "#");
            None
        }
        '"' | '“' | '”' | '„' => Some(text(input, start)),
        '0'..='9' => Some(number(input, start)),
        _ if first.is_alphabetic() => Some(word(input, start)),
        _ if is_blank(first) => {
            take(input, is_blank);
            None
        }
        '/' if input.input.starts_with("//") => {
            line_comment(input, start, "//");
            None
        }
        '/' if input.input.starts_with("/*") => {
            block_comment(input, start);
            None
        }
        _ if of_others(input, start) => Some(Kind::Broken),
        _ => Some(symbol(input).map_or_else(|| strange(input, start), Kind::Symbol)),
    }
}

/// Takes `what` if it is next; returns whether it was.
fn skip(input: &mut Input<'_>, what: &'static str) -> bool {
    let taken: Result<_, EmptyError> = opt(literal(what)).parse_next(input);
    taken.is_ok_and(|found| found.is_some())
}

/// Takes the longest run of characters that `belong`.
fn take<'t>(input: &mut Input<'t>, belong: fn(char) -> bool) -> &'t str {
    let taken: Result<_, EmptyError> = take_while(0.., belong).parse_next(input);
    taken.unwrap_or_default()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}') || c == '\t'
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Records the line that ends at `end`, if it is empty.
fn end_line<'t>(input: &mut Input<'t>, end: usize) -> Kind<'t> {
    let before = &input.state.text[..end];
    let line_start = before.rfind('\n').map_or(0, |line_break| line_break + 1);
    if before[line_start..].chars().all(is_blank) {
        input.state.blank_lines.push(line_start as u32);
    }
    Kind::NewLine
}

/// A name or a keyword.
fn word<'t>(input: &mut Input<'t>, start: usize) -> Kind<'t> {
    let word = take(input, is_in_word);
    if word.chars().nth(limits::NAME_CHARACTERS).is_some() {
        let message = format!("this name has more than {} characters", limits::NAME_CHARACTERS);
        let span = Span::new(start, start + word.len());
        input.state.diagnostics.error(span, message, "choose a shorter name");
    }
    Kind::Word(word)
}

/// An operator, a bracket, a comma.
fn symbol(input: &mut Input<'_>) -> Option<Symbol> {
    SYMBOLS.iter().find(|(written, _)| skip(input, written)).map(|&(_, symbol)| symbol)
}

/// `word`, truncated so that a message stays short.
pub(super) fn shorten(word: &str) -> String {
    match word.char_indices().nth(limits::NAME_CHARACTERS) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

/// Removes line breaks between matching parentheses.
///
/// A brace in between means that the closing parenthesis is missing; line breaks are then kept.
fn join_lines_in_parentheses(tokens: &mut Vec<Token<'_>>) {
    let mut open = Vec::new();
    let mut opened_here = alloc::vec![0_i32; tokens.len()];
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Symbol(Symbol::OpenParenthesis) => open.push(index),
            Kind::Symbol(Symbol::CloseParenthesis) => {
                if let Some(opening) = open.pop() {
                    opened_here[opening] += 1;
                    opened_here[index] -= 1;
                }
            }
            Kind::Symbol(Symbol::OpenBrace | Symbol::CloseBrace) => open.clear(),
            _ => {}
        }
    }
    let mut depth = 0;
    let mut changes = opened_here.into_iter();
    tokens.retain(|token| {
        depth += changes.next().unwrap_or(0);
        depth == 0 || token.kind != Kind::NewLine
    });
}
