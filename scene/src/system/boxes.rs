//! Processes as boxes: the state of each, its activity or the reason it is blocked, and its variables.

use super::{Canvas, doing};
use crate::letters;
use crate::look::Look;
use crate::pen::{Area, bold, mono, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

pub fn draw(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.process(number);
    let next = doing::next_event(canvas, number);
    let look = doing::look(canvas, number, next.as_ref());
    frame(canvas, number, area, look);
    let scale = canvas.layout.measure.letters;
    let (left, room) = (area.x + 14.0 + 12.0 * scale, area.width - 24.0 - 12.0 * scale);
    let name = canvas.run.program().processes[number].name.clone();
    let (word, paint) = word(canvas, number, look);
    let detail = doing::detail(canvas, number, look, next.as_ref());
    let variables = variables(canvas, number);
    if canvas.layout.measure.is_low {
        return low(canvas, area, (&name, (word, paint)), [detail, variables]);
    }
    let tag = tag(canvas, number, area);
    let mut line = |offset: f64, text: &str, look, room: f64| {
        canvas.pen.fitted((left, area.y + offset * scale), text, room, look, Anchor::Start);
    };
    line(21.0, &name, bold(14.0 * scale, Paint::Ink), room - tag);
    line(39.0, word, bold(12.0 * scale, paint), room);
    line(56.0, &detail, plain(11.5 * scale, Paint::Muted), room);
    line(74.0, &variables, mono(11.0 * scale, Paint::Muted), room);
}

/// In the upper right corner: the section it is in, as a bracket on its side, or that it shares nothing. Returns its
/// width, px.
fn tag(canvas: &mut Canvas, number: usize, area: Area) -> f64 {
    let scale = canvas.layout.measure.letters;
    let sections = &canvas.moment.processes[number].sections;
    let is_section = !sections.is_empty();
    let text = match sections.last() {
        Some(section) => section.clone(),
        None if canvas.layout.cast.is_independent(canvas.run.program(), number) => "independent".to_string(),
        None => return 0.0,
    };
    let look = bold(10.5 * scale, if is_section { Paint::Accent } else { Paint::Muted });
    let text = letters::fit(&text, area.width * 0.5, look.size, true, false);
    let wide = letters::width(&text, look.size, true, false) + 12.0;
    let pill = Area { x: area.right() - wide - 7.0, y: area.y + 7.0, width: wide, height: 8.0 + 10.0 * scale };
    let at = (pill.middle().0, pill.middle().1 + look.size * 0.36);
    if is_section {
        for (x, inwards) in [(pill.x, 4.0), (pill.right(), -4.0)] {
            let bracket = [(x + inwards, pill.y), (x, pill.y), (x, pill.bottom()), (x + inwards, pill.bottom())];
            canvas.pen.line(&bracket, thick(Paint::Accent, 1.5), false, None);
        }
    } else {
        canvas.pen.rect(pill, pill.height / 2.0, Some(Fill::Solid(Paint::Ground)), Some(thin(Paint::Hairline)), None);
    }
    canvas.pen.text(at, &text, look, Anchor::Middle);
    wide + 6.0
}

/// The contents of a low box: name and state in one line if they fit, and the most important detail.
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

/// The box, and the state's pattern along its left side, which the eye sees first.
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
    if look == Look::Faulted {
        let ((x, y), reach) = (side.middle(), wide / 2.0 - 1.0);
        for lean in [-1.0, 1.0] {
            canvas.pen.line(
                &[(x - reach, y - reach * lean), (x + reach, y + reach * lean)],
                thick(Paint::Fault, 2.0),
                false,
                None,
            );
        }
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

fn variables(canvas: &Canvas, number: usize) -> String {
    let texts = &canvas.run.program().texts;
    let shown: Vec<String> = canvas.moment.processes[number]
        .variables
        .iter()
        .map(|(name, value)| format!("{name} = {}", value.show(texts)))
        .collect();
    shown.join(", ")
}
