//! Ends of statements, and error recovery.

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, Token};
use super::{Input, Mistake, peek, take};

/// Whether a statement or declaration may end here.
pub(super) fn is_at_end(input: &Input<'_>) -> bool {
    ends_statement(&peek(input).kind)
}

/// Whether a statement or declaration may end before a token of this kind.
pub(super) fn ends_statement(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::NewLine | Kind::End | Kind::Symbol(Symbol::Semicolon | Symbol::CloseBrace))
}

/// Takes line breaks and semicolons.
pub(super) fn skip_separators(input: &mut Input<'_>) {
    while matches!(peek(input).kind, Kind::NewLine | Kind::Symbol(Symbol::Semicolon)) {
        input.next_token();
    }
}

/// Reports `mistake` and skips the rest of the statement or declaration that began at `start`, including its block.
pub(super) fn spoil<'t>(input: &mut Input<'t>, start: &'t [Token<'t>], mistake: Mistake) {
    note(input, mistake);
    while !is_at_end(input) || continues_below(input) {
        if skip_braces(input) {
            break;
        }
        input.next_token();
    }
    remember_unread(input, start);
}

/// Whether this is the end of a line and the next one begins with a token that begins no statement.
fn continues_below(input: &Input<'_>) -> bool {
    let begins_nothing = |token: &Token| {
        let braces = [Symbol::OpenBrace, Symbol::CloseBrace];
        match token.kind {
            Kind::Symbol(symbol) => !braces.contains(&symbol),
            Kind::Number(_) | Kind::Time(..) | Kind::Size(..) | Kind::Text(_) => true,
            Kind::Word(_) | Kind::NewLine | Kind::End | Kind::Broken => false,
        }
    };
    peek(input).kind == Kind::NewLine && input.get(1).is_some_and(begins_nothing)
}

/// Reports `mistake` unless it was reported already.
pub(super) fn note(input: &mut Input<'_>, mistake: Mistake) {
    if let Mistake::New(diagnostic) = mistake {
        input.state.diagnostics.note(*diagnostic);
    }
}

/// Records the words from `start` to here as unread.
pub(super) fn remember_unread<'t>(input: &mut Input<'t>, start: &'t [Token<'t>]) {
    let taken = start.len() - input.input.len();
    let words = start[..taken].iter().filter(|token| matches!(token.kind, Kind::Word(_)));
    input.state.unread.extend(words.map(|token| token.span));
}

/// Skips a `{`, its contents and its `}`, if a `{` is next; returns whether it was.
pub(super) fn skip_braces(input: &mut Input<'_>) -> bool {
    if !take(input, Symbol::OpenBrace) {
        return false;
    }
    let mut open = 1;
    while open > 0 && peek(input).kind != Kind::End {
        match peek(input).kind {
            Kind::Symbol(Symbol::OpenBrace) => open += 1,
            Kind::Symbol(Symbol::CloseBrace) => open -= 1,
            _ => {}
        }
        input.next_token();
    }
    true
}
