//! A process's lane: a bar for each stretch, with the colour and pattern of its state.

use ipcscope_core::trace::event::{Kind, Wait};
use ipcscope_core::trace::words;

use super::Canvas;
use crate::letters;
use crate::look::Look;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};
use crate::timeline::Stretch;

/// The background of a lane's bars.
pub fn ground(canvas: &mut Canvas, process: usize, y: f64) {
    let about = About::Process(process);
    let lane = Area { x: canvas.plot.x, y, width: canvas.plot.width, height: canvas.rows.height_of(process) };
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 1.5),
        false => thin(Paint::Hairline),
    };
    canvas.pen.rect(lane, 4.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
}

pub fn draw(canvas: &mut Canvas, process: usize, y: f64) {
    let (from, to) = (canvas.view.from_us, canvas.view.to_us);
    // There are too many stretches to distinguish.
    if canvas.timeline.stretch_count(process, from, to) as f64 > canvas.plot.width / 2.0 {
        return columns(canvas, process, y);
    }
    let timeline = canvas.timeline;
    let last = timeline.lanes[process].last().map(|last| last.event);
    for (stretch, end_us) in timeline.stretches(process, from, to) {
        let left = canvas.x(stretch.from_us as f64);
        let is_last = last == Some(stretch.event) && timeline.is_complete;
        // A final state continues to the right end.
        let right = if is_last { canvas.plot.right() } else { canvas.x(end_us as f64) };
        let area = Area { x: left, width: right - left, ..bars(canvas, process, y) };
        bar(canvas, process, stretch, area);
    }
}

/// The area of a lane's bars, from end to end.
fn bars(canvas: &Canvas, process: usize, y: f64) -> Area {
    Area { y: y + canvas.rows.inset(process), height: canvas.rows.bar(process), ..canvas.plot }
}

fn bar(canvas: &mut Canvas, process: usize, stretch: &Stretch, area: Area) {
    if area.width < 0.2 || stretch.look == Look::New {
        return;
    }
    solid(canvas, stretch.look, area, Some(About::Event(stretch.event)));
    if !canvas.rows.folded[process] {
        label(canvas, process, stretch, area);
    }
}

/// A bar on its base line; a dashed line for a terminated process.
fn solid(canvas: &mut Canvas, look: Look, area: Area, about: Option<About>) {
    if matches!(look, Look::Ended | Look::Faulted) {
        let (_, middle) = area.middle();
        let stroke = Stroke { dashed: true, ..thick(look.paint(), 1.5) };
        return canvas.pen.line(&[(area.x, middle), (area.right(), middle)], stroke, false, None);
    }
    let outline = (look == Look::Ready).then_some(Stroke { dashed: area.width > 12.0, ..thin(Paint::Ended) });
    canvas.pen.rect(area, 0.0, look.fill(), outline, about);
    let base = [(area.x, area.bottom() - 1.0), (area.right(), area.bottom() - 1.0)];
    canvas.pen.line(&base, thick(look.paint(), 2.0), false, None);
}

/// The label of a stretch, inside it if it fits: in full, shortened, or left out.
fn label(canvas: &mut Canvas, process: usize, stretch: &Stretch, area: Area) {
    let is_stuck = canvas.timeline.stuck[process].is_some_and(|event| event < canvas.view.at && event > stretch.event);
    let (texts, ink, ground) = match stretch.look {
        Look::Blocked if is_stuck => (reasons(canvas, stretch, "deadlock"), Paint::Fault, Some(Paint::FaultSoft)),
        Look::Blocked => (reasons(canvas, stretch, "blocked"), Paint::Ink, Some(Paint::BlockedSoft)),
        Look::Sleeping => (vec!["sleeping".to_string()], Paint::Ink, Some(Paint::SleepingSoft)),
        Look::Working => (work(canvas, process, stretch).into_iter().collect(), Paint::Ink, None),
        Look::Ready => (vec!["waits for a core".to_string(), "ready".to_string()], Paint::Muted, None),
        _ => return,
    };
    let look = if is_stuck { bold(11.0, ink) } else { plain(11.0, ink) };
    let wide = |text: &str| letters::width(text, look.size, look.bold, look.mono);
    let Some(text) = texts.into_iter().find(|text| wide(text) <= area.width - 10.0) else { return };
    let middle = area.x + area.width / 2.0;
    if let Some(ground) = ground {
        // A plain background for the words: text on a pattern is hard to read.
        let half = (wide(&text) / 2.0 + 5.0).min(area.width / 2.0);
        let patch = Area { x: middle - half, y: area.y + 3.0, width: 2.0 * half, height: area.height - 8.0 };
        canvas.pen.rect(patch, 3.0, Some(Fill::Solid(ground)), None, None);
    }
    canvas.pen.text((middle, area.y + area.height / 2.0 + 3.5), &text, look, Anchor::Middle);
}

