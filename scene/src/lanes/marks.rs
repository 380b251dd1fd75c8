//! Marks on the lanes: what was printed and noted, ends, faults, deadlocks and broken checks.

use ipcscope_core::trace::event::Kind;

use super::bars::INSET;
use super::{Canvas, rows};
use crate::between;
use crate::pen::{Area, thick, thin};
use crate::shape::{About, Fill, Mark, Paint};

/// Around a mark so much stays inside the plot, px.
const HALF: f64 = 4.0;

/// All marks in the window, unless they are too many to be told apart.
pub fn draw(canvas: &mut Canvas) {
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

fn draw_one(canvas: &mut Canvas, number: usize) {
    let Some(event) = canvas.run.events().get(number) else { return };
    let x = canvas.x(event.time_us() as f64);
    let x = between(x, canvas.plot.x + HALF, (canvas.plot.right() - HALF).max(canvas.plot.x + HALF));
    let y = canvas.rows.lanes[event.process()];
    let about = Some(About::Event(number));
    let middle = y + rows::LANE / 2.0;
    match event.kind() {
        Kind::End => {
            let area = Area { x: x - 2.0, y: middle - 7.0, width: 4.0, height: 14.0 };
            canvas.pen.rect(area, 1.0, Some(Fill::Solid(Paint::Ended)), None, about);
        }
        Kind::Fault => {
            for lean in [-1.0, 1.0] {
                let stroke = [(x - HALF, middle - HALF * lean), (x + HALF, middle + HALF * lean)];
                canvas.pen.line(&stroke, thick(Paint::Fault, 3.0), false, about);
            }
        }
        Kind::Deadlock | Kind::Abandoned => {
            for value in canvas.run.events().values(event) {
                let process = value.as_number().unwrap_or(0) as usize;
                let y = canvas.rows.lanes[process];
                canvas.pen.line(&[(x, y + 1.0), (x, y + rows::LANE - 1.0)], thick(Paint::Fault, 3.0), false, about);
            }
        }
        Kind::Print => dot(canvas, (x, y), Paint::Ink, about),
        Kind::Say => dot(canvas, (x, y), Paint::Accent, about),
        Kind::Violated => dot(canvas, (x, y), Paint::Fault, about),
        _ => {}
    }
}

/// Inside the bar, at its upper end: clear of the arrows' heads.
fn dot(canvas: &mut Canvas, (x, y): (f64, f64), paint: Paint, about: Option<About>) {
    let stroke = Some(thin(Paint::Surface));
    let disc = Mark::Disc { x, y: y + INSET + 1.0, radius: 3.5, fill: Some(Fill::Solid(paint)), stroke };
    canvas.pen.mark(disc, about);
}
