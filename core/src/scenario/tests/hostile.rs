//! Random and damaged texts: reading always terminates without a panic, and every text that parses can be formatted.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{Reading, format as lay_out, limits, print, read, tokens};

/// A small generator of random numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// The texts to start from.
fn corpus() -> Vec<String> {
    let golden = include_str!("golden.txt").split("\n\n== ");
    let golden = golden.filter_map(|case| Some(case.split_once('\n')?.1.split_once("\n---")?.0.to_string()));
    golden.chain([include_str!("whole.ipc").to_string(), super::constants::EVERYWHERE.to_string()]).collect()
}

/// Asserts the properties that hold for any text.
fn holds(text: &str) {
    let Reading { scenario, diagnostics } = read(text);
    assert!(diagnostics.len() <= limits::DIAGNOSTICS + 1);
    for diagnostic in &diagnostics {
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} is inside the text:\n{text}");
        assert!(!diagnostic.message.is_empty());
    }
    let Ok(laid_out) = lay_out(text) else {
        assert!(scenario.is_none(), "a text that cannot be formatted has an error:\n{text}");
        return;
    };
    assert_eq!(lay_out(&laid_out).as_deref(), Ok(laid_out.as_str()), "formatted twice:\n{text}");
    let comments = |text: &str| -> Vec<String> {
        let spans = tokens(text).into_iter().map(|(span, _)| text[span.range()].trim_end().to_string());
        spans.filter(|token| token.starts_with('#')).collect()
    };
    assert_eq!(comments(&laid_out), comments(text), "every comment is kept");
    if let Some(scenario) = scenario {
        let again = read(&laid_out);
        let again = again.scenario.unwrap_or_else(|| panic!("{:?}:\n{laid_out}", again.diagnostics));
        assert_eq!(print(&again), print(&scenario));
    }
}

/// All tokens of the corpus.
fn pieces(corpus: &[String]) -> Vec<&str> {
    let mut pieces = Vec::new();
    for text in corpus {
        pieces.extend(tokens(text).into_iter().map(|(span, _)| &text[span.range()]));
    }
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

#[test]
fn random_words() {
    let corpus = corpus();
    let pieces = pieces(&corpus);
    for seed in 0..1_500 {
        let mut random = Random(seed);
        let mut text = String::from(["", "process P { ", "mailbox m capacity 2\nmemory t { "][random.below(3)]);
        for _ in 0..random.below(40) {
            text.push_str(pieces[random.below(pieces.len())]);
            text.push_str(["", " ", " ", " ", "\n"][random.below(5)]);
        }
        holds(&text);
    }
}

#[test]
fn changed_scenarios() {
    let corpus = corpus();
    let pieces = pieces(&corpus);
    for seed in 0..3_000 {
        let mut random = Random(seed);
        let text = &corpus[random.below(corpus.len())];
        let spans = tokens(text);
        let mut changed = text.clone();
        // From the end, so that earlier positions remain valid.
        let mut places: Vec<usize> = (0..1 + random.below(4)).map(|_| random.below(spans.len())).collect();
        places.sort_unstable();
        places.dedup();
        for place in places.into_iter().rev() {
            let with = match random.below(4) {
                0 => String::new(),
                1 => format!("{} {}", &text[spans[place].0.range()], pieces[random.below(pieces.len())]),
                _ => pieces[random.below(pieces.len())].to_string(),
            };
            changed.replace_range(spans[place].0.range(), &format!(" {with} "));
        }
        holds(&changed);
    }
}

#[test]
fn every_beginning_of_every_scenario() {
    for text in corpus() {
        for (span, _) in tokens(&text) {
            holds(&text[..span.end as usize]);
            holds(&text[span.start as usize..]);
        }
    }
}

#[test]
fn many_constants_and_many_mistakes_with_them_take_no_long_time() {
    let declared: String = (0..5_000).map(|number| format!("const c{number} = {number}\n")).collect();
    let used: String =
        (0..5_000).map(|number| format!("process P{number}[d{number}] {{ work e{number} }}\n")).collect();
    let broken: String = (0..5_000).map(|number| format!("const b{number} = cc{number} + 1\n")).collect();
    for mistakes in [used, broken] {
        let text = [declared.as_str(), &mistakes].concat();
        assert!(read(&text).diagnostics.len() <= limits::DIAGNOSTICS + 1);
    }
    let chain: String = (1..8_000).map(|number| format!("const c{number} = c{} + 1\n", number - 1)).collect();
    let text = ["const c0 = 0\n", &chain, "process P { print c7999 }"].concat();
    assert_eq!(read(&text).diagnostics, []);
    let deep = ["const N = ", &"(".repeat(5_000), "1", &")".repeat(5_000), "\nprocess P[N] { }"].concat();
    assert!(read(&deep).scenario.is_none());
}
