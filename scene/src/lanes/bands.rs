//! A mailbox between the lanes: its queue's length over time, as steps.

use ipcscope_core::program::Room;

use super::Canvas;
use super::rows::Band;
use crate::pen::{Area, thick, thin};
use crate::shape::{About, Fill, Paint, Stroke};

/// The queue's length over time. All steps within one pixel are drawn as one, as high as the highest.
pub fn draw(canvas: &mut Canvas, channel: usize, band: Band) {
    let about = About::Channel(channel);
    let area = Area { x: canvas.plot.x, y: band.y, width: canvas.plot.width, height: band.height };
    let outline = canvas.is_pointed(about).then_some(thick(Paint::Accent, 1.5));
    canvas.pen.rect(area, 4.0, None, outline, Some(about));
    let ends = |y: f64| [(area.x, y), (area.right(), y)];
    if let Room::Messages(most) = canvas.run.program().channels[channel].capacity {
        let line = ends(band.level(f64::from(most)));
        canvas.pen.line(&line, Stroke { dashed: true, ..thin(Paint::Message) }, false, None);
    }
    let lengths = &canvas.timeline.lengths[channel];
    let first = canvas.timeline.lengths_until(channel, canvas.view.from_us).saturating_sub(1);
    let (mut at, mut open) = (first, None::<Step>);
    while let Some(&(from_us, _)) = lengths.get(at).filter(|&&(us, _)| us as f64 <= canvas.view.to_us) {
        let left = canvas.x(from_us as f64).max(open.map_or(area.x, |step| step.right));
        if left >= area.right() {
            break;
        }
        let limit_us = super::time_from_x(canvas.view, left + 1.0);
        let after = canvas.timeline.lengths_until(channel, limit_us).max(at + 1);
        let right = lengths.get(after).map_or(canvas.end_x(), |&(us, _)| canvas.x(us as f64));
        let step = Step { left, right, length: canvas.timeline.longest_of(channel, at, after) };
        open = match open {
            Some(before) if before.length == step.length => Some(Step { right, ..before }),
            Some(before) => {
                draw_step(canvas, band, before);
                Some(step)
            }
            None => Some(step),
        };
        at = after;
    }
    if let Some(step) = open {
        draw_step(canvas, band, step);
    }
    canvas.pen.line(&ends(band.level(0.0)), thin(Paint::Hairline), false, None);
}

/// A constant number of messages from one `x` to another, px.
#[derive(Clone, Copy)]
struct Step {
    left: f64,
    right: f64,
    length: u32,
}

fn draw_step(canvas: &mut Canvas, band: Band, Step { left, right, length }: Step) {
    if right <= left || length == 0 {
        return;
    }
    let (base, top) = (band.level(0.0), band.level(f64::from(length)));
    let area = Area { x: left, y: base.min(top), width: right - left, height: (base - top).abs() };
    canvas.pen.rect(area, 0.0, Some(Fill::Solid(Paint::MessageSoft)), None, None);
    canvas.pen.line(&[(left, top), (right, top)], thick(Paint::Message, 1.5), false, None);
}
