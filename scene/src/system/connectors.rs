//! Who sends to which mailbox and who receives from it, as arrows; red and broken where somebody waits.

use ipcscope_core::simulate::State;

use super::Canvas;
use crate::pen::{Area, thick};
use crate::shape::{About, Paint, Stroke};

pub fn draw(canvas: &mut Canvas) {
    let program = canvas.run.program();
    for (channel, declared) in program.channels.iter().enumerate() {
        for &sender in &declared.senders {
            connector(canvas, usize::from(sender), channel, true);
        }
        for &receiver in &declared.receivers {
            connector(canvas, usize::from(receiver), channel, false);
        }
    }
}

fn connector(canvas: &mut Canvas, process: usize, channel: usize, is_send: bool) {
    let now = &canvas.moment.processes[process];
    let waits_here = now.wait.is_some_and(|(wait, at)| at == channel && wait.is_send() == is_send);
    let is_lit = [About::Process(process), About::Channel(channel)].iter().any(|&about| canvas.is_pointed(about));
    let stroke = match (waits_here, is_lit, now.state) {
        (true, ..) => Stroke { dashed: true, ..thick(Paint::Blocked, 2.5) },
        (false, true, _) => thick(Paint::Accent, 2.0),
        (_, _, State::Ended | State::Faulted) => Stroke { dashed: true, ..thick(Paint::Hairline, 1.5) },
        _ => thick(Paint::Ended, 1.5),
    };
    let (from, to) = ends(canvas, process, channel);
    let points = if is_send { [from, to] } else { [to, from] };
    canvas.pen.line(&points, stroke, true, None);
}

/// Where a connector touches the process's box and the mailbox.
pub fn ends(canvas: &Canvas, process: usize, channel: usize) -> ((f64, f64), (f64, f64)) {
    let (from, to) = (canvas.layout.processes[process], canvas.layout.mailboxes[channel]);
    let declared = &canvas.run.program().channels[channel];
    let number = process as u16;
    // A process that does both to one mailbox has its arrows side by side.
    let does_both = declared.senders.contains(&number) && declared.receivers.contains(&number);
    let aside = if does_both { 10.0 } else { 0.0 };
    let _ = aside;
    match canvas.layout.vertical {
        false => beside(from, to),
        true => above(from, to),
    }
}

fn beside(from: Area, to: Area) -> ((f64, f64), (f64, f64)) {
    let ((_, from_y), (_, to_y)) = (from.middle(), to.middle());
    // As level as can be: the mailbox is touched where the process stands beside it.
    let to_y = from_y.clamp(to.y + 22.0, to.bottom() - 22.0).min(to_y.max(from_y)).max(to_y.min(from_y));
    match from.x < to.x {
        true => ((from.right(), from_y), (to.x, to_y)),
        false => ((from.x, from_y), (to.right(), to_y)),
    }
}

fn above(from: Area, to: Area) -> ((f64, f64), (f64, f64)) {
    let ((from_x, _), (to_x, _)) = (from.middle(), to.middle());
    let to_x = from_x.clamp(to.x + 22.0, to.right() - 22.0).min(to_x.max(from_x)).max(to_x.min(from_x));
    match from.y < to.y {
        true => ((from_x, from.bottom()), (to_x, to.y)),
        false => ((from_x, from.y), (to_x, to.bottom())),
    }
}
