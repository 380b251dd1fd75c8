//! The system at one moment: processes as boxes, and between them the mailboxes with their messages.

use ipcscope_core::trace::{Moment, Run};

use crate::shape::{About, Picture};

/// How the moment is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture in px; its height follows from what there is to show.
    pub width: f64,
    /// Messages that the events from this one up to the moment moved are on their way…
    pub moved_since: usize,
    /// …and have come so far: 0 where they set out, 1 where they arrive.
    pub progress: f64,
    /// What is pointed at: it is lit up.
    pub pointed: Option<About>,
}

/// The system at `moment`.
pub fn picture(_run: &Run, _moment: &Moment, _view: &View) -> Picture {
    Picture::default()
}
