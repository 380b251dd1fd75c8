//! A process's lane: a bar for each stretch, coloured and patterned by state, and marks for what was told.

use ipcscope_core::trace::event::{Kind, Wait};
use ipcscope_core::trace::words;

use super::{Canvas, rows};
use crate::letters;
use crate::look::Look;
use crate::pen::{Area, Type, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Mark, Paint};
use crate::timeline::Stretch;

/// From the lane's upper end to the bar's, px.
const INSET: f64 = 6.0;
const BAR: f64 = rows::LANE - 2.0 * INSET;

pub fn draw(canvas: &mut Canvas, process: usize, y: f64) {
    let about = About::Process(process);
    let lane = Area { x: canvas.plot.x, y, width: canvas.plot.width, height: rows::LANE };
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 1.5),
        false => thin(Paint::Hairline),
    };
    canvas.pen.rect(lane, 4.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    let (from, to) = (canvas.view.from_us, canvas.view.to_us);
    // More stretches than columns: they could not be told apart.
    if canvas.timeline.stretch_count(process, from, to) as f64 > canvas.plot.width / 2.0 {
        return columns(canvas, process, y);
    }
    let timeline = canvas.timeline;
    for (stretch, end_us) in timeline.stretches(process, from, to) {
        let (left, right) = (canvas.x(stretch.from_us as f64), canvas.x(end_us as f64));
        let area = Area { x: left, y: y + INSET, width: right - left, height: BAR };
        bar(canvas, stretch, area);
    }
}

fn bar(canvas: &mut Canvas, stretch: &Stretch, area: Area) {
    let about = Some(About::Event(stretch.event));
    let (look, middle) = (stretch.look, area.y + BAR / 2.0);
    match look {
        Look::New => return,
        Look::Ended | Look::Faulted => {
            let right = canvas.plot.right();
            let stroke = thick(look.paint(), 2.0);
            let line = crate::shape::Stroke { dashed: true, ..stroke };
            if right - area.x > 1.0 {
                canvas.pen.line(&[(area.x, middle), (right, middle)], line, false, None);
            }
            return;
        }
        _ => {}
    }
    if area.width < 0.2 {
        return;
    }
    canvas.pen.rect(area, 0.0, look.fill(), None, about);
    let base = [(area.x, area.bottom() - 1.0), (area.right(), area.bottom() - 1.0)];
    canvas.pen.line(&base, thick(look.paint(), 2.0), false, None);
    label(canvas, stretch, area);
}

/// What a stretch is, inside it where it fits: in full, in one word, or not at all.
fn label(canvas: &mut Canvas, stretch: &Stretch, area: Area) {
    let look = plain(11.0, Paint::Ink);
    let room = area.width - 10.0;
    let fits = |text: &str| letters::width(text, look.size, look.bold, look.mono) <= room;
    let Some(text) = label_texts(canvas, stretch).into_iter().find(|text| fits(text)) else { return };
    let width = letters::width(&text, look.size, look.bold, look.mono);
    let (middle, baseline) = (area.x + area.width / 2.0, area.y + BAR / 2.0 + 4.0);
    if matches!(stretch.look, Look::Blocked | Look::Sleeping) {
        // A plain ground under the words: a pattern is no good place to read.
        let ground = match stretch.look {
            Look::Blocked => Paint::BlockedSoft,
            _ => Paint::SleepingSoft,
        };
        let patch = Area { x: middle - width / 2.0 - 4.0, y: area.y + 4.0, width: width + 8.0, height: BAR - 9.0 };
        canvas.pen.rect(patch, 3.0, Some(Fill::Solid(ground)), None, None);
    }
    let look = Type { bold: false, ..look };
    canvas.pen.text((middle, baseline), &text, look, Anchor::Middle);
}

/// The labels that a stretch could have, the longest first.
fn label_texts(canvas: &Canvas, stretch: &Stretch) -> Vec<String> {
    let (run, program) = (canvas.run, canvas.run.program());
    let Some(event) = run.events().get(stretch.event) else { return Vec::new() };
    match stretch.look {
        Look::Working => event.object().map(|label| program.texts[label].clone()).into_iter().collect(),
        Look::Blocked => {
            let wait = Wait::from_number(run.events().number(event)).zip(event.object());
            let reason =
                wait.map(|(wait, channel)| format!("blocked: {}", words::waits_for_short(program, wait, channel)));
            reason.into_iter().chain(["blocked".to_string()]).collect()
        }
        Look::Sleeping => vec!["sleeping".to_string()],
        _ => Vec::new(),
    }
}

