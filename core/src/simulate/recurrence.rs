//! Runs in which a state recurs, found by Brent's cycle detection (1980), so without false alarms.
//!
//! If time has passed between its two occurrences, the run repeats this part forever, and ends after the first round:
//! by [`End::Livelock`] if nobody makes progress in it, otherwise by [`End::Repeats`]. If no time has
//! passed, it is a livelock, or the run is stopped. A run is also stopped after too many moves without the passage of
//! time, or without any event.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Cut, End, Plan, Simulation, Sink, State};
use crate::event::{EventData, Progress};
use crate::id::ProcessId;
use crate::program::{Goal, Program};
use crate::world::{Move, NETWORK};

/// The largest number of turns at one instant before the run is stopped.
pub const MOST_MOVES_AT_ONE_INSTANT: u32 = 1_000_000;

/// The largest number of turns without any event before the run is stopped.
pub const MOST_MOVES_WITHOUT_EVENT: u32 = 1_000_000;

/// After this many events the end of an instant is no longer compared with earlier ones: nobody sees such a round at a
/// glance, and finding its start takes about four times as long as the run so far.
const MOST_WATCHED: usize = 100_000;

/// States at one instant are compared only after this many turns there, or 16 for each process.
const USUAL: u32 = 1_024;

/// The part of a run that repeats forever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// The time of the state that recurs, in µs.
    pub from_us: u64,
    /// The length of a round, in µs.
    pub every_us: u64,
    /// The number of events before the first round.
    pub before: usize,
    /// The number of events of a round.
    pub events: usize,
    /// Processes that make no progress in a round, although others do and they could still come to some.
    pub idle: Vec<ProcessId>,
    /// No process waits for a core during the whole round.
    pub is_fair: bool,
    /// The first round is over when so many instants are.
    pub(crate) rests: u32,
}

/// The finding of a watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The run ends.
    End(End),
    /// The latest instants, this many, repeat forever.
    Recurs(u32),
}

/// Watches a run for a state that recurs, for an instant that does not end, and for a time in which nothing is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    /// The number of events, and of turns since the latest.
    events: usize,
    silent: u32,
    instant_us: u64,
    /// The number of turns at this instant.
    turns: u32,
    /// A state at this instant that may recur, and the number of turns before it.
    kept: Option<(u32, Box<Simulation>)>,
    /// The number of instants that are over.
    rests: u32,
    /// A state at the end of an instant that may recur, and the number of instants up to it.
    rest: Option<(u32, Box<Simulation>)>,
}

impl Watch {
    /// Call this after each turn.
    pub fn look(&mut self, program: &Program, simulation: &Simulation) -> Option<Seen> {
        self.silent = if simulation.events() == self.events { self.silent + 1 } else { 0 };
        self.events = simulation.events();
        if simulation.now_us != self.instant_us {
            (self.instant_us, self.turns, self.kept) = (simulation.now_us, 0, None);
            if self.silent >= MOST_MOVES_WITHOUT_EVENT {
                return Some(Seen::End(End::Cut(Cut::Silence)));
            }
        }
        if simulation.is_at_rest() {
            return self.look_at_rest(simulation);
        }
        self.turns += 1;
        if self.turns < USUAL.max(16 * simulation.activities.len() as u32) {
            return None;
        }
        if let Some((turns, kept)) = &self.kept
            && kept.is_same_state(simulation)
        {
            let round = kept.round(program, self.turns - turns, 0);
            let is_livelock = round.is_livelock(program, kept, 0) && round.puts_nobody_off(kept);
            return Some(Seen::End(if is_livelock { End::Livelock } else { End::Cut(Cut::OneInstant) }));
        }
        if self.turns.is_power_of_two() {
            self.kept = Some((self.turns, Box::new(simulation.clone())));
        }
        (self.turns >= MOST_MOVES_AT_ONE_INSTANT).then_some(Seen::End(End::Cut(Cut::OneInstant)))
    }

    fn look_at_rest(&mut self, simulation: &Simulation) -> Option<Seen> {
        if self.events > MOST_WATCHED {
            self.rest = None;
            return None;
        }
        self.rests += 1;
        if let Some((rests, known)) = &self.rest
            && known.is_same_state(simulation)
        {
            return Some(Seen::Recurs(self.rests - rests));
        }
        if self.rests.is_power_of_two() {
            self.rest = Some((self.rests, Box::new(simulation.clone())));
        }
        None
    }
}

/// The turns between two occurrences of the same state.
#[derive(Default)]
struct Round {
    works: bool,
    vain: bool,
    movers: Vec<ProcessId>,
    /// Processes that make progress.
    ahead: Vec<ProcessId>,
}

impl Sink for Round {
    fn push(&mut self, event: EventData) {
        let progress = event.kind.progress();
        self.works |= progress == Progress::Works;
        self.vain |= progress == Progress::Vain;
        if matches!(progress, Progress::Ahead | Progress::Works) {
            self.ahead.push(ProcessId(event.process));
        }
    }

    fn chose(&mut self, chosen: Move) {
        self.movers.push(chosen.process);
    }
}

impl Round {
    /// Whether it is a livelock, as it begins at this state and takes so many µs: no process works, some process retries
    /// without success, one of those that move could still come to work, and none waits for a later time. One that waits
    /// for a core may be the cause: then the explorer, which ignores cores, need not know this livelock.
    fn is_livelock(&self, program: &Program, start: &Simulation, every_us: u64) -> bool {
        let could_work =
            |&mover: &ProcessId| mover != NETWORK && start.world.could_come_to(program, mover.index(), Goal::Works);
        let ends_us = start.now_us + every_us;
        let is_in_it = |Reverse(due): &Reverse<super::Due>| due.time_us <= ends_us;
        !self.works && self.vain && start.agenda.iter().all(is_in_it) && self.movers.iter().any(could_work)
    }

