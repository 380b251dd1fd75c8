//! The system at moments of small runs, worked out by hand.

use ipcscope_core::trace::event::Kind;
use ipcscope_scene::About;
use ipcscope_scene::shape::{Mark, Paint, Picture, Shape, Stroke};

use super::stage::{DEADLOCK, PIPELINE, bounds, gallery, run, system_at, texts};

/// The moment after the first event of this kind.
fn after_first(run: &ipcscope_core::trace::Run, kind: Kind) -> usize {
    let found = run.events().iter().position(|event| event.kind() == kind);
    found.expect("there is one") + 1
}

fn frame(picture: &Picture, about: About) -> &Shape {
    let is_frame = |shape: &&Shape| shape.about == Some(about) && matches!(shape.mark, Mark::Rect { radius: 8.0, .. });
    picture.shapes.iter().find(is_frame).expect("it has a frame")
}

fn outline(picture: &Picture, about: About) -> Stroke {
    match &frame(picture, about).mark {
        Mark::Rect { stroke: Some(stroke), .. } => *stroke,
        _ => panic!("no outline"),
    }
}

/// The consumer comes first, to an empty buffer.
#[test]
fn a_blocked_process_looks_blocked_everywhere() {
    let run = run(&gallery("buffer-bounded.ipc"));
    let picture = system_at(&run, after_first(&run, Kind::Block), 1_400.0);
    let said = texts(&picture);
    for text in ["Consumer", "blocked", "buffer is empty", "empty · 0 of 3", "waiting"] {
        assert!(said.contains(&text), "{text} in {said:?}");
    }
    let outline = outline(&picture, About::Process(1));
    assert_eq!((outline.paint, outline.dashed), (Paint::Blocked, true));
    let waits = |shape: &&Shape| {
        matches!(shape.mark, Mark::Line { stroke: Stroke { paint: Paint::Blocked, dashed: true, .. }, arrow: true, .. })
    };
    assert_eq!(picture.shapes.iter().filter(waits).count(), 1);
}

#[test]
fn senders_stand_left_of_the_mailbox_and_receivers_right_of_it() {
    let run = run(PIPELINE);
    let picture = system_at(&run, 0, 1_400.0);
    let x = |about: About| bounds(frame(&picture, about)).0;
    let order = [
        About::Process(0),
        About::Channel(0),
        About::Process(1),
        About::Channel(1),
        About::Process(2),
        About::Channel(2),
        About::Process(3),
    ];
    assert!(order.is_sorted_by(|&one, &other| x(one) < x(other)));
    let narrow = system_at(&run, 0, 358.0);
    let y = |about: About| bounds(frame(&narrow, about)).1;
    assert!(order.is_sorted_by(|&one, &other| y(one) < y(other)));
}

#[test]
fn a_deadlock_is_marked_with_its_ring() {
    let run = run(DEADLOCK);
    let picture = system_at(&run, run.events().len(), 960.0);
    for process in [0, 1] {
        assert_eq!(outline(&picture, About::Process(process)).paint, Paint::Fault);
    }
    let ring = |shape: &&Shape| matches!(shape.mark, Mark::Line { stroke: Stroke { paint: Paint::Fault, .. }, .. });
    assert_eq!(picture.shapes.iter().filter(ring).count(), 2);
    // Before the second of them waits, there is no ring.
    let before = system_at(&run, after_first(&run, Kind::Block), 960.0);
    assert_eq!(outline(&before, About::Process(0)).paint, Paint::Blocked);
}

#[test]
fn at_capacity_0_there_are_no_slots() {
    let run = run(&gallery("capacity-zero.ipc"));
    let picture = system_at(&run, 0, 960.0);
    let slots =
        |shape: &&Shape| shape.about == Some(About::Channel(0)) && matches!(shape.mark, Mark::Rect { radius: 5.0, .. });
    assert_eq!(picture.shapes.iter().filter(slots).count(), 0);
    assert!(texts(&picture).contains(&"rendezvous: they meet"));
}

#[test]
fn a_queue_longer_than_its_slots_counts_the_rest() {
    let text = "mailbox m capacity unbounded\nprocess P { repeat 20 as n { send n to m } }\nprocess C { sleep 1s; receive x from m }";
    let run = run(text);
    let sends = run.events().iter().enumerate().filter(|(_, event)| event.kind() == Kind::Send);
    let after_all = sends.last().expect("there are 20").0 + 1;
    let picture = system_at(&run, after_all, 1_400.0);
    // Eight slots: seven messages, and the last one stands for the other 13.
    let said = texts(&picture);
    assert!(said.contains(&"+13") && said.contains(&"20 · unbounded"), "{said:?}");
    assert!(said.contains(&"6") && !said.contains(&"7"));
}
