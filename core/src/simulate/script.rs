//! A run with given moves, as the explorer numbers them: no seed, no cores, and every move takes one `step` of the
//! clock.
//!
//! The processes advance as the schedule says, `work` and `sleep` take no time, and a `within` times out when the
//! schedule says so. A process without a possible move is blocked, as is one that can only give up.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Cut, End, Plan, Simulation, Sink, State};
use crate::event::{Kind, NOTHING, Wait};
use crate::program::Program;
use crate::world::{GIVE_UP, Move, NETWORK, World};

/// The given moves, and how many of them have been made.
#[derive(Clone, Debug)]
pub(super) struct Script {
    /// Each move is an index into the choices of its state.
    schedule: Arc<[u32]>,
    /// Number of processes that have started.
    started: usize,
    /// Number of moves made.
    made: usize,
    /// Makes the next move. A function pointer, so that a module without such runs does not include the code.
    pub(super) follow: Follow,
}

type Follow = fn(&mut Simulation, &Program, &mut dyn Sink) -> Option<End>;

/// The state of a process in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// It can move.
    Goes,
    /// It has terminated or faulted.
    Gone,
    /// It is blocked.
    Waits,
    /// It can only give up.
    WaitsWithin,
}

/// The time of a move if a step takes no time, so that the lanes can show it.
const LEAST_US: u64 = 1_000;

impl Simulation {
    /// The initial state of a run with these moves: each is an index into the
    /// [`choices`](World::choices) of its state.
    pub fn scripted(program: &Program, schedule: Arc<[u32]>) -> Simulation {
        let mut simulation = Simulation::new(program, program.seed);
        simulation.world = World::unstarted(program, false);
        simulation.at_once.clear();
        simulation.agenda.clear();
        simulation.script = Some(Script { schedule, started: 0, made: 0, follow: Simulation::follow_script });
        simulation
    }

    /// The given moves, and how many of them have been made; `None` if a seed chooses.
    pub fn script(&self) -> Option<(&[u32], usize)> {
        self.script.as_ref().map(|script| (&*script.schedule, script.made))
    }

    /// Replaces the moves by others that begin with those already made.
    pub(crate) fn give(&mut self, schedule: &Arc<[u32]>) {
        if let Some(script) = &mut self.script {
            script.schedule = Arc::clone(schedule);
        }
    }

    /// Starts the next process, or makes the next move; the end, if no more is possible or given.
    fn follow_script(&mut self, program: &Program, sink: &mut dyn Sink) -> Option<End> {
        let script = self.script.as_mut().expect("only a run with a script follows it");
        if script.started < program.processes.len() {
            let process = script.started;
            script.started += 1;
            self.begin_scripted(program, process, sink);
        } else if self.world.failed().is_some() {
            return Some(self.end(program, sink));
        } else {
            let choices = self.world.choices(program);
            if choices.is_empty() {
                return Some(self.end(program, sink));
            }
            let number = script.schedule.get(script.made).map_or(usize::MAX, |&number| number as usize);
            let Some(&chosen) = choices.get(number) else { return Some(End::Cut(Cut::Schedule)) };
            script.made += 1;
            self.now_us += if program.step_us == 0 { LEAST_US } else { program.step_us };
            self.make(program, chosen, sink);
        }
        self.look_at_checks(program, false, sink);
        None
    }

    fn begin_scripted(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) {
        self.note(sink, process, Kind::Start, NOTHING, &[]);
        self.set_state(process, State::Running);
        self.with_record(sink, None, |world, record| world.go_on(program, process, record));
        self.activities[process].plan = Plan::Arrive;
        if process + 1 == program.processes.len() {
            self.look_who_waits(program, sink);
        }
    }

    /// Makes a move, then updates which processes are blocked.
    fn make(&mut self, program: &Program, chosen: Move, sink: &mut dyn Sink) {
        sink.chose(chosen);
        let cause = if chosen.process == NETWORK {
            self.land(chosen)
        } else {
            // The receiver has waited, and is met now.
            let receiver = chosen.with as usize;
            let is_met = self.activities.get(receiver).is_some_and(|activity| activity.state == State::Blocked);
            if is_met && self.world.partner(program, chosen).is_some() {
                self.unblock(receiver, None);
            }
            let mover = chosen.process.index();
            let cause = match self.activities[mover].plan {
                Plan::Resume(cause) => Some(cause),
                _ => None,
            };
            if self.activities[mover].state == State::Blocked {
                self.unblock(mover, cause);
            }
            self.activities[mover].plan = Plan::Arrive;
            cause
        };
        self.touched.clear();
        self.with_record(sink, cause, |world, record| world.step(program, chosen, record));
        self.let_fly(program);
        self.look_who_waits(program, sink);
        self.report_stuck(program, None, sink);
    }

