//! Pictures as they were: byte for byte. `IPCSCOPE_BLESS=1` writes them anew.

use std::path::PathBuf;

use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;
use ipcscope_scene::theme::Theme;
use ipcscope_scene::{Picture, svg};

use super::stage::{all, charts_at, gallery, graph_at, lanes_at, moment, run, spacetime_at, system_at};

fn check(scenario: &str, at: usize, width: f64, theme: Theme, name: &str) {
    same(&run(&gallery(&format!("{scenario}.ipc"))), at, width, theme, name);
}

fn same(run: &Run, at: usize, width: f64, theme: Theme, name: &str) {
    let pictures = [system_at(run, at, width), lanes_at(run, at, width)];
    let title = &run.program().title;
    compare(&svg::write(&pictures, theme, title, &format!("After {at} events.")), name);
}

fn compare(found: &str, name: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/golden").join(name);
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::write(&path, found).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    // Not `assert_eq`: nobody reads two pictures in a terminal.
    assert!(found == expected, "{name} has changed; look at it, then IPCSCOPE_BLESS=1 cargo test -p ipcscope-scene");
}

/// Each with as much of the run as there is at its end.
fn check_view(scenario: &str, draw: impl FnOnce(&Run) -> Picture, name: &str) {
    let run = run(&gallery(&format!("{scenario}.ipc")));
    compare(&svg::write(&[draw(&run)], Theme::Light, &run.program().title, "A view of the run."), name);
}

#[test]
fn wait_for_graph_of_a_deadlock() {
    check_view("dining-philosophers", |run| graph_at(run, 26, 960.0), "waitfor-philosophers.svg");
}

#[test]
fn charts_of_a_bounded_buffer() {
    check_view("buffer-bounded", |run| charts_at(run, 40, 960.0), "charts-buffer-bounded.svg");
}

#[test]
fn space_time_of_ping_pong() {
    check_view("ping-pong", |run| spacetime_at(run, 20, 960.0, 26.0), "spacetime-ping-pong.svg");
}

/// The repeat signs are around 16 ms to 22 ms; the producer is blocked at 20 ms, by event 26.
#[test]
fn what_a_run_repeats() {
    let text = "title \"Producer and consumer forever\"\nmailbox box capacity 1
        process Producer { loop { work 3ms; send 1 to box } }\nprocess Consumer { loop { receive x from box; work 5ms } }";
    same(&run(text), 26, 960.0, Theme::Light, "repeats.svg");
}

#[test]
fn buffer_bounded_soon() {
    check("buffer-bounded", 10, 960.0, Theme::Light, "buffer-bounded-10.svg");
}

#[test]
fn buffer_bounded_full() {
    check("buffer-bounded", 26, 960.0, Theme::Light, "buffer-bounded-26.svg");
}

#[test]
fn buffer_bounded_at_its_end() {
    check("buffer-bounded", 56, 960.0, Theme::Dark, "buffer-bounded-56.svg");
}

#[test]
fn capacity_zero() {
    check("capacity-zero", 20, 960.0, Theme::Light, "capacity-zero-20.svg");
}

#[test]
fn buffer_unbounded() {
    check("buffer-unbounded", 30, 960.0, Theme::Projector, "buffer-unbounded-30.svg");
}

#[test]
fn narrow() {
    check("buffer-bounded", 26, 358.0, Theme::Light, "narrow.svg");
}

/// Each idea of the course as it looks when there is most to see of it.
#[test]
fn every_scenario_of_the_gallery() {
    let mut changed = Vec::new();
    for (file, text) in all() {
        let Some(name) = file.strip_suffix(".ipc") else { continue };
        let run = run(&text);
        let golden = format!("gallery/{name}.svg");
        let same = || same(&run, telling(&run), 960.0, Theme::Light, &golden);
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(same)).is_err() {
            changed.push(golden);
        }
    }
    assert!(changed.is_empty(), "{changed:?}");
}

/// After how many events there is most to see: processes that wait, messages, what is held; and what is rare most of all.
fn telling(run: &Run) -> usize {
    let weight = |at: usize| {
        let now = moment(run, at);
        let blocked = now.processes.iter().filter(|process| process.wait.is_some()).count();
        let messages: usize =
            now.channels.iter().map(|channel| channel.messages.len().min(3) + 2 * channel.in_flight.len().min(3)).sum();
        let held = now.locks.iter().filter(|lock| lock.holder.is_some() || !lock.waiting.is_empty()).count();
        let rare = match run.events().get(at - 1).map(|event| event.kind()) {
            Some(Kind::Torn | Kind::Fault | Kind::Deadlock | Kind::Lost | Kind::AssertFailed) => 12,
            Some(Kind::SendRefused | Kind::ReceiveRefused | Kind::AttachRefused | Kind::LockRefused) => 8,
            Some(Kind::Create | Kind::Write | Kind::Instruct | Kind::Packets) => 2,
            _ => 0,
        };
        2 * blocked + messages + held + rare
    };
    // Of several the first.
    let heaviest = |best: (usize, usize), at: usize| if weight(at) > best.1 { (at, weight(at)) } else { best };
    (1..=run.events().len()).fold((0, 0), heaviest).0
}
