//! A run for machines, version 1: see docs/command-line.md.

use ipcscope_core::program::Program;
use ipcscope_core::simulate::End;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Run, Verdict, words};
use ipcscope_core::value::Value;
use serde_json::{Map, Value as Json, json};

/// The run as one JSON object and a newline.
pub fn run(run: &Run, end: End) -> String {
    let program = run.program();
    let object = json!({
        "ipcscope": 1,
        "title": program.title,
        "seed": run.seed(),
        "end": end.name(),
        "time_us": run.last_us(),
        "events": (0..run.events().len()).map(|index| event(run, index)).collect::<Vec<_>>(),
        "prints": prints(run),
        "shared": {},
        "checks": (0..program.checks.len()).map(|number| check(run, number)).collect::<Vec<_>>(),
    });
    format!("{object}\n")
}

fn event(run: &Run, index: usize) -> Json {
    let program = run.program();
    let event = run.events().get(index).expect("the index is below the length");
    let mut object = Map::new();
    object.insert("event".into(), json!(index + 1));
    object.insert("time_us".into(), json!(event.time_us()));
    object.insert("process".into(), json!(program.processes[event.process()].name));
    object.insert("kind".into(), json!(event.kind().name()));
    if let (Kind::Send | Kind::Receive | Kind::Block, Some(channel)) = (event.kind(), event.object()) {
        object.insert("mailbox".into(), json!(program.channels[channel].name));
    }
    if matches!(event.kind(), Kind::Send | Kind::Receive | Kind::Print | Kind::Say) {
        object.insert("values".into(), values(program, run.events().values(event)));
    }
    if matches!(event.kind(), Kind::Deadlock | Kind::Abandoned) {
        let numbers = run.events().values(event).iter().filter_map(|value| value.as_number());
        let names: Vec<&str> = numbers.map(|number| program.processes[number as usize].name.as_str()).collect();
        object.insert("processes".into(), json!(names));
    }
    if let Some(cause) = event.cause() {
        object.insert("cause".into(), json!(cause + 1));
    }
    object.insert("words".into(), json!(words::event(run, index)));
    Json::Object(object)
}

fn values(program: &Program, values: &[Value]) -> Json {
    let one = |value: &Value| match value.as_number() {
        Some(number) => json!(number),
        None => json!(value.show(&program.texts)),
    };
    values.iter().map(one).collect()
}

/// Each process's own sequence of prints.
fn prints(run: &Run) -> Json {
    let program = run.program();
    let mut prints: Vec<Vec<Json>> = vec![Vec::new(); program.processes.len()];
    for event in run.events().iter().filter(|event| event.kind() == Kind::Print) {
        prints[event.process()].push(values(program, run.events().values(event)));
    }
    let named = program.processes.iter().zip(prints).filter(|(_, prints)| !prints.is_empty());
    Json::Object(named.map(|(process, prints)| (process.name.clone(), json!(prints))).collect())
}

fn check(run: &Run, number: usize) -> Json {
    let check = &run.program().checks[number];
    let (verdict, event) = match run.verdict(number) {
        Verdict::Kept => ("kept", None),
        Verdict::Broken(event) => ("broken", event),
        Verdict::Open => ("open", None),
    };
    json!({
        "check": check.text,
        "verdict": verdict,
        "event": event.map(|event| event + 1),
        "expect_violated": check.expect_violated,
    })
}
