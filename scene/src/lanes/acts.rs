//! Operations of a process on memory and locks, as ticks where each step takes effect; in words if there is room.

use ipcscope_core::trace::event::Kind;

use super::Canvas;
use crate::acts;
use crate::letters;
use crate::look::Look;
use crate::pen::{plain, thick};
use crate::shape::{About, Anchor, Paint};

/// At most one is drawn per this many px.
const APART: f64 = 6.0;

pub fn draw(canvas: &mut Canvas, process: usize, y: f64) {
    let timeline = canvas.timeline;
    let seen = timeline.acts_in(canvas.run, process, canvas.view.from_us, canvas.view.to_us);
    if seen.len() as f64 > canvas.plot.width / APART || canvas.rows.folded[process] {
        return;
    }
    // Where the previous one took effect.
    let mut last_x = canvas.plot.x;
    for &number in &timeline.acts[process][seen] {
        let number = number as usize;
        let Some(event) = canvas.run.events().get(number) else { continue };
        let x = canvas.x(event.time_us() as f64);
        let paint = match event.kind() {
            Kind::Read | Kind::Write | Kind::Instruct | Kind::Create | Kind::Attach | Kind::Detach => Paint::Message,
            _ => Paint::Accent,
        };
        let bottom = y + canvas.rows.inset(process) + canvas.rows.bar(process);
        let about = Some(About::Event(number));
        canvas.pen.line(&[(x, bottom - 7.0), (x, bottom)], thick(paint, 1.5), false, about);
        let (look, since_us) = timeline.until(process, number);
        let left = canvas.x(since_us as f64).max(last_x);
        if look == Look::Running {
            words(canvas, number, (left, x), y + canvas.rows.height_of(process) / 2.0);
        }
        last_x = x;
    }
}

/// The operation, inside its step: in full, or its object only.
fn words(canvas: &mut Canvas, number: usize, (left, right): (f64, f64), middle: f64) {
    let Some(event) = canvas.run.events().get(number) else { return };
    let Some((verb, name)) = acts::act(canvas.run.program(), event) else { return };
    let look = plain(10.0, Paint::Muted);
    let texts = [format!("{verb} {name}"), name.to_string()];
    let fits = |text: &&String| letters::width(text, look.size, false, false) <= right - left - 8.0;
    if let Some(text) = texts.iter().find(fits) {
        canvas.pen.text(((left + right) / 2.0, middle + 3.5), text, look, Anchor::Middle);
    }
}
