//! Mutual exclusion by reading and writing, by hardware instructions, and by messages.

use super::Row;

pub const ROWS: &[Row] = &[
    // Each waits busily for the other one, who always can move.
    ("alternation", "endless", ""),
    // One stops when it is its turn: the other one spins for ever, and nobody works.
    ("alternation-one-stops", "livelock endless", ""),
    // Both test before either sets. And one is kept out if it only looks while the other one is inside.
    ("flag-after-test", "unsafe endless", "P"),
    // Both set, then both spin: the textbook's deadlock, busily. No starvation: while the flag is up the other one
    // can't pass.
    ("flag-before-test", "livelock endless", ""),
    // In step both give way for ever. Out of step one is always down when the other one looks, and up when it looks
    // itself.
    ("flag-polite", "livelock endless", "P"),
    // Whose turn it is does not give way, and the other one's flag stays down until it has been inside.
    ("dekker", "endless", ""),
    // Who comes back sets `turn` to the other one, and spins until that one has passed.
    ("peterson", "endless", ""),
    // P[0] sets turn to 1, P[1] sets it to 0, raises its flag and goes in since flag[0] is 0; P[0] raises its flag and
    // finds turn 0. Who comes back still gives way, as in the right order.
    ("peterson-turn-first", "unsafe endless", ""),
    // With turn 0, P[1] finds flag[0] down and is about to set turn to 1; P[0] goes in, and then P[1] does. While turn
    // is 0, P[0] goes in and out, and P[1] can always find flag[0] up.
    ("hyman", "unsafe endless", "P"),
    // Q lowers its flag whenever P's is up; P's stays up until P has been inside.
    ("one-bit", "endless", "Q"),
    // Somebody always gets in, but who finds wants[k] up each time never sets k to itself.
    ("dijkstra", "endless", "P"),
    // Who leaves passes the turn on to the other one if that one wants in.
    ("eisenberg-mcguire", "endless", ""),
    // Whoever chooses a ticket after mine was seen has a higher one. Who stops has been inside, or never waited.
    ("bakery", "endless", ""),
    // Both read 0. P[1] takes ticket 1, finds nobody and goes in; then P[0] writes its 1, which comes before.
    ("bakery-no-choosing", "unsafe endless", ""),
    // The lock is taken whenever the unlucky one tries: spin locks promise exclusion, and no order.
    ("test-and-set", "endless", "P"),
    ("test-and-test-and-set", "endless", "P"),
    ("swap", "endless", "P"),
    ("compare-and-swap", "endless", "P"),
    // Who leaves looks whether the other one waits, and then passes the lock on.
    ("bounded-waiting", "endless", ""),
    // Tickets are served in order.
    ("ticket", "endless", ""),
    // A queue.
    ("mcs", "endless", ""),
    // The token comes round.
    ("token-ring", "endless", ""),
    ("token-ring-two-tokens", "unsafe endless", ""),
    // Requests wait in the order in which they came, in a mailbox with room for all.
    ("coordinator", "endless", ""),
];
