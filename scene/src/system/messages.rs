//! Messages: in their slots, or in motion: from a sender into a slot, through a network, from a slot to a receiver.

use ipcscope_core::program::{Channel, Room};
use ipcscope_core::trace::MessageNow;
use ipcscope_core::trace::event::{Event, Kind};
use ipcscope_core::trace::words;

use super::cast::Role;
use super::{Canvas, paths, sizes};
use crate::letters;
use crate::pen::{Area, bold, thick, thin};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Stroke};
use crate::timeline::{is_remote, origin};

/// A message and its path.
struct Token {
    /// The event that sent it.
    sent: usize,
    channel: usize,
    /// From its place at progress 0 to its place at 1.
    path: Vec<(f64, f64)>,
    size: Size,
    /// To all: for each reader, whether it has still to read it.
    readers: Vec<bool>,
    is_lost: bool,
}

/// The size of a message in the picture.
#[derive(Clone, Copy)]
struct Size {
    /// Slots it takes.
    unit: f64,
    /// Packets it is split into.
    parts: u64,
}

impl Size {
    /// The size of most messages.
    const PLAIN: Size = Size { unit: 1.0, parts: 1 };

    fn of(channel: &Channel, bytes: u64) -> Size {
        Size { unit: sizes::unit(channel, bytes), parts: sizes::parts(channel, bytes) }
    }
}

impl Token {
    fn new(sent: usize, channel: usize, path: Vec<(f64, f64)>) -> Token {
        Token { sent, channel, path, size: Size::PLAIN, readers: Vec::new(), is_lost: false }
    }
}

/// A message that was handed over among the latest events.
struct Taken {
    sent: usize,
    receiver: usize,
    size: Size,
    /// The system had it before.
    was_in_hand: bool,
    /// It is kept for other readers.
    stays: bool,
}

pub fn draw(canvas: &mut Canvas) {
    let mut tokens = Vec::new();
    for channel in 0..canvas.moment.channels.len() {
        if canvas.layout.row(channel).is_none() {
            continue;
        }
        let taken = taken(canvas, channel);
        tokens.extend(waiting(canvas, channel, &taken));
        tokens.extend(in_flight(canvas, channel));
        tokens.extend(lost(canvas, channel));
        tokens.extend(in_hand(canvas, channel));
        if canvas.view.progress < 1.0 {
            tokens.extend(leaving(canvas, channel, &taken));
        }
    }
    let areas: Vec<Option<Area>> = tokens.iter().map(|token| area(canvas, token)).collect();
    for (number, token) in tokens.iter().enumerate() {
        let Some(own) = areas[number] else { continue };
        // The value of a message under another, or resting under a box, is not shown.
        let is_under_box = || {
            let mut boxes = (0..canvas.moment.processes.len()).map(|process| canvas.layout.process(process));
            canvas.view.progress >= 1.0 && boxes.any(|other| overlap(&own, &other))
        };
        let is_covered = areas[number + 1..].iter().flatten().any(|other| overlap(&own, other)) || is_under_box();
        paint(canvas, token, own, is_covered);
    }
}

/// By more than their edges.
fn overlap(one: &Area, other: &Area) -> bool {
    let is_beside = one.right() - 3.0 < other.x || other.right() - 3.0 < one.x;
    !is_beside && one.bottom() - 3.0 > other.y && other.bottom() - 3.0 > one.y
}

/// Receives from a channel among the latest events.
fn taken(canvas: &Canvas, channel: usize) -> Vec<Taken> {
    let events = canvas.run.events();
    let mut all = Vec::new();
    for index in canvas.view.moved_since..canvas.moment.at {
        let Some(event) = events.get(index).filter(|event| event.kind() == Kind::Receive) else { continue };
        if event.object() != Some(channel) {
            continue;
        }
        let is_delivery = |cause: usize| events.get(cause).is_some_and(|event| event.kind() == Kind::Deliver);
        let was_in_hand = event.cause().is_some_and(|cause| cause < canvas.view.moved_since && is_delivery(cause));
        let (sent, _) = origin(canvas.run, index);
        let mut there = canvas.moment.channels[channel].messages.iter();
        let stays = there.any(|message| message.sent_by == sent);
        let size = size_by_events(canvas, channel, sent);
        all.push(Taken { sent, receiver: event.process(), size, was_in_hand, stays });
    }
    all
}

/// The size of a message that may be gone: with fixed sizes the event after its send says it.
fn size_by_events(canvas: &Canvas, channel: usize, sent: usize) -> Size {
    let events = canvas.run.events();
    let packets = events.get(sent + 1).filter(|event| event.kind() == Kind::Packets);
    let bytes = packets.and_then(|event| events.values(event).first()?.as_number());
    bytes.map_or(Size::PLAIN, |bytes| Size::of(&canvas.run.program().channels[channel], bytes as u64))
}

