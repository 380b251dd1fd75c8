//! A run as a trace for Perfetto, held against the rules of the Trace Event Format.

use std::collections::BTreeMap;

use ipcscope_core::export;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::metrics::{Metrics, Phase};
use serde_json::Value;

use crate::samples::{of_every_run, run};

/// A slice between its `B` and its `E`.
#[derive(Debug)]
struct Slice {
    thread: u64,
    name: String,
    category: String,
    from_us: u64,
    to_us: u64,
    depth: usize,
}

/// A thread and a time.
type Place = (u64, u64);

/// What stands in a trace, once it has been held against the rules.
#[derive(Default)]
struct Trace {
    threads: BTreeMap<u64, String>,
    slices: Vec<Slice>,
    /// Name, start, end.
    flows: Vec<(String, Place, Place)>,
    /// (counter, time, value).
    counters: Vec<(String, u64, u64)>,
}

fn number(event: &Value, field: &str) -> u64 {
    event[field].as_u64().unwrap_or_else(|| panic!("{field} of {event}"))
}

fn text(event: &Value, field: &str) -> String {
    event[field].as_str().unwrap_or_else(|| panic!("{field} of {event}")).to_string()
}

/// Every rule: it is JSON; times never go back; each `E` closes the latest `B` of its thread and none is left open; a
/// flow begins once and ends once, not before, inside a slice each time, and carries one name and category.
fn checked(run: &Run) -> Trace {
    let whole: Value = serde_json::from_str(&export::perfetto::run(run)).expect("it is JSON");
    let mut trace = Trace::default();
    let mut open: BTreeMap<u64, Vec<(String, String, u64)>> = BTreeMap::new();
    let mut begun: BTreeMap<u64, (String, String, u64, u64)> = BTreeMap::new();
    let mut processes: BTreeMap<u64, u64> = BTreeMap::new();
    let mut last_us = 0;
    for event in whole["traceEvents"].as_array().expect("a list of events") {
        let phase = text(event, "ph");
        number(event, "pid");
        if phase == "M" {
            name(event, &mut trace);
            continue;
        }
        let time_us = number(event, "ts");
        assert!(time_us >= last_us, "time goes back: {event}");
        last_us = time_us;
        if phase == "C" {
            trace.counters.push((text(event, "name"), time_us, number(&event["args"], "messages")));
            continue;
        }
        let thread = number(event, "tid");
        assert!(trace.threads.contains_key(&thread), "a thread without a name: {event}");
        assert_eq!(*processes.entry(thread).or_insert(number(event, "pid")), number(event, "pid"));
        let stack = open.entry(thread).or_default();
        match phase.as_str() {
            "B" => stack.push((text(event, "name"), text(event, "cat"), time_us)),
            "E" => {
                let (name, category, from_us) = stack.pop().expect("an E without a B");
                trace.slices.push(Slice { thread, name, category, from_us, to_us: time_us, depth: stack.len() });
            }
            "s" => {
                assert!(!stack.is_empty(), "a flow begins outside: {event}");
                let known =
                    begun.insert(number(event, "id"), (text(event, "name"), text(event, "cat"), thread, time_us));
                assert!(known.is_none(), "two flows of one number: {event}");
            }
            "f" => {
                assert!(!stack.is_empty() && event["bp"] == "e", "a flow ends outside: {event}");
                let (name, category, from, from_us) = begun.remove(&number(event, "id")).expect("it began before");
                assert_eq!((&name, &category), (&text(event, "name"), &text(event, "cat")));
                trace.flows.push((name, (from, from_us), (thread, time_us)));
            }
            other => panic!("an unknown phase {other}"),
        }
    }
    assert!(open.values().all(Vec::is_empty), "{open:?}");
    assert!(begun.is_empty(), "{begun:?}");
    trace
}

fn name(event: &Value, trace: &mut Trace) {
    let given = &event["args"]["name"];
    if text(event, "name") == "thread_name" {
        let thread = number(event, "tid");
        assert!(trace.threads.insert(thread, given.as_str().expect("a name").to_string()).is_none());
    }
}

