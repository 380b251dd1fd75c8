//! A run with a clock as a schedule: its moves as indices into the choices of their states.
//!
//! Every move of a run is among the choices of its state: an observed process stops at the same operations with a clock
//! and without.

use alloc::vec::Vec;

use crate::event::EventData;
use crate::program::Program;
use crate::simulate::{Simulation, Sink};
use crate::world::{Move, World};

/// The moves of a run, each with its number, and the number of events before it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    numbers: Vec<u32>,
    events: Vec<u32>,
    /// There are more moves than these.
    is_cut: bool,
}

/// Records the moves only.
#[derive(Default)]
struct Moves {
    events: u32,
    made: Vec<(Move, u32)>,
}

impl Sink for Moves {
    fn push(&mut self, _: EventData) {
        self.events += 1;
    }

    fn chose(&mut self, chosen: Move) {
        self.made.push((chosen, self.events));
    }
}

impl Taken {
    /// The first moves of the run with a seed: at most `most` moves, of at most `events` events.
    pub fn new(program: &Program, seed: u64, events: usize, most: usize) -> Taken {
        let mut simulation = Simulation::new(program, seed);
        let mut moves = Moves::default();
        let mut is_over = false;
        while !is_over && (moves.events as usize) < events && moves.made.len() <= most {
            is_over = simulation.tick(program, &mut moves).is_some();
        }
        let mut world = World::new(program, &mut ());
        let mut taken = Taken::default();
        for (chosen, before) in moves.made {
            taken.is_cut = taken.numbers.len() >= most || !taken.take(program, &mut world, chosen, before);
            if taken.is_cut {
                break;
            }
        }
        taken
    }

    /// Makes a move; returns whether it is possible.
    fn take(&mut self, program: &Program, world: &mut World, chosen: Move, before: u32) -> bool {
        let Some(number) = world.choices(program).iter().position(|&choice| choice == chosen) else { return false };
        self.numbers.push(number as u32);
        self.events.push(before);
        world.step(program, chosen, &mut ());
        true
    }

    /// The schedule up to the moment after this many events; `None` if it has more moves than were recorded.
    pub fn until(&self, events: usize) -> Option<&[u32]> {
        let count = self.events.partition_point(|&before| (before as usize) < events);
        (count < self.numbers.len() || !self.is_cut).then(|| &self.numbers[..count])
    }
}