/// The messages in the queue: new ones come in, older ones move up.
fn waiting(canvas: &Canvas, channel: usize, taken: &[Taken]) -> Vec<Token> {
    let of = &canvas.run.program().channels[channel];
    let since = canvas.view.moved_since;
    let gone = taken.iter().filter(|taken| taken.sent < since && !taken.stays && !taken.was_in_hand);
    // With a capacity in bytes, the sizes of messages that are gone are unknown.
    let is_known = of.fixed.is_some() || !matches!(of.capacity, Room::Bytes(_));
    let messages = &canvas.moment.channels[channel].messages;
    let drawn = sizes::drawn(of, messages.iter().map(|message| message.bytes));
    // Its start now, and before.
    let (mut start, mut before) = (0.0, gone.map(|taken| taken.size.unit).sum());
    let mut tokens = Vec::new();
    for message in messages.iter().take(drawn) {
        let (sent, arrival) = (message.sent_by, arrival(canvas, message.sent_by));
        let size = Size::of(of, message.bytes);
        let unit = size.unit;
        let to = slot(canvas, channel, start, unit);
        let path = match arrival.unwrap_or(sent) < since {
            true => {
                let from = if is_known { slot(canvas, channel, before, unit) } else { to };
                before += unit;
                vec![from, to]
            }
            false => {
                let mut path = path_in(canvas, channel, sent);
                if let Some(arrived) = arrival {
                    path = paths::part(&path, flown(canvas, &path, (sent, time_of(canvas, arrived)), 0.0), 1.0);
                }
                path.push(to);
                path
            }
        };
        start += unit;
        let readers = readers(canvas, channel, message);
        tokens.push(Token { size, readers, ..Token::new(sent, channel, path) });
    }
    tokens
}

/// The event by which a network delivered a message, among the latest events.
fn arrival(canvas: &Canvas, sent: usize) -> Option<usize> {
    let is_arrival = |event: &Event| event.kind() == Kind::Arrive && event.cause() == Some(sent);
    (canvas.view.moved_since..canvas.moment.at).find(|&index| canvas.run.events().get(index).is_some_and(is_arrival))
}

fn readers(canvas: &Canvas, channel: usize, message: &MessageNow) -> Vec<bool> {
    let of = &canvas.run.program().channels[channel];
    let readers = of.receivers.iter().filter(|_| of.is_to_all());
    readers.map(|&reader| message.unread_by.contains(&usize::from(reader))).collect()
}

/// At capacity 0 a message is handed over in several events; between them it is at the meeting place. If the system's
/// part is shown, the system holds what it delivers.
fn in_hand(canvas: &Canvas, channel: usize) -> Option<Token> {
    let last = canvas.moment.at.checked_sub(1)?;
    let event = canvas.run.events().get(last).filter(|event| event.object() == Some(channel))?;
    let is_remote = |sender| is_remote(canvas.run.program(), sender, channel);
    let sent = match event.kind() {
        Kind::Send => last,
        Kind::Packets => event.cause()?,
        Kind::Deliver => {
            let (sent, _) = origin(canvas.run, last);
            let mut path = match sent < canvas.view.moved_since {
                true => Vec::new(),
                false => path_in(canvas, channel, sent),
            };
            let size = size_by_events(canvas, channel, sent);
            path.push(slot(canvas, channel, 0.0, size.unit));
            path.extend(connector(canvas, channel, event.process(), Role::Takes).first());
            return Some(Token { size, ..Token::new(sent, channel, path) });
        }
        _ => return None,
    };
    if !canvas.run.program().channels[channel].is_rendezvous() || is_remote(event.process()) {
        return None;
    }
    let mut path = match sent < canvas.view.moved_since {
        true => Vec::new(),
        false => path_in(canvas, channel, sent),
    };
    path.push(slot(canvas, channel, 0.0, 1.0));
    Some(Token::new(sent, channel, path))
}

/// Messages on a network, at the place that corresponds to the time elapsed.
fn in_flight(canvas: &Canvas, channel: usize) -> Vec<Token> {
    let flight = |flight: &ipcscope_core::trace::FlightNow| {
        let path = path_in(canvas, channel, flight.sent_by);
        let share = |progress| flown(canvas, &path, (flight.sent_by, flight.until_us), progress);
        Token::new(flight.sent_by, channel, paths::part(&path, share(0.0), share(1.0)))
    };
    canvas.moment.channels[channel].in_flight.iter().map(flight).collect()
}

