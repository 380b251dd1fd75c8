//! Control flow between moves: whatever its shape, SPIN has every state of the plain search.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipcscope_core::export::promela;
use ipcscope_core::program::{Program, Promise};
use ipcscope_tests::outcomes::{self, Found};

use super::spin::{Mode, Verdict, spin, tools};
use super::{difference, differences, generated, program};

/// Larger ones are skipped.
const MOST_STATES: usize = 4_000;

/// Whether SPIN has a state for each of ours, and one for each outcome it reports. Not if two processes send to one
/// mailbox: our states contain a message's sender, and a model that does not need it has none. Not at capacity 0, where
/// a receiver may be before its last `goto`. Nor after a failed assertion, where SPIN continues; a failure before the
/// first move is reported by a process of its own.
fn is_countable(text: &str, model: &str, program: &Program, found: &Found) -> bool {
    let is_broken = |(check, &seen): (&ipcscope_core::program::Check, &bool)| {
        seen && matches!(check.promise, Promise::Always(_) | Promise::AtMost { .. })
    };
    let has_shared = !text.contains("mailbox m1") || text.contains("[2] ");
    !has_shared
        && !model.contains("true -> check_")
        && !text.contains("capacity 0")
        && !found.ends.contains("assertion")
        && !program.checks.iter().zip(&found.seen).any(is_broken)
}

/// The differences: with SPIN run plainly, for outcomes, and for what is only possible.
fn one(compiler: &str, text: &str, folder: &Path, counted: &AtomicUsize) -> Option<String> {
    let program = program(text);
    let model = match promela::model(&program, text) {
        Ok(model) => model,
        Err(refusals) => return Some(format!("{refusals:?}")),
    };
    let found = outcomes::all(&program, MOST_STATES).expect("small enough");
    let told = |mode: Mode| {
        let verdict = match spin(compiler, folder, &model, mode) {
            Ok(verdict) => verdict,
            Err(problem) => return Some(format!("{mode:?}: {problem}")),
        };
        if let Mode::Whole(Some(check)) = mode {
            let (reached, fails) = (found.seen[check - 1], found.ends.contains("assertion"));
            let is_same = verdict.assertion == (reached || fails);
            return (!is_same).then(|| format!("check {check}: SPIN {}, here {reached}\n", verdict.assertion));
        }
        if matches!(mode, Mode::Outcomes(_)) && is_countable(text, &model, &program, &found) {
            counted.fetch_add(1, Ordering::Relaxed);
            // A model keeps variables internal to the compiler also after their last use: it may have more states.
            if verdict.states < found.states + found.last {
                let (states, last) = (found.states, found.last);
                return Some(format!("states: SPIN {}, here {states}, of them {last} last\n", verdict.states));
            }
        }
        difference(&program, &found, &verdict).map(|difference| format!("{mode:?}: {difference}"))
    };
    let possible = (1..).zip(&program.checks).filter_map(|(number, check)| {
        matches!(check.promise, Promise::Possible(_) | Promise::PossiblePrint(_)).then_some(Mode::Whole(Some(number)))
    });
    [Mode::Plainly, Mode::Outcomes(found.longest)].into_iter().chain(possible).find_map(told)
}

#[test]
fn spin_agrees_on_generated_control_flow() {
    let Some(compiler) = tools() else { return };
    let small = |text: &String| outcomes::all(&program(text), MOST_STATES).is_some();
    let scenarios: Vec<(String, String)> = (0..)
        .map(|seed: u64| (format!("seed {seed}"), ipcscope_tests::nested::text(seed)))
        .filter(|(_, text)| small(text))
        .take(generated(60))
        .collect();
    let counted = AtomicUsize::new(0);
    let differences = differences(&scenarios, "nested", |text, folder| one(&compiler, text, folder, &counted));
    let counted = counted.into_inner();
    let last = scenarios.last().map_or("none", |(seed, _)| seed);
    eprintln!("{} scenarios, up to {last}; states compared in {counted}", scenarios.len());
    assert!(differences.is_empty(), "{} differ\n{}", differences.len(), differences.join("\n"));
    assert!(counted * 4 > scenarios.len(), "states were compared in {counted} of {}", scenarios.len());
}

/// SPIN's verdict on a scenario; in a folder of its own.
fn mode(compiler: &str, name: &str, text: &str, mode: Mode) -> Verdict {
    let model = promela::model(&program(text), text).expect("it can be exported");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("promela").join(name);
    spin(compiler, &folder, &model, mode).unwrap_or_else(|problem| panic!("{problem}\n{model}"))
}

fn outcomes_of(verdict: &Verdict) -> Vec<&str> {
    verdict.outcomes.iter().flatten().map(String::as_str).collect()
}

/// The first branch's last step and the second's both continue at `work`, which is no move: others come between there.
/// So B can acquire `mutex` while A is inside, after A's `signal mutex`.
#[test]
fn others_come_between_where_branches_join_before_work() {
    let Some(compiler) = tools() else { return };
    let text = r#"
semaphore mutex = 1
semaphore other = 0
memory m { inside; z }

process A {
  wait mutex
  m.inside = 1
  if m.z == 1 {
    signal other
  } else {
    signal mutex
  }
  work 5ms "x"
  wait mutex
  m.inside = 0
  signal mutex
}

process B {
  wait mutex
  if m.inside == 1 { print "saw" }
  signal mutex
}

check never print "saw"
"#;
    let plain = mode(&compiler, "between", text, Mode::Plainly);
    assert!(plain.assertion && !plain.deadlock);
    let all = mode(&compiler, "between", text, Mode::Outcomes(2));
    // B before A, or after it; or between.
    assert_eq!(outcomes_of(&all), ["finished | 0 | 0", "finished | B: saw,; | 0 | 0"]);
}

