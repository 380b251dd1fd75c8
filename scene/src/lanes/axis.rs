//! The time axis: round ticks with separate labels, hairlines through the lanes, and the playhead.

use crate::ticks::{tick_text, tick_us};
use ipcscope_core::trace::words::show_us;

use super::{Canvas, rows};
use crate::letters;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{Anchor, Fill, Paint};

/// Least distance between two labels of the axis, px.
const APART: f64 = 84.0;

/// The hairlines.
pub fn lines(canvas: &mut Canvas) {
    let (_, ticks) = ticks(canvas);
    for time_us in ticks {
        let x = canvas.x(time_us);
        let line = [(x, rows::AXIS - 4.0), (x, canvas.plot.bottom())];
        canvas.pen.line(&line, thin(Paint::Hairline), false, None);
    }
}

/// The distance of the ticks, and the time of each, µs.
fn ticks(canvas: &Canvas) -> (f64, Vec<f64>) {
    let (from, to) = (canvas.view.from_us, canvas.view.to_us);
    let step = tick_us((to - from) / canvas.plot.width * APART);
    let first = (from / step).ceil();
    let count = ((to / step - first).max(0.0) as usize + 1).min(400);
    let ticks = (0..count).map(|number| (first + number as f64) * step).filter(|&time_us| time_us <= to);
    (step, ticks.collect())
}

/// The labels, except under the playhead's flag.
pub fn labels(canvas: &mut Canvas) {
    let flag = flag(canvas);
    let (step, ticks) = ticks(canvas);
    for time_us in ticks {
        let x = canvas.x(time_us);
        let text = tick_text(time_us as u64, step);
        let half = letters::width(&text, 11.0, false, false) / 2.0;
        let is_free = x - half > flag.right() + 2.0 || x + half < flag.x - 2.0;
        if is_free && x + half <= canvas.view.width && x - half >= 0.0 {
            canvas.pen.text((x, rows::AXIS - 12.0), &text, plain(11.0, Paint::Muted), Anchor::Middle);
        }
    }
}

pub fn playhead(canvas: &mut Canvas) {
    let time_us = canvas.view.playhead_us;
    if time_us < canvas.view.from_us || time_us > canvas.view.to_us {
        return;
    }
    let x = canvas.x(time_us);
    let flag = flag(canvas);
    canvas.pen.line(&[(x, flag.bottom()), (x, canvas.plot.bottom() + 4.0)], thick(Paint::Accent, 2.0), false, None);
    canvas.pen.rect(flag, 4.0, Some(Fill::Solid(Paint::Accent)), None, None);
    let text = show_us(time_us as u64);
    let (middle, _) = flag.middle();
    canvas.pen.text((middle, flag.y + 14.0), &text, bold(12.0, Paint::OnAccent), Anchor::Middle);
}

/// The playhead's flag with its time; of width 0 if the playhead is out of sight.
fn flag(canvas: &Canvas) -> Area {
    let time_us = canvas.view.playhead_us;
    let x = super::x_from_time(canvas.view, time_us);
    if time_us < canvas.view.from_us || time_us > canvas.view.to_us {
        return Area { x: -1e6, y: 0.0, width: 0.0, height: 0.0 };
    }
    let width = letters::width(&show_us(time_us as u64), 12.0, true, false) + 14.0;
    let left = crate::between(x - width / 2.0, 0.0, (canvas.view.width - width).max(0.0));
    Area { x: left, y: 8.0, width, height: 20.0 }
}