    fn puts_nobody_off(&self, start: &Simulation) -> bool {
        !start.activities.iter().enumerate().any(|(process, activity)| {
            activity.state == State::Ready && !self.movers.contains(&ProcessId(process as u16))
        })
    }

    /// The processes that make no progress, if others do.
    fn idle(&self, program: &Program, start: &Simulation) -> Vec<ProcessId> {
        let is_idle = |&process: &ProcessId| {
            !self.ahead.contains(&process)
                && start.activities[process.index()].state.is_alive()
                && start.reported[process.index()].is_none()
                && !program.processes[process.index()].server
                && start.world.could_come_to(program, process.index(), Goal::Ahead)
        };
        match self.ahead.is_empty() {
            true => Vec::new(),
            false => (0..program.processes.len() as u16).map(ProcessId).filter(is_idle).collect(),
        }
    }
}

impl Simulation {
    /// Whether the instant is over, and a later one comes.
    fn is_at_rest(&self) -> bool {
        self.script.is_none() && self.next_us().is_some_and(|next| next > self.now_us)
    }

    /// Goes to the end of the next instant, if there is one.
    pub(crate) fn rest(&mut self, program: &Program, sink: &mut dyn Sink) {
        while self.tick(program, sink).is_none() && !self.is_at_rest() {}
    }

    /// The events and moves of the next `turns` turns; with 0, those up to the end of the instant `until_us`.
    fn round(&self, program: &Program, mut turns: u32, until_us: u64) -> Round {
        let (mut again, mut round) = (self.clone(), Round::default());
        while turns > 0 || again.now_us < until_us || until_us > self.now_us && !again.is_at_rest() {
            again.tick(program, &mut round);
            turns = turns.saturating_sub(1);
        }
        round.vain |= again.looks != self.looks;
        round
    }

    /// The first round of a run from this start that repeats as many instants as these, and whether it is a livelock.
    pub(crate) fn repetition(&self, program: &Program, instants: u32) -> (Repetition, bool) {
        let (mut first, mut second) = (self.clone(), self.clone());
        first.rest(program, &mut ());
        (0..=instants).for_each(|_| second.rest(program, &mut ()));
        let mut rests = 1 + instants;
        while !first.is_same_state(&second) {
            first.rest(program, &mut ());
            second.rest(program, &mut ());
            rests += 1;
        }
        let every_us = second.now_us - first.now_us;
        let round = first.round(program, 0, second.now_us);
        let repetition = Repetition {
            from_us: first.now_us,
            every_us,
            before: first.events(),
            events: second.events() - first.events(),
            idle: round.idle(program, &first),
            is_fair: round.puts_nobody_off(&first),
            rests,
        };
        (repetition, round.is_livelock(program, &first, every_us))
    }

    /// Whether all that decides what happens next is the same, with times counted from now. The numbers of events and
    /// turns do not decide it.
    fn is_same_state(&self, other: &Simulation) -> bool {
        let later = |one: &Simulation, time_us: u64| time_us.wrapping_sub(one.now_us);
        let is_same_post = |(one, two): (&super::Post, &super::Post)| one.is_same(self.now_us, two, other.now_us);
        self.world == other.world
            && self.rng == other.rng
            && self.at_once == other.at_once
            && self.activities.iter().zip(&other.activities).all(|(one, two)| {
                let deadline = |of: &Simulation, one: &super::Activity| {
                    (one.deadline.map(|(_, attempt)| attempt), one.deadline_us.map(|time_us| later(of, time_us)))
                };
                one.plan.decides() == two.plan.decides()
                    && (one.state, one.wait, one.has_core, one.left_us, one.slice_us)
                        == (two.state, two.wait, two.has_core, two.left_us, two.slice_us)
                    && deadline(self, one) == deadline(other, two)
            })
            && self.cores == other.cores
            && self.regions == other.regions
            && self.callers == other.callers
            && (&self.reported, &self.told) == (&other.reported, &other.told)
            && self.posts.len() == other.posts.len()
            && self.posts.iter().zip(&other.posts).all(is_same_post)
            && self.locks.iter().zip(&other.locks).all(|(one, two)| one.waiters == two.waiters)
            && self.queues.iter().zip(&other.queues).all(|(one, two)| {
                (&one.senders, &one.receivers, &one.unanswered) == (&two.senders, &two.receivers, &two.unanswered)
            })
            && self.agenda.len() == other.agenda.len()
            && self.turns_to_come().eq(other.turns_to_come())
    }

    /// For each turn of the agenda, in its order: in how many µs it comes, whether it is a timeout, and whose it is.
    fn turns_to_come(&self) -> impl Iterator<Item = (u64, bool, u16)> + use<> {
        let now_us = self.now_us;
        let turns = self.agenda.clone().into_sorted_vec().into_iter().rev();
        turns.map(move |Reverse(due)| (due.time_us - now_us, due.is_deadline, due.process))
    }
}

impl Plan {
    /// The part of the plan that affects later turns: not the event that caused it.
    fn decides(self) -> (core::mem::Discriminant<Plan>, Option<bool>) {
        let more = match self {
            Plan::Slice { acts } => Some(acts),
            Plan::Dispatch(interrupted, _) => interrupted,
            Plan::Start | Plan::Arrive | Plan::Act | Plan::Finish | Plan::Resume(_) | Plan::Wait => None,
        };
        (core::mem::discriminant(&self), more)
    }
}
