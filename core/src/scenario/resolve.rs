//! What the parser can't know: whether `wait x` waits for a semaphore or on a condition variable.
//!
//! A `wait` on what is declared as a condition variable becomes one. With `try` or `within` it stays as it is: that
//! is a mistake, and the checker's business.

use alloc::collections::BTreeMap;
use alloc::string::String;

use super::tree::{Act, Attempt, Block, Item, ItemKind, LockKind, Patience, StatementKind};

/// Names of condition variables. The numbers mean nothing: of this sort of map there is another in the page anyway.
type Conditions = BTreeMap<String, u32>;

/// Resolves every `wait` among `items`.
pub(super) fn resolve(items: &mut [Item]) {
    let mut conditions = Conditions::new();
    for item in items.iter() {
        if let ItemKind::Lock(lock) = &item.kind
            && lock.kind == LockKind::Condition
        {
            conditions.insert(lock.name.text.clone(), 0);
        }
    }
    if !conditions.is_empty() {
        resolve_items(items, &conditions);
    }
}

fn resolve_items(items: &mut [Item], conditions: &Conditions) {
    for item in items {
        match &mut item.kind {
            ItemKind::Process(process) => resolve_block(&mut process.body, conditions),
            ItemKind::Group { items, .. } => resolve_items(items, conditions),
            _ => {}
        }
    }
}

fn resolve_block(block: &mut Block, conditions: &Conditions) {
    for statement in &mut block.statements {
        if let StatementKind::Act(Attempt { act: Act::Wait(target), patience: Patience::Endless }) = &statement.kind
            && conditions.contains_key(&target.name.text)
        {
            statement.kind = StatementKind::WaitCondition { condition: target.clone(), mutex: None };
        }
        match &mut statement.kind {
            StatementKind::Repeat { body, .. }
            | StatementKind::Loop(body)
            | StatementKind::While { body, .. }
            | StatementKind::Atomic(body)
            | StatementKind::Section { body, .. } => resolve_block(body, conditions),
            StatementKind::If { arms, otherwise } => {
                arms.iter_mut().for_each(|(_, block)| resolve_block(block, conditions));
                otherwise.iter_mut().for_each(|block| resolve_block(block, conditions));
            }
            StatementKind::Select { arms, after } => {
                arms.iter_mut().for_each(|(_, block)| resolve_block(block, conditions));
                after.iter_mut().for_each(|(_, block)| resolve_block(block, conditions));
            }
            StatementKind::Either(branches) => {
                branches.iter_mut().for_each(|block| resolve_block(block, conditions));
            }
            _ => {}
        }
    }
}
