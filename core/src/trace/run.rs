//! A run that is recorded as it advances, and a cursor that seeks any moment recorded.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::event::{EventData, Events, Kind};
use crate::program::{Program, Promise};
use crate::simulate::{Cut, End, Repetition, Seen, Simulation, Sink, Watch};
use crate::value::Value;

impl Sink for Events {
    fn push(&mut self, happening: EventData) {
        Events::push(self, happening);
    }
}

/// The events after which a run stops, until people ask it to continue.
pub const MOST_EVENTS: usize = 1_000_000;

/// A run that has neither ended nor repeated itself after so many events is taken for endless.
const ENDLESS: usize = 100_000;

/// The horizon of an endless run, in events, unless its scenario has an `until`.
pub const HORIZON: usize = 2_000;

/// The least number of events between two checkpoints.
const BETWEEN_CHECKPOINTS: usize = 8_192;

/// A recorded run.
#[derive(Clone, Debug)]
pub struct Run {
    program: Arc<Program>,
    seed: u64,
    events: Events,
    head: Simulation,
    watch: Watch,
    /// The state at the start, and at intervals after it.
    checkpoints: Vec<Simulation>,
    /// The number of events after which the next checkpoint is stored.
    next_checkpoint: usize,
    end: Option<End>,
    repetition: Option<Repetition>,
    /// It does not end where it repeats itself.
    goes_on: bool,
    /// The reason why it was stopped, while it can continue.
    cut: Cut,
}

/// The result of a check in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds in this run.
    Kept,
    /// It is violated; by this event, if a single event violates it.
    Broken(Option<usize>),
    /// The run does not decide it: it has not ended, or the check is about what is possible in other runs.
    Open,
}

impl Run {
    /// A run of `program` that has not started; `seed` replaces the program's own, if given.
    pub fn new(program: Arc<Program>, seed: Option<u64>) -> Run {
        let seed = seed.unwrap_or(program.seed);
        let head = Simulation::new(&program, seed);
        Run {
            program,
            seed,
            events: Events::default(),
            checkpoints: alloc::vec![head.clone()],
            next_checkpoint: BETWEEN_CHECKPOINTS.max(head.size()),
            head,
            watch: Watch::default(),
            end: None,
            repetition: None,
            goes_on: false,
            cut: Cut::Events,
        }
    }

    /// A run that makes given moves instead of random ones: each is an index into the
    /// [`choices`](crate::world::World::choices) of its state, as the explorer numbers them. There are no cores and no
    /// seed; every move takes one `step`, or 1 ms if the step is 0.
    pub fn scripted(program: Arc<Program>, schedule: &[u32]) -> Run {
        let head = Simulation::scripted(&program, schedule.into());
        let mut run = Run::new(program, None);
        run.checkpoints = alloc::vec![head.clone()];
        run.head = head;
        run
    }

    /// A run advanced to its end, or to its horizon: see [`Run::approach`].
    pub fn complete(program: Arc<Program>, seed: Option<u64>) -> Run {
        let mut run = Run::new(program, seed);
        while !run.approach(MOST_EVENTS) {}
        run
    }

    /// The program of the run.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The seed of everything random.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The given moves; `None` if the seed chooses them.
    pub fn schedule(&self) -> Option<&[u32]> {
        self.head.script().map(|(schedule, _)| schedule)
    }

    /// The same run with one more move, for a run that was given its moves and has made them all.
    pub fn then(&self, choice: u32) -> Run {
        let mut run = self.clone();
        let mut schedule = self.schedule().unwrap_or_default().to_vec();
        schedule.push(choice);
        let schedule = schedule.into();
        run.checkpoints.iter_mut().chain([&mut run.head]).for_each(|simulation| simulation.give(&schedule));
        run.end = None;
        run.advance(MOST_EVENTS, u64::MAX);
        run
    }

    /// The events so far.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// How it ended; `None` while it can continue.
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// How it ended, or that it was stopped here.
    pub fn end_or_cut(&self) -> End {
        self.end.unwrap_or(End::Cut(self.cut))
    }

