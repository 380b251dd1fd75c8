//! From tokens to the tree, by recursive descent; what each part of the language looks like stands in the files of its folder.
//!
//! A mistake is noted, and parsing goes on with the next statement or declaration, so that several are found
//! at once and one mistake is reported once. Words that a spoilt statement leaves unread are remembered:
//! the checker doesn't complain about names that may have been declared there.
//! Which names exist, and what may be done with them, is the checker's business.

mod acts;
mod blocks;
mod calls;
mod channels;
mod checks;
mod declarations;
mod expressions;
mod machines;
mod measures;
mod memory;
mod options;
mod recovery;
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

use recovery::{is_at_end, note, remember_unread, skip_braces, skip_separators, spoil};

pub(super) use acts::CONDITION_IS_WAITED_FOR;
pub(super) use expressions::{COMPARISON, strength, unary_strength};

/// What can't be a name.
const RESERVED: [&str; 17] = [
    "if", "else", "while", "loop", "repeat", "break", "continue", "stop", "let", "true", "false", "and", "or", "not",
    "try", "me", "any",
];

/// A text, parsed as far as it can be.
pub(super) struct Tree<'t> {
    pub scenario: Scenario,
    pub diagnostics: Diagnostics,
    /// Words of spoilt statements and declarations.
    pub unread: Index<'t>,
}

/// The tokens that are left, and what is kept beside them.
type Input<'t> = Stateful<TokenSlice<'t, Token<'t>>, State<'t>>;

/// What the parser keeps beside the tokens.
#[derive(Debug)]
struct State<'t> {
    text: &'t str,
    diagnostics: Diagnostics,
    unread: Vec<Span>,
    /// Blocks, parentheses, brackets, `not` and `-` that are open.
    depth: usize,
    /// A forgotten `}` was reported: no more about braces that don't match.
    braces_reported: bool,
}

/// Why something could not be parsed.
#[derive(Debug)]
enum Mistake {
    /// Something else stands here; another parser may know what.
    NotHere,
    /// Its diagnostic was noted before.
    Noted,
    /// To be noted.
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

/// The tree of `text`, as far as there is one.
pub(super) fn parse(text: &str) -> Tree<'_> {
    let Lexed { tokens, comments, blank_lines, diagnostics, lost_braces, .. } = lex(text);
    let state = State { text, diagnostics, unread: Vec::new(), depth: 0, braces_reported: lost_braces };
    let mut input = Stateful { input: TokenSlice::new(&tokens), state };
    let items = declarations::items(&mut input);
    let State { diagnostics, unread, .. } = input.state;
    let mut words = Index::default();
    unread.into_iter().for_each(|word| _ = words.add("", &text[word.range()], 0));
    Tree { scenario: Scenario { items, comments, blank_lines }, diagnostics, unread: words }
}

/// The next token, not taken.
fn peek<'t>(input: &Input<'t>) -> &'t Token<'t> {
    input.peek_token().expect("the last token, End, is never taken")
}

/// The tokens that are left.
fn rest<'t>(input: &Input<'t>) -> &'t [Token<'t>] {
    input.peek_slice(input.eof_offset())
}

/// The kind of the token after the next one.
fn kind_after_next<'i, 't>(input: &'i Input<'t>) -> Option<&'i Kind<'t>> {
    input.get(1).map(|token| &token.kind)
}

/// Where the next token stands; at the end of a line, the place after its last token.
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

/// Where the last token that was taken ends.
fn end_of_last(input: &Input<'_>) -> u32 {
    let last = input.input.previous_tokens().find(|token| token.kind != Kind::NewLine);
    last.map_or(0, |token| token.span.end)
}

/// From `start` to the end of the last token that was taken.
fn since(input: &Input<'_>, start: Span) -> Span {
    Span { start: start.start, end: end_of_last(input).max(start.start) }
}

/// The text of the next token, for a message.
fn shown(input: &Input<'_>) -> String {
    let token = peek(input);
    match token.kind {
        Kind::NewLine => "the end of the line".to_owned(),
        Kind::End => "the end of the text".to_owned(),
        _ => format!("`{}`", shorten(&input.state.text[token.span.range()])),
    }
}

/// Takes `symbol` if it comes next.
fn take(input: &mut Input<'_>, symbol: Symbol) -> bool {
    opt(literal::<_, _, Mistake>(symbol)).parse_next(input).is_ok_and(|taken| taken.is_some())
}

/// Takes `word` if it comes next.
fn take_word(input: &mut Input<'_>, word: &'static str) -> bool {
    opt(literal::<_, _, Mistake>(word)).parse_next(input).is_ok_and(|taken| taken.is_some())
}

fn mistake(span: Span, message: impl AsRef<str>, help: impl AsRef<str>) -> Mistake {
    Mistake::New(Box::new(Diagnostic::new(Severity::Error, span, message.as_ref(), help.as_ref())))
}

/// A mistake at the next token; one that the lexer reported is not reported twice.
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

/// The next token doesn't belong where it stands.
fn leftover(input: &Input<'_>) -> Mistake {
    match peek(input).kind {
        Kind::Symbol(Symbol::Gives) => wrong_here(input, "`=` gives a value; `==` compares", "write `==`"),
        Kind::Symbol(Symbol::CloseParenthesis) => wrong_here(input, "this `)` closes nothing", "remove it"),
        _ => {
            let help = "end the line before it, or write `;`";
            wrong_here(input, format!("{} can't stand here", shown(input)), help)
        }
    }
}

/// A name; `message` and `help` are for when there is none.
fn name(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Word> {
    match peek(input).kind {
        Kind::Word(word) if RESERVED.contains(&word) => {
            let message = format!("`{word}` is a word of the language and can't be a name");
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

/// A text between quotation marks.
fn text(input: &mut Input<'_>, message: &str, help: &str) -> Parsed<Word> {
    opt(text_here).parse_next(input)?.ok_or_else(|| wrong_here(input, message, help))
}

/// A text between quotation marks, if it comes next.
fn text_here(input: &mut Input<'_>) -> Parsed<Word> {
    let Kind::Text(contents) = &peek(input).kind else {
        return Err(Mistake::NotHere);
    };
    let span = here(input);
    input.next_token();
    Ok(Word { text: contents.clone(), span })
}

/// Parses what stands one level deeper, if it may.
fn deeper<'t, T>(input: &mut Input<'t>, parse: impl FnOnce(&mut Input<'t>) -> Parsed<T>) -> Parsed<T> {
    if input.state.depth == limits::NESTING {
        let message = format!("blocks and parentheses stand more than {} deep in one another", limits::NESTING);
        return Err(wrong_here(input, message, "split this"));
    }
    input.state.depth += 1;
    let parsed = parse(input);
    input.state.depth -= 1;
    parsed
}
