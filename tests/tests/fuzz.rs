//! Fuzzing: arbitrary input for everything that reads input from outside: texts, links, programs in bytes, schedules.
//!
//! `IPCSCOPE_FUZZ` is the number of inputs, `IPCSCOPE_SEED` the first; each input is derived from its own number, so
//! that one that fails can be found again by it. `cargo xtask fuzz` runs many.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ipcscope_core::link::{encode, encode_stored};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_tests::generate::{Random, showing};
use ipcscope_tests::hostile::{self, packed};
use ipcscope_tests::mutate::{corpus, mangled};
use ipcscope_tests::whole;

fn from_outside(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// The material that inputs are made from.
struct Stock {
    texts: Vec<String>,
    links: Vec<String>,
    programs: Vec<(String, Arc<Program>, Vec<u8>)>,
}

impl Stock {
    fn new() -> Stock {
        let mut texts = corpus();
        texts.extend((0..100).map(whole::text));
        let links = texts.iter().flat_map(|text| [encode(text), encode_stored(text)]).collect();
        let program = |text: &String| {
            let program = Program::new(&read(text).scenario?, text);
            let packed = packed(&program);
            Some((text.clone(), Arc::new(program), packed))
        };
        let programs = texts.iter().filter_map(program).collect();
        Stock { texts, links, programs }
    }
}

/// The inputs of one target, and their results.
#[derive(Default)]
struct Tally {
    inputs: u64,
    longest: Duration,
    at: u64,
}

#[test]
fn fuzzed_input_never_panics() {
    let (first, count) = (from_outside("IPCSCOPE_SEED", 1), from_outside("IPCSCOPE_FUZZ", 20_000));
    println!("{count} inputs from seed {first} (IPCSCOPE_FUZZ, IPCSCOPE_SEED)");
    let stock = Stock::new();
    let mut accounts: [Tally; 4] = Default::default();
    for seed in first..first + count {
        let mut random = Random::new(seed.wrapping_mul(0xd1b5_4a32_d192_ed03));
        // Texts are what people write, and have the most ways to be wrong.
        let target = match random.below(10) {
            0..6 => 0,
            6 => 1,
            7 => 2,
            _ => 3,
        };
        let start = Instant::now();
        match target {
            0 => text(&stock, &mut random, seed),
            1 => link(&stock, &mut random, seed),
            2 => bytes(&stock, &mut random, seed),
            _ => schedule(&stock, &mut random, seed),
        }
        let account = &mut accounts[target];
        account.inputs += 1;
        if start.elapsed() > account.longest {
            (account.longest, account.at) = (start.elapsed(), seed);
        }
    }
    for (account, what) in accounts.iter().zip(["texts", "links", "programs in bytes", "schedules"]) {
        let Tally { inputs, longest, at } = account;
        println!("{inputs} {what}: the longest took {:.1} ms (seed {at})", longest.as_secs_f64() * 1e3);
    }
}

fn text(stock: &Stock, random: &mut Random, seed: u64) {
    let mut text = random.pick(&stock.texts).clone();
    for _ in 0..1 + random.below(4) {
        text = mangled(&text, &stock.texts, random);
    }
    hostile::survive(&text, seed);
}

fn link(stock: &Stock, random: &mut Random, seed: u64) {
    let mut link = random.pick(&stock.links).clone();
    for _ in 0..1 + random.below(3) {
        link = mangled(&link, &stock.links, random);
    }
    showing(seed, &link, || hostile::link(&link));
}

fn bytes(stock: &Stock, random: &mut Random, seed: u64) {
    let mut bytes = random.pick(&stock.programs).2.clone();
    for _ in 0..1 + random.below(6) {
        change(&mut bytes, stock, random);
    }
    showing(seed, &format!("{bytes:?}"), || hostile::bytes(&bytes));
}

/// Makes one change to bytes.
fn change(bytes: &mut Vec<u8>, stock: &Stock, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(20)).min(bytes.len());
    match random.below(7) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, random.below(256) as u8),
        2 => drop(bytes.drain(at..end)),
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        // As a number: the largest there is.
        4 => drop(bytes.splice(at..end, [0xff; 9].into_iter().chain([1]))),
        5 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        _ => {
            let other = &random.pick(&stock.programs).2;
            bytes.truncate(at);
            bytes.extend(&other[random.below(other.len())..]);
        }
    }
}

fn schedule(stock: &Stock, random: &mut Random, seed: u64) {
    let (text, program, _) = random.pick(&stock.programs);
    let largest = *random.pick(&[1, 2, 4, 30, usize::MAX]);
    let length = *random.pick(&[0, 1, 5, 40, 400]);
    let schedule: Vec<u32> = (0..length).map(|_| random.below(largest) as u32).collect();
    showing(seed, &format!("{text}\n{schedule:?}"), || hostile::schedule(program, &schedule));
}
