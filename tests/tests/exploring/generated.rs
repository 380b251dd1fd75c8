//! The explorer against the plain search on generated scenarios over the whole language.

use ipcscope_core::explore::Report;
use ipcscope_tests::generate::showing;
use ipcscope_tests::{naive, whole};

use super::helpers::{AS_BYTES, REDUCED, agree_reduced, agrees, explored, explored_as, program};

/// How many; `IPCSCOPE_CAMPAIGN` says how many in a longer campaign.
fn models() -> usize {
    std::env::var("IPCSCOPE_CAMPAIGN").ok().and_then(|count| count.parse().ok()).unwrap_or(500)
}

/// Larger ones are passed over: the plain search is slow.
const MOST_STATES: usize = 1_500;

#[test]
fn as_a_plain_search_finds() {
    let mut compared = 0;
    let mut seed = 0;
    while compared < models() {
        let text = whole::text(seed);
        let program = program(&text);
        if let Some(plain) = naive::explore(&program, MOST_STATES) {
            showing(seed, &text, || {
                let report = explored(&program);
                agrees(&program, &plain, &report);
                same(&report, &explored_as(&program, AS_BYTES));
                let reduced = explored_as(&program, REDUCED);
                agree_reduced(&program, &report, &reduced);
            });
            compared += 1;
        }
        seed += 1;
    }
}

/// Two forms of states say the same, but for how much room they take.
fn same(packed: &Report, as_bytes: &Report) {
    let mut as_bytes = as_bytes.clone();
    as_bytes.progress.bytes = packed.progress.bytes;
    assert_eq!(*packed, as_bytes);
}
