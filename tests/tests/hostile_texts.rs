//! Hostile texts: whatever the text, reading it ends, without a panic.

use ipcscope_core::scenario;
use ipcscope_core::scenario::diagnostic::report;
use ipcscope_core::scenario::{limits, print, read, tokens};
use ipcscope_tests::generate::{self, Random, meaning};
use ipcscope_tests::hostile::{holds_of_any, survive};
use ipcscope_tests::mutate::{corpus, mutated, piece};

/// Texts of each kind; ten thousand in all.
const TEXTS: u64 = 2_500;

#[test]
fn random_characters() {
    for seed in 0..TEXTS {
        let mut random = Random::new(seed);
        let text: String = (0..random.below(60))
            .map(|_| match random.below(8) {
                0 => char::from_u32(random.number() as u32 % 0x11_0000).unwrap_or('\u{fffd}'),
                1 => '\n',
                _ => char::from(random.below(128) as u8),
            })
            .collect();
        survive(&text, seed);
        survive(&format!("process P {{ {text} }}"), seed);
    }
}

#[test]
fn random_words() {
    for seed in 0..TEXTS {
        let mut random = Random::new(seed);
        let mut text =
            String::from(*random.pick(&["", "process P { ", "mailbox orders capacity 2\nprocess P { let x = 1; "]));
        for _ in 0..random.below(40) {
            text.push_str(piece(&mut random));
            text.push_str(["", " ", " ", "\n"][random.below(4)]);
        }
        survive(&text, seed);
    }
}

#[test]
fn mutated_scenarios() {
    let corpus = corpus();
    for seed in 0..TEXTS {
        let mut random = Random::new(seed);
        let mut text = random.pick(&corpus).clone();
        for _ in 0..1 + random.below(3) {
            text = mutated(&text, &corpus, &mut random);
        }
        survive(&text, seed);
    }
}

/// Generated scenarios have fewer errors, so more of these run.
#[test]
fn mutated_generated_scenarios() {
    for seed in 0..TEXTS {
        let mut random = Random::new(seed);
        let texts = [seed, seed + 1].map(|seed| print(&generate::scenario(seed)));
        let text = mutated(&texts[0], &texts, &mut random);
        survive(&text, seed);
    }
}

#[test]
fn every_prefix_of_every_scenario() {
    for text in corpus() {
        for (end, _) in text.char_indices() {
            holds_of_any(&text[..end]);
        }
    }
}

/// From the tree to a text and back, without positions: the meaning is the same, and so is the text.
#[test]
fn generated_scenarios_survive_printing_and_reading() {
    for seed in 0..2_000 {
        let made = generate::scenario(seed);
        let text = print(&made);
        let read = read(&text);
        let Some(scenario) = read.scenario else {
            panic!("seed {seed}: {}\n{text}", report(&text, "text", &read.diagnostics));
        };
        assert_eq!(meaning(&scenario), meaning(&made), "seed {seed}:\n{text}");
        assert_eq!(print(&scenario), text, "seed {seed}, printed twice");
        let commented = with_comments(&text, &mut Random::new(seed));
        survive(&commented, seed);
        let read = scenario::read(&commented).scenario.expect("it has no more mistakes than before");
        assert_eq!(meaning(&read), meaning(&made), "seed {seed}: comments change nothing\n{commented}");
    }
}

/// A line with a comment after some lines, comments inside lines, empty lines, and line breaks with comments.
fn with_comments(text: &str, random: &mut Random) -> String {
    let mut commented = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = match random.below(8) {
            0 if !line.contains('"') => {
                line.replace('(', "( # inside\n").replace("} else", "} # after\n# before\nelse")
            }
            1 => format!("\n\n{line}"),
            _ => line.to_string(),
        };
        let behind = if random.chance(20) { format!(" # behind {number}") } else { String::new() };
        let below = if random.chance(20) { format!("    # below {number}\n") } else { String::new() };
        let end = if random.chance(20) { "\r\n" } else { "\n" };
        commented.push_str(&format!("{line}{behind}{end}{below}"));
    }
    commented
}

/// 256 KiB of nested constructs, on the smallest common stack.
#[test]
fn no_nesting_overflows_the_stack() {
    let deep = || {
        for piece in [
            "(",
            "{",
            "not ",
            "-",
            "1+",
            "[",
            "t.x[",
            "swap(t.x, ",
            "select { receive x from m {",
            "either {",
            "section \"a\" {",
            "group \"a\" {",
            "memory m {",
            "if try send 1 to m {",
            "if x {",
            "loop {",
            "random(",
            "else if 1 {",
            "work (",
            "}",
            ")",
            "\"",
            "a.",
            ",",
        ] {
            for before in ["", "process P { print ", "process P { ", "check always ", "memory t { x = "] {
                let pieces = (limits::TEXT_BYTES - before.len()) / piece.len();
                let text = format!("{before}{}", piece.repeat(pieces));
                assert!(read(&text).scenario.is_none(), "{before}{piece}…");
                _ = scenario::format(&text);
                _ = tokens(&text);
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(deep);
    thread.expect("a thread can be made").join().expect("nothing overflows");
}

/// The deepest texts allowed are read, printed and read again on a stack no larger than the page's.
#[test]
fn the_deepest_text_fits_into_a_small_stack() {
    // Between one parenthesis and the next, an operator of each precedence: the most calls a level can take.
    let deep = format!("{}1{}", "1 or 1 and 1 == 1 + 1 * (".repeat(30), ")".repeat(30));
    let high = format!("1{}", " + 1".repeat(limits::EXPRESSION_HEIGHT as usize - 1));
    // The process and 33 blocks around 30 parentheses: 64.
    let text = format!("process P {{ {}print {deep}; print {high} {} }}", "if 1 { ".repeat(33), "}".repeat(33));
    let read_it = move || {
        let scenario = read(&text).scenario.expect("all limits are kept");
        let again = read(&print(&scenario)).scenario.expect("printed it is as deep");
        assert_eq!(print(&again), print(&scenario));
    };
    let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(read_it);
    thread.expect("a thread can be made").join().expect("nothing overflows");
}

/// 2,500 mailboxes with similar names, 5,000 sends to none of them: the nearest name is searched for only while errors
/// are reported.
#[test]
fn unknown_names_do_not_slow_down_the_report() {
    let mailboxes: String = (0..2_500).map(|i| format!("mailbox aaaaaaaaaaaaaaaaaaaa{i} capacity 1\n")).collect();
    let sends: String = (0..5_000).map(|i| format!("send 1 to aaaaaaaaaaaab{i}\n")).collect();
    let text = format!("{mailboxes}process P {{\n{sends}}}\n");
    assert!(text.len() <= limits::TEXT_BYTES);
    let diagnostics = read(&text).diagnostics;
    assert_eq!(diagnostics.len(), limits::DIAGNOSTICS + 1);
    assert_eq!(diagnostics[0].message, "no mailbox or process is called `aaaaaaaaaaaab0`");
}

/// The same as in the browser (`wasm.rs`).
#[test]
fn limits_hold() {
    ipcscope_tests::limits::hold();
}
