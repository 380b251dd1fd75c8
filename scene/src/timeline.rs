//! What the lanes show, gathered from a run's events once: states over time, messages, queue lengths.

use ipcscope_core::trace::Run;

/// The lanes' data of one run.
#[derive(Clone, Debug, Default)]
pub struct Timeline {}

impl Timeline {
    /// Gathers it from the events that `run` has so far.
    pub fn new(_run: &Run) -> Timeline {
        Timeline {}
    }
}
