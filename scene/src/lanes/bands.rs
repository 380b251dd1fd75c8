//! A mailbox between the lanes: how long its queue is over time, and each message's way through it.

use ipcscope_core::scenario::tree::Capacity;
use ipcscope_core::trace::words;

use super::{Canvas, View, rows};
use crate::letters;
use crate::pen::{Area, bold, thick, thin};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Stroke};
use crate::timeline::{Message, Timeline};

/// More messages than this in sight are not drawn one by one.
const MOST_ARROWS: usize = 400;

/// The queue's length over time as steps.
pub fn draw(canvas: &mut Canvas, channel: usize, y: f64) {
    let about = About::Channel(channel);
    let band = Area { x: canvas.plot.x, y, width: canvas.plot.width, height: rows::BAND };
    let pointed = canvas.is_pointed(about);
    let outline = if pointed { thick(Paint::Accent, 1.5) } else { Stroke { dashed: true, ..thin(Paint::Hairline) } };
    canvas.pen.rect(band, 4.0, None, Some(outline), Some(about));
    let top = highest(canvas, channel);
    let lengths = &canvas.timeline.lengths[channel];
    let first = lengths.partition_point(|&(us, _)| (us as f64) <= canvas.view.from_us).saturating_sub(1);
    let mut at = first;
    let mut right_done = band.x;
    while let Some(&(from_us, _)) = lengths.get(at) {
        if from_us as f64 > canvas.view.to_us || right_done >= band.right() {
            break;
        }
        // All steps that fall within one pixel are one, as high as the highest.
        let limit_us = super::time_from_x(canvas.view, right_done.max(canvas.x(from_us as f64)) + 1.0);
        let after = (at + 1).max(lengths.partition_point(|&(us, _)| us as f64 <= limit_us));
        let length = lengths[at..after].iter().map(|&(_, length)| length).max().unwrap_or(0);
        let end_us = lengths.get(after).map_or(canvas.timeline.end_us, |&(us, _)| us);
        let (left, right) = (canvas.x(from_us as f64).max(right_done), canvas.x(end_us as f64));
        step(canvas, band, (left, right), f64::from(length) / top);
        right_done = right.max(right_done);
        at = after;
    }
    if let Capacity::Messages(_) = canvas.run.program().channels[channel].capacity {
        let line = [(band.x, band.y + 3.0), (band.right(), band.y + 3.0)];
        canvas.pen.line(&line, Stroke { dashed: true, ..thin(Paint::Message) }, false, None);
    }
}

fn step(canvas: &mut Canvas, band: Area, (left, right): (f64, f64), share: f64) {
    let height = share * (band.height - 3.0);
    if right > left && height > 0.0 {
        let area = Area { x: left, y: band.bottom() - height, width: right - left, height };
        canvas.pen.rect(area, 0.0, Some(Fill::Solid(Paint::MessageSoft)), None, None);
        let line = [(left, area.y), (right, area.y)];
        canvas.pen.line(&line, thick(Paint::Message, 1.5), false, None);
    }
}

/// The length that the band's upper end stands for.
fn highest(canvas: &Canvas, channel: usize) -> f64 {
    match canvas.run.program().channels[channel].capacity {
        Capacity::Messages(most) => f64::from(most.max(1)),
        Capacity::Unbounded => {
            let lengths = &canvas.timeline.lengths[channel];
            f64::from(lengths.iter().map(|&(_, length)| length).max().unwrap_or(0).max(4))
        }
    }
}

/// How long a queue is at the playhead.
pub fn length_at(timeline: &Timeline, channel: usize, view: &View) -> usize {
    let messages = &timeline.messages[channel];
    let sent = messages.partition_point(|message| message.sent_event < view.at);
    let taken = messages.partition_point(|message| message.received.is_some_and(|(event, _, _)| event < view.at));
    sent - taken.min(sent)
}

/// Each message's way from its send, through the mailbox, to its receive.
pub fn arrows(canvas: &mut Canvas, channel: usize) {
    let timeline = canvas.timeline;
    let messages = timeline.messages_in(channel, canvas.view.from_us, canvas.view.to_us);
    if messages.len() > MOST_ARROWS {
        return;
    }
    let mut label_end = f64::MIN;
    for message in messages {
        arrow(canvas, channel, message, &mut label_end);
    }
}

fn arrow(canvas: &mut Canvas, channel: usize, message: &Message, label_end: &mut f64) {
    let about = About::Message(message.sent_event);
    let width = if canvas.is_pointed(about) { 3.0 } else { 1.5 };
    let paint = if canvas.is_pointed(about) { Paint::Accent } else { Paint::Message };
    let stroke = thick(paint, width);
    let sent_x = canvas.x(message.sent_us as f64);
    let sender_y = canvas.rows.lanes[message.sender];
    let band = canvas.rows.bands[channel];
    let towards = match (band, message.received) {
        (Some(band), _) => band,
        (None, Some((_, _, receiver))) => canvas.rows.lanes[receiver],
        (None, None) => return,
    };
    let (leave, enter) = edges(sender_y, towards, band.map_or(rows::LANE, |_| rows::BAND));
    if canvas.sees(message.sent_us) {
        canvas.pen.mark(
            Mark::Disc { x: sent_x, y: leave, radius: 3.0, fill: Some(Fill::Solid(paint)), stroke: None },
            Some(about),
        );
    }
    let Some((_, received_us, receiver)) = message.received else {
        if canvas.sees(message.sent_us) {
            canvas.pen.line(&[(sent_x, leave), (sent_x, enter)], stroke, false, Some(about));
        }
        return;
    };
    let received_x = canvas.x(received_us as f64);
    let mut points = Vec::new();
    if canvas.sees(message.sent_us) {
        points.push((sent_x, leave));
    }
    if let Some(band) = band {
        let (out, into) = edges(band, canvas.rows.lanes[receiver], rows::LANE);
        points.push((sent_x, enter));
        points.push((received_x, out));
        if canvas.sees(received_us) {
            points.push((received_x, into));
        }
    } else if canvas.sees(received_us) {
        points.push((received_x, enter));
    }
    points.dedup();
    if points.len() > 1 {
        canvas.pen.line(&points, stroke, canvas.sees(received_us), Some(about));
    }
    label(canvas, message, (sent_x, leave, enter), label_end);
}

/// Where a way leaves one row and enters another: their edges that face each other.
fn edges(from_y: f64, to_y: f64, to_height: f64) -> (f64, f64) {
    match from_y < to_y {
        true => (from_y + rows::LANE - 1.0, to_y + 1.0),
        false => (from_y + 1.0, to_y + to_height - 1.0),
    }
}

/// The message's value beside the point where it was sent, where there is room.
fn label(canvas: &mut Canvas, message: &Message, (x, leave, enter): (f64, f64, f64), label_end: &mut f64) {
    let Some(event) = canvas.run.events().get(message.sent_event) else { return };
    let text = words::show_values(canvas.run.program(), canvas.run.events().values(event));
    let text = letters::fit(&text, 90.0, 10.0, true, false);
    let width = letters::width(&text, 10.0, true, false);
    let baseline = (leave + enter) / 2.0 + 3.5;
    let is_free = x + 4.0 > *label_end && x + 5.0 + width < canvas.plot.right() && canvas.sees(message.sent_us);
    // Between two rows that are far apart other things stand.
    if is_free && (leave - enter).abs() <= rows::GAP + 4.0 {
        canvas.pen.text((x + 5.0, baseline), &text, bold(10.0, Paint::Message), Anchor::Start);
        *label_end = x + 5.0 + width;
    }
}
