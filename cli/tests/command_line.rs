//! The command as people type it: what it prints, and how it exits.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn ipcscope(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipcscope"));
    command.current_dir(root()).args(arguments).output().expect("the command is built")
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A file of this test's own.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the test's folder can be written");
    path
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it prints UTF-8")
}

#[test]
fn run_prints_every_event_and_the_end() {
    let done = ipcscope(&["run", "scenarios/buffer-bounded.ipc"]);
    // Worked out by hand in tests/tests/bounded_buffer.rs.
    assert_eq!(text(&done.stdout), include_str!("../../tests/golden/buffer-bounded.txt"));
    assert_eq!((text(&done.stderr).as_str(), done.status.code()), ("", Some(0)));
}

/// 61 events up to the end of the first round, and the end: see tests/tests/gallery/endless.rs.
#[test]
fn run_of_an_endless_program_prints_one_round() {
    let done = ipcscope(&["run", "scenarios/endless.ipc"]);
    let printed = text(&done.stdout);
    assert_eq!((printed.lines().count(), done.status.code()), (62, Some(0)));
    assert!(printed.ends_with("end: repeats every 18ms from 18ms on, after 61 events\n"));
    let more = ipcscope(&["run", "scenarios/endless.ipc", "--events", "500"]);
    assert!(text(&more.stdout).ends_with("after 500 events\n"));
}

/// Each form of one small run, byte for byte. The events, their times and what memory holds at the end are worked out by
/// hand beside the figures in core/tests/exports; what is compared here is that no byte changes unnoticed.
#[test]
fn run_writes_every_form_as_it_did() {
    for (format, name) in [
        ("json", "small.json"),
        ("csv", "small.csv"),
        ("mermaid", "small.mmd"),
        ("perfetto", "small.perfetto.json"),
        ("shiviz", "small.shiviz.log"),
        ("metrics", "small.metrics.txt"),
    ] {
        let done = ipcscope(&["run", "tests/golden/exports/small.ipc", "--format", format]);
        assert_eq!((text(&done.stderr).as_str(), done.status.code()), ("", Some(0)), "{format}");
        let golden = root().join("tests/golden/exports").join(name);
        if std::env::var_os("IPCSCOPE_BLESS").is_some() {
            std::fs::write(&golden, &done.stdout).expect("the golden file can be written");
        }
        let expected = std::fs::read_to_string(&golden).expect("it is there");
        assert!(text(&done.stdout) == expected, "{name} is different; IPCSCOPE_BLESS=1 accepts it");
    }
}

/// A run that is stopped says so in every form that tells how it ended, and exits with 3.
#[test]
fn every_form_can_be_cut() {
    for (format, end) in [
        ("json", "\"end\":\"cut\""),
        ("mermaid", "cut at 12ms after 26 events"),
        ("perfetto", "\"end\":\"cut at 12ms after 26 events\""),
        ("metrics", "end: cut at 12ms after 26 events\n"),
        ("csv", "\r\n26,12000,"),
        ("shiviz", "(12ms)\n"),
    ] {
        let done = ipcscope(&["run", "scenarios/buffer-bounded.ipc", "--until", "12ms", "--format", format]);
        assert!(text(&done.stdout).contains(end), "{format}");
        assert_eq!(done.status.code(), Some(3), "{format}");
    }
}

