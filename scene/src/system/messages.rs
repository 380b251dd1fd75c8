//! Messages: in their slots, or on their way from a sender into a slot and from a slot to a receiver.

use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::words;

use super::{Canvas, connectors, layout};
use crate::pen::{Area, bold, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint};

/// A message and its way.
struct Token {
    /// The event that sent it.
    sent: usize,
    channel: usize,
    /// Its middle at progress 0 and 1.
    way: ((f64, f64), (f64, f64)),
}

pub fn draw(canvas: &mut Canvas) {
    for channel in 0..canvas.moment.channels.len() {
        let moved = moved(canvas, channel);
        for token in waiting(canvas, channel, &moved) {
            paint(canvas, &token);
        }
        if canvas.view.progress < 1.0 {
            for token in leaving(canvas, channel, &moved) {
                paint(canvas, &token);
            }
        }
    }
}

/// Receives from a channel among the latest events: the message's send, and who took it.
fn moved(canvas: &Canvas, channel: usize) -> Vec<(usize, usize)> {
    let events = canvas.run.events();
    let recent = canvas.view.moved_since..canvas.moment.at;
    let receives = recent
        .filter_map(|index| events.get(index))
        .filter(|event| event.kind() == Kind::Receive && event.object() == Some(channel));
    receives.filter_map(|event| Some((event.cause()?, event.process()))).collect()
}

/// The messages that are in the mailbox: new ones come in, older ones move up.
fn waiting(canvas: &Canvas, channel: usize, moved: &[(usize, usize)]) -> Vec<Token> {
    let shown = layout::slots(&canvas.run.program().channels[channel]);
    let left_before = moved.iter().filter(|&&(sent, _)| sent < canvas.view.moved_since).count();
    let messages = canvas.moment.channels[channel].messages.iter().enumerate();
    messages
        .filter(|&(place, _)| place < shown)
        .map(|(place, message)| {
            let from = match message.sent_by >= canvas.view.moved_since {
                true => sender_end(canvas, channel, message.sent_by),
                false => canvas.layout.slot(channel, place + left_before).middle(),
            };
            Token { sent: message.sent_by, channel, way: (from, canvas.layout.slot(channel, place).middle()) }
        })
        .collect()
}

/// The messages that go to their receivers.
fn leaving(canvas: &Canvas, channel: usize, moved: &[(usize, usize)]) -> Vec<Token> {
    moved
        .iter()
        .enumerate()
        .map(|(place, &(sent, receiver))| {
            let from = match sent >= canvas.view.moved_since {
                true => sender_end(canvas, channel, sent),
                false => canvas.layout.slot(channel, place).middle(),
            };
            let (to, _) = connectors::ends(canvas, receiver, channel);
            Token { sent, channel, way: (from, to) }
        })
        .collect()
}

/// Where the message set out.
fn sender_end(canvas: &Canvas, channel: usize, sent: usize) -> (f64, f64) {
    let sender = canvas.run.events().get(sent).map_or(0, |event| event.process());
    connectors::ends(canvas, sender, channel).0
}

fn paint(canvas: &mut Canvas, token: &Token) {
    let ((from_x, from_y), (to_x, to_y)) = token.way;
    let along = canvas.view.progress.clamp(0.0, 1.0);
    let (x, y) = (from_x + (to_x - from_x) * along, from_y + (to_y - from_y) * along);
    let cell = canvas.layout.cells[token.channel];
    let half = (cell - 10.0) / 2.0;
    // At the ends of its way it stays inside the picture.
    let x = x.clamp(half + 2.0, (canvas.view.width - half - 2.0).max(half + 2.0));
    let area = Area { x: x - half, y: y - 13.0, width: half * 2.0, height: 26.0 };
    let about = About::Message(token.sent);
    let stroke = if canvas.is_pointed(about) { thick(Paint::Accent, 2.5) } else { thin(Paint::Message) };
    canvas.pen.rect(area, 5.0, Some(Fill::Solid(Paint::MessageSoft)), Some(stroke), Some(about));
    let Some(event) = canvas.run.events().get(token.sent) else { return };
    let text = words::show_values(canvas.run.program(), canvas.run.events().values(event));
    canvas.pen.fitted((x, y + 4.0), &text, area.width - 4.0, bold(12.0, Paint::Message), Anchor::Middle);
}
