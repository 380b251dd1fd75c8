//! A run whose moves are given, as exploring numbers them: no seed, no cores, and every move takes one `step` of the clock.
//!
//! The processes go at whatever speed the schedule says, `work` and `sleep` pass at once, and a `within` ends when the
//! schedule lets it. A process that no choice belongs to is blocked, as is one that can only give up.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Cut, End, Plan, Simulation, Sink, State};
use crate::program::{Op, Patience, Program};
use crate::trace::event::{Kind, NOTHING, Wait};
use crate::value::Value;
use crate::world::{GIVE_UP, Move, NETWORK, World};

/// Given moves, and how far they have been made.
#[derive(Clone, Debug)]
pub(super) struct Script {
    /// Each a number among the choices of its state.
    schedule: Arc<[u32]>,
    /// How many processes have begun.
    started: usize,
    /// How many moves have been made.
    made: usize,
    /// Makes the next one. Not called by name, so that a module that makes no such run is without it.
    pub(super) follow: Follow,
}

type Follow = fn(&mut Simulation, &Program, &mut dyn Sink) -> Option<End>;

/// What a process is, for a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// It can move.
    Goes,
    /// It has ended, or faulted.
    Gone,
    /// It can't move before another does.
    Waits,
    /// It can only give up.
    WaitsWithin,
}

/// What a move takes where a step takes no time: the lanes have to show it.
const LEAST_US: u64 = 1_000;

impl Simulation {
    /// Before anything has happened, of a run that makes these moves: each is a number among the
    /// [`choices`](World::choices) of its state.
    pub fn scripted(program: &Program, schedule: Arc<[u32]>) -> Simulation {
        let mut simulation = Simulation::new(program, program.seed);
        simulation.world = World::unstarted(program, false);
        simulation.at_once.clear();
        simulation.agenda.clear();
        simulation.script = Some(Script { schedule, started: 0, made: 0, follow: Simulation::follow_script });
        simulation
    }

    /// The moves that a run is given, and how many of them it has made; `None` where a seed chooses them.
    pub fn script(&self) -> Option<(&[u32], usize)> {
        self.script.as_ref().map(|script| (&*script.schedule, script.made))
    }

    /// Gives it other moves, which begin with those that it has made.
    pub(crate) fn give(&mut self, schedule: &Arc<[u32]>) {
        if let Some(script) = &mut self.script {
            script.schedule = Arc::clone(schedule);
        }
    }

    /// The next process begins, or the next move of the script is made; the end, where nothing more is possible or said.
    fn follow_script(&mut self, program: &Program, sink: &mut dyn Sink) -> Option<End> {
        let script = self.script.as_mut().expect("only a run with a script follows it");
        if script.started < program.processes.len() {
            let process = script.started;
            script.started += 1;
            self.begin_scripted(program, process, sink);
        } else if self.world.failed().is_some() {
            return Some(End::Assertion);
        } else {
            let choices = self.world.choices(program);
            if choices.is_empty() {
                self.report_stuck_at_end(program, sink);
                return Some(self.end_at_rest(program));
            }
            let number = script.schedule.get(script.made).map_or(usize::MAX, |&number| number as usize);
            let Some(&chosen) = choices.get(number) else { return Some(End::Cut(Cut::Schedule)) };
            script.made += 1;
            self.now_us += if program.step_us == 0 { LEAST_US } else { program.step_us };
            self.make(program, chosen, sink);
        }
        self.look_at_checks(program, sink);
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

    /// Makes a move, then sees who waits now, and who does no longer.
    fn make(&mut self, program: &Program, chosen: Move, sink: &mut dyn Sink) {
        sink.chose(chosen);
        let cause = if chosen.process == NETWORK {
            self.land(chosen)
        } else {
            // Who has waited to receive is met.
            let receiver = chosen.with as usize;
            let is_met = self.activities.get(receiver).is_some_and(|activity| activity.state == State::Blocked);
            if is_met && self.world.partner(program, chosen).is_some() {
                self.unblock(receiver, None);
            }
            let mover = usize::from(chosen.process);
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

    /// Brings what each process is into line with what it can do now: first who waits no longer, then who is no more, then
    /// who has come to wait, so that nobody is told to wait for ever who does not.
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
        let mut own = choices.iter().filter(|choice| usize::from(choice.process) == process).peekable();
        let has_any = own.peek().is_some();
        let only_gives_up = has_any && own.all(|choice| choice.arm == GIVE_UP);
        match () {
            () if !self.world.is_alive(process) => Stands::Gone,
            () if self.world.failed().is_some() => Stands::Goes,
            () if only_gives_up && !self.is_try(program, process) => Stands::WaitsWithin,
            () if has_any => Stands::Goes,
            () => Stands::Waits,
        }
    }

    fn is_try(&self, program: &Program, process: usize) -> bool {
        let attempt = self.world.op(program, process).and_then(Op::attempt);
        attempt.is_some_and(|attempt| program.attempts[usize::from(attempt)].patience == Patience::Try)
    }

    /// What it waits for, in one: of a `select` several.
    fn wait_now(&self, program: &Program, process: usize) -> (Wait, u16) {
        match (self.world.op(program, process), self.world.waits(program, process).first()) {
            (Some(Op::Select { .. }), _) | (_, None) => (Wait::Several, NOTHING),
            (_, Some(&wait)) => wait,
        }
    }

    fn waits_for_the_same(&self, program: &Program, process: usize) -> bool {
        self.activities[process].wait == Some(self.wait_now(program, process))
    }

    /// It can't go on before another does something, or its time is over.
    fn block_scripted(&mut self, program: &Program, process: usize, can_give_up: bool, sink: &mut dyn Sink) {
        let (wait, object) = self.wait_now(program, process);
        let waits = self.world.waits(program, process);
        let mut told = [Value::from_word(wait as i64)].to_vec();
        if wait == Wait::Several {
            told.extend(
                waits.iter().flat_map(|&(wait, object)| [wait as i64, i64::from(object)]).map(Value::from_word),
            );
        }
        self.activities[process].latest = Some(self.events);
        self.remark(sink, process, Kind::Block, object, &told, None);
        self.set_state(process, State::Blocked);
        self.register(program, process, &waits);
        let activity = &mut self.activities[process];
        activity.wait = Some((wait, object));
        activity.plan = Plan::Wait;
        activity.deadline = can_give_up.then_some((0, NOTHING));
        self.report_stuck(program, Some(process), sink);
    }

    /// It can go on, because of event `cause`. What its `select` waits for may have changed meanwhile: it leaves every queue.
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
