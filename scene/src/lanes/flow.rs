//! Each message's way: down from its sender, through the queue, where it moves up as others leave, and on to its receiver.

use ipcscope_core::trace::words;

use super::Canvas;
use super::rows::{self, Band};
use crate::pen::{Area, bold, thick};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Stroke};
use crate::timeline::Message;
use crate::{between, letters};

/// A message has so much of the lanes' width at least; more messages are not drawn one by one. px
const LEAST_WIDTH: f64 = 6.0;
/// Nor are more than this.
const MOST: f64 = 400.0;
/// A message lower than this in a band has no outline, px.
const LEAST_CELL: f64 = 5.0;
/// One lower than this has its value outside, px.
const LEAST_LABEL: f64 = 11.0;

/// A value that is still to be written beside the line where its message was sent.
struct Label {
    x: f64,
    /// Upper end of the gap between two rows that it stands in, px.
    gap: f64,
    text: String,
}

/// What is known of the lines between rows: so that no value is written across one.
#[derive(Default)]
pub struct Flow {
    labels: Vec<Label>,
    /// Lines: x, upper end, lower end.
    lines: Vec<(f64, f64, f64)>,
}

/// All messages of all channels in sight.
pub fn draw(canvas: &mut Canvas) {
    let mut flow = Flow::default();
    let most = (canvas.plot.width / LEAST_WIDTH).min(MOST) as usize;
    for channel in 0..canvas.run.program().channels.len() {
        let timeline = canvas.timeline;
        let seen = timeline.messages_in(channel, canvas.view.from_us, canvas.view.to_us);
        if seen.len() > most {
            density(canvas, channel);
            continue;
        }
        for number in seen {
            message(canvas, &mut flow, channel, number);
        }
    }
    labels(canvas, &flow);
}

fn message(canvas: &mut Canvas, flow: &mut Flow, channel: usize, number: usize) {
    let message = canvas.timeline.messages[channel][number];
    let about = About::Message(message.sent_event);
    let stroke = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 3.0),
        false => thick(Paint::Message, 1.5),
    };
    let sent_x = canvas.x(message.sent_us as f64);
    let receiver = message.received.filter(|&(_, us, _)| us == message.sent_us).map(|(_, _, receiver)| receiver);
    let band = canvas.rows.bands[channel].filter(|_| receiver.is_none());
    let text = value(canvas, &message);
    let mut is_labelled = false;
    if let Some(band) = band {
        let cell = Cell::new(canvas, channel, number, band);
        is_labelled = cell.draw(canvas, &message, stroke, &text);
        let entry = band.level(cell.level as f64 + if sent_from_base(canvas, &message, band) { 0.0 } else { 1.0 });
        sent_line(canvas, flow, &message, entry, (stroke, false));
        if let Some((_, us, receiver)) = message.received.filter(|&(_, us, _)| canvas.sees(us)) {
            let lane = canvas.rows.lanes[receiver];
            let end = edge(lane, band.y);
            // The receiver may stand on the other side of the queue.
            let start = if (end > band.y) == band.grows_up { band.level(0.0) } else { band.level(1.0) };
            let x = canvas.x(us as f64);
            flow.lines.push((x, start.min(end), start.max(end)));
            canvas.pen.line(&[(x, start), (x, end)], stroke, true, Some(about));
        }
    } else if let Some(receiver) = receiver {
        let end = edge(canvas.rows.lanes[receiver], canvas.rows.lanes[message.sender]);
        sent_line(canvas, flow, &message, end, (stroke, true));
    }
    if !is_labelled && canvas.sees(message.sent_us) && (band.is_some() || receiver.is_some()) {
        let towards = band.map_or(canvas.rows.lanes[receiver.unwrap_or(0)], |band| band.y);
        let lane = canvas.rows.lanes[message.sender];
        let gap = if towards > lane { lane + rows::LANE } else { lane - rows::GAP };
        flow.labels.push(Label { x: sent_x, gap, text });
    }
}

/// From the sender's lane to `end`, px.
fn sent_line(canvas: &mut Canvas, flow: &mut Flow, message: &Message, end: f64, (stroke, arrow): (Stroke, bool)) {
    if !canvas.sees(message.sent_us) {
        return;
    }
    let about = Some(About::Message(message.sent_event));
    let (x, start) = (canvas.x(message.sent_us as f64), edge(canvas.rows.lanes[message.sender], end));
    flow.lines.push((x, start.min(end), start.max(end)));
    canvas.pen.line(&[(x, start), (x, end)], stroke, arrow, about);
    let fill = Some(Fill::Solid(stroke.paint));
    canvas.pen.mark(Mark::Disc { x, y: start, radius: 2.5, fill, stroke: None }, about);
}

