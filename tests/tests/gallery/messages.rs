//! Messages and the links they cross (C16–C25).

use ipcscope_core::trace::event::Kind;

use super::helpers::{at_the_end, blocked, count, edited, end, mistakes, numbers, prints, run, times};

/// Sent at 1 and 2 ms; there at 1 + 20 + 1 and 2 + 20 + 5.
#[test]
fn c16_two_hosts() {
    let run = run("two-hosts");
    assert_eq!(times(&run, "Sender", Kind::Send), [1, 2]);
    assert_eq!(
        (times(&run, "Sender", Kind::Arrive), times(&run, "Receiver", Kind::Receive)),
        (vec![22, 27], vec![22, 27])
    );
    assert_eq!(blocked(&run, "Receiver"), [(1, 22), (23, 27)]);
    assert_eq!(prints(&run), ["Receiver 22ms short", "Receiver 27ms long"]);
    assert_eq!(end(&run), "finished at 27ms");
}

/// Sent at 1, 11 … 51 ms, there 5 ms later; with seed 4 that of 31 ms is lost. The receiver waits for it from 27 to 42.
#[test]
fn c16_lossy_network() {
    let run = run("lossy-network");
    assert_eq!(times(&run, "Sender", Kind::Send), [1, 11, 21, 31, 41, 51]);
    assert_eq!(times(&run, "Sender", Kind::Lost), [36]);
    assert_eq!(times(&run, "Receiver", Kind::Receive), [6, 16, 26, 46, 56]);
    assert_eq!(times(&run, "Receiver", Kind::ReceiveRefused), [42]);
    assert_eq!((prints(&run), end(&run)), (vec!["Receiver 56ms 5".to_string()], "finished at 60ms".into()));
}

/// sent = received + in flight + lost, whatever the seed.
#[test]
fn c16_no_message_comes_from_nowhere() {
    for seed in 0..50 {
        let run = edited("lossy-network", &[("seed 4", &format!("seed {seed}"))]);
        let now = at_the_end(&run);
        let there = now.channels[0].in_flight.len() + now.channels[0].messages.len();
        assert_eq!(
            count(&run, Kind::Send),
            count(&run, Kind::Receive) + there + count(&run, Kind::Lost),
            "seed {seed}"
        );
    }
}

/// Sent at 2 + 1 and 3 + 2 + 1 ms, received at 6 + 1 and 7 + 1.
#[test]
fn c17_send_receive() {
    let run = run("send-receive");
    assert_eq!((times(&run, "Sender", Kind::Send), times(&run, "Receiver", Kind::Receive)), (vec![3, 6], vec![7, 8]));
    let of = |kind| run.events().iter_from(0).filter(move |(_, event)| event.kind() == kind);
    let sends: Vec<_> = of(Kind::Send).map(|(index, _)| Some(index)).collect();
    assert_eq!(of(Kind::Receive).map(|(_, event)| event.cause()).collect::<Vec<_>>(), sends);
    assert_eq!(
        (prints(&run), end(&run)),
        (vec!["Receiver 7ms 0".into(), "Receiver 8ms 1".into()], "finished at 8ms".into())
    );
}

/// 150 B: ceil(150 / 64) = 3 packets, 3 · 64 − 150 = 42 B wasted. 20 B: 1 packet, 64 − 20 = 44 B. Together they fit into 4.
#[test]
fn c18_fixed_size() {
    let run = run("fixed-size");
    let packets: Vec<Vec<i64>> = run
        .events()
        .iter()
        .filter(|event| event.kind() == Kind::Packets)
        .map(|event| run.events().values(event).iter().filter_map(|value| value.as_number()).collect())
        .collect();
    assert_eq!(packets, [[150, 3, 42], [20, 1, 44]]);
    assert_eq!((blocked(&run, "Sender"), times(&run, "Receiver", Kind::Receive)), (vec![], vec![6, 7]));
    assert_eq!(end(&run), "finished at 7ms");
    // With room for 3 packets the second message waits until the first one has been received.
    let tight = edited("fixed-size", &[("capacity 4", "capacity 3")]);
    assert_eq!((blocked(&tight, "Sender"), end(&tight)), (vec![(2, 6)], "finished at 7ms".into()));
    // A longer message is refused where it may not be split.
    let refusing = edited("fixed-size", &[("64B split", "64B refuse")]);
    assert_eq!(times(&refusing, "Sender", Kind::Fault), [1]);
}

