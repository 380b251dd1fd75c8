//! Mutexes and semaphores in loops, and what can be done wrong with them.

use super::Row;

pub const ROWS: &[Row] = &[
    // The mutex is free again and again, but not always.
    ("mutex-loop", "endless", "P"),
    ("semaphore-loop", "endless", "P"),
    ("semaphore-loop-fifo", "endless", ""),
    // Each waits for a permit that only the other one gives, and that only it takes.
    ("semaphores-in-turn", "endless", ""),
    // Taking a semaphore gets a process ahead, so that none starves; and nothing is tried in vain.
    ("semaphores-in-turn-bare", "endless", ""),
    // Passed over at the mutex, as in any loop; no livelock, since no act of theirs works.
    ("mutex-bare", "endless", "P"),
    // A spin lock is only memory to the explorer: without a section no act gets anybody ahead, and so nobody can
    // starve.
    ("test-and-set-bare", "endless", ""),
    // A permit more at each entry: both are inside. Whoever waits has given one before, so that nobody ever waits.
    ("signal-and-wait-swapped", "unsafe endless", ""),
    // After Q has been inside both wait. Q waits for P, who could signal; P waits for nobody: no ring. Until then P
    // can keep out Q.
    ("signal-forgotten", "orphaned endless", "Q"),
    // P has terminated and keeps the mutex: nobody is left who could unlock it. Until then the mutex is weak.
    ("stops-inside", "orphaned endless", "P Q"),
    // Each holds what the other one is about to lock: both are blocked at the second one's first lock.
    ("two-locks", "deadlock endless", "P Q"),
    ("two-locks-ordered", "endless", "P Q"),
    // Both take the first, both fail at the second, both give back, and again. One alone can be passed over at its
    // first lock.
    ("two-locks-polite", "livelock endless", "P Q"),
    // Seen although the bystander works on for ever; before it closes the ring each can pass the other one over.
    ("two-locks-bystander", "deadlock endless", "P Q"),
    // Who sleeps inside holds the outer monitor, without which nobody can wake it; blocked forever already while the
    // other one leaves the monitor. Before that neither can pass the other one twice, since the buffer holds one.
    ("nested-monitor", "deadlock endless", ""),
    // The turnstiles do as they should, but a weak mutex before the counter can be passed by for ever. (Morris assumes
    // that a signal wakes one of those who wait.)
    ("morris", "endless", "P"),
    // Who has been counted is in the room whose door stays open until it is empty: there weak semaphores are enough.
    ("morris-fifo", "endless", ""),
    // Two of three take the places by turns.
    ("multiplex", "endless", "P"),
    ("multiplex-fifo", "endless", ""),
];
