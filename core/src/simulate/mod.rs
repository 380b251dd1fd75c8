//! The simulator: one run, with a clock, a seed, and the plan of each process.
//!
//! The rules, in short. Processes due at the same instant act in the order in which they became ready. An operation
//! that is a step takes [`step_us`](crate::program::Program::step_us); its effect takes place at its end. If it cannot
//! take place then, the process is blocked until it can; the effect is then immediate, without a second step, and the
//! process that has waited longest is first. The consequences of an effect happen before anything else at that instant;
//! timeouts happen last.
//!
//! Only this module knows the time. The effects of processes on each other are in [`crate::world`].
//!
//! `moves` makes moves when their step ends; `waiting` keeps the queues of blocked processes and wakes them; `cores`
//! assigns the cores of a host; `network` draws the fates of messages between hosts; `stuck` finds processes blocked
//! forever; `script` makes given moves instead, without cores and seed.

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::event::{EventData, Kind, LAST_INSTANT_US, NOTHING, Wait};
use crate::program::{Op, Pace, Program};
use crate::value::Value;
use crate::world::{Fault, LONGEST_US, Move, NETWORK, World};

mod checks;
mod cores;
mod end;
mod moves;
mod network;
mod notes;
mod recurrence;
mod rng;
mod script;
mod stuck;
mod waiting;

use cores::Cores;
pub use end::{Cut, End};
use network::Post;
use notes::Left;
pub use recurrence::Repetition;
pub(crate) use recurrence::{Seen, Watch};
pub use rng::Rng;
use script::Script;
use waiting::{LockQueue, Queue, Touch};

/// Receives events.
pub trait Sink {
    /// Takes the next event.
    fn push(&mut self, happening: EventData);

    /// Receives the chosen move, before its events.
    fn chose(&mut self, _chosen: Move) {}
}

/// Discards events: seeking a moment needs none.
impl Sink for () {
    fn push(&mut self, _: EventData) {}
}

/// The state of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It has not started.
    New,
    /// It waits for a core.
    Ready,
    /// It uses a core: it works, or an operation takes its step.
    Running,
    /// It waits for another process.
    Blocked,
    /// It waits for a time.
    Sleeping,
    /// It has terminated.
    Ended,
    /// It was terminated by a fault.
    Faulted,
}

impl State {
    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Ready => "ready",
            State::Running => "running",
            State::Blocked => "blocked",
            State::Sleeping => "sleeping",
            State::Ended => "ended",
            State::Faulted => "faulted",
        }
    }

    /// Whether it has neither terminated nor faulted.
    pub fn is_alive(self) -> bool {
        !matches!(self, State::Ended | State::Faulted)
    }
}

/// The activity of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its state.
    pub state: State,
    /// Since when it has been in this state, in µs.
    pub since_us: u64,
    /// When the activity ends, in µs; `None` if it is uncertain.
    pub until_us: Option<u64>,
    /// The reason why it is blocked, and the channel, lock or region.
    pub wait: Option<(Wait, u16)>,
    /// When its wait times out, in µs, if it is blocked in a `within` or in a `select` with `after`.
    pub deadline_us: Option<u64>,
    /// The number of its latest event; `None` before its first.
    pub latest: Option<u32>,
    plan: Plan,
    /// The turn that it expects: its other turns are outdated.
    due: u64,
    /// The turn of its timeout, and the `try` or `within` that it belongs to.
    deadline: Option<(u64, u16)>,
    /// Whether it has a core of its host.
    has_core: bool,
    /// The rest of an interrupted burst, in µs.
    left_us: u64,
    /// The rest of its time slice, in µs.
    slice_us: u64,
}

/// The plan for a process's next turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// Start the process.
    Start,
    /// Begin the operation that it is at.
    Arrive,
    /// The step ends: make the move, or block.
    Act,
    /// `work` or `sleep` ends.
    Finish,
    /// The time slice ends during a burst, after which the process acts or finishes.
    Slice { acts: bool },
    /// It is dispatched to the core that this event has freed: it begins its operation, or continues a burst after
    /// which it acts or finishes.
    Dispatch(Option<bool>, u32),
    /// It may be unblocked, by this event.
    Resume(u32),
    /// Another process wakes it.
    Wait,
}

