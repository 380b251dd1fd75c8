//! Programs that never end.

use ipcscope_core::export;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, words};

use super::helpers::{blocked, cells, run, times};

#[test]
fn endless() {
    let run = run("endless");
    assert_eq!(words::end(&run), "repeats every 18ms from 18ms on, after 61 events");
    assert_eq!((blocked(&run, "Consumer"), cells(&run)), (vec![(1, 7)], vec![1, 2]));
    let reads = times(&run, "Consumer", Kind::Read);
    assert_eq!(reads, [9, 18, 27, 36]);
    assert_eq!(times(&run, "Producer", Kind::Write), [5, 12, 20, 29]);
}

/// The times are random: each is in its range, and whoever leaves finds the queue full.
#[test]
fn horizon() {
    let run = run("horizon");
    assert_eq!(words::end(&run), "horizon at 60ms after 81 events");
    let begins = run.events().iter().filter(|event| event.kind() == Kind::Work);
    let spans: Vec<i64> = begins.filter_map(|event| run.events().values(event)[0].as_number()).collect();
    assert!(spans.len() == 11 && spans.iter().all(|us| (2_000..=6_000).contains(us)), "{spans:?}");
    let leaves = run.events().iter().position(|event| event.kind() == Kind::Say).expect("one leaves");
    let mut cursor = run.cursor();
    cursor.seek(&run, leaves);
    assert_eq!(Moment::new(&run, &cursor).channels[0].messages.len(), 2);
    // Later events do not change the first.
    let mut longer = run.clone();
    longer.advance(200, u64::MAX);
    assert!(longer.events().len() >= 200 && longer.last_us() > 60_000);
    assert_eq!(
        export::csv::run(&longer).lines().take(82).collect::<Vec<_>>(),
        export::csv::run(&run).lines().collect::<Vec<_>>()
    );
}
