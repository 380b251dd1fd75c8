//! Semaphores, mutexes, condition variables and barriers as small pills: permits, holder, sleepers, arrivals; below, the
//! waiting processes.

use ipcscope_core::program::LockKind;

use super::{Canvas, chips};
use crate::letters;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Stroke};

/// More permits than this are shown as a number.
const MOST_TOKENS: i64 = 6;
/// Between the middles of two tokens, px.
const TOKEN: f64 = 12.0;

pub fn draw(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.areas[canvas.layout.cast.lock(number)];
    let about = About::Lock(number);
    let now = canvas.moment.locks[number].clone();
    let kind = canvas.run.program().locks[number].kind;
    let is_taken = match kind {
        LockKind::Semaphore { .. } => now.permits <= 0,
        LockKind::Mutex => now.holder.is_some(),
        LockKind::Condition | LockKind::Barrier { .. } => !now.waiting.is_empty(),
    };
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.5),
        false if !now.waiting.is_empty() => thick(Paint::Blocked, 1.5),
        false => thin(Paint::Ended),
    };
    canvas.pen.rect(area, area.height / 2.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    let left = area.x + 12.0;
    let icon = match kind {
        LockKind::Semaphore { .. } => 0.0,
        LockKind::Mutex => padlock(canvas, (left, area.middle().1), is_taken),
        LockKind::Condition => bell(canvas, (left, area.middle().1), is_taken),
        LockKind::Barrier { .. } => gate(canvas, (left, area.middle().1), is_taken),
    };
    let right = match kind {
        LockKind::Semaphore { binary: true, .. } => flag(canvas, area, now.permits > 0),
        LockKind::Semaphore { initial, .. } => tokens(canvas, area, now.permits, initial),
        LockKind::Mutex => holder(canvas, area, now.holder),
        LockKind::Condition => sleepers(canvas, area, now.waiting.len()),
        LockKind::Barrier { parties } => arrived(canvas, area, now.waiting.len(), parties),
    };
    let look = bold(12.0 * canvas.layout.measure.letters, Paint::Ink);
    let at = (left + icon, area.middle().1 + look.size * 0.36);
    let name = canvas.run.program().locks[number].name.clone();
    canvas.pen.fitted(at, &name, right - left - icon - 5.0, look, Anchor::Start);
    let baseline = area.bottom() + 16.0;
    chips::line(canvas, &now.waiting, area, (baseline, area.width), false);
}

/// The only permit of a binary semaphore: a square, hollow while it is acquired. Returns its left end, px.
fn flag(canvas: &mut Canvas, area: Area, is_there: bool) -> f64 {
    let (x, middle) = (area.right() - 14.0, area.middle().1);
    let (fill, stroke) = match is_there {
        true => (Paint::Working, thin(Paint::Working)),
        false => (Paint::Ground, thin(Paint::Ended)),
    };
    let square = Area { x: x - 4.5, y: middle - 4.5, width: 9.0, height: 9.0 };
    canvas.pen.rect(square, 1.5, Some(Fill::Solid(fill)), Some(stroke), None);
    x - 6.0
}

/// The permits of a semaphore, acquired ones hollow; from the right end. Returns their left end, px.
fn tokens(canvas: &mut Canvas, area: Area, permits: i64, initial: i64) -> f64 {
    let (end, middle) = (area.right() - 14.0, area.middle().1);
    let places = permits.max(initial).max(1);
    if places > MOST_TOKENS {
        let look = bold(13.0 * canvas.layout.measure.letters, Paint::Working);
        let text = permits.to_string();
        canvas.pen.text((end + 4.0, middle + look.size * 0.36), &text, look, Anchor::End);
        return end + 4.0 - letters::width(&text, look.size, true, false);
    }
    for place in 0..places {
        let x = end - (places - 1 - place) as f64 * TOKEN;
        let is_there = place < permits;
        let (fill, stroke) = match is_there {
            true => (Paint::Working, thin(Paint::Working)),
            false => (Paint::Ground, thin(Paint::Ended)),
        };
        let disc = Mark::Disc { x, y: middle, radius: 4.5, fill: Some(Fill::Solid(fill)), stroke: Some(stroke) };
        canvas.pen.mark(disc, None);
    }
    end - (places - 1) as f64 * TOKEN - 6.0
}

/// The holder of a mutex, in the colour of a running process. Returns its left end, px.
fn holder(canvas: &mut Canvas, area: Area, holder: Option<usize>) -> f64 {
    let look = bold(11.0 * canvas.layout.measure.letters, Paint::Running);
    let end = area.right() - 8.0;
    let Some(holder) = holder else {
        let look = plain(look.size, Paint::Muted);
        canvas.pen.text((end - 4.0, area.middle().1 + look.size * 0.36), "free", look, Anchor::End);
        return end - 4.0 - letters::width("free", look.size, false, false);
    };
    let name = canvas.run.program().processes[holder].name.clone();
    let text = letters::fit(&name, area.width * 0.5, look.size, true, false);
    let wide = letters::width(&text, look.size, true, false) + 12.0;
    let chip = Area { x: end - wide, y: area.y + 5.0, width: wide, height: area.height - 10.0 };
    let about = Some(About::Process(holder));
    canvas.pen.rect(chip, chip.height / 2.0, Some(Fill::Solid(Paint::RunningSoft)), Some(thin(Paint::Running)), about);
    canvas.pen.text((chip.middle().0, area.middle().1 + look.size * 0.36), &text, look, Anchor::Middle);
    chip.x
}

