//! A run that goes on without time passing: found by the same state coming again (Brent's cycle detection), so never a
//! false alarm; cut where it goes on too long in ever new states.

use alloc::boxed::Box;
use core::cmp::Reverse;

use super::{Cut, End, Simulation};

/// How many turns one instant may have before the run is cut.
pub const MOST_MOVES_AT_ONE_INSTANT: u32 = 1_000_000;

/// Below so many turns at one instant, or 16 for each process, nothing is compared.
const USUAL: u32 = 1_024;

/// Watches a run for an instant that does not end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    instant_us: u64,
    turns: u32,
    kept: Option<Box<Simulation>>,
}

impl Watch {
    /// To be called after each turn.
    pub fn look(&mut self, simulation: &Simulation) -> Option<End> {
        if simulation.now_us != self.instant_us {
            *self = Watch { instant_us: simulation.now_us, ..Watch::default() };
            return None;
        }
        self.turns += 1;
        if self.turns < USUAL.max(16 * simulation.activities.len() as u32) {
            return None;
        }
        if self.kept.as_ref().is_some_and(|kept| kept.is_same_state(simulation)) {
            return Some(End::Livelock);
        }
        if self.turns.is_power_of_two() {
            self.kept = Some(Box::new(simulation.clone()));
        }
        (self.turns >= MOST_MOVES_AT_ONE_INSTANT).then_some(End::Cut(Cut::OneInstant))
    }
}

impl Simulation {
    /// Whether everything that decides what happens next is the same. Numbers of events and turns do not.
    fn is_same_state(&self, other: &Simulation) -> bool {
        self.world == other.world
            && self.at_once == other.at_once
            && self.dice == other.dice
            && self.activities.iter().zip(&other.activities).all(|(one, two)| {
                core::mem::discriminant(&one.plan) == core::mem::discriminant(&two.plan)
                    && (one.state, one.wait, one.has_core, one.left_us, one.slice_us, one.deadline_us)
                        == (two.state, two.wait, two.has_core, two.left_us, two.slice_us, two.deadline_us)
            })
            && self.cores == other.cores
            && self.regions == other.regions
            && self.callers == other.callers
            && self.posts.len() == other.posts.len()
            && self.locks.iter().zip(&other.locks).all(|(one, two)| one.waiters == two.waiters)
            && self
                .queues
                .iter()
                .zip(&other.queues)
                .all(|(one, two)| one.senders == two.senders && one.receivers == two.receivers)
            && self.agenda.len() == other.agenda.len()
            && self.turns_to_come().eq(other.turns_to_come())
    }

    fn turns_to_come(&self) -> impl Iterator<Item = (u64, u16)> + use<> {
        let turns = self.agenda.clone().into_sorted_vec().into_iter().rev();
        turns.map(|Reverse(due)| (due.time_us, due.process))
    }
}