/// Two increments in a row, an item of two cells in the second of two slots, and a semaphore that is left at 3.
#[test]
fn json_tells_what_is_shared_at_the_end() {
    let scenario = file(
        "shared.ipc",
        "memory t { sum = 0; name = \"x\"; a[2] of 2 = -1; item of 3 = 7 }\nsemaphore s = 2\nsemaphore f[2] = 1\nmutex m\n\
         process P { t.sum = t.sum + 1; t.sum = t.sum + 1; t.a[1] = 5; t.name = \"y\"; signal s; wait f[0]; lock m }\n",
    );
    let done = ipcscope(&["run", &scenario.to_string_lossy(), "--format", "json"]);
    let printed: serde_json::Value = serde_json::from_slice(&done.stdout).expect("it is JSON");
    let shared = serde_json::json!({
        "t.sum": 2, "t.name": "y", "t.a": [[-1, -1], [5, 5]], "t.item": [7, 7, 7], "s": 3, "f[0]": 0, "f[1]": 1,
    });
    assert_eq!(printed["shared"], shared);
    let events = printed["events"].as_array().expect("a list");
    let last_write = events.iter().rfind(|event| event["kind"] == "write").expect("it wrote");
    assert_eq!((&last_write["object"], &last_write["object_is"]), (&"t.name".into(), &"field".into()));
    assert_eq!(last_write["values"], serde_json::json!([0, 0, "y"]));
}

#[test]
fn run_can_be_cut() {
    let by_time = ipcscope(&["run", "scenarios/buffer-bounded.ipc", "--until", "12ms"]);
    assert!(text(&by_time.stdout).ends_with("end: cut at 12ms after 26 events\n"));
    assert_eq!(by_time.status.code(), Some(3));
    let by_events = ipcscope(&["run", "scenarios/buffer-bounded.ipc", "--events", "3"]);
    assert!(text(&by_events.stdout).ends_with("end: cut at 0ms after 3 events\n"));
    let whole = ipcscope(&["run", "scenarios/buffer-bounded.ipc", "--until", "49ms", "--events", "56"]);
    assert!(text(&whole.stdout).contains("after 56 events\n"));
    assert_eq!(ipcscope(&["run", "scenarios/buffer-bounded.ipc", "--until", "soon"]).status.code(), Some(2));
}

#[test]
fn run_as_json_says_the_same() {
    let scenario = file(
        "json.ipc",
        "title \"T\"\nmailbox m capacity 1\nprocess P { send 1, \"a\" to m }\nprocess C { receive x, y from m; print y, x }\ncheck always length(m) == 0 expect violated\n",
    );
    let done = ipcscope(&["run", &scenario.to_string_lossy(), "--format", "json"]);
    let printed: serde_json::Value = serde_json::from_slice(&done.stdout).expect("it is JSON");
    assert_eq!(printed["ipcscope"], 2);
    assert_eq!((&printed["end"], &printed["time_us"]), (&"finished".into(), &1_000.into()));
    assert_eq!(printed["prints"], serde_json::json!({"C": [["a", 1]]}));
    // Two starts, the send, that it breaks the check, P's end, the receive, the print, C's end.
    let kinds: Vec<_> =
        printed["events"].as_array().expect("a list").iter().map(|event| event["kind"].as_str()).collect();
    let expected = ["start", "start", "send", "violated", "end", "receive", "print", "end"];
    assert_eq!(kinds, expected.map(Some));
    assert_eq!(printed["events"][5]["cause"], 3);
    assert_eq!(printed["events"][5]["mailbox"], "m");
    assert_eq!(printed["checks"][0]["verdict"], "broken");
    assert_eq!((&printed["checks"][0]["event"], &printed["checks"][0]["expect_violated"]), (&4.into(), &true.into()));
}

