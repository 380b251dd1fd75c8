//! The control-flow graph of a process, and the operations before which others can come.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::alternative::{Alternative, Then};
use super::conditions::Cond;
use super::process::Writer;
use crate::program::Op;

/// The successors of an operation.
enum Successors {
    /// One, and the model has no statement for the operation.
    Skip(u32),
    /// These.
    Of(Vec<u32>),
    /// Those of its alternatives.
    Alternatives,
}

/// Which operations are inside an `atomic` of the scenario.
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
    /// The successors of an operation.
    fn successors(&self, at: u32) -> Successors {
        match self.op(at) {
            Op::Jump { target } | Op::Again { target } => Successors::Skip(target),
            Op::Work { .. } | Op::Sleep { .. } => Successors::Skip(at + 1),
            Op::Show { what } => match self.shown_fails(what) {
                Cond::Never => Successors::Skip(at + 1),
                _ => Successors::Of([at + 1].to_vec()),
            },
            Op::Set { .. } | Op::Assemble { .. } | Op::Rounds { .. } | Op::Print { .. } | Op::Assert { .. } => {
                Successors::Of([at + 1].to_vec())
            }
            Op::Unless { target, .. } => Successors::Of([at + 1, target].to_vec()),
            Op::Repeat { exit, .. } => Successors::Of([at + 1, exit].to_vec()),
            Op::End { .. } => Successors::Of(Vec::new()),
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
            | Op::Either { .. } => Successors::Alternatives,
        }
    }

    /// The place, or the first operation with a statement in the model, from here on. Terminates: the compiler puts a
    /// move into every loop, and an `atomic` has only loops that count.
    pub fn follow(&self, mut at: u32) -> u32 {
        while let Successors::Skip(next) = self.successors(at)
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

    /// The successors of an operation, each as often as there are alternatives.
    pub fn targets(&mut self, at: u32) -> Vec<u32> {
        match self.successors(at) {
            Successors::Skip(next) => [next].to_vec(),
            Successors::Of(next) => next,
            Successors::Alternatives => {
                let alternatives = self.alternatives(at);
                let next = |alternative: &Alternative| match alternative.then {
                    Then::At(next) | Then::Fresh(next) => Some(next),
                    Then::Fault | Then::Stop => None,
                };
                alternatives.iter().filter_map(next).collect()
            }
        }
    }

    /// The operations that can be reached from here.
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
