//! The capacity of a link, and who provides its buffers (C38–C41).

use ipcscope_core::trace::event::Kind;

use super::helpers::{after, blocked, end, lengths, prints, run, times};

/// The sender packs for 2 ms and knocks 1 ms later, at 3; the receiver comes at 6 + 1 = 7: the rendezvous. From then on
/// the receiver is back after 1 + 1 ms and waits 1 ms for the sender, who needs 2 + 1: at 10, 13 and 16.
#[test]
fn c38_capacity_zero() {
    let run = run("capacity-zero");
    assert_eq!(times(&run, "Sender", Kind::Send), [7, 10, 13, 16]);
    assert_eq!(times(&run, "Receiver", Kind::Receive), [7, 10, 13, 16]);
    assert_eq!((blocked(&run, "Sender"), blocked(&run, "Receiver")), (vec![(3, 7)], vec![(9, 10), (12, 13), (15, 16)]));
    assert_eq!((lengths(&run).into_iter().max(), end(&run)), (Some(0), "finished at 17ms".into()));
}

/// Two fit. The third waits from 3 ms to 5 + 1, the fourth from 7 to 6 + 5 + 1.
#[test]
fn c39_capacity_bounded() {
    let run = run("capacity-bounded");
    assert_eq!((blocked(&run, "Sender"), blocked(&run, "Receiver")), (vec![(3, 6), (7, 12)], vec![]));
    assert_eq!(prints(&run), ["Receiver 6ms 0", "Receiver 12ms 1", "Receiver 18ms 2", "Receiver 24ms 3"]);
    assert_eq!((lengths(&run).into_iter().max(), end(&run)), (Some(2), "finished at 24ms".into()));
}

/// All five are sent before the first is received, at 6 + 1 ms.
#[test]
fn c40_capacity_unbounded() {
    let run = run("capacity-unbounded");
    assert_eq!((times(&run, "Sender", Kind::Send), times(&run, "Sender", Kind::End)), (vec![1, 2, 3, 4, 5], vec![5]));
    assert_eq!((blocked(&run, "Sender"), times(&run, "Receiver", Kind::Receive)), (vec![], vec![7, 14, 21, 28, 35]));
    assert_eq!((lengths(&run).into_iter().max(), end(&run)), (Some(5), "finished at 35ms".into()));
}

/// Two buffers are posted at 1 ms and used at 1 and 2; the third message waits for the post of 1 + 6 + 1.
#[test]
fn c41_buffering_explicit() {
    let run = run("buffering-explicit");
    assert_eq!((times(&run, "Disk", Kind::Post), times(&run, "Writer", Kind::Send)), (vec![1, 8], vec![1, 2, 8]));
    assert_eq!(blocked(&run, "Writer"), [(3, 8)]);
    assert_eq!(
        (prints(&run), end(&run)),
        (vec!["Disk 9ms 0".into(), "Disk 10ms 1".into(), "Disk 11ms 2".into()], "finished at 11ms".into())
    );
    let empty: Vec<Option<u32>> = run
        .events()
        .iter_from(0)
        .filter(|(_, event)| matches!(event.kind(), Kind::Post | Kind::Send))
        .map(|(index, _)| after(&run, index + 1).channels[0].empty_buffers)
        .collect();
    assert_eq!(empty, [Some(2), Some(1), Some(0), Some(1), Some(0)]);
}
