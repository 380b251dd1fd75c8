//! The graph of all states, where there are few enough to be drawn.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::look::end_of;
use super::{Phase, Reduction, Search, Stuck, certain};
use crate::simulate::End;

/// A state as a node of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// A shortest schedule that leads to it.
    pub schedule: Vec<u32>,
    /// How a run ends that comes to it; `None` where it goes on.
    pub end: Option<End>,
    /// Where each of its choices leads: numbers of nodes.
    pub next: Vec<u32>,
}

impl Search {
    /// Every state, in the order of the distance from the start; `None` where there are more than `most`, where not all are
    /// known, and where some were left out.
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
