//! The verdict of one run on each check: exactly when it is violated, or satisfied.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipcscope_core::export;
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::scenario::{print, read};
use ipcscope_core::simulate::End;
use ipcscope_core::simulate_text;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Run, Verdict, words};
use ipcscope_core::value::Value;
use ipcscope_core::world::World;
use ipcscope_tests::generate::{self, showing};
use ipcscope_tests::whole;

fn program(text: &str) -> Arc<Program> {
    let reading = read(text);
    let tree = reading.scenario.unwrap_or_else(|| panic!("{:?} in\n{text}", reading.diagnostics));
    Arc::new(Program::new(&tree, text))
}

fn run(text: &str) -> Run {
    simulate_text(text, None).unwrap_or_else(|mistakes| panic!("{mistakes:?} in\n{text}")).run
}

/// The run of `text` with one more check, and no other.
fn checked(text: &str, check: &str) -> Run {
    run(&format!("{text}\ncheck {check}"))
}

/// The verdict of a run on its only check, and the event that caused it, if any.
fn verdict_of(text: &str, check: &str) -> (Verdict, Option<usize>) {
    let run = checked(text, check);
    let about: Vec<_> =
        run.events().iter().filter(|event| matches!(event.kind(), Kind::Violated | Kind::Reached)).collect();
    assert!(about.len() <= 1, "each check once");
    (run.verdict(0), about.first().map(|event| event.cause().expect("the start is before it")))
}

const HOLDS: (Verdict, Option<usize>) = (Verdict::Kept, None);
const NOT_SHOWN: (Verdict, Option<usize>) = (Verdict::Open, None);

/// Violated by an event that says so, right after `cause`.
fn violated_after(cause: usize) -> (Verdict, Option<usize>) {
    (Verdict::Broken(Some(cause + 1)), Some(cause))
}

fn reached_after(cause: usize) -> (Verdict, Option<usize>) {
    (Verdict::Kept, Some(cause))
}

#[test]
fn never_assertion_is_violated_where_an_assertion_fails() {
    // Events: 0 P starts, 1 works, 2 finishes its work, 3 the assertion fails.
    let fails = "process P { let x = 1; work 1ms; assert x == 2 \"two\" }";
    assert_eq!(verdict_of(fails, "never assertion"), (Verdict::Broken(Some(3)), None));
    assert_eq!(verdict_of(&fails.replace("== 2", "== 1"), "never assertion"), HOLDS);
    assert_eq!(verdict_of(fails, "never fault"), HOLDS);
}

#[test]
fn never_livelock_is_violated_by_a_livelocked_run() {
    // It reads the same cell again and again without time passing.
    let tries = "memory t { x = 0 }\nstep 0ms\nprocess P { while t.x == 0 { }; print 1 }";
    assert!(matches!(verdict_of(tries, "never livelock"), (Verdict::Broken(Some(_)), None)));
    // It tries nothing: time does not pass, and no verdict follows.
    assert_eq!(verdict_of("process P { loop { } }", "never livelock"), NOT_SHOWN);
    assert_eq!(verdict_of("process P { work 1ms }", "never livelock"), HOLDS);
    // A deadlock is no livelock.
    assert_eq!(verdict_of("semaphore s = 0; process P { wait s; signal s }", "never livelock"), HOLDS);
}

#[test]
fn one_run_does_not_show_starvation() {
    assert_eq!(verdict_of("process P { work 1ms }", "never starvation"), HOLDS);
    // It never ends.
    assert_eq!(verdict_of("process P { loop { } }", "never starvation"), NOT_SHOWN);
}

/// Events: 0 P starts, 1 it writes 1 at 1 ms, 2 it writes 2 at 2 ms, 3 it ends.
const TWO_WRITES: &str = "memory t { x = 0 }\nprocess P { t.x = 1; t.x = 2 }";

