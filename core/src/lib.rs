//! The core of ipcscope: takes the text of a scenario, and simulates, explores and exports it. No clock, no files, no
//! browser.
//!
//! # Layers
//!
//! Data flows in one direction, and each layer is a module that depends only on those before it.
//!
//! - [`id`]: the numbers of a program's objects.
//! - [`scenario`]: from text to tree; finds every error before a run.
//! - [`event`]: the kinds of events.
//! - [`program`]: the tree compiled: one compact program for each process.
//! - [`world`]: the whole state as one value, the possible moves ([`choices`](world::World::choices)) and the
//!   next state ([`step`](world::World::step)).
//! - [`schedule`]: the moves of a run as people write them.
//! - [`simulate`]: one run: the clock and the seed choose the moves.
//! - [`trace`]: the recorded run: events with causes, the state at any moment, and sentences for both.
//! - [`explore`]: all runs: every schedule, and what can go wrong in one.
//! - [`export`]: a run in other formats.
//! - [`link`]: a scenario's text encoded in a link.
//! - `bytes`: a program passed from one part of the page to another.
//!
//! # Terms
//!
//! A **process** runs its program in its own lane. A **channel** carries messages: a **mailbox**, or one direction of a
//! direct link. Its **capacity** is the number of messages that may wait in it; at capacity 0 sender and receiver meet
//! in a **rendezvous**. A process is **blocked** when it cannot continue before another process acts. A **move** is the
//! smallest act that another process can notice; a **schedule** is an order of moves. An **event** is the record of an
//! act in the trace, with its **cause**.
//!
//! # Example
//!
//! ```
//! use ipcscope_core::{Simulated, simulate_text};
//!
//! let text = "mailbox m capacity 1\nprocess P { send 7 to m }\nprocess C { receive x from m; print x }";
//! let Simulated { run, .. } = simulate_text(text, None).expect("the text has no errors");
//! assert_eq!(ipcscope_core::trace::words::end(&run), "finished at 1ms after 7 events");
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
// The derive of `Bytes` refers to this crate by name.
#[cfg(feature = "bytes")]
extern crate self as ipcscope_core;

use alloc::sync::Arc;
use alloc::vec::Vec;

#[cfg(feature = "bytes")]
pub mod bytes;
pub mod event;
pub mod explore;
pub mod export;
pub mod id;
pub mod link;
pub mod program;
pub mod scenario;
pub mod schedule;
pub mod simulate;
pub mod trace;
pub mod value;
pub mod world;

/// The run of a scenario, and the warnings about its text.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// Run to its end, or to its horizon.
    pub run: trace::Run,
    /// Warnings only.
    pub warnings: Vec<scenario::diagnostic::Diagnostic>,
}

/// Simulates the scenario in `text`.
///
/// # Errors
/// All errors in the text, with the warnings among them, in the order of the text.
pub fn simulate_text(text: &str, seed: Option<u64>) -> Result<Simulated, Vec<scenario::diagnostic::Diagnostic>> {
    let reading = scenario::read(text);
    let Some(tree) = reading.scenario else { return Err(reading.diagnostics) };
    let program = program::Program::new(&tree, text);
    let run = trace::Run::complete(Arc::new(program), seed);
    Ok(Simulated { run, warnings: reading.diagnostics })
}
