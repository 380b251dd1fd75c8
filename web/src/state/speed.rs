//! How fast a run plays.
//!
//! It plays in simulated time, at a pace that people can follow: the pause between two instants at which something
//! happens is in the median half a second, and none is so short or so long that one loses track.

use std::collections::BinaryHeap;

use ipcscope_core::trace::Run;
use ipcscope_scene::between;

/// A speed people can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed(usize);

const SPEEDS: [(f64, &str, &str); 6] =
    [(0.25, "0.25", "¼×"), (0.5, "0.5", "½×"), (1.0, "1", "1×"), (2.0, "2", "2×"), (4.0, "4", "4×"), (8.0, "8", "8×")];

impl Default for Speed {
    fn default() -> Speed {
        Speed(2)
    }
}

impl Speed {
    /// Every one, slowest first.
    pub fn all() -> impl Iterator<Item = Speed> {
        (0..SPEEDS.len()).map(Speed)
    }

    /// How many times as fast as usual.
    pub fn factor(self) -> f64 {
        SPEEDS[self.0].0
    }

    /// Its word in addresses: `0.25`.
    pub fn name(self) -> &'static str {
        SPEEDS[self.0].1
    }

    /// For people: `¼×`.
    pub fn label(self) -> &'static str {
        SPEEDS[self.0].2
    }

    /// From its word.
    pub fn from_name(name: &str) -> Option<Speed> {
        Speed::all().find(|speed| speed.name() == name)
    }

    /// The next faster one.
    pub fn faster(self) -> Speed {
        Speed((self.0 + 1).min(SPEEDS.len() - 1))
    }

    /// The next slower one.
    pub fn slower(self) -> Speed {
        Speed(self.0.saturating_sub(1))
    }
}

/// Between two instants in the median, ms of the wall's time.
const USUAL_MS: f64 = 500.0;
const SHORTEST_MS: f64 = 120.0;
const LONGEST_MS: f64 = 1_500.0;
/// So many events are looked at for the median.
const LOOKED_AT: usize = 20_000;

/// How simulated time becomes the wall's, for one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    median_us: f64,
}

impl Pace {
    /// That of a run.
    pub fn new(run: &Run) -> Pace {
        // A heap sorts in less code than a sort, and the page is to be small.
        let mut gaps = BinaryHeap::new();
        let mut before = 0;
        for event in run.events().iter().take(LOOKED_AT) {
            if event.time_us() > before {
                gaps.push(event.time_us() - before);
                before = event.time_us();
            }
        }
        let gaps = gaps.into_sorted_vec();
        let median = gaps.get(gaps.len() / 2).copied().unwrap_or(1_000);
        Pace { median_us: median as f64 }
    }

    /// How long a pause of so many µs takes at usual speed, ms.
    pub fn wall_ms(&self, gap_us: u64) -> f64 {
        between(gap_us as f64 / self.median_us * USUAL_MS, SHORTEST_MS, LONGEST_MS)
    }

    /// Where the clock is after `wall_ms` at usual speed, and after how many events: from `clock_us`, after `at`.
    pub fn advance(&self, run: &Run, mut clock_us: f64, mut at: usize, mut wall_ms: f64) -> (f64, usize) {
        while let Some(next) = run.events().get(at) {
            let next_us = next.time_us();
            let before_us =
                at.checked_sub(1).and_then(|last| run.events().get(last)).map_or(0, |event| event.time_us());
            if next_us > before_us {
                let us_a_ms = (next_us - before_us) as f64 / self.wall_ms(next_us - before_us);
                let needed_ms = (next_us as f64 - clock_us).max(0.0) / us_a_ms;
                if needed_ms > wall_ms {
                    return (clock_us + wall_ms * us_a_ms, at);
                }
                wall_ms -= needed_ms;
            }
            clock_us = next_us as f64;
            at = run.events().count_until(next_us);
        }
        (clock_us, at)
    }

    /// How long the pause after event number `at - 1` is, ms at usual speed; the longest at the end.
    pub fn pause_ms(&self, run: &Run, at: usize) -> f64 {
        let time = |index: usize| run.events().get(index).map(|event| event.time_us());
        match (at.checked_sub(1).map_or(Some(0), time), time(at)) {
            (Some(before), Some(next)) => self.wall_ms(next - before),
            _ => LONGEST_MS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        ipcscope_core::simulate_text(text, None).expect("there is no mistake in it").run
    }

    #[test]
    fn speeds_stop_at_both_ends() {
        let slowest = Speed::all().next().expect("there are several");
        assert_eq!((slowest.slower(), slowest.label()), (slowest, "¼×"));
        assert_eq!(Speed::default().faster().faster().faster().faster().name(), "8");
        assert_eq!(Speed::from_name("3"), None);
    }

    #[test]
    fn the_median_pause_takes_half_a_second_and_a_long_one_is_cut_short() {
        // Instants: 0, 1, 2, 3, 103 ms; the median gap is 1 ms.
        let run = run("process P { work 1ms; work 1ms; work 1ms; work 100ms }");
        let pace = Pace::new(&run);
        assert_eq!(pace.wall_ms(1_000), 500.0);
        assert_eq!(pace.wall_ms(100_000), 1_500.0);
        assert_eq!(pace.wall_ms(1), 120.0);
        // What happens at 0 is at once; half of the way to 1 ms after a quarter of a second.
        let first = run.events().count_until(0);
        assert_eq!(pace.advance(&run, 0.0, 0, 250.0), (500.0, first));
        assert_eq!(pace.advance(&run, 500.0, first, 250.0), (1_000.0, run.events().count_until(1_000)));
        // Three gaps of 500 ms, then one of 1,500.
        assert_eq!(pace.advance(&run, 0.0, 0, 2_999.0).1, run.events().count_until(3_000));
        assert_eq!(pace.advance(&run, 0.0, 0, 3_000.0), (103_000.0, run.events().len()));
    }
}
