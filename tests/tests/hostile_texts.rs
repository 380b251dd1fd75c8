//! Texts that nobody should write, and many that somebody may: whatever the text, reading it ends, in order.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::diagnostic::report;
use ipcscope_core::scenario::{Reading, limits, print, read, tokens};
use ipcscope_core::trace::Run;
use ipcscope_core::{export, scenario};
use ipcscope_tests::generate::{self, Random, meaning, showing};

/// Things that texts are made of, and some that they should not be.
const PIECES: &[&str] = &[
    "title",
    "about",
    "seed",
    "step",
    "mailbox",
    "capacity",
    "process",
    "server",
    "check",
    "never",
    "always",
    "deadlock",
    "finishes",
    "expect",
    "violated",
    "work",
    "sleep",
    "send",
    "to",
    "receive",
    "from",
    "let",
    "print",
    "say",
    "repeat",
    "as",
    "loop",
    "while",
    "if",
    "else",
    "break",
    "continue",
    "stop",
    "true",
    "false",
    "and",
    "or",
    "not",
    "me",
    "kernel",
    "visible",
    "host",
    "cores",
    "schedule",
    "round-robin",
    "network",
    "latency",
    "bandwidth",
    "loss",
    "duplicate",
    "reorder",
    "link",
    "owner",
    "users",
    "allow",
    "read-only",
    "all",
    "one",
    "by",
    "arrival",
    "turn",
    "priority",
    "messages",
    "fixed",
    "up",
    "split",
    "refuse",
    "buffering",
    "explicit",
    "order",
    "memory",
    "of",
    "semaphore",
    "mutex",
    "condition",
    "fifo",
    "group",
    "on",
    "start",
    "try",
    "within",
    "any",
    "who",
    "size",
    "post",
    "select",
    "after",
    "create",
    "attach",
    "detach",
    "signal",
    "wait",
    "lock",
    "unlock",
    "with",
    "notify",
    "atomic",
    "either",
    "section",
    "ask",
    "answer",
    "assert",
    "possible",
    "most",
    "in",
    "torn",
    "swap(table.x,",
    "test_and_set(table.x)",
    "compare_and_swap(",
    "fetch_and_add(",
    "torn(",
    "table.count",
    "table.slots[",
    "Worker[",
    "[4]",
    "[me]",
    "]",
    "64B",
    "2KB",
    "1KB/ms",
    "2%",
    "and wait",
    "length(",
    "room(",
    "random(",
    "{",
    "}",
    "(",
    ")",
    "[",
    ",",
    ";",
    "..",
    ".",
    "~",
    "=",
    "==",
    "!=",
    "<=",
    "<",
    "+",
    "-",
    "*",
    "/",
    "%",
    "0",
    "1",
    "3ms",
    "2s",
    "5us",
    "3m",
    "1.5",
    "\"text\"",
    "\"",
    "“",
    "”",
    "\\",
    "\\n",
    "#",
    "//",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "é",
    "数",
    "👩‍💻",
    "@",
    "&&",
    "orders",
    "P",
    "x",
    "P.x",
];

/// Longer ones.
const LONG_PIECES: &[&str] = &["unbounded", "9223372036854775808", "99999999999999999999"];

/// Texts to begin from, beside the gallery's.
const CORPUS: &[&str] = &[
    "process P { }",
    "title \"t\"; about \"a\"; seed 3; step 0ms\nmailbox m capacity unbounded\nprocess P server { loop { receive a, b from m } }\nprocess Q { send 1, \"x\" to m }\ncheck never stuck expect violated",
    "mailbox m capacity 0\nprocess A { let x = 3; while x > 0 { x = x - 1; send (x * 2) % 3 to m } }\nprocess B {\n  repeat 3 as i {\n    receive y from m  # one\n    if y == i and not (y < 0) { print y, i } else if y != 2 { continue } else { break }\n  }\n  stop\n}\ncheck always A.x >= 0 or length(m) == room(m)\n",
    "process P { work 3ms \"a\"; work 2ms..5ms; sleep ~4s; sleep (random(1..6) + 1) us; say \"\\\"\\\\\\n\" }",
];

/// Texts of each sort; ten thousand in all.
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

/// Generated ones have fewer mistakes in them, so that more of these are run.
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

