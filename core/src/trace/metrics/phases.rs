//! Phases of a process, from its events alone: the states of the model, with `work` separate from the steps.

use alloc::vec::Vec;

use crate::trace::event::{Event, Kind};

/// The activity of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It has not started.
    New,
    /// It waits for a core.
    Ready,
    /// An operation takes its step on a core.
    Running,
    /// It executes `work` on a core.
    Working,
    /// It is blocked.
    Blocked,
    /// It sleeps.
    Sleeping,
    /// It has terminated or faulted.
    Ended,
}

impl Phase {
    /// In the order of their numbers.
    pub const ALL: [Phase; 7] =
        [Phase::New, Phase::Ready, Phase::Running, Phase::Working, Phase::Blocked, Phase::Sleeping, Phase::Ended];

    /// One word, for tables.
    pub fn name(self) -> &'static str {
        ["new", "ready", "running", "working", "blocked", "sleeping", "ended"][self as usize]
    }
}

/// The phase of every process, event by event.
#[derive(Clone, Debug)]
pub struct Phases {
    now: Vec<Phase>,
    /// Whether it is in a `work`, even while it waits for a core.
    is_in_work: Vec<bool>,
}

impl Phases {
    /// Before the first event.
    pub fn new(processes: usize) -> Phases {
        Phases { now: alloc::vec![Phase::New; processes], is_in_work: alloc::vec![false; processes] }
    }

    /// The phase of a process after the events so far.
    pub fn of(&self, process: usize) -> Phase {
        self.now[process]
    }

    /// Takes the next event. Returns the new phase of its process if it has changed. A block that follows another block
    /// counts as a change.
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

/// Recorded at a process, but done by the system or the network.
pub fn is_of_the_system(kind: Kind) -> bool {
    matches!(kind, Kind::Packets | Kind::Enqueue | Kind::Arrive | Kind::Lost | Kind::Deliver | Kind::Answer)
}

/// Detected about processes, rather than done by one.
pub fn is_remark(kind: Kind) -> bool {
    matches!(kind, Kind::Deadlock | Kind::Orphaned | Kind::Violated | Kind::Reached)
}
