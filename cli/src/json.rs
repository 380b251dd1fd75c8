//! A run, and what every schedule says, for machines, version 1: see docs/command-line.md.

use std::slice::Iter;

use ipcscope_core::explore::{
    Answer, Deadlock, Outcome, Outcomes, Report, Stop, Stuck, Trouble, TroubleReport, WaitsFor, words as explored,
};
use ipcscope_core::export::fields::{self, EventValue, ObjectKind};
use ipcscope_core::id::ProcessId;
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
        "ipcscope": 2,
        "title": program.title,
        "seed": run.seed(),
        "end": end.name(),
        "time_us": run.last_us(),
        "repeats": run.repetition().map(|repetition| json!({
            "from_us": repetition.from_us,
            "every_us": repetition.every_us,
            "events": repetition.events,
            "no_progress": names(program, &repetition.idle),
        })),
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
    if let Some((object_kind, name)) = fields::object(run, event) {
        if object_kind == ObjectKind::Channel {
            object.insert("mailbox".into(), json!(name));
        }
        object.insert("object".into(), json!(name));
        object.insert("object_is".into(), json!(object_kind.name()));
    }
    let carried: Vec<Json> = fields::values(run, event).into_iter().map(plain).collect();
    if matches!(event.kind(), Kind::Deadlock | Kind::Orphaned) {
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

fn plain(carried: EventValue) -> Json {
    match carried {
        EventValue::Number(number) => json!(number),
        EventValue::Text(text) => json!(text),
    }
}

/// What shared memory holds at the end, by field, and how many permits each semaphore has. A field with slots is a list,
/// and an item of several cells is one.
fn shared(run: &Run) -> Json {
    let program = run.program();
    let mut cursor = run.cursor();
    cursor.seek(run, run.events().len());
    let now = Moment::new(run, &cursor);
    let cells: Vec<Value> = now.memories.iter().flat_map(|memory| memory.cells.iter().copied()).collect();
    let mut shared = fields(program, &cells);
    for (lock, now) in program.locks.iter().zip(&now.locks) {
        if matches!(lock.kind, LockKind::Semaphore { .. }) {
            shared.insert(lock.name.clone(), json!(now.permits));
        }
    }
    Json::Object(shared)
}

/// What the cells of all regions hold, by field.
fn fields(program: &Program, cells: &[Value]) -> Map<String, Json> {
    let mut shared = Map::new();
    let mut cells = cells.iter();
    for memory in &program.memories {
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
    shared
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

/// What every schedule says, as one JSON object and a newline.
pub fn report(program: &Program, report: &Report) -> String {
    let (outcomes, are_listed) = match &report.outcomes {
        Outcomes::Listed(listed) => (listed.iter().map(|one| outcome(program, one)).collect(), true),
        Outcomes::NotListed | Outcomes::NotAsked | Outcomes::Unbounded => (Json::Array(Vec::new()), false),
    };
    let checks = program.checks.iter().zip(&report.checks).map(|(check, told)| {
        let verdict = told.holds.map_or("open", |holds| if holds { "holds" } else { "violated" });
        let mut object = Map::new();
        object.insert("check".into(), json!(check.text));
        object.insert("verdict".into(), json!(verdict));
        object.insert("expect_violated".into(), json!(check.expect_violated));
        object.insert("as_expected".into(), json!(told.as_expected));
        put_witness(&mut object, &told.seen);
        Json::Object(object)
    });
    let mut endless = Map::new();
    endless.insert("verdict".into(), json!(verdict(&report.endless)));
    put_witness(&mut endless, &report.endless);
    let whole = json!({
        "ipcscope": 2,
        "title": program.title,
        "finished": report.progress.is_finished,
        "stopped": report.progress.stopped.map(|stop| match stop {
            Stop::States => "states",
            Stop::Memory => "memory",
            Stop::Growth => "growth",
        }),
        "growth": report.growth.iter().map(|growth| json!({
            "of": explored::growing(program, growth.of),
            "step": growth.step,
        })).collect::<Vec<_>>(),
        "as_expected": report.as_expected(),
        "states": report.progress.states,
        "transitions": report.progress.transitions,
        "depth": report.progress.depth,
        "reduced": report.progress.is_reduced,
        "bytes": report.progress.bytes,
        "checks": checks.collect::<Vec<_>>(),
        "troubles": report.troubles.iter().map(|told| trouble(program, told)).collect::<Vec<_>>(),
        "deadlocks": report.deadlocks.iter().map(|one| deadlock(program, one)).collect::<Vec<_>>(),
        "orphans": names(program, &report.orphans),
        "endless": endless,
        "outcomes_listed": are_listed,
        "outcomes_unbounded": report.outcomes == Outcomes::Unbounded,
        "outcomes": outcomes,
    });
    whole.to_string() + "\n"
}

fn trouble(program: &Program, told: &TroubleReport) -> Json {
    let mut object = Map::new();
    object.insert("trouble".into(), json!(told.trouble.name()));
    object.insert("verdict".into(), json!(verdict(&told.answer)));
    object.insert("asked".into(), json!(told.is_asked_about));
    put_witness(&mut object, &told.answer);
    let sets: Vec<Vec<&str>> = match told.trouble {
        Trouble::Deadlock => told.stuck.deadlocks.iter().map(|set| names(program, set)).collect(),
        Trouble::Orphaned if !told.stuck.orphaned.is_empty() => vec![names(program, &told.stuck.orphaned)],
        _ => told.process.iter().map(|&process| names(program, &[process])).collect(),
    };
    if !sets.is_empty() {
        object.insert("processes".into(), json!(sets));
    }
    if !told.stuck.waits.is_empty() {
        object.insert("waits_for".into(), waits(program, &told.stuck));
    }
    Json::Object(object)
}

fn deadlock(program: &Program, deadlock: &Deadlock) -> Json {
    json!({
        "processes": names(program, &deadlock.members),
        "waits_for": waits(program, &deadlock.stuck),
        "schedule": deadlock.witness.schedule,
        "shortest": deadlock.witness.is_shortest,
    })
}

/// What each process that is blocked forever waits for, and by whom of them it could come.
fn waits(program: &Program, stuck: &Stuck) -> Json {
    let one = |waits: &WaitsFor| {
        json!({
            "process": names(program, &[waits.process])[0],
            "object": explored::name_of(program, waits.object),
            "by": names(program, &waits.by),
        })
    };
    stuck.waits.iter().map(one).collect()
}

fn names<'p>(program: &'p Program, processes: &[ProcessId]) -> Vec<&'p str> {
    processes.iter().map(|process| &*program.processes[process.index()].name).collect()
}

fn verdict(answer: &Answer) -> &'static str {
    match answer {
        Answer::Never => "never",
        Answer::Yes(_) => "possible",
        Answer::NoneSoFar => "open",
    }
}

fn put_witness(object: &mut Map<String, Json>, answer: &Answer) {
    if let Some(witness) = answer.witness() {
        object.insert("schedule".into(), json!(witness.schedule));
        object.insert("shortest".into(), json!(witness.is_shortest));
        if let Some(from) = witness.repeats_from {
            object.insert("repeats_from".into(), json!(from));
        }
    }
}

fn outcome(program: &Program, outcome: &Outcome) -> Json {
    let printed = |prints: &Vec<Vec<Value>>| -> Json { prints.iter().map(|one| values(program, one)).collect() };
    let named = program.processes.iter().zip(&outcome.prints).filter(|(_, prints)| !prints.is_empty());
    json!({
        "end": outcome.end.name(),
        "order": names(program, &outcome.order),
        "prints": named.map(|(process, prints)| (process.name.clone(), printed(prints))).collect::<Map<_, _>>(),
        "shared": fields(program, &outcome.cells),
        "blocked": names(program, &outcome.blocked),
        "schedule": outcome.schedule,
    })
}
