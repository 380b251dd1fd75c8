//! A run as a ShiViz log, read back with the rule that its first line states; and the laws of vector clocks.

use std::collections::BTreeMap;

use ipcscope_core::export;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;

use crate::samples::{of_every_run, run};

struct Entry {
    host: String,
    clock: BTreeMap<String, u64>,
}

fn parse(text: &str) -> Vec<Entry> {
    let mut lines = text.split('\n');
    assert_eq!(lines.next(), Some("(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)"));
    assert_eq!(lines.next(), Some(""));
    let mut entries = Vec::new();
    while let Some(line) = lines.next().filter(|line| !line.is_empty()) {
        let (host, clock) = line.split_once(' ').expect("a host, a blank, a clock");
        assert!(!host.contains(char::is_whitespace) && clock.starts_with('{') && clock.ends_with('}'), "{line}");
        assert!(lines.next().is_some_and(|event| !event.is_empty()));
        let clock = serde_json::from_str(clock).expect("a clock is JSON");
        entries.push(Entry { host: host.to_string(), clock });
    }
    entries
}

fn is_less(one: &Entry, other: &Entry) -> bool {
    let at = |entry: &Entry, host: &String| entry.clock.get(host).copied().unwrap_or(0);
    one.clock.iter().all(|(host, ticks)| *ticks <= at(other, host)) && one.clock != other.clock
}

fn is_left_out(kind: Kind) -> bool {
    matches!(kind, Kind::Packets | Kind::Enqueue | Kind::Deliver | Kind::Arrive | Kind::Lost | Kind::Answer)
}

fn is_remark(kind: Kind) -> bool {
    matches!(kind, Kind::Deadlock | Kind::Orphaned | Kind::Violated | Kind::Reached)
}

/// For each event in the log the earlier ones that can have brought it about, worked out from the whole run: those before
/// it in its process, its cause, and theirs. What the system does passes causes on, and so does a remark; whose core it was is no matter.
fn before(run: &Run) -> (Vec<usize>, Vec<Vec<bool>>) {
    let count = run.events().len();
    let mut before = vec![vec![false; count]; count];
    let mut latest: BTreeMap<usize, usize> = BTreeMap::new();
    let observer = usize::MAX;
    for (index, event) in run.events().iter_from(0) {
        let mut direct: Vec<usize> = Vec::new();
        let mut cause = event.cause().filter(|_| event.kind() != Kind::Run);
        while let Some(number) = cause {
            let kind = run.events().get(number).expect("a cause is an event").kind();
            if !is_left_out(kind) && !is_remark(kind) {
                direct.push(number);
                break;
            }
            cause = run.events().get(number).and_then(|event| event.cause());
        }
        if is_left_out(event.kind()) {
            continue;
        }
        let host = if is_remark(event.kind()) { observer } else { event.process() };
        direct.extend(latest.insert(host, index));
        for earlier in direct {
            before[index][earlier] = true;
            let theirs = before[earlier].clone();
            before[index].iter_mut().zip(theirs).for_each(|(own, their)| *own |= their);
        }
    }
    let logged = run.events().iter_from(0).filter(|(_, event)| !is_left_out(event.kind())).map(|(index, _)| index);
    (logged.collect(), before)
}

#[test]
fn clocks_say_what_can_have_brought_about_what_and_nothing_else() {
    of_every_run(|run| {
        let entries = parse(&export::shiviz::run(run));
        let (logged, before) = before(run);
        assert_eq!(entries.len(), logged.len());
        for (place, entry) in entries.iter().enumerate() {
            for (earlier_place, earlier) in entries[..place].iter().enumerate() {
                let is_cause = before[logged[place]][logged[earlier_place]];
                let told = (is_less(earlier, entry), is_less(entry, earlier));
                assert_eq!(told, (is_cause, false), "events {} and {}", logged[earlier_place] + 1, logged[place] + 1);
            }
        }
    });
}

#[test]
fn each_host_counts_its_events_from_1() {
    of_every_run(|run| {
        let mut ticks: BTreeMap<String, u64> = BTreeMap::new();
        for entry in parse(&export::shiviz::run(run)) {
            let own = ticks.entry(entry.host.clone()).or_default();
            *own += 1;
            assert_eq!(entry.clock.get(&entry.host), Some(&*own));
            for (host, known) in &entry.clock {
                assert!(*known > 0 && *known <= ticks.get(host).copied().unwrap_or(0), "{host}: {known}");
            }
        }
    });
}

/// P sends at 1 ms, and C, which has waited for it from its own first step, receives at once: the only arrow. P's end comes
/// after, and C knows nothing of it.
#[test]
fn one_message_by_hand() {
    let run = run("mailbox m capacity 1\nprocess P { send 7 to m }\nprocess C { receive x from m }");
    let log = export::shiviz::run(&run);
    let expected = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)\n\n\
        P {\"P\":1}\nstarts (0ms)\n\
        C {\"C\":1}\nstarts (0ms)\n\
        P {\"P\":2}\nsends 7 to m (1ms)\n\
        P {\"P\":3}\nterminates (1ms)\n\
        C {\"P\":2,\"C\":2}\nreceives 7 from m, sent by P at 1ms (1ms)\n\
        C {\"P\":2,\"C\":3}\nterminates (1ms)\n";
    assert_eq!(log, expected);
}

/// A and B each hold what the other wants. That they do is known to the observer alone.
#[test]
fn what_was_found_out_stands_on_a_host_of_its_own() {
    let run = run("mutex m\nmutex n
        process observer { lock m; lock n }
        process B { lock n; lock m }");
    let log = export::shiviz::run(&run);
    assert!(log.contains("observer_2 {\"B\":3,\"observer_2\":1}\n"), "{log}");
}
