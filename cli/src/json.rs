//! A run for machines, version 1: see docs/command-line.md.

use std::slice::Iter;

use ipcscope_core::export::fields::{self, Carried, Sort};
use ipcscope_core::program::{LockKind, Program};
use ipcscope_core::simulate::End;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run, Verdict, words};
use ipcscope_core::value::Value;
use serde_json::{Map, Value as Json, json};

/// The run as one JSON object and a newline. Put together piece by piece: as one value in memory, a million events would
/// take gigabytes.
pub fn run(run: &Run, end: End) -> String {
    let program = run.program();
    let before = json!({
        "ipcscope": 1,
        "title": program.title,
        "seed": run.seed(),
        "end": end.name(),
        "time_us": run.last_us(),
    });
    let after = json!({
        "prints": prints(run),
        "shared": shared(run),
        "checks": (0..program.checks.len()).map(|number| check(run, number)).collect::<Vec<_>>(),
    });
    let (before, after) = (before.to_string(), after.to_string());
    let mut out = format!("{},\"events\":[", before.trim_end_matches('}'));
    for index in 0..run.events().len() {
        if index > 0 {
            out.push(',');
        }
        out += &event(run, index).to_string();
    }
    out + "]," + after.trim_start_matches('{') + "\n"
}

fn event(run: &Run, index: usize) -> Json {
    let program = run.program();
    let event = run.events().get(index).expect("the index is below the length");
    let mut object = Map::new();
    object.insert("event".into(), json!(index + 1));
    object.insert("time_us".into(), json!(event.time_us()));
    object.insert("process".into(), json!(program.processes[event.process()].name));
    object.insert("kind".into(), json!(event.kind().name()));
    if let Some((sort, name)) = fields::object(run, event) {
        if sort == Sort::Channel {
            object.insert("mailbox".into(), json!(name));
        }
        object.insert("object".into(), json!(name));
        object.insert("object_is".into(), json!(sort.name()));
    }
    let carried: Vec<Json> = fields::values(run, event).into_iter().map(plain).collect();
    if matches!(event.kind(), Kind::Deadlock | Kind::Abandoned) {
        object.insert("processes".into(), json!(carried));
    } else if !carried.is_empty() {
        object.insert("values".into(), json!(carried));
    }
    if let Some(cause) = event.cause() {
        object.insert("cause".into(), json!(cause + 1));
    }
    object.insert("words".into(), json!(words::event(run, index)));
    Json::Object(object)
}

fn plain(carried: Carried) -> Json {
    match carried {
        Carried::Number(number) => json!(number),
        Carried::Text(text) => json!(text),
    }
}

/// What shared memory holds at the end, by field, and how many permits each semaphore has. A field with slots is a list,
/// and an item of several cells is one.
fn shared(run: &Run) -> Json {
    let program = run.program();
    let mut cursor = run.cursor();
    cursor.seek(run, run.events().len());
    let now = Moment::new(run, &cursor);
    let mut shared = Map::new();
    for (memory, now) in program.memories.iter().zip(&now.memories) {
        let mut cells = now.cells.iter();
        for field in &program.fields[usize::from(memory.fields.start)..usize::from(memory.fields.end)] {
            let item = |cells: &mut Iter<Value>| match field.cells {
                1 => cells.next().map_or(Json::Null, |cell| value(program, cell)),
                several => values(program, cells.by_ref().take(several as usize)),
            };
            let held = match field.slots {
                None => item(&mut cells),
                Some(slots) => (0..slots).map(|_| item(&mut cells)).collect(),
            };
            shared.insert(format!("{}.{}", memory.name, field.name), held);
        }
    }
    for (lock, now) in program.locks.iter().zip(&now.locks) {
        if matches!(lock.kind, LockKind::Semaphore { .. }) {
            shared.insert(lock.name.clone(), json!(now.permits));
        }
    }
    Json::Object(shared)
}

fn value(program: &Program, value: &Value) -> Json {
    match value.as_number() {
        Some(number) => json!(number),
        None => json!(value.show(&program.texts)),
    }
}

fn values<'v>(program: &Program, values: impl IntoIterator<Item = &'v Value>) -> Json {
    values.into_iter().map(|one| value(program, one)).collect()
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
