//! Each message's path: down from its sender, through the queue, where it moves up as others leave, and on to its
//! receiver.

use ipcscope_core::trace::words;

use super::Canvas;
use super::cells::Cell;
use super::rows::{self, Band};
use crate::letters;
use crate::pen::{Area, bold, thick};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Stroke};
use crate::timeline::Message;

/// Least share of the lanes' width for each message; if there are more, they are not drawn one by one. px
const LEAST_WIDTH: f64 = 6.0;
/// Most messages drawn one by one.
const MOST: f64 = 400.0;

/// A value to be written beside the line where its message was sent.
struct Label {
    x: f64,
    /// Upper end of the gap between the rows it is in, px.
    gap: f64,
    text: String,
}

/// The lines between rows so far, so that no value is written across one.
#[derive(Default)]
pub struct Flow {
    labels: Vec<Label>,
    /// Lines: x, upper end, lower end.
    lines: Vec<(f64, f64, f64)>,
}

/// All messages of a channel in the window.
pub fn draw(canvas: &mut Canvas, flow: &mut Flow, channel: usize) {
    let most = (canvas.plot.width / LEAST_WIDTH).min(MOST) as usize;
    let (from_us, to_us) = (canvas.view.from_us, canvas.view.to_us);
    let seen = canvas.timeline.messages_in(channel, from_us, to_us, most);
    let read = canvas.timeline.readings_in(channel, from_us, to_us);
    if seen.len() > most || read.len() > most {
        return density(canvas, channel);
    }
    for number in seen {
        message(canvas, flow, channel, number);
    }
    for number in read {
        reading(canvas, flow, channel, number);
    }
}

fn message(canvas: &mut Canvas, flow: &mut Flow, channel: usize, number: usize) {
    let message = canvas.timeline.messages[channel].all[number];
    let text = value(canvas, &message);
    let band = canvas.rows.bands[channel];
    let receiver = message.received.map(|(_, _, receiver)| receiver);
    let receiver =
        receiver.or(canvas.run.program().channels[channel].receivers.first().map(|&first| usize::from(first)));
    let is_straight = message.received.is_some_and(|(_, us, _)| us == message.sent_us) && !is_to_all(canvas, channel);
    let (is_labelled, target) = match (band.filter(|_| !is_straight), receiver) {
        (Some(band), _) => (through(canvas, flow, (channel, number), band, &text), band.y),
        (None, Some(receiver)) if is_to_all(canvas, channel) => (false, canvas.rows.lanes[receiver]),
        (None, Some(receiver)) => (directly(canvas, flow, &message, receiver), canvas.rows.lanes[receiver]),
        (None, None) => return,
    };
    if !is_labelled && canvas.sees(message.sent_us) && !canvas.rows.folded[message.sender] {
        let lane = canvas.rows.lanes[message.sender];
        let gap = if target > lane {
            lane + canvas.rows.height_of(message.sender)
        } else {
            lane - canvas.rows.strips[message.sender] - rows::GAP
        };
        flow.labels.push(Label { x: canvas.x(message.sent_us as f64), gap, text });
    }
}

/// The path through its queue; returns whether its value is written there.
fn through(canvas: &mut Canvas, flow: &mut Flow, (channel, number): (usize, usize), band: Band, text: &str) -> bool {
    let message = canvas.timeline.messages[channel].all[number];
    let stroke = stroke(canvas, &message);
    let from_base = (canvas.rows.lanes[message.sender] > band.y) == band.grows_up;
    let came = message.landed.filter(|_| !message.is_lost);
    let level = came.map_or(0, |(event, _)| canvas.timeline.length_at(channel, event));
    let (mut is_labelled, mut is_inside) = (false, false);
    if let Some((_, came_us)) = came.filter(|_| canvas.timeline.messages[channel].is_fifo) {
        let cell = Cell::new(canvas, (channel, number), band, (level, came_us));
        is_inside = message.over_us() > came_us;
        is_labelled = is_inside && cell.draw(canvas, &message, stroke, text);
    }
    let entry = band.level(f64::from(level) + if from_base || !is_inside { 0.0 } else { f64::from(message.units) });
    let entry = crate::between(entry, band.y, band.y + band.height);
    sent_line(canvas, flow, &message, entry, (stroke, false));
    if let Some((_, us, receiver)) = message.received.filter(|_| !is_to_all(canvas, channel)) {
        out_line(canvas, flow, &message, band, (us, receiver));
    }
    is_labelled
}

