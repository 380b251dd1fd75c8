//! Breadth-first search over packed states, many at a time.
//!
//! A batch of states is expanded: for each mover the entry of its moves is looked up, and each move is an exclusive or.
//! The next states are hashed and looked up among the recent states, and the remaining ones in the table. When a
//! component has more values than its field has room for, all states get a new layout.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::general::Opened;
use super::graph::{Edge, Graph};
use super::label::{Label, Labels, MoveLog};
use super::layout::{Field, Layout, MOST_WORDS};
use super::machine::Machine;
use super::moves::Moves;
use super::parents::Parents;
use super::reduce::Reducer;
use super::space::{Expanded, Problem, Space};
use super::table::{MOST_STATES, hash};
use super::watch::Watch;
use super::{Printing, Reduction};
use crate::program::Program;
use crate::world::World;

/// States expanded at a time.
const BATCH: u32 = 64;

/// By the number of words in a state.
#[derive(Clone, Debug)]
enum Spaces {
    W1(Box<Space<1>>),
    W2(Box<Space<2>>),
    W3(Box<Space<3>>),
    W4(Box<Space<4>>),
    W8(Box<Space<8>>),
}

/// Does the same for every width.
macro_rules! each_width {
    ($spaces:expr, $space:ident => $body:expr) => {
        match $spaces {
            Spaces::W1($space) => $body,
            Spaces::W2($space) => $body,
            Spaces::W3($space) => $body,
            Spaces::W4($space) => $body,
            Spaces::W8($space) => $body,
        }
    };
}

/// A search over packed states.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    machine: Machine,
    spaces: Spaces,
    pub parents: Parents,
    pub opened: Opened,
    /// Its states need more words than a packed state has.
    pub is_too_wide: bool,
}

impl Packed {
    /// The first state is in the table; what happened before it is in `log`.
    pub fn new(program: &Program, prints: Printing, reduction: Reduction, log: &mut MoveLog) -> Packed {
        let world = World::new(program, log);
        let components = Components::new(program);
        let reducer = Reducer::new(program, &components, reduction, prints);
        let contents = Contents::new(program, &components, world, &reducer.groups);
        let moves = Moves::new(program, &components);
        let layout = Layout::new(&contents.counts());
        let opened = Opened { world: contents.world.clone(), choices: Vec::new() };
        let space = Space::<1> { watch: Watch::new(program, &components), ..Space::default() };
        let mut packed = Packed {
            machine: Machine {
                reducer,
                groups: Vec::new(),
                own: Vec::new(),
                numbers: alloc::vec![0; components.len()],
                components,
                contents,
                layout,
                moves,
            },
            spaces: Spaces::W1(Box::new(space)),
            parents: Parents::default(),
            opened,
            is_too_wide: false,
        };
        if let Spaces::W1(space) = &mut packed.spaces {
            // Every component has its first value.
            space.table.find_or_add(&[0], hash(&[0]));
        }
        packed.lay_out();
        packed
    }

    /// The number of states.
    pub fn len(&self) -> u32 {
        each_width!(&self.spaces, space => space.table.len())
    }

    /// Bytes of memory in all.
    pub fn bytes(&self) -> usize {
        let machine = self.machine.contents.bytes() + self.machine.moves.bytes();
        machine + self.parents.bytes() + each_width!(&self.spaces, space => space.bytes())
    }

    /// The labels of the moves made so far.
    pub fn labels(&self) -> &Labels {
        &self.machine.moves.labels
    }

    /// The log of a noted move.
    pub fn note(&self, note: u32) -> &MoveLog {
        &self.machine.moves.notes[note as usize - 1]
    }

    /// Stops watching a check that has been decided.
    pub fn stop_watching(&mut self, check: usize) {
        each_width!(&mut self.spaces, space => space.watch.stop_watching(check));
    }