    /// Updates the state of each process: first those no longer blocked, then the terminated, then the newly blocked,
    /// so that no process is reported as blocked forever wrongly.
    fn look_who_waits(&mut self, program: &Program, sink: &mut dyn Sink) {
        let choices = self.world.choices(program);
        let cause = self.touched.first().map_or(self.events.saturating_sub(1), |touch| touch.event);
        self.touched.clear();
        let count = program.processes.len();
        let stands: Vec<Stands> = (0..count).map(|process| self.stands(program, process, &choices)).collect();
        for (process, &stands) in stands.iter().enumerate() {
            let is_same = stands != Stands::Goes && self.waits_for_the_same(program, process);
            if self.is_waiting(process) && !is_same {
                self.unblock(process, Some(cause));
                if stands == Stands::Goes {
                    self.activities[process].latest = Some(self.events);
                    self.remark(sink, process, Kind::Wake, NOTHING, &[], Some(cause));
                }
            }
        }
        for (process, &stands) in stands.iter().enumerate() {
            if stands == Stands::Gone && self.activities[process].state.is_alive() {
                self.finish(program, process, sink);
            }
        }
        for (process, &stands) in stands.iter().enumerate() {
            if stands >= Stands::Waits && !self.is_waiting(process) {
                self.block_scripted(program, process, stands == Stands::WaitsWithin, sink);
            }
        }
    }

    fn stands(&self, program: &Program, process: usize, choices: &[Move]) -> Stands {
        let mut own = choices.iter().filter(|choice| choice.process.index() == process).peekable();
        let has_any = own.peek().is_some();
        let only_gives_up = has_any && own.all(|choice| choice.arm == GIVE_UP);
        match () {
            () if !self.world.is_alive(process) => Stands::Gone,
            () if self.world.failed().is_some() => Stands::Goes,
            () if only_gives_up && !self.gives_up_at_once(program, process) => Stands::WaitsWithin,
            () if has_any => Stands::Goes,
            () => Stands::Waits,
        }
    }

    fn gives_up_at_once(&self, program: &Program, process: usize) -> bool {
        self.world.op(program, process).is_some_and(|op| self.world.gives_up_at_once(program, process, op))
    }

    /// The reason why it is blocked; for a `select` [`Wait::Several`](crate::event::Wait::Several).
    fn wait_now(&self, program: &Program, process: usize) -> Option<(Wait, u16)> {
        self.world.op(program, process).map(|op| self.world.reason(program, process, op))
    }

    fn waits_for_the_same(&self, program: &Program, process: usize) -> bool {
        self.activities[process].wait == self.wait_now(program, process)
    }

    /// Blocks a process until another acts, or its timeout expires.
    fn block_scripted(&mut self, program: &Program, process: usize, can_give_up: bool, sink: &mut dyn Sink) {
        let Some(reason) = self.wait_now(program, process) else { return };
        let waits = self.awaited(program, process, reason);
        self.tell_block(process, reason, &waits, None, sink);
        self.set_state(process, State::Blocked);
        self.register(program, process, &waits);
        let activity = &mut self.activities[process];
        activity.wait = Some(reason);
        activity.plan = Plan::Wait;
        activity.deadline = can_give_up.then_some((0, NOTHING));
        self.report_stuck(program, Some(process), sink);
    }

    /// Unblocks a process, with event `cause`. The waits of its `select` may have changed: it leaves every queue.
    fn unblock(&mut self, process: usize, cause: Option<u32>) {
        let is_other = |other: &u16| usize::from(*other) != process;
        for queue in &mut self.queues {
            queue.senders.retain(is_other);
            queue.receivers.retain(is_other);
            queue.unanswered.retain(is_other);
        }
        self.locks.iter_mut().for_each(|lock| lock.waiters.retain(is_other));
        self.regions.iter_mut().for_each(|region| region.retain(is_other));
        self.set_state(process, State::Running);
        self.activities[process].plan = cause.map_or(Plan::Arrive, Plan::Resume);
        self.activities[process].deadline = None;
    }
}
