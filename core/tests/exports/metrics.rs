//! The figures of runs: some by hand, and what holds of all of them.

use ipcscope_core::id::ChannelId;
use ipcscope_core::program::Room;
use ipcscope_core::simulate::State;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::metrics::{ChannelMetrics, Metrics, Phase, Phases, ProcessMetrics, Ratio};

use crate::samples::{of_every_run, run};

/// In ms: new, ready, running, working, blocked, sleeping, ended.
fn ms(of: &ProcessMetrics) -> [u64; 7] {
    assert!(of.in_phase_us.iter().all(|us| us % 1_000 == 0));
    of.in_phase_us.map(|us| us / 1_000)
}

fn ratio(numerator: u128, denominator: u128) -> Ratio {
    Ratio { numerator, denominator }
}

/// The arithmetic of the events is in tests/tests/bounded_buffer.rs: items go in at 2, 4, 6, 8, 10, 14, 20, 26 ms and out
/// at 2, 8, 14, 20, 26, 32, 38, 44 ms; the producer is blocked 12–14, 16–20 and 22–26 ms, the consumer 1–2 ms.
#[test]
fn the_bounded_buffer() {
    let metrics = Metrics::new(&run(include_str!("../../../scenarios/buffer-bounded.ipc")));
    assert_eq!(metrics.makespan_us, 49_000);
    // 8 × 1 ms of sends, 8 × 1 ms of work, 2 + 4 + 4 ms blocked, and its end at 26 of 49 ms.
    assert_eq!(ms(&metrics.processes[0]), [0, 0, 8, 8, 10, 0, 23]);
    // 8 × 1 ms of receives, 8 × 5 ms of work, 1 ms blocked: 49 ms.
    assert_eq!(ms(&metrics.processes[1]), [0, 0, 8, 40, 1, 0, 0]);
    let waits = |number: usize| (metrics.processes[number].waits, metrics.processes[number].longest_wait_us);
    assert_eq!((waits(0), waits(1)), ((3, 4_000), (1, 1_000)));
    let buffer = &metrics.channels[0];
    // Messages waited 0, 4, 8, 12, 16, 18, 18, 18 ms: 94 ms in all. Added up over time that is the queue's area too.
    assert_eq!((buffer.waiting_us, buffer.longest_waiting_us, buffer.queue_area), (94_000, 18_000, 94_000));
    assert_eq!((buffer.sent, buffer.received, buffer.left, buffer.longest_queue), (8, 8, 0, 3));
    // In and out of the system, 8 messages; a call for each send and each receive.
    assert_eq!((buffer.copies, metrics.copies(), metrics.calls()), (16, 16, 16));
    assert_eq!(metrics.throughput(0), ratio(8_000_000, 49_000));
    assert_eq!(metrics.mean_queue(0), ratio(94_000, 49_000));
    assert_eq!(buffer.mean_waiting_us(), ratio(94_000, 8));
    // 16 + 48 ms of running and working.
    assert_eq!((metrics.work_us(), metrics.speedup()), (64_000, ratio(64_000, 49_000)));
}

/// The same until its 26th event, the producer's first block at 12 ms: it has run 5 × 1 ms and a step that ended there,
/// and worked 6 ms; its wait of 0 ms counts. The consumer: 2 ms of receives, 1 ms blocked, in its work since 8 ms. In the
/// buffer at 2, 4, 6, 8, 10 ms, out at 2 and 8 ms, so that 1 × 2 + 2 × 2 + 2 × 2 + 3 × 2 message·ms are gone.
#[test]
fn up_to_an_event() {
    let run = run(include_str!("../../../scenarios/buffer-bounded.ipc"));
    let metrics = Metrics::until(&run, 26);
    assert_eq!((metrics.makespan_us, metrics.channels[0].left), (12_000, 3));
    assert_eq!(ms(&metrics.processes[0]), [0, 0, 6, 6, 0, 0, 0]);
    assert_eq!(ms(&metrics.processes[1]), [0, 0, 2, 9, 1, 0, 0]);
    assert_eq!((metrics.processes[0].waits, metrics.processes[0].longest_wait_us), (1, 0));
    assert_eq!(metrics.channels[0].queue_area, 16_000);
    assert_eq!(Metrics::until(&run, 0).speedup().value(), None);
}

