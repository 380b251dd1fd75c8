//! One measurement on this machine, as a line of numbers for `cargo xtask bench`.
//!
//! `s1 ITEMS`: seconds, events. `plain ITEMS`: seconds, µs at the end. `s2 PROCESSES EVENTS`: seconds, events.
//! `s3 PROCESSES EVENTS SEEKS`: bytes of the whole run, bytes at its start, events; then ms of each seek.
//! `links FILE…`: a line for each, how many characters its text has in a link.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use ipcscope_bench::{Recorded, plain, prepare_many, record};

/// The system's allocator, and how many bytes are lent. One thread only: a load and a store, no locked addition.
struct Counting;

static LENT: AtomicUsize = AtomicUsize::new(0);

fn count(change: impl FnOnce(usize) -> usize) {
    LENT.store(change(LENT.load(Ordering::Relaxed)), Ordering::Relaxed);
}

// SAFETY: everything is done by the system's allocator with what it was asked for.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(|lent| lent + layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(|lent| lent - layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(|lent| lent - layout.size() + size);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, files @ ..] = &arguments[..]
        && what == "links"
    {
        return links(files);
    }
    let numbers: Option<Vec<usize>> = arguments.iter().skip(1).map(|number| number.parse().ok()).collect();
    match (arguments.first().map(String::as_str), numbers.as_deref()) {
        (Some("s1"), Some(&[items])) => {
            let start = Instant::now();
            let run = black_box(record(items));
            println!("{} {}", start.elapsed().as_secs_f64(), run.events().len());
        }
        (Some("plain"), Some(&[items])) => {
            let start = Instant::now();
            let left = black_box(plain::run(black_box(items as u64)));
            println!("{} {}", start.elapsed().as_secs_f64(), left.end_us);
        }
        (Some("s2"), Some(&[processes, events])) => {
            let mut run = prepare_many(processes / 2, events);
            let start = Instant::now();
            run.advance(events, u64::MAX);
            println!("{} {}", start.elapsed().as_secs_f64(), black_box(run).events().len());
        }
        (Some("s3"), Some(&[processes, events, seeks])) => memory_and_seek(processes, events, seeks),
        _ => {
            eprintln!("see the first lines of bench/src/main.rs, or use `cargo xtask bench`");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn links(files: &[String]) -> ExitCode {
    for file in files {
        let Ok(text) = std::fs::read_to_string(file) else {
            eprintln!("{file} can't be read");
            return ExitCode::FAILURE;
        };
        println!("{}", ipcscope_core::link::encode(&text).len());
    }
    ExitCode::SUCCESS
}

fn memory_and_seek(processes: usize, events: usize, seeks: usize) {
    let mut run = prepare_many(processes / 2, events);
    let at_start = LENT.load(Ordering::Relaxed);
    run.advance(events, u64::MAX);
    print!("{} {at_start} {}", LENT.load(Ordering::Relaxed), run.events().len());
    let mut recorded = Recorded::new(run);
    for index in 0..seeks as u64 {
        let start = Instant::now();
        black_box(recorded.seek(index));
        print!(" {}", start.elapsed().as_secs_f64() * 1e3);
    }
    println!();
}