fn work(canvas: &Canvas, process: usize, stretch: &Stretch) -> Option<String> {
    let mut event = canvas.run.events().get(stretch.event)?;
    if event.kind() == Kind::Run {
        // The work continues after waiting for a core, maybe more than once.
        let mut at = stretch.event;
        while event.kind() == Kind::Run {
            at = canvas.timeline.work_before(process, at)?;
            event = canvas.run.events().get(at)?;
        }
    }
    let label = event.object()?;
    Some(canvas.run.program().texts[label].clone())
}

/// Why a process is blocked, the longest text first.
fn reasons(canvas: &Canvas, stretch: &Stretch, word: &str) -> Vec<String> {
    let run = canvas.run;
    let event = run.events().get(stretch.event);
    // If it waits for one of several objects, none is named.
    let wait =
        event.and_then(|event| Some((Wait::from_number(run.events().number(event))?, event.object().unwrap_or(0))));
    match wait.map(|(wait, channel)| words::waits_for_short(run.program(), wait, channel)) {
        Some(reason) if word == "blocked" => vec![format!("{word}: {reason}"), reason, word.to_string()],
        Some(reason) => vec![format!("{word}: {reason}"), word.to_string()],
        None => vec![word.to_string()],
    }
}

/// A lane whose stretches are too short to draw: each column shows the state that took most of it, with a stripe near
/// the upper edge wherever the process was blocked at all.
fn columns(canvas: &mut Canvas, process: usize, y: f64) {
    const STEP: f64 = 2.0;
    let known = canvas.end_x();
    let place = bars(canvas, process, y);
    let (mut bars, mut blocks) = (Vec::new(), Vec::new());
    let (mut x, mut from) = (canvas.plot.x, super::time_from_x(canvas.view, canvas.plot.x));
    let mut at = canvas.timeline.stretches_until(process, from).saturating_sub(1);
    let mut before = canvas.timeline.spent_on(process, from, &mut at);
    while x < known {
        let right = (x + STEP).min(known);
        let to = super::time_from_x(canvas.view, right);
        let after = canvas.timeline.spent_on(process, to, &mut at);
        let spent: [f64; 4] = [0, 1, 2, 3].map(|column| after[column] - before[column]);
        let looks = [Look::Working, Look::Blocked, Look::Sleeping, Look::Ended];
        let running = to - from - spent.iter().sum::<f64>();
        let most = looks
            .into_iter()
            .zip(spent)
            .fold((Look::Running, running), |most, next| if next.1 > most.1 { next } else { most });
        extend(&mut bars, most.0, x, right);
        if spent[1] > 0.0 && most.0 != Look::Blocked {
            extend(&mut blocks, Look::Blocked, x, right);
        }
        (x, from, before) = (right, to, after);
    }
    for (look, left, right) in bars {
        let area = Area { x: left, width: right - left, ..place };
        solid(canvas, look, area, None);
    }
    for (look, left, right) in blocks {
        let stripe = Area { x: left, width: right - left, height: 4.0, ..place };
        canvas.pen.rect(stripe, 0.0, Some(Fill::Solid(look.paint())), None, None);
    }
}

/// Extends the last stretch if it has the same look and ends where this one begins.
fn extend(stretches: &mut Vec<(Look, f64, f64)>, look: Look, left: f64, right: f64) {
    match stretches.last_mut() {
        Some(last) if last.0 == look && last.2 == left => last.2 = right,
        _ => stretches.push((look, left, right)),
    }
}
