//! The explorer against brute force on generated scenarios over the whole language.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipcscope_core::explore::{Limits, Report};
use ipcscope_core::program::{Check, Program, Promise};
use ipcscope_core::value::Value;
use ipcscope_tests::generate::{Random, showing};
use ipcscope_tests::naive::{self, Earliest, Explored, Graph, Printed};
use ipcscope_tests::{alike, whole};

use super::agree::{agrees, agrees_as, agrees_in_one_order};
use super::helpers::{
    AS_BYTES, FORGETTING, IN_ONE_ORDER, ORDERED, REDUCED, REMEMBERING, SYMMETRIC, explored, explored_as, program,
};
use super::runs::run_agrees;

/// The number of models; `IPCSCOPE_CAMPAIGN` sets it for a longer campaign, `IPCSCOPE_FIRST` the
/// first seed of that.
fn models() -> usize {
    std::env::var("IPCSCOPE_CAMPAIGN").ok().and_then(|count| count.parse().ok()).unwrap_or(500)
}

/// Larger ones are skipped: brute force is slow.
const MOST_STATES: usize = 1_500;

/// All reductions, and each alone.
const REDUCTIONS: [(&str, Limits); 5] = [
    ("all", REDUCED),
    ("order", ORDERED),
    ("symmetry", SYMMETRIC),
    ("forgetting", FORGETTING),
    ("order and symmetry", REMEMBERING),
];

/// Has to happen in some of the models, so that finding it is tested.
const CAN_HAPPEN: [&str; 13] = [
    "deadlock",
    "a deadlock while others move for ever",
    "a deadlock with a server",
    "orphaned",
    "fault",
    "torn",
    "assertion",
    "endless",
    "livelock",
    "starvation",
    "unbounded prints",
    "a run that says who is blocked forever",
    "not always finishes for no end alone",
];

/// Half of them need not end.
#[test]
fn reports_equal_brute_force() {
    let (fewer, counts) = hold_against_brute_force(|seed| match seed % 2 {
        0 => whole::text(seed),
        _ => whole::endless_text(seed),
    });
    // A reduction that never finds fewer states is not tested. That of symmetry is, by the next test.
    assert!(fewer.iter().all(|&fewer| fewer > 0), "{fewer:?}");
    for what in CAN_HAPPEN {
        assert!(counts[what] >= 3, "{what}: {} times", counts[what]);
    }
}

/// With interchangeable processes: of the models with fewer states when reduced, symmetry is the cause in most.
#[test]
fn reports_equal_brute_force_with_interchangeable_processes() {
    let ([_, _, symmetry, forgetting, _], counts) = hold_against_brute_force(alike::text);
    assert!(symmetry > forgetting, "symmetry {symmetry}, forgetting {forgetting}");
    // Frequent among scenarios with interchangeable processes.
    for what in ["deadlock", "orphaned", "fault", "endless", "livelock", "starvation"] {
        assert!(counts[what] >= 3, "{what}: {} times", counts[what]);
    }
}

/// For each reduction the number of models with fewer states, and for each kind of trouble the number of models with
/// it.
struct Compared {
    models: usize,
    fewer: [u32; REDUCTIONS.len()],
    counts: BTreeMap<String, u32>,
}

fn hold_against_brute_force(text: fn(u64) -> String) -> ([u32; REDUCTIONS.len()], BTreeMap<String, u32>) {
    let counts = CAN_HAPPEN.iter().map(|what| (what.to_string(), 0)).collect();
    let mut compared = Compared { models: 0, fewer: [0; REDUCTIONS.len()], counts };
    let first = std::env::var("IPCSCOPE_FIRST").ok().and_then(|first| first.parse().ok()).unwrap_or(0);
    let mut seed = first;
    while compared.models < models() {
        let text = text(seed);
        showing(seed, &text, || compared.compare(&text, seed));
        seed += 1;
    }
    let Compared { models, fewer, counts } = compared;
    let summary: Vec<String> =
        REDUCTIONS.iter().zip(fewer).map(|((name, _), fewer)| format!("{name} {fewer}")).collect();
    eprintln!("{models} of the seeds {first} to {}; fewer states by {}", seed - 1, summary.join(", "));
    counts.iter().for_each(|(what, count)| eprintln!("  {what}: {count}"));
    (fewer, counts)
}

impl Compared {
    /// Compares one model, if it is small enough.
    fn compare(&mut self, text: &str, seed: u64) {
        let mut program = program(text);
        if Graph::of(&program, MOST_STATES).is_none() {
            return;
        }
        ask_more(Arc::make_mut(&mut program), seed);
        let plain = naive::explore(&program, MOST_STATES).expect("checks make no states");
        let report = explored(&program);
        agrees(&program, &plain, &report);
        same(&report, &explored_as(&program, AS_BYTES));
        agrees_in_one_order(&program, &plain, &explored_as(&program, IN_ONE_ORDER));
        for ((_, limits), fewer) in REDUCTIONS.iter().zip(&mut self.fewer) {
            let reduced = agrees_as(&program, &plain, *limits);
            *fewer += u32::from(reduced.progress.states < report.progress.states);
        }
        for run in 0..4 {
            run_agrees(&program, &plain, seed ^ run);
        }
        count(&program, &plain, &mut self.counts);
        self.models += 1;
    }
}

