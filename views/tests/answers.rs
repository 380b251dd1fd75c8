//! What the panel gets for what it asks, as JSON.

use ipcscope_core::trace::Run;
use ipcscope_reader::prepare;
use ipcscope_views::Desk;
use serde_json::{Value, json};

fn gallery(name: &str) -> Vec<u8> {
    let path = format!("{}/../scenarios/{name}.ipc", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("it is in the gallery");
    prepare(text).program.expect("there is no mistake in it")
}

/// The answer to a question about the whole run of a scenario.
fn ask(desk: &mut Desk, name: &str, at: usize, view: Value) -> Value {
    let packed = gallery(name);
    let program = ipcscope_reader::program(&packed).expect("it was put just now");
    let run = Run::complete(program.into(), None);
    let mut question =
        json!({ "seed": run.seed().to_string(), "events": run.events().len(), "at": at, "width": 700.0 });
    question.as_object_mut().expect("it is one").extend(view.as_object().expect("it is one").clone());
    let question = question.to_string();
    let mut bytes = (question.len() as u32).to_le_bytes().to_vec();
    bytes.extend(question.as_bytes());
    bytes.extend(packed);
    serde_json::from_slice(&desk.answer_bytes(&bytes)).expect("it is JSON")
}

fn texts(row: &Value) -> Vec<&str> {
    let cells = row["cells"].as_array().expect("each row has cells");
    cells.iter().map(|cell| cell["text"].as_str().expect("each cell has a text")).collect()
}

/// Event 26, at 12 ms, is the producer's first block: see `tests/tests/bounded_buffer.rs`.
#[test]
fn who_waits_for_whom() {
    let answer = &ask(&mut Desk::default(), "buffer-bounded", 26, json!({ "view": "waitfor" }))["Ok"];
    assert_eq!(answer["summary"], "At 12ms 1 process waits.");
    let rows = answer["tables"][0]["rows"].as_array().expect("there is a table");
    assert_eq!(texts(&rows[0]), ["Producer", "12ms", "buffer is full (3 of 3)", "Consumer"]);
    assert_eq!(rows.len(), 1);
    assert!(answer["picture"]["shapes"].as_array().is_some_and(|shapes| !shapes.is_empty()));
}

#[test]
fn events_come_in_blocks_and_by_filters() {
    let mut desk = Desk::default();
    // 60 lines around the moment are more than there are.
    let all = ask(&mut desk, "buffer-bounded", 26, json!({ "view": "events" }));
    assert_eq!(all["Ok"]["tables"][0]["rows"].as_array().map(Vec::len), Some(56));
    assert_eq!(all["Ok"]["lines"]["total"], 56);
    assert_eq!((&all["Ok"]["lines"]["first"], &all["Ok"]["lines"]["current"]), (&json!(0), &json!(25)));
    let kinds = all["Ok"]["lines"]["kinds"].as_array().expect("there are kinds").clone();
    let block = kinds.iter().find(|kind| kind[1] == "block").expect("somebody blocks")[0].clone();
    // The producer's blocks are events 26, 33 and 40; the latest of them before event 35 is the second.
    let filter = json!({ "view": "events", "process": 0, "kind": block });
    let blocks = &ask(&mut desk, "buffer-bounded", 35, filter)["Ok"];
    assert_eq!(blocks["summary"], "3 events.");
    let rows = blocks["tables"][0]["rows"].as_array().expect("there is a table");
    assert_eq!(rows.iter().map(|row| row["event"].clone()).collect::<Vec<_>>(), [25, 32, 39]);
    assert_eq!(blocks["lines"]["current"], 1);
}

/// The run has 92 events: from line 20 on there are 60, and from the last one on the last 60.
#[test]
fn a_block_begins_where_it_is_asked_for() {
    let mut desk = Desk::default();
    let mut first = |first: usize| {
        let answer = ask(&mut desk, "bounded-buffer-monitor", 0, json!({ "view": "events", "first": first }));
        assert_eq!(answer["Ok"]["lines"]["total"], 92);
        assert_eq!(answer["Ok"]["tables"][0]["rows"].as_array().map(Vec::len), Some(60));
        answer["Ok"]["lines"]["first"].clone()
    };
    assert_eq!([first(20), first(91), first(1_000_000)], [20, 32, 32]);
}

#[test]
fn figures_until_the_moment() {
    // 8 items received; 16 ms of sends and receives and 48 ms of work on 49 ms.
    let answer = &ask(&mut Desk::default(), "buffer-bounded", 56, json!({ "view": "charts" }))["Ok"];
    assert_eq!(answer["summary"], "Until 49ms: 8 messages received, 1.31 cores busy on the average, 16 system calls.");
    let captions: Vec<_> =
        answer["tables"].as_array().expect("there are some").iter().map(|one| one["caption"].clone()).collect();
    assert_eq!(captions, ["Processes: time in each state, and what they did", "Mailboxes and links"]);
    let start = &ask(&mut Desk::default(), "buffer-bounded", 0, json!({ "view": "charts" }))["Ok"];
    assert_eq!(start["summary"], "Until 0ms: 0 messages received, 0 system calls.");
}

#[test]
fn what_is_no_question_gets_words() {
    let mut desk = Desk::default();
    for bytes in [&b""[..], b"\x01\0\0\0", b"\xff\xff\xff\xff{}", b"\x02\0\0\0{}", b"\x05\0\0\0[[[[["] {
        let answer: Value = serde_json::from_slice(&desk.answer_bytes(bytes)).expect("it is JSON");
        assert_eq!(answer, json!({ "Err": "A part of the page arrived damaged." }), "{bytes:?}");
    }
    // A question, and a program that is none.
    let question = br#"{"view":"waitfor","seed":"1","events":1,"at":0,"width":300}"#;
    let mut bytes = (question.len() as u32).to_le_bytes().to_vec();
    bytes.extend(question);
    bytes.extend([0xff; 40]);
    let answer: Value = serde_json::from_slice(&desk.answer_bytes(&bytes)).expect("it is JSON");
    assert_eq!(answer["Err"], "A part of the page arrived damaged.");
}

/// The answer of a search through `lost-update` that goes on for so many states, after some moves of a given schedule.
fn explored(desk: &mut Desk, slice: usize, schedule: Option<&[u32]>, at: usize, branches: Value) -> Value {
    let view = json!({ "view": "explore", "slice": slice, "branches": branches, "schedule": schedule });
    ask(desk, "lost-update", at, view)["Ok"].clone()
}

#[test]
fn the_lost_update_can_go_wrong() {
    let mut desk = Desk::default();
    let before = explored(&mut desk, 0, None, 0, json!([]));
    assert_eq!(before["explored"]["progress"], Value::Null);
    let answer = explored(&mut desk, 10, None, 0, json!([]));
    assert_eq!(answer["explored"]["progress"]["is_finished"], false);
    let first = answer["explored"]["checks"][0]["words"].as_str().expect("a verdict has words");
    assert!(first.starts_with("not finished: none so far in "), "{first}");
    let answer = explored(&mut desk, 1_000, None, 0, json!([]));
    assert_eq!(answer["summary"], "Every schedule was tried: every check is as expected.");
    let explored = &answer["explored"];
    assert_eq!((&explored["progress"]["states"], &explored["progress"]["transitions"]), (&json!(40), &json!(60)));
    // Read, read, write, write, signal, signal, wait, wait; then the print, which a check looks at.
    let violated = &explored["checks"][0];
    assert_eq!(violated["schedule"], json!([0, 1, 0, 0, 0, 0, 0, 0, 0]));
    assert_eq!((&violated["mark"], &violated["words"]), (&json!("good"), &json!("violated, as expected")));
    assert_eq!(explored["ends"], "2 outcomes");
    let words: Vec<&Value> =
        explored["outcomes"].as_array().expect("they are listed").iter().map(|one| &one["words"]).collect();
    assert_eq!(words, ["Guard prints 2; hall.visitors = 2", "Guard prints 1; hall.visitors = 1"]);
    assert_eq!(explored["troubles"], json!([]));
    let never = "In no schedule: deadlock, orphaned process, fault, torn read, failed assertion, livelock, starvation. \
                 Every fair run ends.";
    assert_eq!(explored["never"], never);
    // With 40 states it is still drawn: each has its shape, and each move a line.
    assert!(explored["graph"]["shapes"].as_array().is_some_and(|shapes| shapes.len() >= 40 + 60));
}

#[test]
fn the_scheduler_has_every_move_and_who_is_blocked() {
    let mut desk = Desk::default();
    let start = explored(&mut desk, 0, Some(&[]), 0, json!([]));
    let scheduler = &start["explored"]["scheduler"];
    assert_eq!(scheduler["summary"], "At the start 2 are possible.");
    let step = |number: usize| (&scheduler["steps"][number]["who"], &scheduler["steps"][number]["words"]);
    assert_eq!(step(0), (&json!("East"), &json!("reads 0 from hall.visitors")));
    assert_eq!(step(1), (&json!("West"), &json!("reads 0 from hall.visitors")));
    assert_eq!(scheduler["steps"][1]["schedule"], json!([1]));
    assert_eq!(scheduler["blocked"][0]["who"], "Guard");
    // The ordinary run at its end has nothing left to schedule; its own moves are a branch.
    let end = explored(&mut desk, 0, None, usize::MAX >> 12, json!([[0, 1, 0]]));
    let scheduler = &end["explored"]["scheduler"];
    assert!(scheduler["summary"].as_str().is_some_and(|words| words.ends_with("nothing more is possible.")));
    assert_eq!(scheduler["made"], scheduler["own"]);
    assert!(scheduler["tree"]["shapes"].as_array().is_some_and(|shapes| !shapes.is_empty()));
}

/// Of a deadlock it says who waits for whom; its few states are drawn.
#[test]
fn a_small_graph_is_drawn_and_a_deadlock_told() {
    let text = "semaphore a = 1\nsemaphore b = 1\nprocess P { wait a; wait b; signal b; signal a }\nprocess Q { wait b; wait a; signal a; signal b }";
    let packed = prepare(text.to_string()).program.expect("there is no mistake in it");
    let question = r#"{"seed":"1","schedule":[0,1],"events":100,"at":100,"width":700,"view":"explore","slice":1000,"branches":[]}"#;
    let mut bytes = (question.len() as u32).to_le_bytes().to_vec();
    bytes.extend(question.as_bytes());
    bytes.extend(packed);
    let answer: Value = serde_json::from_slice(&Desk::default().answer_bytes(&bytes)).expect("it is JSON");
    let explored = &answer["Ok"]["explored"];
    assert_eq!(explored["troubles"][0]["words"], "can happen: P, Q wait for each other");
    assert_eq!(
        explored["troubles"][0]["details"],
        json!(["P waits for semaphore b, which Q could signal", "Q waits for semaphore a, which P could signal"])
    );
    assert!(explored["graph"]["shapes"].as_array().is_some_and(|shapes| !shapes.is_empty()));
    assert_eq!(explored["scheduler"]["summary"], "After 2 moves nothing more is possible.");
    assert_eq!(explored["scheduler"]["blocked"].as_array().map(Vec::len), Some(2));
}
