//! The core of ipcscope: a scenario's text goes in, what happens comes out. No clock, no files, no browser.
//!
//! # Layers
//!
//! Data goes one way, and each layer is a module that knows only those before it.
//!
//! - [`scenario`]: what a teacher writes: text to tree, with every mistake found before a run.
//! - [`event`]: the words of what happens.
//! - [`program`]: the tree made ready to run: one compact program a process.
//! - [`world`]: what can happen next: the whole state as one value, [`choices`](world::World::choices) and
//!   [`step`](world::World::step).
//! - [`simulate`]: the clock and the seed pick the moves: one run.
//! - [`trace`]: what happened: events with causes, any moment again, and words for it.
//! - [`explore`]: all that could happen: every schedule, and what can go wrong in one.
//! - [`export`]: a run in forms for others to read.
//! - [`link`]: a scenario's text in a link, and back.
//! - `bytes`: a program from one part of the page to another.
//!
//! # Words
//!
//! A **process** runs its program in its own lane. A **channel** is what messages go through: a **mailbox**. Its
//! **capacity** is how many messages may wait in it; at capacity 0 sender and receiver meet: a **rendezvous**. A process
//! is **blocked** when it can't go on before another does something. A **move** is the smallest thing that another
//! process can notice; a **schedule** is an order of moves. An **event** is what the trace keeps of it, with its **cause**.
//!
//! # Example
//!
//! ```
//! use ipcscope_core::{Simulated, simulate_text};
//!
//! let text = "mailbox m capacity 1\nprocess P { send 7 to m }\nprocess C { receive x from m; print x }";
//! let Simulated { run, .. } = simulate_text(text, None).expect("there is no mistake in it");
//! assert_eq!(ipcscope_core::trace::words::end(&run), "finished at 1ms after 7 events");
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
// As what the derive of `Bytes` calls it.
#[cfg(feature = "bytes")]
extern crate self as ipcscope_core;

use alloc::sync::Arc;
use alloc::vec::Vec;

#[cfg(feature = "bytes")]
pub mod bytes;
pub mod event;
pub mod explore;
pub mod export;
pub mod link;
pub mod program;
pub mod scenario;
pub mod simulate;
pub mod trace;
pub mod value;
pub mod world;

/// A text's run, and what is doubtful about the text.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// To its end, or to [`trace::MOST_EVENTS`].
    pub run: trace::Run,
    /// Warnings only.
    pub warnings: Vec<scenario::diagnostic::Diagnostic>,
}

/// From a text to its run.
///
/// # Errors
/// Every mistake in the text, with warnings among them, in the text's order.
pub fn simulate_text(text: &str, seed: Option<u64>) -> Result<Simulated, Vec<scenario::diagnostic::Diagnostic>> {
    let reading = scenario::read(text);
    let Some(tree) = reading.scenario else { return Err(reading.diagnostics) };
    let program = program::Program::new(&tree, text);
    let run = trace::Run::complete(Arc::new(program), seed);
    Ok(Simulated { run, warnings: reading.diagnostics })
}
