//! Statements moved into procedures change no run and no report.

use std::sync::Arc;

use ipcscope_core::explore::Limits;
use ipcscope_core::export;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::Run;
use ipcscope_tests::generate::{Random, showing};
use ipcscope_tests::{outlined, whole};

use super::helpers::{explored_as, program};

/// Events of a run that are compared.
const EVENTS: usize = 1_000;

/// Larger searches stop here, at the same state.
const STATES: usize = 3_000;

#[test]
fn statements_moved_into_procedures_change_nothing() {
    let (mut compared, mut procedures, mut searched) = (0, 0, 0);
    for seed in 0..500 {
        let text = if seed % 2 == 0 { whole::text(seed) } else { whole::endless_text(seed) };
        let Some((moved, count)) = outlined::outlined(&text, &mut Random::new(seed)) else { continue };
        // A part may read a variable that is declared in another.
        if read(&moved).scenario.is_none() {
            continue;
        }
        (compared, procedures) = (compared + 1, procedures + count);
        showing(seed, &moved, || {
            let (before, after) = (program(&text), program(&moved));
            let trace = |program: &Arc<_>| {
                let mut run = Run::new(Arc::clone(program), None);
                run.advance(EVENTS, u64::MAX);
                export::text::run(&run)
            };
            assert_eq!(trace(&before), trace(&after), "\nbefore:\n{text}");
            // A check that reads a variable sees the `let` of 0 in a procedure, and none before the process begins.
            if text.lines().any(|line| line.starts_with("check") && line.contains(".v")) {
                return;
            }
            let report = |program| explored_as(program, Limits { states: STATES, ..Limits::default() });
            let (before, after) = (report(&before), report(&after));
            assert_eq!(before.progress.states, after.progress.states, "\nbefore:\n{text}");
            assert_eq!(
                format!("{:?}{:?}{:?}{:?}", before.checks, before.troubles, before.deadlocks, before.endless),
                format!("{:?}{:?}{:?}{:?}", after.checks, after.troubles, after.deadlocks, after.endless),
                "\nbefore:\n{text}"
            );
            searched += usize::from(before.progress.states < STATES);
        });
    }
    assert!(compared > 150 && procedures > 400 && searched > 50, "{compared}, {procedures}, {searched}");
}
