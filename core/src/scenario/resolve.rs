//! Resolution of `wait x`: on a semaphore, on a condition variable or at a barrier. The parser cannot know, since `x` may be
//! declared later.
//!
//! A `wait` on a declared condition variable becomes [`StatementKind::WaitCondition`]. With `try` or `within` it is
//! left unchanged: the checker reports it as an error.

use alloc::collections::BTreeMap;
use alloc::string::String;

use super::tree::{Act, Attempt, Block, Item, ItemKind, StatementKind, Timeout};

/// Names of condition variables and barriers. The numbers are unused: the page already contains this map type, and not a set.
type Conditions = BTreeMap<String, u32>;

/// Resolves every `wait` among `items`.
pub(super) fn resolve(items: &mut [Item]) {
    let mut conditions = Conditions::new();
    for item in items.iter() {
        if let ItemKind::Lock(lock) = &item.kind
            && lock.kind.has_sleepers()
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
        if let StatementKind::Act(Attempt { act: Act::Wait(target), timeout: Timeout::Endless }) = &statement.kind
            && conditions.contains_key(&target.name.text)
        {
            statement.kind = StatementKind::WaitCondition { condition: target.clone(), mutex: None };
        }
        statement.kind.blocks_mut(&mut |block| resolve_block(block, conditions));
    }
}
