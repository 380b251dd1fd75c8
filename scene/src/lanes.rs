//! The lanes over time.

use ipcscope_core::trace::Run;

use crate::shape::{About, Picture};
use crate::timeline::Timeline;

/// What part of a run is seen, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture in px.
    pub width: f64,
    /// The time at the left end of the lanes, in µs (fractions while zooming).
    pub from_us: f64,
    /// The time at their right end, in µs.
    pub to_us: f64,
    /// The playhead's time, in µs.
    pub playhead_us: f64,
    /// How many events have happened there.
    pub at: usize,
    /// What is pointed at: it is lit up.
    pub pointed: Option<About>,
}

/// The lanes of a run.
pub fn picture(_run: &Run, _timeline: &Timeline, _view: &View) -> Picture {
    Picture::default()
}

/// Where a time stands on the picture, px.
pub fn x_from_time(_view: &View, _time_us: f64) -> f64 {
    0.0
}

/// Which time stands at an `x` of the picture, µs.
pub fn time_from_x(_view: &View, _x: f64) -> f64 {
    0.0
}
