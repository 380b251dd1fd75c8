//! Messages: in their slots, or on their way from a sender into a slot and from a slot to a receiver.

use ipcscope_core::trace::event::{Event, Kind};
use ipcscope_core::trace::metrics::send_of;
use ipcscope_core::trace::words;

use super::{Canvas, layout};
use crate::pen::{Area, bold, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint};
use crate::{between, letters};

/// A message and its way, from where it is at progress 0 to where it is at 1.
struct Token {
    /// The event that sent it.
    sent: usize,
    channel: usize,
    way: Vec<(f64, f64)>,
}

pub fn draw(canvas: &mut Canvas) {
    for channel in 0..canvas.moment.channels.len() {
        let taken = taken(canvas, channel);
        for token in waiting(canvas, channel, &taken) {
            paint(canvas, &token);
        }
        if canvas.view.progress < 1.0 {
            for token in leaving(canvas, channel, &taken) {
                paint(canvas, &token);
            }
        }
    }
}

/// Receives from a channel among the latest events: the message's send, and who took it.
fn taken(canvas: &Canvas, channel: usize) -> Vec<(usize, usize)> {
    let events = canvas.run.events();
    let recent = canvas.view.moved_since..canvas.moment.at;
    // Where the system's part is shown, it is the system that takes the message out.
    let is_told = |event: &Event| {
        event.cause().and_then(|cause| events.get(cause)).is_some_and(|cause| cause.kind() == Kind::Deliver)
    };
    let takes = |event: &Event| event.kind() == Kind::Deliver || event.kind() == Kind::Receive && !is_told(event);
    let receives =
        recent.filter_map(|index| events.get(index)).filter(|event| event.object() == Some(channel) && takes(event));
    receives.filter_map(|event| Some((send_of(canvas.run, event.cause()?)?, event.process()))).collect()
}

/// The messages that are in the mailbox: new ones come in, older ones move up.
fn waiting(canvas: &Canvas, channel: usize, taken: &[(usize, usize)]) -> Vec<Token> {
    let is_old = |sent: usize| sent < canvas.view.moved_since;
    let messages = &canvas.moment.channels[channel].messages;
    // Of a mailbox to all, what one has read may still be there for others.
    let is_gone = |sent: usize| messages.iter().all(|message| message.sent_by != sent);
    let gone = taken.iter().filter(|&&(sent, _)| is_old(sent) && is_gone(sent)).count();
    let shown = layout::slots(&canvas.run.program().channels[channel]);
    // The last slot tells how many more there are.
    let drawn = if messages.len() > shown { shown.saturating_sub(1) } else { messages.len() };
    let mut tokens: Vec<Token> = Vec::new();
    for (place, message) in messages.iter().enumerate().take(drawn) {
        let to = slot(canvas, channel, place);
        let way = match is_old(message.sent_by) {
            true => vec![slot(canvas, channel, place + gone), to],
            false => [way_in(canvas, channel, message.sent_by), vec![to]].concat(),
        };
        tokens.push(Token { sent: message.sent_by, channel, way });
    }
    tokens.extend(in_hand(canvas, channel));
    tokens
}

/// At capacity 0 a message is handed over in two events; between them it is where the two meet.
fn in_hand(canvas: &Canvas, channel: usize) -> Option<Token> {
    let sent = canvas.moment.at.checked_sub(1)?;
    let event = canvas.run.events().get(sent)?;
    let is_here = event.kind() == Kind::Send && event.object() == Some(channel);
    let is_met = canvas.run.events().get(sent + 1).is_some_and(|next| next.cause() == Some(sent));
    if !is_here || !is_met || !canvas.run.program().channels[channel].is_rendezvous() {
        return None;
    }
    let way = match sent < canvas.view.moved_since {
        true => vec![slot(canvas, channel, 0)],
        false => [way_in(canvas, channel, sent), vec![slot(canvas, channel, 0)]].concat(),
    };
    Some(Token { sent, channel, way })
}

/// The messages that go to their receivers.
fn leaving(canvas: &Canvas, channel: usize, taken: &[(usize, usize)]) -> Vec<Token> {
    let token = |(place, &(sent, receiver)): (usize, &(usize, usize))| {
        let mut way = match sent < canvas.view.moved_since {
            true => Vec::new(),
            false => way_in(canvas, channel, sent),
        };
        let messages = &canvas.moment.channels[channel].messages;
        let place = messages.iter().position(|message| message.sent_by == sent).unwrap_or(place);
        way.push(slot(canvas, channel, place));
        let mut out = connector(canvas, channel, receiver, false);
        out.extend(inside(canvas, receiver, &out, out.len().saturating_sub(2)));
        way.extend(out);
        Token { sent, channel, way }
    };
    taken.iter().enumerate().map(token).collect()
}

