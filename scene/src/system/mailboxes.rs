//! Mailboxes and links: how full they are, their slots, where the next message leaves, and the waiting processes.

use ipcscope_core::program::Room;
use ipcscope_core::scenario::tree::Delivery;

use super::{Canvas, chips, sizes};
use crate::letters;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

pub fn draw(canvas: &mut Canvas, number: usize) {
    let Some(object) = canvas.layout.cast.channel(number) else { return };
    let area = canvas.layout.areas[object];
    let about = About::Channel(number);
    let is_gone = canvas.moment.channels[number].is_gone;
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.5),
        false => Stroke { dashed: is_gone, ..thin(Paint::Ended) },
    };
    let ground = if is_gone { Paint::Ground } else { Paint::Surface };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(ground)), Some(outline), Some(about));
    let name = canvas.run.program().channels[number].name.clone();
    let (badges, paint, ground) = badge(canvas, number);
    let ink = if is_gone { Paint::Muted } else { Paint::Ink };
    chips::heading(canvas, area, (&name, ink), &badges, (paint, ground));
    places(canvas, number);
    foot(canvas, number, area);
}

/// A link, on the line between its two processes: a meeting place, or the slots of each direction.
pub fn draw_link(canvas: &mut Canvas, channels: &[usize]) {
    for &number in channels {
        let Some(row) = canvas.layout.row(number) else { return };
        let outline = canvas.is_pointed(About::Channel(number)).then_some(thick(Paint::Accent, 2.0));
        let is_rendezvous = canvas.run.program().channels[number].is_rendezvous();
        let ground = if is_rendezvous { Paint::Ground } else { Paint::Surface };
        canvas.pen.rect(row, 6.0, Some(Fill::Solid(ground)), outline, Some(About::Channel(number)));
        places(canvas, number);
        if is_rendezvous {
            return;
        }
    }
}

fn places(canvas: &mut Canvas, number: usize) {
    match canvas.run.program().channels[number].is_rendezvous() {
        true => meeting_place(canvas, number),
        false => slots(canvas, number),
    }
}

/// How full it is, the longest text first, with its colour and background.
fn badge(canvas: &Canvas, number: usize) -> (Vec<String>, Paint, Paint) {
    let now = &canvas.moment.channels[number];
    let channel = &canvas.run.program().channels[number];
    let length = now.messages.len();
    let quiet = (Paint::Muted, Paint::Ground);
    if now.is_gone {
        return (
            vec!["gone: its owner has ended".to_string(), "owner ended".to_string(), "gone".to_string()],
            Paint::Fault,
            Paint::FaultSoft,
        );
    }
    if let Some(posted) = now.empty_buffers {
        let texts = vec![format!("{length} in, {posted} empty"), format!("{length}+{posted}")];
        let (paint, ground) = if posted == 0 { (Paint::Blocked, Paint::BlockedSoft) } else { quiet };
        return (texts, paint, ground);
    }
    if let Room::Bytes(most) = channel.capacity {
        let used: u64 = now.messages.iter().map(|message| sizes::taken(channel, message.bytes)).sum();
        let (paint, ground) = if used > 0 { (Paint::Message, Paint::MessageSoft) } else { quiet };
        return (vec![format!("{used} of {most} B"), format!("{used} B")], paint, ground);
    }
    let (texts, (paint, ground)) = match channel.capacity {
        Room::Messages(0) => (vec!["capacity 0".to_string(), "0".to_string()], quiet),
        Room::Messages(most) => {
            let used = sizes::units(channel, now.messages.iter().map(|message| message.bytes)) as u32;
            let (count, short) = (format!("{used} of {most}"), format!("{used}/{most}"));
            match used {
                0 => (vec![format!("empty · {count}"), "empty".to_string(), short], quiet),
                _ if used >= most => {
                    (vec![format!("full · {count}"), "full".to_string(), short], (Paint::Blocked, Paint::BlockedSoft))
                }
                _ => (vec![count, short], (Paint::Message, Paint::MessageSoft)),
            }
        }
        Room::Bytes(_) | Room::Unbounded if length == 0 => {
            (vec!["empty · unbounded".to_string(), "empty".to_string(), "0".to_string()], quiet)
        }
        Room::Bytes(_) | Room::Unbounded => {
            (vec![format!("{length} · unbounded"), length.to_string()], (Paint::Message, Paint::MessageSoft))
        }
    };
    (texts, paint, ground)
}

/// The meeting place of sender and receiver: two brackets and nothing between them.
fn meeting_place(canvas: &mut Canvas, number: usize) {
    let Some(row) = canvas.layout.row(number) else { return };
    let (middle, _) = row.middle();
    let half = (canvas.layout.cells[number] * 0.75 + 6.0).min(row.width / 2.0);
    let depth = if row.width > 100.0 { 8.0 } else { 5.0 };
    for (side, inwards) in [(middle - half, depth), (middle + half, -depth)] {
        let (top, low) = (row.y + 1.0, row.bottom() - 1.0);
        let bracket = [(side + inwards, top), (side, top), (side, low), (side + inwards, low)];
        canvas.pen.line(&bracket, thick(Paint::Message, 2.0), false, None);
    }
}

