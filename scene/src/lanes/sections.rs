//! Named stretches, as brackets above the lane.

use super::Canvas;
use crate::letters;
use crate::pen::{Area, bold, thick};
use crate::shape::{About, Anchor, Fill, Paint};

/// At most one is drawn per this many px.
const APART: f64 = 4.0;

pub fn draw(canvas: &mut Canvas, process: usize, y: f64) {
    let timeline = canvas.timeline;
    let seen = timeline.sections_in(process, canvas.view.from_us, canvas.view.to_us);
    if seen.len() as f64 > canvas.plot.width / APART || canvas.rows.folded[process] {
        return;
    }
    for section in &timeline.sections[process][seen] {
        let right = if section.to_us == u64::MAX { canvas.end_x() } else { canvas.x(section.to_us as f64) };
        let left = canvas.x(section.from_us as f64);
        // It is open on the side where it begins or ends outside the window.
        let (begins, ends) = (canvas.sees(section.from_us), section.to_us != u64::MAX && canvas.sees(section.to_us));
        let line = y - 7.0 + 2.5 * section.depth.min(2) as f64;
        if right - left < 1.5 {
            continue;
        }
        let mut points = Vec::new();
        points.extend(begins.then_some((left + 0.8, y)));
        points.extend([(left + 0.8, line), (right - 0.8, line)]);
        points.extend(ends.then_some((right - 0.8, y)));
        canvas.pen.line(&points, thick(Paint::Accent, 1.5), false, None);
        if section.depth == 0 {
            name(canvas, process, (left, right), section.text, y);
        }
    }
}

/// In the middle of its bracket, if all of it fits.
fn name(canvas: &mut Canvas, process: usize, (left, right): (f64, f64), text: usize, y: f64) {
    let look = bold(10.0, Paint::Accent);
    let name = canvas.run.program().texts[text].clone();
    let wide = letters::width(&name, look.size, true, false) + 6.0;
    if wide > right - left - 8.0 {
        return;
    }
    let middle = (left + right) / 2.0;
    let patch = Area { x: middle - wide / 2.0, y: y - 13.0, width: wide, height: 12.0 };
    canvas.pen.rect(patch, 0.0, Some(Fill::Solid(Paint::Ground)), None, Some(About::Process(process)));
    canvas.pen.text((middle, y - 3.5), &name, look, Anchor::Middle);
}
