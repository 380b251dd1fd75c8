//! The trace: the events of a run, and the state at any moment of it.
//!
//! [`Run`] advances and records events and checkpoints; a [`Cursor`] is at one moment and can seek any other.
//! [`metrics`] adds up times and counts. [`words`] gives sentences for events and for the reason why a process is
//! blocked.

pub mod event;
pub mod metrics;
mod moment;
mod run;
pub mod words;

pub use moment::{ChannelNow, FlightNow, LockNow, MemoryNow, MessageNow, Moment, ProcessNow};
pub use run::{Cursor, HORIZON, MOST_EVENTS, Run, Verdict};
