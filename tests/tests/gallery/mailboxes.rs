//! Mailboxes: users, delivery, owners (C26–C32).

use std::collections::BTreeSet;

use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;

use super::helpers::{at_the_end, blocked, count, edited, end, events_of, mistakes, prints, run, times};

/// The receivers, in order.
fn readers(run: &Run) -> Vec<String> {
    let receives = run.events().iter().filter(|event| event.kind() == Kind::Receive);
    receives.map(|event| run.program().processes[event.process()].name.clone()).collect()
}

/// Ann's letters come at 4, 8, 12 ms, Bob's at 5, 10, 15; the reader takes one each ms from 9 + 1 on.
#[test]
fn c26_mailbox() {
    let run = run("mailbox");
    assert_eq!(
        prints(&run),
        [
            "Reader 10ms Ann, 0",
            "Reader 11ms Bob, 0",
            "Reader 12ms Ann, 1",
            "Reader 13ms Bob, 1",
            "Reader 14ms Ann, 2",
            "Reader 15ms Bob, 2"
        ]
    );
    assert_eq!(end(&run), "finished at 15ms");
}

#[test]
fn c27_mailbox_unique() {
    let run = run("mailbox-unique");
    assert_eq!((prints(&run), end(&run)), (vec!["Postman 2ms letter".to_string()], "finished at 2ms".into()));
    let events_of = mistakes("mailbox-unique", "mailbox inbox capacity 1");
    // The first declaration is in line 4.
    assert!(events_of.len() == 1 && events_of[0].contains("inbox") && events_of[0].contains("line 4"), "{events_of:?}");
}

/// Carl sleeps 3 ms and tries at 4.
#[test]
fn c28_mailbox_shared() {
    let run = run("mailbox-shared");
    assert_eq!(prints(&run), ["Ben 1ms secret", "Carl 4ms refused"]);
    assert_eq!((times(&run, "Carl", Kind::SendRefused), end(&run)), (vec![4], "finished at 4ms".into()));
    let reason = "4ms fails to send to diary: the process is not among the users of diary";
    assert!(events_of(&run, "Carl").contains(&reason.to_string()));
    // Without the `try` it is a fault.
    let rude =
        edited("mailbox-shared", &[("  if try send \"hello\" to diary {", "  send \"hello\" to diary\n  if true {")]);
    assert_eq!((times(&rude, "Carl", Kind::Fault), end(&rude)), (vec![4], "fault at 4ms".into()));
}

/// Customers come at 3, 6, 9, 12 ms; a cashier takes one every 8 + 1 ms: the first at 3 and 12, the second at 6 and 15.
#[test]
fn c29_mailbox_many() {
    let run = run("mailbox-many");
    assert_eq!(prints(&run), ["Cashier[0] 11ms 0", "Cashier[1] 14ms 1", "Cashier[0] 20ms 2", "Cashier[1] 23ms 3"]);
    assert_eq!((count(&run, Kind::Send), count(&run, Kind::Receive)), (4, 4));
    assert_eq!((blocked(&run, "Cashier[0]"), blocked(&run, "Cashier[1]")), (vec![(1, 3)], vec![(1, 6)]));
    assert_eq!(end(&run), "finished at 23ms");
}

/// 2 messages, 2 readers: 4 deliveries. The first message leaves when Slow has read it, at 5 + 1 ms.
#[test]
fn c30_mailbox_broadcast() {
    let run = run("mailbox-broadcast");
    assert_eq!((count(&run, Kind::Send), count(&run, Kind::Receive)), (2, 4));
    assert_eq!(prints(&run), ["Fast 1ms 0", "Slow 6ms 0", "Fast 6ms 1", "Slow 12ms 1"]);
    assert_eq!(
        (blocked(&run, "Speaker"), blocked(&run, "Fast"), blocked(&run, "Slow")),
        (vec![(2, 6)], vec![(2, 6)], vec![])
    );
    assert_eq!(end(&run), "finished at 12ms");
}

/// Taxi 2 waits from 2 ms on, 1 from 3, 0 from 4; calls come at 10, 20 … 60, and a taxi is back 2 + 1 ms after its call.
#[test]
fn c31_mailbox_arrival() {
    let run = run("mailbox-arrival");
    assert_eq!(
        prints(&run),
        ["Taxi[2] 12ms 0", "Taxi[1] 22ms 1", "Taxi[0] 32ms 2", "Taxi[2] 42ms 3", "Taxi[1] 52ms 4", "Taxi[0] 62ms 5"]
    );
    assert_eq!(end(&run), "finished at 62ms");
}

/// The same calls and taxis.
#[test]
fn c31_mailbox_turn() {
    let run = run("mailbox-turn");
    assert_eq!(readers(&run), ["Taxi[0]", "Taxi[1]", "Taxi[2]", "Taxi[0]", "Taxi[1]", "Taxi[2]"]);
    assert_eq!(end(&run), "finished at 62ms");
}

/// All three wait at 10 ms; a process that is served waits again 1 ms later, until it has had its two calls.
#[test]
fn c31_mailbox_priority() {
    let run = run("mailbox-priority");
    assert_eq!(prints(&run), ["Ben 10ms 0", "Ben 20ms 1", "Cleo 30ms 2", "Cleo 40ms 3", "Ann 50ms 4", "Ann 60ms 5"]);
    assert_eq!(end(&run), "finished at 60ms");
}

/// Each taxi gets two calls; which ones is random: with seed 3 these. Another seed mostly gives another order.
#[test]
fn c31_mailbox_random() {
    let one = run("mailbox-random");
    assert_eq!(readers(&one), ["Taxi[0]", "Taxi[2]", "Taxi[0]", "Taxi[1]", "Taxi[1]", "Taxi[2]"]);
    assert_eq!(end(&one), "finished at 62ms");
    let orders: BTreeSet<Vec<String>> = (0..100)
        .map(|seed| {
            let order = readers(&edited("mailbox-random", &[("seed 3", &format!("seed {seed}"))]));
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, ["Taxi[0]", "Taxi[0]", "Taxi[1]", "Taxi[1]", "Taxi[2]", "Taxi[2]"], "seed {seed}");
            order
        })
        .collect();
    // Of 6! / 2!³ = 90 orders, the probability that 100 draws miss more than 70 is negligible.
    assert!(orders.len() >= 20, "{orders:?}");
}

/// Clerk takes the letter at 3 + 1 ms, files it at 4 + 2 + 1 and goes home. Writer reads the copy at 4 + 7 + 1.
#[test]
fn c32_mailbox_owner() {
    let run = run("mailbox-owner");
    assert_eq!(prints(&run), ["Writer 13ms first, second refused"]);
    assert_eq!((times(&run, "Clerk", Kind::End), times(&run, "Writer", Kind::Receive)), (vec![7], vec![12]));
    let reason = "13ms fails to send to inbox: the mailbox inbox no longer exists: its owner has terminated";
    assert!(events_of(&run, "Writer").contains(&reason.to_string()));
    assert_eq!(end(&run), "finished at 13ms");
    let now = at_the_end(&run);
    assert_eq!((now.channels[0].is_gone, now.channels[1].is_gone), (true, false));
    // Without an owner the letter is taken.
    let kept = edited("mailbox-owner", &[(" owner Clerk", "")]);
    assert_eq!(prints(&kept), ["Writer 13ms taken"]);
}