#[test]
fn finally_is_decided_only_at_the_end() {
    assert_eq!(verdict_of(TWO_WRITES, "finally t.x == 2"), HOLDS);
    // It held between 1 ms and 2 ms, which does not count.
    assert_eq!(verdict_of(TWO_WRITES, "finally t.x == 1"), violated_after(3));
    assert_eq!(verdict_of(TWO_WRITES, "possible finally t.x == 2"), reached_after(3));
    assert_eq!(verdict_of(TWO_WRITES, "possible finally t.x == 1"), NOT_SHOWN);
    // A condition that can't be evaluated does not hold: 6 / 0, then 6 / 2 = 3.
    assert_eq!(verdict_of(TWO_WRITES, "finally 6 / (t.x - 2) == 0"), violated_after(3));
    assert_eq!(verdict_of(TWO_WRITES, "possible finally 6 / (t.x - 2) == 0"), NOT_SHOWN);
    assert_eq!(verdict_of(TWO_WRITES, "finally 6 / t.x == 3"), HOLDS);
    let run = checked(TWO_WRITES, "finally t.x == 1");
    assert!(export::text::run(&run).ends_with(
        "4  2ms  P  terminates\n5  2ms  P  violates a check: finally t.x == 1\nend: finished at 2ms after 5 events\n"
    ));
}

#[test]
fn finally_is_decided_by_the_last_state_of_any_end() {
    // A deadlock. 0 P starts, 1 waits at 1 ms, 2 is blocked at 2 ms, 3 forever.
    let blocked = "semaphore s = 1; process P { let x = 1; wait s; x = 2; wait s; x = 3; signal s }";
    assert_eq!(checked(blocked, "finally 1 == 1").end(), Some(End::Orphaned));
    assert_eq!(verdict_of(blocked, "finally P.x == 2 and s == 0"), HOLDS);
    assert_eq!(verdict_of(blocked, "finally P.x == 3"), violated_after(3));
    // Only a server is left. 0 and 1 start, 2 the send at 1 ms, 3 its end, 4 the receive, 5 the server blocks at 2 ms.
    let quiet = "mailbox m capacity 1; process P { send 7 to m }
        process S server { let sum = 0; loop { receive x from m; sum = sum + x } }";
    assert_eq!(checked(quiet, "finally 1 == 1").end(), Some(End::Quiet));
    assert_eq!(verdict_of(quiet, "finally S.sum == 7 and length(m) == 0"), HOLDS);
    assert_eq!(verdict_of(quiet, "finally S.sum == 0"), violated_after(5));
    // An assertion fails, and Q is where it was. 0 P starts, 1 works, 2 Q starts, 3 works, 4 done, 5 fails.
    let fails = "process P { let x = 1; work 1ms; x = 2; assert 1 == 2 } process Q { let y = 1; work 2ms; y = 2 }";
    assert_eq!(checked(fails, "finally 1 == 1").end(), Some(End::Assertion));
    assert_eq!(verdict_of(fails, "finally P.x == 2 and Q.y == 1"), HOLDS);
    assert_eq!(verdict_of(fails, "finally Q.y == 2"), violated_after(5));
    // A fault: x is 0 to the end.
    let fault = "process P { let x = 0; x = 1 / x }";
    assert_eq!(checked(fault, "finally 1 == 1").end(), Some(End::Fault));
    assert_eq!(verdict_of(fault, "finally P.x == 0"), HOLDS);
}

#[test]
fn a_run_without_an_end_decides_nothing_about_it() {
    for check in ["finally 1 == 2", "finally 1 == 1", "possible finally 1 == 1", "output 1", "possible output 1"] {
        assert_eq!(verdict_of("process P { loop { } }", check), NOT_SHOWN, "livelock, {check}");
        let endless = program(&format!("process P {{ loop {{ work 1ms }} }}\ncheck {check}"));
        let mut run = Run::new(endless, None);
        assert_eq!((run.advance(100, u64::MAX), run.verdict(0)), (Some(End::Repeats), Verdict::Open), "{check}");
    }
}