/// One core, slices of 2 ms. A works 0–2, 4–6 and 7–8 ms, B 2–4 and 6–7 ms: 5 and 3 ms. A waits for the core 2–4 and
/// 6–7 ms, B 0–2 and 4–6 ms. B ends at 7 ms, A at 8 ms: the core was busy 8 of 8 ms.
#[test]
fn one_core_in_turns() {
    let metrics = Metrics::new(&run("host h cores 1 schedule round-robin 2ms
        process A on h { work 5ms \"a\" }
        process B on h { work 3ms \"b\" }"));
    assert_eq!(ms(&metrics.processes[0]), [0, 3, 0, 5, 0, 0, 0]);
    assert_eq!(ms(&metrics.processes[1]), [0, 4, 0, 3, 0, 0, 1]);
    assert_eq!(metrics.speedup(), ratio(8_000, 8_000));
    // Host 0 is that of processes that name none.
    assert_eq!((metrics.utilisation(0), metrics.utilisation(1)), (None, Some(ratio(8_000, 8_000))));
}

/// The same work on two cores: A ends at 5 ms, B at 3 ms; 8 ms of work in 5 ms, 8 of 2 × 5 core·ms used.
#[test]
fn two_cores() {
    let metrics = Metrics::new(&run("host h cores 2 schedule fifo
        process A on h { work 5ms }
        process B on h { work 3ms }"));
    assert_eq!(metrics.speedup(), ratio(8_000, 5_000));
    assert_eq!(metrics.utilisation(1), Some(ratio(8_000, 10_000)));
}

/// 20 ms of latency and 2 ms for 2 KB: 22 ms from send to arrival. A window of 2: sent at 1 and 2 ms, arrived at 23 and 24;
/// received at once, since R waits for the first from 1 ms, and its step for the second ends at 24 ms. The answers give
/// room back at 43 and 44 ms: sent then, arrived and received at 65 and 66 ms. The last answers come at 85 and 86 ms.
///
/// S: steps end at 1, 2, 3 ms (blocked until 43) and 44 ms, where it ends: 4 + 40 ms, and 42 after. R: 1 ms, blocked 22,
/// 1 ms, 1 ms, blocked 40, 1 ms; ends at 66 ms, 20 before the end.
#[test]
fn a_network_with_a_bandwidth() {
    let metrics = Metrics::new(&run("host alpha
        host beta
        network alpha beta latency 20ms bandwidth 1KB/ms
        mailbox m capacity 2
        process S on alpha { repeat 4 as i { send i size 2KB to m } }
        process R on beta { repeat 4 { receive x from m; print x } }"));
    assert_eq!(metrics.makespan_us, 86_000);
    assert_eq!(ms(&metrics.processes[0]), [0, 0, 4, 0, 40, 0, 42]);
    assert_eq!(ms(&metrics.processes[1]), [0, 0, 4, 0, 62, 0, 20]);
    let m = &metrics.channels[0];
    // Each waited 22 ms, and none of that in the mailbox, where it stood for an instant.
    assert_eq!((m.waiting_us, m.longest_waiting_us, m.queue_area, m.longest_queue), (88_000, 22_000, 0, 1));
    assert_eq!((m.sent, m.received, m.lost, m.left, m.copies), (4, 4, 0, 0, 8));
}

/// P sends at 1, 2 and 3 ms; R[0] needs 1 + 3 ms for each, R[1] 1 + 4 ms. R[0] receives at 1, 5, 9 ms, R[1] at 1, 6, 11 ms:
/// they waited 0, 3, 6 and 0, 4, 8 ms, 21 ms in all. A message leaves when both have read it: item 0 at 1 ms, item 1 at
/// 6 ms, item 2 at 11 ms: (1 − 1) + (6 − 2) + (11 − 3) = 12 message·ms. R[1] ends at 15 ms.
#[test]
fn a_copy_for_each_reader() {
    let metrics = Metrics::new(&run("mailbox news capacity 2 to all
        process P { repeat 3 as i { send i to news } }
        process R[2] { repeat 3 { receive x from news; work (3 + me) ms; print x } }"));
    let news = &metrics.channels[0];
    assert_eq!((news.sent, news.received, news.left, news.longest_queue), (3, 6, 0, 2));
    assert_eq!((news.waiting_us, news.longest_waiting_us, news.queue_area), (21_000, 8_000, 12_000));
    // 3 on the way in, 6 on the way out.
    assert_eq!((news.copies, news.calls, metrics.makespan_us), (9, 9, 15_000));
    // 3 ms; 3 × 1 + 3 × 3 ms; 3 × 1 + 3 × 4 ms.
    assert_eq!(metrics.work_us(), 30_000);
}

/// The same job both ways. Messages: 3 sends, 3 receives, 2 copies each. Shared memory: an attach for each but the owner,
/// its create, a signal and a wait for each item; no copy.
#[test]
fn copies_and_calls_of_the_two_ways() {
    let messages = Metrics::new(&run("mailbox m capacity 1
        process P { repeat 3 as i { send i to m } }
        process C { repeat 3 { receive x from m; print x } }"));
    assert_eq!((messages.copies(), messages.calls()), (6, 6));
    let memory = Metrics::new(&run("memory t owner P allow C { x[3] }
        semaphore full = 0
        process P { create t; repeat 3 as i { t.x[i] = i; signal full } }
        process C { attach t; repeat 3 as i { wait full; print t.x[i] } }"));
    assert_eq!((memory.copies(), memory.calls()), (0, 1 + 1 + 3 + 3));
    assert!(memory.channels.is_empty());
    // Hand to hand: one copy a message.
    let meeting = Metrics::new(&run("mailbox m capacity 0
        process P { repeat 3 as i { send i to m } }
        process C { repeat 3 { receive x from m; print x } }"));
    assert_eq!((meeting.copies(), meeting.calls(), meeting.channels[0].longest_queue), (3, 6, 0));
}

/// D's try finds nothing at 1 ms. A's tries end at 1, 2, 3 ms: the first is taken, the others find it full. Its fourth send
/// waits 2 ms and gives up at 6 ms. The refused ones are calls too; the wait is one.
#[test]
fn what_does_not_come_about_is_counted() {
    let metrics = Metrics::new(&run("mailbox m capacity 1
        mailbox n capacity 1
        process A { repeat 3 as i { try send i to m }; if send 3 to m within 2ms { print 1 } }
        process D { try receive x from n; sleep 9ms; receive x from m; send 1 to n }"));
    let a = &metrics.processes[0];
    assert_eq!((a.sent, a.refused_sends, a.empty_receives, a.calls), (1, 3, 0, 4));
    assert_eq!((a.waits, a.longest_wait_us), (1, 2_000));
    let d = &metrics.processes[1];
    // 1 ms for the try, 9 ms of sleep, a receive and a send.
    assert_eq!((d.sent, d.received, d.empty_receives, d.calls), (1, 1, 1, 3));
    assert_eq!(ms(d), [0, 0, 3, 0, 0, 9, 0]);
    assert_eq!((metrics.channels[0].calls, metrics.channels[1].left), (5, 1));
}

#[test]
fn times_add_up() {
    of_every_run(|run| {
        let metrics = Metrics::new(run);
        assert_eq!(metrics.makespan_us, run.last_us());
        for of in &metrics.processes {
            assert_eq!(of.in_phase_us.iter().sum::<u64>(), metrics.makespan_us);
            assert!(of.longest_wait_us <= of.us(Phase::Blocked));
        }
        let busy: u128 = metrics.hosts.iter().map(|host| host.busy_us).sum();
        assert_eq!(busy, metrics.work_us());
        for host in 0..metrics.hosts.len() {
            assert!(metrics.utilisation(host).is_none_or(|ratio| ratio.numerator <= ratio.denominator));
        }
    });
}

/// Between two turns of the run the states and the lengths told by the events are those of the run itself.
#[test]
fn what_the_events_tell_is_what_is() {
    of_every_run(|run| {
        let mut cursor = run.cursor();
        let mut phases = Phases::new(run.program().processes.len());
        for (index, event) in run.events().iter_from(0) {
            phases.take(event);
            cursor.seek(run, index + 1);
            if cursor.simulation().events() != index + 1 {
                continue;
            }
            for (number, activity) in cursor.simulation().activities().iter().enumerate() {
                let expected: &[Phase] = match activity.state {
                    State::New => &[Phase::New],
                    State::Ready => &[Phase::Ready],
                    State::Running => &[Phase::Running, Phase::Working],
                    State::Blocked => &[Phase::Blocked],
                    State::Sleeping => &[Phase::Sleeping],
                    State::Ended | State::Faulted => &[Phase::Ended],
                };
                let told = phases.of(number);
                assert!(expected.contains(&told), "process {number} after event {}: {told:?}", index + 1);
            }
            check_lengths(run, &cursor, &Metrics::until(run, index + 1).channels);
        }
    });
}

fn check_lengths(run: &Run, cursor: &ipcscope_core::trace::Cursor, channels: &[ChannelMetrics]) {
    for (number, of) in channels.iter().enumerate() {
        let length = cursor.simulation().world().length(ChannelId(number as u16)) as u64;
        assert_eq!(of.left, length, "channel {number} after event {}", cursor.at());
        match run.program().channels[number].capacity {
            Room::Messages(most)
                if run.program().channels[number].fixed.is_none() && run.program().networks.is_empty() =>
            {
                assert!(of.longest_queue <= u64::from(most));
            }
            _ => {}
        }
    }
}