    /// The time of the last event, in µs.
    pub fn last_us(&self) -> u64 {
        self.events.len().checked_sub(1).and_then(|last| self.events.get(last)).map_or(0, |event| event.time_us())
    }

    /// Advances until there are `events` events, or nothing more happens until `until_us`. Returns the end, once
    /// reached. The number may be exceeded: a rendezvous is two events.
    pub fn advance(&mut self, events: usize, until_us: u64) -> Option<End> {
        self.cut = Cut::Events;
        while self.end.is_none() && self.head.events() < events {
            if self.head.next_us().is_some_and(|next| next > until_us) {
                self.cut = Cut::Time;
                return None;
            }
            self.end = self.head.tick(&self.program, &mut self.events);
            if self.end.is_none() {
                match self.watch.look(&self.program, &self.head) {
                    Some(Seen::End(end)) => self.end = Some(end),
                    Some(Seen::Recurs(instants)) if !self.goes_on => self.end_after_first_round(instants),
                    Some(Seen::Recurs(_)) | None => {}
                }
            }
            self.keep_checkpoint();
        }
        self.end
    }

    /// Advances by about so many events towards its end or its horizon; returns whether it is there.
    ///
    /// The horizon is the scenario's `until`. Without one it is [`HORIZON`], if the run has not ended after many more
    /// events: a long run that does end is shown whole. A run by a given schedule has no horizon.
    pub fn approach(&mut self, events: usize) -> bool {
        let target = self.head.events().saturating_add(events);
        let (most, until_us) = match (self.schedule(), self.program.until_us) {
            (Some(_), _) => (MOST_EVENTS, u64::MAX),
            (None, Some(until_us)) => (MOST_EVENTS, until_us),
            (None, None) => (ENDLESS, u64::MAX),
        };
        if self.advance(target.min(most), until_us).is_some() {
            return true;
        }
        let is_over = self.cut == Cut::Time || self.head.events() >= most;
        if is_over && most == ENDLESS {
            self.rewind();
            self.advance(HORIZON, u64::MAX);
        }
        if is_over && self.schedule().is_none() && self.head.events() < MOST_EVENTS {
            self.cut = Cut::Horizon;
        }
        is_over
    }

    /// Back to the start, without events.
    fn rewind(&mut self) {
        let start = self.checkpoints.swap_remove(0);
        self.checkpoints = alloc::vec![start.clone()];
        self.next_checkpoint = BETWEEN_CHECKPOINTS.max(start.size());
        (self.head, self.events, self.watch) = (start, Events::default(), Watch::default());
    }

    fn keep_checkpoint(&mut self) {
        if self.head.events() >= self.next_checkpoint {
            self.checkpoints.push(self.head.clone());
            // The larger a state, the further apart the checkpoints: they never take more memory than the events.
            self.next_checkpoint = self.head.events() + BETWEEN_CHECKPOINTS.max(self.head.size());
        }
    }

    /// The latest instants, this many, repeat forever: ends the run after the first round and drops all later events.
    fn end_after_first_round(&mut self, instants: u32) {
        let (repetition, is_livelock) = self.checkpoints[0].repetition(&self.program, instants);
        self.rewind();
        for _ in 0..repetition.rests {
            self.head.rest(&self.program, &mut self.events);
            self.keep_checkpoint();
        }
        self.end = Some(if is_livelock { End::Livelock } else { End::Repeats });
        self.repetition = Some(repetition);
    }

    /// The part that it repeats forever, if it ended because of that.
    pub fn repetition(&self) -> Option<&Repetition> {
        self.repetition.as_ref()
    }

    /// Whether a process waits for a core during all that it repeats forever.
    fn is_unfair(&self) -> bool {
        self.repetition.as_ref().is_some_and(|repetition| !repetition.is_fair)
    }

    /// Do not end the run where it repeats itself.
    pub fn go_on(&mut self) {
        self.goes_on = true;
        if self.repetition.take().is_some() {
            self.end = None;
        }
    }

    /// A cursor at the start.
    pub fn cursor(&self) -> Cursor {
        Cursor { at: 0, simulation: self.checkpoints[0].clone() }
    }

