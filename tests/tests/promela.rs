//! SPIN's verdict on an exported model equals that of a plain search: deadlocks, failed assertions, violated checks,
//! and the set of outcomes. Without `spin` or a C compiler the tests say so on stderr and check nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipcscope_core::export::promela;
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::scenario::read;
use ipcscope_tests::outcomes::{self, Found};
use ipcscope_tests::traces::GALLERY;

use spin::{Mode, Verdict, pan, spin, tools};

mod nested;
mod spin;

/// Models with more states are skipped.
const MOST_STATES: usize = 50_000;

/// Programs of the textbooks with more states are skipped.
const MOST_OF_A_TEXTBOOK: usize = 600;

/// Generated scenarios with more states are skipped.
const MOST_GENERATED: usize = 20_000;

fn program(text: &str) -> Program {
    let reading = read(text);
    let tree = reading.scenario.unwrap_or_else(|| panic!("no mistakes: {:?}\n{text}", reading.diagnostics));
    Program::new(&tree, text)
}

/// The differences, if any.
fn difference(program: &Program, found: &Found, verdict: &Verdict) -> Option<String> {
    let broken = program.checks.iter().zip(&found.seen).any(|(check, &seen)| {
        let is_asked = matches!(
            check.promise,
            Promise::Always(_)
                | Promise::Finally(_)
                | Promise::AtMost { .. }
                | Promise::NeverFault
                | Promise::NeverTorn
                | Promise::NeverPrint(_)
        );
        is_asked && seen
    });
    let fails = found.ends.contains("assertion");
    let mut told = String::new();
    // With outcomes, a failed assertion is one of them.
    let assertion = broken || fails && verdict.outcomes.is_none();
    if verdict.assertion != assertion {
        told += &format!("assertion: SPIN {}, here {assertion}\n", verdict.assertion);
    }
    // SPIN continues after a failed assertion, and we do not.
    let deadlock = found.ends.contains("stuck");
    if verdict.deadlock != deadlock && !fails {
        told += &format!("deadlock: SPIN {}, here {deadlock}\n", verdict.deadlock);
    }
    if let Some(outcomes) = &verdict.outcomes {
        found.outcomes.difference(outcomes).for_each(|missing| told += &format!("only here: {missing}\n"));
        outcomes.difference(&found.outcomes).for_each(|more| told += &format!("only SPIN: {more}\n"));
    }
    (!told.is_empty()).then_some(told)
}

/// The differences in each scenario, as `one` finds it in a folder of its own; with the scenario's name and text.
fn differences(
    scenarios: &[(String, String)],
    folder: &str,
    one: impl Fn(&str, &Path) -> Option<String> + Sync,
) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let told = Mutex::new(Vec::new());
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("promela").join(folder);
    std::thread::scope(|scope| {
        for worker in 0..2 {
            let (next, told, one, folder) = (&next, &told, &one, root.join(worker.to_string()));
            scope.spawn(move || {
                while let Some((name, text)) = scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(difference) = one(text, &folder) {
                        told.lock().expect("nobody panics with it").push(format!("{name}\n{difference}\n{text}"));
                    }
                }
            });
        }
    });
    told.into_inner().expect("nobody panics with it")
}

/// Compares SPIN with the plain search; returns the difference. `as_it_is`: also without outcomes.
fn one(compiler: &str, text: &str, folder: &Path, as_it_is: bool) -> Option<String> {
    let program = program(text);
    let model = promela::model(&program, text).expect("only what can be exported is compared");
    let found = outcomes::all(&program, MOST_STATES).expect("small enough");
    let modes = [Some(Mode::Outcomes(found.longest)), as_it_is.then_some(Mode::Whole(None))];
    modes.into_iter().flatten().find_map(|mode| match spin(compiler, folder, &model, mode) {
        Ok(verdict) => difference(&program, &found, &verdict),
        Err(problem) => Some(problem),
    })
}