/// A turn at an instant; of two at the same instant the one created first comes first, and timeouts come after
/// everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    time_us: u64,
    is_deadline: bool,
    order: u64,
    process: u16,
}

/// The state of a run at a moment.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(crate) world: World,
    now_us: u64,
    events: u32,
    activities: Vec<Activity>,
    agenda: BinaryHeap<Reverse<Due>>,
    at_once: VecDeque<u16>,
    queues: Vec<Queue>,
    locks: Vec<LockQueue>,
    /// Processes that wait for each region to be created.
    regions: Vec<VecDeque<u16>>,
    /// For each process that receives from any: the channels of capacity 0 in which a sender waits for it, in order of
    /// arrival.
    callers: Vec<VecDeque<u16>>,
    cores: Vec<Cores>,
    /// Messages and acknowledgements between hosts, by the order of their turns.
    posts: Vec<Post>,
    /// Generators for the processes, then for both directions of each network, then for the channels.
    rng: Vec<Rng>,
    order: u64,
    /// The changes of the latest move; empty between two turns.
    touched: Vec<Touch>,
    /// The messages and acknowledgements that it sent to other hosts; likewise.
    left: Vec<Left>,
    /// For each process that was reported as blocked forever, whether it is deadlocked.
    reported: Vec<Option<bool>>,
    /// For each check: [`checks::TOLD`], or how many values of its output have been printed.
    told: Vec<u32>,
    /// The values printed in the latest turn; empty between two turns.
    printed: Vec<Value>,
    cut: Option<Cut>,
    /// The process of the latest event.
    by: u16,
    /// How often a process has inspected a channel, which is not an event.
    looks: u32,
    /// The given moves, if any.
    script: Option<Script>,
}

impl Simulation {
    /// The state before anything has happened.
    pub fn new(program: &Program, seed: u64) -> Simulation {
        let count = program.processes.len();
        let new = Activity {
            state: State::New,
            since_us: 0,
            until_us: None,
            wait: None,
            deadline_us: None,
            latest: None,
            plan: Plan::Start,
            due: 0,
            deadline: None,
            has_core: false,
            left_us: 0,
            slice_us: 0,
        };
        let takes_any = program.processes.iter().any(|process| process.takes_any);
        let rng = count + 2 * program.networks.len() + program.channels.len();
        let mut simulation = Simulation {
            world: World::unstarted(program, true),
            now_us: 0,
            events: 0,
            activities: alloc::vec![new; count],
            agenda: BinaryHeap::new(),
            at_once: VecDeque::new(),
            queues: alloc::vec![Queue::default(); program.channels.len()],
            locks: alloc::vec![LockQueue::default(); program.locks.len()],
            regions: alloc::vec![VecDeque::new(); program.memories.len()],
            callers: alloc::vec![VecDeque::new(); if takes_any { count } else { 0 }],
            cores: program.hosts.iter().map(Cores::new).collect(),
            posts: Vec::new(),
            rng: (0..rng as u64).map(|number| Rng::new(seed, number)).collect(),
            order: 1,
            touched: Vec::new(),
            left: Vec::new(),
            reported: alloc::vec![None; count],
            told: alloc::vec![0; program.checks.len()],
            printed: Vec::new(),
            cut: None,
            by: 0,
            looks: 0,
            script: None,
        };
        for (number, process) in program.processes.iter().enumerate() {
            match process.start_us {
                0 => simulation.at_once.push_back(number as u16),
                start_us => simulation.schedule(number, start_us, Plan::Start),
            }
        }
        simulation
    }

    /// µs since the start of the run.
    pub fn now_us(&self) -> u64 {
        self.now_us
    }

    /// Number of events so far.
    pub fn events(&self) -> usize {
        self.events as usize
    }

    /// The activity of each process.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// The state shared by the processes.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The time of the next turn in µs; `None` if nothing more happens.
    pub fn next_us(&self) -> Option<u64> {
        match self.at_once.is_empty() && self.script.is_none() {
            false => Some(self.now_us),
            true => self.agenda.peek().map(|Reverse(due)| due.time_us),
        }
    }

