//! A run with a clock as a schedule: its moves as numbers among the choices of their states.
//!
//! Every move of a run is among the choices of its state, but for one thing. Under a check's eyes a process without a clock
//! also stops before `work`, `print` and the like; with a clock it has passed those by the time of its next move. So the
//! schedule has these passing moves too.

use alloc::vec::Vec;

use crate::event::EventData;
use crate::program::Program;
use crate::simulate::{Simulation, Sink};
use crate::world::{Move, World};

/// The moves of a run, each with its number, and how many events there were before it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    numbers: Vec<u32>,
    events: Vec<u32>,
    /// There are more moves than these.
    is_cut: bool,
}

/// Keeps the moves only.
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
    /// The first moves of the run that a seed chooses, at most so many, of at most so many events.
    pub fn new(program: &Program, seed: u64, events: usize, most: usize) -> Taken {
        let mut simulation = Simulation::new(program, seed);
        let mut moves = Moves::default();
        let mut is_over = false;
        while !is_over && (moves.events as usize) < events && moves.made.len() <= most {
            is_over = simulation.tick(program, &mut moves).is_some();
        }
        let last = moves.events.saturating_sub(1);
        let mut world = World::new(program, &mut ());
        let mut taken = Taken::default();
        for (chosen, before) in moves.made {
            taken.is_cut = taken.numbers.len() >= most || !taken.take(program, &mut world, chosen, before);
            if taken.is_cut {
                break;
            }
        }
        if is_over || simulation.next_us().is_none() {
            taken.pass(program, &mut world, last, most);
        }
        taken
    }

    /// At the end of a run everybody has passed all that can be passed.
    fn pass(&mut self, program: &Program, world: &mut World, before: u32, most: usize) {
        let passing = |world: &World| {
            world.choices(program).into_iter().enumerate().find(|&(_, choice)| world.only_passes(program, choice))
        };
        while let Some((number, choice)) = passing(world).filter(|_| !self.is_cut) {
            self.is_cut = self.numbers.len() >= most;
            self.numbers.push(number as u32);
            self.events.push(before);
            world.step(program, choice, &mut ());
        }
    }

    /// Makes a move, after those by which its process comes to it; whether it is possible.
    fn take(&mut self, program: &Program, world: &mut World, chosen: Move, before: u32) -> bool {
        loop {
            let choices = world.choices(program);
            let place = choices.iter().position(|&choice| choice == chosen);
            let passes = |choice: &Move| {
                let is_met = place.is_none() && u64::from(choice.process) == chosen.with;
                (choice.process == chosen.process || is_met) && world.only_passes(program, *choice)
            };
            let passing = choices.iter().position(passes);
            let Some(number) = passing.or(place) else { return false };
            self.numbers.push(number as u32);
            self.events.push(before);
            world.step(program, choices[number], &mut ());
            if passing.is_none() {
                return true;
            }
        }
    }

    /// The schedule up to the moment after so many events; `None` where that is more moves than were kept.
    pub fn until(&self, events: usize) -> Option<&[u32]> {
        let count = self.events.partition_point(|&before| (before as usize) < events);
        (count < self.numbers.len() || !self.is_cut).then(|| &self.numbers[..count])
    }
}
