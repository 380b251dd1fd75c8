//! The classic problems.

use ipcscope_core::simulate::End;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Cursor, Moment, Run, Verdict, words};

use super::helpers::{at_the_end, blocked, cells, count, edited, end, prints, run, times};

/// Who entered its section, and when.
fn entered(run: &Run) -> Vec<(usize, u64)> {
    let enters = run.events().iter().filter(|event| event.kind() == Kind::Enter);
    enters.map(|event| (event.process(), event.time_us() / 1_000)).collect()
}

/// Thought until 2, its own fork at 3, the other requested at 4.
#[test]
fn dining_philosophers() {
    let run = run("dining-philosophers");
    assert_eq!((end(&run), entered(&run)), ("deadlock at 4ms".into(), vec![]));
    let now = at_the_end(&run);
    for philosopher in 0..5 {
        assert_eq!(now.locks[philosopher].permits, 0, "fork {philosopher}");
    }
    let deadlock = run.events().iter().find(|event| event.kind() == Kind::Deadlock).expect("there is one");
    assert_eq!(run.events().values(deadlock).len(), 5);
}

/// Philosopher 3 has both forks at 4; each of the others gets its second fork 3 + 1 + 1 ms after the one before it; the last
/// one gets its first fork at 24, and the second a step later.
#[test]
fn dining_philosophers_fixed() {
    let run = run("dining-philosophers-fixed");
    assert_eq!(entered(&run), [(3, 4), (2, 9), (1, 14), (0, 19), (4, 25)]);
    assert_eq!((blocked(&run, "Philosopher[4]"), end(&run)), (vec![(3, 24)], "finished at 30ms".into()));
}

/// The first reader has `writing` at 5 ms, the second enters at 6; it reads for 10 + 2 ms from 10 on, and releases
/// `writing` 5 steps later. A writer needs 2 + 1 ms.
#[test]
fn readers_writers() {
    let run = run("readers-writers");
    assert_eq!(prints(&run), ["Reader[0] 16ms 1", "Reader[1] 22ms 1"]);
    assert_eq!(entered(&run), [(0, 6), (1, 10), (2, 27), (3, 30)]);
    assert_eq!((blocked(&run, "Writer[0]"), blocked(&run, "Writer[1]")), (vec![(7, 27)], vec![(7, 30)]));
    // Nobody reads, and the page is the second writer's, in both cells.
    assert_eq!((cells(&run), end(&run)), (vec![0, 3, 3], "finished at 33ms".into()));
}

/// The consumer needs 5 + 10 ms an item, from 5 ms on: 19, 34, 49, 64. The producer waits for the mutex at 7, and for an
/// empty slot from 17 until the consumer's second item at 24.
#[test]
fn bounded_buffer_semaphores() {
    let run = run("bounded-buffer-semaphores");
    assert_eq!(prints(&run), ["Consumer 19ms 0", "Consumer 34ms 1", "Consumer 49ms 2", "Consumer 64ms 3"]);
    assert_eq!((blocked(&run, "Producer"), blocked(&run, "Consumer")), (vec![(7, 8), (17, 24)], vec![(1, 5)]));
    assert_eq!(end(&run), "finished at 64ms");
}

/// Two items in 5 ms each; the mutex at 11, and at 12 no empty slot. The consumer comes at 15: full at 16, the mutex never.
#[test]
fn bounded_buffer_swapped_waits() {
    let run = run("bounded-buffer-swapped-waits");
    assert_eq!((end(&run), prints(&run)), ("deadlock at 17ms".into(), vec![]));
    assert_eq!((blocked(&run, "Producer"), blocked(&run, "Consumer")), (vec![(12, 17)], vec![(17, 17)]));
    let swapped_back = edited(
        "bounded-buffer-swapped-waits",
        &[("    wait mutex\n    wait empty\n", "    wait empty\n    wait mutex\n")],
    );
    assert_eq!(swapped_back.end(), Some(End::Finished));
}

