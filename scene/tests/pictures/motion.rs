//! Messages on their way: nothing jumps from one moment to the next.

use std::collections::BTreeMap;

use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;
use ipcscope_scene::About;
use ipcscope_scene::shape::{Mark, Picture};

use super::stage::{all, bounds, run, system_at, system_moving};

const WIDTHS: [f64; 3] = [358.0, 960.0, 1_400.0];

/// Where each message is.
fn messages(picture: &Picture) -> BTreeMap<usize, (f64, f64, f64, f64)> {
    let message = |shape: &ipcscope_scene::shape::Shape| match (shape.about, &shape.mark) {
        (Some(About::Message(sent)), Mark::Rect { .. }) => Some((sent, bounds(shape))),
        _ => None,
    };
    picture.shapes.iter().filter_map(message).collect()
}

fn is_lost(run: &Run, sent: usize) -> bool {
    run.events().iter().any(|event| event.kind() == Kind::Lost && event.cause() == Some(sent))
}

#[test]
fn arrived_is_at_rest() {
    for (name, text) in all() {
        let run = run(&text);
        for width in WIDTHS {
            for at in 1..=run.events().len() {
                let (arrived, rest) = (system_moving(&run, at, width, at - 1, 1.0), system_at(&run, at, width));
                assert_eq!(arrived, rest, "{name}, {width} px, event {at}");
            }
        }
    }
}

/// Every message that was somewhere in the last picture sets out from there. Not what was lost, nor second copies, of
/// which nobody can tell which is which.
#[test]
fn setting_out_is_where_it_was() {
    let is_plain = |(name, _): &(String, String)| name != "lossy";
    for (name, text) in all().into_iter().filter(is_plain) {
        let run = run(&text);
        for width in WIDTHS {
            let mut before = messages(&system_at(&run, 0, width));
            for at in 1..=run.events().len() {
                let setting_out = messages(&system_moving(&run, at, width, at - 1, 0.0));
                for (sent, place) in before.iter().filter(|&(&sent, _)| !is_lost(&run, sent)) {
                    assert_eq!(setting_out.get(sent), Some(place), "{name}, {width} px, event {at}, message {sent}");
                }
                before = messages(&system_at(&run, at, width));
            }
        }
    }
}

/// A message that was just sent comes from its sender's box, one that was just received ends in its receiver's.
#[test]
fn messages_go_from_box_to_box() {
    for (name, text) in all() {
        let run = run(&text);
        let boxes = system_at(&run, 0, 960.0);
        let is_in_box = |place: &(f64, f64, f64, f64), process: usize| {
            let own = boxes.shapes.iter().find(|shape| {
                shape.about == Some(About::Process(process)) && matches!(shape.mark, Mark::Rect { radius: 8.0, .. })
            });
            let own = bounds(own.expect("every process has a box"));
            let (x, y) = ((place.0 + place.2) / 2.0, (place.1 + place.3) / 2.0);
            own.0 <= x && x <= own.2 && own.1 <= y && y <= own.3
        };
        for at in 1..=run.events().len() {
            let event = run.events().get(at - 1).expect("it has happened");
            let (sent, progress) = match event.kind() {
                Kind::Send => (at - 1, 0.0),
                Kind::Receive => (event.cause().expect("a receive has its send"), 0.999_999),
                _ => continue,
            };
            let moving = messages(&system_moving(&run, at, 960.0, at - 1, progress));
            // Behind the last slot that is drawn, only a number tells of a message.
            if let Some(place) = moving.get(&sent) {
                assert!(is_in_box(place, event.process()), "{name}, event {at}");
            }
        }
    }
}
