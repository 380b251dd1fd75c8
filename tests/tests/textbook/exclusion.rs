//! Mutual exclusion by reading and writing, by hardware instructions, and by messages.

use super::Row;

pub const ROWS: &[Row] = &[
    // Each waits busily for the other, which can always move.
    ("alternation", "endless", ""),
    // One stops when it is its turn: the other spins forever, and nobody works.
    ("alternation-one-stops", "livelock endless", ""),
    // Both test before either sets. And one is kept out if it only tests while the other is inside.
    ("flag-after-test", "unsafe endless", "P"),
    // Both set, then both spin: the textbook's deadlock, busily. No starvation: while the flag is up the other can't
    // pass.
    ("flag-before-test", "livelock endless", ""),
    // In step both give way forever. Out of step one is always down when the other tests, and up when it tests itself.
    ("flag-polite", "livelock endless", "P"),
    // The process whose turn it is does not give way, and the other's flag stays down until it has been inside.
    ("dekker", "endless", ""),
    // A process that returns sets `turn` to the other, and spins until that one has passed.
    ("peterson", "endless", ""),
    // P[0] sets turn to 1, P[1] sets it to 0, raises its flag and enters since flag[0] is 0; P[0] raises its flag and
    // finds turn 0. A process that returns still gives way, as in the right order.
    ("peterson-turn-first", "unsafe endless", ""),
    // With turn 0, P[1] finds flag[0] down and is about to set turn to 1; P[0] enters, and then P[1] does. While turn
    // is 0, P[0] enters and leaves, and P[1] can always find flag[0] up.
    ("hyman", "unsafe endless", "P"),
    // Q lowers its flag whenever P's is up; P's stays up until P has been inside.
    ("one-bit", "endless", "Q"),
    // Some process always enters, but one that finds wants[k] up each time never sets k to itself.
    ("dijkstra", "endless", "P"),
    // A process that leaves passes the turn to the other if it wants to enter.
    ("eisenberg-mcguire", "endless", ""),
    // Whoever chooses a ticket after mine was seen has a higher one. A process that stops has been inside, or never
    // waited.
    ("bakery", "endless", ""),
    // Both read 0. P[1] takes ticket 1, finds nobody and enters; then P[0] writes its 1, which comes before.
    ("bakery-no-choosing", "unsafe endless", ""),
    // The lock is held whenever the unlucky one tries: spin locks promise exclusion, and no order.
    ("test-and-set", "endless", "P"),
    ("test-and-test-and-set", "endless", "P"),
    ("swap", "endless", "P"),
    ("compare-and-swap", "endless", "P"),
    // A process that leaves tests whether the other waits, and then passes the lock on.
    ("bounded-waiting", "endless", ""),
    // Tickets are served in order.
    ("ticket", "endless", ""),
    // A queue.
    ("mcs", "endless", ""),
    // The token comes round.
    ("token-ring", "endless", ""),
    ("token-ring-two-tokens", "unsafe endless", ""),
    // Requests wait in order of arrival, in a mailbox with room for all.
    ("coordinator", "endless", ""),
];
