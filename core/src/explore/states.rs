//! The states of a search, packed where they fit, as bytes where they do not.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::general::{General, Opened};
use super::graph::{Edge, Graph};
use super::label::{Did, Label, Labels};
use super::look::Seen;
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
    /// The first state; what happened before it is looked at.
    pub fn new(program: &Program, limits: &Limits, reduction: Reduction, seen: &mut Seen) -> States {
        if limits.packs {
            let mut did = Did::default();
            let packed = Packed::new(program, limits.prints(program), reduction, &mut did);
            seen.look_at_start(program, &did);
            return States::Packed(Box::new(packed));
        }
        let general = General::new(program);
        seen.look_at_start(program, &general.did);
        States::General(Box::new(general))
    }

    pub fn len(&self) -> u32 {
        match self {
            States::General(general) => general.store.len(),
            States::Packed(packed) => packed.len(),
        }
    }

    /// Bytes of memory, all told.
    pub fn bytes(&self) -> usize {
        match self {
            States::General(general) => general.bytes(),
            States::Packed(packed) => packed.bytes(),
        }
    }

    /// Whether moves can be left out at all.
    pub fn can_be_reduced(&self, program: &Program) -> bool {
        matches!(self, States::Packed(_)) && program.hosts.len() == 1
    }

    pub fn parents(&self) -> &Parents {
        match self {
            States::General(general) => &general.parents,
            States::Packed(packed) => &packed.parents,
        }
    }

    /// What the moves that were made do.
    pub fn labels(&self) -> &Labels {
        match self {
            States::General(general) => general.labels(),
            States::Packed(packed) => packed.labels(),
        }
    }

    /// Stands at a state, and finds its choices.
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

    /// Adds each move of at most `most` states from `next` on to a graph. How many states there were.
    pub fn add_edges(&mut self, program: &Program, next: u32, most: u32, graph: &mut Graph) -> u32 {
        match self {
            States::General(general) => {
                general.open(program, next);
                graph.state();
                general.edges(program).into_iter().for_each(|edge| graph.edge(edge));
                1
            }
            States::Packed(packed) => packed.add_edges(program, next, most, graph),
        }
    }

    /// The schedule that leads from a state along these moves, and then makes a choice in the last. A move without a label
    /// is any that leads there.
    pub fn schedule_along(
        &mut self,
        program: &Program,
        (from, way): (u32, &[Edge]),
        choice: Option<u32>,
        labels: &[Label],
    ) -> Vec<u32> {
        match self {
            States::General(general) => {
                let mut at = from;
                let along = way.iter().map(|edge| {
                    let choice = general.choice_to(program, at, edge.to, labels.get(edge.label as usize));
                    at = edge.to;
                    choice
                });
                along.chain(choice).collect()
            }
            States::Packed(packed) => packed.schedule_along(program, (from, way), choice, labels),
        }
    }

    /// Makes every move of at most `most` states from `next` on, all before `bound`, where those begin that are a move
    /// further away; what they show is seen. `None` where states have become too large for their form.
    pub fn expand(&mut self, program: &Program, next: u32, most: u32, bound: u32, seen: &mut Seen) -> Option<Expanded> {
        match self {
            States::General(general) => Some(expand_general(general, program, next, bound, seen)),
            States::Packed(packed) => {
                let expanded = packed.expand(program, next, most, bound);
                for &(state, choice, note) in &expanded.noted {
                    seen.look_at_move(program, state, choice, packed.note(note));
                }
                for &state in &expanded.to_look_at {
                    packed.open(program, state);
                    seen.look_at_state(program, state, &packed.opened);
                    let checks = seen.checks.iter().enumerate().filter(|(_, place)| place.is_some());
                    checks.for_each(|(check, _)| packed.is_seen(check));
                }
                (!packed.is_too_wide).then_some(expanded)
            }
        }
    }
}

/// One state.
fn expand_general(general: &mut General, program: &Program, state: u32, bound: u32, seen: &mut Seen) -> Expanded {
    general.open(program, state);
    seen.look_at_state(program, state, &general.opened);
    let mut expanded = Expanded { states: 1, transitions: general.opened.choices.len() as u64, ..Expanded::default() };
    for number in 0..general.opened.choices.len() {
        let (to, is_new) = general.make(program, number);
        seen.look_at_move(program, state, number as u32, &general.did);
        if is_new {
            general.parents.child();
        } else {
            expanded.goes_back |= to < bound;
        }
    }
    general.parents.next();
    expanded
}