#[test]
fn check_tells_three_mistakes_at_once() {
    let scenario = file(
        "three.ipc",
        "mailbox orders capacity 4\nprocess Producer {\n  repeat 3 as n {\n    wrok 2ms\n    send n to order\n  }\n}\n\
         process Consumer {\n  receive x from orders\n  print y\n}\n",
    );
    let done = ipcscope(&["check", &scenario.to_string_lossy()]);
    let told = text(&done.stderr);
    for (place, message, help) in [
        ("4:5", "`wrok` is not a statement", "write `work`"),
        ("5:15", "no mailbox or process is called `order`", "write `orders`"),
        ("10:9", "", ""),
    ] {
        assert!(told.contains(&format!("three.ipc:{place}: error: {message}")), "{place} {message} is not in\n{told}");
        assert!(told.contains(help), "{help} is not in\n{told}");
    }
    assert_eq!(told.matches("error: ").count(), 3, "{told}");
    assert_eq!(text(&done.stdout), "3 mistakes in 1 scenario\n");
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn check_finds_nothing_wrong_with_the_gallery() {
    let mut arguments = vec!["check".to_string()];
    let files = std::fs::read_dir(root().join("scenarios")).expect("the gallery is there");
    arguments.extend(files.map(|file| file.expect("it can be listed").path().to_string_lossy().into_owned()));
    let done = ipcscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((text(&done.stderr).as_str(), done.status.code()), ("", Some(0)));
}

#[test]
fn fmt_lays_out_and_keeps_comments() {
    let scenario = file(
        "messy.ipc",
        "process  P{   # the only one\nsend 1+  2 to m;print   3 }\n# a mailbox\nmailbox m capacity 1\nprocess C { receive x from m }\n",
    );
    let path = scenario.to_string_lossy();
    assert_eq!(ipcscope(&["fmt", "--check", &path]).status.code(), Some(1));
    assert_eq!(ipcscope(&["fmt", &path]).status.code(), Some(0));
    let laid_out = std::fs::read_to_string(&scenario).expect("it is there");
    assert_eq!(
        laid_out,
        "process P {  # the only one\n  send 1 + 2 to m\n  print 3\n}\n# a mailbox\nmailbox m capacity 1\nprocess C {\n  receive x from m\n}\n"
    );
    assert_eq!(ipcscope(&["fmt", "--check", &path]).status.code(), Some(0));
}

#[test]
fn fmt_of_standard_input_writes_to_standard_output() {
    let mut fmt = Command::new(env!("CARGO_BIN_EXE_ipcscope"))
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    fmt.stdin.take().expect("it is piped").write_all(b"process P{print 1}").expect("it reads");
    let done = fmt.wait_with_output().expect("it ends");
    assert_eq!((text(&done.stdout).as_str(), done.status.code()), ("process P {\n  print 1\n}\n", Some(0)));
}

#[test]
fn the_gallery_is_laid_out_as_fmt_does() {
    for entry in std::fs::read_dir(root().join("scenarios")).expect("the gallery is there") {
        let path = entry.expect("it can be listed").path();
        assert_eq!(ipcscope(&["fmt", "--check", &path.to_string_lossy()]).status.code(), Some(0), "{}", path.display());
    }
}

#[test]
fn render_writes_the_stage() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stage.svg");
    let done = ipcscope(&["render", "scenarios/buffer-bounded.ipc", "--at", "12ms", "-o", &out.to_string_lossy()]);
    assert_eq!((text(&done.stderr).as_str(), done.status.code()), ("", Some(0)));
    let golden = root().join("tests/golden/stage-buffer-bounded.svg");
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::copy(&out, &golden).expect("the golden file can be written");
    }
    let drawn = std::fs::read_to_string(&out).expect("it was written");
    assert!(
        drawn == std::fs::read_to_string(&golden).expect("it is there"),
        "the stage looks different: compare {out:?} and {golden:?}; IPCSCOPE_BLESS=1 accepts it"
    );
}

#[test]
fn a_link_comes_back_as_the_text() {
    let link = ipcscope(&["link", "scenarios/buffer-bounded.ipc", "--base", "https://example.org/ipcscope/"]);
    let link = text(&link.stdout);
    assert!(link.starts_with("https://example.org/ipcscope/#s=1."), "{link}");
    let back = ipcscope(&["unlink", link.trim_end()]);
    assert_eq!(back.stdout, std::fs::read(root().join("scenarios/buffer-bounded.ipc")).expect("it is there"));
    let cut = ipcscope(&["unlink", &link[..link.len() - 9]]);
    assert_eq!(cut.status.code(), Some(1));
    assert!(text(&cut.stderr).contains("cut off"), "{}", text(&cut.stderr));
}

