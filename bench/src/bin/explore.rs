//! Exploring one model in one way, for `bench/explore.py` and `cargo xtask bench`: a line of numbers.
//!
//! `explore HOW FILE`: states, moves, seconds, bytes of the search, farthest. HOW is one of
//!
//! - `whole`: every move from every state, and nothing forgotten;
//! - `every`: every move from every state, what makes no difference any more forgotten, as SPIN forgets dead variables;
//! - `reduced`: also with moves left out, and one order for all of processes that can change places;
//! - `verdict`: as `ipcscope explore` goes about it, with everything that it answers.
//!
//! The first three find the states, and with them deadlocks, faults and broken checks, as SPIN's `pan` does that is
//! made with `-DSAFETY`: outcomes are not listed, and what goes on for ever is not looked for.

use std::process::ExitCode;
use std::time::Instant;

use ipcscope_bench::explore::{How, Measured, search};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [how, file] = &arguments[..] else { return told("see the first lines of bench/src/bin/explore.rs") };
    let Some(how) = How::of(how) else { return told("whole, every, reduced or verdict") };
    let Ok(text) = std::fs::read_to_string(file) else { return told("the file can't be read") };
    let start = Instant::now();
    let Some(Measured { states, transitions, bytes, depth }) = search(&text, how) else {
        return told("the file has a mistake, or more states than a search may have");
    };
    println!("{states} {transitions} {} {bytes} {depth}", start.elapsed().as_secs_f64());
    ExitCode::SUCCESS
}

fn told(what: &str) -> ExitCode {
    eprintln!("{what}");
    ExitCode::FAILURE
}
