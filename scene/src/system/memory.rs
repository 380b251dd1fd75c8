//! Shared memory: a region's fields with their cells, and the slots that `in` and `out` point to.

use ipcscope_core::program::{Field, Program};
use ipcscope_core::trace::event::{Event, Kind};

use super::sizes::Measure;
use super::{Canvas, chips};
use crate::letters;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

/// More slots than this are not drawn.
const MOST_SLOTS: u32 = 12;
/// Space above a field's cells for its name, px.
const NAME: f64 = 13.0;
/// Space below slots for the pointers, px.
const MARKS: f64 = 22.0;
/// Between fields, and between items of several cells, px.
const APART: f64 = 8.0;
/// Margin left and right, px.
const SIDE: f64 = 10.0;
/// Space at the bottom for the processes waiting for the region, px.
const FOOT: f64 = 26.0;

/// An item, or a single value, of a field.
struct Item {
    field: usize,
    slot: u32,
    /// All its cells; relative to the region's upper left corner, px.
    area: Area,
}

/// The places of a region's parts.
struct Plan {
    items: Vec<Item>,
    /// Each field's name: baseline's left end, px.
    names: Vec<(usize, (f64, f64))>,
    width: f64,
    height: f64,
}

/// Width and height of a region, px.
pub fn size(program: &Program, number: usize, measure: &Measure) -> (f64, f64) {
    let plan = plan(program, number, measure);
    (plan.width.max(measure.object()), plan.height)
}

fn plan(program: &Program, number: usize, measure: &Measure) -> Plan {
    let region = &program.memories[number];
    let limit = measure.row.max(measure.object() - 2.0 * SIDE);
    let (cell, high) = ((measure.slot.0 * 0.74).max(27.0), (measure.slot.1 * 0.66).max(22.0));
    let mut plan = Plan { items: Vec::new(), names: Vec::new(), width: 0.0, height: 0.0 };
    let (mut x, mut y) = (0.0, measure.heading() + 1.0);
    for number in region.fields.clone().map(usize::from) {
        let field = &program.fields[number];
        let parts = f64::from(field.cells);
        let item = (if field.cells > 1 { cell * 0.72 * parts } else { cell }).min(limit);
        let name = letters::width(&field.name, 10.0, false, true);
        let wide = item.max(name);
        // Slots are on lines of their own; single values are side by side.
        if x > 0.0 && (field.slots.is_some() || x + wide > limit) {
            (x, y) = (0.0, y + NAME + high + APART);
        }
        plan.names.push((number, (SIDE + 1.5 + x, y + NAME - 4.0)));
        let apart = if field.cells > 1 && field.slots.is_some() { 6.0 } else { 0.0 };
        let in_line = (((limit + apart) / (item + apart)) as u32).max(1);
        for slot in 0..field.slots.unwrap_or(1).min(MOST_SLOTS) {
            let (column, line) = (f64::from(slot % in_line), f64::from(slot / in_line));
            let left = SIDE + x + column * (item + apart);
            let top = y + NAME + line * (high + line_gap(program, field));
            plan.items.push(Item { field: number, slot, area: Area { x: left, y: top, width: item, height: high } });
            plan.width = plan.width.max(left + item + SIDE);
        }
        plan.width = plan.width.max(SIDE + x + wide + SIDE);
        match field.slots {
            Some(slots) => {
                let lines = f64::from(slots.min(MOST_SLOTS).div_ceil(in_line));
                y += NAME + lines * (high + line_gap(program, field)) + APART;
            }
            None => x += wide + APART,
        }
    }
    if x > 0.0 {
        y += NAME + high + APART;
    }
    plan.height = y + 4.0 + if region.owner.is_some() { FOOT } else { 0.0 };
    plan
}

/// Between two lines of slots, px.
fn line_gap(program: &Program, field: &Field) -> f64 {
    let has_marks = pointers(program, field).next().is_some();
    if has_marks { MARKS } else { 4.0 }
}

/// The fields called `in` and `out` of a region that has one field of slots, for that field.
fn pointers<'a>(program: &'a Program, field: &'a Field) -> impl Iterator<Item = &'a Field> {
    let region = &program.memories[usize::from(field.memory)];
    let fields = || region.fields.clone().map(|number| &program.fields[usize::from(number)]);
    let is_only = field.slots.is_some() && fields().filter(|other| other.slots.is_some()).count() == 1;
    fields().filter(move |other| is_only && other.slots.is_none() && matches!(other.name.as_str(), "in" | "out"))
}