/// The end of a lane that faces `towards`, px.
fn edge(lane: f64, towards: f64) -> f64 {
    if towards > lane { lane + rows::LANE - 1.0 } else { lane + 1.0 }
}

/// Whether the sender stands on the side where messages leave.
fn sent_from_base(canvas: &Canvas, message: &Message, band: Band) -> bool {
    (canvas.rows.lanes[message.sender] > band.y) == band.grows_up
}

fn value(canvas: &Canvas, message: &Message) -> String {
    let events = canvas.run.events();
    let event = events.get(message.sent_event);
    event.map(|event| words::show_values(canvas.run.program(), events.values(event))).unwrap_or_default()
}

/// A message's place in its queue over time.
struct Cell {
    band: Band,
    /// How many were before it when it came.
    level: usize,
    /// Where each of its stretches begins, from the highest place to the lowest, and where the last one ends: px.
    bounds: Vec<f64>,
}

impl Cell {
    fn new(canvas: &Canvas, channel: usize, number: usize, band: Band) -> Cell {
        let messages = &canvas.timeline.messages[channel];
        let own = messages[number];
        let was_taken = |message: &Message| message.received.is_some_and(|(event, _, _)| event < own.sent_event);
        let first = messages.partition_point(was_taken).min(number);
        let left = |message: &Message| message.received.map_or(canvas.end_x(), |(_, us, _)| canvas.x(us as f64));
        let mut bounds = vec![canvas.x(own.sent_us as f64)];
        if band.unit >= LEAST_CELL {
            bounds.extend(messages[first..number].iter().map(left));
        }
        bounds.push(left(&own));
        Cell { band, level: number - first, bounds }
    }

    /// Its outline, and its value where it fits; whether it did.
    fn draw(&self, canvas: &mut Canvas, message: &Message, stroke: Stroke, text: &str) -> bool {
        let (left, right) = (self.bounds[0], self.bounds[self.bounds.len() - 1]);
        if self.band.unit < LEAST_CELL || right - left < 1.0 {
            return false;
        }
        let own_end = |level: usize| self.band.level(level as f64);
        let mut points = vec![(left, own_end(self.level)), (left, own_end(self.level + 1))];
        for (gone, &x) in self.bounds[1..].iter().enumerate() {
            points.push((x, own_end(self.level + 1 - gone)));
            if gone < self.level {
                points.push((x, own_end(self.level - gone)));
            }
        }
        points.push((right, own_end(0)));
        let points = inside(canvas, &points);
        let stroke = Stroke { width: stroke.width - 0.5, ..stroke };
        canvas.pen.line(points, stroke, false, Some(About::Message(message.sent_event)));
        self.label(canvas, text)
    }

    /// In the first stretch that is long enough.
    fn label(&self, canvas: &mut Canvas, text: &str) -> bool {
        let look = bold(between(self.band.unit - 3.0, 9.0, 11.0), Paint::Message);
        let wide = letters::width(text, look.size, true, false) + 8.0;
        let fits = |ends: &[f64]| ends[1] - ends[0] >= wide;
        let Some(gone) = self.bounds.windows(2).position(fits).filter(|_| self.band.unit >= LEAST_LABEL) else {
            return false;
        };
        let middle = self.band.level((self.level - gone) as f64 + 0.5);
        canvas.pen.text((self.bounds[gone] + 4.0, middle + look.size * 0.36), text, look, Anchor::Start);
        true
    }
}

/// Without what lies along the plot's ends: it happened outside the window.
fn inside<'a>(canvas: &Canvas, points: &'a [(f64, f64)]) -> &'a [(f64, f64)] {
    let (left, right) = (canvas.plot.x, canvas.plot.right());
    let first = points.iter().rposition(|&(x, _)| x <= left).unwrap_or(0);
    let last = points.iter().position(|&(x, _)| x >= right).unwrap_or(points.len() - 1);
    &points[first.min(last.saturating_sub(1))..=last]
}

/// Writes the values that stand beside their lines, each where no other line or value is in its way.
fn labels(canvas: &mut Canvas, flow: &Flow) {
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

/// In place of so many arrows: a stripe where messages set out.
fn density(canvas: &mut Canvas, channel: usize) {
    const STEP: f64 = 3.0;
    let users = &canvas.run.program().channels[channel];
    let Some(&sender) = users.senders.first() else { return };
    let towards = canvas.rows.bands[channel]
        .map(|band| band.y)
        .or(users.receivers.first().map(|&receiver| canvas.rows.lanes[usize::from(receiver)]));
    let lane = canvas.rows.lanes[usize::from(sender)];
    let y = if towards.unwrap_or(lane) > lane { lane + rows::LANE + 5.0 } else { lane - 9.0 };
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
