//! Each scenario of the gallery, with the exact result that it is there to show. Where the concepts of the course have
//! a number (C14 …), the test's name ends with it. An operation takes 1 ms in all of them.

use ipcscope_core::simulate_text;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run, Verdict, words};

fn gallery(name: &str) -> Run {
    let path = format!("{}/../scenarios/{name}.ipc", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let simulated = simulate_text(&text, None).unwrap_or_else(|mistakes| panic!("{name}: {mistakes:?}"));
    assert!(simulated.warnings.is_empty(), "{name}: {:?}", simulated.warnings);
    simulated.run
}

/// When a process was blocked: from and to, in ms. All of these runs unblock whom they block.
fn blocked(run: &Run, process: &str) -> Vec<(u64, u64)> {
    let process = run.program().process(process).expect("it is in the scenario");
    let own: Vec<_> = run.events().iter().filter(|event| event.process() == process).collect();
    own.windows(2)
        .filter(|pair| pair[0].kind() == Kind::Block)
        .map(|pair| (pair[0].time_us() / 1_000, pair[1].time_us() / 1_000))
        .collect()
}

/// When each event of a kind happened to a process, in ms.
fn times(run: &Run, process: &str, kind: Kind) -> Vec<u64> {
    let process = run.program().process(process).expect("it is in the scenario");
    let wanted = run.events().iter().filter(|event| event.process() == process && event.kind() == kind);
    wanted.map(|event| event.time_us() / 1_000).collect()
}

/// The length of the first mailbox after each event.
fn lengths(run: &Run) -> Vec<usize> {
    let mut cursor = run.cursor();
    let mut length = |events| {
        cursor.seek(run, events);
        Moment::new(run, &cursor).channels[0].messages.len()
    };
    (0..=run.events().len()).map(&mut length).collect()
}

#[test]
fn every_check_of_the_gallery_is_kept() {
    let mut seen = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios")).expect("the gallery is there")
    {
        let path = entry.expect("it can be listed").path();
        let run = gallery(&path.file_stem().expect("it has a name").to_string_lossy());
        assert!(!run.program().checks.is_empty(), "{} checks nothing", path.display());
        for (number, check) in run.program().checks.iter().enumerate() {
            assert_eq!(run.verdict(number), Verdict::Kept, "{}: {}", path.display(), check.text);
        }
        assert!(!run.program().about.is_empty(), "{} says nothing about itself", path.display());
        seen += 1;
    }
    assert_eq!(seen, 6);
}

/// Items are made at 2, 4, 6 … ms and used one every 6 ms: see bounded_buffer.rs for each step.
#[test]
fn buffer_bounded_c15() {
    let run = gallery("buffer-bounded");
    assert_eq!(blocked(&run, "Producer"), [(12, 14), (16, 20), (22, 26)]);
    assert_eq!(blocked(&run, "Consumer"), [(1, 2)]);
    assert_eq!(lengths(&run).into_iter().max(), Some(3));
}

/// The producer gets ready for 6 ms, then sends an item every 1 + 1 ms: at 8, 10 … 22. The consumer, blocked since 1 ms,
/// takes one every 5 + 1 ms: at 8, 14 … 50. At 22 ms 8 are sent and 3 taken: the queue is 5 long, its longest.
#[test]
fn buffer_unbounded_c14() {
    let run = gallery("buffer-unbounded");
    assert_eq!(times(&run, "Producer", Kind::Send), [8, 10, 12, 14, 16, 18, 20, 22]);
    assert_eq!(times(&run, "Consumer", Kind::Receive), [8, 14, 20, 26, 32, 38, 44, 50]);
    assert_eq!(blocked(&run, "Producer"), []);
    assert_eq!(blocked(&run, "Consumer"), [(1, 8)]);
    assert_eq!(lengths(&run).into_iter().max(), Some(5));
    assert_eq!(words::end(&run), "finished at 55ms after 55 events");
}

/// The sender packs for 2 ms and knocks 1 ms later, at 3; the receiver comes at 6 + 1 = 7: they meet. From then on the
/// receiver is back after 1 + 1 ms and waits 1 ms for the sender, who needs 2 + 1: at 10, 13 and 16.
#[test]
fn capacity_zero_c38() {
    let run = gallery("capacity-zero");
    assert_eq!(times(&run, "Sender", Kind::Send), [7, 10, 13, 16]);
    assert_eq!(times(&run, "Receiver", Kind::Receive), [7, 10, 13, 16]);
    assert_eq!(blocked(&run, "Sender"), [(3, 7)]);
    assert_eq!(blocked(&run, "Receiver"), [(9, 10), (12, 13), (15, 16)]);
    assert_eq!(lengths(&run).into_iter().max(), Some(0));
}

/// Ann's letters come at 4, 8, 12 ms, Bob's at 5, 10, 15; the reader takes one each ms from 9 + 1 on.
#[test]
fn mailbox_c26() {
    let run = gallery("mailbox");
    let prints = run.events().iter().filter(|event| event.kind() == Kind::Print);
    let printed: Vec<String> =
        prints.map(|event| words::show_values(run.program(), run.events().values(event))).collect();
    assert_eq!(printed, ["Ann, 0", "Bob, 0", "Ann, 1", "Bob, 1", "Ann, 2", "Bob, 2"]);
    assert_eq!(times(&run, "Reader", Kind::Receive), [10, 11, 12, 13, 14, 15]);
}

/// Messages 0 and 1 go in at 1 and 2 ms; the third is ready at 3 and waits for the receiver's first message at 12 + 1.
/// The fourth is ready at 14 and waits for the second, at 13 + 2 + 1.
#[test]
fn send_blocking_c33() {
    let run = gallery("send-blocking");
    assert_eq!(blocked(&run, "Sender"), [(3, 13), (14, 16)]);
    assert_eq!(times(&run, "Receiver", Kind::Receive), [13, 16, 19, 22]);
}

/// The first message comes at 8 + 1 ms, the second at 9 + 5 + 1; the receiver asks at 1 and at 9 + 2 + 1.
#[test]
fn receive_blocking_c34() {
    let run = gallery("receive-blocking");
    assert_eq!(blocked(&run, "Receiver"), [(1, 9), (12, 15)]);
    assert_eq!(blocked(&run, "Sender"), []);
}
