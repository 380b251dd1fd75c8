//! Exploring every schedule: states, moves and memory of four models, and how long they take.
//!
//! `cargo run --release -p ipcscope-bench --bin explore [NAME]`. The models are those of the peers, written for SPIN and here
//! alike: as many states, but for what a language makes a move of.

use std::sync::Arc;
use std::time::Instant;

use ipcscope_core::explore::{Limits, Reduction, Search};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;

/// So many times each, of which the median counts.
const TIMES: usize = 5;

/// Two producers of 60 items each, two consumers, a buffer of three.
const BUFFER: &str = "mailbox buffer capacity 3
process Producer[2] { repeat 60 { send 1 to buffer } }
process Consumer[2] { repeat 60 { receive item from buffer } }";

/// Eleven philosophers who each eat once after the other, for ever.
const PHILOSOPHERS: &str = "semaphore fork[11] = 1
process Philosopher[11] { loop { wait fork[me]; wait fork[(me + 1) % 11]; signal fork[me]; signal fork[(me + 1) % 11] } }";

/// Peterson's lock for four (Peterson, 1981): three rooms, each of which holds one back.
const PETERSON: &str = "memory t { level[4]; last[4]; inside = 0 }
process P[4] {
  loop {
    let room = 1
    while room < 4 {
      t.level[me] = room
      t.last[room] = me
      let other = 0
      while other < 4 {
        if other != me and t.level[other] >= room and t.last[room] == me { other = 0 } else { other = other + 1 }
      }
      room = room + 1
    }
    t.level[me] = 0
  }
}";

/// Six stages, each with a mailbox before it.
const PIPELINE: &str = "mailbox m0 capacity 3
mailbox m1 capacity 3
mailbox m2 capacity 3
mailbox m3 capacity 3
mailbox m4 capacity 3
process Source { loop { either { send 1 to m0 } or { send 2 to m0 } } }
process A { loop { receive x from m0; send x to m1 } }
process B { loop { receive x from m1; send x to m2 } }
process C { loop { receive x from m2; send x to m3 } }
process D { loop { receive x from m3; send x to m4 } }
process Sink { loop { receive x from m4 } }";

const MODELS: [(&str, &str); 4] =
    [("buffer", BUFFER), ("philosophers", PHILOSOPHERS), ("peterson", PETERSON), ("pipeline", PIPELINE)];

fn main() {
    let wanted = std::env::args().nth(1);
    println!(
        "{:13} {:>8} {:>10} {:>11} {:>9} {:>12} {:>10}",
        "model", "", "states", "moves", "seconds", "states/s", "B a state"
    );
    for (name, text) in MODELS.iter().filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name)) {
        for (how, reduction) in [("whole", Reduction::Never), ("reduced", Reduction::Always)] {
            measure(name, how, text, reduction);
        }
    }
}

/// Only finds the states, as a search for assertions and deadlocks does: what goes on for ever is not looked for.
fn measure(name: &str, how: &str, text: &str, reduction: Reduction) {
    let program = Arc::new(Program::new(&read(text).scenario.expect("the models have no mistakes"), text));
    let limits = Limits { reduction, outcomes: false, ..Limits::default() };
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..TIMES {
        let start = Instant::now();
        let mut search = Search::new(Arc::clone(&program), limits);
        let mut progress = search.advance(1 << 12);
        let mut found = progress;
        while !progress.is_over() && !progress.looks_for_cycles && (progress.is_reduced || how == "whole") {
            found = progress;
            progress = search.advance(1 << 12);
        }
        times.push(start.elapsed().as_secs_f64());
        last = Some(if how == "whole" || progress.is_reduced { progress } else { found });
    }
    times.sort_by(f64::total_cmp);
    let (seconds, progress) = (times[TIMES / 2], last.expect("measured at least once"));
    println!(
        "{name:13} {how:>8} {:>10} {:>11} {seconds:>9.3} {:>12.0} {:>10.1}",
        progress.states,
        progress.transitions,
        progress.states as f64 / seconds,
        progress.bytes as f64 / progress.states as f64
    );
}
