//! Bounded buffers, rendezvous, clients and servers.

use super::Row;

pub const ROWS: &[Row] = &[
    // One producer and one consumer. Each can overtake the other at the mutex only as long as there are slots, or
    // items: then it waits, the mutex stays free, and the other one must move. So even a weak mutex starves nobody.
    ("buffer-semaphores", "endless", ""),
    // Nobody prints, sends or enters a section: nobody could work, so that nobody fails to. Waits get a process ahead.
    ("buffer-bare", "endless", ""),
    // A full buffer, and the producer waits for a slot while it holds the mutex that the consumer needs. Blocked
    // forever already while the consumer is about to come to the mutex.
    ("buffer-swapped-producer", "deadlock endless", ""),
    // The same with an empty buffer.
    ("buffer-swapped-consumer", "deadlock endless", ""),
    // Two producers compete for the slots: one takes each that the consumers free while the other one looks at 0.
    // Likewise two consumers.
    ("buffer-semaphores-many", "endless", "Producer Consumer"),
    // Who has joined a line comes first after those before it, each of whom is served because others must move.
    ("buffer-semaphores-fifo", "endless", ""),
    // Two slots are free and both producers insert at once. The one consumer waits for nobody but producers.
    ("buffer-no-mutex", "unsafe endless", "Producer"),
    // As with semaphores: the faster one soon falls asleep, and leaves the monitor to the other one.
    ("buffer-monitor", "endless", ""),
    // The monitor is taken by others again and again, and who is woken competes for it.
    ("buffer-monitor-many", "endless", "Producer Consumer"),
    // A consumer is woken, the other one comes before it and takes the item. One consumer and the producer can keep
    // the other consumer out of the monitor; the two consumers can't go on without the producer.
    ("buffer-monitor-if", "assertion endless", "Consumer"),
    // A consumer's notify wakes the other consumer instead of the producer; that one finds nothing and sleeps, and so
    // does the first. The producer is blocked forever before they are. It can't starve: without it they soon sleep for
    // ever.
    ("buffer-monitor-one-condition", "deadlock endless", "Consumer"),
    // All are woken: who can go on is among them.
    ("buffer-monitor-notify-all", "endless", "Consumer"),
    ("buffer-messages", "endless", ""),
    ("buffer-empties", "endless", ""),
    // Both receive first, from the start: no move at all.
    ("buffer-no-empties", "deadlock", ""),
    // Who spins waits for a partner who always can move, and must. The consumer gets ahead by printing, the producer
    // by its section.
    ("buffer-circular", "endless", ""),
    // The consumer reads 0, the producer inserts and wakes nobody, the consumer sleeps; the producer fills the buffer
    // and sleeps. The consumer sleeps for ever before the producer does.
    ("buffer-sleep-wakeup", "deadlock endless", ""),
    // Each move is both's.
    ("buffer-rendezvous", "endless", ""),
    // The consumer is always at its receive, so that both can always send: weak fairness is enough.
    ("rendezvous-two-senders", "endless", ""),
    // While the consumer writes nobody can send; so each can send again and again, but not always.
    ("rendezvous-passed-by", "endless", "Producer"),
    // Each client has one request at most in a mailbox for two: there always is room.
    ("client-server", "endless", ""),
    // In a mailbox for one the other client's request lies again and again, and no order is promised to those who wait
    // for room.
    ("client-server-narrow", "endless", "Client"),
    // The server leaves its receive to answer; meanwhile the other client can't send.
    ("client-server-direct", "endless", "Client"),
    // The consumer finds nothing only while the producer can send, and must.
    ("polling", "endless", ""),
    // The line may lose all that is sent: fairness is asked of processes, not of what an `either` takes. Then the
    // sender only tries in vain. Nobody is passed by: a message that is not lost stays until the receiver takes it.
    ("alternating-bit", "livelock endless", ""),
    // At capacity 0 both send, and nobody receives: no move at all.
    ("crossed-requests", "deadlock", ""),
    ("crossed-requests-buffered", "endless", ""),
    // Request and acknowledge are waited for busily, and the partner always can move. The sender only reads and
    // writes: it has no act by which it could get ahead, and so can't starve. The receiver prints in each round.
    ("handshake", "endless", ""),
];
