//! The documents are correct: their scenarios run, their fragments parse, and their diagnostics are reproduced exactly.

use ipcscope_core::scenario::diagnostic::{Severity, report};
use ipcscope_core::scenario::{limits, read};
use ipcscope_core::simulate::End;
use ipcscope_core::simulate_text;

/// The README and every document in `docs/`, each with its name.
fn documents() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let docs = std::fs::read_dir(format!("{root}/docs")).expect("there are documents");
    let mut paths: Vec<_> = docs.map(|file| file.expect("it can be listed").path()).collect();
    paths.push(format!("{root}/README.md").into());
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let text =
        |path: std::path::PathBuf| (path.display().to_string(), std::fs::read_to_string(&path).expect("it is text"));
    paths.into_iter().map(text).collect()
}

/// The fenced blocks of a document, each with the text after its fence.
fn blocks(document: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for line in document.lines() {
        match (line.strip_prefix("```"), is_open) {
            (Some(kind), false) => blocks.push((kind.to_string(), String::new())),
            (None, true) => {
                let (_, text) = blocks.last_mut().expect("one is open");
                text.push_str(line);
                text.push('\n');
                continue;
            }
            (None, false) => continue,
            (Some(_), true) => {}
        }
        is_open = !is_open;
    }
    assert!(!is_open, "a block is not closed");
    blocks
}

/// All blocks of one kind, with the name of the document.
fn blocks_of_kind(kind: &str) -> Vec<(String, String)> {
    let all = documents().into_iter().flat_map(|(name, text)| {
        let blocks = blocks(&text).into_iter();
        blocks.map(move |(kind, block)| (name.clone(), kind, block)).collect::<Vec<_>>()
    });
    all.filter(|(_, of, _)| of == kind).map(|(name, _, block)| (name, block)).collect()
}

#[test]
fn every_scenario_has_no_diagnostics_and_runs() {
    let scenarios = blocks_of_kind("ipc");
    assert!(scenarios.len() >= 6, "{}", scenarios.len());
    for (name, text) in scenarios {
        let simulated = simulate_text(&text, None);
        let simulated = simulated.unwrap_or_else(|mistakes| panic!("{}\n{text}", report(&text, &name, &mistakes)));
        assert!(simulated.warnings.is_empty(), "{}", report(&text, &name, &simulated.warnings));
        let end = simulated.run.end_or_cut();
        assert!(end.is_good() || matches!(end, End::Cut(_)), "{name}: {}\n{text}", end.name());
    }
}

/// Warnings of mistakes are only where the literature, too, says that there is one.
#[test]
fn no_correct_program_has_a_warning() {
    let mut warned = Vec::new();
    for folder in ["../scenarios", "textbook", "verdicts"] {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        for file in std::fs::read_dir(folder).expect("it is there").flatten().map(|file| file.path()) {
            if file.extension().is_some_and(|extension| extension == "ipc") {
                let text = std::fs::read_to_string(&file).expect("a scenario is text");
                let name = file.file_stem().expect("it has a name").to_string_lossy().to_string();
                warned.extend(read(&text).diagnostics.into_iter().map(|found| (name.clone(), found.message)));
            }
        }
    }
    warned.sort();
    let warned: Vec<String> = warned.into_iter().map(|(name, message)| format!("{name}: {message}")).collect();
    let expected = [
        "buffer-monitor-if: another process can change this condition again before `Consumer` has `monitor` back",
        "buffer-monitor-if: another process can change this condition again before `Producer` has `monitor` back",
        "if-two-consumers: another process can change this condition again before `Consumer` has `m` back",
        "orphaned-only-at-end: no process signals `never`, which starts at 0",
        "orphaned-only-at-end: no process uses `m`",
        "shortest-flag: no process signals `never`, which starts at 0",
    ];
    assert_eq!(warned, expected);
}

/// Each fragment is put into a loop of a process with variables `x` and `n`, beside a mailbox `orders`.
#[test]
fn every_fragment_has_no_errors() {
    let fragments = blocks_of_kind("ipc-part");
    assert!(fragments.len() >= 3, "{}", fragments.len());
    for (name, part) in fragments {
        let text = format!(
            "mailbox orders capacity 4\nprocess Other {{ send 1 to orders; receive x from orders }}\n\
             process P {{ let x = 1; let n = 2\nloop {{\n{part}\n}} }}"
        );
        let diagnostics = read(&text).diagnostics;
        let errors: Vec<_> = diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}", report(&text, &name, &errors));
    }
}

/// A block `ipc-wrong` is followed by the output of `ipcscope check`.
#[test]
fn every_diagnostic_is_as_documented() {
    let mut seen = 0;
    for (name, document) in documents() {
        for pair in blocks(&document).windows(2).filter(|pair| pair[0].0 == "ipc-wrong") {
            let [(_, wrong), (_, told)] = pair else { unreachable!("windows of two") };
            assert_eq!(&report(wrong, "wrong.ipc", &read(wrong).diagnostics), told, "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen}");
}

#[test]
fn the_limits_are_those_of_the_language() {
    let (_, language) = documents().into_iter().find(|(name, _)| name.ends_with("language.md")).expect("it is there");
    for (what, limit) in [
        ("bytes of a scenario text", limits::TEXT_BYTES as u64),
        ("nesting of blocks, parentheses, brackets, `not` and `-`", limits::NESTING as u64),
        ("nested operators of one expression", u64::from(limits::EXPRESSION_HEIGHT)),
        ("processes", limits::PROCESSES),
        ("bytes of the texts of all processes together", limits::PROGRAM_BYTES),
        ("mailboxes and links", limits::MAILBOXES),
        ("messages in a bounded mailbox or link, buffers posted at once", limits::CAPACITY),
        ("bytes of a message, and of a capacity in bytes", limits::SIZE_BYTES),
        ("cells of memory", limits::MEMORY_CELLS),
        ("cells of one item", limits::ITEM_CELLS),
        ("semaphores, mutexes and condition variables", limits::LOCKS),
        ("hosts", limits::HOSTS),
        ("cores of a host", limits::CORES),
        ("arms of a `select`", limits::SELECT_ARMS as u64),
        ("branches of an `either`", limits::EITHER_BRANCHES as u64),
        ("answers to a question", limits::ANSWERS as u64),
        ("iterations in an `atomic`", limits::ATOMIC_ROUNDS as u64),
        ("characters of a name, including the name of a section", limits::NAME_CHARACTERS as u64),
        ("characters of a text in quotation marks", limits::LITERAL_CHARACTERS as u64),
        ("values of one message", limits::MESSAGE_VALUES as u64),
        ("parameters of one procedure", limits::PARAMETERS as u64),
        ("values of one `print`", limits::PRINT_VALUES as u64),
        ("values of one `check output`", limits::OUTPUT_VALUES as u64),
        ("seconds of one time", limits::TIME_US / 1_000_000),
        ("diagnostics reported at once", limits::DIAGNOSTICS as u64),
    ] {
        let row = format!("| {what} | {} |", with_commas(limit));
        assert!(language.contains(&row), "{row}");
    }
}

/// `65536` as `65,536`.
fn with_commas(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", with_commas(number / 1_000), number % 1_000),
    }
}
