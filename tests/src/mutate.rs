//! Mutations of texts, for testing the reader.
//!
//! [`mutated`] makes one change, like a typing mistake; [`mangled`] goes further: numbers at limits, deep nesting,
//! invalid bytes, several scenarios in one text.

use ipcscope_core::scenario::limits;

use crate::generate::Random;

/// Parts of texts, and some that are not allowed in them.
const PIECES: &[&str] = &[
    "title",
    "about",
    "seed",
    "step",
    "mailbox",
    "capacity",
    "process",
    "procedure",
    "return",
    "until",
    "server",
    "check",
    "never",
    "always",
    "deadlock",
    "finishes",
    "finally",
    "output",
    "assertion",
    "starvation",
    "livelock",
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
    "barrier",
    "const",
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
    "// a",
    "/*",
    "*/",
    "/* a\n * b */",
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
    "||",
    "!",
    "!x",
    "&",
    "?",
    ":=",
    "<-",
    "++",
    "--",
    "+=",
    "-=",
    "*=",
    "x++",
    "table.count--",
    "P(s)",
    "wait(c, m)",
    "sem_wait(&s)",
    "c.wait()",
    "for (int i = 0; i < 3; i++)",
    "elif",
    "int x = 0",
    "do",
    "until",
    "then",
    "orders",
    "P",
    "x",
    "P.x",
];

/// Longer parts.
const LONG_PIECES: &[&str] = &["unbounded", "9223372036854775808", "99999999999999999999"];

/// The texts to start from, beside those of the gallery.
const CORPUS: &[&str] = &[
    "process P { }",
    "title \"t\"; about \"a\"; seed 3; step 0ms\nmailbox m capacity unbounded\nprocess P server { loop { receive a, b from m } }\nprocess Q { send 1, \"x\" to m }\ncheck never stuck expect violated",
    "mailbox m capacity 0\nprocess A { let x = 3; while x > 0 { x = x - 1; send (x * 2) % 3 to m } }\nprocess B {\n  repeat 3 as i {\n    receive y from m  # one\n    if y == i and not (y < 0) { print y, i } else if y != 2 { continue } else { break }\n  }\n  stop\n}\ncheck always A.x >= 0 or length(m) == room(m)\n",
    "semaphore s = 1; mutex m; condition c /* a\n * b */\nmemory table { count; slots[2] } // c\nprocess P {\n  let x = 0; x += 2; x--; ++x; /* d */ wait(s); signal(s);\n  lock(m); while (!x == 1 && x > 0 || false) { wait(c) with (m) }; unlock(m)\n  table.count++; table.slots[x] *= 2 + x; while (x > 9); print(x, 1)\n}",
    "const N = 3; const M = (N - 1) * 2\nconst think = (N) ms; const page = 4KB\nmailbox m[N] capacity page\nprocess P[N] { work think..4ms; send N, M size page to m[N - 1] within think }\nprocess Q priority N { receive x, y from m[2] }\ncheck always length(m[2]) <= N\n",
    "process P { work 3ms \"a\"; work 2ms..5ms; sleep ~4s; sleep (random(1..6) + 1) us; say \"\\\"\\\\\\n\" }",
];

/// The texts of the gallery, of the language reference, and of the corpus.
pub fn corpus() -> Vec<String> {
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

/// `text` with one change.
pub fn mutated(text: &str, others: &[String], random: &mut Random) -> String {
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

/// A word, a symbol, or something odder.
pub fn piece(random: &mut Random) -> &'static str {
    let number = random.below(PIECES.len() + LONG_PIECES.len());
    PIECES.iter().chain(LONG_PIECES).nth(number).unwrap_or(&"")
}

/// A random position between two characters.
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

/// Numbers at limits, and their neighbours.
const EDGES: [u64; 12] = [
    0,
    1,
    2,
    limits::NESTING as u64,
    limits::PROCESSES,
    limits::MAILBOXES,
    limits::CAPACITY,
    limits::SIZE_BYTES,
    limits::TIME_US,
    i32::MAX as u64,
    i64::MAX as u64,
    u64::MAX - 1,
];

/// Constructs that nest, each with its closing part.
const NESTS: [(&str, &str); 12] = [
    ("(", ")"),
    ("not ", ""),
    ("-", ""),
    ("1 + (", ")"),
    ("table.x[", "]"),
    ("if 1 { ", " }"),
    ("loop { ", " }"),
    ("repeat 2 { ", " }"),
    ("either { ", " } or { }"),
    ("atomic { ", " }"),
    ("section \"s\" { ", " }"),
    ("select { receive x from orders { ", " } }"),
];

/// `text` with one change that is unlikely to be a typing mistake.
pub fn mangled(text: &str, others: &[String], random: &mut Random) -> String {
    match random.below(10) {
        0 | 1 => with_edge(text, random),
        2 => {
            let (open, close) = random.pick(&NESTS);
            let depth = *random.pick(&[2, 10, limits::NESTING - 1, limits::NESTING, limits::NESTING + 1, 400]);
            let (from, to) = stretch(text, random);
            let inside = &text[from..to];
            format!("{}{}{inside}{}{}", &text[..from], open.repeat(depth), close.repeat(depth), &text[to..])
        }
        3 => {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..1 + random.below(16) {
                let at = random.below(bytes.len() + 1);
                bytes.insert(at, random.below(256) as u8);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        4 => {
            let (from, to) = stretch(text, random);
            format!("{}{}", &text[..from], &text[to..])
        }
        5 => {
            let (from, to) = stretch(text, random);
            let times = *random.pick(&[2, 3, 50]);
            format!("{}{}{}", &text[..from], text[from..to].repeat(times), &text[to..])
        }
        6 => {
            let other = random.pick(others);
            let ((from, to), (first, last)) = (stretch(text, random), stretch(other, random));
            format!("{}{}{}", &text[..from], &other[first..last], &text[to..])
        }
        7 => {
            // Swaps two words everywhere in the text.
            let words: Vec<&str> =
                text.split([' ', '\n', '(', ')', '{', '}']).filter(|word| !word.is_empty()).collect();
            if words.is_empty() {
                return text.to_string();
            }
            let (one, other) = (*random.pick(&words), *random.pick(&words));
            text.split(one).map(|part| part.replace(other, one)).collect::<Vec<_>>().join(other)
        }
        8 => format!("{text}\n{}", random.pick(others)),
        _ => mutated(text, others, random),
    }
}

/// Replaces one of its numbers, or inserts at a position, a number at a limit.
fn with_edge(text: &str, random: &mut Random) -> String {
    let edge = (*random.pick(&EDGES)).saturating_add(random.below(3) as u64).saturating_sub(1);
    let starts: Vec<usize> = text.match_indices(|letter: char| letter.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = if starts.is_empty() { boundary(text, random) } else { *random.pick(&starts) };
    let rest = text[at..].trim_start_matches(|letter: char| letter.is_ascii_digit());
    format!("{}{edge}{rest}", &text[..at])
}

/// A random part of a text, mostly a short one.
fn stretch(text: &str, random: &mut Random) -> (usize, usize) {
    let from = boundary(text, random);
    let most = if random.chance(70) { 40 } else { text.len() };
    let mut to = (from + random.below(most + 1)).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}