/// The consumer sleeps 3–9 and has the mutex at 10; the producer sleeps 38–43 and has it at 44. An item takes the consumer
/// 6 + 20 ms, and a step for the lock: 36, then (a ms late for the producer's look) 64, 91, 118.
#[test]
fn bounded_buffer_monitor() {
    let run = run("bounded-buffer-monitor");
    assert_eq!(prints(&run), ["Consumer 36ms 0", "Consumer 64ms 1", "Consumer 91ms 2", "Consumer 118ms 3"]);
    assert_eq!((times(&run, "Consumer", Kind::FallAsleep), times(&run, "Consumer", Kind::Awake)), (vec![3], vec![10]));
    assert_eq!((times(&run, "Producer", Kind::FallAsleep), times(&run, "Producer", Kind::Awake)), (vec![38], vec![44]));
    assert_eq!((times(&run, "Producer", Kind::End), end(&run)), (vec![50], "finished at 118ms".into()));
}

/// Zero takes its turn at once, at 1 ms, and gives one a ms after it has printed; the waiting process prints at once,
/// and gives the turn back a ms later, when Zero's next `wait` is over. So there is a print every ms, and the last turn
/// is given at 9.
#[test]
fn print_in_turn() {
    let run = run("print-in-turn");
    let by = |name: &str| -> Vec<String> {
        let all = prints(&run).into_iter();
        all.filter_map(|print| print.strip_prefix(name).map(|print| print.trim().to_string())).collect()
    };
    assert_eq!(by("Zero"), ["1ms 0", "3ms 0", "5ms 0", "7ms 0"]);
    assert_eq!((by("Odd"), by("Even")), (vec!["2ms 1".into(), "6ms 3".into()], vec!["4ms 2".into(), "8ms 4".into()]));
    assert_eq!((blocked(&run, "Odd"), blocked(&run, "Even")), (vec![(1, 2), (4, 6)], vec![(1, 4), (6, 8)]));
    assert_eq!(end(&run), "finished at 9ms");
    assert_eq!(run.verdict(0), Verdict::Kept);
    // Where Zero always gives the turn to Odd, 3 comes at 4 ms in place of 2; at 6 ms Odd is gone, and Even is blocked forever. The
    // run ends at 7 ms, when Zero waits for its turn: then the output is decided.
    let wrong = edited("print-in-turn", &[("n % 2 == 0", "true")]);
    let Verdict::Broken(Some(event)) = wrong.verdict(0) else { panic!("{:?}", wrong.verdict(0)) };
    assert_eq!(wrong.events().get(event).map(|event| event.time_us()), Some(7_000));
    assert_eq!(prints(&wrong).last().map(String::as_str), Some("Zero 5ms 0"));
}

/// A worker has computed at 2 + 2 me, and written a step later, so they arrive at 4, 6 and 8: the last opens the barrier. They
/// read at 9, all arrive at 10, where nobody is blocked for any time, and read and write again at 11 and 12: 1 + 3, 2 + 1, 3 + 2.
#[test]
fn barrier() {
    let run = run("barrier");
    let waits = |worker: &str| blocked(&run, worker);
    assert_eq!((waits("Worker[0]"), waits("Worker[1]")), (vec![(4, 8)], vec![(6, 8)]));
    assert_eq!((waits("Worker[2]"), times(&run, "Worker[2]", Kind::Notify)), (vec![], vec![8, 10]));
    assert_eq!((cells(&run), end(&run)), (vec![4, 3, 5], "finished at 12ms".into()));
    // Without the first wait Worker 0 reads its neighbour's cell at 4 ms, before that is written at 7: 1 + 0. Three
    // processes arrive once each, so the barrier opens all the same.
    let wrong = edited("barrier", &[("  wait gate\n  let left", "  let left")]);
    let Verdict::Broken(Some(event)) = wrong.verdict(0) else { panic!("{:?}", wrong.verdict(0)) };
    assert_eq!((cells(&wrong)[0], wrong.events().get(event).map(|event| event.time_us())), (1, Some(11_000)));
}

