//! Readers and writers, philosophers, the barber, smokers, and the rest of the little book.

use super::Row;

pub const ROWS: &[Row] = &[
    // Writer: two readers who overlap never let go. Reader: the first one waits for `writing`, which the writer takes
    // again and again, and the second one waits for the first one's mutex; only strong semaphores help against that.
    ("readers-first", "endless", "Reader Writer"),
    // With them only the problem's own starvation is left: readers have priority.
    ("readers-first-fifo", "endless", "Writer"),
    // One writer, but weak semaphores: a reader waits for `r` while the writer goes round, and the writer for `r`
    // while readers do.
    ("readers-second", "endless", "Reader Writer"),
    // Two writers who overlap never give back `r`: writers have priority. They themselves wait in lines.
    ("readers-second-fifo", "endless", "Reader"),
    // A weak turnstile can be passed again and again before who waits at it.
    ("readers-third", "endless", "Reader Writer"),
    // Behind a writer in the turnstile no reader enters; the readers inside leave, and it is its turn.
    ("readers-third-fifo", "endless", ""),
    // Two readers who overlap keep out the writer; a reader is kept out of the weak monitor.
    ("readers-monitor", "endless", "Reader Writer"),
    // All four take the fork on one side: the ring closes with the last one's move. Forks promise no order.
    ("philosophers-naive", "deadlock endless", "Philosopher"),
    // No ring can close; a neighbour can still take the shared fork each time before the other one.
    ("philosophers-ordered", "endless", "Philosopher"),
    // The fork with the highest number is given back sooner or later, hence each lower one, and in order of arrival.
    ("philosophers-ordered-fifo", "endless", ""),
    ("philosophers-left-handed", "endless", "Philosopher"),
    ("philosophers-odd-even", "endless", "Philosopher"),
    // One of those at the table has two forks in reach. The footman and the forks promise no order.
    ("philosophers-footman", "endless", "Philosopher"),
    ("philosophers-footman-fifo", "endless", ""),
    // Its two neighbours eat by turns so that one of them always eats: they are not neighbours themselves, among four.
    ("philosophers-tanenbaum", "endless", "Philosopher"),
    // Among three they are, and can't eat at the same time. Who puts the forks down tests its left first: of the two
    // neighbours of a hungry one, the one whose left it is feeds it before the other one.
    ("philosophers-tanenbaum-three", "endless", ""),
    // Both forks at once, by a monitor: the two neighbours can eat by turns.
    ("philosophers-waiter", "endless", "Philosopher"),
    // All take the left fork, fail at the right one, put the left one back, and again. One alone can be passed over at
    // its left fork.
    ("philosophers-polite", "livelock endless", "Philosopher"),
    // A fork that was eaten with is given away on request: nobody eats twice while a hungry neighbour waits.
    ("philosophers-messages", "endless", ""),
    // The barber waits for the mutex while a customer goes in and out again and again, past the one in the chair. That
    // one prints, so that somebody works: starvation, no livelock.
    ("barber", "endless", "Barber Customer"),
    ("barber-fifo", "endless", ""),
    // Tobacco and paper lie there, and the one with paper takes the tobacco: no smoker has both any more. They are
    // blocked forever while the agent is still on its way to its wait. It chooses as it likes, so that a smoker can
    // starve; it itself can't.
    ("smokers-naive", "deadlock endless", "WithMatch WithTobacco WithPaper"),
    // The agent can always choose the same two things: then the third pusher and two smokers wait.
    ("smokers-pushers", "endless", "PusherTobacco PusherPaper PusherMatch WithTobacco WithPaper WithMatch"),
    ("rendezvous", "endless", ""),
    // No move at all.
    ("rendezvous-both-wait", "deadlock", ""),
    // Nobody can go round without the other one: who is passed over is waited for.
    ("barrier", "endless", ""),
    // One who leaves the open turnstile comes round and finds it still open: the last to arrive finds the other one a
    // round behind.
    ("barrier-lapped", "assertion endless", ""),
    // The count is 3 once: one goes through, and comes to wait with the others, who each could signal in another
    // round. Those who are passed over are blocked forever while that one comes round.
    ("barrier-one-signal", "deadlock", ""),
    // Another pair can dance for ever.
    ("queue", "endless", "Leader Follower"),
    ("queue-exclusive", "endless", "Leader Follower"),
    // Two hydrogens and one oxygen: each molecule needs all three, who are waited for.
    ("h2o", "endless", ""),
    // The pot's weak mutex. The cook is called by those who eat, again and again.
    ("savages", "endless", "Savage"),
    // The car takes two of three; it itself is waited for.
    ("roller-coaster", "endless", "Passenger"),
    // Two searchers who overlap keep out the deleter; weak semaphores can be taken by the others again and again.
    ("search-insert-delete", "endless", "Searcher Inserter Deleter"),
    ("search-insert-delete-fifo", "endless", "Deleter"),
    // Two men who overlap keep out the women, and the other way round.
    ("bathroom", "endless", "Man Woman"),
    // The only woman can't overlap with another one: she leaves, and the men are next.
    ("bathroom-fifo", "endless", "Woman"),
    // At the turnstile she comes before the man who comes back.
    ("bathroom-turnstile", "endless", ""),
    // Two red cars who overlap keep out the blue one; the blue one can take the weak monitor again and again before a
    // red one.
    ("bridge", "endless", "Red Blue"),
];