/// 1 ms for the distance and 1 ms a KB: 0 + 1 + 2, and 20 + 1 + 8.
#[test]
fn c19_variable_size() {
    let run = run("variable-size");
    assert_eq!(times(&run, "Sender", Kind::Send), [0, 20]);
    assert_eq!(prints(&run), ["Receiver 3ms letter", "Receiver 29ms picture"]);
    assert_eq!(end(&run), "finished at 29ms");
    // Twice as large takes twice as long: 20 + 1 + 16.
    assert_eq!(end(&edited("variable-size", &[("8KB", "16KB")])), "finished at 37ms");
}

/// At capacity 0 over a network a send is a round trip: 1 to 21, 12 to 32 ms.
#[test]
fn c20_no_link() {
    let run = run("no-link");
    assert_eq!((blocked(&run, "Captain"), blocked(&run, "Pilot")), (vec![(1, 21)], vec![(1, 11), (12, 32)]));
    assert_eq!((prints(&run), end(&run)), (vec!["Captain 22ms welcome".to_string()], "finished at 32ms".into()));
    let events_of = mistakes("no-link", "process Friend on island {\n  send \"help\" to Captain\n}");
    assert_eq!(events_of.len(), 1, "{events_of:?}");
    for part in ["Friend", "Captain", "network island ship"] {
        assert!(events_of[0].contains(part), "{events_of:?}");
    }
}

/// Carl is there at 1 ms, Anna at 4 + 1. Ben takes Anna's first, and Carl's a step later.
#[test]
fn c21_c24_direct_symmetric() {
    let run = run("direct-symmetric");
    assert_eq!(
        (blocked(&run, "Ben"), blocked(&run, "Carl"), blocked(&run, "Anna")),
        (vec![(1, 5)], vec![(1, 6)], vec![])
    );
    assert_eq!((prints(&run), end(&run)), (vec!["Ben 6ms from Anna, from Carl".to_string()], "finished at 6ms".into()));
}

/// Anna's second message waits until her first is taken at 5 + 1 + 1; Carl's goes over his own link.
#[test]
fn c22_link_of_two() {
    let run = run("link-of-two");
    assert_eq!((blocked(&run, "Anna"), blocked(&run, "Carl"), blocked(&run, "Ben")), (vec![(2, 7)], vec![], vec![]));
    assert_eq!((prints(&run), end(&run)), (vec!["Ben 8ms 1, 2, 3".to_string()], "finished at 8ms".into()));
}

#[test]
fn c23_one_link() {
    let run = run("one-link");
    assert_eq!((blocked(&run, "Ping"), end(&run)), (vec![(2, 4)], "finished at 4ms".into()));
    assert_eq!(prints(&run), ["Ping 4ms pong"]);
    for again in ["link Ping Pong capacity 1", "link Pong Ping capacity 2"] {
        let events_of = mistakes("one-link", again);
        // The first declaration is in line 4.
        assert!(events_of.len() == 1 && events_of[0].contains("line 4"), "{events_of:?}");
    }
}

/// The server thinks for 2 ms and needs a step for each message: Ann's, taken at 1 + 1, is answered at 2 + 2 + 1; Bob's, there
/// since 2 + 1, is taken at 5 + 1 and answered at 6 + 2 + 1.
#[test]
fn c25_direct_asymmetric() {
    let run = run("direct-asymmetric");
    assert_eq!(prints(&run), ["Ann 5ms 9", "Bob 9ms 25"]);
    assert_eq!((blocked(&run, "Ann"), blocked(&run, "Bob")), (vec![(3, 5)], vec![(3, 6), (7, 9)]));
    assert_eq!(end(&run), "quiet at 10ms");
    let now = at_the_end(&run);
    let who = now.processes[0].variables.iter().find(|(name, _)| name == "who").expect("it is there").1;
    assert_eq!(who.show(&run.program().texts), "Bob");
    assert_eq!(numbers(&run, Kind::Receive), [3]);
}
