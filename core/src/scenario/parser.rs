//! Recursive-descent parser: tokens to the tree. The files of this folder hold the grammar of each part of the
//! language.
//!
//! After a syntax error parsing continues with the next statement or declaration, so that several errors are found at
//! once and each is reported once. The words of a broken statement are recorded: the checker does not report names that
//! may have been declared there. Names and their kinds are checked by the checker, not here.

mod acts;
mod assignments;
mod blocks;
mod calls;
mod channels;
mod checks;
mod constants;
mod declarations;
mod expressions;
mod foreign;
mod machines;
mod measures;
mod memory;
mod options;
mod procedures;
mod recovery;
mod select;
mod statements;

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::Parser;
use winnow::combinator::opt;
use winnow::error::ParserError;
use winnow::stream::{Stateful, Stream, TokenSlice};
use winnow::token::literal;

use super::diagnostic::{Diagnostic, Diagnostics, Severity};
use super::index::Index;
use super::lexer::{Kind, Lexed, Symbol, Token, lex, shorten};
use super::limits;
use super::tree::{Scenario, Span, Word};

use constants::Constants;
use expressions::close;
use recovery::{ends_statement, is_at_end, note, remember_unread, skip_braces, skip_separators, spoil};

pub(super) use acts::with_timeout;
pub(super) use expressions::{COMPARISON, strength, unary_strength};

/// Reserved words, which cannot be names.
const RESERVED: [&str; 17] = [
    "if", "else", "while", "loop", "repeat", "break", "continue", "stop", "let", "true", "false", "and", "or", "not",
    "try", "me", "any",
];

/// The result of parsing: as much of the tree as could be parsed.
pub(super) struct Tree<'t> {
    pub scenario: Scenario,
    pub diagnostics: Diagnostics,
    /// Words of broken statements and declarations.
    pub unread: Index<'t>,
    /// The positions of the names of constants that nothing uses.
    pub unused: Vec<Span>,
}

/// The remaining tokens and the state of the parser.
type Input<'t> = Stateful<TokenSlice<'t, Token<'t>>, State<'t>>;

/// The state of the parser beside the tokens.
#[derive(Debug)]
struct State<'t> {
    text: &'t str,
    /// All tokens of the text.
    tokens: &'t [Token<'t>],
    diagnostics: Diagnostics,
    constants: Constants<'t>,
    unread: Vec<Span>,
    /// Current nesting depth of blocks, parentheses, brackets, `not` and `-`.
    depth: usize,
    /// An unmatched brace was reported; no further ones are.
    braces_reported: bool,
    /// The names of the procedures, wherever they are declared.
    procedures: Vec<&'t str>,
}

/// The reason why something could not be parsed.
#[derive(Debug)]
enum Mistake {
    /// The next token does not begin this construct; another parser may accept it.
    NotHere,
    /// Its diagnostic was reported already.
    Noted,
    /// A diagnostic to report.
    New(Box<Diagnostic>),
}

type Parsed<T> = Result<T, Mistake>;

impl<'t> ParserError<Input<'t>> for Mistake {
    type Inner = Mistake;

    fn from_input(_: &Input<'t>) -> Mistake {
        Mistake::NotHere
    }

    fn is_backtrack(&self) -> bool {
        matches!(self, Mistake::NotHere)
    }

    fn into_inner(self) -> Result<Mistake, Mistake> {
        Ok(self)
    }
}

/// Parses `text`.
pub(super) fn parse(text: &str) -> Tree<'_> {
    let Lexed { tokens, comments, blank_lines, diagnostics, lost_braces, lost_words, .. } = lex(text);
    let procedures = procedures::declared(&tokens);
    let constants = Constants::new(&tokens);
    let state = State {
        text,
        tokens: &tokens,
        diagnostics,
        constants,
        unread: lost_words,
        depth: 0,
        braces_reported: lost_braces,
        procedures,
    };
    let mut input = Stateful { input: TokenSlice::new(&tokens), state };
    let items = declarations::items(&mut input);
    let State { diagnostics, constants, unread, .. } = input.state;
    let mut words = Index::default();
    unread.into_iter().for_each(|word| _ = words.add("", &text[word.range()], 0));
    Tree { scenario: Scenario { items, comments, blank_lines }, diagnostics, unread: words, unused: constants.unused() }
}

/// The next token, without taking it.
fn peek<'t>(input: &Input<'t>) -> &'t Token<'t> {
    input.peek_token().expect("the last token, End, is never taken")
}

/// The remaining tokens.
fn rest<'t>(input: &Input<'t>) -> &'t [Token<'t>] {
    input.peek_slice(input.eof_offset())
}

/// The kind of the token after the next one.
fn kind_after_next<'i, 't>(input: &'i Input<'t>) -> Option<&'i Kind<'t>> {
    input.get(1).map(|token| &token.kind)
}

