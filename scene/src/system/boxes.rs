//! Processes and mailboxes at rest: who is in which state, what waits where.

use ipcscope_core::scenario::tree::Capacity;
use ipcscope_core::simulate::State;
use ipcscope_core::trace::words;

use super::{Canvas, layout};
use crate::look::Look;
use crate::pen::{Area, bold, mono, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

pub fn process(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.processes[number];
    let program = canvas.run.program();
    let now = &canvas.moment.processes[number];
    let look = look(now);
    let about = About::Process(number);
    let outline = match look {
        _ if canvas.is_pointed(about) => thick(Paint::Accent, 2.5),
        Look::Ended | Look::New => Stroke { dashed: true, ..thin(Paint::Ended) },
        look => thick(look.paint(), if matches!(look, Look::Blocked | Look::Faulted) { 2.0 } else { 1.5 }),
    };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    if let Some(fill) = look.fill() {
        // The state's pattern along the box's left side: seen before it is read.
        let side = Area { x: area.x + 6.0, y: area.y + 8.0, width: 10.0, height: area.height - 16.0 };
        canvas.pen.rect(side, 3.0, Some(fill), Some(thin(look.paint())), None);
    }
    let (left, room) = (area.x + 26.0, area.width - 34.0);
    let name = &program.processes[number].name;
    canvas.pen.fitted((left, area.y + 22.0), name, room, bold(14.0, Paint::Ink), Anchor::Start);
    let paint = if matches!(look, Look::New | Look::Ended) { Paint::Muted } else { look.paint() };
    canvas.pen.fitted((left, area.y + 40.0), look.word(), room, bold(12.0, paint), Anchor::Start);
    let detail = detail(canvas, number);
    canvas.pen.fitted((left, area.y + 56.0), &detail, room, plain(11.0, Paint::Muted), Anchor::Start);
    let variables = variables(canvas, number);
    canvas.pen.fitted((left, area.y + 72.0), &variables, room, mono(10.5, Paint::Muted), Anchor::Start);
}

fn look(now: &ipcscope_core::trace::ProcessNow) -> Look {
    match (now.state, &now.label) {
        (State::Running, Some(_)) => Look::Working,
        (state, _) => Look::from(state),
    }
}

/// What it does, or what it waits for.
fn detail(canvas: &Canvas, number: usize) -> String {
    let now = &canvas.moment.processes[number];
    match (&now.wait, &now.label) {
        (Some((wait, channel)), _) => words::waits_for_short(canvas.run.program(), *wait, *channel),
        (None, Some(label)) => label.clone(),
        (None, None) if now.state == State::Running => "next operation".to_string(),
        _ => String::new(),
    }
}

fn variables(canvas: &Canvas, number: usize) -> String {
    let texts = &canvas.run.program().texts;
    let shown: Vec<String> = canvas.moment.processes[number]
        .variables
        .iter()
        .map(|(name, value)| format!("{name}={}", value.show(texts)))
        .collect();
    shown.join("  ")
}

pub fn mailbox(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.mailboxes[number];
    let channel = &canvas.run.program().channels[number];
    let about = About::Channel(number);
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.5),
        false => thin(Paint::Hairline),
    };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    let badge = badge(canvas, number);
    let badge_width = crate::letters::width(&badge, 11.0, false, false);
    let room = area.width - 24.0 - badge_width;
    canvas.pen.fitted((area.x + 10.0, area.y + 19.0), &channel.name, room, bold(13.0, Paint::Ink), Anchor::Start);
    let paint = match badge.starts_with("full") {
        true => Paint::Blocked,
        false => Paint::Muted,
    };
    canvas.pen.text((area.right() - 10.0, area.y + 19.0), &badge, plain(11.0, paint), Anchor::End);
    match channel.is_rendezvous() {
        true => meeting_place(canvas, number),
        false => slots(canvas, number),
    }
    waiting(canvas, number);
}

/// How full it is, in words.
fn badge(canvas: &Canvas, number: usize) -> String {
    let length = canvas.moment.channels[number].messages.len();
    match canvas.run.program().channels[number].capacity {
        Capacity::Messages(0) => "capacity 0".to_string(),
        Capacity::Messages(most) if length == most as usize => format!("full · {length} of {most}"),
        Capacity::Messages(most) if length == 0 => format!("empty · 0 of {most}"),
        Capacity::Messages(most) => format!("{length} of {most}"),
        Capacity::Unbounded => format!("{length} · unbounded"),
    }
}

/// Where sender and receiver meet: two brackets and nothing between them.
fn meeting_place(canvas: &mut Canvas, number: usize) {
    let row = canvas.layout.row(number);
    let (middle, _) = row.middle();
    let stroke = thick(Paint::Message, 2.0);
    for (side, inwards) in [(middle - 30.0, 7.0), (middle + 30.0, -7.0)] {
        let bracket = [
            (side + inwards, row.y + 2.0),
            (side, row.y + 2.0),
            (side, row.bottom() - 2.0),
            (side + inwards, row.bottom() - 2.0),
        ];
        canvas.pen.line(&bracket, stroke, false, None);
    }
    canvas.pen.text((middle, row.bottom() + 4.0 + 10.0), "they meet here", plain(10.5, Paint::Muted), Anchor::Middle);
}

fn slots(canvas: &mut Canvas, number: usize) {
    let channel = &canvas.run.program().channels[number];
    let is_open = channel.capacity.most() as usize > layout::slots(channel);
    for place in 0..layout::slots(channel) {
        let slot = canvas.layout.slot(number, place);
        let area = Area { x: slot.x + 2.0, y: slot.y, width: slot.width - 4.0, height: slot.height };
        let stroke = Stroke { dashed: is_open, ..thin(Paint::Ended) };
        canvas.pen.rect(area, 4.0, Some(Fill::Solid(Paint::Ground)), Some(stroke), Some(About::Channel(number)));
    }
    let (shown, length) = (layout::slots(channel), canvas.moment.channels[number].messages.len());
    let row = canvas.layout.row(number);
    if length > shown {
        let text = format!("and {} more", length - shown);
        canvas.pen.text((row.x, row.bottom() + 14.0), &text, plain(10.5, Paint::Message), Anchor::Start);
    } else {
        canvas.pen.text((row.right() - 2.0, row.bottom() + 14.0), "next out ▸", plain(10.5, Paint::Muted), Anchor::End);
    }
}

/// Who waits in line at it.
fn waiting(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.mailboxes[number];
    let now = &canvas.moment.channels[number];
    let names = |numbers: &[usize]| -> String {
        let names: Vec<&str> =
            numbers.iter().map(|&process| canvas.run.program().processes[process].name.as_str()).collect();
        names.join(", ")
    };
    let text = match (&now.senders[..], &now.receivers[..]) {
        ([], []) => return,
        (senders, []) => format!("waits to send: {}", names(senders)),
        (_, receivers) => format!("waits to receive: {}", names(receivers)),
    };
    let at = (area.x + 10.0, area.bottom() - 7.0);
    canvas.pen.fitted(at, &text, area.width - 20.0, bold(10.5, Paint::Blocked), Anchor::Start);
}
