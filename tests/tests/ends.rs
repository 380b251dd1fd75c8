//! How runs end: one small scenario for each kind of end, with the exact moment.

use std::sync::Arc;

use ipcscope_core::simulate::{Cut, End};
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run, Verdict, words};
use ipcscope_core::{export, simulate_text};

fn run(text: &str) -> Run {
    simulate_text(text, None).unwrap_or_else(|mistakes| panic!("{mistakes:?}")).run
}

/// The trace without its numbers.
fn lines(run: &Run) -> Vec<String> {
    let text = export::text::run(run);
    text.lines()
        .map(|line| line.trim_start_matches([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']).to_string())
        .collect()
}

#[test]
fn each_receiving_first_is_a_deadlock() {
    let run = run("mailbox a capacity 1\nmailbox b capacity 1
        process P { receive x from a; send 1 to b }
        process Q { receive y from b; send 2 to a }
        check never deadlock
        check never deadlock expect violated");
    assert_eq!(
        export::text::run(&run),
        "1  0ms  P  starts\n2  0ms  Q  starts\n3  1ms  P  is blocked: a is empty\n4  1ms  Q  is blocked: b is empty\n\
         5  1ms  P  is deadlocked: P and Q wait for each other\nend: deadlock at 1ms after 5 events\n"
    );
    assert_eq!(run.verdict(0), Verdict::Broken(Some(4)));
}

#[test]
fn a_deadlock_is_reported_at_once_while_others_run() {
    let run = run("mailbox a capacity 1\nmailbox b capacity 1
        process P { receive x from a; send 1 to b }
        process Q { receive y from b; send 2 to a }
        process Other { work 100ms }");
    let deadlock = run.events().iter().find(|event| event.kind() == Kind::Deadlock).expect("there is one");
    assert_eq!(deadlock.time_us(), 1_000);
    assert_eq!(words::end(&run), "deadlock at 100ms after 9 events");
}

#[test]
fn a_process_waiting_for_a_deadlock_is_not_in_it() {
    let run = run("mailbox a capacity 1\nmailbox b capacity 1\nmailbox c capacity 1
        process P { receive x from a; send 1 to b; send 1 to c }
        process Q { receive y from b; send 2 to a }
        process Behind { sleep 5ms; receive z from c }");
    let about: Vec<_> =
        run.events().iter().filter(|event| matches!(event.kind(), Kind::Deadlock | Kind::Orphaned)).collect();
    assert_eq!(about.len(), 2);
    assert_eq!((about[0].kind(), run.events().values(about[0]).len()), (Kind::Deadlock, 2));
    assert_eq!((about[1].kind(), about[1].process(), about[1].time_us()), (Kind::Orphaned, 2, 6_000));
}

#[test]
fn a_process_waiting_for_a_terminated_one_is_orphaned() {
    // The producer sends at 1 ms and terminates; the consumer takes it at 1 ms, and blocks when its second receive is
    // over: 2 starts, a send, an end, a receive, a block, and the report that it is orphaned.
    let run = run("mailbox m capacity 1\nprocess P { send 1 to m }\nprocess C { repeat 2 { receive x from m } }");
    assert_eq!(words::end(&run), "orphaned at 2ms after 7 events");
    let mut cursor = run.cursor();
    cursor.seek(&run, run.events().len());
    let moment = Moment::new(&run, &cursor);
    assert_eq!(words::why(&run, &moment, 1), "Blocked since 2ms: m is empty. No remaining process can send to m.");
}

#[test]
fn a_process_waiting_behind_the_next_holder_is_not_orphaned() {
    // A locks at 1 ms, B and C block. A unlocks at 2 ms and terminates at once: nobody holds m, but B, woken, is about
    // to. It locks at 2 ms and unlocks at 3 ms, so C locks at 3 ms and unlocks at 4 ms (found by the campaign, seed
    // 28494).
    let run =
        run("mutex m\nprocess A { lock m; unlock m }\nprocess B { lock m; unlock m }\nprocess C { lock m; unlock m }");
    // 3 starts, 3 locks, 3 unlocks, 2 blocks, 3 ends.
    assert_eq!(words::end(&run), "finished at 4ms after 14 events");
}

/// There is no room for either: that A, which came first, may give up does not help. Found by the campaign of
/// exploring, seed 17016: it reported the deadlock before A's end, the run only then.
#[test]
fn a_sender_behind_one_that_may_give_up_is_orphaned_at_once() {
    let run = run("mailbox m capacity 1 buffering explicit
        process A { send 1 to m within 5ms }\nprocess P { send 2 to m; post 1 to m; receive x from m }");
    // 2 starts, 2 blocks, then the report, at 1 ms; A gives up and ends at 6 ms.
    assert_eq!(words::event(&run, 4), "is blocked forever: no remaining process can unblock it");
    assert_eq!(run.events().get(4).map(|event| event.time_us()), Some(1_000));
    assert_eq!(words::end(&run), "orphaned at 6ms after 7 events");
}

#[test]
fn servers_may_wait_for_ever() {
    let run = run("mailbox jobs capacity 2\nprocess Client { send 1 to jobs }
        process Server server { loop { receive job from jobs; work 3ms } }\ncheck always finishes");
    // 1 ms sent and taken, 4 ms done, 5 ms the next receive is over and blocks:
    // 2 starts, a send, the client's end, a receive, work and its end, a block.
    assert_eq!(words::end(&run), "quiet at 5ms after 8 events");
    assert_eq!(run.verdict(0), Verdict::Kept);
}

#[test]
fn a_client_and_its_server_can_be_deadlocked() {
    // The server expects two jobs before it answers, and the client sends only one before it waits.
    let run = run("mailbox jobs capacity 2\nmailbox answers capacity 2
        process Client { send 1 to jobs; receive a from answers; send 2 to jobs }
        process Server server { loop { receive x from jobs; receive y from jobs; send x + y to answers } }");
    assert_eq!(run.end(), Some(End::Deadlock));
}

#[test]
fn two_idle_servers_are_not_a_deadlock() {
    let run = run("mailbox a capacity 1\nmailbox b capacity 1
        process One server { loop { receive x from a; send x to b } }
        process Two server { loop { receive y from b; send y to a } }");
    assert_eq!(words::end(&run), "quiet at 1ms after 4 events");
}

/// Without time passing the same state recurs: a livelock if a process tries in vain and could still reach an operation
/// that works.
#[test]
fn trying_in_vain_without_time_is_a_livelock() {
    let tries = run("memory t { x = 0 }\nstep 0ms\nprocess P { while t.x == 0 { }; print 1 }");
    assert_eq!((tries.end(), tries.last_us()), (Some(End::Livelock), 0));
    // The cell would be written at 5 ms: that process is only postponed.
    let put_off =
        run("memory t { x = 0 }\nstep 0ms\nprocess P { while t.x == 0 { }; print 1 }\nprocess Q start 5ms { t.x = 1 }");
    assert_eq!((put_off.end(), put_off.last_us()), (Some(End::Cut(Cut::OneInstant)), 0));
    // It can never reach anything else.
    let reads = run("memory t { x = 0 }\nstep 0ms\nprocess P { loop { let v = t.x } }");
    assert_eq!(reads.end(), Some(End::Cut(Cut::OneInstant)));
}

/// The process starts: the only event, at 0 ms. Then time passes, and nothing is recorded, though its variable grows.
#[test]
fn looping_without_an_event_is_cut() {
    let silent = run("process P { let n = 0; loop { atomic { n = n + 1 } } }");
    assert_eq!((silent.end(), silent.last_us()), (Some(End::Cut(Cut::Silence)), 0));
}

/// The round of a run: from when, how long, the events before it, its events.
fn round(run: &Run) -> (u64, u64, usize, usize) {
    let round = run.repetition().expect("it repeats itself");
    (round.from_us, round.every_us, round.before, round.events)
}

/// Ping has the permit of `a` at 1 ms, and gives that of `b` at 2 ms, when Pong, blocked since 1 ms, acquires it. At 3 ms
/// Ping is blocked, and Pong gives back, so that Ping has the permit again at 3 ms; at 4 ms Pong is blocked, and Ping gives.
/// Then all is as at 2 ms: both are about to make a step. Events 7 to 9 are at 3 ms, 10 to 12 at 4 ms.
#[test]
fn an_endless_run_ends_after_its_first_round() {
    let text = "semaphore a = 1\nsemaphore b = 0
        process Ping { loop { wait a; signal b } }\nprocess Pong { loop { wait b; signal a } }
        check always finishes expect violated\ncheck never livelock\ncheck finally a == 1";
    let endless = run(text);
    assert_eq!((endless.end(), round(&endless)), (Some(End::Repeats), (2_000, 2_000, 6, 6)));
    assert_eq!(words::end(&endless), "repeats every 2ms from 2ms on, after 12 events");
    assert_eq!((endless.verdict(0), endless.verdict(1)), (Verdict::Broken(Some(11)), Verdict::Kept));
    // It never ends.
    assert_eq!(endless.verdict(2), Verdict::Open);
    let mut longer = Run::new(Arc::new(endless.program().clone()), None);
    longer.go_on();
    assert_eq!((longer.advance(100, u64::MAX), longer.events().len() >= 100, longer.repetition()), (None, true, None));
}

/// The consumer takes 6 ms an item, a step and its work, the producer 4. It sends at 4, 8, 12 and 16 ms; the consumer
/// receives at 4, 10 and 16. From then on the producer waits for it: what it sends at 22 is about to be received at 28.
#[test]
fn the_beginning_is_no_part_of_the_round() {
    let run = run("mailbox box capacity 1\nprocess Producer { loop { work 3ms; send 1 to box } }
        process Consumer { loop { receive x from box; work 5ms } }");
    assert_eq!((run.end(), round(&run)), (Some(End::Repeats), (16_000, 6_000, 24, 7)));
}

/// Spin reads every ms, Other works for 2: from the start on, and Spin makes no progress. Alone it is a livelock: Other is
/// over at 2 ms, and Spin reads at 2 and at 3.
#[test]
fn who_makes_no_progress_in_a_round_is_named() {
    let spin = "memory t { x = 0 }\nprocess Spin { while t.x == 0 { }; print 1 }\nprocess Other";
    let other = run(&format!("{spin} {{ loop {{ work 2ms }} }}"));
    assert_eq!(words::end(&other), "repeats every 2ms from 0ms on, after 7 events; no progress: Spin");
    let alone = run(&format!("{spin} {{ sleep 2ms }}"));
    assert_eq!((alone.end(), round(&alone)), (Some(End::Livelock), (2_000, 1_000, 7, 1)));
}

/// High keeps the core. In a fair run Low would have it some time, so this run does not decide whether all finish.
#[test]
fn a_round_in_which_somebody_gets_no_core_is_not_fair() {
    let run = run("host h cores 1 schedule priority\nprocess High on h priority 9 { loop { work 1ms } }
        process Low on h { work 5ms; print 1 }\ncheck always finishes");
    assert_eq!((run.end(), run.verdict(0)), (Some(End::Repeats), Verdict::Open));
    assert!(run.repetition().is_some_and(|round| !round.is_fair && round.every_us == 1_000));
    assert!(words::end(&run).ends_with("no progress: Low"));
}

/// P[1] has written `turn` last and waits, and keeps the only core: it reads flag and turn, a step each, every 2 ms. P[0] has
/// worked 2 to 3 … and gets no core any more. In a fair run it would, so the explorer knows of no livelock.
#[test]
fn spinning_on_the_only_core_is_a_livelock_of_that_host() {
    let spin = run("memory s { flag[2]; turn }\nhost one cores 1
        process P[2] on one { repeat 2 { s.flag[me] = 1; s.turn = 1 - me; work 1ms
            while s.flag[1 - me] == 1 and s.turn == 1 - me { }
            section \"critical\" { sleep 3ms }; s.flag[me] = 0 } }
        check always finishes\ncheck never livelock");
    assert_eq!((spin.end(), round(&spin).1), (Some(End::Livelock), 2_000));
    assert_eq!((spin.verdict(0), spin.verdict(1)), (Verdict::Open, Verdict::Open));
    // High has preempted Low at 2 ms, when Low held the lock: it tries every ms.
    let inverted = run("memory bus { lk = 0 }\nhost rover cores 1 schedule priority
        process High on rover priority 2 start 2ms { while test_and_set(bus.lk) == 1 { }; work 1ms; bus.lk = 0 }
        process Low on rover priority 1 { while test_and_set(bus.lk) == 1 { }; work 5ms; bus.lk = 0 }
        check always finishes");
    assert_eq!((inverted.end(), round(&inverted).1), (Some(End::Livelock), 1_000));
    assert_eq!(inverted.verdict(0), Verdict::Open);
}

/// Every draw is a new one.
#[test]
fn a_run_that_draws_does_not_repeat_itself() {
    let mut run = Run::new(Arc::new(run("process P { loop { work 1ms..2ms } }").program().clone()), None);
    assert_eq!((run.advance(10_000, u64::MAX), run.repetition()), (None, None));
}

/// No process tries in vain, or one works.
#[test]
fn looping_without_time_is_cut() {
    // Start is turn 1 of the instant; each iteration then takes two turns.
    assert_eq!(words::end(&run("process P { loop { } }")), "cut at 0ms after 1 event");
    let works = run("mailbox m capacity 1\nstep 0ms\nprocess P { loop { send 1 to m; receive x from m } }");
    assert_eq!((works.end(), works.last_us()), (Some(End::Cut(Cut::OneInstant)), 0));
}

#[test]
fn endless_new_states_at_one_instant_are_cut() {
    let run = run("process P { let n = 0; loop { n = n + 1 } }");
    assert_eq!(words::end(&run), "cut at 0ms after 1 event");
}

#[test]
fn a_fault_terminates_only_its_process() {
    let run =
        run("mailbox m capacity 1\nprocess P { let x = 0; work 1ms; print 6 / x }\nprocess Q { work 3ms; print 1 }");
    assert_eq!(
        lines(&run),
        [
            "ms  P  starts",
            "ms  P  works for 1ms",
            "ms  Q  starts",
            "ms  Q  works for 3ms",
            "ms  P  finishes its work",
            "ms  P  is terminated by a fault: division by zero",
            "ms  Q  finishes its work",
            "ms  Q  prints 1",
            "ms  Q  terminates",
            "end: fault at 3ms after 9 events",
        ]
    );
}

#[test]
fn each_fault_has_its_reason() {
    let largest = i64::MAX;
    for (body, reason) in [
        (format!("let x = {largest}; print x + 1"), "the result is outside the 64-bit range"),
        // The smallest number is −(2⁶³ − 2³²) = −9,223,372,032,559,808,512: one less is a fault, it itself is not.
        ("let x = -9223372032559808512; print x - 1".into(), "the result is outside the 64-bit range"),
        ("let x = 0; print 1 % x".into(), "division by zero"),
        ("let x = \"a\"; print x * 2".into(), "a text is used as a number"),
        ("let x = 3; print random(x..2)".into(), "the lower bound of the range exceeds the upper bound"),
        ("let x = 3; work (x - 4) ms".into(), "the duration is negative or exceeds 1,000,000 s"),
        ("let x = 1; work (x) ms..0ms".into(), "the lower bound of the range exceeds the upper bound"),
    ] {
        let run = run(&format!("process P {{ {body} }}"));
        let fault = run.events().iter().position(|event| event.kind() == Kind::Fault).expect(&body);
        assert_eq!(words::event(&run, fault), format!("is terminated by a fault: {reason}"), "{body}");
    }
    let run = run("mailbox m capacity 1\nprocess P { send 1, 2 to m }\nprocess Q { receive x from m }");
    assert_eq!(run.end(), Some(End::Fault));
    assert!(
        export::text::run(&run)
            .contains("Q  is terminated by a fault: the message has 2 values, the receive expects 1\n")
    );
}

#[test]
fn a_long_run_is_cut_and_can_continue() {
    let mut run = Run::new(Arc::new(run("process P { loop { work 1ms } }").program().clone()), None);
    run.go_on();
    assert_eq!(run.advance(1_000_000, u64::MAX), None);
    // A start, then a beginning and an end each ms: event 1,000,000 begins the work of ms 500,000.
    assert_eq!(words::end(&run), "cut at 499999ms after 1000000 events");
    run.advance(1_000_002, u64::MAX);
    assert_eq!(run.last_us(), 500_000_000);
}

/// Rounds of 3 ms: work begins, it ends, a print. A range is drawn, so no state recurs.
const DRAWN: &str = "process P { loop { work 3ms..3ms; print 1 } }";

#[test]
fn a_run_without_end_is_shown_up_to_its_horizon() {
    // A start; in each round of 3 ms three events; the work of the seventh round begins at 18 ms.
    let mut short = run(&format!("until 20ms\n{DRAWN}\ncheck always finishes"));
    assert_eq!((words::end(&short), short.end()), ("horizon at 20ms after 20 events".into(), None));
    assert!(short.end_or_cut().is_good());
    assert_eq!(short.verdict(0), Verdict::Open);
    // An event at that very time is still shown: the end of round 6, and the beginning of round 7.
    assert_eq!(words::end(&run(&format!("until 18ms\n{DRAWN}"))), "horizon at 18ms after 20 events");
    // 1 + 3 × 666 = 1,999 events after 666 rounds; the last begins at 1,998 ms.
    assert_eq!(words::end(&run(DRAWN)), "horizon at 1998ms after 2000 events");
    // It continues as if it had never been stopped.
    let mut whole = Run::new(Arc::new(run(DRAWN).program().clone()), None);
    whole.advance(50, u64::MAX);
    short.advance(50, u64::MAX);
    assert_eq!(lines(&short), lines(&whole));
    assert_eq!(words::end(&short), "cut at 48ms after 50 events");
}

#[test]
fn a_run_that_grows_forever_has_a_horizon_and_a_long_one_that_ends_has_none() {
    // A start, then a beginning and an end each ms: the 2,000th begins the work of ms 999.
    let grows = "process P { let n = 0; loop { work 1ms; n = n + 1 } }";
    assert_eq!(words::end(&run(grows)), "horizon at 999ms after 2000 events");
    // 2 + 2 × 3,000 events.
    assert_eq!(words::end(&run("process P { repeat 3000 { work 2ms..2ms } }")), "finished at 6000ms after 6002 events");
    // If it is to be shown until later than it ends, it ends.
    let ends = "until 5s\nprocess P { repeat 3 { work 2ms..2ms } }";
    assert_eq!(words::end(&run(ends)), "finished at 6ms after 8 events");
    // `until` goes beyond the 2,000 events.
    assert_eq!(words::end(&run(&format!("until 3s\n{DRAWN}"))), "horizon at 3000ms after 3002 events");
    // What repeats itself before that ends there.
    let repeats = "until 50ms\nprocess P { loop { work 2ms } }";
    assert!(words::end(&run(repeats)).starts_with("repeats every 2ms from "), "{}", words::end(&run(repeats)));
}

#[test]
fn a_violated_check_names_the_event() {
    let run = run("mailbox m capacity 4\nprocess P { repeat 3 { send 1 to m } }
        process Q { sleep 9ms; repeat 3 { receive x from m } }
        check always length(m) <= 1\ncheck always length(m) <= 3 and Q.x <= 1");
    // Events: two starts, Q sleeps, the sends of 1 ms and of 2 ms: the fifth makes the length 2, the sixth says so.
    assert_eq!(run.verdict(0), Verdict::Broken(Some(5)));
    assert_eq!(run.events().get(5).and_then(|event| event.cause()), Some(4));
    assert_eq!(words::event(&run, 5), "violates a check: always length(m) <= 1");
    assert_eq!(run.verdict(1), Verdict::Kept);
}