/// At 2 ms the second signal finds `flag` at 1, so it is lost: the second wait of Binary at 7 ms never ends.
#[test]
fn binary_semaphore() {
    let run = run("binary-semaphore");
    assert_eq!((end(&run), prints(&run)), ("orphaned at 7ms".into(), vec!["Counting 7ms counted".into()]));
    let signals: Vec<String> = (0..run.events().len())
        .filter(|&event| run.events().get(event).is_some_and(|event| event.kind() == Kind::Signal))
        .map(|event| words::event(&run, event))
        .collect();
    let expected = ["counting: its value is now 1", "counting: its value is now 2", "flag: its value is now 1"];
    assert_eq!(signals[..3], expected.map(|rest| format!("signals {rest}")));
    assert_eq!(signals[3], "signals flag: its value stays 1, and the signal is lost");
    // Counting, both count, and Binary goes on at 7 ms.
    let counted = edited("binary-semaphore", &[("flag = 0 binary", "flag = 0"), ("flag <= 1", "flag <= 2")]);
    assert_eq!((end(&counted), prints(&counted).len()), ("finished at 7ms".into(), 2));
}

/// `insert` takes 7 steps and `remove` takes 7; calls take none. The producer waits for the mutex from 9 to 12 and from 19 to 23.
#[test]
fn procedures() {
    let run = run("procedures");
    assert_eq!(prints(&run), ["Consumer 13ms 0", "Consumer 24ms 1", "Consumer 35ms 2"]);
    assert_eq!((blocked(&run, "Producer"), blocked(&run, "Consumer")), (vec![(9, 12), (19, 23)], vec![(1, 7)]));
    assert_eq!((cells(&run), end(&run)), (vec![2, 1, 1, 1], "finished at 39ms".into()));
    // A procedure's variables are shown while they are needed: at 10 ms the consumer has read the item, and will return it.
    let mut cursor = run.cursor();
    let named = |cursor: &Cursor| {
        let process = Moment::new(&run, cursor).processes[1].clone();
        process.variables.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    cursor.seek(&run, run.events().count_until(10_000));
    assert_eq!(named(&cursor), ["item", "remove.at", "remove.item"]);
    cursor.seek(&run, run.events().count_until(13_000));
    assert_eq!(named(&cursor), ["item"]);
}

/// All send at 3: two consumers take an item each, the third stays in the buffer. At 6 one more fits, and two producers wait
/// until the consumers, who use an item and count it for 5 + 1 ms, take the next at 10. They are never without one: the last
/// is counted at 3 + 3 · 6 + 2 = 23. With room for one, three wait at 6, the last until 17; with room for six, nobody does.
#[test]
fn constants() {
    let run = run("constants");
    assert_eq!(end(&run), "finished at 23ms");
    assert_eq!(cells(&run), [6]);
    let waits = |run: &Run| [0, 1, 2].map(|number| blocked(run, &format!("Producer[{number}]")));
    assert_eq!(waits(&run), [vec![], vec![(6, 10)], vec![(6, 10)]]);
    for consumer in ["Consumer[0]", "Consumer[1]"] {
        assert_eq!(times(&run, consumer, Kind::Receive), [3, 10, 17]);
        assert_eq!(blocked(&run, consumer), [(1, 3)]);
    }
    let narrow = edited("constants", &[("const K = 2", "const K = 1")]);
    assert_eq!(waits(&narrow), [vec![(6, 10)], vec![(6, 10)], vec![(6, 17)]]);
    let wide = edited("constants", &[("const K = 2", "const K = 6")]);
    assert_eq!((waits(&wide), end(&wide)), ([vec![], vec![], vec![]], "finished at 23ms".into()));
    // One producer and four consumers: each takes one item. The producer sends at 3, 6, 9 and 12, used and counted 6 later.
    let other = edited("constants", &[("const N = 3", "const N = 1"), ("const M = 2", "const M = 4")]);
    assert_eq!((cells(&other), end(&other)), (vec![4], "finished at 18ms".into()));
    assert_eq!(times(&other, "Producer[0]", Kind::Send), [3, 6, 9, 12]);
}

/// The second to write turn waits; then each enters when the other's flag is down: every 2 + 1 ms.
#[test]
fn peterson() {
    let run = run("peterson");
    assert_eq!(entered(&run), [(0, 4), (1, 7), (0, 10), (1, 13)]);
    assert_eq!((times(&run, "P[0]", Kind::Leave), times(&run, "P[1]", Kind::Leave)), (vec![6, 12], vec![9, 15]));
    assert_eq!((count(&run, Kind::Block), end(&run)), (0, "finished at 16ms".into()));
}

/// In at 1; out when the lock is written, 3 ms later. The other tries every ms, after P[0], so it finds the lock open
/// at the instant at which P[0] releases it; P[0] itself finds it open a ms late.
#[test]
fn test_and_set_lock() {
    let run = run("test-and-set-lock");
    assert_eq!(entered(&run), [(0, 1), (1, 4), (0, 8), (1, 11)]);
    assert_eq!(
        (times(&run, "P[0]", Kind::Instruct), times(&run, "P[1]", Kind::Instruct)),
        (vec![1, 5, 6, 7, 8], vec![1, 2, 3, 4, 8, 9, 10, 11])
    );
    // lock, count
    assert_eq!((cells(&run), end(&run)), (vec![0, 4], "finished at 14ms".into()));
}

/// The first is served at once and shaven at 35; the second, on the chair from 14 on, at 66; the third finds it taken at 22.
#[test]
fn sleeping_barber() {
    let run = run("sleeping-barber");
    assert_eq!(prints(&run), ["Customer[2] 23ms went home", "Customer[0] 35ms shaven", "Customer[1] 66ms shaven"]);
    assert_eq!((blocked(&run, "Barber"), end(&run)), (vec![(1, 5), (67, 67)], "quiet at 67ms".into()));
    assert_eq!(cells(&run), [1]);
}

/// The plane needs 1 + 5 + 1 ms an item, from 3 on: it sends at 9, 16, 23, 30; the paint dries 3 ms later.
#[test]
fn pipeline() {
    let run = run("pipeline");
    assert_eq!(prints(&run), ["Paint 12ms 0", "Paint 19ms 1", "Paint 26ms 2", "Paint 33ms 3"]);
    assert_eq!((blocked(&run, "Saw"), end(&run)), (vec![(9, 10), (13, 17)], "finished at 33ms".into()));
}

/// Requests come at 2, 3, 4 ms; the server needs 2 + 1 ms for each and a step to take the next.
#[test]
fn client_server() {
    let run = run("client-server");
    assert_eq!(prints(&run), ["Client[0] 5ms 100", "Client[1] 9ms 121", "Client[2] 13ms 144"]);
    assert_eq!((blocked(&run, "Client[2]"), end(&run)), (vec![(5, 13)], "quiet at 14ms".into()));
}

#[test]
fn request_reply_deadlock() {
    let run = run("request-reply-deadlock");
    assert_eq!((end(&run), prints(&run)), ("deadlock at 1ms".into(), vec![]));
    let now = at_the_end(&run);
    assert_eq!((now.processes[0].could_free.as_slice(), now.processes[1].could_free.as_slice()), (&[1][..], &[0][..]));
    // Receiving first, in one of them, removes the deadlock: there at 1, the answer at 2.
    let cured = edited(
        "request-reply-deadlock",
        &[(
            "  send \"hello Ann\" to Ann\n  receive words from Ann\n",
            "  receive words from Ann\n  send \"hello Ann\" to Ann\n",
        )],
    );
    assert_eq!(end(&cured), "finished at 2ms");
}

/// A hit of 2 ms and a step, there and back: sent at 3, 6, 9 … 18. After a hit a player waits from a step later on.
#[test]
fn ping_pong() {
    let run = run("ping-pong");
    assert_eq!(
        (times(&run, "Pong", Kind::Receive), times(&run, "Ping", Kind::Receive)),
        (vec![3, 9, 15], vec![6, 12, 18])
    );
    assert_eq!(blocked(&run, "Ping"), [(4, 6), (10, 12), (16, 18)]);
    assert_eq!(blocked(&run, "Pong"), [(1, 3), (7, 9), (13, 15)]);
    assert_eq!((prints(&run), end(&run)), (vec!["Ping 18ms done".to_string()], "finished at 18ms".into()));
}