    /// Loads a state and finds its choices.
    pub fn open(&mut self, program: &Program, state: u32) {
        let machine = &mut self.machine;
        each_width!(&self.spaces, space => machine.layout.unpack(&space.table.get(state), &mut machine.numbers));
        machine.contents.load(program, &machine.components, &machine.numbers);
        self.opened.world.clone_from(&machine.contents.world);
        self.opened.choices = self.opened.world.choices(program);
    }

    /// Expands at most `most` states from `next` on, all before `bound`, the first state one move further away.
    pub fn expand(&mut self, program: &Program, next: u32, most: u32, bound: u32) -> Expanded {
        let end = bound.min(next.saturating_add(most.min(BATCH)));
        while !self.is_too_wide {
            let done = each_width!(&mut self.spaces, space => {
                space.expand(program, &mut self.machine, &mut self.parents, (next..end, bound))
            });
            match done {
                Ok(expanded) => {
                    self.is_too_wide |= self.len() > MOST_STATES - 100_000;
                    return expanded;
                }
                Err(Problem::NoRoom) => self.lay_out(),
            }
        }
        Expanded::default()
    }

    /// Adds each move of at most `most` states from `next` on to a graph. Returns the number of states.
    pub fn add_edges(&mut self, program: &Program, next: u32, most: u32, graph: &mut Graph) -> u32 {
        let end = self.len().min(next.saturating_add(most.min(BATCH)));
        loop {
            let done = each_width!(&mut self.spaces, space => {
                space.add_edges(program, &mut self.machine, next..end, graph)
            });
            match done {
                Ok(()) => return end - next,
                Err(Problem::NoRoom) => self.lay_out(),
            }
        }
    }

    /// Where each move of a state leads.
    pub fn next(&mut self, program: &Program, state: u32) -> Vec<u32> {
        loop {
            let next = each_width!(&mut self.spaces, space => space.next(program, &mut self.machine, state));
            match next {
                Ok(next) => return next,
                Err(Problem::NoRoom) => self.lay_out(),
            }
        }
    }

    /// The schedule from a state along these moves, followed by a choice in the last state. Where interchangeable
    /// processes were sorted on the way, it names the processes that really move.
    pub fn schedule_along(
        &mut self,
        program: &Program,
        (from, path): (u32, &[Edge]),
        choice: Option<u32>,
        labels: &[Label],
    ) -> Vec<u32> {
        loop {
            let schedule = each_width!(&mut self.spaces, space => {
                space.schedule_along(program, &mut self.machine, (from, path), choice, labels)
            });
            match schedule {
                Ok(schedule) => return schedule,
                Err(Problem::NoRoom) => self.lay_out(),
            }
        }
    }

    /// Gives every component a field with room for all its values.
    fn lay_out(&mut self) {
        let counts = self.machine.contents.counts();
        let layout = Layout::new(&counts);
        if layout.words > MOST_WORDS {
            self.is_too_wide = true;
            return;
        }
        let pairs = self.machine.layout.fields.iter().copied().zip(layout.fields.iter().copied());
        let pairs: Vec<(Field, Field)> = pairs.filter(|(old, _)| old.mask != 0).collect();
        let words = layout.words;
        self.machine.layout = layout;
        self.machine.own = self.machine.moves.own.iter().map(|&own| self.machine.layout.fields[own as usize]).collect();
        let fields =
            |group: &Vec<u16>| group.iter().map(|&member| self.machine.layout.fields[usize::from(member)]).collect();
        self.machine.groups = self.machine.reducer.groups.iter().map(fields).collect();
        let empty = Spaces::W1(Box::default());
        let spaces = core::mem::replace(&mut self.spaces, empty);
        let machine = &self.machine;
        self.spaces = each_width!(spaces, space => match words {
            1 => Spaces::W1(Box::new(space.laid_out(machine, &pairs))),
            2 => Spaces::W2(Box::new(space.laid_out(machine, &pairs))),
            3 => Spaces::W3(Box::new(space.laid_out(machine, &pairs))),
            4 => Spaces::W4(Box::new(space.laid_out(machine, &pairs))),
            _ => Spaces::W8(Box::new(space.laid_out(machine, &pairs))),
        });
    }
}
