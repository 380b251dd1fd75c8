//! From a run and a moment to shapes. Pure: the page and the command line paint the same pictures.
//!
//! [`timeline`] holds what the lanes need of a run, [`lanes`] draws them over time, [`system`] draws the system at one
//! moment, [`svg`] writes a picture down.

pub mod lanes;
pub mod letters;
pub mod look;
pub mod pen;
pub mod shape;
pub mod svg;
pub mod system;
pub mod theme;
pub mod timeline;

pub use shape::{About, Picture};
