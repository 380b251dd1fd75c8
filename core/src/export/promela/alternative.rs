//! The ways in which a process can go on from an operation, as statements of the model.

use alloc::string::String;
use alloc::vec::Vec;

use super::conditions::Cond;

/// One of the ways in which a process can go on from where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alternative {
    /// What it waits for: a statement; nothing where it waits for nothing.
    pub guard: String,
    /// Statements that follow.
    pub body: Vec<String>,
    pub then: Then,
    /// It has met a sender, and is to let it go on at last.
    pub owes: bool,
}

/// Where a move goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    At(u32),
    /// At an operation that is done in this move, whatever it is.
    Fresh(u32),
    /// It was a mistake.
    Fault,
    /// Nowhere.
    Stop,
}

/// What an act can do.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// The ways in which it comes about.
    pub ways: Vec<Alternative>,
    /// The system refuses it.
    pub never: Cond,
    /// With a `try` or a `within` it may not come about.
    pub early: Cond,
}
