//! Marks on the lanes: prints, notes, ends, faults, deadlocks and violated checks.

use ipcscope_core::trace::event::Kind;

use super::Canvas;
use crate::pen::{Area, thick, thin};
use crate::shape::{About, Fill, Mark, Paint};

/// Least distance of a mark from the plot's edge, px.
const HALF: f64 = 4.0;

/// All marks in the window, unless there are too many to distinguish.
pub fn draw(canvas: &mut Canvas) {
    repeat_signs(canvas);
    let timeline = canvas.timeline;
    let time = |event: &usize| canvas.run.events().get(*event).map_or(0, |event| event.time_us());
    let first = timeline.marks.partition_point(|event| (time(event) as f64) < canvas.view.from_us);
    let last = timeline.marks.partition_point(|event| time(event) as f64 <= canvas.view.to_us);
    let seen = &timeline.marks[first.min(last)..last];
    if seen.len() as f64 > canvas.plot.width / 2.0 {
        return;
    }
    for &number in seen {
        draw_one(canvas, number);
    }
}

/// Repeat signs, as in music, around the part that the run repeats forever.
fn repeat_signs(canvas: &mut Canvas) {
    let Some(round) = canvas.run.repetition() else { return };
    let ends = [(round.from_us, 1.0), (round.from_us + round.every_us, -1.0)];
    for (time_us, inwards) in ends {
        if !canvas.sees(time_us) {
            continue;
        }
        let (top, bottom) = (canvas.plot.y, canvas.plot.bottom());
        let x = crate::between(canvas.x(time_us as f64), canvas.plot.x + 1.5, canvas.plot.right() - 1.5);
        canvas.pen.line(&[(x, top), (x, bottom)], thick(Paint::Ink, 3.0), false, None);
        let x = x + 4.0 * inwards;
        canvas.pen.line(&[(x, top), (x, bottom)], thin(Paint::Ink), false, None);
        for process in 0..canvas.rows.lanes.len() {
            let middle = canvas.rows.lanes[process] + canvas.rows.height_of(process) / 2.0;
            for lean in [-4.0, 4.0] {
                let (x, y, fill) = (x + 4.5 * inwards, middle + lean, Some(Fill::Solid(Paint::Ink)));
                canvas.pen.mark(Mark::Disc { x, y, radius: 1.75, fill, stroke: None }, None);
            }
        }
    }
}

fn draw_one(canvas: &mut Canvas, number: usize) {
    let Some(event) = canvas.run.events().get(number) else { return };
    let x = canvas.x(event.time_us() as f64);
    let x = crate::between(x, canvas.plot.x + HALF, (canvas.plot.right() - HALF).max(canvas.plot.x + HALF));
    let y = canvas.rows.lanes[event.process()];
    let about = Some(About::Event(number));
    let height = canvas.rows.height_of(event.process());
    let (middle, inset) = (y + height / 2.0, canvas.rows.inset(event.process()));
    match event.kind() {
        Kind::End => {
            let area = Area { x: x - 2.0, y: middle - 7.0, width: 4.0, height: 14.0 };
            canvas.pen.rect(area, 1.0, Some(Fill::Solid(Paint::Ended)), None, about);
        }
        Kind::Fault | Kind::AssertFailed => {
            for lean in [-1.0, 1.0] {
                let stroke = [(x - HALF, middle - HALF * lean), (x + HALF, middle + HALF * lean)];
                canvas.pen.line(&stroke, thick(Paint::Fault, 3.0), false, about);
            }
        }
        Kind::Torn => {
            let tear = [(0.0, 2.0), (-3.0, 12.0), (3.0, 19.0), (-3.0, 26.0), (0.0, 36.0)];
            let tear = tear.map(|(lean, down)| (x + lean, y + down * height / 38.0));
            canvas.pen.line(&tear, thick(Paint::Fault, 2.5), false, about);
        }
        Kind::SendRefused
        | Kind::ReceiveRefused
        | Kind::ReceiptMissed
        | Kind::LockRefused
        | Kind::AttachRefused
        | Kind::TimeOut => {
            // The operation had no effect.
            let (fill, stroke) = (Some(Fill::Solid(Paint::Surface)), Some(thick(Paint::Blocked, 1.5)));
            let (top, radius) = (y + inset + 1.0, 3.5);
            canvas.pen.mark(Mark::Disc { x, y: top, radius, fill, stroke }, about);
            canvas.pen.line(&[(x - 2.5, top + 2.5), (x + 2.5, top - 2.5)], thick(Paint::Blocked, 1.5), false, about);
        }
        Kind::Deadlock | Kind::Orphaned => {
            for value in canvas.run.events().values(event) {
                let process = value.as_number().unwrap_or(0) as usize;
                let y = canvas.rows.lanes[process];
                let bottom = y + canvas.rows.height_of(process) - 1.0;
                canvas.pen.line(&[(x, y + 1.0), (x, bottom)], thick(Paint::Fault, 3.0), false, about);
            }
        }
        Kind::Print => dot(canvas, (x, y + inset), Paint::Ink, about),
        Kind::Violated => dot(canvas, (x, y + inset), Paint::Fault, about),
        kind if kind.is_shown() => dot(canvas, (x, y + inset), Paint::Accent, about),
        _ => {}
    }
}

/// Inside the bar, at its upper end: clear of the arrowheads.
fn dot(canvas: &mut Canvas, (x, y): (f64, f64), paint: Paint, about: Option<About>) {
    let stroke = Some(thin(Paint::Surface));
    let disc = Mark::Disc { x, y: y + 1.0, radius: 3.5, fill: Some(Fill::Solid(paint)), stroke };
    canvas.pen.mark(disc, about);
}