/// From a queue to a receiver's lane.
fn out_line(canvas: &mut Canvas, flow: &mut Flow, message: &Message, band: Band, (us, receiver): (u64, usize)) {
    if !canvas.sees(us) {
        return;
    }
    let end = canvas.rows.edge(receiver, band.y);
    // The receiver may be on the other side of the queue.
    let start = if (end > band.y) == band.grows_up { band.level(0.0) } else { band.level(1.0) };
    let x = canvas.x(us as f64);
    flow.lines.push((x, start.min(end), start.max(end)));
    let about = Some(About::Message(message.sent_event));
    canvas.pen.line(&[(x, start), (x, end)], stroke(canvas, message), true, about);
}

/// From lane to lane. A message that came over a network and is not received at once waits beside its receiver's lane.
fn directly(canvas: &mut Canvas, flow: &mut Flow, message: &Message, receiver: usize) -> bool {
    let end = canvas.rows.edge(receiver, canvas.rows.lanes[message.sender]);
    let stroke = stroke(canvas, message);
    let waits = message.landed.filter(|&(_, us)| us < message.over_us());
    let beside = end + if end > canvas.rows.lanes[message.sender] { -6.0 } else { 6.0 };
    sent_line(canvas, flow, message, if waits.is_some() { beside } else { end }, (stroke, waits.is_none()));
    let Some((_, came_us)) = waits else { return false };
    let (left, right) =
        (canvas.x(came_us as f64), message.received.map_or(canvas.end_x(), |(_, us, _)| canvas.x(us as f64)));
    let mut points = vec![(left, beside), (right, beside)];
    let is_seen = message.received.is_some_and(|(_, us, _)| canvas.sees(us));
    points.extend(is_seen.then_some((right, end)));
    canvas.pen.line(&points, stroke, is_seen, Some(About::Message(message.sent_event)));
    false
}

/// One of several readers of a message to all.
fn reading(canvas: &mut Canvas, flow: &mut Flow, channel: usize, number: usize) {
    let reading = canvas.timeline.messages[channel].readings[number];
    let message = canvas.timeline.messages[channel].all[reading.message];
    let (_, us, reader) = reading.received;
    match canvas.rows.bands[channel] {
        Some(band) => out_line(canvas, flow, &message, band, (us, reader)),
        None => {
            let message = Message { received: Some(reading.received), ..message };
            directly(canvas, flow, &message, reader);
        }
    }
}

fn is_to_all(canvas: &Canvas, channel: usize) -> bool {
    canvas.run.program().channels[channel].is_to_all()
}

fn stroke(canvas: &Canvas, message: &Message) -> Stroke {
    match canvas.is_pointed(About::Message(message.sent_event)) {
        true => thick(Paint::Accent, 3.0),
        false => thick(Paint::Message, 1.5),
    }
}

/// From the sender's lane to `end`, px: over a network slanted, to its arrival; with a cross if it is lost.
fn sent_line(canvas: &mut Canvas, flow: &mut Flow, message: &Message, end: f64, (stroke, arrow): (Stroke, bool)) {
    let landed_us = message.landed.map(|(_, us)| us);
    if !canvas.sees(message.sent_us) && !landed_us.is_some_and(|us| canvas.sees(us)) && !message.was_carried() {
        return;
    }
    let about = Some(About::Message(message.sent_event));
    let start = canvas.rows.edge(message.sender, end);
    let unclamped = |us: u64| super::x_from_time(canvas.view, us as f64);
    let from = (unclamped(message.sent_us), start);
    // A message still in flight at the end of the run is drawn halfway.
    let to = match landed_us {
        Some(us) => (unclamped(us), end),
        None => (canvas.end_x().max(from.0), (start + end) / 2.0),
    };
    let Some([from, to]) = clipped(from, to, (canvas.plot.x, canvas.plot.right())) else { return };
    flow.lines.push(((from.0 + to.0) / 2.0, start.min(end), start.max(end)));
    let is_here = |us: Option<u64>| us.is_some_and(|us| canvas.sees(us));
    let (begins, ends) = (is_here(Some(message.sent_us)), is_here(landed_us));
    canvas.pen.line(&[from, to], stroke, arrow && ends && !message.is_lost, about);
    if begins {
        let fill = Some(Fill::Solid(stroke.paint));
        canvas.pen.mark(Mark::Disc { x: from.0, y: from.1, radius: 2.5, fill, stroke: None }, about);
    }
    if ends && message.is_lost {
        for lean in [-1.0, 1.0] {
            let cross = [(to.0 - 4.5, to.1 - 4.5 * lean), (to.0 + 4.5, to.1 + 4.5 * lean)];
            canvas.pen.line(&cross, thick(Paint::Fault, 2.5), false, about);
        }
    }
}

