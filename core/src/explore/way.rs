//! From packed states back to schedules: what leads from one state to another.

use alloc::vec::Vec;

use super::graph::Edge;
use super::label::Label;
use super::machine::Machine;
use super::moves::Entry;
use super::space::{Problem, Space};
use crate::program::Program;

/// Where a move leads, and its effect.
type Made<const W: usize> = ([u64; W], u32);

impl<const W: usize> Space<W> {
    /// Where each move of a state leads.
    pub fn next(&mut self, program: &Program, machine: &mut Machine, state: u32) -> Result<Vec<u32>, Problem> {
        let moves = self.moves_of(program, machine, self.table.get(state))?;
        Ok(moves.into_iter().map(|(next, _)| self.table.find(&machine.sorted(next))).collect())
    }

    /// Every move of a state, in the order of their numbers: where it leads, and its effect.
    fn moves_of(&mut self, program: &Program, machine: &mut Machine, state: [u64; W]) -> Result<Vec<Made<W>>, Problem> {
        let mut moves = Vec::new();
        let failed = machine.layout.fields[machine.components.failed as usize].get(&state);
        for mover in 0..if failed == 0 { machine.own.len() } else { 0 } {
            let turn = self.entry(program, machine, mover, &state)?;
            let Entry { first, count, .. } = turn.entry;
            for effect in first..first + count {
                let mut next = state;
                turn.apply(&mut next, &self.deltas[effect as usize], machine);
                moves.push((next, effect));
            }
        }
        Ok(moves)
    }

    pub fn schedule_along(
        &mut self,
        program: &Program,
        machine: &mut Machine,
        (from, way): (u32, &[Edge]),
        choice: Option<u32>,
        labels: &[Label],
    ) -> Result<Vec<u32>, Problem> {
        let mut schedule = Vec::new();
        // Where those who move really are.
        let mut real = self.table.get(from);
        let mut at = from;
        for edge in way {
            at = edge.to;
            let wanted = self.table.get(at);
            let label = labels.get(edge.label as usize);
            let moves = self.moves_of(program, machine, real)?;
            let is_it = |&(next, effect): &Made<W>| {
                machine.sorted(next) == wanted && label.is_none_or(|label| machine.has_label(effect, label))
            };
            let found = moves.iter().position(is_it).expect("a state leads to those that it has brought");
            schedule.push(found as u32);
            real = moves[found].0;
        }
        if let Some(choice) = choice {
            let last = self.table.get(at);
            let (next, effect) = self.moves_of(program, machine, last)?[choice as usize];
            let wanted = machine.sorted(next);
            let moves = self.moves_of(program, machine, real)?;
            let is_it =
                |&(next, other): &Made<W>| machine.sorted(next) == wanted && machine.does_the_same(effect, other);
            let found = moves.iter().position(is_it).expect("who has changed places can do the same");
            schedule.push(found as u32);
        }
        Ok(schedule)
    }
}
