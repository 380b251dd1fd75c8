//! Blocking and non-blocking (C33–C37).

use ipcscope_core::trace::event::Kind;

use super::helpers::{blocked, count, end, prints, run, times};

/// Messages 0 and 1 go in at 1 and 2 ms; the third is ready at 3 and waits for the receiver's first message at 12 + 1.
/// The fourth is ready at 14 and waits for the second, at 13 + 2 + 1.
#[test]
fn c33_send_blocking() {
    let run = run("send-blocking");
    assert_eq!(blocked(&run, "Sender"), [(3, 13), (14, 16)]);
    assert_eq!(times(&run, "Receiver", Kind::Receive), [13, 16, 19, 22]);
    assert_eq!(end(&run), "finished at 24ms");
}

/// The first message comes at 8 + 1 ms, the second at 9 + 5 + 1; the receiver asks at 1 and at 9 + 2 + 1.
#[test]
fn c34_receive_blocking() {
    let run = run("receive-blocking");
    assert_eq!((blocked(&run, "Receiver"), blocked(&run, "Sender")), (vec![(1, 9), (12, 15)], vec![]));
    assert_eq!((prints(&run), end(&run)), (vec!["Receiver 15ms 3".to_string()], "finished at 15ms".into()));
}

/// Two are taken, at 1 and 2 ms; the next three tries find no room.
#[test]
fn c35_send_nonblocking() {
    let run = run("send-nonblocking");
    assert_eq!(
        (times(&run, "Sender", Kind::Send), times(&run, "Sender", Kind::SendRefused)),
        (vec![1, 2], vec![3, 4, 5])
    );
    assert_eq!(count(&run, Kind::Block), 0);
    assert_eq!(prints(&run), ["Sender 5ms 3", "Receiver 9ms 0", "Receiver 10ms 1"]);
    assert_eq!(end(&run), "finished at 10ms");
}

/// Tries at 1, 4, 7 and 10 ms; the letter is there from 6 on.
#[test]
fn c36_receive_nonblocking() {
    let run = run("receive-nonblocking");
    assert_eq!((times(&run, "Receiver", Kind::ReceiveRefused), count(&run, Kind::Block)), (vec![1, 4, 10], 0));
    assert_eq!(prints(&run), ["Receiver 7ms letter", "Receiver 12ms 3"]);
    assert_eq!(end(&run), "finished at 12ms");
}

/// Sent at 2 + 1 and received at 6 + 1 ms; sent at 7 + 3 + 1 and received at 7 + 4 + 1.
#[test]
fn c37_rendezvous() {
    let run = run("rendezvous");
    assert_eq!(times(&run, "Sender", Kind::Send), [3, 11]);
    assert_eq!(
        (blocked(&run, "Sender"), times(&run, "Receiver", Kind::Receive)),
        (vec![(3, 7), (11, 12)], vec![7, 12])
    );
    assert_eq!(times(&run, "Sender", Kind::Received), [7, 12]);
    assert_eq!(prints(&run), ["Receiver 12ms parcel, letter", "Sender 12ms both are there"]);
    assert_eq!(end(&run), "finished at 12ms");
}
