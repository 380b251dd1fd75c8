//! From packed states back to schedules: the choices that lead from one state to another.

use alloc::vec::Vec;

use super::graph::Edge;
use super::label::Label;
use super::machine::Machine;
use super::moves::Entry;
use super::space::{Problem, Space};
use crate::program::Program;

/// The next state of a move, and its effect.
type Successor<const W: usize> = ([u64; W], u32);

impl<const W: usize> Space<W> {
    /// Where each move of a state leads.
    pub fn next(&mut self, program: &Program, machine: &mut Machine, state: u32) -> Result<Vec<u32>, Problem> {
        let moves = self.moves_of(program, machine, self.table.get(state))?;
        Ok(moves.into_iter().map(|(next, _)| self.table.find(&machine.sorted(next))).collect())
    }

    /// Every move of a state, in the order of their numbers: the next state and the effect.
    fn moves_of(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        state: [u64; W],
    ) -> Result<Vec<Successor<W>>, Problem> {
        let mut moves = Vec::new();
        let failed = machine.layout.fields[machine.components.failed as usize].get(&state);
        for mover in 0..if failed == 0 { machine.own.len() } else { 0 } {
            let enabled = self.entry(program, machine, mover, &state)?;
            let Entry { first, count, .. } = enabled.entry;
            for effect in first..first + count {
                let mut next = state;
                enabled.apply(&mut next, &self.deltas[effect as usize], machine);
                moves.push((next, effect));
            }
        }
        Ok(moves)
    }

    pub fn schedule_along(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        (from, path): (u32, &[Edge]),
        choice: Option<u32>,
        labels: &[Label],
    ) -> Result<Vec<u32>, Problem> {
        let mut schedule = Vec::new();
        // The state with the processes as they really move, unsorted.
        let mut real = self.table.get(from);
        let mut at = from;
        for edge in path {
            at = edge.to;
            let wanted = self.table.get(at);
            let label = labels.get(edge.label as usize);
            let moves = self.moves_of(program, machine, real)?;
            let is_match = |&(next, effect): &Successor<W>| {
                machine.sorted(next) == wanted && label.is_none_or(|label| machine.has_label(effect, label))
            };
            let found = moves.iter().position(is_match).expect("a move leads to every known successor");
            schedule.push(found as u32);
            real = moves[found].0;
        }
        if let Some(choice) = choice {
            let last = self.table.get(at);
            let (next, effect) = self.moves_of(program, machine, last)?[choice as usize];
            let wanted = machine.sorted(next);
            let moves = self.moves_of(program, machine, real)?;
            let is_match =
                |&(next, other): &Successor<W>| machine.sorted(next) == wanted && machine.is_equivalent(effect, other);
            let found = moves.iter().position(is_match).expect("an interchangeable process can make the same move");
            schedule.push(found as u32);
        }
        Ok(schedule)
    }
}
