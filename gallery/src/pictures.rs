//! The pictures of the front page, which the style sheet makes as wide as there is room.

use ipcscope_core::trace::{Moment, Run};
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{Picture, lanes, system};

/// Width of a card's picture, px.
const CARD_WIDTH: f64 = 440.0;
/// A card shows so much of a long run: more would be a blur.
const CARD_EVENTS: usize = 120;
/// Width of the large picture, px.
const HERO_WIDTH: f64 = 700.0;

/// The lanes of a run, or of how it begins.
pub fn card(run: &Run) -> Picture {
    let events = run.events();
    let at = events.len().min(CARD_EVENTS);
    let last_us = at.checked_sub(1).and_then(|last| events.get(last)).map_or(0, |event| event.time_us());
    let to_us = (last_us as f64).max(1.0);
    let view =
        lanes::View { width: CARD_WIDTH, from_us: 0.0, to_us, playhead_us: to_us, at, pointed: None, folded: &[] };
    lanes::picture(run, &Timeline::new(run), &view)
}

/// The system after `at` events.
pub fn hero(run: &Run, at: usize) -> Picture {
    let mut cursor = run.cursor();
    cursor.seek(run, at);
    let moment = Moment::new(run, &cursor);
    let view = system::View { width: HERO_WIDTH, moved_since: at, progress: 1.0, pointed: None };
    system::picture(run, &moment, &view)
}
