//! The end of a run.

use super::{Simulation, Sink, State};
use crate::program::Program;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// All processes have terminated.
    Finished,
    /// Only servers remain, waiting for work.
    Quiet,
    /// Some processes wait for each other in a cycle.
    Deadlock,
    /// A process is blocked forever: no remaining process can unblock it.
    Orphaned,
    /// The run repeats itself forever, and no process makes progress: some retry without success.
    Livelock,
    /// The run repeats itself forever, and is no livelock: see [`Run::repetition`](crate::trace::Run::repetition).
    Repeats,
    /// A process was terminated by a fault, and there was no deadlock.
    Fault,
    /// An assertion was violated.
    Assertion,
    /// It was stopped, and could continue.
    Cut(Cut),
}

/// The reason why a run was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cut {
    /// The limit on events.
    Events,
    /// The limit on time.
    Time,
    /// Its horizon: see [`Run::approach`](crate::trace::Run::approach).
    Horizon,
    /// Moves without time passing: 1,000,000, or until a state recurs.
    OneInstant,
    /// 1,000,000 moves without any event.
    Silence,
    /// The clock has reached its maximum, 2⁵⁶ µs: about 2,284 years.
    Clock,
    /// The end of the given schedule.
    Schedule,
}

impl End {
    /// One word, for `end: …` and JSON.
    pub fn name(self) -> &'static str {
        match self {
            End::Finished => "finished",
            End::Quiet => "quiet",
            End::Deadlock => "deadlock",
            End::Orphaned => "orphaned",
            End::Livelock => "livelock",
            End::Repeats => "repeats",
            End::Fault => "fault",
            End::Assertion => "assertion",
            End::Cut(Cut::Horizon) => "horizon",
            End::Cut(_) => "cut",
        }
    }

    /// Whether nothing went wrong up to its end or its horizon.
    pub fn is_good(self) -> bool {
        matches!(self, End::Finished | End::Quiet | End::Repeats | End::Cut(Cut::Horizon))
    }
}

impl Simulation {
    /// Ends a run in which nothing more happens: reports blocked processes and final checks.
    pub(super) fn end(&mut self, program: &Program, sink: &mut dyn Sink) -> End {
        if self.world.failed().is_none() {
            self.report_stuck_at_end(program, sink);
        }
        self.look_at_checks(program, true, sink);
        self.end_at_rest(program)
    }

    fn end_at_rest(&self, program: &Program) -> End {
        let is = |state| move |(_, activity): &(usize, &super::Activity)| activity.state == state;
        let mut processes = self.activities.iter().enumerate();
        if self.world.failed().is_some() {
            return End::Assertion;
        }
        if self.reported.contains(&Some(true)) {
            return End::Deadlock;
        }
        if processes.clone().any(|process| is(State::Faulted)(&process)) {
            return End::Fault;
        }
        let mut blocked = processes.by_ref().filter(is(State::Blocked)).peekable();
        if blocked.peek().is_none() {
            return End::Finished;
        }
        match blocked.all(|(number, _)| program.processes[number].server) {
            true => End::Quiet,
            false => End::Orphaned,
        }
    }
}
