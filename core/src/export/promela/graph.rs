//! Which operations of a process follow which, and before which of them others can come.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::alternative::{Alternative, Then};
use super::process::Writer;
use crate::program::Op;

/// How an operation goes on.
enum GoesOn {
    /// There, and a model has no statement for it.
    Silently(u32),
    /// At these.
    At(Vec<u32>),
    /// As its alternatives say.
    ByMoves,
}

/// Which operations stand in an `atomic` of the scenario.
pub(super) fn inside(ops: &[Op]) -> Vec<bool> {
    let mut inside = alloc::vec![false; ops.len()];
    for (at, &op) in ops.iter().enumerate() {
        if let Op::Atomic { end } = op {
            inside[at + 1..end as usize].fill(true);
        }
    }
    inside
}

impl Writer<'_, '_> {
    /// How an operation goes on.
    fn goes_on(&self, at: u32) -> GoesOn {
        match self.op(at) {
            Op::Jump { target } | Op::Again { target } => GoesOn::Silently(target),
            Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Say { .. }
            | Op::Ask { .. }
            | Op::Enter { .. }
            | Op::Leave { .. } => GoesOn::Silently(at + 1),
            Op::Set { .. } | Op::Assemble { .. } | Op::Rounds { .. } | Op::Print { .. } | Op::Assert { .. } => {
                GoesOn::At([at + 1].to_vec())
            }
            Op::Unless { target, .. } => GoesOn::At([at + 1, target].to_vec()),
            Op::Repeat { exit, .. } => GoesOn::At([at + 1, exit].to_vec()),
            Op::End { .. } => GoesOn::At(Vec::new()),
            Op::Send { .. }
            | Op::Receive { .. }
            | Op::Post { .. }
            | Op::Select { .. }
            | Op::Create { .. }
            | Op::Attach { .. }
            | Op::Detach { .. }
            | Op::Read { .. }
            | Op::Write { .. }
            | Op::Instruct { .. }
            | Op::Lock { .. }
            | Op::Unlock { .. }
            | Op::Wait { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Received { .. }
            | Op::Awake { .. }
            | Op::Draw { .. }
            | Op::Inspect { .. }
            | Op::Either { .. } => GoesOn::ByMoves,
        }
    }

    /// The place, or the first operation that the model has a statement for, from here on. Ends: the compiler puts a move
    /// into every loop, and an `atomic` has only loops that count.
    pub fn follow(&self, mut at: u32) -> u32 {
        while let GoesOn::Silently(next) = self.goes_on(at)
            && !self.is_stop(at)
        {
            at = next;
        }
        at
    }

    /// Whether others can come before an operation.
    pub fn is_stop(&self, at: u32) -> bool {
        let op = self.op(at);
        let observed = self.program().processes[self.number].observed;
        !self.inside[at as usize] && (op.is_move() || observed && op.is_told())
    }

    /// Where an operation can lead to, each as often as there are ways.
    pub fn targets(&mut self, at: u32) -> Vec<u32> {
        match self.goes_on(at) {
            GoesOn::Silently(next) => [next].to_vec(),
            GoesOn::At(next) => next,
            GoesOn::ByMoves => {
                let ways = self.alternatives(at);
                let next = |way: &Alternative| match way.then {
                    Then::At(next) | Then::Fresh(next) => Some(next),
                    Then::Fault | Then::Stop => None,
                };
                ways.iter().filter_map(next).collect()
            }
        }
    }

    /// Which operations can be reached from here.
    pub fn reach(&mut self, start: u32) -> BTreeSet<u32> {
        let mut reached = BTreeSet::new();
        let mut open = alloc::vec![start];
        while let Some(at) = open.pop() {
            let at = self.follow(at);
            if reached.insert(at) {
                open.extend(self.targets(at));
            }
        }
        reached
    }
}