/// The middle of a slot; of the last one for what lies behind it, of the meeting place at capacity 0.
fn slot(canvas: &Canvas, channel: usize, place: usize) -> (f64, f64) {
    match layout::slots(&canvas.run.program().channels[channel]) {
        0 => canvas.layout.row(channel).middle(),
        slots => canvas.layout.slot(channel, place.min(slots - 1), slots).middle(),
    }
}

/// From inside its sender's box to the mailbox.
fn way_in(canvas: &Canvas, channel: usize, sent: usize) -> Vec<(f64, f64)> {
    let sender = canvas.run.events().get(sent).map_or(0, |event| event.process());
    let way = connector(canvas, channel, sender, true);
    let mut whole: Vec<(f64, f64)> = inside(canvas, sender, &way, 0).into_iter().collect();
    whole.extend(way);
    whole
}

fn connector(canvas: &Canvas, channel: usize, process: usize, is_send: bool) -> Vec<(f64, f64)> {
    let mut connectors = canvas.layout.connectors.iter();
    let found = connectors.find(|other| (other.channel, other.process, other.is_send) == (channel, process, is_send));
    found.map(|connector| connector.points.clone()).unwrap_or_default()
}

/// A point in a process's box beside the end of a way: the message comes out from behind it, and goes in there.
fn inside(canvas: &Canvas, process: usize, way: &[(f64, f64)], piece: usize) -> Option<(f64, f64)> {
    let (from, to) = (*way.get(piece)?, *way.get(piece + 1)?);
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
    let deep = canvas.layout.measure.slot.0.max(canvas.layout.measure.slot.1) / 2.0;
    let (dx, dy) = ((to.0 - from.0) / length * deep, (to.1 - from.1) / length * deep);
    let middle = canvas.layout.processes[process].middle();
    let (out, into) = ((from.0 - dx, from.1 - dy), (to.0 + dx, to.1 + dy));
    let distance = |point: (f64, f64)| (point.0 - middle.0).hypot(point.1 - middle.1);
    Some(if distance(out) < distance(into) { out } else { into })
}

/// Where something is that has come so far along a way, by its length.
fn along(way: &[(f64, f64)], progress: f64) -> (f64, f64) {
    let lengths: Vec<f64> = way.windows(2).map(|ends| (ends[1].0 - ends[0].0).hypot(ends[1].1 - ends[0].1)).collect();
    let mut left = lengths.iter().sum::<f64>() * between(progress, 0.0, 1.0);
    for (ends, length) in way.windows(2).zip(&lengths) {
        if left < *length {
            let share = left / length;
            return (ends[0].0 + (ends[1].0 - ends[0].0) * share, ends[0].1 + (ends[1].1 - ends[0].1) * share);
        }
        left -= length;
    }
    *way.last().expect("a way has an end")
}

fn paint(canvas: &mut Canvas, token: &Token) {
    let progress = if canvas.view.progress < 1.0 { canvas.view.progress } else { 1.0 };
    let (x, y) = match progress {
        1.0 => *token.way.last().expect("a way has an end"),
        _ => along(&token.way, progress),
    };
    let cell = match layout::slots(&canvas.run.program().channels[token.channel]) {
        0 => canvas.layout.cells[token.channel],
        slots => canvas.layout.slot(token.channel, 0, slots).width,
    };
    let (wide, high) = (cell - 7.0, canvas.layout.measure.slot.1 - 8.0);
    let x = between(x, wide / 2.0 + 2.0, (canvas.view.width - wide / 2.0 - 2.0).max(wide / 2.0 + 2.0));
    let area = Area { x: x - wide / 2.0, y: y - high / 2.0, width: wide, height: high };
    let about = About::Message(token.sent);
    let stroke = if canvas.is_pointed(about) { thick(Paint::Accent, 2.5) } else { thin(Paint::Message) };
    canvas.pen.rect(area, 4.0, Some(Fill::Solid(Paint::MessageSoft)), Some(stroke), Some(about));
    let Some(event) = canvas.run.events().get(token.sent) else { return };
    let text = words::show_values(canvas.run.program(), canvas.run.events().values(event));
    let largest = 13.0 * canvas.layout.measure.letters;
    let fits = |size: &f64| letters::width(&text, *size, true, false) <= wide - 3.0;
    let size = [largest, largest * 0.9, largest * 0.8].into_iter().find(fits).unwrap_or(largest * 0.8);
    canvas.pen.fitted((x, y + size * 0.36), &text, wide - 3.0, bold(size, Paint::Message), Anchor::Middle);
}

#[cfg(test)]
mod tests {
    use super::along;

    #[test]
    fn a_message_goes_at_one_speed() {
        // 3 px to the right, then 1 px down: half of 4 px is at 2 px.
        let way = [(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)];
        assert_eq!(
            [0.0, 0.5, 0.75, 1.0].map(|progress| along(&way, progress)),
            [(0.0, 0.0), (2.0, 0.0), (3.0, 0.0), (3.0, 1.0)]
        );
    }
}
