//! Any moment of a run, reached forwards, backwards, at once or step by step, is the same.

use ipcscope_core::simulate_text;
use ipcscope_core::trace::{Moment, Run};

const LONG: &str = "mailbox m capacity 3\nprocess P { loop { work 1ms..3ms; send random(1..6) to m } }
    process Q { loop { receive x from m; work ~2ms; if x == 6 { print x } } }";

fn at(run: &Run, events: usize) -> Moment {
    let mut cursor = run.cursor();
    cursor.seek(run, events);
    Moment::new(run, &cursor)
}

#[test]
fn the_blocked_producer_has_its_reason() {
    let run = simulate_text(include_str!("../../scenarios/buffer-bounded.ipc"), None).expect("no mistakes").run;
    // Event 26, at 12 ms, is the producer's first block: see bounded_buffer.rs.
    let moment = at(&run, 26);
    let producer = &moment.processes[0];
    assert_eq!((producer.state.name(), producer.since_us), ("blocked", 12_000));
    assert_eq!(
        ipcscope_core::trace::words::why(&run, &moment, 0),
        "Blocked since 12ms: buffer is full (3 of 3). Resumes when Consumer receives from buffer."
    );
    let numbers: Vec<_> = moment.channels[0].messages.iter().map(|message| message.values[0].as_number()).collect();
    assert_eq!(numbers, [Some(2), Some(3), Some(4)]);
    // Items 2, 3 and 4 were sent by events 14, 20 and 23, counted from 1.
    let sent: Vec<_> = moment.channels[0].messages.iter().map(|message| message.sent_by + 1).collect();
    assert_eq!(sent, [14, 20, 23]);
    assert_eq!(moment.channels[0].senders, [0]);
}

#[test]
fn step_by_step_equals_all_at_once() {
    let run = simulate_text(include_str!("../golden/random.ipc"), None).expect("no mistakes").run;
    let mut forwards = run.cursor();
    let mut backwards = run.cursor();
    let all: Vec<Moment> = (0..=run.events().len())
        .map(|events| {
            forwards.seek(&run, events);
            Moment::new(&run, &forwards)
        })
        .collect();
    for events in (0..=run.events().len()).rev() {
        backwards.seek(&run, events);
        assert_eq!(Moment::new(&run, &backwards), all[events], "back at event {events}");
        assert_eq!(at(&run, events), all[events], "at once at event {events}");
    }
}

#[test]
fn a_run_in_pieces_equals_the_whole_run() {
    let program = std::sync::Arc::new(simulate_text(LONG, None).expect("no mistakes").run.program().clone());
    let (mut whole, mut pieces) = (Run::new(program.clone(), None), Run::new(program, None));
    whole.advance(300_000, u64::MAX);
    let mut sizes = [1, 7, 100, 8_191, 8_192, 50_000].into_iter().cycle();
    while pieces.events().len() < 200_000 {
        pieces.advance(pieces.events().len() + sizes.next().expect("it goes round"), u64::MAX);
    }
    for index in 0..pieces.events().len() {
        assert_eq!(pieces.events().get(index), whole.events().get(index));
    }
    // Far apart, across many checkpoints, in an irregular order.
    let mut cursor = pieces.cursor();
    for step in 0..50_usize {
        let events = step * 77_777 % 200_000;
        cursor.seek(&pieces, events);
        assert_eq!(Moment::new(&pieces, &cursor), at(&whole, events), "at event {events}");
    }
}

/// The same bytes as in the browser: see `wasm.rs`. `IPCSCOPE_BLESS=1` writes the golden file again.
#[test]
fn random_draws_are_the_same_everywhere() {
    let run = simulate_text(include_str!("../golden/random.ipc"), None).expect("no mistakes").run;
    let trace = ipcscope_core::export::text::run(&run);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/random.txt");
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::write(path, &trace).expect("the golden file can be written");
    }
    assert_eq!(trace, std::fs::read_to_string(path).expect("it is there"));
}