/// From the tree to a text and back, without places in the text: what is meant is the same, and so is the text.
#[test]
fn generated_scenarios_are_read_as_they_were_made() {
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

/// A line with a comment after some, a comment behind some, empty lines, and comments where a line is broken.
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

/// 256 KiB of what stands inside itself, on the smallest of usual stacks.
#[test]
fn no_nesting_uses_up_the_stack() {
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

/// What the limits allow is read, printed and read again on a stack no larger than the page's.
#[test]
fn the_deepest_text_that_is_allowed_fits_into_a_small_stack() {
    // Between one parenthesis and the next an operator of each strength: the most calls that a level can take.
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

/// 2,500 mailboxes of like names, 5,000 sends to none of them: the nearest is searched for only while it is reported.
#[test]
fn names_that_nobody_knows_do_not_hold_up_the_report() {
    let mailboxes: String = (0..2_500).map(|i| format!("mailbox aaaaaaaaaaaaaaaaaaaa{i} capacity 1\n")).collect();
    let sends: String = (0..5_000).map(|i| format!("send 1 to aaaaaaaaaaaab{i}\n")).collect();
    let text = format!("{mailboxes}process P {{\n{sends}}}\n");
    assert!(text.len() <= limits::TEXT_BYTES);
    let diagnostics = read(&text).diagnostics;
    assert_eq!(diagnostics.len(), limits::DIAGNOSTICS + 1);
    assert_eq!(diagnostics[0].message, "no mailbox or process is called `aaaaaaaaaaaab0`");
}

/// The gallery's texts, those of the document on the language, and the corpus.
fn corpus() -> Vec<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut files: Vec<_> = std::fs::read_dir(format!("{root}/scenarios"))
        .expect("the gallery is there")
        .flatten()
        .map(|file| file.path())
        .collect();
    files.sort();
    let gallery = files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "ipc"));
    let gallery = gallery.map(|file| std::fs::read_to_string(file).expect("a scenario is text"));
    let language = std::fs::read_to_string(format!("{root}/docs/language.md")).expect("it is described");
    let shown = language.split("```ipc\n").skip(1).filter_map(|block| block.split_once("```"));
    let shown = shown.map(|(text, _)| text.to_string()).collect::<Vec<_>>();
    assert!(shown.len() > 30, "{}", shown.len());
    CORPUS.iter().map(|text| text.to_string()).chain(gallery).chain(shown).collect()
}

/// Does everything with `text` that can be done; shows it where that goes wrong.
fn survive(text: &str, seed: u64) {
    showing(seed, text, || holds_of_any(text));
}

/// Asserts what must hold of any text.
fn holds_of_any(text: &str) {
    let Reading { scenario, diagnostics } = read(text);
    assert!(diagnostics.len() <= limits::DIAGNOSTICS + 1);
    assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.span.start), "in the text's order");
    for diagnostic in &diagnostics {
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} stands in the text");
        assert!(!diagnostic.message.is_empty());
    }
    let reported = report(text, "text.ipc", &diagnostics);
    assert!(!reported.contains(['\u{0}', '\u{1b}', '\u{202e}', '\r']), "nothing in it moves a terminal");
    for (span, _) in tokens(text) {
        assert!(text.get(span.range()).is_some_and(|token| !token.is_empty()));
    }
    if let Some(scenario) = &scenario {
        let mut run = Run::new(Arc::new(Program::new(scenario, text)), None);
        run.advance(2_000, u64::MAX);
        assert!(!export::text::run(&run).is_empty());
    }
    let Ok(laid_out) = scenario::format(text) else {
        assert!(scenario.is_none(), "what can't be laid out has a mistake");
        return;
    };
    assert_eq!(scenario::format(&laid_out).as_deref(), Ok(laid_out.as_str()), "laid out twice");
    assert_eq!(comments(&laid_out), comments(text), "every comment is kept");
    if let Some(scenario) = scenario {
        let again = read(&laid_out).scenario.expect("laid out it means the same");
        assert_eq!(meaning(&again), meaning(&scenario));
    }
}

/// The comments of a text, without spaces at their ends.
fn comments(text: &str) -> Vec<&str> {
    let spans = tokens(text).into_iter();
    spans.map(|(span, _)| &text[span.range()]).filter(|token| token.starts_with('#')).map(str::trim_end).collect()
}

/// `text` with one thing changed.
fn mutated(text: &str, others: &[String], random: &mut Random) -> String {
    match random.below(8) {
        0 => {
            let mut bytes = text.as_bytes().to_vec();
            let at = random.below(bytes.len().max(1));
            match bytes.get_mut(at) {
                Some(byte) => *byte ^= 1 << random.below(8),
                None => bytes.push(random.below(256) as u8),
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        1 => {
            let mut chars: Vec<char> = text.chars().collect();
            if !chars.is_empty() {
                chars.remove(random.below(chars.len()));
            }
            chars.into_iter().collect()
        }
        2 => {
            let at = boundary(text, random);
            format!("{}{}{}", &text[..at], piece(random), &text[at..])
        }
        3 => change_list(text.split_inclusive('\n').collect(), random),
        4 | 5 => {
            let mut words: Vec<&str> = text.split_inclusive([' ', '\n', '(', ')']).collect();
            if !words.is_empty() && random.chance(50) {
                let at = random.below(words.len());
                words[at] = piece(random);
                return words.concat();
            }
            change_list(words, random)
        }
        6 => text[..boundary(text, random)].to_string(),
        _ => {
            let other = random.pick(others);
            let (end, start) = (boundary(text, random), boundary(other, random));
            format!("{}{}", &text[..end], &other[start..])
        }
    }
}

/// A word, a sign, or something stranger.
fn piece(random: &mut Random) -> &'static str {
    let number = random.below(PIECES.len() + LONG_PIECES.len());
    PIECES.iter().chain(LONG_PIECES).nth(number).unwrap_or(&"")
}

/// Some place between two characters.
fn boundary(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Removes, doubles or swaps some of `parts`.
fn change_list(mut parts: Vec<&str>, random: &mut Random) -> String {
    if parts.is_empty() {
        return String::new();
    }
    let (one, other) = (random.below(parts.len()), random.below(parts.len()));
    match random.below(3) {
        0 => _ = parts.remove(one),
        1 => parts.insert(other, parts[one]),
        _ => parts.swap(one, other),
    }
    parts.concat()
}

/// The same as in the browser (`wasm.rs`).
#[test]
fn limits_hold() {
    ipcscope_tests::limits::hold();
}
