//! Pictures as they were: byte for byte. `IPCSCOPE_BLESS=1` writes them anew.

use std::path::PathBuf;

use ipcscope_scene::svg;
use ipcscope_scene::theme::Theme;

use super::stage::{gallery, lanes_at, run, system_at};

fn check(scenario: &str, at: usize, width: f64, theme: Theme, name: &str) {
    let run = run(&gallery(&format!("{scenario}.ipc")));
    let pictures = [system_at(&run, at, width), lanes_at(&run, at, width)];
    let title = &run.program().title;
    let found = svg::write(&pictures, theme, title, &format!("After {at} events."));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/golden").join(name);
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    // Not `assert_eq`: nobody reads two pictures in a terminal.
    assert!(found == expected, "{name} has changed; look at it, then IPCSCOPE_BLESS=1 cargo test -p ipcscope-scene");
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