    /// Its approximate size in words.
    pub(crate) fn size(&self) -> usize {
        let waiting: usize = self.queues.iter().map(|queue| queue.sent_by.len() * 3).sum();
        self.activities.len() * 24 + self.queues.len() * 24 + waiting
    }

    /// Executes the next turn, with its events. Returns the end when nothing more happens.
    pub fn tick(&mut self, program: &Program, sink: &mut dyn Sink) -> Option<End> {
        if let Some(cut) = self.cut {
            return Some(End::Cut(cut));
        }
        if let Some(follow) = self.script.as_ref().map(|script| script.follow) {
            return follow(self, program, sink);
        }
        if self.world.failed().is_some() {
            return Some(self.end(program, sink));
        }
        if let Some(process) = self.at_once.pop_front() {
            self.take_turn_and_look(program, usize::from(process), sink);
        } else {
            let Some(Reverse(due)) = self.agenda.pop() else { return Some(self.end(program, sink)) };
            self.now_us = due.time_us;
            if due.process == NETWORK.0 {
                self.carry(program, due.order, sink);
            } else if due.is_deadline {
                self.lose_timeout(program, usize::from(due.process), sink);
            } else {
                self.take_turn_and_look(program, usize::from(due.process), sink);
            }
        }
        self.look_at_checks(program, false, sink);
        self.drop_outdated();
        None
    }

    /// Removes turns that no process expects any more.
    fn drop_outdated(&mut self) {
        while let Some(Reverse(due)) = self.agenda.peek() {
            let Some(activity) = self.activities.get(usize::from(due.process)) else { return };
            let is_expected = match due.is_deadline {
                true => activity.deadline.is_some_and(|(order, _)| order == due.order),
                false => activity.due == due.order,
            };
            if is_expected {
                return;
            }
            self.agenda.pop();
        }
    }

    fn take_turn(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        match self.activities[process].plan {
            Plan::Start => {
                self.note(sink, process, Kind::Start, NOTHING, &[]);
                self.set_state(process, State::Running);
                self.with_record(sink, None, |world, record| world.go_on(program, process, record));
                self.follow(program, process, sink);
            }
            Plan::Arrive => self.arrive(program, process, sink),
            Plan::Act => self.attempt(program, process, None, sink),
            Plan::Finish => {
                let kind = match self.activities[process].state {
                    State::Sleeping => Kind::Wake,
                    _ => Kind::Done,
                };
                self.note(sink, process, kind, NOTHING, &[]);
                self.set_state(process, State::Running);
                self.chose_to_pass(program, process, sink);
                self.with_record(sink, None, |world, record| world.pass(program, process, record));
                self.follow(program, process, sink);
            }
            Plan::Slice { acts } => self.end_slice(program, process, acts, sink),
            Plan::Dispatch(interrupted, cause) => self.dispatched(program, process, interrupted, cause, sink),
            Plan::Resume(cause) => self.attempt(program, process, Some(cause), sink),
            Plan::Wait => unreachable!("who waits has no turn"),
        }
    }

    /// Begins the operation that the process is at.
    fn arrive(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        let op = self.world.op(program, process).expect("who has ended does not arrive");
        match op {
            Op::Work { pace, time, label } => match self.world.duration(program, process, pace, time) {
                Ok(span) => {
                    if self.has_core_or_waits(program, process, sink) {
                        let us = self.draw_us(process, pace, span);
                        self.begin(process, us, (Kind::Work, label), State::Running, sink);
                        self.burst(program, process, us, Plan::Finish);
                    }
                }
                Err(fault) => self.fail_on_arrival(program, process, fault, sink),
            },
            Op::Sleep { pace, time } => match self.world.duration(program, process, pace, time) {
                Ok(span) => {
                    let us = self.draw_us(process, pace, span);
                    self.begin(process, us, (Kind::Sleep, NOTHING), State::Sleeping, sink);
                    self.schedule(process, us, Plan::Finish);
                    self.give_core_back(program, process);
                }
                Err(fault) => self.fail_on_arrival(program, process, fault, sink),
            },
            // Even if it is a move: with a clock, what a process prints is printed at once.
            Op::Print { .. } => self.tell(program, process, op, sink),
            op if op.takes_a_step() => {
                if self.has_core_or_waits(program, process, sink) {
                    self.set_state(process, State::Running);
                    self.burst(program, process, program.step_us, Plan::Act);
                }
            }
            op if op.is_move() => self.schedule(process, 0, Plan::Act),
            _ => self.tell(program, process, op, sink),
        }
    }

