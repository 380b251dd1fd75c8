//! Shared memory and locks: a card for each, below the processes, in rows.
//!
//! A region shows its cells with what they hold, a lock who has it and who waits for it. Where the cards stand depends on
//! the program and the width only.

use ipcscope_core::program::{LockKind, Program};
use ipcscope_core::trace::MemoryNow;

use super::Canvas;
use crate::letters;
use crate::pen::{Area, bold, mono, plain, thin};
use crate::shape::{Anchor, Fill, Paint, Stroke};

/// Around the cards and between them, px.
const GAP: f64 = 10.0;
const EDGE: f64 = 6.0;
/// One cell, px.
const CELL: (f64, f64) = (38.0, 26.0);
/// A cell of an item of several, px.
const PART: f64 = 24.0;
/// More slots of a field than this are not drawn.
const MOST_SLOTS: u32 = 12;
/// Between the fields of a region, px.
const BETWEEN: f64 = 14.0;
/// Height of a region's card, and size of a lock's, px.
const REGION: f64 = 78.0;
const LOCK: (f64, f64) = (148.0, 56.0);
/// More cards than this hide the rest.
const MOST: usize = 48;

/// A card, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// A region's number, or a lock's.
    what: What,
    area: Area,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Region(usize),
    Lock(usize),
}

/// The cards below `top`, and how high they are together.
pub fn cards(program: &Program, width: f64, top: f64) -> (Vec<Card>, f64) {
    let regions =
        (0..program.memories.len()).map(|number| (What::Region(number), (region_width(program, number), REGION)));
    let locks = (0..program.locks.len()).map(|number| (What::Lock(number), LOCK));
    let (mut cards, mut x, mut y, mut high) = (Vec::new(), EDGE, top + GAP, 0.0);
    for (what, (wide, tall)) in regions.chain(locks).take(MOST) {
        let wide = wide.min(width - 2.0 * EDGE);
        if x > EDGE && x + wide > width - EDGE {
            (x, y, high) = (EDGE, y + high + GAP, 0.0);
        }
        cards.push(Card { what, area: Area { x, y, width: wide, height: tall } });
        x += wide + GAP;
        high = if tall > high { tall } else { high };
    }
    let height = if cards.is_empty() { 0.0 } else { y + high + EDGE - top };
    (cards, height)
}

fn region_width(program: &Program, number: usize) -> f64 {
    let fields = program.memories[number].fields.clone();
    let all: f64 = fields.map(|field| field_width(program, usize::from(field)) + BETWEEN).sum();
    let name = letters::width(&program.memories[number].name, 12.0, true, false) + 120.0;
    (all - BETWEEN + 20.0).max(name)
}

fn field_width(program: &Program, field: usize) -> f64 {
    let field = &program.fields[field];
    let slots = field.slots.unwrap_or(1).min(MOST_SLOTS);
    let item = if field.cells > 1 { PART * f64::from(field.cells.min(8)) + 4.0 } else { CELL.0 };
    (f64::from(slots) * item).max(letters::width(&field.name, 11.0, false, false))
}

/// All cards.
pub fn draw(canvas: &mut Canvas, cards: &[Card]) {
    for card in cards {
        match card.what {
            What::Region(number) => region(canvas, number, card.area),
            What::Lock(number) => lock(canvas, number, card.area),
        }
    }
}

