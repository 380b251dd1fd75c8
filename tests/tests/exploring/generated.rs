//! The explorer against the plain search on generated scenarios over the whole language.

use ipcscope_core::explore::{Limits, Report};
use ipcscope_tests::generate::showing;
use ipcscope_tests::{alike, naive, whole};

use super::helpers::{
    AS_BYTES, FORGETTING, ORDERED, REDUCED, REMEMBERING, SYMMETRIC, agree_reduced, agrees, explored, explored_as,
    program,
};

/// How many; `IPCSCOPE_CAMPAIGN` says how many in a longer campaign.
fn models() -> usize {
    std::env::var("IPCSCOPE_CAMPAIGN").ok().and_then(|count| count.parse().ok()).unwrap_or(500)
}

/// Larger ones are passed over: the plain search is slow.
const MOST_STATES: usize = 1_500;

/// Every way of having fewer states, and each by itself.
const WAYS: [(&str, Limits); 5] = [
    ("all", REDUCED),
    ("order", ORDERED),
    ("symmetry", SYMMETRIC),
    ("forgetting", FORGETTING),
    ("order and symmetry", REMEMBERING),
];

#[test]
fn as_a_plain_search_finds() {
    let fewer = hold_against_plain(whole::text);
    // Where a way never finds fewer states it is not tested. That of symmetry is, by the next test.
    assert!(fewer.iter().all(|&fewer| fewer > 0), "{fewer:?}");
}

/// Where processes can change places: of the models that have fewer states when they do, symmetry is the cause of most.
#[test]
fn as_a_plain_search_finds_where_processes_are_alike() {
    let [_, _, symmetry, forgetting, _] = hold_against_plain(alike::text);
    assert!(symmetry > forgetting, "symmetry {symmetry}, forgetting {forgetting}");
}

/// In how many models each way finds fewer states.
fn hold_against_plain(text: fn(u64) -> String) -> [u32; WAYS.len()] {
    let (mut compared, mut seed) = (0, 0);
    let mut fewer = [0; WAYS.len()];
    while compared < models() {
        let text = text(seed);
        let program = program(&text);
        if let Some(plain) = naive::explore(&program, MOST_STATES) {
            showing(seed, &text, || {
                let report = explored(&program);
                agrees(&program, &plain, &report);
                same(&report, &explored_as(&program, AS_BYTES));
                for ((_, limits), fewer) in WAYS.iter().zip(&mut fewer) {
                    let reduced = explored_as(&program, *limits);
                    agree_reduced(&program, &report, &reduced);
                    *fewer += u32::from(reduced.progress.states < report.progress.states);
                }
            });
            compared += 1;
        }
        seed += 1;
    }
    let told: Vec<String> = WAYS.iter().zip(fewer).map(|((name, _), fewer)| format!("{name} {fewer}")).collect();
    eprintln!("{compared} of the seeds 0 to {}; fewer states by {}", seed - 1, told.join(", "));
    fewer
}

/// Two forms of states say the same, but for how much room they take.
fn same(packed: &Report, as_bytes: &Report) {
    let mut as_bytes = as_bytes.clone();
    as_bytes.progress.bytes = packed.progress.bytes;
    assert_eq!(*packed, as_bytes);
}
