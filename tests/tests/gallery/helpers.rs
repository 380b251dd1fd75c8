//! Questions that the tests of the gallery ask of a run.

use ipcscope_core::simulate_text;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run, words};

/// The text of a scenario of the gallery.
pub fn text(name: &str) -> String {
    let path = format!("{}/../scenarios/{name}.ipc", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Its run. The gallery has no warnings.
pub fn run(name: &str) -> Run {
    let simulated = simulate_text(&text(name), None).unwrap_or_else(|mistakes| panic!("{name}: {mistakes:?}"));
    assert!(simulated.warnings.is_empty(), "{name}: {:?}", simulated.warnings);
    simulated.run
}

/// Its run with edits to its text: old words and new words.
pub fn edited(name: &str, edits: &[(&str, &str)]) -> Run {
    let mut text = text(name);
    for (from, to) in edits {
        assert!(text.contains(from), "{name} has no `{from}`");
        text = text.replace(from, to);
    }
    simulate_text(&text, None).unwrap_or_else(|mistakes| panic!("{name}: {mistakes:?}")).run
}

/// The diagnostics of the text with more lines at its end: each with its help.
pub fn mistakes(name: &str, lines: &str) -> Vec<String> {
    let mistakes = simulate_text(&format!("{}{lines}\n", text(name)), None).expect_err("the lines are a mistake");
    mistakes.iter().map(|mistake| format!("{}; {}", mistake.message, mistake.help.as_deref().unwrap_or(""))).collect()
}

/// How and when it ended: `finished at 49ms`.
pub fn end(run: &Run) -> String {
    let words = words::end(run);
    words.split(" after ").next().expect("a split has a first part").to_string()
}

/// What was printed, and when: `Ben 6ms 1, 2`.
pub fn prints(run: &Run) -> Vec<String> {
    let prints = run.events().iter().filter(|event| event.kind() == Kind::Print);
    prints
        .map(|event| {
            let program = run.program();
            let process = &program.processes[event.process()].name;
            let values = words::show_values(program, run.events().values(event));
            format!("{process} {} {values}", words::show_us(event.time_us()))
        })
        .collect()
}

/// The events of a process, in words, each with its time: `4ms starts`.
pub fn events_of(run: &Run, process: &str) -> Vec<String> {
    let number = number(run, process);
    let own = run.events().iter_from(0).filter(|(_, event)| event.process() == number);
    own.map(|(index, event)| format!("{} {}", words::show_us(event.time_us()), words::event(run, index))).collect()
}

/// The same without times, and without the origin of messages.
pub fn events_in_order(run: &Run, process: &str) -> Vec<String> {
    let events_of = events_of(run, process);
    let what = events_of.iter().filter_map(|events_of| events_of.split_once(' ')).map(|(_, what)| what);
    what.map(|what| what.split(", sent").next().expect("a split has a first part").to_string()).collect()
}

/// The times in which a process was blocked: from and to, in ms; if still blocked at the end, to the run's end.
pub fn blocked(run: &Run, process: &str) -> Vec<(u64, u64)> {
    let number = number(run, process);
    // Events of the network about its messages, and remarks, happen to it while it waits.
    let is_its_own = |kind| {
        !matches!(kind, Kind::Arrive | Kind::Lost | Kind::Answer)
            && !matches!(kind, Kind::Deadlock | Kind::Orphaned | Kind::Violated | Kind::Reached)
    };
    let own = run.events().iter().filter(|event| event.process() == number && is_its_own(event.kind()));
    let own: Vec<_> = own.map(|event| (event.kind(), event.time_us() / 1_000)).collect();
    (0..own.len())
        .filter(|&at| own[at].0 == Kind::Block)
        .map(|at| (own[at].1, own.get(at + 1).map_or(run.last_us() / 1_000, |next| next.1)))
        .collect()
}

/// The times of a process's events of a kind, in ms.
pub fn times(run: &Run, process: &str, kind: Kind) -> Vec<u64> {
    let number = number(run, process);
    let wanted = run.events().iter().filter(|event| event.process() == number && event.kind() == kind);
    wanted.map(|event| event.time_us() / 1_000).collect()
}

/// The number of events of a kind.
pub fn count(run: &Run, kind: Kind) -> usize {
    run.events().iter().filter(|event| event.kind() == kind).count()
}

/// The numbers of the first event of a kind.
pub fn numbers(run: &Run, kind: Kind) -> Vec<i64> {
    let event = run.events().iter().find(|event| event.kind() == kind).expect("there is one");
    run.events().values(event).iter().filter_map(|value| value.as_number()).collect()
}

/// The moment at the end.
pub fn at_the_end(run: &Run) -> Moment {
    after(run, run.events().len())
}

/// The moment after this many events.
pub fn after(run: &Run, events: usize) -> Moment {
    let mut cursor = run.cursor();
    cursor.seek(run, events);
    Moment::new(run, &cursor)
}

/// The cells of the first region at the end.
pub fn cells(run: &Run) -> Vec<i64> {
    at_the_end(run).memories[0].cells.iter().filter_map(|cell| cell.as_number()).collect()
}

/// The length of the first mailbox or link after each event.
pub fn lengths(run: &Run) -> Vec<usize> {
    (0..=run.events().len()).map(|events| after(run, events).channels[0].messages.len()).collect()
}

fn number(run: &Run, process: &str) -> usize {
    run.program().process(process).expect("it is in the scenario")
}
