//! Programs of the textbooks, unchanged: without an end. The verdicts are those of the literature, by the explorer's
//! definitions (`docs/exploring.md`); each text names its source on its second line. "Silberschatz" is Silberschatz,
//! Galvin and Gagne, *Operating System Concepts*, 10th edition; "OSTEP" is Arpaci-Dusseau, *Operating Systems: Three
//! Easy Pieces*; "Downey" is *The Little Book of Semaphores*, 2nd edition.
//!
//! Most rows depend on these points:
//! - Fairness is weak. A process that can always move must move; one that can move only now and then may be passed over
//!   forever. So every plain lock that others acquire again and again can starve a process, and a `fifo` semaphore
//!   can't.
//! - Some textbooks assume more of a weak semaphore: that a signal wakes one of the waiting processes. Here it adds a
//!   permit for which all compete, including the signaller (Ben-Ari's busy-wait semaphore, 2nd edition, section 6.8).
//! - Busy waiting is not blocking. What a textbook calls a deadlock of two spinning processes is a livelock here.
//! - A process is orphaned if it is blocked forever and never becomes part of a deadlocked set. If it is blocked
//!   forever while its partner is still on the way to the wait that closes the cycle, it is deadlocked, not orphaned.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use ipcscope_core::explore::{Answer, Limits, Listing, Report, Search, Trouble};
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::scenario::read;

mod buffers;
mod classics;
mod exclusion;
mod locks;

/// A text, what can happen in it in the words below, and who can starve: the names of processes without their indices.
type Row = (&'static str, &'static str, &'static str);

/// Words for what can happen. `unsafe`: a `check at most` or `check always` is violated. For `starvation`, the row says
/// who starves.
const WORDS: [&str; 7] = ["deadlock", "orphaned", "livelock", "starvation", "assertion", "unsafe", "endless"];

/// A textbook's program has few states.
const MOST_STATES: usize = 50_000;

fn rows() -> impl Iterator<Item = Row> {
    [buffers::ROWS, classics::ROWS, exclusion::ROWS, locks::ROWS].into_iter().flatten().copied()
}

fn folder() -> String {
    format!("{}/textbook", env!("CARGO_MANIFEST_DIR"))
}

fn text(name: &str) -> String {
    let path = format!("{}/{name}.ipc", folder());
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn program(name: &str) -> Arc<Program> {
    let text = text(name);
    let reading = read(&text);
    // Its warnings are in `documents::no_correct_program_has_a_warning`.
    let tree = reading.scenario.unwrap_or_else(|| panic!("{name}: {:?}", reading.diagnostics));
    Arc::new(Program::new(&tree, &text))
}

#[test]
fn every_text_has_a_row_and_a_source() {
    let files = fs::read_dir(folder()).expect("the texts are there").flatten();
    let files: Vec<String> =
        files.map(|file| file.file_name().to_string_lossy().trim_end_matches(".ipc").to_string()).collect();
    let known: BTreeSet<&str> = rows().map(|row| row.0).collect();
    assert_eq!(rows().count(), known.len(), "a text has one row");
    assert_eq!(known, files.iter().map(String::as_str).collect());
    for (name, can, _) in rows() {
        assert!(text(name).lines().nth(1).is_some_and(|line| line.starts_with("# ")), "{name} names its source");
        let is_word = |word: &str| WORDS.contains(&word) && word != "starvation";
        assert!(can.split_whitespace().all(is_word), "{name}: {can}");
    }
}

#[test]
fn every_verdict_equals_the_literature() {
    let mut wrong = Vec::new();
    for row in rows() {
        let program = program(row.0);
        let mut search = Search::new(Arc::clone(&program), Limits { outcomes: Listing::Nothing, ..Limits::default() });
        while !search.advance(10_000).is_over() {}
        wrong.extend(disagreements(&program, &search.report(), row));
    }
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

/// Where a report differs from its row.
fn disagreements(program: &Program, report: &Report, (name, can, starves): Row) -> Vec<String> {
    let mut wrong = Vec::new();
    for word in WORDS {
        let is_expected = match word {
            "starvation" => !starves.is_empty(),
            _ => can.split_whitespace().any(|other| other == word),
        };
        let found = found(program, report, word);
        if found != Some(is_expected) {
            wrong.push(format!("{name}: {word} is {found:?}, not {is_expected}"));
        }
    }
    let told = report.troubles.iter().find(|told| told.trouble == Trouble::Starvation).expect("all are told");
    if let Some(process) = told.process {
        let process = program.processes[process.index()].name.split('[').next().expect("a split has a first part");
        if !starves.split_whitespace().any(|name| name == process) {
            wrong.push(format!("{name}: {process} starves, not {starves:?}"));
        }
    }
    // A failed assertion that no check expects is not as expected.
    let is_as_expected = !can.contains("assertion");
    if report.as_expected() != Some(is_as_expected) {
        wrong.push(format!("{name}: as expected is {:?}, not {is_as_expected}", report.as_expected()));
    }
    if report.progress.states > MOST_STATES {
        wrong.push(format!("{name}: {} states", report.progress.states));
    }
    wrong
}

/// Whether something can happen; `None` if the report does not know.
fn found(program: &Program, report: &Report, word: &str) -> Option<bool> {
    let answer = |trouble| &report.troubles.iter().find(|told| told.trouble == trouble).expect("all are told").answer;
    let answer = match word {
        "unsafe" => {
            let is_safety = |promise: &Promise| matches!(promise, Promise::Always(_) | Promise::AtMost { .. });
            let checks = program.checks.iter().zip(&report.checks).filter(|(check, _)| is_safety(&check.promise));
            let holds: Option<Vec<bool>> = checks.map(|(_, told)| told.holds).collect();
            return Some(holds?.contains(&false));
        }
        "deadlock" => answer(Trouble::Deadlock),
        "orphaned" => answer(Trouble::Orphaned),
        "livelock" => answer(Trouble::Livelock),
        "starvation" => answer(Trouble::Starvation),
        "assertion" => answer(Trouble::Assertion),
        _ => &report.endless,
    };
    match answer {
        Answer::Never => Some(false),
        Answer::Yes(_) => Some(true),
        Answer::NoneSoFar => None,
    }
}
