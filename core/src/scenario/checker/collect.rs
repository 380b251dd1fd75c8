//! Collects the variables and sections of processes before they are checked.

use alloc::vec::Vec;

use super::super::index::Index;
use super::super::tree::{Act, Block, Condition, Process, StatementKind};

/// Adds all variables and sections of `process`.
pub(super) fn collect<'s>(process: &'s Process, variables: &mut Index<'s>, sections: &mut Index<'s>) {
    let of = process.name.text.as_str();
    visit(&process.body, &mut |kind| {
        match kind {
            StatementKind::Let { name, .. } => _ = variables.add(of, &name.text, 0),
            StatementKind::Inlined { into: Some((name, true)), .. } => _ = variables.add(of, &name.text, 0),
            StatementKind::Repeat { index: Some(index), .. } => _ = variables.add(of, &index.text, 0),
            StatementKind::Section { name, .. } => _ = sections.add("", &name.text, 0),
            _ => {}
        }
        for act in acts(kind) {
            if let Act::Receive { into, who, .. } = act {
                into.iter().chain(who).for_each(|name| _ = variables.add(of, &name.text, 0));
            }
        }
    });
}

/// Visits every statement of `block`, including nested ones.
fn visit<'s>(block: &'s Block, see: &mut dyn FnMut(&'s StatementKind)) {
    for statement in &block.statements {
        see(&statement.kind);
        for inner in statement.kind.blocks() {
            visit(inner, see);
        }
    }
}

/// The acts of a statement, without those in its blocks.
fn acts(kind: &StatementKind) -> Vec<&Act> {
    match kind {
        StatementKind::Act(attempt) => alloc::vec![&attempt.act],
        StatementKind::While { condition, .. } => tried(condition).into_iter().collect(),
        StatementKind::If { arms, .. } => arms.iter().filter_map(|(condition, _)| tried(condition)).collect(),
        StatementKind::Select { arms, .. } => arms.iter().map(|(act, _)| act).collect(),
        _ => Vec::new(),
    }
}

/// The act of a condition, if it is one.
fn tried(condition: &Condition) -> Option<&Act> {
    match condition {
        Condition::Succeeds(attempt, _) => Some(&attempt.act),
        Condition::Holds(_) => None,
    }
}
