//! Mutexes and semaphores in loops, and what can be done wrong with them.

use super::Row;

pub const ROWS: &[Row] = &[
    // The mutex is free again and again, but not always.
    ("mutex-loop", "endless", "P"),
    ("semaphore-loop", "endless", "P"),
    ("semaphore-loop-fifo", "endless", ""),
    // Each waits for a permit that only the other releases, and that only it acquires.
    ("semaphores-in-turn", "endless", ""),
    // Acquiring a semaphore is progress, so none starves; and nothing is tried in vain.
    ("semaphores-in-turn-bare", "endless", ""),
    // Passed over at the mutex, as in any loop; no livelock, since no operation of theirs works.
    ("mutex-bare", "endless", "P"),
    // A spin lock is only memory to the explorer: without a section no act gets anybody ahead, and so nobody can
    // starve.
    ("test-and-set-bare", "endless", ""),
    // One more permit at each entry: both are inside. Each has signalled before it waits, so nobody ever blocks.
    ("signal-and-wait-swapped", "unsafe endless", ""),
    // After Q has been inside both wait. Q waits for P, which could signal; P waits for nobody: no cycle. Until then P
    // can keep out Q.
    ("signal-forgotten", "orphaned endless", "Q"),
    // P has terminated and holds the mutex: no remaining process could unblock Q. Until then the mutex is weak.
    ("stops-inside", "orphaned endless", "P Q"),
    // Each holds the lock that the other is about to acquire: both are blocked forever from the second one's first lock
    // on.
    ("two-locks", "deadlock endless", "P Q"),
    ("two-locks-ordered", "endless", "P Q"),
    // Both acquire the first, both fail at the second, both release, and repeat. A single one can be passed over at its
    // first lock.
    ("two-locks-polite", "livelock endless", "P Q"),
    // Found although the bystander works forever; before it closes the cycle each can pass the other over.
    ("two-locks-bystander", "deadlock endless", "P Q"),
    // A process that sleeps inside holds the outer monitor, without which nobody can wake it; it is blocked forever
    // even while the other leaves the monitor. Before that neither can pass the other twice, since the buffer holds
    // one.
    ("nested-monitor", "deadlock endless", ""),
    // The turnstiles work as intended, but a weak mutex before the counter can pass a process over forever. (Morris
    // assumes that a signal wakes one of the waiting processes.)
    ("morris", "endless", "P"),
    // A process that has been counted is in the room whose door stays open until it is empty: there weak semaphores
    // suffice.
    ("morris-fifo", "endless", ""),
    // Two of three take the places in turn.
    ("multiplex", "endless", "P"),
    ("multiplex-fifo", "endless", ""),
];