/// Events: 0 P starts, 1 prints 1 and 2, 2 works; 3 Q starts, 4 works; at 500 µs 5 Q has done so, 6 prints "a", 7 ends; at
/// 1 ms 8 P has done so, 9 prints 3, 10 ends.
const THREE_PRINTS: &str = "process P { print 1, 2; work 1ms; print 3 }
process Q { work 500us; print \"a\" }";

#[test]
fn an_output_is_every_print_of_all_processes_in_order() {
    assert_eq!(verdict_of(THREE_PRINTS, "output 1, 2, \"a\", 3"), HOLDS);
    // A wrong value: a run that never ended would decide nothing, so the end decides.
    assert_eq!(verdict_of(THREE_PRINTS, "output 1, 2, 3"), violated_after(10));
    assert_eq!(verdict_of(THREE_PRINTS, "output 2, 1, \"a\", 3"), violated_after(10));
    // One too many: in the middle of a print, and in a print of its own.
    assert_eq!(verdict_of(THREE_PRINTS, "output 1"), violated_after(10));
    assert_eq!(verdict_of(THREE_PRINTS, "output 1, 2, \"a\""), violated_after(10));
    // One is missing.
    assert_eq!(verdict_of(THREE_PRINTS, "output 1, 2, \"a\", 3, 4"), violated_after(10));
    assert_eq!(verdict_of("process P { }", "output 1"), violated_after(1));
}

#[test]
fn a_possible_output_is_reached_at_the_end() {
    assert_eq!(verdict_of(THREE_PRINTS, "possible output 1, 2, \"a\", 3"), reached_after(10));
    for other in ["1, 2, \"a\"", "1, 2, \"a\", 3, 4", "1, 2, 3", "2", "1"] {
        assert_eq!(verdict_of(THREE_PRINTS, &format!("possible output {other}")), NOT_SHOWN, "{other}");
    }
}

#[test]
fn an_output_can_have_names_of_processes_and_calculations() {
    // W[0] prints at once, W[1] after it at the same instant, P at 1 ms.
    let text = "process W[2] { print me + 1 } process P { work 1ms; print W[1], P, -4 }";
    assert_eq!(verdict_of(text, "output 1, 1 + 1, W[1], P, -2 * 2"), HOLDS);
    assert!(matches!(verdict_of(text, "output 1, 2, W[0], P, -4").0, Verdict::Broken(Some(_))));
    assert_eq!(verdict_of(text, "possible print W[1], P, -4").0, Verdict::Kept);
    assert_eq!(verdict_of(text, "never print W[0], P, -4"), HOLDS);
}

/// A semaphore and a mutex by their names. Events: 0 P starts; at 1 ms 1 s is 1; at 2 ms 2 P holds m; at 3 ms 3 m is free;
/// at 4 ms 4 s is 2 again, 5 P ends.
const LOCKS: &str = "semaphore s = 2\nmutex m\nprocess P { wait s; lock m; unlock m; signal s }";

#[test]
fn a_semaphore_has_its_permits_as_value_and_a_mutex_whether_it_is_held() {
    assert_eq!(verdict_of(LOCKS, "always s >= 1 and s <= 2 and m <= 1"), HOLDS);
    assert_eq!(verdict_of(LOCKS, "always s == 2"), violated_after(1));
    assert_eq!(verdict_of(LOCKS, "always m == 0"), violated_after(2));
    assert_eq!(verdict_of(LOCKS, "always s + m < 3"), HOLDS);
    // While m is held, s is 1.
    assert_eq!(verdict_of(LOCKS, "always not m or s == 1"), HOLDS);
    assert_eq!(verdict_of(LOCKS, "possible m == 1 and s == 1"), reached_after(2));
    assert_eq!(verdict_of(LOCKS, "possible m and s == 2"), NOT_SHOWN);
    assert_eq!(verdict_of(LOCKS, "possible s == 0"), NOT_SHOWN);
    assert_eq!(verdict_of(LOCKS, "finally s == 2 and not m"), HOLDS);
    assert_eq!(verdict_of(LOCKS, "finally m"), violated_after(5));
    assert_eq!(verdict_of(LOCKS, "possible finally s - 1"), reached_after(5));
}

#[test]
fn each_element_of_an_array_has_its_own_value() {
    let text = "semaphore fork[3] = 1\nmutex door[3]\nprocess P { wait fork[1]; lock door[2] }
        process Q { sleep 1s; wait fork[0]; signal fork[0]; signal fork[1]; signal fork[2]; unlock door[0] }";
    let until = |check: &str| {
        let mut run = Run::new(program(&format!("{text}\ncheck {check}")), None);
        run.advance(usize::MAX, 10_000);
        run.verdict(0)
    };
    // Q sleeps until 1 s. Events: 0 P starts, 1 Q starts, 2 Q sleeps, 3 fork[1], 4 says so.
    assert_eq!(until("always fork[1] == 1"), Verdict::Broken(Some(4)));
    assert_eq!(until("always fork[0] + fork[2] == 2"), Verdict::Open);
    assert_eq!(until("always door[0] + door[1] == 0"), Verdict::Open);
    // 3 fork[1], 4 door[2], 5 says so.
    assert_eq!(until("always door[2] == 0"), Verdict::Broken(Some(5)));
}

#[test]
fn waiting_on_a_condition_variable_releases_the_mutex() {
    // Events: 0 P starts, 1 Q starts, 2 sleeps; 3 P locks at 1 ms; at 2 ms 4 it falls asleep, 5 is blocked, and m is free;
    // 6 Q wakes at 3 ms, 7 locks at 4 ms; at 5 ms 8 it notifies, 9 P is blocked on m; at 6 ms 10 Q unlocks, 11 P holds m
    // again, 12 Q ends; 13 P writes at 7 ms; at 8 ms 14 it unlocks.
    let text = "mutex m\ncondition c\nmemory t { x = 0 }
        process P { lock m; wait c with m; t.x = 1; unlock m }
        process Q { sleep 3ms; lock m; notify c; unlock m }";
    assert_eq!(verdict_of(text, "finally m == 0 and t.x == 1"), HOLDS);
    assert_eq!(verdict_of(text, "always not t.x or m"), violated_after(14));
    assert_eq!(verdict_of(text, "possible t.x == 1 and m"), reached_after(13));
    assert_eq!(verdict_of(text, "always m == 0"), violated_after(3));
    let asleep = "mutex m\ncondition c\nprocess P { sleep 1ms; lock m; wait c with m; unlock m; notify c }";
    assert_eq!(checked(asleep, "finally m == 0").end(), Some(End::Orphaned));
    assert_eq!(verdict_of(asleep, "finally m == 0"), HOLDS);
}

#[test]
fn the_slots_of_a_bounded_buffer_are_never_counted_twice() {
    let text = include_str!("../../scenarios/bounded-buffer-semaphores.ipc");
    // Two slots, each empty, full, or being filled or cleared by a process.
    assert_eq!(verdict_of(text, "always empty + full <= 2").0, Verdict::Kept);
    let all = |check: &str| {
        let run = checked(text, check);
        run.verdict(run.program().checks.len() - 1)
    };
    assert_eq!(all("always empty + full <= 2"), Verdict::Kept);
    assert!(matches!(all("always empty + full == 2"), Verdict::Broken(Some(_))));
    assert_eq!(all("finally empty == 2 and full == 0 and mutex == 1"), Verdict::Kept);
    assert_eq!(all("output 0, 1, 2, 3"), Verdict::Kept);
}

/// The same by a schedule: checks of the end are decided once, after the last move.
#[test]
fn a_schedule_ends_when_no_move_is_left() {
    let wrong = program(&format!("{TWO_WRITES}\ncheck finally t.x == 1\ncheck output 1"));
    let mut run = Run::scripted(Arc::clone(&wrong), &[]);
    run.advance(usize::MAX, u64::MAX);
    for moves in 0..2 {
        assert_eq!(words::end(&run).split(' ').next(), Some("cut"), "after {moves}");
        assert_eq!([run.verdict(0), run.verdict(1)], [Verdict::Open; 2], "after {moves}");
        run = run.then(0);
    }
    // 0 P starts, 1 and 2 it writes, 3 it ends, 4 and 5 the checks.
    assert_eq!(words::end(&run), "finished at 2ms after 6 events");
    assert_eq!([run.verdict(0), run.verdict(1)], [Verdict::Broken(Some(4)), Verdict::Broken(Some(5))]);
    run.advance(usize::MAX, u64::MAX);
    assert_eq!(run.events().len(), 6);
}

/// A cursor reaches the events at the end, too, from any position.
#[test]
fn a_cursor_reaches_the_last_event() {
    let run = checked(TWO_WRITES, "finally t.x == 1");
    let mut cursor = run.cursor();
    for at in [5, 2, 4, 0, 5] {
        cursor.seek(&run, at);
        assert_eq!((cursor.at(), cursor.simulation().events()), (at, at));
    }
}

/// Checks of the end add no states: without a clock P terminates in one move, and only `always` makes it stop before
/// `work`.
#[test]
fn finally_makes_no_process_stop() {
    let text = "process P { let x = 0; work 1ms; x = 1; work 1ms; x = 2 }";
    let choices = |check: &str| {
        let program = program(&format!("{text}\ncheck {check}"));
        let world = World::new(&program, &mut ());
        (world.choices(&program).len(), world.has_ended(0))
    };
    assert_eq!(choices("finally P.x == 2"), (0, true));
    assert_eq!(choices("possible finally P.x == 2"), (0, true));
    assert_eq!(choices("output 1"), (0, true));
    assert_eq!(choices("always P.x <= 2"), (1, false));
}

/// Holds, violated, or neither.
fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Broken(_) => "violated",
        Verdict::Open => "open",
    }
}

