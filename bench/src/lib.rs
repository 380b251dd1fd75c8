//! What is measured: a producer and a consumer, once and many times over, recorded by the core and as a loop by hand.
//!
//! `cargo xtask bench` builds this for this machine (`main.rs`) and as a WebAssembly module (`wasm.rs`, run by
//! `wasm.mjs`), runs both beside the peers (`simpy_peer.py`), and writes `RESULTS.md`. No clock is read here.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario;
use ipcscope_core::trace::{Cursor, Run};

pub mod explore;
pub mod plain;
#[cfg(target_arch = "wasm32")]
mod wasm;

/// One producer (3 ms), one consumer (5 ms), room for 4, moves that take no time.
pub fn one_pair(items: usize) -> String {
    format!(
        "step 0ms
mailbox buffer capacity 4
process Producer {{
  repeat {items} as item {{
    work 3ms
    send item to buffer
  }}
}}
process Consumer {{
  repeat {items} {{
    receive item from buffer
    work 5ms
  }}
}}
"
    )
}

/// The same `pairs` times, each pair with a mailbox of its own.
pub fn many_pairs(pairs: usize, items: usize) -> String {
    format!(
        "step 0ms
mailbox buffer[{pairs}] capacity 4
process Producer[{pairs}] {{
  repeat {items} as item {{
    work 3ms
    send item to buffer[me]
  }}
}}
process Consumer[{pairs}] {{
  repeat {items} {{
    receive item from buffer[me]
    work 5ms
  }}
}}
"
    )
}

/// A run of a text that has not begun.
pub fn prepare(text: &str) -> Run {
    let tree = scenario::read(text).scenario.expect("the texts here have no mistake");
    Run::new(Arc::new(Program::new(&tree, text)), None)
}

/// A run of so many items by one pair, to its end, with everything that happened.
pub fn record(items: usize) -> Run {
    let mut run = prepare(&one_pair(items));
    run.advance(usize::MAX, u64::MAX);
    run
}

/// A run by so many pairs, cut after so many events.
pub fn prepare_many(pairs: usize, events: usize) -> Run {
    // An item makes at least 6 events, so that nobody runs out of items.
    prepare(&many_pairs(pairs, events / (6 * pairs) + 1))
}

/// Place number `index` of those to go to in a run of so many events: any, but the same each time (SplitMix64).
pub fn moment(index: u64, events: usize) -> usize {
    let mut word = (index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((word ^ (word >> 31)) % (events as u64 + 1)) as usize
}

/// A run and a cursor in it.
pub struct Recorded {
    /// What happened.
    pub run: Run,
    /// Somewhere in it.
    pub cursor: Cursor,
}

impl Recorded {
    /// With the cursor at the start.
    pub fn new(run: Run) -> Recorded {
        let cursor = run.cursor();
        Recorded { run, cursor }
    }

    /// Goes to place number `index` of those that [`moment`] names; the time there in µs.
    pub fn seek(&mut self, index: u64) -> u64 {
        self.cursor.seek(&self.run, moment(index, self.run.events().len()));
        self.cursor.simulation().now_us()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_by_hand_comes_to_the_same_end() {
        for items in [1, 2, 5, 100] {
            let run = record(items);
            assert!(run.end().is_some_and(|end| end.is_good()));
            // The first item comes after 3 ms; from then on the consumer is never idle.
            assert_eq!(run.last_us(), 3_000 + 5_000 * items as u64);
            assert_eq!(plain::run(items as u64).end_us, run.last_us());
        }
    }

    #[test]
    fn many_pairs_make_what_one_makes_so_many_times() {
        let events = |text: &str| {
            let mut run = prepare(text);
            run.advance(usize::MAX, u64::MAX);
            run.events().len()
        };
        assert_eq!(events(&many_pairs(8, 50)), 8 * events(&one_pair(50)));
        assert_eq!(events(&many_pairs(1, 50)), events(&one_pair(50)));
    }

    #[test]
    fn a_seek_comes_to_the_place_it_is_asked_for() {
        let mut recorded = Recorded::new(record(5_000));
        for index in 0..20 {
            let time_us = recorded.seek(index);
            let at = moment(index, recorded.run.events().len());
            assert_eq!(recorded.cursor.simulation().events(), at);
            let latest = at.checked_sub(1).and_then(|latest| recorded.run.events().get(latest));
            assert_eq!(latest.map_or(0, |event| event.time_us()), time_us);
        }
    }
}
