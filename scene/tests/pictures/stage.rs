//! Scenarios and their pictures, for all tests here.

use std::path::PathBuf;

use ipcscope_core::simulate_text;
use ipcscope_core::trace::metrics::Metrics;
use ipcscope_core::trace::{Moment, Run};
use ipcscope_scene::shape::{Mark, Picture, Shape};
use ipcscope_scene::spacetime::Spacetime;
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{charts, graph, lanes, letters, spacetime, system};

use super::scenes::SCENES;

pub const TWO_MAILBOXES: &str = "mailbox orders capacity 3
mailbox parcels capacity 2
process Shop { repeat 6 as n { work 2ms \"take order\"; send n to orders } }
process Phone { repeat 4 as n { work 3ms \"answer\"; send 100 + n to orders } }
process Packer server { while true { receive o from orders; work 4ms \"pack\"; send o to parcels } }
process Van server { while true { receive p from parcels; work 9ms \"deliver\" } }
process Bike server { while true { receive p from parcels; work 6ms \"deliver\" } }";

pub const PIPELINE: &str = "mailbox raw capacity 2
mailbox cooked capacity 2
mailbox served capacity 2
process Read { repeat 6 as n { work 2ms \"read\"; send n to raw } }
process Parse { repeat 6 { receive x from raw; work 4ms \"parse\"; send x * 10 to cooked } }
process Check { repeat 6 { receive x from cooked; work 3ms \"check\"; send x + 1 to served } }
process Write { repeat 6 { receive x from served; sleep 1ms; print x } }";

pub const DEADLOCK: &str = "mailbox to_left capacity 2
mailbox to_right capacity 2
process Left { work 3ms \"prepare\"; receive x from to_left; send x to to_right }
process Right { work 5ms \"prepare\"; receive y from to_right; send y to to_left }";

/// Ways that pass columns, a way back, a long mailbox, a fault, notes, wide letters, and nobody's mailbox.
pub const TANGLE: &str = "mailbox one capacity 2
mailbox two capacity 0
mailbox back capacity 1
mailbox short capacity 16
mailbox nobody_s capacity unbounded
process A { repeat 9 as n { send n to one; send \"a long text indeed\", n to short; receive x from back } }
process B { repeat 9 as n { receive x from one; say \"on it goes\"; send x to two } }
process C { repeat 5 as n { receive x from two; receive a, b from short; send x to back; print a, b }
  let z = 0
  print 1 / z }
process Alone日本語のとても長い名前です { sleep 5ms; print \"こんにちは\"; sleep 7ms }";

/// One boss, ten workers, one who collects.
pub fn twelve() -> String {
    let mut text = "mailbox jobs capacity 8\nmailbox results capacity unbounded\n".to_string();
    text += "process Boss { repeat 30 as n { work 1ms \"plan\"; send n to jobs } }\n";
    for number in 1..=10 {
        let work = number + 6;
        text += &format!(
            "process Worker{number} server {{ while true {{ receive j from jobs; work {work}ms \"solve\"; send j * j to results }} }}\n"
        );
    }
    text + "process Collector { repeat 30 { receive r from results; print r } }"
}

pub fn gallery(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every scenario of the gallery, and those of this file.
pub fn all() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the gallery is there")
        .map(|entry| entry.expect("it can be read").file_name().into_string().expect("names are plain"))
        .filter(|name| name.ends_with(".ipc"))
        .collect();
    names.sort();
    let gallery = names.into_iter().map(|name| (name.clone(), gallery(&name)));
    let own = [("two mailboxes", TWO_MAILBOXES), ("pipeline", PIPELINE), ("deadlock", DEADLOCK), ("tangle", TANGLE)];
    let own = own.map(|(name, text)| (name.to_string(), text.to_string()));
    let scenes = SCENES.map(|(name, text)| (name.to_string(), text.to_string()));
    gallery.chain(own).chain(scenes).chain([("twelve".to_string(), twelve())]).collect()
}

pub fn run(text: &str) -> Run {
    simulate_text(text, None).unwrap_or_else(|mistakes| panic!("{mistakes:?}")).run
}

pub fn moment(run: &Run, at: usize) -> Moment {
    let mut cursor = run.cursor();
    cursor.seek(run, at);
    Moment::new(run, &cursor)
}

pub fn system_at(run: &Run, at: usize, width: f64) -> Picture {
    system_moving(run, at, width, at, 1.0)
}

pub fn system_moving(run: &Run, at: usize, width: f64, moved_since: usize, progress: f64) -> Picture {
    system::picture(run, &moment(run, at), &system::View { width, moved_since, progress, pointed: None })
}

pub fn lanes_view(run: &Run, timeline: &Timeline, at: usize, width: f64) -> lanes::View<'static> {
    let playhead_us = at.checked_sub(1).and_then(|last| run.events().get(last)).map_or(0, |event| event.time_us());
    let to_us = timeline.whole_us().max(1.0);
    lanes::View { width, from_us: 0.0, to_us, playhead_us: playhead_us as f64, at, pointed: None, folded: &[] }
}

pub fn lanes_at(run: &Run, at: usize, width: f64) -> Picture {
    let timeline = Timeline::new(run);
    lanes::picture(run, &timeline, &lanes_view(run, &timeline, at, width))
}

pub fn graph_at(run: &Run, at: usize, width: f64) -> Picture {
    graph::picture(run, &moment(run, at), width)
}

pub fn charts_at(run: &Run, at: usize, width: f64) -> Picture {
    let metrics = Metrics::until(run, at);
    let view = charts::View { width, now_us: metrics.makespan_us };
    charts::picture(run, &Timeline::new(run), &metrics, &view)
}

pub fn spacetime_at(run: &Run, at: usize, width: f64, spacing: f64) -> Picture {
    spacetime::picture(run, &Spacetime::new(run), &spacetime::View { width, at, spacing })
}

/// Left, top, right, bottom of a mark, px.
pub fn bounds(shape: &Shape) -> (f64, f64, f64, f64) {
    match &shape.mark {
        Mark::Rect { x, y, width, height, .. } => (*x, *y, x + width, y + height),
        Mark::Disc { x, y, radius, .. } => (x - radius, y - radius, x + radius, y + radius),
        Mark::Line { points, .. } => points.iter().fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |all, &(x, y)| {
            (all.0.min(x), all.1.min(y), all.2.max(x), all.3.max(y))
        }),
        Mark::Text { x, y, text, size, bold, mono, anchor, .. } => {
            let width = letters::width(text, *size, *bold, *mono);
            let left = match anchor {
                ipcscope_scene::shape::Anchor::Start => *x,
                ipcscope_scene::shape::Anchor::Middle => x - width / 2.0,
                ipcscope_scene::shape::Anchor::End => x - width,
            };
            (left, y - 0.75 * size, left + width, y + 0.2 * size)
        }
    }
}

/// What a picture says, in the order of painting.
pub fn texts(picture: &Picture) -> Vec<&str> {
    let text = |shape: &'_ Shape| matches!(shape.mark, Mark::Text { .. });
    picture
        .shapes
        .iter()
        .filter(|shape| text(shape))
        .map(|shape| match &shape.mark {
            Mark::Text { text, .. } => text.as_str(),
            _ => unreachable!("filtered"),
        })
        .collect()
}
