//! Processes as boxes: who is in which state, what it does or waits for, and what its variables hold.

use ipcscope_core::simulate::State;
use ipcscope_core::trace::event::{Event, Kind, Wait};
use ipcscope_core::trace::words;

use super::Canvas;
use crate::letters;
use crate::look::Look;
use crate::pen::{Area, bold, mono, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

pub fn draw(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.processes[number];
    let next = next_event(canvas, number);
    let look = look(canvas, number, next.as_ref());
    frame(canvas, number, area, look);
    let scale = canvas.layout.measure.letters;
    let (left, room) = (area.x + 14.0 + 12.0 * scale, area.width - 24.0 - 12.0 * scale);
    let name = canvas.run.program().processes[number].name.clone();
    let (word, paint) = word(canvas, number, look);
    let detail = detail(canvas, number, look, next.as_ref());
    let variables = variables(canvas, number);
    if canvas.layout.is_low {
        return low(canvas, area, (&name, (word, paint)), [detail, variables]);
    }
    let mut line = |offset: f64, text: &str, look| {
        canvas.pen.fitted((left, area.y + offset * scale), text, room, look, Anchor::Start);
    };
    line(21.0, &name, bold(14.0 * scale, Paint::Ink));
    line(39.0, word, bold(12.0 * scale, paint));
    line(56.0, &detail, plain(11.5 * scale, Paint::Muted));
    line(74.0, &variables, mono(11.0 * scale, Paint::Muted));
}

/// What a low box has room for: its name and its state in one line where they fit, and what is most worth saying.
fn low(canvas: &mut Canvas, area: Area, (name, (word, paint)): (&str, (&str, Paint)), rest: [String; 2]) {
    let scale = canvas.layout.measure.letters;
    let (left, right) = (area.x + 14.0 + 12.0 * scale, area.right() - 8.0);
    let (first, second) = (area.y + 19.0 * scale, area.y + 36.0 * scale);
    let (name_look, word_look) = (bold(13.0 * scale, Paint::Ink), bold(11.0 * scale, paint));
    let name_width = letters::width(name, name_look.size, true, false);
    if left + name_width + 8.0 + letters::width(word, word_look.size, true, false) > right {
        canvas.pen.fitted((left, first), name, right - left, name_look, Anchor::Start);
        return canvas.pen.fitted((left, second), word, right - left, word_look, Anchor::Start);
    }
    canvas.pen.text((left, first), name, name_look, Anchor::Start);
    canvas.pen.text((right, first), word, word_look, Anchor::End);
    let [detail, variables] = rest;
    let (text, look) = match detail.is_empty() {
        true => (variables, mono(11.0 * scale, Paint::Muted)),
        false => (detail, plain(11.0 * scale, Paint::Muted)),
    };
    canvas.pen.fitted((left, second), &text, right - left, look, Anchor::Start);
}

/// The box, and the state's pattern along its left side: seen before it is read.
fn frame(canvas: &mut Canvas, number: usize, area: Area, look: Look) {
    let about = About::Process(number);
    let outline = match look {
        _ if canvas.is_pointed(about) => thick(Paint::Accent, 2.5),
        _ if canvas.rings[number] => thick(Paint::Fault, 2.5),
        Look::Blocked => Stroke { dashed: true, ..thick(Paint::Blocked, 2.0) },
        Look::Ended | Look::New => Stroke { dashed: true, ..thin(Paint::Ended) },
        Look::Faulted => thick(Paint::Fault, 2.0),
        look => thick(look.paint(), 1.5),
    };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    let wide = 11.0 * canvas.layout.measure.letters;
    let side = Area { x: area.x + 7.0, y: area.y + 8.0, width: wide, height: area.height - 16.0 };
    canvas.pen.rect(side, 3.0, look.fill(), Some(thin(look.paint())), None);
}

/// The process's next event, where the run knows it; soon found, as nothing comes between but what others do meanwhile.
fn next_event(canvas: &Canvas, number: usize) -> Option<Event> {
    const FAR: usize = 2_048;
    let events = canvas.run.events().iter_from(canvas.moment.at).take(FAR);
    events.map(|(_, event)| *event).find(|event| event.process() == number && !is_remark(event.kind()))
}

/// Found out about a process, not done by it.
fn is_remark(kind: Kind) -> bool {
    matches!(kind, Kind::Deadlock | Kind::Abandoned | Kind::Violated)
}

fn look(canvas: &Canvas, number: usize, next: Option<&Event>) -> Look {
    let now = &canvas.moment.processes[number];
    let works = match next {
        Some(event) => event.kind() == Kind::Done,
        None => now.label.is_some(),
    };
    match now.state {
        State::Running if works => Look::Working,
        state => Look::from(state),
    }
}

/// Its state in words, and their colour.
fn word(canvas: &Canvas, number: usize, look: Look) -> (&'static str, Paint) {
    match look {
        _ if canvas.rings[number] => ("blocked for ever", Paint::Fault),
        Look::New | Look::Ended => (look.word(), Paint::Muted),
        look => (look.word(), look.paint()),
    }
}

/// What it does, or what it waits for.
fn detail(canvas: &Canvas, number: usize, look: Look, next: Option<&Event>) -> String {
    let (program, now) = (canvas.run.program(), &canvas.moment.processes[number]);
    if let Some((wait, object)) = now.wait {
        return words::waits_for_short(program, wait, object);
    }
    if let (Look::Working | Look::Running, Some(label)) = (look, &now.label) {
        return label.clone();
    }
    let Some((event, channel)) = next.and_then(|event| event.object().map(|channel| (event, channel))) else {
        return String::new();
    };
    let is_send = match event.kind() {
        Kind::Send => true,
        Kind::Receive => false,
        Kind::Block => match Wait::from_number(canvas.run.events().number(event)) {
            Some(wait) if wait.is_channel() => wait.is_send(),
            _ => return String::new(),
        },
        _ => return String::new(),
    };
    match (look, is_send) {
        (Look::Running, true) => format!("sends to {}", program.channels[channel].name),
        (Look::Running, false) => format!("receives from {}", program.channels[channel].name),
        _ => String::new(),
    }
}

fn variables(canvas: &Canvas, number: usize) -> String {
    let texts = &canvas.run.program().texts;
    let shown: Vec<String> = canvas.moment.processes[number]
        .variables
        .iter()
        .map(|(name, value)| format!("{name} = {}", value.show(texts)))
        .collect();
    shown.join(", ")
}