#[test]
fn what_cannot_be_read_is_told() {
    let missing = ipcscope(&["run", "scenarios/no-such.ipc"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).starts_with("ipcscope: scenarios/no-such.ipc: "), "{}", text(&missing.stderr));
    let noise = Path::new(env!("CARGO_TARGET_TMPDIR")).join("noise.ipc");
    std::fs::write(&noise, [0xFF, 0xFE, 0x00]).expect("the test's folder can be written");
    let told = ipcscope(&["check", &noise.to_string_lossy()]);
    assert_eq!(told.status.code(), Some(2));
    assert!(text(&told.stderr).contains("not text in UTF-8"));
}

/// Two who take two locks in opposite orders: each its first, and both wait.
#[test]
fn explore_tells_what_can_go_wrong_and_replay_plays_it() {
    let told = ipcscope(&["explore", "scenarios/wrong-order.ipc"]);
    let expected = "check never deadlock: violated, as expected\n  after 2 moves: --schedule 0,1\n\
        deadlock: possible: Ann, Bob\n  Ann waits for mutex scanner, held by Bob\n  Bob waits for mutex printer, held by Ann\n  after 2 moves: --schedule 0,1\n";
    assert!(text(&told.stdout).starts_with(expected), "{}", text(&told.stdout));
    assert!(text(&told.stdout).ends_with("result: all as expected\n"), "{}", text(&told.stdout));
    assert_eq!(told.status.code(), Some(0));
    let played = ipcscope(&["replay", "scenarios/wrong-order.ipc", "--schedule", "0,1"]);
    // Two moves of 1 ms; two starts, two locks, two blocks, the deadlock.
    assert!(text(&played.stdout).ends_with("end: deadlock at 2ms after 7 events\n"), "{}", text(&played.stdout));
    assert_eq!(played.status.code(), Some(3));
}

/// An `assert` that can fail is a check, unless a check expects that; other trouble counts with `--strict`.
#[test]
fn explore_counts_assertions_and_with_strict_all_trouble() {
    let text_of = |name: &str, more: &str| {
        let asserts = "memory t { x = 0 }\nprocess P { t.x = 1 }\nprocess Q { let y = t.x; assert y == 0 }\n";
        file(name, &format!("{asserts}check always t.x <= 1\n{more}")).to_string_lossy().to_string()
    };
    let told = ipcscope(&["explore", &text_of("asserts.ipc", "")]);
    assert_eq!(told.status.code(), Some(1));
    let last = "result: not as expected; no check asks about: failed assertion\n";
    assert!(text(&told.stdout).ends_with(last), "{}", text(&told.stdout));
    let expected = text_of("asserts-meant.ipc", "check never assertion expect violated\n");
    let told = ipcscope(&["explore", &expected, "--strict"]);
    assert_eq!(told.status.code(), Some(0), "{}", text(&told.stdout));
    // Two who wait for each other: named without `--strict`, counted with it.
    let stuck = file(
        "stuck.ipc",
        "semaphore a = 0\nsemaphore b = 0\nprocess P { wait a; signal b }\nprocess Q { wait b; signal a }\n",
    );
    let stuck = stuck.to_string_lossy();
    let told = ipcscope(&["explore", &stuck]);
    assert_eq!(told.status.code(), Some(0));
    let last = "result: every schedule explored; the scenario has no checks; no check asks about: deadlock\n";
    assert!(text(&told.stdout).ends_with(last), "{}", text(&told.stdout));
    assert_eq!(ipcscope(&["explore", &stuck, "--strict"]).status.code(), Some(1));
}

