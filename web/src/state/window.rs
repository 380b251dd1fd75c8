//! Which stretch of time the lanes show.

use ipcscope_scene::between;

/// From one time to another, µs; fractions while zooming.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// At the left end.
    pub from_us: f64,
    /// At the right end.
    pub to_us: f64,
}

/// The shortest stretch that can be looked at, µs.
const SHORTEST_US: f64 = 20.0;

impl Window {
    /// All of a run that ends at `last_us`.
    pub fn whole(last_us: u64) -> Window {
        Window { from_us: 0.0, to_us: (last_us as f64).max(SHORTEST_US) }
    }

    /// How long it is, µs.
    pub fn span_us(&self) -> f64 {
        self.to_us - self.from_us
    }

    /// `factor` times as long (below 1: closer), so that `anchor_us` stays where it is on the screen.
    pub fn zoomed(&self, factor: f64, anchor_us: f64, whole: &Window) -> Window {
        let span = (self.span_us() * factor).max(SHORTEST_US).min(whole.span_us());
        let left = between((anchor_us - self.from_us) / self.span_us(), 0.0, 1.0);
        let from_us = anchor_us - left * span;
        Window { from_us, to_us: from_us + span }.inside(whole)
    }

    /// Moved by so many µs, as far as there is something to see.
    pub fn moved(&self, by_us: f64, whole: &Window) -> Window {
        Window { from_us: self.from_us + by_us, to_us: self.to_us + by_us }.inside(whole)
    }

    /// Moved on so that `time_us` is in it; unmoved where it is already.
    pub fn following(&self, time_us: f64, whole: &Window) -> Window {
        if (self.from_us..=self.to_us).contains(&time_us) {
            return *self;
        }
        self.moved(time_us - self.from_us - 0.2 * self.span_us(), whole)
    }

    fn inside(&self, whole: &Window) -> Window {
        let span = self.span_us().min(whole.span_us());
        let from_us = self.from_us.min(whole.to_us - span).max(whole.from_us);
        Window { from_us, to_us: from_us + span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Window = Window { from_us: 0.0, to_us: 1_000.0 };

    #[test]
    fn zooming_keeps_the_time_under_the_pointer() {
        let closer = WHOLE.zoomed(0.5, 200.0, &WHOLE);
        assert_eq!(closer, Window { from_us: 100.0, to_us: 600.0 });
        assert_eq!(closer.zoomed(2.0, 200.0, &WHOLE), WHOLE);
        // No further out than all of it, no closer than 20 µs.
        assert_eq!(WHOLE.zoomed(2.0, 200.0, &WHOLE), WHOLE);
        assert_eq!(WHOLE.zoomed(0.000_1, 0.0, &WHOLE).span_us(), 20.0);
    }

    #[test]
    fn it_never_leaves_the_run_and_follows_the_playhead() {
        let half = Window { from_us: 0.0, to_us: 500.0 };
        assert_eq!(half.moved(-100.0, &WHOLE), half);
        assert_eq!(half.moved(9_999.0, &WHOLE), Window { from_us: 500.0, to_us: 1_000.0 });
        assert_eq!(half.following(400.0, &WHOLE), half);
        assert_eq!(half.following(600.0, &WHOLE), Window { from_us: 500.0, to_us: 1_000.0 });
        assert_eq!(Window { from_us: 400.0, to_us: 600.0 }.following(100.0, &WHOLE).from_us, 60.0);
    }
}
