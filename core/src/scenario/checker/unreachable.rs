//! Statements that are never reached.

use super::super::diagnostic::Diagnostics;
use super::super::tree::{Block, Span, Statement, StatementKind};

/// The first statement of each block that comes after the block's end.
pub(super) fn check(block: &Block, diagnostics: &mut Diagnostics) {
    for pair in block.statements.windows(2) {
        if let Some(why) = never_goes_on(&pair[0]) {
            diagnostics.warn(first_line(&pair[1]), "this is never reached", why);
            break;
        }
    }
    for statement in &block.statements {
        for inner in statement.kind.blocks() {
            check(inner, diagnostics);
        }
    }
}

/// Of a statement with blocks only its beginning is worth underlining.
fn first_line(statement: &Statement) -> Span {
    let block = statement.kind.blocks().next().map(|block| block.span.start);
    Span { start: statement.span.start, end: block.unwrap_or(statement.span.end) }
}

/// Why nothing after `statement` is reached, if that is so.
fn never_goes_on(statement: &Statement) -> Option<&'static str> {
    let why = match &statement.kind {
        StatementKind::Stop => return Some("the `stop` before it ends the process"),
        StatementKind::Break => return Some("the `break` before it leaves the loop"),
        StatementKind::Continue => return Some("the `continue` before it begins the next round"),
        StatementKind::Loop(body) => {
            return (!has_break(body)).then_some("the `loop` before it has no `break`");
        }
        StatementKind::If { otherwise: Some(_), .. } => "no branch of the `if` before it goes on",
        StatementKind::Either(_) => "no branch of the `either` before it goes on",
        StatementKind::Select { .. } => "no arm of the `select` before it goes on",
        StatementKind::Atomic(_) => "the `atomic` before it doesn't go on",
        StatementKind::Section { .. } => "the `section` before it doesn't go on",
        _ => return None,
    };
    let mut blocks = statement.kind.blocks();
    blocks.all(|block| block.statements.iter().any(|inner| never_goes_on(inner).is_some())).then_some(why)
}

/// Is there a `break` that leaves the loop whose body this is?
fn has_break(body: &Block) -> bool {
    body.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Break => true,
        StatementKind::Loop(_) | StatementKind::While { .. } | StatementKind::Repeat { .. } => false,
        kind => kind.blocks().any(has_break),
    })
}