/// The verdict of a run on a check, computed from all its prints, its last state and its end; `None` for other checks.
fn computed(run: &Run, promise: &Promise) -> Option<&'static str> {
    let prints = run.events().iter().filter(|event| event.kind() == Kind::Print);
    let printed: Vec<Value> = prints.flat_map(|event| run.events().values(event).to_vec()).collect();
    let mut cursor = run.cursor();
    cursor.seek(run, run.events().len());
    let holds = |condition| cursor.simulation().world().holds(run.program(), condition) == Ok(true);
    let never = |happened: bool| match (happened, run.end()) {
        (true, _) => "violated",
        (false, None | Some(End::Cut(_))) => "open",
        (false, Some(_)) => "kept",
    };
    let is_over = !matches!(run.end(), None | Some(End::Cut(_) | End::Livelock));
    Some(match promise {
        Promise::NeverAssertion => never(run.events().iter().any(|event| event.kind() == Kind::AssertFailed)),
        Promise::NeverLivelock if run.repetition().is_some_and(|round| !round.is_fair) => "open",
        Promise::NeverLivelock => never(run.end() == Some(End::Livelock)),
        Promise::NeverStarvation => never(false),
        Promise::Finally(_) | Promise::PossibleFinally(_) if !is_over => "open",
        Promise::Finally(condition) if holds(*condition) => "kept",
        Promise::Finally(_) => "violated",
        Promise::PossibleFinally(condition) if holds(*condition) => "kept",
        Promise::Output(values) if is_over && *values == printed => "kept",
        Promise::Output(_) if is_over => "violated",
        Promise::PossibleOutput(values) if is_over && *values == printed => "kept",
        Promise::PossibleFinally(_) | Promise::Output(_) | Promise::PossibleOutput(_) => "open",
        _ => return None,
    })
}