/// The order of the prints of two processes is an outcome of its own, where it is asked for.
#[test]
fn explore_lists_outcomes_in_one_order() {
    let two = file("two.ipc", "process P { print 1 }\nprocess Q { print 2 }\n");
    let told = ipcscope(&["explore", &two.to_string_lossy(), "--outcomes", "order", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    assert_eq!(json["ipcscope"], 2);
    // Each print is a move of its own.
    let orders: Vec<_> = json["outcomes"].as_array().expect("a list").iter().map(|one| one["order"].clone()).collect();
    assert_eq!(orders, [serde_json::json!(["P", "Q"]), serde_json::json!(["Q", "P"])]);
    let moves = file("moves.ipc", "memory t { x }\nprocess P { t.x = 1; print 1 }\nprocess Q { t.x = 1; print 2 }\n");
    let told = ipcscope(&["explore", &moves.to_string_lossy(), "--outcomes", "order"]);
    assert!(
        text(&told.stdout).contains("outcomes: 2\n  finished; P prints 1, Q 2; t.x = 1\n"),
        "{}",
        text(&told.stdout)
    );
    let none = ipcscope(&["explore", &moves.to_string_lossy(), "--outcomes", "none"]);
    assert!(text(&none.stdout).contains("outcomes: not asked for\n"), "{}", text(&none.stdout));
}

#[test]
fn explore_says_when_it_is_not_as_expected_or_not_finished() {
    let wrong = file("wrong.ipc", "memory t { x = 0 }\nprocess P[2] { t.x = t.x + 1 }\ncheck always t.x < 2\n");
    let told = ipcscope(&["explore", &wrong.to_string_lossy(), "--format", "json"]);
    assert_eq!(told.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    assert_eq!(json["as_expected"], false);
    assert_eq!(json["checks"][0]["verdict"], "violated");
    assert_eq!(json["checks"][0]["schedule"].as_array().map(Vec::len), Some(4));
    let held: Vec<_> = json["outcomes"].as_array().expect("a list").iter().map(|one| &one["shared"]["t.x"]).collect();
    assert_eq!(held, [2, 1]);
    let cut = ipcscope(&["explore", "scenarios/dining-philosophers-fixed.ipc", "--max-states", "100"]);
    assert_eq!(cut.status.code(), Some(2));
    assert!(text(&cut.stdout).contains("deadlock: not finished: none so far in 1"), "{}", text(&cut.stdout));
    assert!(text(&cut.stdout).ends_with("result: unfinished\n"));
}

#[test]
fn replay_refuses_what_is_no_choice() {
    let far = ipcscope(&["replay", "scenarios/wrong-order.ipc", "--schedule", "0,7"]);
    assert_eq!(far.status.code(), Some(2));
    assert_eq!(text(&far.stderr), "ipcscope: move 2 of the schedule is 7, and the choices there are 0 to 1\n");
    let long = ipcscope(&["replay", "scenarios/wrong-order.ipc", "--schedule", "0,1,0"]);
    assert_eq!(text(&long.stderr), "ipcscope: the schedule has 3 moves, and after 2 none is possible\n");
    let letters = ipcscope(&["replay", "scenarios/wrong-order.ipc", "--schedule", "0,a"]);
    assert_eq!(text(&letters.stderr), "ipcscope: `a` is not the number of a choice\n");
}

#[test]
fn export_writes_a_model_or_says_what_has_no_counterpart() {
    let done = ipcscope(&["export", "scenarios/lost-update.ipc", "--to", "promela"]);
    assert_eq!(text(&done.stdout), include_str!("../../tests/golden/promela/lost-update.pml"));
    assert_eq!((text(&done.stderr).as_str(), done.status.code()), ("", Some(0)));

    let done = ipcscope(&["export", "scenarios/buffer-unbounded.ipc", "--to", "promela"]);
    let told = text(&done.stderr);
    assert!(
        told.starts_with("scenarios/buffer-unbounded.ipc:10:5: error: not in Promela: `buffer` has no bound"),
        "{told}"
    );
    assert_eq!((text(&done.stdout).as_str(), done.status.code()), ("", Some(1)));
}

/// The scenario that shows `--set`: as many workers as a constant says, each prints its index.
fn workers(name: &str) -> String {
    let path = file(
        name,
        "const N = 2  # workers\nconst long = 3ms\nprocess Worker[N] { work long; print me }\ncheck never print 2\n",
    );
    path.to_string_lossy().into_owned()
}

#[test]
fn set_gives_a_constant_another_value() {
    let file = workers("set.ipc");
    let run = ipcscope(&["run", &file, "--format", "json"]);
    let printed: serde_json::Value = serde_json::from_slice(&run.stdout).expect("it is JSON");
    assert_eq!((printed["prints"].as_object().map(|all| all.len()), &printed["time_us"]), (Some(2), &3_000.into()));
    let run = ipcscope(&["run", &file, "--set", "N=4", "--set", "long=250us", "--format", "json"]);
    let printed: serde_json::Value = serde_json::from_slice(&run.stdout).expect("it is JSON");
    assert_eq!((printed["prints"].as_object().map(|all| all.len()), &printed["time_us"]), (Some(4), &250.into()));
    // The third worker prints 2.
    assert_eq!(ipcscope(&["explore", &file]).status.code(), Some(0));
    assert_eq!(ipcscope(&["explore", &file, "--set", "N=3"]).status.code(), Some(1));
    let replayed = ipcscope(&["replay", &file, "--schedule", "0,0", "--set=N=3"]);
    assert!(text(&replayed.stdout).contains("Worker[2]"), "{}", text(&replayed.stdout));
    let drawn = text(&ipcscope(&["render", &file, "--set", "N=3"]).stdout);
    assert!(drawn.contains("Worker[2]") && !drawn.contains("Worker[3]"));
    let model = text(&ipcscope(&["export", &file, "--to", "promela", "--set", "N=3"]).stdout);
    assert!(model.contains("Worker[2]"), "{model}");
    let link = text(&ipcscope(&["link", &file, "--set", "N=3"]).stdout);
    assert!(text(&ipcscope(&["unlink", link.trim()]).stdout).starts_with("const N = 3  # workers\n"));
    assert_eq!(ipcscope(&["check", &file, "--set", "N=3"]).status.code(), Some(0));
    let wrong = ipcscope(&["check", &file, "--set", "N=0"]);
    assert!(
        text(&wrong.stderr).contains(":3:16: error: the count must be at least 1: `N` is 0\n"),
        "{}",
        text(&wrong.stderr)
    );
    assert_eq!(wrong.status.code(), Some(1));
}

#[test]
fn a_wrong_set_is_a_wrong_argument() {
    let file = workers("wrong-set.ipc");
    for (set, problem) in [
        ("M=3", "no constant is called `M`: write one of `N`, `long`"),
        ("N=3ms", "`N` is a number, not `3ms`: write a value such as `N=2`"),
        ("long=3", "`long` is a time, not `3`: write a value such as `long=3ms`"),
        ("N=x", "`N` is a number, not `x`: write a value such as `N=2`"),
        ("N", "write the name of a constant, = and its value, such as N=5"),
        ("=3", "write the name of a constant, = and its value, such as N=5"),
    ] {
        let done = ipcscope(&["run", &file, "--set", set]);
        assert!(text(&done.stderr).contains(problem), "{set}: {}", text(&done.stderr));
        assert_eq!((text(&done.stdout).as_str(), done.status.code()), ("", Some(2)), "{set}");
    }
    let done = ipcscope(&["run", "scenarios/mailbox.ipc", "--set", "N=3"]);
    assert!(text(&done.stderr).ends_with("no constant is called `N`: the text declares none\n"));
}

/// Two processes on one core: a run depends on it, exploring does not.
#[test]
fn explore_says_that_it_ignores_cores() {
    let note = "note: exploring ignores cores, priorities and times, and tries fair schedules only: on host one, which has \
                fewer cores than processes, a run can differ\n";
    let explored = |name: &str, cores: usize| {
        let scenario = file(name, &format!("host one cores {cores}\nprocess P[2] on one {{ work 1ms }}\n"));
        text(&ipcscope(&["explore", &scenario.to_string_lossy()]).stdout)
    };
    assert!(explored("one-core.ipc", 1).contains(note));
    assert!(!explored("two-cores.ipc", 2).contains("note:"));
}
