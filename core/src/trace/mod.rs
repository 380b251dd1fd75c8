//! What happened: the events of a run, and any moment of it again.
//!
//! [`Run`] goes forward and keeps events and checkpoints; [`Cursor`] stands at a moment, and can be put to any other.
//! [`words`] says in sentences what happened and why each process can't move.

pub mod event;
mod moment;
mod run;
pub mod words;

pub use moment::{ChannelNow, MessageNow, Moment, ProcessNow};
pub use run::{Cursor, MOST_EVENTS, Run, Verdict};