#[test]
fn spin_agrees_on_the_gallery() {
    let Some(compiler) = tools() else { return };
    let exportable = |(_, text): &&(&str, &str)| promela::model(&program(text), text).is_ok();
    let scenarios: Vec<(String, String)> =
        GALLERY.iter().filter(exportable).map(|(name, text)| (name.to_string(), text.to_string())).collect();
    let differences = differences(&scenarios, "gallery", |text, folder| one(&compiler, text, folder, true));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The programs of the textbooks that can be exported and have few states.
#[test]
fn spin_agrees_on_the_textbooks() {
    let Some(compiler) = tools() else { return };
    let files = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/textbook")).expect("the texts are there").flatten();
    let named = |path: PathBuf| (path.display().to_string(), fs::read_to_string(&path).expect("it can be read"));
    let mut scenarios: Vec<(String, String)> = files.map(|file| named(file.path())).collect();
    scenarios.retain(|(_, text)| {
        let program = program(text);
        promela::model(&program, text).is_ok() && outcomes::all(&program, MOST_OF_A_TEXTBOOK).is_some()
    });
    assert!(scenarios.len() >= 40, "only {}", scenarios.len());
    let differences = differences(&scenarios, "textbook", |text, folder| one(&compiler, text, folder, false));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Significant models, exactly: any change of the export shows. `IPCSCOPE_BLESS=1` writes them again.
/// `!!` is an operator of its own: it sends a message into its place.
#[test]
fn two_negations_are_no_operator() {
    let text = "memory t { f }\nprocess P { let x = t.f; let y = not (not x); print y; if not (not (x == 1)) { print x }; assert not (not y) }\n\
                process Q { t.f = 1 }\ncheck always not (not (P.x == 0)) or P.x == 1";
    let model = promela::model(&program(text), text).expect("it can be exported");
    assert!(!model.contains("!!"), "{model}");
}

#[test]
fn models_equal_the_golden_files() {
    for name in ["lost-update", "bounded-buffer-monitor", "direct-asymmetric", "mailbox-broadcast", "protection-fault"]
    {
        let (_, text) = GALLERY.iter().find(|(known, _)| *known == name).expect("it is in the gallery");
        let model = promela::model(&program(text), text).expect("it can be exported");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("golden/promela/{name}.pml"));
        if std::env::var_os("IPCSCOPE_BLESS").is_some() {
            fs::write(&path, &model).expect("the golden folder can be written");
        }
        let golden = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(model, golden, "{name}");
    }
}

/// The second one adds to the value it finds, or overwrites it: 2 or 1 at the end.
const ENDS: &str = "semaphore s = 1
mutex m
memory t { x = 0 }
process P { let v = 0; wait s; lock m; t.x = 1; unlock m; signal s; v = t.x }
process Q { wait s; lock m; t.x = t.x + 1; unlock m; signal s }
check never assertion
check output 1
check always s + m <= 1
check always s == 1
check always not m
check finally t.x == 2
check finally t.x >= 1 and s == 1 and not m
check finally P.v > 0
check finally P.v == 1
check possible finally t.x == 1
check possible finally t.x == 3
check possible m and s == 0
check possible m and s == 1";

#[test]
fn spin_checks_ends_and_locks() {
    let model = promela::model(&program(ENDS), ENDS).expect("it can be exported");
    assert!(model.contains("check 1: never assertion\n *   a violated assertion of a process breaks it\n"));
    assert!(model.contains("check 2: output 1\n *   not in this model: `ipcscope explore` decides it\n"));
    let Some(compiler) = tools() else { return };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("promela/ends");
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::write(folder.join("model.pml"), &model).expect("a model can be written");
    // s and m are 1 and 0, 0 and 0, or 0 and 1. P reads its own value or the one Q wrote after it: 1 or 2.
    let fails = [(3, false), (4, true), (5, true), (6, true), (7, false), (8, false), (9, true)];
    let comes_about = [(10, true), (11, false), (12, true), (13, false)];
    for (number, is_violated) in fails.into_iter().chain(comes_about) {
        let told = pan(&compiler, &folder, &[format!("-DCHECK={number}")], &[], &["-c0"]).expect("it runs");
        assert_eq!(told.contains("assertion violated"), is_violated, "check {number}: {told}");
        assert!(!told.contains("invalid end state ("), "{told}");
    }
}

/// Constructs without a counterpart are refused with their place, and nothing in the gallery is refused for another
/// reason.
#[test]
fn constructs_without_a_counterpart_are_refused() {
    let refused = GALLERY.iter().filter_map(|(name, text)| {
        let refusals = promela::model(&program(text), text).err()?;
        assert!(
            refusals.iter().all(|refusal| text.get(refusal.span.range()).is_some_and(|at| !at.is_empty())),
            "{name}"
        );
        Some((*name, refusals[0].message.clone()))
    });
    let refused: std::collections::BTreeMap<&str, String> = refused.collect();
    let because = |word: &str| -> Vec<&str> {
        refused.iter().filter(|(_, message)| message.contains(word)).map(|(name, _)| *name).collect()
    };
    assert_eq!(because("has no bound"), ["buffer-unbounded", "capacity-unbounded", "mailbox-many", "speedup"]);
    assert_eq!(because("over a network"), ["lossy-network", "no-link", "two-hosts", "variable-size"]);
    assert_eq!(because("to one by a rule"), ["mailbox-arrival", "mailbox-priority", "mailbox-random", "mailbox-turn"]);
    assert_eq!(because("of a fixed size"), ["fixed-size"]);
    assert_eq!(refused.len(), 13);
}

/// The number of generated scenarios; `IPCSCOPE_SPIN_CAMPAIGN` sets it for a longer campaign.
fn generated(usually: usize) -> usize {
    std::env::var("IPCSCOPE_SPIN_CAMPAIGN").ok().and_then(|count| count.parse().ok()).unwrap_or(usually)
}

#[test]
fn spin_agrees_on_generated_scenarios() {
    let Some(compiler) = tools() else { return };
    let small = |text: &String| {
        let program = program(text);
        promela::model(&program, text).is_ok() && outcomes::all(&program, MOST_GENERATED).is_some()
    };
    let scenarios: Vec<(String, String)> = (0..)
        .map(|seed: u64| (format!("seed {seed}"), ipcscope_tests::exportable::text(seed)))
        .filter(|(_, text)| small(text))
        .take(generated(50))
        .collect();
    eprintln!("{} scenarios, up to {}", scenarios.len(), scenarios.last().map_or("none", |(seed, _)| seed));
    let differences = differences(&scenarios, "generated", |text, folder| one(&compiler, text, folder, false));
    assert!(differences.is_empty(), "{} differ\n{}", differences.len(), differences.join("\n"));
}