#[test]
fn generated_runs_have_the_computed_verdicts() {
    let mut seen: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for seed in 0..2_000 {
        for text in [whole::text(seed), print(&generate::scenario(seed))] {
            let mut run = Run::new(program(&text), None);
            run.advance(3_000, u64::MAX);
            showing(seed, &text, || {
                for (number, check) in run.program().checks.iter().enumerate() {
                    let Some(expected) = computed(&run, &check.promise) else { continue };
                    assert_eq!(class_of(run.verdict(number)), expected, "{}", check.text);
                    let form: Vec<&str> = check.text.split(' ').take(2).collect();
                    let form =
                        if form[0] == "output" || form[0] == "finally" { form[0].into() } else { form.join(" ") };
                    *seen.entry((form, expected)).or_default() += 1;
                }
            });
        }
    }
    // Every form has every verdict in some run; no `assert` of theirs fails, and none of their runs livelocks.
    for form in ["finally", "possible finally", "output", "possible output", "never assertion", "never starvation"] {
        assert!(seen.get(&(form.into(), "kept")).is_some_and(|&times| times >= 3), "{form}: {seen:?}");
    }
    for form in ["finally", "output"] {
        assert!(seen.get(&(form.into(), "violated")).is_some_and(|&times| times >= 3), "{form}: {seen:?}");
    }
}