/// The part of a line between two `x`.
fn clipped(from: (f64, f64), to: (f64, f64), (left, right): (f64, f64)) -> Option<[(f64, f64); 2]> {
    if to.0 < left || from.0 > right {
        return None;
    }
    let at = |x: f64| match to.0 - from.0 {
        run if run < 1e-9 => from,
        run => (x, from.1 + (to.1 - from.1) * (x - from.0) / run),
    };
    let start = if from.0 < left { at(left) } else { from };
    Some([start, if to.0 > right { at(right) } else { to }])
}

fn value(canvas: &Canvas, message: &Message) -> String {
    let events = canvas.run.events();
    let event = events.get(message.sent_event);
    event.map(|event| words::show_values(canvas.run.program(), events.values(event))).unwrap_or_default()
}

/// Writes the values beside their lines, each where no other line or value is in the way.
pub fn labels(canvas: &mut Canvas, flow: &Flow) {
    const SIZE: f64 = 10.5;
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for label in flow.labels.iter().take(MOST as usize) {
        let crosses = |line: &&(f64, f64, f64)| {
            line.0 > label.x + 0.5 && line.1 < label.gap + rows::GAP - 2.0 && line.2 > label.gap + 2.0
        };
        let next = flow.lines.iter().filter(crosses).fold(canvas.plot.right(), |next, line| next.min(line.0));
        let text = letters::fit(&label.text, (next - label.x - 9.0).min(96.0), SIZE, true, false);
        let (left, wide) = (label.x + 5.0, letters::width(&text, SIZE, true, false));
        let is_free =
            taken.iter().all(|&(gap, from, to)| gap != label.gap || left > to + 2.0 || left + wide < from - 2.0);
        if is_free && (text == label.text || wide >= 30.0) && !text.is_empty() {
            let at = (left, label.gap + rows::GAP / 2.0 + 3.5);
            canvas.pen.text(at, &text, bold(SIZE, Paint::Message), Anchor::Start);
            taken.push((label.gap, left, left + wide));
        }
    }
}

/// In place of too many arrows: a stripe where messages are sent.
fn density(canvas: &mut Canvas, channel: usize) {
    const STEP: f64 = 3.0;
    let users = &canvas.run.program().channels[channel];
    let Some(&sender) = users.senders.first() else { return };
    let towards = canvas.rows.bands[channel]
        .map(|band| band.y)
        .or(users.receivers.first().map(|&receiver| canvas.rows.lanes[usize::from(receiver)]));
    let lane = canvas.rows.lanes[usize::from(sender)];
    let y = if towards.unwrap_or(lane) > lane {
        lane + canvas.rows.height_of(usize::from(sender)) + 5.0
    } else {
        lane - 9.0
    };
    let timeline = canvas.timeline;
    let sent_until = |x: f64| timeline.sent_until(channel, super::time_from_x(canvas.view, x));
    let mut stripes: Vec<(f64, f64)> = Vec::new();
    let (mut x, mut before) = (canvas.plot.x, sent_until(canvas.plot.x));
    while x < canvas.plot.right() {
        let right = (x + STEP).min(canvas.plot.right());
        let after = sent_until(right);
        if after > before {
            match stripes.last_mut().filter(|stripe| stripe.1 == x) {
                Some(stripe) => stripe.1 = right,
                None => stripes.push((x, right)),
            }
        }
        (x, before) = (right, after);
    }
    for (left, right) in stripes {
        let area = Area { x: left, y, width: right - left, height: 4.0 };
        canvas.pen.rect(area, 0.0, Some(Fill::Solid(Paint::Message)), None, Some(About::Channel(channel)));
    }
}
