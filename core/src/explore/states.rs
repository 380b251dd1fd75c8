//! The states of a search: packed if they fit, otherwise as bytes.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::general::{General, Opened};
use super::graph::{Edge, Graph};
use super::label::{Label, Labels, MoveLog};
use super::observe::Seen;
use super::packed::Packed;
use super::parents::Parents;
use super::space::Expanded;
use super::{Limits, Reduction};
use crate::program::Program;

/// Every state found so far.
#[derive(Clone, Debug)]
pub(super) enum States {
    General(Box<General>),
    Packed(Box<Packed>),
}

impl States {
    /// The first state; what happened before it is observed.
    pub fn new(program: &Program, limits: &Limits, reduction: Reduction, seen: &mut Seen) -> States {
        if limits.packs {
            let mut log = MoveLog::default();
            let packed = Packed::new(program, limits.prints(program), reduction, &mut log);
            seen.observe_start(program, &log);
            return States::Packed(Box::new(packed));
        }
        let general = General::new(program);
        seen.observe_start(program, &general.log);
        States::General(Box::new(general))
    }

    pub fn len(&self) -> u32 {
        match self {
            States::General(general) => general.store.len(),
            States::Packed(packed) => packed.len(),
        }
    }

    /// Bytes of memory in all.
    pub fn bytes(&self) -> usize {
        match self {
            States::General(general) => general.bytes(),
            States::Packed(packed) => packed.bytes(),
        }
    }

    /// Whether reductions are possible at all.
    pub fn can_be_reduced(&self, program: &Program) -> bool {
        matches!(self, States::Packed(_)) && program.hosts.len() == 1
    }

    pub fn parents(&self) -> &Parents {
        match self {
            States::General(general) => &general.parents,
            States::Packed(packed) => &packed.parents,
        }
    }

    /// The labels of the moves made so far.
    pub fn labels(&self) -> &Labels {
        match self {
            States::General(general) => general.labels(),
            States::Packed(packed) => packed.labels(),
        }
    }

    /// Loads a state and finds its choices.
    pub fn open(&mut self, program: &Program, state: u32) {
        match self {
            States::General(general) => general.open(program, state),
            States::Packed(packed) => packed.open(program, state),
        }
    }

    /// The state that was opened last.
    pub fn opened(&self) -> &Opened {
        match self {
            States::General(general) => &general.opened,
            States::Packed(packed) => &packed.opened,
        }
    }

    /// Where each move of a state leads.
    pub fn next(&mut self, program: &Program, state: u32) -> Vec<u32> {
        match self {
            States::General(general) => {
                general.open(program, state);
                general.edges(program).into_iter().map(|edge| edge.to).collect()
            }
            States::Packed(packed) => packed.next(program, state),
        }
    }

    /// Adds each move of at most `most` states from `next` on to a graph. Returns the number of states.
    pub fn add_edges(&mut self, program: &Program, next: u32, most: u32, graph: &mut Graph) -> u32 {
        match self {
            States::General(general) => {
                general.open(program, next);
                graph.begin_state();
                general.edges(program).into_iter().for_each(|edge| graph.add_edge(edge));
                1
            }
            States::Packed(packed) => packed.add_edges(program, next, most, graph),
        }
    }

    /// The schedule from a state along these moves, followed by a choice in the last state. A move without a label is
    /// any that leads there.
    pub fn schedule_along(
        &mut self,
        program: &Program,
        (from, path): (u32, &[Edge]),
        choice: Option<u32>,
        labels: &[Label],
    ) -> Vec<u32> {
        match self {
            States::General(general) => {
                let mut at = from;
                let along = path.iter().map(|edge| {
                    let choice = general.choice_to(program, at, edge.to, labels.get(edge.label as usize));
                    at = edge.to;
                    choice
                });
                along.chain(choice).collect()
            }
            States::Packed(packed) => packed.schedule_along(program, (from, path), choice, labels),
        }
    }

    /// Expands at most `most` states from `next` on, all before `bound`, the first state one move further away, and
    /// observes them. `None` if states have become too large to be packed.
    pub fn expand(&mut self, program: &Program, next: u32, most: u32, bound: u32, seen: &mut Seen) -> Option<Expanded> {
        match self {
            States::General(general) => Some(expand_general(general, program, next, bound, seen)),
            States::Packed(packed) => {
                let expanded = packed.expand(program, next, most, bound);
                for &(state, choice, note) in &expanded.noted {
                    seen.observe_move(program, state, choice, packed.note(note));
                }
                for &state in &expanded.to_inspect {
                    packed.open(program, state);
                    seen.observe_state(program, state, &packed.opened);
                    let checks = seen.checks.iter().enumerate().filter(|(_, place)| place.is_some());
                    checks.for_each(|(check, _)| packed.stop_watching(check));
                }
                (!packed.is_too_wide).then_some(expanded)
            }
        }
    }
}

fn expand_general(general: &mut General, program: &Program, state: u32, bound: u32, seen: &mut Seen) -> Expanded {
    general.open(program, state);
    seen.observe_state(program, state, &general.opened);
    let mut expanded = Expanded { states: 1, transitions: general.opened.choices.len() as u64, ..Expanded::default() };
    for number in 0..general.opened.choices.len() {
        let (to, is_new) = general.make(program, number);
        seen.observe_move(program, state, number as u32, &general.log);
        if is_new {
            general.parents.child();
        } else {
            expanded.goes_back |= to < bound;
        }
    }
    general.parents.next();
    expanded
}
