//! Blocking sends and receives: exact moments.

use ipcscope_core::trace::event::Kind;
use ipcscope_core::{export, simulate_text};

fn trace(text: &str) -> String {
    let run = simulate_text(text, None).unwrap_or_else(|mistakes| panic!("{mistakes:?}")).run;
    export::text::run(&run)
}

#[test]
fn at_capacity_0_both_continue_at_the_same_instant() {
    // S reaches its first send at 2 + 1 = 3 ms; R has waited since 1 ms. R's second receive is over at 3 + 5 + 1 = 9; S
    // has waited since 3 + 1 = 4 ms.
    assert_eq!(
        trace(
            "mailbox m capacity 0\nprocess S { work 2ms; send 1 to m; send 2 to m }
            process R { receive a from m; work 5ms; receive b from m }"
        ),
        " 1  0ms  S  starts\n 2  0ms  S  works for 2ms\n 3  0ms  R  starts\n\
         \u{20}4  1ms  R  is blocked: m has capacity 0, and no process is sending\n 5  2ms  S  finishes its work\n\
         \u{20}6  3ms  S  sends 1 to m\n 7  3ms  R  receives 1 from m, sent by S at 3ms\n 8  3ms  R  works for 5ms\n\
         \u{20}9  4ms  S  is blocked: m has capacity 0, and no process is receiving\n10  8ms  R  finishes its work\n\
         11  9ms  S  sends 2 to m: R is receiving\n12  9ms  R  receives 2 from m, sent by S at 9ms\n\
         13  9ms  S  terminates\n14  9ms  R  terminates\nend: finished at 9ms after 14 events\n"
    );
}

/// Found by SPIN (generated scenario 499): the variable that waits for the receipt was used by an earlier statement.
#[test]
fn a_receipt_at_capacity_0_is_immediate() {
    let trace = trace(
        "process A { let r = random(1..1); send r to B and wait; print \"received\" }
        process B { receive x from A }",
    );
    assert!(trace.contains("prints received"), "{trace}");
    assert!(trace.contains("end: finished"), "{trace}");
}

#[test]
fn the_longest_waiting_sender_gets_the_room() {
    // The mailbox is full from 1 ms on. B comes at 2 + 1 = 3, C at 1 + 1 = 2: C is first although B precedes it in the
    // text.
    let trace = trace(
        "mailbox m capacity 1\nprocess A { send 0 to m }\nprocess B { work 2ms; send 1 to m }
        process C { work 1ms; send 2 to m }\nprocess R { work 8ms; repeat 3 { receive x from m; print x } }",
    );
    let printed: Vec<&str> = trace.lines().filter_map(|line| line.split_once("prints ")).map(|(_, x)| x).collect();
    assert_eq!(printed, ["0", "2", "1"]);
}

#[test]
fn the_longest_waiting_receiver_gets_the_message() {
    let trace = trace(
        "mailbox m capacity 4\nprocess A { sleep 1ms; receive x from m; print x }
        process B { receive x from m; print x }\nprocess S { work 5ms; send 7 to m; send 8 to m }",
    );
    assert!(trace.contains("  6ms  B  prints 7\n") && trace.contains("  7ms  A  prints 8\n"), "{trace}");
}

#[test]
fn an_unbounded_mailbox_never_blocks_its_sender() {
    let trace = trace(
        "mailbox m capacity unbounded\nprocess S { repeat 100 as n { send n to m } }
        process R { work 500ms; repeat 100 { receive x from m } }",
    );
    assert!(!trace.contains("blocked"), "{trace}");
    // The receiver needs 500 ms of work and 100 steps of 1 ms.
    assert!(trace.ends_with("end: finished at 600ms after 206 events\n"), "{trace}");
}

#[test]
fn without_a_step_everything_happens_at_once() {
    // A start each, one send, one receive, an end each.
    assert!(
        trace("step 0ms\nmailbox m capacity 1\nprocess S { send 1 to m }\nprocess R { receive x from m }")
            .ends_with("end: finished at 0ms after 6 events\n")
    );
}

#[test]
fn a_receiver_still_waits_after_a_sender_that_failed() {
    let trace = trace(
        "mailbox m capacity 0\nprocess R { receive x from m; print x }
        process Bad { let z = 0; work 1ms; send 1 / z to m }\nprocess Good { work 2ms; send 5 to m }",
    );
    assert!(trace.contains("Bad   is terminated by a fault: division by zero"), "{trace}");
    assert!(trace.contains("  3ms  R     prints 5\n"), "{trace}");
}

#[test]
fn a_dispatch_is_caused_by_what_freed_the_core() {
    // A ends at 3 ms, and B has the core from then on. It sleeps from 5 ms on, and C is dispatched for the first time.
    // The first of the three never waits.
    let text = "host h cores 1
        process A on h { work 3ms }
        process B on h { work 2ms; sleep 1ms }
        process C on h { work 1ms }";
    let run = ipcscope_core::simulate_text(text, None).expect("no mistakes").run;
    let got: Vec<_> = run.events().iter().filter(|event| event.kind() == Kind::Run).collect();
    let causes: Vec<_> = got
        .iter()
        .map(|event| {
            let cause = run.events().get(event.cause().expect("something freed it")).expect("it is there");
            (event.process(), event.time_us(), cause.process(), cause.kind())
        })
        .collect();
    assert_eq!(causes, [(1, 3_000, 0, Kind::End), (2, 5_000, 1, Kind::Sleep)]);
}

#[test]
fn behind_another_sender_too_a_message_waits_for_a_free_buffer() {
    // Two buffers are posted: too few for A's four packets, enough for the one of B and of S, who must not overtake A.
    let trace = trace(
        "mailbox m capacity 8 buffering explicit messages fixed 16B split\nprocess A { send 1 size 64B to m }
        process B { work 2ms; send 2 size 8B to m }\nprocess S { work 3ms; select { send 3 to m { } } }
        process C { post 2 to m; work 5ms; post 4 to m; repeat 3 { receive x from m } }",
    );
    let blocked: Vec<&str> =
        trace.lines().filter_map(|line| line.split_once("  ")?.1.split_once("ms  ")).map(|(_, x)| x).collect();
    for who in ["A", "B", "S"] {
        assert!(blocked.contains(&&*format!("{who}  is blocked: m has no free buffer")), "{who} in {trace}");
    }
    assert!(trace.contains("end: finished"), "{trace}");
}

#[test]
fn a_select_goes_on_with_whichever_of_its_sends_has_room() {
    // The receive at 10 + 1 = 11 ms leaves 60 of the 100 bytes: too few for the first arm, enough for the second.
    let trace = trace(
        "mailbox m capacity 100B\nprocess A { send 1 size 60B to m; send 1 size 40B to m
        select { send 2 size 90B to m { }\nsend 3 size 30B to m { } } }
        process B { work 10ms; receive x from m }",
    );
    assert!(trace.contains("  11ms  A  sends 3 to m: B has made room"), "{trace}");
    assert!(trace.contains("end: finished"), "{trace}");
}