    /// Executes `print`, `say`, the end and the like: at once, before any other process has a turn.
    fn tell(&mut self, program: &Program, process: usize, op: Op, sink: &mut dyn Sink) {
        if op.is_move() {
            sink.chose(Move::of(process));
        } else {
            self.chose_to_pass(program, process, sink);
        }
        self.with_record(sink, None, |world, record| match world.do_free(program, process, op, record) {
            Ok(()) => world.go_on(program, process, record),
            Err(fault) => world.fail(program, process, fault, NOTHING, record),
        });
        self.follow(program, process, sink);
    }

    /// Without a clock, too, an observed process stops here: that it goes on is a move.
    fn chose_to_pass(&self, program: &Program, process: usize, sink: &mut dyn Sink) {
        if program.processes[process].observed {
            sink.chose(Move::of(process));
        }
    }

    /// Its duration is a fault, before it needs a core.
    fn fail_on_arrival(&mut self, program: &Program, process: usize, fault: Fault, sink: &mut dyn Sink) {
        self.chose_to_pass(program, process, sink);
        self.with_record(sink, None, |world, record| world.fail(program, process, fault, NOTHING, record));
        self.follow(program, process, sink);
    }

    /// Begins `work` or `sleep` of so many µs.
    fn begin(&mut self, process: usize, us: u64, (kind, label): (Kind, u16), state: State, sink: &mut dyn Sink) {
        let value = Value::number(us as i64).expect("at most LONGEST_US");
        self.note(sink, process, kind, label, &[value]);
        self.set_state(process, state);
    }

    /// A duration between these; drawn from generator number `rng` if it is random.
    fn draw_us(&mut self, rng: usize, pace: Pace, (low, high): (u64, u64)) -> u64 {
        match pace {
            Pace::Fixed => low,
            Pace::Range => low + self.rng[rng].up_to(high - low),
            Pace::Exponential => self.rng[rng].exponential_us(low).min(LONGEST_US),
        }
    }

    /// After an act of a process: it continues at once, or has terminated.
    fn follow(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        self.settle(program);
        if self.world.is_alive(process) {
            self.activities[process].plan = Plan::Arrive;
            // At the front: all that a process does on its own after a move happens without interruption.
            self.at_once.push_front(process as u16);
        } else {
            self.finish(program, process, sink);
        }
    }

    /// A process has terminated or faulted.
    fn finish(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        let state = if self.world.has_ended(process) { State::Ended } else { State::Faulted };
        self.set_state(process, state);
        self.activities[process].plan = Plan::Wait;
        self.activities[process].due = 0;
        self.activities[process].deadline = None;
        self.give_core_back(program, process);
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

    /// Sets the next turn of a process.
    fn schedule(&mut self, process: usize, after_us: u64, plan: Plan) {
        let Some(order) = self.put_on_agenda(process as u16, after_us, false) else { return };
        let activity = &mut self.activities[process];
        activity.plan = plan;
        activity.until_us = Some(self.now_us + after_us);
        activity.due = order;
    }

    /// Adds a turn to the agenda, and returns its order; `None` if the clock would exceed its maximum.
    fn put_on_agenda(&mut self, process: u16, after_us: u64, is_deadline: bool) -> Option<u64> {
        let time_us = self.now_us + after_us;
        if time_us > LAST_INSTANT_US {
            self.cut = Some(Cut::Clock);
            return None;
        }
        let order = self.order;
        self.order += 1;
        self.agenda.push(Reverse(Due { time_us, is_deadline, order, process }));
        Some(order)
    }
}