/// The span of the next token; at the end of a line, the empty span after the last token.
fn here(input: &Input<'_>) -> Span {
    let token = peek(input);
    match token.kind {
        Kind::NewLine | Kind::End => {
            let end = end_of_last(input);
            Span { start: end, end }
        }
        _ => token.span,
    }
}

/// The end of the last token taken.
fn end_of_last(input: &Input<'_>) -> u32 {
    let last = input.input.previous_tokens().find(|token| token.kind != Kind::NewLine);
    last.map_or(0, |token| token.span.end)
}

/// The span from `start` to the end of the last token taken.
fn since(input: &Input<'_>, start: Span) -> Span {
    Span { start: start.start, end: end_of_last(input).max(start.start) }
}

/// The next token as shown in a message.
fn shown(input: &Input<'_>) -> String {
    let token = peek(input);
    match token.kind {
        Kind::NewLine => "end of line".to_owned(),
        Kind::End => "end of text".to_owned(),
        _ => format!("`{}`", shorten(&input.state.text[token.span.range()])),
    }
}

/// Takes `symbol` if it is next.
fn take(input: &mut Input<'_>, symbol: Symbol) -> bool {
    opt(literal::<_, _, Mistake>(symbol)).parse_next(input).is_ok_and(|taken| taken.is_some())
}

/// Takes `word` if it is next.
fn take_word(input: &mut Input<'_>, word: &'static str) -> bool {
    opt(literal::<_, _, Mistake>(word)).parse_next(input).is_ok_and(|taken| taken.is_some())
}

fn mistake(span: Span, message: impl AsRef<str>, help: impl AsRef<str>) -> Mistake {
    Mistake::New(Box::new(Diagnostic::new(Severity::Error, span, message.as_ref(), help.as_ref())))
}

/// A mistake at the next token; a token that the lexer already reported is not reported again.
fn wrong_here(input: &Input<'_>, message: impl AsRef<str>, help: impl AsRef<str>) -> Mistake {
    wrong(input, message.as_ref(), help.as_ref())
}

#[inline(never)]
fn wrong(input: &Input<'_>, message: &str, help: &str) -> Mistake {
    match peek(input).kind {
        Kind::Broken => Mistake::Noted,
        _ => mistake(here(input), message, help),
    }
}

/// A mistake: the next token is unexpected.
fn leftover(input: &Input<'_>) -> Mistake {
    match peek(input).kind {
        Kind::Symbol(Symbol::Gives) => wrong_here(input, "`=` assigns; `==` compares", "write `==`"),
        Kind::Symbol(Symbol::CloseParenthesis) => wrong_here(input, "this `)` has no matching `(`", "remove it"),
        _ => {
            let help = "start a new line before it, or write `;`";
            wrong_here(input, format!("unexpected {}", shown(input)), help)
        }
    }
}

/// A name; `message` and `help` describe a missing one.
fn name(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Word> {
    match peek(input).kind {
        Kind::Word(word) if RESERVED.contains(&word) => {
            let message = format!("`{word}` is a reserved word and cannot be a name");
            Err(wrong_here(input, message, "choose another name"))
        }
        Kind::Word(word) => {
            let span = here(input);
            input.next_token();
            Ok(Word { text: word.to_owned(), span })
        }
        _ => Err(wrong_here(input, message, help)),
    }
}

/// A text in quotation marks; `message` and `help` describe a missing one.
fn text(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Word> {
    opt(text_here).parse_next(input)?.ok_or_else(|| wrong_here(input, message, help))
}

/// A text in quotation marks, if it is next.
fn text_here(input: &mut Input<'_>) -> Parsed<Word> {
    let Kind::Text(contents) = &peek(input).kind else {
        return Err(Mistake::NotHere);
    };
    let span = here(input);
    input.next_token();
    Ok(Word { text: contents.clone(), span })
}

/// Accepts whatever `parse` accepts, with or without parentheses around it: `wait(s)`.
fn unwrapped<'t, T>(input: &mut Input<'t>, parse: impl Fn(&mut Input<'t>) -> Parsed<T>) -> Parsed<T> {
    let opening = here(input);
    if !take(input, Symbol::OpenParenthesis) {
        return parse(input);
    }
    let inside = parse(input)?;
    close(input, opening)?;
    Ok(inside)
}

/// Parses one nesting level deeper, up to the limit.
fn deeper<'t, T>(input: &mut Input<'t>, parse: impl FnOnce(&mut Input<'t>) -> Parsed<T>) -> Parsed<T> {
    if input.state.depth == limits::NESTING {
        let message = format!("blocks and parentheses are nested more than {} deep", limits::NESTING);
        return Err(wrong_here(input, message, "split this into smaller parts"));
    }
    input.state.depth += 1;
    let parsed = parse(input);
    input.state.depth -= 1;
    parsed
}
