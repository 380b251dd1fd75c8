//! Warnings of unreachable statements.

use super::super::diagnostic::Diagnostics;
use super::super::tree::{Block, Span, Statement, StatementKind};

/// Warns of the first unreachable statement of each block.
pub(super) fn check(block: &Block, diagnostics: &mut Diagnostics) {
    for pair in block.statements.windows(2) {
        if let Some(why) = why_never_continues(&pair[0]) {
            diagnostics.warn(first_line(&pair[1]), "this statement is never reached", why);
            break;
        }
    }
    for statement in &block.statements {
        for inner in statement.kind.blocks() {
            check(inner, diagnostics);
        }
    }
}

/// The span of a statement up to its first block: only this is worth underlining.
fn first_line(statement: &Statement) -> Span {
    let block = statement.kind.blocks().next().map(|block| block.span.start);
    Span { start: statement.span.start, end: block.unwrap_or(statement.span.end) }
}

/// The reason why no statement after `statement` is reached, if there is one.
pub(super) fn why_never_continues(statement: &Statement) -> Option<&'static str> {
    let why = match &statement.kind {
        StatementKind::Stop => return Some("the `stop` before it ends the process"),
        StatementKind::Return(_) => return Some("the `return` before it leaves the procedure"),
        StatementKind::Break => return Some("the `break` before it leaves the loop"),
        StatementKind::Continue => return Some("the `continue` before it starts the next iteration"),
        StatementKind::Loop(body) => {
            return (!has_break(body)).then_some("the `loop` before it has no `break`");
        }
        StatementKind::If { otherwise: Some(_), .. } => "no branch of the `if` before it reaches this point",
        StatementKind::Either(_) => "no branch of the `either` before it reaches this point",
        StatementKind::Select { .. } => "no arm of the `select` before it reaches this point",
        StatementKind::Atomic(_) => "the `atomic` before it never reaches this point",
        StatementKind::Section { .. } => "the `section` before it never reaches this point",
        _ => return None,
    };
    let mut blocks = statement.kind.blocks();
    blocks.all(|block| block.statements.iter().any(|inner| why_never_continues(inner).is_some())).then_some(why)
}

/// Whether a `break` leaves the loop with this body.
fn has_break(body: &Block) -> bool {
    body.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Break => true,
        StatementKind::Loop(_) | StatementKind::While { .. } | StatementKind::Repeat { .. } => false,
        kind => kind.blocks().any(has_break),
    })
}
