//! Random scenarios that can be exported to Promela: those of the generator for the whole language, with each construct
//! that has no counterpart there replaced by one that has. The same seed gives the same scenario.

use crate::whole;

/// Replacements: old text, new text.
const INSTEAD: [(&str, &str); 12] = [
    (" to one by arrival", ""),
    (" to one by turn", ""),
    (" to one by priority", ""),
    (" to one by random", ""),
    (" messages fixed 8B split", ""),
    (" messages fixed 16B refuse", ""),
    (" messages up to 24B", ""),
    (" order priority", ""),
    (" on h1", ""),
    (" on h2", ""),
    ("capacity unbounded", "capacity 3"),
    (" and wait within 9ms", " and wait"),
];

/// The text of a scenario, on one machine. A few scenarios cannot be exported nevertheless.
pub fn text(seed: u64) -> String {
    let mut text = whole::text(seed);
    for (from, to) in INSTEAD {
        text = text.replace(from, to);
    }
    text.lines().filter(|line| !line.starts_with("host ") && !line.starts_with("network ")).map(in_place).collect()
}

/// The line with each construct without a counterpart in Promela replaced.
fn in_place(line: &str) -> String {
    let plain = line.replace(" fifo", "");
    let line = if line.starts_with("semaphore ") { plain.as_str() } else { line };
    match line.split_once(" capacity ") {
        Some((before, rest)) if rest.split(' ').next().is_some_and(|size| size.ends_with('B')) => {
            format!("{before} capacity 2{}\n", rest.find(' ').map_or("", |at| &rest[at..]))
        }
        _ => format!("{line}\n"),
    }
}
