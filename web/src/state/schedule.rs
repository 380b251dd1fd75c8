//! A given schedule in place of the seed's: each move as its number among the choices of its state, as exploring tells them.

use std::rc::Rc;

use super::{Effect, Opening, State};

/// Longer ones make no address that anybody could keep.
const MOST_MOVES: usize = 20_000;

/// The number of each move.
pub type Schedule = Rc<[u32]>;

/// From what stands in an address, as `0,1,1,0`; nothing is a schedule of no moves.
pub fn read(written: &str) -> Option<Schedule> {
    if written.is_empty() {
        return Some(Rc::default());
    }
    let numbers: Option<Schedule> = written.split(',').map(|number| number.parse().ok()).collect();
    numbers.filter(|numbers| numbers.len() <= MOST_MOVES)
}

/// The reverse of [`read`].
pub fn write(schedule: &[u32]) -> String {
    let numbers: Vec<String> = schedule.iter().map(u32::to_string).collect();
    numbers.join(",")
}

impl State {
    /// Runs a schedule and plays it from its start, or goes to its end; or the seed's own, at the time where it stands.
    pub(super) fn take_schedule(&mut self, schedule: Option<Schedule>, plays: bool) -> Vec<Effect> {
        self.opening = schedule.is_some().then_some(Opening { step: if plays { 0 } else { usize::MAX }, plays });
        self.playing = false;
        self.schedule = schedule;
        vec![Effect::Run, Effect::ReplaceAddressSoon]
    }
}
