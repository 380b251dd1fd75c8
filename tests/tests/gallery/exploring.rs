//! The checks of the scenarios hold in every schedule, not only in the run that a student sees first.

use std::collections::BTreeSet;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_tests::naive::{Earliest, Ending, Explored, Printed, explore, printed};
use ipcscope_tests::traces::GALLERY;

/// Scenario, numbers of states and outcomes, and how it can end; in the order of the course, then the classics.
pub const ALL: [(&str, usize, usize, &str); 67] = [
    ("independent", 12, 1, "finished"),
    ("cooperating", 52, 1, "finished"),
    ("speedup", 1_768, 1, "finished"),
    ("modularity", 13, 1, "finished"),
    ("two-ways-memory", 28, 1, "finished"),
    ("two-ways-messages", 12, 1, "finished"),
    ("kernel-delivers", 3, 1, "finished"),
    ("memory-create", 7, 2, "finished"),
    ("memory-attach", 24, 1, "finished"),
    ("protection-fault", 18, 2, "fault"),
    ("producer-consumer", 257, 1, "finished"),
    ("torn-read", 30, 3, "finished"),
    ("torn-read-fixed", 21, 2, "finished"),
    ("lost-update", 40, 2, "finished"),
    ("lost-wakeup", 14, 2, "finished, orphaned"),
    ("wrong-order", 19, 2, "deadlock, finished"),
    ("buffer-unbounded", 45, 1, "finished"),
    ("buffer-bounded", 30, 1, "finished"),
    ("two-hosts", 10, 1, "finished"),
    ("lossy-network", 5_023, 7, "finished"),
    ("send-receive", 6, 1, "finished"),
    ("fixed-size", 6, 1, "finished"),
    ("variable-size", 10, 1, "finished"),
    ("no-link", 40, 1, "finished"),
    ("direct-symmetric", 11, 1, "finished"),
    ("link-of-two", 24, 1, "finished"),
    ("one-link", 9, 1, "finished"),
    ("direct-asymmetric", 33, 1, "quiet"),
    ("mailbox", 279, 20, "finished"),
    ("mailbox-unique", 5, 1, "finished"),
    ("mailbox-shared", 12, 1, "finished"),
    ("mailbox-many", 121, 6, "finished"),
    ("mailbox-broadcast", 35, 1, "finished"),
    ("mailbox-arrival", 6_399, 90, "finished"),
    ("mailbox-turn", 6_399, 90, "finished"),
    ("mailbox-priority", 6_399, 90, "finished"),
    ("mailbox-random", 6_399, 90, "finished"),
    ("mailbox-owner", 10, 2, "finished"),
    ("send-blocking", 12, 1, "finished"),
    ("receive-blocking", 6, 1, "finished"),
    ("send-nonblocking", 129, 3, "finished"),
    ("receive-nonblocking", 14, 2, "finished"),
    ("rendezvous", 11, 1, "finished"),
    ("capacity-zero", 5, 1, "finished"),
    ("capacity-bounded", 17, 1, "finished"),
    ("capacity-unbounded", 29, 1, "finished"),
    ("buffering-explicit", 14, 1, "finished"),
    ("dining-philosophers", 32_735, 2, "deadlock, finished"),
    ("dining-philosophers-fixed", 31_104, 1, "finished"),
    ("barrier", 153, 1, "finished"),
    ("readers-writers", 5_060, 18, "finished"),
    ("bounded-buffer-semaphores", 133, 1, "finished"),
    ("bounded-buffer-swapped-waits", 72, 2, "deadlock, finished"),
    ("bounded-buffer-monitor", 249, 1, "finished"),
    ("binary-semaphore", 53, 2, "finished, orphaned"),
    ("procedures", 109, 1, "finished"),
    ("constants", 3_013, 1, "finished"),
    ("print-in-turn", 25, 1, "finished"),
    ("peterson", 288, 2, "finished"),
    ("test-and-set-lock", 96, 1, "finished"),
    ("sleeping-barber", 1_142, 7, "quiet"),
    ("pipeline", 28, 1, "finished"),
    ("client-server", 571, 1, "quiet"),
    ("request-reply-deadlock", 1, 1, "deadlock"),
    ("ping-pong", 17, 1, "finished"),
    ("endless", 91, 0, ""),
    ("horizon", 6, 0, ""),
];

/// Checks expected to be violated, and the least number of moves to that. A philosopher's `work` is a move, since a
/// check depends on a section of its process: without these five it would be a fork each.
pub const WRONG: [(&str, &str, usize); 9] = [
    ("protection-fault", "never fault", 1),
    ("torn-read", "never torn", 4),
    ("lost-update", "never print 1", 9),
    ("lost-wakeup", "never stuck", 4),
    ("wrong-order", "never deadlock", 2),
    ("dining-philosophers", "never deadlock", 10),
    ("bounded-buffer-swapped-waits", "never deadlock", 12),
    ("binary-semaphore", "never stuck", 5),
    ("request-reply-deadlock", "never deadlock", 0),
];

/// Every scenario of the gallery has fewer states.
pub const MOST_STATES: usize = 50_000;

/// The number of outcomes, and how it can end.
fn ended(program: &Program, explored: &Explored) -> (usize, String) {
    let Printed::All(endings) = printed(&explored.graph, false, MOST_STATES) else { panic!("few are printed") };
    let cells: u32 = program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
    let end = |state: usize| explored.end(program, state).name();
    let outcome = |(state, prints): &Ending| {
        let world = &explored.graph.worlds[*state];
        format!("{} {prints:?} {:?}", end(*state), (0..cells as usize).map(|cell| world.cell(cell)).collect::<Vec<_>>())
    };
    let outcomes: BTreeSet<String> = endings.keys().map(outcome).collect();
    let ends: BTreeSet<&str> = endings.keys().map(|(state, _)| end(*state)).collect();
    (outcomes.len(), ends.into_iter().collect::<Vec<_>>().join(", "))
}

#[test]
fn every_check_has_the_expected_verdict_in_every_schedule() {
    let mut wrong = Vec::new();
    for (name, states, outcomes, ends) in ALL {
        let text = GALLERY.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("there is no {name}")).1;
        let program = Program::new(&read(text).scenario.expect("no mistakes"), text);
        let explored =
            explore(&program, MOST_STATES).unwrap_or_else(|| panic!("{name}: more than {MOST_STATES} states"));
        let (listed, found) = ended(&program, &explored);
        assert_eq!((explored.states(), listed, &*found), (states, outcomes, ends), "{name}");
        for (number, check) in program.checks.iter().enumerate() {
            assert_eq!(explored.holds(number, &check.promise), !check.expect_violated, "{name}: {}", check.text);
            if check.expect_violated {
                let Earliest::After(moves) = explored.seen[number] else { panic!("{name}: {}", check.text) };
                wrong.push((name, check.text.clone(), moves));
            }
        }
    }
    let wrong: Vec<_> = wrong.iter().map(|(name, check, moves)| (*name, &**check, *moves)).collect();
    assert_eq!(wrong, WRONG);
    let all: BTreeSet<&str> = ALL.iter().map(|row| row.0).collect();
    assert_eq!(all, GALLERY.iter().map(|(name, _)| *name).collect());
}
