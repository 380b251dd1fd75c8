//! How a run ends.

use super::{Simulation, Sink, State};
use crate::program::Program;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Every process has ended.
    Finished,
    /// Only servers are left, waiting for work.
    Quiet,
    /// Some processes wait for each other.
    Deadlock,
    /// A process waits for what nobody alive can give.
    Abandoned,
    /// The same state came again without time passing, and nobody works on the way.
    Livelock,
    /// A process was ended by a mistake, and nothing worse happened.
    Fault,
    /// A promise in the program did not hold.
    Assertion,
    /// It could have gone on.
    Cut(Cut),
}

/// Why a run was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cut {
    /// So many events were asked for, and there would be more.
    Events,
    /// So much time was asked for, and there would be more.
    Time,
    /// Moves without time passing: 1,000,000, or as many as lead to the same state again.
    OneInstant,
    /// The clock is full, after 2⁵⁶ µs: some 2,284 years.
    Clock,
    /// The schedule that it follows is over, and there would be more.
    Schedule,
}

impl End {
    /// The word for it in `end: …` and for machines.
    pub fn name(self) -> &'static str {
        match self {
            End::Finished => "finished",
            End::Quiet => "quiet",
            End::Deadlock => "deadlock",
            End::Abandoned => "abandoned",
            End::Livelock => "livelock",
            End::Fault => "fault",
            End::Assertion => "assertion",
            End::Cut(_) => "cut",
        }
    }

    /// Whether the run did what it was to do: finished, or quiet.
    pub fn is_good(self) -> bool {
        matches!(self, End::Finished | End::Quiet)
    }
}

impl Simulation {
    /// Nothing more happens: what that means, for the checks too.
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
            false => End::Abandoned,
        }
    }
}