fn slots(canvas: &mut Canvas, number: usize) {
    let channel = &canvas.run.program().channels[number];
    let shown = sizes::slots(channel);
    let now = &canvas.moment.channels[number];
    let used = sizes::units(channel, now.messages.iter().map(|message| message.bytes));
    let posted = now.empty_buffers.map(|posted| used + f64::from(posted));
    let (open, bytes) = (sizes::is_open(channel), matches!(channel.capacity, Room::Bytes(_)));
    let places = if bytes { 1 } else { shown };
    for place in 0..places {
        let span = shown as f64 / places as f64;
        let Some(slot) = canvas.layout.span(number, place as f64 * span, span) else { return };
        let stroke = match posted {
            // An empty buffer that was posted; a place without one takes no message.
            Some(posted) if place as f64 >= used && (place as f64) < posted => {
                Stroke { dashed: true, ..thick(Paint::Message, 2.0) }
            }
            Some(posted) if place as f64 >= posted => thin(Paint::Hairline),
            _ => Stroke { dashed: open && !bytes, ..thin(Paint::Ended) },
        };
        let area = Area { x: slot.x + 1.5, width: slot.width - 3.0, ..slot };
        canvas.pen.rect(area, 5.0, Some(Fill::Solid(Paint::Ground)), Some(stroke), Some(About::Channel(number)));
    }
    let length = canvas.moment.channels[number].messages.len();
    let drawn = sizes::drawn(channel, canvas.moment.channels[number].messages.iter().map(|message| message.bytes));
    if length > drawn {
        let Some(last) = canvas.layout.span(number, (shown - 1) as f64, 1.0) else { return };
        let text = format!("+{}", length - drawn);
        let at = (last.middle().0, last.middle().1 + 4.0);
        canvas.pen.fitted(at, &text, last.width - 6.0, bold(12.0, Paint::Message), Anchor::Middle);
    }
}

/// Below the slots: the blocked senders on the side where messages come in; on the other the blocked receivers, or
/// where the next message leaves.
fn foot(canvas: &mut Canvas, number: usize, area: Area) {
    let Some(row) = canvas.layout.row(number) else { return };
    let scale = canvas.layout.measure.letters;
    let baseline = area.bottom() - 11.0;
    let now = canvas.moment.channels[number].clone();
    let is_rendezvous = canvas.run.program().channels[number].is_rendezvous();
    let ends_left = canvas.layout.backwards[number];
    let mut room = row.width;
    if is_rendezvous && now.senders.is_empty() && now.receivers.is_empty() {
        let look = plain(11.0 * scale, Paint::Muted);
        canvas.pen.fitted((row.middle().0, baseline), "rendezvous: they meet", room, look, Anchor::Middle);
    }
    if !is_rendezvous && now.receivers.is_empty() {
        room -= next_out(canvas, number, (row, baseline), now.senders.is_empty() || room > 150.0) + 8.0;
    }
    if !now.senders.is_empty() {
        chips::line(canvas, &now.senders, row, (baseline, room), ends_left);
    } else if !now.receivers.is_empty() {
        chips::line(canvas, &now.receivers, row, (baseline, room), !ends_left);
    }
}

/// A small arrow under the slot that the next message leaves from, and the rule; returns its width, px.
fn next_out(canvas: &mut Canvas, number: usize, (row, baseline): (Area, f64), in_words: bool) -> f64 {
    let words = match canvas.run.program().channels[number].delivery {
        Delivery::ToOne => "next out",
        Delivery::ToAll => "to all",
        Delivery::ByArrival => "by arrival",
        Delivery::ByTurn => "by turn",
        Delivery::ByPriority => "by priority",
        Delivery::ByRandom => "at random",
    };
    let look = plain(11.0 * canvas.layout.measure.letters, Paint::Muted);
    let wide = letters::width(words, look.size, false, false);
    let (middle, ahead) = (baseline - look.size * 0.33, if canvas.layout.backwards[number] { -1.0 } else { 1.0 });
    let edge = if ahead > 0.0 { row.right() } else { row.x };
    let arrow = [(edge - 16.0 * ahead, middle), (edge, middle)];
    canvas.pen.line(&arrow, thin(Paint::Muted), true, None);
    if !in_words || wide + 20.0 > row.width {
        return 18.0;
    }
    let anchor = if ahead > 0.0 { Anchor::End } else { Anchor::Start };
    canvas.pen.text((edge - 20.0 * ahead, baseline), words, look, anchor);
    wide + 20.0
}