/// Messages lost at this very instant.
fn lost(canvas: &Canvas, channel: usize) -> Vec<Token> {
    let events = canvas.run.events();
    let now = canvas.moment.time_us;
    let recent =
        (0..canvas.moment.at).rev().map_while(|index| events.get(index)).take_while(|event| event.time_us() == now);
    let lost = recent.take(256).filter(|event| event.kind() == Kind::Lost && event.object() == Some(channel));
    let token = |sent: usize| {
        let path = path_in(canvas, channel, sent);
        let path = paths::part(&path, flown(canvas, &path, (sent, now), 0.0), flown(canvas, &path, (sent, now), 1.0));
        Token { is_lost: true, ..Token::new(sent, channel, path) }
    };
    lost.filter_map(|event| event.cause()).map(token).collect()
}

/// The progress of a message on a network, while the picture moves on to this moment. Between hosts it is clear of its
/// sender and of its mailbox; just after the send it comes out of the one, on arrival it goes into the other.
fn flown(canvas: &Canvas, path: &[(f64, f64)], (sent, until_us): (usize, u64), progress: f64) -> f64 {
    if sent >= canvas.view.moved_since && progress == 0.0 {
        return 0.0;
    }
    let since = time_of(canvas, sent) as f64;
    let from = canvas.view.moved_since.checked_sub(1).map_or(0, |last| time_of(canvas, last)) as f64;
    let at = from + (canvas.moment.time_us as f64 - from) * progress;
    let share = crate::between((at - since) / (until_us as f64 - since).max(1e-9), 0.0, 1.0);
    let clear = canvas.layout.measure.slot.0 * 0.5 + 3.0;
    let whole = paths::length(path).max(1e-9);
    // The path begins inside the sender's box.
    let (first, last) = ((2.0 * clear / whole).min(0.4), (1.0 - clear / whole).max(0.6));
    first + (last - first) * share
}

fn time_of(canvas: &Canvas, event: usize) -> u64 {
    canvas.run.events().get(event).map_or(0, |event| event.time_us())
}

/// The messages moving to their receivers.
fn leaving(canvas: &Canvas, channel: usize, taken: &[Taken]) -> Vec<Token> {
    let since = canvas.view.moved_since;
    let mut gone = 0.0;
    let mut tokens = Vec::new();
    for one in taken {
        let mut path = match one.sent < since {
            true => Vec::new(),
            false => path_in(canvas, channel, one.sent),
        };
        if !one.was_in_hand {
            let place = if one.stays { place_of(canvas, channel, one.sent) } else { gone };
            path.push(slot(canvas, channel, place, one.size.unit));
        }
        gone += if one.stays { 0.0 } else { one.size.unit };
        let mut out = connector(canvas, channel, one.receiver, Role::Takes);
        out.extend(inside(canvas, one.receiver, &out, out.len().saturating_sub(2)));
        path.extend(out);
        tokens.push(Token { size: one.size, ..Token::new(one.sent, channel, path) });
    }
    tokens
}

/// The start of a message that is still there.
fn place_of(canvas: &Canvas, channel: usize, sent: usize) -> f64 {
    let messages = &canvas.moment.channels[channel].messages;
    messages.iter().position(|message| message.sent_by == sent).unwrap_or(0) as f64
}

/// The middle of a message's slots; beyond the last slot that of the last one, at capacity 0 that of the meeting place.
fn slot(canvas: &Canvas, channel: usize, start: f64, unit: f64) -> (f64, f64) {
    let area = match canvas.layout.slots[channel] {
        0 => canvas.layout.row(channel),
        slots => canvas.layout.span(channel, start.min(slots as f64 - unit), unit),
    };
    area.map_or((0.0, 0.0), |area| area.middle())
}

/// From inside its sender's box to the mailbox.
fn path_in(canvas: &Canvas, channel: usize, sent: usize) -> Vec<(f64, f64)> {
    let sender = canvas.run.events().get(sent).map_or(0, |event| event.process());
    let path = connector(canvas, channel, sender, Role::Gives);
    let mut whole: Vec<(f64, f64)> = inside(canvas, sender, &path, 0).into_iter().collect();
    whole.extend(path);
    whole
}

fn connector(canvas: &Canvas, channel: usize, process: usize, role: Role) -> Vec<(f64, f64)> {
    let Some(object) = canvas.layout.cast.channel(channel) else { return Vec::new() };
    let mut connectors = canvas.layout.connectors.iter().map(|connector| (&connector.own, &connector.points));
    let found = connectors
        .find(|(own, _)| (own.object, own.process, own.role, own.channel) == (object, process, role, Some(channel)));
    found.map(|(_, points)| points.clone()).unwrap_or_default()
}