pub fn draw(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.areas[canvas.layout.cast.memory(number)];
    let about = About::Memory(number);
    let is_created = canvas.moment.memories[number].is_created;
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.5),
        false => Stroke { dashed: !is_created, ..thin(Paint::Ended) },
    };
    let ground = if is_created { Paint::Surface } else { Paint::Ground };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(ground)), Some(outline), Some(about));
    let program = canvas.run.program();
    let region = &program.memories[number];
    let owner = region.owner.map(|owner| program.processes[usize::from(owner)].name.clone());
    let badges = match (is_created, owner) {
        (false, _) => vec!["not created yet".to_string(), "not created".to_string(), "–".to_string()],
        (true, Some(owner)) => vec![format!("owner {owner}"), owner],
        (true, None) => vec!["shared memory".to_string(), "memory".to_string(), "m".to_string()],
    };
    let ink = if is_created { Paint::Ink } else { Paint::Muted };
    chips::heading(canvas, area, (&region.name, ink), &badges, (Paint::Muted, Paint::Ground));
    let plan = plan(program, number, &canvas.layout.measure);
    let touched = touched(canvas);
    for (field, (x, y)) in &plan.names {
        let room = area.width - x - 4.0;
        let look = crate::pen::mono(10.0, Paint::Muted);
        canvas.pen.fitted((area.x + x, area.y + y), &program.fields[*field].name, room, look, Anchor::Start);
    }
    for item in &plan.items {
        let place = Area { x: area.x + item.area.x, y: area.y + item.area.y, ..item.area };
        draw_item(canvas, item, place, is_created, touched);
    }
    let waiting = canvas.moment.memories[number].waiting.clone();
    let row = Area { x: area.x + SIDE, width: area.width - 2.0 * SIDE, ..area };
    chips::line(canvas, &waiting, row, (area.bottom() - 11.0, row.width), false);
}

/// The cells of the latest event: field, slot, cell, and whether they were written.
fn touched(canvas: &Canvas) -> Option<(usize, u32, Option<u32>, bool)> {
    let events = canvas.run.events();
    let event: &Event = events.get(canvas.moment.at.checked_sub(1)?)?;
    let number = |place: usize| events.values(event).get(place).and_then(|value| value.as_number()).map(|at| at as u32);
    match event.kind() {
        Kind::Read => Some((event.object()?, number(0)?, number(1), false)),
        Kind::Write => Some((event.object()?, number(0)?, number(1), true)),
        Kind::Instruct => Some((event.object()?, number(0)?, None, true)),
        _ => None,
    }
}

fn draw_item(
    canvas: &mut Canvas,
    item: &Item,
    place: Area,
    is_created: bool,
    touched: Option<(usize, u32, Option<u32>, bool)>,
) {
    let program = canvas.run.program();
    let field = &program.fields[item.field];
    let region = usize::from(field.memory);
    let first = (field.first_cell - program.fields[usize::from(program.memories[region].fields.start)].first_cell
        + item.slot * field.cells) as usize;
    let values = canvas.moment.memories[region].cells[first..first + field.cells as usize].to_vec();
    let is_last = item.slot + 1 == MOST_SLOTS && field.slots.is_some_and(|slots| slots > MOST_SLOTS);
    let part = place.width / values.len() as f64;
    let is_whole = values.iter().all(|value| *value == values[0]);
    for (number, value) in values.iter().enumerate() {
        let inset = if field.cells == 1 { 1.5 } else { 0.0 };
        let cell = Area { x: place.x + number as f64 * part + inset, width: part - 2.0 * inset, ..place };
        let is_touched = touched.filter(|&(of, slot, of_item, _)| {
            (of, slot) == (item.field, item.slot) && of_item.is_none_or(|of_item| of_item as usize == number)
        });
        let (ground, ink) = match is_touched {
            _ if !is_created => (Paint::Ground, Paint::Muted),
            Some(_) => (Paint::MessageSoft, Paint::Message),
            // The part of a half-written item that is new.
            None if !is_whole && *value == values[0] => (Paint::BlockedSoft, Paint::Blocked),
            None => (Paint::Ground, Paint::Ink),
        };
        let outline = match is_touched {
            Some((.., true)) => thick(Paint::Message, 2.0),
            Some(_) => thick(Paint::Message, 1.2),
            None => thin(if is_whole { Paint::Ended } else { Paint::Blocked }),
        };
        let outline = Stroke { dashed: !is_created, ..outline };
        canvas.pen.rect(cell, 3.0, Some(Fill::Solid(ground)), Some(outline), Some(About::Memory(region)));
        let text = if is_last { "…".to_string() } else { value.show(&program.texts) };
        let size = 12.0 * canvas.layout.measure.letters;
        let at = (cell.middle().0, cell.middle().1 + size * 0.36);
        canvas.pen.fitted(at, &text, cell.width - 3.0, bold(size, ink), Anchor::Middle);
    }
    if is_created && !is_last {
        marks(canvas, item, place);
    }
}

/// Little arrows under the slots that `in` and `out` point to.
fn marks(canvas: &mut Canvas, item: &Item, place: Area) {
    let program = canvas.run.program();
    let of = &program.fields[item.field];
    for pointer in pointers(program, of) {
        let region = &program.memories[usize::from(of.memory)];
        let first = program.fields[usize::from(region.fields.start)].first_cell;
        let value = canvas.moment.memories[usize::from(of.memory)].cells[(pointer.first_cell - first) as usize];
        if value.as_number() != Some(i64::from(item.slot)) {
            continue;
        }
        let is_in = pointer.name == "in";
        let (lean, anchor) = if is_in { (-5.5, Anchor::End) } else { (5.5, Anchor::Start) };
        let (middle, top) = (place.middle().0, place.bottom() + 1.0);
        let ends = [(middle + lean, top), (middle + lean, top + 9.0)];
        let path = if is_in { [ends[1], ends[0]] } else { ends };
        canvas.pen.line(&path, thick(Paint::Accent, 1.5), true, None);
        let at = (middle + lean / 5.5, place.bottom() + 18.5);
        canvas.pen.text(at, &pointer.name, plain(9.5, Paint::Accent), anchor);
    }
}
