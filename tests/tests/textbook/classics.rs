//! Readers and writers, philosophers, the barber, smokers, and other problems of the little book.

use super::Row;

pub const ROWS: &[Row] = &[
    // Writer: two readers who overlap never release `writing`. Reader: the first one waits for `writing`, which the
    // writer acquires again and again, and the second waits for the first one's mutex; only strong semaphores help
    // against that.
    ("readers-first", "endless", "Reader Writer"),
    // With them only the problem's own starvation remains: readers have priority.
    ("readers-first-fifo", "endless", "Writer"),
    // One writer, but weak semaphores: a reader waits for `r` while the writer loops, and the writer for `r` while
    // readers do.
    ("readers-second", "endless", "Reader Writer"),
    // Two writers who overlap never release `r`: writers have priority. Among themselves they queue.
    ("readers-second-fifo", "endless", "Reader"),
    // A weak turnstile can be passed again and again before a process that waits at it.
    ("readers-third", "endless", "Reader Writer"),
    // Behind a writer in the turnstile no reader enters; the readers inside leave, and it is its turn.
    ("readers-third-fifo", "endless", ""),
    // Two readers who overlap keep the writer out; a reader is kept out by the weak monitor.
    ("readers-monitor", "endless", "Reader Writer"),
    // All four take the fork on one side: the last one's move closes the cycle. Forks promise no order.
    ("philosophers-naive", "deadlock endless", "Philosopher"),
    // No cycle can close; a neighbour can still take the shared fork each time before the other.
    ("philosophers-ordered", "endless", "Philosopher"),
    // The fork with the highest number is eventually released, hence each lower one, and in order of arrival.
    ("philosophers-ordered-fifo", "endless", ""),
    ("philosophers-left-handed", "endless", "Philosopher"),
    ("philosophers-odd-even", "endless", "Philosopher"),
    // One of those at the table has two forks in reach. The footman and the forks promise no order.
    ("philosophers-footman", "endless", "Philosopher"),
    ("philosophers-footman-fifo", "endless", ""),
    // Its two neighbours eat in turn so that one of them always eats: among four they are not neighbours themselves.
    ("philosophers-tanenbaum", "endless", "Philosopher"),
    // Among three they are, and can't eat at the same time. A philosopher who puts the forks down tests the left
    // neighbour first: of the two neighbours of a hungry one, the one whose left it is feeds it before the other.
    ("philosophers-tanenbaum-three", "endless", ""),
    // Both forks at once, by a monitor: the two neighbours can eat in turn.
    ("philosophers-waiter", "endless", "Philosopher"),
    // All take the left fork, fail at the right one, put the left one back, and repeat. A single one can be passed over
    // at its left fork.
    ("philosophers-polite", "livelock endless", "Philosopher"),
    // A used fork is given away on request: nobody eats twice while a hungry neighbour waits.
    ("philosophers-messages", "endless", ""),
    // The barber waits for the mutex while a customer goes in and out again and again, past the one in the chair. That
    // one prints, which is work: starvation, no livelock.
    ("barber", "endless", "Barber Customer"),
    ("barber-fifo", "endless", ""),
    // Tobacco and paper are there, and the smoker with paper takes the tobacco: then no smoker can have both. They are
    // blocked forever while the agent is still on its way to its wait. It chooses freely, so a smoker can starve; the
    // agent can't.
    ("smokers-naive", "deadlock endless", "WithMatch WithTobacco WithPaper"),
    // The agent can always choose the same two things: then the third pusher and two smokers wait.
    ("smokers-pushers", "endless", "PusherTobacco PusherPaper PusherMatch WithTobacco WithPaper WithMatch"),
    ("rendezvous", "endless", ""),
    // No move at all.
    ("rendezvous-both-wait", "deadlock", ""),
    // Nobody can pass twice without the other: the others wait for a process that is passed over.
    ("barrier", "endless", ""),
    // A process that leaves the open turnstile returns and finds it still open: the last to arrive finds the other an
    // iteration behind.
    ("barrier-lapped", "assertion endless", ""),
    // The count is 3 once: one goes through, and then waits with the others, each of which could signal in another
    // iteration. Those passed over are blocked forever while it returns.
    ("barrier-one-signal", "deadlock", ""),
    // Another pair can dance forever.
    ("queue", "endless", "Leader Follower"),
    ("queue-exclusive", "endless", "Leader Follower"),
    // Two hydrogens and one oxygen: each molecule needs all three, and waits for them.
    ("h2o", "endless", ""),
    // The pot's weak mutex. The savages call the cook again and again.
    ("savages", "endless", "Savage"),
    // The car takes two of three; the passengers wait for the car.
    ("roller-coaster", "endless", "Passenger"),
    // Two searchers who overlap keep out the deleter; others can acquire weak semaphores again and again.
    ("search-insert-delete", "endless", "Searcher Inserter Deleter"),
    ("search-insert-delete-fifo", "endless", "Deleter"),
    // Two men who overlap keep out the women, and the other way round.
    ("bathroom", "endless", "Man Woman"),
    // The only woman can't overlap with another: she leaves, and the men are next.
    ("bathroom-fifo", "endless", "Woman"),
    // At the turnstile she comes before the man who returns.
    ("bathroom-turnstile", "endless", ""),
    // Two red cars that overlap keep out the blue one; the blue one can acquire the weak monitor again and again before
    // a red one.
    ("bridge", "endless", "Red Blue"),
];