/// How many processes have arrived at a barrier, of how many: a place for each. Returns their left end, px.
fn arrived(canvas: &mut Canvas, area: Area, count: usize, parties: u32) -> f64 {
    let (end, middle) = (area.right() - 14.0, area.middle().1);
    if i64::from(parties) > MOST_TOKENS {
        let look = bold(13.0 * canvas.layout.measure.letters, Paint::Working);
        let text = format!("{count} of {parties}");
        canvas.pen.text((end + 4.0, middle + look.size * 0.36), &text, look, Anchor::End);
        return end + 4.0 - letters::width(&text, look.size, true, false);
    }
    for place in 0..parties {
        let x = end - f64::from(parties - 1 - place) * TOKEN;
        let (fill, stroke) = match (place as usize) < count {
            true => (Paint::Blocked, thin(Paint::Blocked)),
            false => (Paint::Ground, thin(Paint::Ended)),
        };
        let disc = Mark::Disc { x, y: middle, radius: 4.5, fill: Some(Fill::Solid(fill)), stroke: Some(stroke) };
        canvas.pen.mark(disc, None);
    }
    end - f64::from(parties - 1) * TOKEN - 6.0
}

/// The number of sleepers on a condition variable. Returns its left end, px.
fn sleepers(canvas: &mut Canvas, area: Area, count: usize) -> f64 {
    let size = 11.0 * canvas.layout.measure.letters;
    let (text, look) = match count {
        0 => ("nobody".to_string(), plain(size, Paint::Muted)),
        1 => ("1 asleep".to_string(), bold(size, Paint::Blocked)),
        _ => (format!("{count} asleep"), bold(size, Paint::Blocked)),
    };
    let end = area.right() - 12.0;
    canvas.pen.text((end, area.middle().1 + size * 0.36), &text, look, Anchor::End);
    end - letters::width(&text, size, look.bold, false)
}

/// Closed, or open. Returns its width with the space after it, px.
fn padlock(canvas: &mut Canvas, (x, y): (f64, f64), is_closed: bool) -> f64 {
    let paint = if is_closed { Paint::Blocked } else { Paint::Ended };
    let lift = if is_closed { 0.0 } else { 2.5 };
    let (left, right, top) = (x + 2.0, x + 8.0, y - 7.0 - lift);
    let mut bow =
        vec![(left, y - 1.0 - lift), (left, top + 2.5), (left + 1.5, top), (right - 1.5, top), (right, top + 2.5)];
    // An open one does not reach down to the right.
    bow.extend(is_closed.then_some((right, y - 1.0)));
    canvas.pen.line(&bow, thick(paint, 1.6), false, None);
    let body = Area { x, y: y - 1.5, width: 10.0, height: 8.0 };
    canvas.pen.rect(body, 2.0, Some(Fill::Solid(paint)), None, None);
    16.0
}

/// A gate between two posts, with a bar across it while processes wait. Returns its width with the space after it, px.
fn gate(canvas: &mut Canvas, (x, y): (f64, f64), is_closed: bool) -> f64 {
    let paint = if is_closed { Paint::Blocked } else { Paint::Ended };
    for post in [x + 1.0, x + 11.0] {
        canvas.pen.line(&[(post, y - 6.0), (post, y + 6.0)], thick(paint, 1.8), false, None);
    }
    let bar = if is_closed { (x + 11.0, y) } else { (x + 5.0, y - 7.5) };
    canvas.pen.line(&[(x + 1.0, y), bar], thick(paint, 1.8), false, None);
    17.0
}

/// The symbol of a notification: struck through while processes sleep. Returns its width with the space after it, px.
fn bell(canvas: &mut Canvas, (x, y): (f64, f64), has_sleepers: bool) -> f64 {
    let paint = if has_sleepers { Paint::Blocked } else { Paint::Ended };
    let outline = [
        (x, y + 4.0),
        (x + 2.0, y + 1.5),
        (x + 2.0, y - 2.5),
        (x + 5.5, y - 6.0),
        (x + 9.0, y - 2.5),
        (x + 9.0, y + 1.5),
        (x + 11.0, y + 4.0),
        (x, y + 4.0),
    ];
    canvas.pen.line(&outline, Stroke { paint, width: 1.5, dashed: false }, false, None);
    let clapper = Mark::Disc { x: x + 5.5, y: y + 6.0, radius: 1.4, fill: Some(Fill::Solid(paint)), stroke: None };
    canvas.pen.mark(clapper, None);
    17.0
}
