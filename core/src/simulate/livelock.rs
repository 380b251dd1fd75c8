//! Runs in which time does not advance, found by a recurring state (Brent's cycle detection), so that there is no false
//! alarm. Such a run is a livelock if it is one by the explorer's definition; otherwise, and if it continues too long
//! through new states, it is stopped. So is a run in which time passes without any event.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Cut, End, Simulation, Sink, State};
use crate::event::{EventData, Progress};
use crate::id::ProcessId;
use crate::program::{Goal, Program};
use crate::world::{Move, NETWORK};

/// The largest number of turns at one instant before the run is stopped.
pub const MOST_MOVES_AT_ONE_INSTANT: u32 = 1_000_000;

/// The largest number of turns without any event before the run is stopped.
pub const MOST_MOVES_WITHOUT_EVENT: u32 = 1_000_000;

/// States are compared only after this many turns at one instant, or 16 for each process.
const USUAL: u32 = 1_024;

/// Watches a run for an instant that does not end, and for a time in which nothing is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    /// The number of events, and of turns since the latest.
    events: usize,
    silent: u32,
    instant_us: u64,
    turns: u32,
    /// A state that may recur, and the number of turns before it.
    kept: Option<(u32, Box<Simulation>)>,
}

impl Watch {
    /// Call this after each turn.
    pub fn look(&mut self, program: &Program, simulation: &Simulation) -> Option<End> {
        self.silent = if simulation.events() == self.events { self.silent + 1 } else { 0 };
        self.events = simulation.events();
        if simulation.now_us != self.instant_us {
            let (events, silent) = (self.events, self.silent);
            *self = Watch { events, silent, instant_us: simulation.now_us, ..Watch::default() };
            return (silent >= MOST_MOVES_WITHOUT_EVENT).then_some(End::Cut(Cut::Silence));
        }
        self.turns += 1;
        if self.turns < USUAL.max(16 * simulation.activities.len() as u32) {
            return None;
        }
        if let Some((turns, kept)) = &self.kept
            && kept.is_same_state(simulation)
        {
            let is_livelock = kept.is_livelock(program, self.turns - turns);
            return Some(if is_livelock { End::Livelock } else { End::Cut(Cut::OneInstant) });
        }
        if self.turns.is_power_of_two() {
            self.kept = Some((self.turns, Box::new(simulation.clone())));
        }
        (self.turns >= MOST_MOVES_AT_ONE_INSTANT).then_some(End::Cut(Cut::OneInstant))
    }
}

/// The turns between two occurrences of the same state.
#[derive(Default)]
struct Round {
    works: bool,
    vain: bool,
    movers: Vec<ProcessId>,
}

impl Sink for Round {
    fn push(&mut self, event: EventData) {
        self.works |= event.kind.progress() == Progress::Works;
        self.vain |= event.kind.progress() == Progress::Vain;
    }

    fn chose(&mut self, chosen: Move) {
        self.movers.push(chosen.process);
    }
}

impl Simulation {
    /// Whether the turns until this state recurs are a livelock: no process works, some process retries without
    /// success, one of those that move could still come to work, and none waits for a later time.
    fn is_livelock(&self, program: &Program, turns: u32) -> bool {
        let mut again = self.clone();
        let mut round = Round::default();
        for _ in 0..turns {
            again.tick(program, &mut round);
        }
        let is_vain = round.vain || again.looks != self.looks;
        let could_work =
            |&mover: &ProcessId| mover != NETWORK && self.world.could_come_to(program, mover.index(), Goal::Works);
        let waits_for_core = |(process, activity): (usize, &super::Activity)| {
            activity.state == State::Ready && !round.movers.contains(&ProcessId(process as u16))
        };
        let nobody_is_put_off = self.agenda.iter().all(|Reverse(due)| due.time_us <= self.now_us)
            && !self.activities.iter().enumerate().any(waits_for_core);
        !round.works && is_vain && nobody_is_put_off && round.movers.iter().any(could_work)
    }
}

impl Simulation {
    /// Whether all that decides what happens next is the same. The numbers of events and turns do not decide it.
    fn is_same_state(&self, other: &Simulation) -> bool {
        self.world == other.world
            && self.at_once == other.at_once
            && self.rng == other.rng
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
