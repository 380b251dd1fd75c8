//! Processes and why they communicate (C1–C6).

use ipcscope_core::simulate_text;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::metrics::Metrics;

use super::helpers::{at_the_end, blocked, count, edited, end, events_in_order, events_of, prints, run, text, times};

/// Music: 3 iterations of 3 + 1 ms. Download: 2 parts of 4 ms. Each does the same without the other.
#[test]
fn c01_independent() {
    let both = run("independent");
    assert_eq!(end(&both), "finished at 12ms");
    assert_eq!(prints(&both), ["Download 4ms 0", "Download 8ms 1"]);
    assert!(both.program().shared().is_empty());
    let text = text("independent");
    let at = |line: &str| text.find(line).unwrap_or_else(|| panic!("no `{line}`"));
    let (music, download, checks) = (at("process Music"), at("process Download"), at("check "));
    for (alone, kept) in [("Music", music..download), ("Download", download..checks)] {
        let run = simulate_text(&text[kept], None).expect("no mistakes").run;
        assert_eq!(events_of(&run, alone), events_of(&both, alone));
    }
}

/// Writer needs 2 + 1 (read) + 1 (write) + 1 (send) ms a word. The second is there at 10, checked at 11, read at 12.
#[test]
fn c02_cooperating() {
    let run = run("cooperating");
    assert_eq!(end(&run), "finished at 12ms");
    assert_eq!(prints(&run), ["Speller 12ms 10"]);
    assert_eq!(blocked(&run, "Speller"), [(1, 5), (7, 10)]);
    let shares = |name: &str| {
        let number = run.program().process(name).expect("it is there");
        run.program().shared_by(number).into_iter().map(|sharing| sharing.name).collect::<Vec<_>>()
    };
    assert_eq!(shares("Writer"), ["words", "page"]);
    assert_eq!(shares("Speller"), ["words", "page"]);
    assert_eq!(shares("Clock"), [""; 0]);
}

/// 12 units of 4 ms and 4 ms for the sum: 48 / w + 4 ms for w workers. 0 + 1 + … + 11 = 66 in any order.
#[test]
fn c03_speedup() {
    for (workers, makespan_ms) in [(1, 52), (2, 28), (4, 16)] {
        let units = 12 / workers;
        let run = edited(
            "speedup",
            &[
                ("Worker[4]", &format!("Worker[{workers}]")),
                ("repeat 3 as part", &format!("repeat {units} as part")),
                ("3 * me", &format!("{units} * me")),
                ("repeat 4 {", &format!("repeat {workers} {{")),
            ],
        );
        assert_eq!(end(&run), format!("finished at {makespan_ms}ms"));
        assert_eq!(prints(&run), [format!("Collector {makespan_ms}ms 66")]);
        // The work of one, 52 ms, is done in less time. With 4: 52 / 16 = 3.25, Amdahl's 1 / (1/13 + 12/13/4), since a
        // thirteenth of it is sequential.
        let metrics = Metrics::new(&run);
        let speedup = metrics.speedup();
        assert_eq!((speedup.numerator, speedup.denominator), (52_000, makespan_ms * 1_000));
        let machine = run.program().hosts.iter().position(|host| host.name == "machine").expect("it is there");
        let of_four_cores = metrics.utilisation(machine).expect("the machine has 4 cores");
        assert_eq!((of_four_cores.numerator, of_four_cores.denominator), (52_000, 4 * makespan_ms * 1_000));
    }
}

/// The cook takes 1 + 3 + 1 ms a dish, from 1 ms on: 5, 10. Another cook 1 + 9 + 2 + 1, from 1 ms on: 13, 26.
#[test]
fn c04_modularity() {
    let run = run("modularity");
    assert_eq!(prints(&run), ["Guest 5ms soup", "Guest 10ms fish"]);
    assert_eq!(end(&run), "finished at 10ms");
    let other = edited("modularity", &[("work 3ms \"cook\"", "work 9ms \"roast\"\n      work 2ms \"taste\"")]);
    assert_eq!(prints(&other), ["Guest 13ms soup", "Guest 26ms fish"]);
    assert_eq!(events_in_order(&run, "Guest"), events_in_order(&other, "Guest"));
    let groups = &run.program().groups;
    assert_eq!((groups.len(), groups[0].title.as_str(), groups[0].processes.as_slice()), (1, "Kitchen", &[1][..]));
}

/// Memory: test, read, release, and the other as much: 5 ms a number. Messages: one step a number.
#[test]
fn c05_two_ways() {
    let (memory, messages) = (run("two-ways-memory"), run("two-ways-messages"));
    assert_eq!(prints(&memory), ["Consumer 5ms 0", "Consumer 10ms 1", "Consumer 15ms 2"]);
    assert_eq!(prints(&messages), ["Consumer 1ms 0", "Consumer 2ms 1", "Consumer 3ms 2"]);
    assert_eq!((end(&memory), end(&messages)), ("finished at 15ms".into(), "finished at 3ms".into()));
    // Two copies a message, into the queue and out of it, and a system call for each: 6. No message, no copy.
    let copies_and_calls = |run| (Metrics::new(run).copies(), Metrics::new(run).calls());
    assert_eq!((copies_and_calls(&memory), copies_and_calls(&messages)), ((0, 0), (6, 6)));
    assert_eq!((count(&messages, Kind::Send), count(&messages, Kind::Receive)), (3, 3));
    assert_eq!((blocked(&messages, "Producer"), blocked(&messages, "Consumer")), (vec![], vec![]));
}

/// Sent at 1 ms; the receiver has worked until 3.
#[test]
fn c06_kernel_delivers() {
    let run = run("kernel-delivers");
    assert_eq!(end(&run), "finished at 5ms");
    assert_eq!(prints(&run), ["Receiver 4ms hello"]);
    let mut before = None;
    for (kind, process, ms) in [
        (Kind::Send, "Sender", 1),
        (Kind::Enqueue, "Sender", 1),
        (Kind::Deliver, "Receiver", 4),
        (Kind::Receive, "Receiver", 4),
    ] {
        assert_eq!(times(&run, process, kind), [ms], "{kind:?}");
        let (index, event) = run.events().iter_from(0).find(|(_, event)| event.kind() == kind).expect("it is there");
        assert_eq!(event.cause(), before, "{kind:?}");
        before = Some(index);
    }
    assert!(at_the_end(&run).channels[0].messages.is_empty());
}