/// Sometimes adds checks that read nothing beyond the scenario's own, so that there are no more states.
fn ask_more(program: &mut Program, seed: u64) {
    let mut random = Random::new(seed ^ 0xc4ec);
    let condition = program.checks.iter().find_map(|check| match check.promise {
        Promise::Always(condition) | Promise::Possible(condition) => Some(condition),
        _ => None,
    });
    let mut promises = vec![
        Promise::NeverDeadlock,
        Promise::NeverStuck,
        Promise::NeverFault,
        Promise::NeverTorn,
        Promise::AlwaysFinishes,
        Promise::NeverAssertion,
        Promise::NeverStarvation,
        Promise::NeverLivelock,
        Promise::NeverPrint(vec![Value::ZERO]),
        Promise::PossiblePrint(vec![Value::truth(true)]),
        Promise::Output(an_output(program, &mut random)),
        Promise::PossibleOutput(an_output(program, &mut random)),
    ];
    if let Some(condition) = condition {
        promises.extend([Promise::Finally(condition), Promise::PossibleFinally(condition)]);
    }
    // Some scenarios keep their checks: these decide what can be left out.
    let percent = *random.pick(&[0, 20, 90]);
    for promise in promises {
        if random.chance(percent) {
            let (text, span) = (format!("{promise:?}"), Default::default());
            program.checks.push(Check { text, promise, expect_violated: random.chance(50), span });
        }
    }
}

/// What is printed in some run, or something else.
fn an_output(program: &Program, random: &mut Random) -> Vec<Value> {
    let graph = Graph::of(program, MOST_STATES).expect("it was small enough");
    let Printed::All(endings) = naive::printed(&graph, true, MOST_STATES) else { return Vec::new() };
    let mut printed: Vec<Vec<Value>> =
        endings.into_keys().map(|(_, prints)| prints.into_iter().flat_map(|(_, values)| values).collect()).collect();
    printed.sort_by_key(|values: &Vec<Value>| format!("{values:?}"));
    let mut values = if printed.is_empty() { Vec::new() } else { random.pick(&printed).clone() };
    if random.chance(20) {
        values.push(Value::ZERO);
    }
    values
}

/// Counts what can happen in a model.
fn count(program: &Program, plain: &Explored, counts: &mut BTreeMap<String, u32>) {
    let forever = &plain.forever;
    let states = || 0..plain.states();
    let moves_on = |state: usize| !plain.graph.is_end(state) && plain.fair.endless.is_some();
    let is_server = |member: u16| program.processes[usize::from(member)].server;
    let has_server = |&one: &naive::Set| naive::members(one).into_iter().any(is_server);
    let is_unbounded = matches!(naive::printed(&plain.graph, false, usize::MAX), Printed::Unbounded);
    let mut effect = vec![
        ("deadlock", plain.deadlock.is_some()),
        ("a deadlock while others move for ever", lasts_while_others_move(plain, moves_on)),
        ("deadlocks of several sets", states().any(|state| forever.reported(state).len() > 1)),
        ("a deadlock with a server", states().any(|state| forever.reported(state).iter().any(has_server))),
        ("orphaned", plain.orphaned.is_some()),
        ("fault", plain.fault.is_some()),
        ("torn", plain.torn.is_some()),
        ("assertion", plain.assertion.is_some()),
        ("endless", plain.fair.endless.is_some()),
        ("livelock", plain.fair.livelock.is_some()),
        ("starvation", plain.fair.starvation.iter().any(Option::is_some)),
        ("unbounded prints", is_unbounded),
    ];
    let by_kind: Vec<(String, bool)> = program
        .checks
        .iter()
        .enumerate()
        .map(|(number, check)| {
            let kind = format!("{:?}", check.promise);
            let kind = kind.split(['(', ' ']).next().expect("a name").to_string();
            let holds = plain.holds(number, &check.promise);
            (format!("{kind} {}", if holds { "holds" } else { "is violated" }), true)
        })
        .collect();
    let no_end = |(check, shown): (&Check, &Earliest)| {
        matches!((&check.promise, shown), (Promise::AlwaysFinishes, Earliest::Cycle(_)))
    };
    let says = super::runs::says_who_is_blocked(&Arc::new(program.clone()));
    effect.push(("not always finishes for no end alone", program.checks.iter().zip(&plain.seen).any(no_end)));
    effect.push(("a run that says who is blocked forever", says));
    let effect = effect.into_iter().map(|(what, is_so)| (what.to_string(), is_so));
    for (what, is_so) in effect.chain(by_kind) {
        *counts.entry(what).or_default() += u32::from(is_so);
    }
}

/// A lasting deadlocked set, in a state from which others move endlessly.
fn lasts_while_others_move(plain: &Explored, moves_on: impl Fn(usize) -> bool) -> bool {
    let can_end = plain.graph.gathered(|state| u64::from(plain.graph.is_end(state)));
    (0..plain.states()).any(|state| !plain.forever.reported(state).is_empty() && can_end[state] == 0 && moves_on(state))
}

/// Both forms of states give the same report, except for the memory they take.
fn same(packed: &Report, as_bytes: &Report) {
    let mut as_bytes = as_bytes.clone();
    as_bytes.progress.bytes = packed.progress.bytes;
    assert_eq!(*packed, as_bytes);
}
