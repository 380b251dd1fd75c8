//! One run: a clock, a seed, and what each process is about to do.
//!
//! The rules, in short. Processes at the same instant go in the order in which they became ready. An operation that is a
//! step takes [`step_us`](crate::program::Program::step_us); its effect takes place at its end. If it can't take place
//! then, the process is blocked until it can; the effect is then at once, without a second step, and whoever has waited
//! longest goes first. What an effect makes possible happens before anything else of that instant.
//!
//! Only this module knows the time. What the processes do to each other is in [`crate::world`].

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::program::{Op, Pace, Program, Promise};
use crate::trace::event::{Happening, Kind, LAST_INSTANT_US, NOTHING, Wait};
use crate::value::Value;
use crate::world::{Fault, LONGEST_US, Move, Record, World};

mod dice;
mod end;
mod livelock;
mod moves;
mod stuck;

pub use dice::Dice;
pub use end::{Cut, End};
pub(crate) use livelock::Watch;

/// Where events go.
pub trait Sink {
    /// Takes the next event.
    fn push(&mut self, happening: Happening);

    /// Learns which move was chosen, before its events.
    fn chose(&mut self, _chosen: Move) {}
}

/// Looking for a moment again, nothing need be kept.
impl Sink for () {
    fn push(&mut self, _: Happening) {}
}

/// What a process is, at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It has not started.
    New,
    /// It uses a core: it works, or an operation takes its step.
    Running,
    /// It waits for another process.
    Blocked,
    /// It waits for the clock.
    Sleeping,
    /// It has come to its end.
    Ended,
    /// A mistake has ended it.
    Faulted,
}

impl State {
    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Running => "running",
            State::Blocked => "blocked",
            State::Sleeping => "sleeping",
            State::Ended => "ended",
            State::Faulted => "faulted",
        }
    }

    /// Whether it can still do something.
    pub fn is_alive(self) -> bool {
        !matches!(self, State::Ended | State::Faulted)
    }
}

/// What a process does, stands before, or waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// What it is.
    pub state: State,
    /// Since when, in µs.
    pub since_us: u64,
    /// When what it does is over, in µs; `None` where nobody knows.
    pub until_us: Option<u64>,
    /// What it waits for, and the channel, while it is blocked.
    pub wait: Option<(Wait, u16)>,
    /// The number of its latest event; `None` before its first.
    pub latest: Option<u32>,
    plan: Plan,
}

/// What to do with a process when its turn comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// Let it begin.
    Start,
    /// See what it stands before.
    Arrive,
    /// The step is over: make the move, or block.
    Act,
    /// `work` or `sleep` is over.
    Finish,
    /// What it was blocked on has come, by this event.
    Resume(u32),
    /// Its turn comes when another wakes it.
    Wait,
}

/// A turn at an instant; of two at the same instant the one that was made first comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    time_us: u64,
    order: u64,
    process: u16,
}

/// Who waits at a channel, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Queue {
    senders: VecDeque<u16>,
    receivers: VecDeque<u16>,
    /// The event that sent each waiting message.
    sent_by: VecDeque<u32>,
}

/// A run at a moment.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(crate) world: World,
    now_us: u64,
    events: u32,
    activities: Vec<Activity>,
    agenda: BinaryHeap<Reverse<Due>>,
    at_once: VecDeque<u16>,
    queues: Vec<Queue>,
    dice: Vec<Dice>,
    order: u64,
    /// Processes already reported to wait for ever.
    reported: Vec<bool>,
    deadlocked: bool,
    /// Checks already reported as broken.
    broken: Vec<bool>,
    cut: Option<Cut>,
}

impl Simulation {
    /// Before anything has happened.
    pub fn new(program: &Program, seed: u64) -> Simulation {
        let count = program.processes.len();
        let new =
            Activity { state: State::New, since_us: 0, until_us: None, wait: None, latest: None, plan: Plan::Start };
        Simulation {
            world: World::unstarted(program, true),
            now_us: 0,
            events: 0,
            activities: alloc::vec![new; count],
            agenda: BinaryHeap::new(),
            at_once: (0..count as u16).collect(),
            queues: alloc::vec![Queue::default(); program.channels.len()],
            dice: (0..count as u64).map(|number| Dice::new(seed, number)).collect(),
            order: 0,
            reported: alloc::vec![false; count],
            deadlocked: false,
            broken: alloc::vec![false; program.checks.len()],
            cut: None,
        }
    }

    /// µs since the start of the run.
    pub fn now_us(&self) -> u64 {
        self.now_us
    }

    /// How many events have happened.
    pub fn events(&self) -> usize {
        self.events as usize
    }

