//! Which operations of a process follow which, and before which of them others can come.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::process::Writer;
use crate::program::Op;

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
    /// Where jumps from here lead in the end.
    pub fn follow(&self, at: u32) -> u32 {
        match self.op(at) {
            Op::Jump { target } => self.follow(target),
            _ => at,
        }
    }

    /// Whether others can come before an operation.
    pub fn is_stop(&self, at: u32) -> bool {
        let op = self.op(at);
        let observed = self.program().processes[self.number].observed;
        !self.inside[at as usize] && (op.is_move() || observed && op.is_told())
    }

    /// Where an operation can lead to.
    fn after(&self, at: u32) -> Vec<u32> {
        let program = self.program();
        let mut after = match self.op(at) {
            Op::Unless { target, .. } => [at + 1, target].to_vec(),
            Op::Repeat { exit, .. } => [at + 1, exit].to_vec(),
            Op::Either { count, first } => program.branches[first as usize..][..usize::from(count)].to_vec(),
            Op::Again { target } | Op::Jump { target } => [target].to_vec(),
            Op::Select { select } => {
                let spec = &program.selects[select as usize];
                let arms = program.arms[spec.first as usize..][..usize::from(spec.count)].iter().map(|arm| arm.target);
                arms.chain(spec.after.map(|(_, target)| target)).collect()
            }
            Op::End { .. } => Vec::new(),
            // In an `atomic` of the scenario it comes about or not, and goes on here either way.
            op if op.attempt().is_some() && self.inside[at as usize] => [at + 1, at + 1].to_vec(),
            Op::Notify { all: false, .. } if self.inside[at as usize] => [at + 1, at + 1].to_vec(),
            _ => [at + 1].to_vec(),
        };
        after.iter_mut().for_each(|place| *place = self.follow(*place));
        after
    }

    /// Which operations can be reached from here; counts the ways to each.
    pub fn reach(&mut self, start: u32) -> BTreeSet<u32> {
        self.ways = alloc::vec![0; self.inside.len()];
        let mut reached = BTreeSet::new();
        let mut open = [self.follow(start)].to_vec();
        while let Some(at) = open.pop() {
            if reached.insert(at) {
                for next in self.after(at) {
                    self.ways[next as usize] += 1;
                    open.push(next);
                }
            }
        }
        reached
    }
}