#[test]
fn every_trace_keeps_the_rules_of_the_format() {
    of_every_run(|run| {
        let trace = checked(run);
        let names: Vec<&String> = trace.threads.values().collect();
        assert_eq!(names, run.program().processes.iter().map(|process| &process.name).collect::<Vec<_>>());
    });
}

/// The slices of a thread's states are its lane: each state takes as long as the metrics say, without overlap.
#[test]
fn states_take_as_long_as_the_metrics_say() {
    of_every_run(|run| {
        let (trace, metrics) = (checked(run), Metrics::new(run));
        for ((thread, name), of) in trace.threads.iter().zip(&metrics.processes) {
            for phase in [Phase::Ready, Phase::Running, Phase::Working, Phase::Blocked, Phase::Sleeping] {
                let slices =
                    trace.slices.iter().filter(|slice| slice.thread == *thread && slice.category == phase.name());
                let us: u64 = slices.map(|slice| slice.to_us - slice.from_us).sum();
                assert_eq!(us, of.us(phase), "{name} {}", phase.name());
            }
        }
    });
}

#[test]
fn states_last_and_acts_are_instants() {
    of_every_run(|run| {
        for slice in checked(run).slices {
            match slice.category.as_str() {
                "event" => assert_eq!(slice.from_us, slice.to_us, "{slice:?}"),
                "section" => {}
                _ => assert!(slice.from_us < slice.to_us, "{slice:?}"),
            }
        }
    });
}

#[test]
fn every_receive_ends_a_message() {
    of_every_run(|run| {
        let trace = checked(run);
        let receives = run.events().iter().filter(|event| event.kind() == Kind::Receive).count();
        assert_eq!(trace.flows.iter().filter(|(name, ..)| name == "message").count(), receives);
    });
}

/// One core, so that the sections' slices are cut: Low works 0–3 ms, High sleeps until 3 ms, takes the core, works 2 ms and
/// blocks at 6 ms, one step later; Low works its last 7 ms until 13 ms, and sends at 14 ms.
#[test]
fn a_preempted_section_by_hand() {
    let run = run("host h cores 1 schedule priority
        mailbox m capacity 1
        process Low on h { section \"long\" { work 10ms \"low\"; send 1 to m } }
        process High on h priority 5 { sleep 3ms; section \"short\" { work 2ms; receive x from m } }");
    let trace = checked(&run);
    let of = |thread: &str| -> Vec<(&str, u64, u64, usize)> {
        let number = trace.threads.iter().find(|(_, name)| *name == thread).map(|(number, _)| *number);
        let mut slices: Vec<_> = trace
            .slices
            .iter()
            .filter(|slice| Some(slice.thread) == number && slice.category != "event")
            .map(|slice| (slice.name.as_str(), slice.from_us / 1_000, slice.to_us / 1_000, slice.depth))
            .collect();
        slices.sort_by_key(|&(_, from, _, depth)| (from, depth));
        slices
    };
    let low = [("long", 0, 14, 0), ("low", 0, 3, 1), ("ready", 3, 6, 1), ("low", 6, 13, 1), ("running", 13, 14, 1)];
    assert_eq!(of("Low"), low);
    let high = [
        ("sleeping", 0, 3, 0),
        ("short", 3, 14, 0),
        ("working", 3, 5, 1),
        ("running", 5, 6, 1),
        ("blocked: m is empty", 6, 14, 1),
    ];
    assert_eq!(of("High"), high);
    // The message: both at 14 ms. The queue: 1 after the send, 0 after the receive.
    let times: Vec<(&str, u64, u64)> =
        trace.flows.iter().map(|(name, from, to)| (name.as_str(), from.1 / 1_000, to.1 / 1_000)).collect();
    assert_eq!(times, [("message", 14, 14)]);
    assert_eq!(trace.counters, [("m".to_string(), 14_000, 1), ("m".to_string(), 14_000, 0)]);
}
