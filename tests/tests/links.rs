//! Share links: every text decodes exactly, published links still open, and a truncated, changed, oversized or random
//! one gives the right error and never opens as something else.
//!
//! `IPCSCOPE_LINKS` is the number of random links in a campaign, `IPCSCOPE_SEED` the first seed; `IPCSCOPE_BLESS=1`
//! adds missing golden links and never changes an existing one.

use std::fs;
use std::time::{Duration, Instant};

use ipcscope_core::link::{LinkError, MOST_PAYLOAD, decode, encode, encode_stored};
use ipcscope_core::scenario::limits::TEXT_BYTES;
use ipcscope_core::scenario::print;
use ipcscope_tests::generate::{self, Random, showing};
use ipcscope_tests::traces::{GALLERY, sum, trace_sum};
use ipcscope_tests::whole;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/links.txt");
/// The characters of a payload, without the dots.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const CUT_OFF: &str =
    "This link is cut off: its end is missing. Copy the whole link, or ask for the scenario as a file.";
const DAMAGED: &str =
    "This link is damaged: some of its characters were changed. Copy it again, or ask for the scenario as a file.";
const NEWER: &str =
    "This link was made by a newer version of ipcscope. Reload the page, or ask for the scenario as a file.";
const FOREIGN: &str = "This is not an ipcscope link: no version follows “#s=”. Copy the whole link again.";
const TOO_LARGE: &str = "This link carries more text than a scenario can have.";
const EMPTY: &str = "This link carries no scenario.";

/// Texts outside the gallery, each a case of its own.
const ODD: [(&str, &str); 5] = [
    ("empty", ""),
    ("one-letter", "a"),
    (
        "scripts",
        "title \"Übung „Postfach“ 邮箱 🐢\"\nmailbox 邮箱 capacity 1\nprocess P { send \"é\u{301}\" to 邮箱 }\nprocess Größe { receive x from 邮箱 }\n",
    ),
    ("line-ends", "mailbox m capacity 1\r\nprocess P { send 1 to m }\r\nprocess Q { receive x from m }\r\n"),
    ("controls", "# \u{0}\u{1b}[31m \u{202e}\u{feff}\nprocess P { }"),
];

/// Made by another program, Python's zlib: raw deflate of the text at level 9.
const OF_PYTHON: &str =
    "1.y03MzEnKr1DIVUhOLEhMziypVDDkKijKT04tLlYIUKhWKE7NS1EwVyjJByqphcs4A2WKUpNTM8tSFSoU0oryc8HSAA.M2Luag";

fn message(payload: &str) -> &'static str {
    decode(payload).map_or_else(LinkError::message, |_| "it opens")
}

fn gallery(name: &str) -> &'static str {
    GALLERY.iter().find(|(found, _)| *found == name).expect("the gallery has it").1
}

