//! Bounded buffers, rendezvous, clients and servers.

use super::Row;

pub const ROWS: &[Row] = &[
    // One producer and one consumer. Each can overtake the other at the mutex only as long as there are slots, or
    // items: then it waits, the mutex is free, and the other must move. So even a weak mutex starves nobody.
    ("buffer-semaphores", "endless", ""),
    // Nobody prints, sends or enters a section: nobody could work, so there is no livelock. Waits are progress.
    ("buffer-bare", "endless", ""),
    // A full buffer, and the producer waits for a slot while it holds the mutex that the consumer needs. It is blocked
    // forever even while the consumer is still on its way to the mutex.
    ("buffer-swapped-producer", "deadlock endless", ""),
    // The same with an empty buffer.
    ("buffer-swapped-consumer", "deadlock endless", ""),
    // Two producers compete for the slots: one acquires each that the consumers free while the other finds 0. Likewise
    // two consumers.
    ("buffer-semaphores-many", "endless", "Producer Consumer"),
    // A process that has joined a queue comes after those before it, each of which is served because others must move.
    ("buffer-semaphores-fifo", "endless", ""),
    // Two slots are free and both producers insert at once. The one consumer waits for nobody but producers.
    ("buffer-no-mutex", "unsafe endless", "Producer"),
    // As with semaphores: the faster one soon sleeps, and leaves the monitor to the other.
    ("buffer-monitor", "endless", ""),
    // Others acquire the monitor again and again, and a woken process competes for it.
    ("buffer-monitor-many", "endless", "Producer Consumer"),
    // A consumer is woken, the other comes before it and takes the item. One consumer and the producer can keep the
    // other consumer out of the monitor; the two consumers can't continue without the producer.
    ("buffer-monitor-if", "assertion endless", "Consumer"),
    // A consumer's notify wakes the other consumer instead of the producer; that one finds nothing and sleeps, and so
    // does the first. The producer is blocked forever before they are. It can't starve: without it they soon sleep
    // forever.
    ("buffer-monitor-one-condition", "deadlock endless", "Consumer"),
    // All are woken, including one that can continue.
    ("buffer-monitor-notify-all", "endless", "Consumer"),
    ("buffer-messages", "endless", ""),
    ("buffer-empties", "endless", ""),
    // Both receive first, from the start: no move at all.
    ("buffer-no-empties", "deadlock", ""),
    // A spinning process waits for a partner that can always move, and must. The consumer makes progress by printing,
    // the producer by its section.
    ("buffer-circular", "endless", ""),
    // The consumer reads 0, the producer inserts and wakes nobody, the consumer sleeps; the producer fills the buffer
    // and sleeps. The consumer sleeps forever before the producer does.
    ("buffer-sleep-wakeup", "deadlock endless", ""),
    // Each move belongs to both.
    ("buffer-rendezvous", "endless", ""),
    // The consumer is always at its receive, so that both can always send: weak fairness is enough.
    ("rendezvous-two-senders", "endless", ""),
    // While the consumer writes nobody can send; so each can send again and again, but not always.
    ("rendezvous-passed-by", "endless", "Producer"),
    // Each client has one request at most in a mailbox for two: there always is room.
    ("client-server", "endless", ""),
    // In a mailbox for one the other client's request is there again and again, and no order is promised to those
    // waiting for room.
    ("client-server-narrow", "endless", "Client"),
    // The server leaves its receive to answer; meanwhile the other client can't send.
    ("client-server-direct", "endless", "Client"),
    // The consumer finds nothing only while the producer can send, and must.
    ("polling", "endless", ""),
    // The line may lose everything: fairness applies to processes, not to the choices of an `either`. Then the sender
    // only tries in vain. Nobody is passed over: a message that is not lost is there until the receiver takes it.
    ("alternating-bit", "livelock endless", ""),
    // At capacity 0 both send, and nobody receives: no move at all.
    ("crossed-requests", "deadlock", ""),
    ("crossed-requests-buffered", "endless", ""),
    // Request and acknowledge are waited for busily, and the partner can always move. The sender only reads and writes:
    // it has no operation that makes progress, and so can't starve. The receiver prints in each iteration.
    ("handshake", "endless", ""),
];
