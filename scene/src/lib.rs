//! From a run and a moment to shapes. Pure: the page and the command line paint the same pictures.
//!
//! [`timeline`] holds what the lanes need of a run, [`lanes`] draws them over time, [`system`] draws the system at one
//! moment, [`graph`] who waits for whom at it, [`spacetime`] what came of what, [`charts`] figures over
//! time, [`svg`] writes a picture down.

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

/// `value`, or the nearer end of the stretch from `low` to `high`.
///
/// In place of `f64::clamp`, whose panic prints its ends: with the printing of floats it weighs 6 KB in the page.
pub fn between(value: f64, low: f64, high: f64) -> f64 {
    value.max(low).min(high)
}
