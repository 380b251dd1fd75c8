//! What an expansion asks of blocks: their blocks, their variables, whether they return a value.

use super::super::tree::{Act, Block, Condition, Statement, StatementKind};
use super::Names;

/// Calls `with` for each block of a statement, in the order of the text.
pub(in super::super) fn blocks_mut(kind: &mut StatementKind, with: &mut dyn FnMut(&mut Block)) {
    match kind {
        StatementKind::Repeat { body, .. }
        | StatementKind::Loop(body)
        | StatementKind::While { body, .. }
        | StatementKind::Atomic(body)
        | StatementKind::Inlined { body, .. }
        | StatementKind::Section { body, .. } => with(body),
        StatementKind::If { arms, otherwise } => {
            arms.iter_mut().for_each(|(_, block)| with(block));
            otherwise.iter_mut().for_each(with);
        }
        StatementKind::Select { arms, after } => {
            arms.iter_mut().for_each(|(_, block)| with(block));
            after.iter_mut().for_each(|(_, block)| with(block));
        }
        StatementKind::Either(branches) => branches.iter_mut().for_each(with),
        StatementKind::Work { .. }
        | StatementKind::Sleep(_)
        | StatementKind::Act(_)
        | StatementKind::Post { .. }
        | StatementKind::Create(_)
        | StatementKind::Detach(_)
        | StatementKind::Signal(_)
        | StatementKind::Unlock(_)
        | StatementKind::WaitCondition { .. }
        | StatementKind::Notify { .. }
        | StatementKind::Let { .. }
        | StatementKind::Assign { .. }
        | StatementKind::Write { .. }
        | StatementKind::Evaluate(_)
        | StatementKind::Print(_)
        | StatementKind::Say(_)
        | StatementKind::Ask { .. }
        | StatementKind::Assert { .. }
        | StatementKind::Call(_)
        | StatementKind::Return(_)
        | StatementKind::Break
        | StatementKind::Continue
        | StatementKind::Stop => {}
    }
}

/// The names that a statement, without its blocks, assigns a value to; `true` for those that it declares.
fn assigned(kind: &StatementKind, see: &mut dyn FnMut(&str, bool)) {
    let mut received = |act: &Act| {
        if let Act::Receive { into, who, .. } = act {
            into.iter().chain(who).for_each(|word| see(&word.text, true));
        }
    };
    match kind {
        StatementKind::Act(attempt) | StatementKind::While { condition: Condition::Succeeds(attempt, _), .. } => {
            received(&attempt.act)
        }
        StatementKind::Select { arms, .. } => arms.iter().for_each(|(act, _)| received(act)),
        StatementKind::If { arms, .. } => {
            for (condition, _) in arms {
                if let Condition::Succeeds(attempt, _) = condition {
                    received(&attempt.act);
                }
            }
        }
        StatementKind::Let { name, .. } => see(&name.text, true),
        StatementKind::Repeat { index: Some(name), .. } => see(&name.text, true),
        StatementKind::Assign { name, .. } => see(&name.text, false),
        StatementKind::Call(call) => {
            if let Some((name, declares)) = &call.into {
                see(&name.text, *declares);
            }
        }
        _ => {}
    }
}

fn every(block: &Block, see: &mut dyn FnMut(&Statement)) {
    for statement in &block.statements {
        see(statement);
        statement.kind.blocks().for_each(|inner| every(inner, see));
    }
}

/// The variables that a block declares.
pub(super) fn variables(block: &Block) -> Names {
    let mut variables = Names::new();
    every(block, &mut |statement| {
        assigned(&statement.kind, &mut |name, declares| {
            if declares {
                variables.insert(name.into(), 0);
            }
        });
    });
    variables
}

/// Whether a block assigns a value to this name.
pub(super) fn assigns(block: &Block, wanted: &str) -> bool {
    let mut found = false;
    every(block, &mut |statement| assigned(&statement.kind, &mut |name, _| found |= name == wanted));
    found
}

/// Whether some `return` of a block has a value.
pub(super) fn returns_value(block: &Block) -> bool {
    let mut found = false;
    every(block, &mut |statement| found |= matches!(statement.kind, StatementKind::Return(Some(_))));
    found
}

/// How deep the blocks of a block are nested, itself included.
pub(super) fn depth(block: &Block) -> usize {
    1 + block.statements.iter().flat_map(|statement| statement.kind.blocks()).map(depth).max().unwrap_or(0)
}