/// The number of generated or random ones; more in a campaign.
fn count() -> u64 {
    std::env::var("IPCSCOPE_LINKS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000)
}

fn first_seed() -> u64 {
    std::env::var("IPCSCOPE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// Half of them over mailboxes with odd names, half over the whole language.
fn generated(seed: u64) -> String {
    if seed.is_multiple_of(2) { print(&generate::scenario(seed)) } else { whole::text(seed) }
}

fn comes_back(text: &str) {
    for payload in [encode(text), encode_stored(text)] {
        assert_eq!(decode(&payload).as_deref(), Ok(text));
        assert!(payload.bytes().all(|byte| byte == b'.' || ALPHABET.contains(&byte)), "no character needs an escape");
    }
}

#[test]
fn every_text_decodes_exactly() {
    for (_, text) in GALLERY.iter().chain(&ODD) {
        comes_back(text);
    }
    for text in ["x y ".repeat(60_000), "é".repeat(TEXT_BYTES / 2)] {
        comes_back(&text);
    }
    for seed in 0..count() {
        let text = generated(seed);
        showing(seed, &text, || comes_back(&text));
    }
    // Noise, short and on both sides of the length from which texts are packed the fast way.
    let mut random = Random::new(7);
    for length in [1, 2, 3, 100, 8 * 1024 - 1, 8 * 1024, 8 * 1024 + 1, 30_000] {
        comes_back(&(0..length).map(|_| char::from(random.below(128) as u8)).collect::<String>());
    }
}

/// A line: name, checksum of the text, checksum of its trace (`-` if it has an error), payload.
#[test]
fn published_links_still_open() {
    let mut kept = fs::read_to_string(GOLDEN).unwrap_or_default();
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        with_traces_of_today(&mut kept);
        add_missing(&mut kept);
        fs::write(GOLDEN, &kept).expect("it can be written");
    }
    let lines: Vec<&str> = kept.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() >= 67, "none was ever taken out: {}", lines.len());
    for line in lines {
        let [name, text_sum, trace, payload] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let text = decode(payload).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(format!("{:016x}", sum(text.as_bytes())), text_sum, "{name}: the text");
        assert_eq!(shown(trace_sum(&text)), trace, "{name}: the trace");
    }
}

fn shown(trace: Option<u64>) -> String {
    trace.map_or("-".to_string(), |sum| format!("{sum:016x}"))
}

/// The words of a trace may change; texts and payloads never do.
fn with_traces_of_today(kept: &mut String) {
    let line = |line: &str| match line.split(' ').collect::<Vec<_>>()[..] {
        [name, text_sum, _, payload] if !line.starts_with('#') => {
            let text = decode(payload).expect("it opens");
            format!("{name} {text_sum} {} {payload}\n", shown(trace_sum(&text)))
        }
        _ => format!("{line}\n"),
    };
    *kept = kept.lines().map(line).collect();
}

fn add_missing(kept: &mut String) {
    let python = decode(OF_PYTHON).expect("it is well formed");
    let stored = gallery("buffer-bounded");
    let mut all = vec![("of-python", OF_PYTHON.to_string(), python), ("stored", encode_stored(stored), stored.into())];
    all.extend(ODD.iter().chain(GALLERY).map(|&(name, text)| (name, encode(text), text.to_string())));
    for (name, payload, text) in all {
        if !kept.lines().any(|line| line.starts_with(&format!("{name} "))) {
            let line = format!("{name} {:016x} {} {payload}\n", sum(text.as_bytes()), shown(trace_sum(&text)));
            kept.push_str(&line);
        }
    }
}

#[test]
fn a_link_truncated_at_any_byte_is_rejected() {
    for text in [gallery("buffer-bounded"), gallery("rendezvous"), ODD[2].1] {
        for whole in [encode(text), encode_stored(text)] {
            for end in 1..whole.len() {
                assert_eq!(message(&whole[..end]), CUT_OFF, "cut to {end} of {}", whole.len());
            }
        }
    }
    assert_eq!(message(""), EMPTY);
}

/// Each byte replaced by every other byte of the alphabet, and by some others. The version has its own message; without
/// the second dot, everything after it is missing. A few bits of a packed text mean nothing: then the text is
/// unchanged.
#[test]
fn a_link_with_any_byte_changed_is_rejected_or_unchanged() {
    for text in [gallery("buffer-bounded"), ODD[2].1] {
        let whole = encode(text);
        let point = whole.rfind('.').expect("there are two");
        let mut same = 0;
        for at in 0..whole.len() {
            let before = whole.as_bytes()[at];
            for by in ALPHABET.iter().chain(b".%+/= \0").copied().filter(|&by| by != before) {
                let changed = [&whole[..at], &char::from(by).to_string(), &whole[at + 1..]].concat();
                let told = message(&changed);
                let expected = match at {
                    0 if by.is_ascii_digit() && by > b'1' => NEWER,
                    0 => FOREIGN,
                    1 => FOREIGN,
                    _ if at == point && ALPHABET.contains(&by) => CUT_OFF,
                    _ => DAMAGED,
                };
                match decode(&changed) {
                    Ok(opened) => {
                        assert_eq!(opened, text);
                        same += 1;
                    }
                    Err(_) => assert_eq!(told, expected, "{at}: {}", char::from(by)),
                }
            }
        }
        assert!(same * 500 < whole.len() * ALPHABET.len(), "{same} of them open");
    }
}

#[test]
fn a_zip_bomb_a_newer_version_and_noise_are_different_errors() {
    // 64 MB, packed a thousandfold; and one byte more than a text may have.
    for bytes in [64 << 20, TEXT_BYTES + 1] {
        let bomb = encode(&"0".repeat(bytes));
        assert!(bomb.len() < MOST_PAYLOAD && bytes > 200 * bomb.len(), "{}", bomb.len());
        assert_eq!(message(&bomb), TOO_LARGE);
    }
    assert_eq!(message(&"1".repeat(MOST_PAYLOAD + 1)), TOO_LARGE);
    for newer in ["99.abc.defghi", "2.x", "10.", "99"] {
        assert_eq!(message(newer), NEWER, "{newer}");
    }
    for foreign in [".", "x", "01.a.b", "+1.a.b", "-1.a.b", " 1.a.b", "99999999999999999999.a.b", "1,a", "١.a.b"] {
        assert_eq!(message(foreign), FOREIGN, "{foreign}");
    }
    let mut random = Random::new(40);
    let noise: String = (0..40 * 1024).map(|_| char::from(33 + random.below(94) as u8)).collect();
    assert_eq!(message(&format!("x{noise}")), FOREIGN);
    assert_eq!(message(&format!("1.{noise}")), DAMAGED);
    let noise: String = (0..40 * 1024).map(|_| char::from(*random.pick(ALPHABET))).collect();
    assert_eq!(message(&noise), FOREIGN);
    assert_eq!(message(&format!("1.{noise}.abcdef")), DAMAGED);
}

/// Mutated links and noise: nothing panics or hangs, and what opens is one of the texts.
#[test]
fn hostile_links() {
    let first = first_seed();
    println!("{} links from seed {first} (IPCSCOPE_LINKS, IPCSCOPE_SEED)", count());
    let mut texts: Vec<String> = GALLERY.iter().chain(&ODD).map(|(_, text)| text.to_string()).collect();
    texts.extend((0..100).map(generated));
    let payloads: Vec<String> = texts.iter().flat_map(|text| [encode(text), encode_stored(text)]).collect();
    let (mut longest, mut opened) = (Duration::ZERO, 0);
    for seed in first..first + count() {
        let mut random = Random::new(seed);
        let mut link = random.pick(&payloads).clone().into_bytes();
        for _ in 0..1 + random.below(3) {
            change(&mut link, &payloads, &mut random);
        }
        let link = String::from_utf8_lossy(&link);
        let start = Instant::now();
        showing(seed, &link, || match decode(&link) {
            Ok(text) => {
                assert!(texts.contains(&text), "it opens as another text");
                opened += 1;
            }
            Err(error) => assert!(error.message().len() > 20),
        });
        longest = longest.max(start.elapsed());
    }
    println!("{opened} opened as what they were; the longest took {:.2} ms", longest.as_secs_f64() * 1e3);
}

fn change(link: &mut Vec<u8>, others: &[String], random: &mut Random) {
    let at = random.below(link.len() + 1);
    let letter = if random.chance(80) { *random.pick(ALPHABET) } else { random.below(256) as u8 };
    match random.below(9) {
        0 => link.truncate(at),
        1 => link.insert(at, letter),
        2 => drop(link.drain(at..(at + random.below(8)).min(link.len()))),
        3 | 4 => {
            if let Some(byte) = link.get_mut(at) {
                *byte = letter;
            }
        }
        5 => {
            let other = random.pick(others).as_bytes();
            link.truncate(at);
            link.extend(&other[random.below(other.len())..]);
        }
        6 => {
            let part = link[at..].to_vec();
            link.extend(part);
        }
        7 => {
            let noise = (0..random.below(400)).map(|_| *random.pick(ALPHABET));
            link.splice(at..at, noise);
        }
        _ => {
            let head: &[&[u8]] = &[b"1", b"1.", b"2.", b"1..", b"%31.", b""];
            link.splice(0..at.min(2), random.pick(head).iter().copied());
        }
    }
}
