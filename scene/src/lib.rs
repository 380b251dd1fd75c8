//! Pictures of a run at a moment, as shapes. Pure: the page and the command line paint the same pictures.
//!
//! [`timeline`] holds the lanes' data of a run, [`lanes`] draws them over time, [`system`] draws the system at one
//! moment, [`graph`] the wait-for graph, [`spacetime`] causes and effects, [`charts`] figures over time, [`svg`] writes
//! a picture as a file.

mod acts;
pub mod branches;
pub mod charts;
pub mod graph;
pub mod lanes;
pub mod letters;
pub mod look;
pub mod pen;
pub mod shape;
pub mod spacetime;
pub mod states;
pub mod svg;
pub mod system;
pub mod theme;
mod ticks;
pub mod timeline;

pub use shape::{About, Picture};

/// `value`, or the nearer end of the interval from `low` to `high`.
///
/// In place of `f64::clamp`, whose panic message prints its ends: printing floats takes 6 KB in the page.
pub fn between(value: f64, low: f64, high: f64) -> f64 {
    value.max(low).min(high)
}
