//! What holds of every picture: all of it inside, no label over another, the same places at every moment.

use ipcscope_core::trace::Run;
use ipcscope_scene::About;
use ipcscope_scene::shape::{Mark, Picture, Shape};

use super::stage::{all, bounds, charts_at, graph_at, lanes_at, run, spacetime_at, system_at};

const WIDTHS: [f64; 7] = [280.0, 320.0, 358.0, 560.0, 760.0, 960.0, 1_400.0];

/// Some 24 moments of a run, the first and the last among them.
fn moments(run: &Run) -> Vec<usize> {
    let last = run.events().len();
    let step = (last / 24).max(1);
    (0..last).step_by(step).chain([last]).collect()
}

fn each_picture(mut look: impl FnMut(&str, &Picture)) {
    for (name, text) in all() {
        let run = run(&text);
        for width in WIDTHS {
            for at in moments(&run) {
                look(&format!("system of {name}, {width} px, event {at}"), &system_at(&run, at, width));
                look(&format!("lanes of {name}, {width} px, event {at}"), &lanes_at(&run, at, width));
                look(&format!("graph of {name}, {width} px, event {at}"), &graph_at(&run, at, width));
                look(&format!("charts of {name}, {width} px, event {at}"), &charts_at(&run, at, width));
                for spacing in [0.0, 26.0] {
                    let picture = spacetime_at(&run, at, width, spacing);
                    look(&format!("space-time of {name}, {width} px, event {at}, {spacing} px apart"), &picture);
                }
            }
        }
    }
}

#[test]
fn nothing_is_outside_the_picture() {
    each_picture(|name, picture| {
        for shape in &picture.shapes {
            let (left, top, right, bottom) = bounds(shape);
            let is_inside = left >= 0.0 && top >= 0.0 && right <= picture.width && bottom <= picture.height;
            assert!(is_inside, "{name}: {shape:?} of {} × {}", picture.width, picture.height);
            assert!([left, top, right, bottom].iter().all(|place| place.is_finite()), "{name}: {shape:?}");
        }
    });
}

#[test]
fn no_label_stands_on_another() {
    each_picture(|name, picture| {
        let labels: Vec<&Shape> =
            picture.shapes.iter().filter(|shape| matches!(shape.mark, Mark::Text { .. })).collect();
        for (number, one) in labels.iter().enumerate() {
            for other in &labels[number + 1..] {
                let (a, b) = (bounds(one), bounds(other));
                let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                assert!(apart, "{name}: {one:?} and {other:?}");
            }
        }
    });
}

#[test]
fn no_box_stands_on_another() {
    for (name, text) in all() {
        let run = run(&text);
        for width in WIDTHS {
            let picture = system_at(&run, 0, width);
            let boxes: Vec<&Shape> = frames(&picture).collect();
            for (number, one) in boxes.iter().enumerate() {
                for other in &boxes[number + 1..] {
                    let (a, b) = (bounds(one), bounds(other));
                    let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                    assert!(apart, "{name}, {width} px: {one:?} and {other:?}");
                }
            }
        }
    }
}

/// The boxes of processes and of mailboxes: the rectangles with their corners.
fn frames(picture: &Picture) -> impl Iterator<Item = &Shape> {
    picture.shapes.iter().filter(|shape| {
        let is_thing = matches!(shape.about, Some(About::Process(_) | About::Channel(_)));
        is_thing && matches!(shape.mark, Mark::Rect { radius, .. } if radius == 8.0)
    })
}

#[test]
fn boxes_stay_where_they_are() {
    for (name, text) in all() {
        let run = run(&text);
        for width in WIDTHS {
            let places = |at: usize| {
                let picture = system_at(&run, at, width);
                let places: Vec<_> = frames(&picture).map(|shape| (shape.about, bounds(shape))).collect();
                (places, picture.height)
            };
            let first = places(0);
            for at in moments(&run) {
                assert_eq!(places(at), first, "{name}, {width} px, event {at}");
            }
        }
    }
}

#[test]
fn everything_can_be_pointed_at() {
    for (name, text) in all() {
        let run = run(&text);
        let at = run.events().len() / 2;
        for picture in [system_at(&run, at, 960.0), lanes_at(&run, at, 960.0)] {
            let abouts: Vec<About> = picture.shapes.iter().filter_map(|shape| shape.about).collect();
            for process in 0..run.program().processes.len() {
                assert!(abouts.contains(&About::Process(process)), "{name}: process {process}");
            }
        }
        let abouts: Vec<About> = lanes_at(&run, at, 960.0).shapes.iter().filter_map(|shape| shape.about).collect();
        for (channel, declared) in run.program().channels.iter().enumerate() {
            let is_unused = declared.senders.is_empty() && declared.receivers.is_empty();
            let has_band = !(declared.is_rendezvous() || is_unused);
            assert_eq!(abouts.contains(&About::Channel(channel)), has_band, "{name}: channel {channel}");
        }
    }
}
