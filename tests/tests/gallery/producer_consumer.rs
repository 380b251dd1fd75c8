//! Producer and consumer (C10, C14, C15).

use ipcscope_core::trace::event::Kind;

use super::helpers::{blocked, cells, end, lengths, prints, run, times};

/// Producing an item takes 2 + 2 (is it full?) + 2 (slot) + 2 (in) = 8 ms, from 0 on: in is written at 8, 16, 24. The fourth
/// asks at 27–28 and finds 1, 1, 1, 1 full, until out is 2 at 35: 36, and 4 ms more.
/// Consuming takes 2 + 2 + 2 + 15 = 21 ms: in is read every other ms, first as 1 at 9: out is written at 14, 35, 56, 77.
#[test]
fn c10_producer_consumer() {
    let run = run("producer-consumer");
    assert_eq!(prints(&run), ["Consumer 29ms 0", "Consumer 50ms 1", "Consumer 71ms 2", "Consumer 92ms 3"]);
    assert_eq!(end(&run), "finished at 92ms");
    // The slot, then in or out.
    assert_eq!(times(&run, "Producer", Kind::Write), [6, 8, 14, 16, 22, 24, 38, 40]);
    assert_eq!(times(&run, "Consumer", Kind::Write), [14, 35, 56, 77]);
    assert_eq!(times(&run, "Producer", Kind::End), [40]);
    // slots, in, out
    assert_eq!(cells(&run), [3, 1, 2, 1, 1]);
    assert_eq!((blocked(&run, "Producer"), blocked(&run, "Consumer")), (vec![], vec![]));
}

/// The producer gets ready for 6 ms, then sends an item every 1 + 1 ms: at 8, 10 … 22. The consumer, blocked since 1 ms,
/// takes one every 5 + 1 ms: at 8, 14 … 50. At 22 ms 8 are sent and 3 taken: the queue is 5 long, its longest.
#[test]
fn c14_buffer_unbounded() {
    let run = run("buffer-unbounded");
    assert_eq!(times(&run, "Producer", Kind::Send), [8, 10, 12, 14, 16, 18, 20, 22]);
    assert_eq!(times(&run, "Consumer", Kind::Receive), [8, 14, 20, 26, 32, 38, 44, 50]);
    assert_eq!((blocked(&run, "Producer"), blocked(&run, "Consumer")), (vec![], vec![(1, 8)]));
    assert_eq!(lengths(&run).into_iter().max(), Some(5));
    assert_eq!(end(&run), "finished at 55ms");
}

/// Items are made at 2, 4, 6 … ms and used one every 6 ms: see bounded_buffer.rs for each step.
#[test]
fn c15_buffer_bounded() {
    let run = run("buffer-bounded");
    assert_eq!(blocked(&run, "Producer"), [(12, 14), (16, 20), (22, 26)]);
    assert_eq!(blocked(&run, "Consumer"), [(1, 2)]);
    assert_eq!(lengths(&run).into_iter().max(), Some(3));
    assert_eq!(end(&run), "finished at 49ms");
}