    /// What each process does.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// The state that the processes share.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Who waits at a channel to send, first come first.
    pub fn waiting_senders(&self, channel: u16) -> impl Iterator<Item = u16> + '_ {
        self.queues[usize::from(channel)].senders.iter().copied()
    }

    /// Who waits at a channel to receive, first come first.
    pub fn waiting_receivers(&self, channel: u16) -> impl Iterator<Item = u16> + '_ {
        self.queues[usize::from(channel)].receivers.iter().copied()
    }

    /// The number of the event that sent each message in a channel, oldest first.
    pub fn sent_by(&self, channel: u16) -> impl Iterator<Item = usize> + '_ {
        self.queues[usize::from(channel)].sent_by.iter().map(|&event| event as usize)
    }

    /// When the next thing happens; `None` where nothing more does.
    pub fn next_us(&self) -> Option<u64> {
        match self.at_once.is_empty() {
            false => Some(self.now_us),
            true => self.agenda.peek().map(|Reverse(due)| due.time_us),
        }
    }

    /// Roughly how many words it takes to keep it.
    pub(crate) fn size(&self) -> usize {
        let waiting: usize = self.queues.iter().map(|queue| queue.sent_by.len() * 3).sum();
        self.activities.len() * 16 + waiting
    }

    /// The next thing that happens, with its events; the end, where nothing more does.
    pub fn tick(&mut self, program: &Program, sink: &mut impl Sink) -> Option<End> {
        if let Some(cut) = self.cut {
            return Some(End::Cut(cut));
        }
        let process = match self.at_once.pop_front() {
            Some(process) => process,
            None => match self.agenda.pop() {
                Some(Reverse(due)) => {
                    self.now_us = due.time_us;
                    due.process
                }
                None => return Some(self.end_at_rest(program)),
            },
        };
        self.take_turn(program, usize::from(process), sink);
        self.look_at_checks(program, sink);
        None
    }

    fn take_turn(&mut self, program: &Program, process: usize, sink: &mut impl Sink) {
        match self.activities[process].plan {
            Plan::Start => {
                self.note(sink, process, Kind::Start, NOTHING, &[]);
                self.set_state(process, State::Running);
                self.with_record(sink, None, |world, record| world.go_on(program, process, record));
                self.follow(program, process, sink);
            }
            Plan::Arrive => self.arrive(program, process, sink),
            Plan::Act => self.attempt(program, process, sink),
            Plan::Finish => {
                let kind = match self.activities[process].state {
                    State::Sleeping => Kind::Wake,
                    _ => Kind::Done,
                };
                self.note(sink, process, kind, NOTHING, &[]);
                self.set_state(process, State::Running);
                self.with_record(sink, None, |world, record| world.pass(program, process, record));
                self.follow(program, process, sink);
            }
            Plan::Resume(cause) => self.resume(program, process, cause, sink),
            Plan::Wait => unreachable!("who waits has no turn"),
        }
    }

    /// The process has come to an operation: begin it.
    fn arrive(&mut self, program: &Program, process: usize, sink: &mut impl Sink) {
        let op = self.world.op(program, process).expect("who has ended does not arrive");
        match op {
            Op::Work { pace, time, label } => {
                self.begin_wait(program, process, (pace, time), (Kind::Work, label), State::Running, sink);
            }
            Op::Sleep { pace, time } => {
                self.begin_wait(program, process, (pace, time), (Kind::Sleep, NOTHING), State::Sleeping, sink);
            }
            Op::Send { .. } | Op::Receive { .. } => {
                self.set_state(process, State::Running);
                self.schedule(process, program.step_us, Plan::Act);
            }
            op if op.is_move() => self.schedule(process, 0, Plan::Act),
            _ => self.tell(program, process, op, sink),
        }
    }

    /// `print`, `say` or the end: done at once, before anybody else has a turn.
    fn tell(&mut self, program: &Program, process: usize, op: Op, sink: &mut impl Sink) {
        self.with_record(sink, None, |world, record| match world.do_free(program, process, op, record) {
            Ok(()) => world.go_on(program, process, record),
            Err(fault) => world.fail(process, fault, NOTHING, record),
        });
        self.follow(program, process, sink);
    }

    /// `work` or `sleep` begins.
    fn begin_wait(
        &mut self,
        program: &Program,
        process: usize,
        (pace, time): (Pace, u32),
        (kind, label): (Kind, u16),
        state: State,
        sink: &mut impl Sink,
    ) {
        match self.duration(program, process, pace, time) {
            Ok(us) => {
                let value = Value::number(us as i64).expect("at most LONGEST_US");
                self.note(sink, process, kind, label, &[value]);
                self.set_state(process, state);
                self.schedule(process, us, Plan::Finish);
            }
            Err(fault) => {
                self.with_record(sink, None, |world, record| world.fail(process, fault, NOTHING, record));
                self.follow(program, process, sink);
            }
        }
    }

    fn duration(&mut self, program: &Program, process: usize, pace: Pace, time: u32) -> Result<u64, Fault> {
        let part = |number: u32| match self.world.number(program, process, number)? {
            us @ 0.. if us as u64 <= LONGEST_US => Ok(us as u64),
            _ => Err(Fault::BadDuration),
        };
        match pace {
            Pace::Fixed => part(time),
            Pace::Range => {
                let (low, high) = (part(time)?, part(time + 1)?);
                let width = high.checked_sub(low).ok_or(Fault::EmptyRange)?;
                Ok(low + self.dice[process].up_to(width))
            }
            Pace::Exponential => {
                let mean = part(time)?;
                Ok(self.dice[process].exponential_us(mean).min(LONGEST_US))
            }
        }
    }

    /// After what a process did: it goes on at once, or has come to its end.
    fn follow(&mut self, program: &Program, process: usize, sink: &mut impl Sink) {
        let state = if self.world.has_ended(process) {
            State::Ended
        } else if self.world.has_faulted(process) {
            State::Faulted
        } else {
            self.activities[process].plan = Plan::Arrive;
            // In front: what a process does on its own after a move is one stretch.
            self.at_once.push_front(process as u16);
            return;
        };
        self.set_state(process, state);
        self.activities[process].plan = Plan::Wait;
        self.report_stuck(program, None, sink);
    }

    fn set_state(&mut self, process: usize, state: State) {
        let activity = &mut self.activities[process];
        if activity.state != state {
            activity.state = state;
            activity.since_us = self.now_us;
        }
        activity.until_us = None;
        activity.wait = None;
    }

    fn schedule(&mut self, process: usize, after_us: u64, plan: Plan) {
        let time_us = self.now_us + after_us;
        if time_us > LAST_INSTANT_US {
            self.cut = Some(Cut::Clock);
            return;
        }
        self.activities[process].plan = plan;
        self.activities[process].until_us = Some(time_us);
        self.agenda.push(Reverse(Due { time_us, order: self.order, process: process as u16 }));
        self.order += 1;
    }

    /// Reports each `check always` that the latest event has broken.
    fn look_at_checks(&mut self, program: &Program, sink: &mut impl Sink) {
        let cause = self.events.checked_sub(1);
        let culprit = self.activities.iter().position(|activity| activity.latest == cause).unwrap_or(0);
        for (number, check) in program.checks.iter().enumerate() {
            if let Promise::Always(condition) = check.promise
                && !self.broken[number]
                && self.world.holds(program, condition) != Ok(true)
            {
                self.broken[number] = true;
                self.remark(sink, culprit, Kind::Violated, number as u16, &[], cause);
            }
        }
    }

    /// Notes what was found out about processes, rather than what one did: it is not the latest event of any.
    fn remark(
        &mut self,
        sink: &mut impl Sink,
        process: usize,
        kind: Kind,
        object: u16,
        values: &[Value],
        cause: Option<u32>,
    ) {
        sink.push(Happening { time_us: self.now_us, process: process as u16, kind, object, values, cause });
        self.events += 1;
    }

    fn note(&mut self, sink: &mut impl Sink, process: usize, kind: Kind, object: u16, values: &[Value]) {
        self.activities[process].latest = Some(self.events);
        self.remark(sink, process, kind, object, values, None);
    }

    /// Lets the world do something, and notes what it did. `cause` is that of a send or a receive; a receive that meets
    /// its send in the same move is caused by it.
    fn with_record<S: Sink>(
        &mut self,
        sink: &mut S,
        cause: Option<u32>,
        act: impl FnOnce(&mut World, &mut Noter<S>),
    ) -> Met {
        let mut noter = Noter {
            now_us: self.now_us,
            events: &mut self.events,
            activities: &mut self.activities,
            sink,
            cause,
            met: Met::default(),
        };
        act(&mut self.world, &mut noter);
        noter.met
    }
}

/// The events of a send and a receive that a move made.
#[derive(Clone, Copy, Default)]
struct Met {
    sent: Option<u32>,
    received: Option<u32>,
}

/// Numbers what the world does, and passes it on.
struct Noter<'a, S> {
    now_us: u64,
    events: &'a mut u32,
    activities: &'a mut [Activity],
    sink: &'a mut S,
    cause: Option<u32>,
    met: Met,
}

impl<S: Sink> Record for Noter<'_, S> {
    fn note(&mut self, process: u16, kind: Kind, object: u16, values: &[Value]) {
        let number = *self.events;
        let cause = match kind {
            Kind::Send => {
                self.met.sent = Some(number);
                self.cause
            }
            Kind::Receive => {
                self.met.received = Some(number);
                self.met.sent.or(self.cause)
            }
            _ => None,
        };
        self.sink.push(Happening { time_us: self.now_us, process, kind, object, values, cause });
        self.activities[usize::from(process)].latest = Some(number);
        *self.events += 1;
    }
}
