//! Warning of an `if` around `wait c with m`: before the process has the mutex again, another can change the condition.

use alloc::format;

use super::super::diagnostic::Diagnostics;
use super::super::tree::{Block, Condition, Expr, ExprKind, Process, Statement, StatementKind, Target};

/// Adds the warnings of one process.
pub(super) fn check(process: &Process, warnings: &mut Diagnostics) {
    blocks(process, &process.body, false, warnings);
}

/// `is_body` says whether this is the body of a loop: then an `if` at its end is tested again.
fn blocks(process: &Process, block: &Block, is_body: bool, warnings: &mut Diagnostics) {
    for (number, Statement { kind, .. }) in block.statements.iter().enumerate() {
        let is_last = number + 1 == block.statements.len();
        let is_tested_again = is_body && is_last || block.statements[number + 1..].iter().any(tests);
        if let Some((condition, mutex)) = awaited(kind)
            && !is_tested_again
        {
            let (process, mutex) = (&process.name.text, &mutex.name.text);
            let message =
                format!("another process can change this condition again before `{process}` has `{mutex}` back");
            let help =
                "write `while` instead of `if`: unlike in Hoare's monitors, a notified process does not run at once";
            warnings.warn(condition.span, message, help);
        }
        let is_loop =
            matches!(kind, StatementKind::Loop(_) | StatementKind::While { .. } | StatementKind::Repeat { .. });
        kind.blocks().for_each(|block| blocks(process, block, is_loop, warnings));
    }
}

/// The condition of an `if` without `else` that others can change, and the mutex of the `wait` in its block.
fn awaited(kind: &StatementKind) -> Option<(&Expr, &Target)> {
    let StatementKind::If { arms, otherwise: None } = kind else { return None };
    let [(Condition::Holds(condition), block)] = arms.as_slice() else { return None };
    let (last, _) = block.statements.split_last()?;
    if matches!(last.kind, StatementKind::Continue) || !is_shared(condition) {
        return None;
    }
    block.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::WaitCondition { mutex: Some(mutex), .. } => Some((condition, mutex)),
        _ => None,
    })
}

/// Whether a statement tests something that other processes can change.
fn tests(statement: &Statement) -> bool {
    let is_test = |condition: &Condition| matches!(condition, Condition::Holds(value) if is_shared(value));
    match &statement.kind {
        StatementKind::If { arms, .. } => arms.iter().any(|(condition, _)| is_test(condition)),
        StatementKind::While { condition, .. } => is_test(condition),
        _ => false,
    }
}

/// Whether other processes can change a value.
fn is_shared(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Of(_) | ExprKind::Instruction(..) | ExprKind::Length(_) | ExprKind::Room(_) => true,
        ExprKind::Unary(_, inside) => is_shared(inside),
        ExprKind::Binary(_, left, right) => is_shared(left) || is_shared(right),
        _ => false,
    }
}
