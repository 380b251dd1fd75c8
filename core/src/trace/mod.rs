//! What happened: the events of a run, and any moment of it again.
//!
//! [`Run`] goes forward and keeps events and checkpoints; [`Cursor`] stands at a moment, and can be put to any other.
//! [`metrics`] adds up times and counts. [`words`] says in sentences what happened and why each process can't move.

pub mod event;
pub mod metrics;
mod moment;
mod run;
pub mod words;

pub use moment::{ChannelNow, FlightNow, LockNow, MemoryNow, MessageNow, Moment, ProcessNow};
pub use run::{Cursor, MOST_EVENTS, Run, Verdict};
