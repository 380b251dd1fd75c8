//! The graph of all states, where there are few enough to draw.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::observe::end_of;
use super::{Phase, Reduction, Search, Stuck, certain};
use crate::simulate::End;

/// A state as a node of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// A shortest schedule to it.
    pub schedule: Vec<u32>,
    /// How a run ends in it; `None` if it has moves.
    pub end: Option<End>,
    /// The node each of its choices leads to.
    pub next: Vec<u32>,
}

impl Search {
    /// Every state, in order of distance from the start; `None` if there are more than `most`, not all are known, or
    /// some were left out.
    pub fn nodes(&mut self, most: u32) -> Option<Vec<Node>> {
        let count = self.states.len();
        if self.phase != Phase::Finished || self.reduction != Reduction::NONE || count > most {
            return None;
        }
        let program = Arc::clone(&self.program);
        let node = |number: u32| {
            let schedule = self.schedule_to(&program, number, None);
            let next = self.states.next(&program, number);
            self.states.open(&program, number);
            let opened = self.states.opened();
            let is_last = opened.choices.is_empty();
            let stuck = |world| Stuck::of(&program, world, &certain::blocked(&program, world, &[]));
            let end = is_last.then(|| end_of(&program, &opened.world, &stuck(&opened.world)));
            Node { schedule, end, next }
        };
        Some((0..count).map(node).collect())
    }
}