fn region(canvas: &mut Canvas, number: usize, area: Area) {
    let program = canvas.run.program();
    let (of, now) = (&program.memories[number], &canvas.moment.memories[number]);
    let (name, state) = (of.name.clone(), region_state(program, now));
    let paint = if now.is_created { Paint::Message } else { Paint::Ended };
    let stroke = Stroke { dashed: !now.is_created, ..thin(paint) };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(stroke), None);
    canvas.pen.fitted((area.x + 10.0, area.y + 17.0), &name, area.width - 20.0, bold(12.0, paint), Anchor::Start);
    let used = letters::width(&name, 12.0, true, false) + 30.0;
    canvas.pen.fitted(
        (area.right() - 10.0, area.y + 17.0),
        &state,
        area.width - used,
        plain(11.0, Paint::Muted),
        Anchor::End,
    );
    let (mut x, mut first) = (area.x + 10.0, 0);
    for number_of_field in of.fields.clone().map(usize::from) {
        let field = &program.fields[number_of_field];
        canvas.pen.text((x, area.y + 34.0), &field.name, plain(11.0, Paint::Muted), Anchor::Start);
        let (slots, cells) = (field.slots.unwrap_or(1), field.cells);
        for slot in 0..slots.min(MOST_SLOTS) {
            let item = if cells > 1 { PART * f64::from(cells.min(8)) + 4.0 } else { CELL.0 };
            let at = x + f64::from(slot) * item;
            let values = &canvas.moment.memories[number].cells[first + (slot * cells) as usize..][..cells as usize];
            let shown: Vec<String> = values.iter().map(|value| value.show(&program.texts)).collect();
            item_of(canvas, &shown, at, area.y + 40.0, now_paint(&shown));
        }
        first += (slots * cells) as usize;
        x += field_width(program, number_of_field) + BETWEEN;
    }
}

/// Half-written items stand out.
fn now_paint(cells: &[String]) -> (Paint, Paint) {
    match cells.windows(2).any(|pair| pair[0] != pair[1]) {
        true => (Paint::Blocked, Paint::BlockedSoft),
        false => (Paint::Message, Paint::MessageSoft),
    }
}

fn item_of(canvas: &mut Canvas, cells: &[String], x: f64, y: f64, (paint, ground): (Paint, Paint)) {
    let wide = if cells.len() > 1 { PART } else { CELL.0 - 4.0 };
    for (place, cell) in cells.iter().take(8).enumerate() {
        let area = Area { x: x + wide * place as f64, y, width: wide, height: CELL.1 };
        canvas.pen.rect(area, 3.0, Some(Fill::Solid(ground)), Some(thin(paint)), None);
        canvas.pen.fitted((area.middle().0, y + 17.0), cell, wide - 4.0, mono(11.0, Paint::Ink), Anchor::Middle);
    }
}

fn region_state(program: &Program, now: &MemoryNow) -> String {
    if !now.is_created {
        return "not created yet".to_string();
    }
    let names: Vec<&str> = now.attached.iter().map(|&(process, _)| program.processes[process].name.as_str()).collect();
    match names.is_empty() {
        true => "shared by all".to_string(),
        false => format!("attached: {}", names.join(", ")),
    }
}

fn lock(canvas: &mut Canvas, number: usize, area: Area) {
    let program = canvas.run.program();
    let (of, now) = (&program.locks[number], &canvas.moment.locks[number]);
    let name_of = |process: &usize| program.processes[*process].name.as_str();
    let (state, paint) = match of.kind {
        LockKind::Semaphore { .. } => {
            (format!("semaphore: {}", now.permits), if now.permits > 0 { Paint::Running } else { Paint::Muted })
        }
        LockKind::Mutex => match now.holder {
            Some(holder) => (format!("held by {}", name_of(&holder)), Paint::Working),
            None => ("mutex: free".to_string(), Paint::Running),
        },
        LockKind::Condition => ("condition".to_string(), Paint::Muted),
    };
    let waiting: Vec<&str> = now.waiting.iter().map(name_of).collect();
    let (verb, quiet) = match of.kind {
        LockKind::Condition => ("asleep", "nobody sleeps"),
        _ => ("waiting", "nobody waits"),
    };
    let line = if waiting.is_empty() { quiet.to_string() } else { format!("{verb}: {}", waiting.join(", ")) };
    let line_paint = if waiting.is_empty() { Paint::Muted } else { Paint::Blocked };
    let (name, edge) = (of.name.clone(), if waiting.is_empty() { Paint::Hairline } else { Paint::Blocked });
    let room = area.width - 20.0;
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(thin(edge)), None);
    canvas.pen.fitted((area.x + 10.0, area.y + 17.0), &name, room, bold(12.0, Paint::Ink), Anchor::Start);
    canvas.pen.fitted((area.x + 10.0, area.y + 32.0), &state, room, plain(11.0, paint), Anchor::Start);
    canvas.pen.fitted((area.x + 10.0, area.y + 47.0), &line, room, plain(11.0, line_paint), Anchor::Start);
}
