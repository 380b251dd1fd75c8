//! The look of each state: the same fill and the same words in every picture and list.

use ipcscope_core::simulate::State;

use crate::shape::{Fill, Paint};

/// The activity of a process, as finely as a lane shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// It has not started.
    New,
    /// An operation takes its step.
    Running,
    /// It is in a `work`.
    Working,
    /// It is ready, waiting for a core.
    Ready,
    /// It waits for another process.
    Blocked,
    /// It waits for the clock.
    Sleeping,
    /// It has terminated.
    Ended,
    /// A fault has terminated it.
    Faulted,
}

impl Look {
    /// Inside a bar or a chip; `None` for a process that is not active.
    pub fn fill(self) -> Option<Fill> {
        match self {
            Look::New | Look::Ended => None,
            Look::Running => Some(Fill::Solid(Paint::RunningSoft)),
            Look::Working => Some(Fill::Solid(Paint::WorkingSoft)),
            Look::Ready => Some(Fill::Solid(Paint::Ground)),
            Look::Blocked => Some(Fill::Hatch(Paint::Blocked, Paint::BlockedSoft)),
            Look::Sleeping => Some(Fill::Dots(Paint::Sleeping, Paint::SleepingSoft)),
            Look::Faulted => Some(Fill::Solid(Paint::FaultSoft)),
        }
    }

    /// The colour of its outline, base line and words.
    pub fn paint(self) -> Paint {
        match self {
            Look::New | Look::Ended => Paint::Ended,
            Look::Running => Paint::Running,
            Look::Working => Paint::Working,
            Look::Ready => Paint::Ended,
            Look::Blocked => Paint::Blocked,
            Look::Sleeping => Paint::Sleeping,
            Look::Faulted => Paint::Fault,
        }
    }

    /// One word for it.
    pub fn word(self) -> &'static str {
        match self {
            Look::New => "new",
            Look::Running => "running",
            Look::Working => "working",
            Look::Ready => "ready",
            Look::Blocked => "blocked",
            Look::Sleeping => "sleeping",
            Look::Ended => "ended",
            Look::Faulted => "faulted",
        }
    }
}

impl From<State> for Look {
    fn from(state: State) -> Look {
        match state {
            State::New => Look::New,
            State::Running => Look::Running,
            State::Ready => Look::Ready,
            State::Blocked => Look::Blocked,
            State::Sleeping => Look::Sleeping,
            State::Ended => Look::Ended,
            State::Faulted => Look::Faulted,
        }
    }
}