/// Deep branches that merge in an `atomic`: three resource managers commit or abort together (Gray and Lamport,
/// "Consensus on transaction commit"). No two of them differ, and both that all commit and that all abort is possible.
#[test]
fn deeply_nested_branches_merge() {
    let Some(compiler) = tools() else { return };
    let text = r#"
memory t { rm[3] }

process Prepare[3] {
  atomic { if t.rm[me] == 0 { t.rm[me] = 1 } }
}
process Commit[3] {
  atomic {
    if t.rm[me] == 1 and (t.rm[0] == 1 or t.rm[0] == 2) and (t.rm[1] == 1 or t.rm[1] == 2) and (t.rm[2] == 1 or t.rm[2] == 2) { t.rm[me] = 2 }
  }
}
process Abort[3] {
  atomic {
    if t.rm[me] <= 1 and t.rm[0] != 2 and t.rm[1] != 2 and t.rm[2] != 2 { t.rm[me] = 3 }
  }
}

check always not (t.rm[0] == 2 and t.rm[1] == 3) and not (t.rm[0] == 2 and t.rm[2] == 3) and not (t.rm[1] == 2 and t.rm[0] == 3) and not (t.rm[1] == 2 and t.rm[2] == 3) and not (t.rm[2] == 2 and t.rm[0] == 3) and not (t.rm[2] == 2 and t.rm[1] == 3)
check possible t.rm[0] == 2 and t.rm[1] == 2 and t.rm[2] == 2
check possible t.rm[0] == 3 and t.rm[1] == 3 and t.rm[2] == 3
"#;
    let plain = mode(&compiler, "commit", text, Mode::Plainly);
    assert!(!plain.assertion && !plain.deadlock);
    for check in [2, 3] {
        let verdict = mode(&compiler, "commit", text, Mode::Whole(Some(check)));
        assert!(verdict.assertion && !verdict.deadlock, "check {check}");
    }
}

/// A loops forever, and nothing changes: B's print happens before any move, so there is one state, no deadlock, and no
/// end to report.
#[test]
fn a_loop_without_an_effect_is_a_move() {
    let Some(compiler) = tools() else { return };
    let text = "process A { loop { work 1ms } }\nprocess B { print 1 }\n";
    let plain = mode(&compiler, "idle", text, Mode::Plainly);
    assert_eq!((plain.assertion, plain.deadlock, plain.states), (false, false, 1));
    let all = mode(&compiler, "idle", text, Mode::Outcomes(2));
    assert_eq!((all.states, outcomes_of(&all).len()), (1, 0));
}

/// Two states, `v` at 0 and at 1, and a step from each to the other.
#[test]
fn a_loop_of_variables_alone_is_a_move() {
    let Some(compiler) = tools() else { return };
    let text = "process A {\n  let v = 0\n  loop { v = 1 - v }\n}\n";
    let all = mode(&compiler, "variables", text, Mode::Outcomes(1));
    assert_eq!((all.deadlock, all.states, outcomes_of(&all).len()), (false, 2, 0));
}

/// Each alternative of an `either` begins with a branch of its own: the first prints 0 or 1, the second 2 or 3,
/// depending on `v`.
#[test]
fn alternatives_that_begin_with_a_branch_stay_separate() {
    let Some(compiler) = tools() else { return };
    let text = r#"
process A {
  let v = random(0..1)
  either {
    if v == 0 { print 0 } else { print 1 }
  } or {
    if v == 0 { print 2 } else { print 3 }
  }
}
"#;
    let all = mode(&compiler, "reduction", text, Mode::Outcomes(2));
    let expected = ["finished | A: 0,;", "finished | A: 1,;", "finished | A: 2,;", "finished | A: 3,;"];
    assert_eq!(outcomes_of(&all), expected);
    // Before the draw; at the `either` with 0 and with 1; four ends, each once more when it is reported.
    assert_eq!(all.states, 1 + 2 + 4 + 4);
}

/// Prints and faults before the first move belong to no process of the model any more.
#[test]
fn checks_count_prints_before_the_first_move() {
    let Some(compiler) = tools() else { return };
    let said = |text: &str, how: Mode| {
        let verdict = mode(&compiler, "before", text, how);
        (verdict.assertion, verdict.deadlock)
    };
    let text = "process A { print 1 }\ncheck never print 1\ncheck possible print 1\ncheck possible print 2\n";
    assert_eq!(said(text, Mode::Plainly), (true, false));
    assert_eq!(said(text, Mode::Whole(Some(2))), (true, false));
    assert_eq!(said(text, Mode::Whole(Some(3))), (false, false));
    let text = "process A {\n  let v = 0\n  let w = 1 / v\n}\ncheck never fault\ncheck never print 1\n";
    assert_eq!(said(text, Mode::Plainly), (true, false));
    assert_eq!(said(text, Mode::Whole(Some(2))), (false, false));
}
