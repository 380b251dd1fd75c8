//! The state of a packed search apart from its states: components, their values, the layout, and the moves.

use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::label::Label;
use super::layout::{Field, Layout};
use super::moves::Moves;
use super::reduce::Reducer;

/// Everything but the states.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    pub components: Components,
    pub contents: Contents,
    pub layout: Layout,
    pub moves: Moves,
    pub reducer: Reducer,
    /// The field of each mover's own component.
    pub own: Vec<Field>,
    /// The fields of interchangeable processes, by group.
    pub groups: Vec<Vec<Field>>,
    pub numbers: Vec<u32>,
}

impl Machine {
    /// Sorts interchangeable processes into the one order that represents all.
    #[inline(always)]
    pub fn sort<const W: usize>(&self, state: &mut [u64; W]) {
        for group in &self.groups {
            for place in 1..group.len() {
                let mut at = place;
                while at > 0 && group[at - 1].get(state) > group[at].get(state) {
                    let (left, right) = (group[at - 1], group[at]);
                    let differs = left.get(state) ^ right.get(state);
                    state[usize::from(left.word)] ^= left.bits(differs);
                    state[usize::from(right.word)] ^= right.bits(differs);
                    at -= 1;
                }
            }
        }
    }

    pub fn sorted<const W: usize>(&self, mut state: [u64; W]) -> [u64; W] {
        self.sort(&mut state);
        state
    }

    /// Whether two effects have equal logs, whichever process of a group makes them.
    pub fn is_equivalent(&self, one: u32, other: u32) -> bool {
        let note = |effect: u32| {
            let note = self.moves.effects[effect as usize].note.checked_sub(1)?;
            let log = &self.moves.notes[note as usize];
            let prints: Vec<_> = log.prints.iter().map(|(_, values)| values).collect();
            Some((log.faulted, log.tore, prints))
        };
        note(one) == note(other)
    }

    /// Whether an effect has this label; with interchangeable processes, as far as any verdict depends on it.
    pub fn has_label(&self, effect: u32, wanted: &Label) -> bool {
        let label = &self.moves.labels.all[self.moves.effects[effect as usize].label as usize];
        match self.groups.is_empty() {
            true => label == wanted,
            false => label.prints == wanted.prints,
        }
    }

    /// The bits that an effect flips.
    pub fn delta<const W: usize>(&self, effect: usize) -> [u64; W] {
        let mut delta = [0; W];
        for &(component, old, new) in &self.moves.effects[effect].changes {
            let field = self.layout.fields[component as usize];
            delta[usize::from(field.word)] ^= field.bits(old ^ new);
        }
        delta
    }
}
