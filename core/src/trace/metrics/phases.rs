//! What a process does, from its events alone: the states of the model, with `work` told from the steps.

use alloc::vec::Vec;

use crate::trace::event::{Event, Kind};

/// What a process does for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It has not started.
    New,
    /// It waits for a core.
    Ready,
    /// An operation takes its step.
    Running,
    /// It is in a `work`, and has a core.
    Working,
    /// It waits for another process.
    Blocked,
    /// It waits for the clock.
    Sleeping,
    /// It has ended, of itself or by a fault.
    Ended,
}

impl Phase {
    /// In the order of their numbers.
    pub const ALL: [Phase; 7] =
        [Phase::New, Phase::Ready, Phase::Running, Phase::Working, Phase::Blocked, Phase::Sleeping, Phase::Ended];

    /// One word for it.
    pub fn name(self) -> &'static str {
        ["new", "ready", "running", "working", "blocked", "sleeping", "ended"][self as usize]
    }
}

/// What every process does, event after event.
#[derive(Clone, Debug)]
pub struct Phases {
    now: Vec<Phase>,
    /// In the middle of a `work`, also while it waits for a core.
    is_in_work: Vec<bool>,
}

impl Phases {
    /// Before the first event.
    pub fn new(processes: usize) -> Phases {
        Phases { now: alloc::vec![Phase::New; processes], is_in_work: alloc::vec![false; processes] }
    }

    /// What a process does after the events so far.
    pub fn of(&self, process: usize) -> Phase {
        self.now[process]
    }

    /// Takes the next event: what its process does from it on, where that is something else than before. A block begins
    /// anew also where another ends.
    pub fn take(&mut self, event: &Event) -> Option<Phase> {
        let process = event.process();
        let next = match event.kind() {
            Kind::Ready => Phase::Ready,
            Kind::Work => Phase::Working,
            Kind::Run if self.is_in_work[process] => Phase::Working,
            Kind::Sleep => Phase::Sleeping,
            Kind::Block => Phase::Blocked,
            Kind::End | Kind::Fault => Phase::Ended,
            kind if is_of_the_system(kind) || is_remark(kind) => return None,
            _ => Phase::Running,
        };
        match event.kind() {
            Kind::Work => self.is_in_work[process] = true,
            Kind::Done | Kind::Fault => self.is_in_work[process] = false,
            _ => {}
        }
        let before = core::mem::replace(&mut self.now[process], next);
        (before != next || next == Phase::Blocked).then_some(next)
    }
}

/// Told of a process, and done by the system or the network.
pub fn is_of_the_system(kind: Kind) -> bool {
    matches!(kind, Kind::Packets | Kind::Enqueue | Kind::Arrive | Kind::Lost | Kind::Deliver | Kind::Answer)
}

/// Found out about processes, rather than done by one.
pub fn is_remark(kind: Kind) -> bool {
    matches!(kind, Kind::Deadlock | Kind::Abandoned | Kind::Violated | Kind::Reached)
}