    /// The result of check `number` in this run.
    pub fn verdict(&self, number: usize) -> Verdict {
        let first = |wanted: fn(Kind) -> bool| {
            self.events.iter_from(0).find(|(_, event)| wanted(event.kind())).map(|(index, _)| index)
        };
        let about = |wanted: Kind| {
            let is_it = |event: &super::event::Event| event.kind() == wanted && event.object() == Some(number);
            self.events.iter_from(0).find(|(_, event)| is_it(event)).map(|(index, _)| index)
        };
        let printed = |values: &[Value]| {
            let is_it =
                |event: &super::event::Event| event.kind() == Kind::Print && self.events.values(event) == values;
            self.events.iter_from(0).find(|(_, event)| is_it(event)).map(|(index, _)| index)
        };
        let broken_by = match &self.program.checks[number].promise {
            Promise::Always(_) | Promise::AtMost { .. } => about(Kind::Violated),
            Promise::Possible(_) | Promise::PossibleFinally(_) | Promise::PossibleOutput(_) => {
                return about(Kind::Reached).map_or(Verdict::Open, |_| Verdict::Kept);
            }
            // A run that does not end decides nothing about its end.
            Promise::Finally(_) | Promise::Output(_) => match (about(Kind::Violated), self.end) {
                (None, Some(End::Livelock | End::Repeats)) => return Verdict::Open,
                (violated, _) => violated,
            },
            Promise::PossiblePrint(values) => return printed(values).map_or(Verdict::Open, |_| Verdict::Kept),
            Promise::NeverPrint(values) => printed(values),
            Promise::NeverDeadlock => first(|kind| kind == Kind::Deadlock),
            Promise::NeverStuck => first(|kind| matches!(kind, Kind::Deadlock | Kind::Orphaned)),
            Promise::NeverFault => first(|kind| kind == Kind::Fault),
            Promise::NeverTorn => first(|kind| kind == Kind::Torn),
            Promise::NeverAssertion => first(|kind| kind == Kind::AssertFailed),
            // In a fair run the process that gets no core would get one.
            Promise::NeverLivelock if self.end == Some(End::Livelock) && self.is_unfair() => return Verdict::Open,
            Promise::NeverLivelock if self.end == Some(End::Livelock) => self.events.len().checked_sub(1),
            // One finite run cannot show starvation.
            Promise::NeverLivelock | Promise::NeverStarvation => None,
            Promise::AlwaysFinishes => match self.end {
                Some(End::Cut(_)) | None => return Verdict::Open,
                Some(End::Livelock | End::Repeats) if self.is_unfair() => return Verdict::Open,
                Some(End::Repeats) => return Verdict::Broken(self.events.len().checked_sub(1)),
                Some(end) if end.is_good() => None,
                Some(_) => return Verdict::Broken(self.events.len().checked_sub(1)),
            },
        };
        match (broken_by, self.end) {
            (Some(event), _) => Verdict::Broken(Some(event)),
            (None, None | Some(End::Cut(_))) => Verdict::Open,
            (None, Some(_)) => Verdict::Kept,
        }
    }
}

/// A position in a recorded run: after some number of its events.
#[derive(Clone, Debug)]
pub struct Cursor {
    at: usize,
    simulation: Simulation,
}

impl Cursor {
    /// The number of events before it.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The state there. All events of one move, such as the two of a rendezvous, are included.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// Seeks the position after `events` of `run`'s events, or after the last. Going back starts from the checkpoint
    /// before.
    pub fn seek(&mut self, run: &Run, events: usize) {
        let events = events.min(run.events.len());
        let before = run.checkpoints.partition_point(|checkpoint| checkpoint.events() <= events) - 1;
        let checkpoint = &run.checkpoints[before];
        if self.simulation.events() > events || checkpoint.events() > self.simulation.events() {
            self.simulation = checkpoint.clone();
        }
        while self.simulation.events() < events && self.simulation.tick(&run.program, &mut ()).is_none() {}
        self.at = events;
    }
}