/// A lane whose stretches are too short to draw: by column what took most of it.
fn columns(canvas: &mut Canvas, process: usize, y: f64) {
    const STEP: f64 = 2.0;
    let end_us = canvas.timeline.end_us as f64;
    let mut x = canvas.plot.x;
    while x < canvas.plot.right() {
        let width = STEP.min(canvas.plot.right() - x);
        let (from, to) = (super::time_from_x(canvas.view, x), super::time_from_x(canvas.view, x + width));
        if from < end_us {
            let before = canvas.timeline.spent_until(process, from);
            let after = canvas.timeline.spent_until(process, to);
            let [working, blocked, sleeping] = [0, 1, 2].map(|look| after[look] - before[look]);
            let running = (to.min(end_us) - from - working - blocked - sleeping).max(0.0);
            let most = working.max(blocked).max(sleeping).max(running);
            let look = match most {
                most if most == blocked => Look::Blocked,
                most if most == sleeping => Look::Sleeping,
                most if most == working => Look::Working,
                _ => Look::Running,
            };
            let area = Area { x, y: y + INSET, width, height: BAR };
            canvas.pen.rect(area, 0.0, look.fill(), None, Some(About::Process(process)));
            if blocked > 0.0 && look != Look::Blocked {
                let mark = Area { x, y: y + INSET + BAR - 6.0, width: 1.0, height: 6.0 };
                canvas.pen.rect(mark, 0.0, Some(Fill::Solid(Paint::Blocked)), None, None);
            }
        }
        x += width;
    }
}

/// Prints and notes, ends, faults, deadlocks and broken checks.
pub fn marks(canvas: &mut Canvas) {
    let timeline = canvas.timeline;
    let time = |event: &usize| canvas.run.events().get(*event).map_or(0, |event| event.time_us());
    let first = timeline.marks.partition_point(|event| (time(event) as f64) < canvas.view.from_us);
    let last = timeline.marks.partition_point(|event| time(event) as f64 <= canvas.view.to_us);
    let seen = &timeline.marks[first.min(last)..last];
    // Too many to be told apart are none.
    if seen.len() as f64 > canvas.plot.width / 2.0 {
        return;
    }
    for &number in seen {
        mark(canvas, number);
    }
}

fn mark(canvas: &mut Canvas, number: usize) {
    let Some(event) = canvas.run.events().get(number) else { return };
    let x = canvas.x(event.time_us() as f64);
    let y = canvas.rows.lanes[event.process()];
    let about = Some(About::Event(number));
    let middle = y + rows::LANE / 2.0;
    match event.kind() {
        Kind::End => {
            let area = Area { x: x - 3.0, y: middle - 6.0, width: 6.0, height: 12.0 };
            canvas.pen.rect(area, 1.0, Some(Fill::Solid(Paint::Ended)), None, about);
        }
        Kind::Fault => {
            let cross = thick(Paint::Fault, 3.0);
            canvas.pen.line(&[(x - 6.0, middle - 6.0), (x + 6.0, middle + 6.0)], cross, false, about);
            canvas.pen.line(&[(x - 6.0, middle + 6.0), (x + 6.0, middle - 6.0)], cross, false, about);
        }
        Kind::Deadlock | Kind::Abandoned => {
            for value in canvas.run.events().values(event) {
                let process = value.as_number().unwrap_or(0) as usize;
                let y = canvas.rows.lanes[process];
                canvas.pen.line(&[(x, y), (x, y + rows::LANE)], thick(Paint::Fault, 3.0), false, about);
            }
        }
        Kind::Print | Kind::Say | Kind::Violated => {
            let paint = match event.kind() {
                Kind::Print => Paint::Ink,
                Kind::Say => Paint::Accent,
                _ => Paint::Fault,
            };
            let fill = Some(Fill::Solid(paint));
            let disc = Mark::Disc { x, y: y + 3.0, radius: 3.5, fill, stroke: Some(thin(Paint::Surface)) };
            canvas.pen.mark(disc, about);
        }
        _ => {}
    }
}