/// A point in a process's box beside the end of a path: the message comes out from behind the box, and goes in there.
fn inside(canvas: &Canvas, process: usize, path: &[(f64, f64)], piece: usize) -> Option<(f64, f64)> {
    let (from, to) = (*path.get(piece)?, *path.get(piece + 1)?);
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
    let deep = canvas.layout.measure.slot.0.max(canvas.layout.measure.slot.1) / 2.0;
    let (dx, dy) = ((to.0 - from.0) / length * deep, (to.1 - from.1) / length * deep);
    let middle = canvas.layout.process(process).middle();
    let (out, into) = ((from.0 - dx, from.1 - dy), (to.0 + dx, to.1 + dy));
    let distance = |point: (f64, f64)| (point.0 - middle.0).hypot(point.1 - middle.1);
    Some(if distance(out) < distance(into) { out } else { into })
}

/// Its place in this picture.
fn area(canvas: &Canvas, token: &Token) -> Option<Area> {
    let progress = if canvas.view.progress < 1.0 { canvas.view.progress } else { 1.0 };
    let &end = token.path.last()?;
    let (x, y) = if progress < 1.0 { paths::along(&token.path, progress) } else { end };
    let row = canvas.layout.row(token.channel)?;
    let (cells, slots) = (canvas.layout.cells[token.channel], canvas.layout.slots[token.channel]);
    let cell = if slots == 0 { cells } else { cells.min(row.width / slots as f64) };
    let high = if canvas.layout.row_is_lane(token.channel) { canvas.layout.measure.lane() } else { row.height };
    let (wide, high) = ((cell * token.size.unit - 7.0).max(4.0), high - 8.0);
    let x = crate::between(x, wide / 2.0 + 2.0, (canvas.view.width - wide / 2.0 - 2.0).max(wide / 2.0 + 2.0));
    Some(Area { x: x - wide / 2.0, y: y - high / 2.0, width: wide, height: high })
}

fn paint(canvas: &mut Canvas, token: &Token, area: Area, is_covered: bool) {
    let about = About::Message(token.sent);
    let (ink, ground) =
        if token.is_lost { (Paint::Fault, Paint::FaultSoft) } else { (Paint::Message, Paint::MessageSoft) };
    let stroke = if canvas.is_pointed(about) { thick(Paint::Accent, 2.5) } else { thin(ink) };
    canvas.pen.rect(area, 4.0, Some(Fill::Solid(ground)), Some(stroke), Some(about));
    for part in 1..token.size.parts.min(24) {
        let x = area.x + area.width * part as f64 / token.size.parts as f64;
        canvas.pen.line(
            &[(x, area.y + 1.0), (x, area.bottom() - 1.0)],
            Stroke { dashed: true, ..thin(ink) },
            false,
            None,
        );
    }
    if !is_covered {
        value(canvas, token, area, ink);
    }
    unread(canvas, token, area);
    if token.is_lost {
        for lean in [-1.0, 1.0] {
            let ((x, y), (dx, dy)) = (area.middle(), (area.width / 2.0 - 3.0, (area.height / 2.0 - 3.0) * lean));
            canvas.pen.line(&[(x - dx, y - dy), (x + dx, y + dy)], thick(Paint::Fault, 2.5), false, None);
        }
    }
}

fn value(canvas: &mut Canvas, token: &Token, area: Area, ink: Paint) {
    let Some(event) = canvas.run.events().get(token.sent) else { return };
    let text = words::show_values(canvas.run.program(), canvas.run.events().values(event));
    let largest = 13.0 * canvas.layout.measure.letters;
    let fits = |size: &f64| letters::width(&text, *size, true, false) <= area.width - 3.0;
    let size = [largest, largest * 0.9, largest * 0.8].into_iter().find(fits).unwrap_or(largest * 0.8);
    let lift = if token.readers.is_empty() { 0.0 } else { 3.0 };
    let at = (area.middle().0, area.middle().1 + size * 0.36 - lift);
    canvas.pen.fitted(at, &text, area.width - 3.0, bold(size, ink), Anchor::Middle);
}

/// A dot for each reader: filled if it has still to read it.
fn unread(canvas: &mut Canvas, token: &Token, area: Area) {
    let count = token.readers.len() as f64;
    let apart = 7.0_f64.min((area.width - 6.0) / count.max(1.0));
    for (place, &is_unread) in token.readers.iter().enumerate() {
        let x = area.middle().0 + (place as f64 - (count - 1.0) / 2.0) * apart;
        let fill = if is_unread { Paint::Message } else { Paint::MessageSoft };
        let (fill, stroke) = (Some(Fill::Solid(fill)), Some(thin(Paint::Message)));
        let radius = 2.2_f64.min(apart / 2.0 - 0.4).max(0.8);
        canvas.pen.mark(Mark::Disc { x, y: area.bottom() - 5.0, radius, fill, stroke }, None);
    }
}
