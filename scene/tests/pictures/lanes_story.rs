//! The lanes of small runs, worked out by hand.

use ipcscope_scene::About;
use ipcscope_scene::look::Look;
use ipcscope_scene::shape::{Fill, Mark, Paint, Shape};
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{Picture, lanes};

use super::stage::{DEADLOCK, gallery, lanes_at, lanes_view, run, texts};

/// Left of the lanes 136 px, right of them 20: at this width a µs is half a px in a window of 2,000 µs.
const WIDTH: f64 = 136.0 + 1_000.0 + 20.0;

fn picture(text: &str, to_us: f64, at: usize) -> Picture {
    let run = run(text);
    let timeline = Timeline::new(&run);
    let view = lanes_view(&run, &timeline, at, WIDTH);
    lanes::picture(&run, &timeline, &lanes::View { to_us, playhead_us: to_us, ..view })
}

fn lines(picture: &Picture, about: About) -> Vec<(&[(f64, f64)], bool)> {
    let line = |shape: &'_ Shape| shape.about == Some(about) && matches!(shape.mark, Mark::Line { .. });
    let lines = picture.shapes.iter().filter(|shape| line(shape));
    lines
        .map(|shape| match &shape.mark {
            Mark::Line { points, arrow, .. } => (points.as_slice(), *arrow),
            _ => unreachable!("filtered"),
        })
        .collect()
}

/// (x, width, fill) of the bars between two heights.
fn bars(picture: &Picture, from_y: f64, to_y: f64) -> Vec<(f64, f64, Fill)> {
    let bar = |shape: &Shape| match (&shape.mark, shape.about) {
        (Mark::Rect { x, y, width, fill: Some(fill), .. }, Some(About::Event(_))) if (from_y..to_y).contains(y) => {
            Some((*x, *width, *fill))
        }
        _ => None,
    };
    picture.shapes.iter().filter_map(bar).collect()
}

/// Both step from 0 to 1 ms. Then P sends, first in line, and C, after it at the same instant, takes what is there.
#[test]
fn a_message_that_is_taken_at_once_goes_straight_down() {
    let text = "mailbox m capacity 1\nprocess P { send 7 to m }\nprocess C { receive x from m; print x }";
    let picture = picture(text, 2_000.0, 8);
    // P's lane from 40 to 78, 16 between, m's band from 94 to 130, C's lane from 146 to 184, 10 below.
    assert_eq!((picture.width, picture.height), (1_156.0, 194.0));
    let sent = About::Message(2);
    assert_eq!(lines(&picture, sent), [([(636.0, 77.0), (636.0, 147.0)].as_slice(), true)]);
    let running = Fill::Solid(Paint::RunningSoft);
    assert_eq!(bars(&picture, 40.0, 78.0)[0], (136.0, 500.0, running));
    assert_eq!(bars(&picture, 146.0, 184.0)[0], (136.0, 500.0, running));
    assert!(texts(&picture).contains(&"7"));
}

/// P sends at 1 ms; C sleeps until 1 ms, steps until 2 ms, and receives then.
#[test]
fn a_message_that_waits_lies_in_its_band_meanwhile() {
    let text = "mailbox m capacity 1\nprocess P { send 7 to m }\nprocess C { sleep 1ms; receive x from m }";
    let picture = picture(text, 4_000.0, 8);
    // A µs is a quarter px: 1 ms is at 386, 2 ms at 636. The band has 4 px above its one place of 32: 98 to 130.
    let of_message = lines(&picture, About::Message(3));
    let cell = [(386.0, 130.0), (386.0, 98.0), (636.0, 98.0), (636.0, 130.0)];
    let down = [(386.0, 77.0), (386.0, 98.0)];
    let out = [(636.0, 130.0), (636.0, 147.0)];
    assert_eq!(of_message, [(cell.as_slice(), false), (down.as_slice(), false), (out.as_slice(), true)]);
    let sleeping = Fill::Dots(Paint::Sleeping, Paint::SleepingSoft);
    let running = Fill::Solid(Paint::RunningSoft);
    assert_eq!(bars(&picture, 146.0, 184.0)[..2], [(136.0, 250.0, sleeping), (386.0, 250.0, running)]);
}

/// The bounded buffer's producer is blocked from 12 ms on, for its sixth item; 15 ms is in the middle of nothing else.
#[test]
fn what_is_blocked_says_why_where_there_is_room() {
    let run = run(&gallery("buffer-bounded.ipc"));
    let wide = lanes_at(&run, run.events().len(), 2_400.0);
    assert!(texts(&wide).contains(&"blocked: buffer is full"), "{:?}", texts(&wide));
    let less = lanes_at(&run, run.events().len(), 1_300.0);
    assert!(texts(&less).contains(&"buffer is full") && !texts(&less).contains(&"blocked: buffer is full"));
    let little = lanes_at(&run, run.events().len(), 358.0);
    assert!(!texts(&little).iter().any(|text| text.contains("buffer is")));
}

#[test]
fn a_deadlock_is_called_one_from_its_event_on() {
    let run = run(DEADLOCK);
    // The last event is the deadlock's.
    let last = run.events().len();
    let says = |at: usize| texts(&lanes_at(&run, at, 1_400.0)).iter().any(|text| text.starts_with("deadlock"));
    assert!(!says(last - 1) && says(last));
}

#[test]
fn the_playhead_dims_what_comes_after_it_until_all_has_happened() {
    let run = run(&gallery("capacity-zero.ipc"));
    let veils = |at: usize| {
        let is_veil = |shape: &&Shape| matches!(shape.mark, Mark::Rect { fill: Some(Fill::Solid(Paint::Veil)), .. });
        lanes_at(&run, at, 960.0).shapes.iter().filter(is_veil).count()
    };
    assert_eq!([veils(0), veils(5), veils(run.events().len())], [1, 1, 0]);
}

#[test]
fn a_time_and_its_place_are_the_same_thing() {
    let view = lanes::View {
        width: WIDTH,
        from_us: 500.0,
        to_us: 2_500.0,
        playhead_us: 0.0,
        at: 0,
        pointed: None,
        folded: &[],
    };
    assert_eq!(lanes::x_from_time(&view, 1_500.0), 136.0 + 500.0);
    assert_eq!(lanes::time_from_x(&view, 136.0 + 500.0), 1_500.0);
}

#[test]
fn every_lane_is_told_without_gaps() {
    let run = run(&gallery("buffer-bounded.ipc"));
    let timeline = Timeline::new(&run);
    for process in 0..2 {
        let all: Vec<_> = timeline.stretches(process, 0.0, 1e9).collect();
        for pair in all.windows(2) {
            assert_eq!(pair[0].1, pair[1].0.from_us);
            assert!(pair[0].0.look != pair[1].0.look || pair[1].0.look == Look::Working);
        }
    }
    // The consumer: a step, blocked, then eight times 5 ms of work.
    let [working, ..] = timeline.spent_until(1, timeline.end_us as f64);
    assert_eq!(working, 40_000.0);
}
