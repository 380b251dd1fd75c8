//! Alternatives of an operation, as statements of the model.

use alloc::string::String;
use alloc::vec::Vec;

use super::conditions::Cond;

/// One way to continue from an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alternative {
    /// The statement it waits for; empty if it waits for nothing.
    pub guard: String,
    /// Statements that follow.
    pub body: Vec<String>,
    pub then: Then,
    /// It was a rendezvous with a sender, and has to return control to it at the end.
    pub owes_control: bool,
}

/// Where a move continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    At(u32),
    /// At an operation that is part of this move, whatever it is.
    Fresh(u32),
    /// Nowhere: a fault.
    Fault,
    /// Nowhere.
    Stop,
}

/// An operation that can wait.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// Its alternatives when it succeeds.
    pub alternatives: Vec<Alternative>,
    /// When the system refuses it.
    pub never: Cond,
    /// When a `try` or a `within` of it may fail.
    pub early: Cond,
}
