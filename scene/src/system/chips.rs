//! Common parts of boxes: a heading with a badge, small labels, and queues of waiting processes.

use super::Canvas;
use crate::letters;
use crate::pen::{Area, bold, plain, thin};
use crate::shape::{About, Anchor, Fill, Paint};

/// A name, and at the right end a badge: the first of its texts that fits beside the name.
pub fn heading(
    canvas: &mut Canvas,
    area: Area,
    (name, ink): (&str, Paint),
    badges: &[String],
    (paint, ground): (Paint, Paint),
) {
    let scale = canvas.layout.measure.letters;
    let (name_look, baseline) = (bold(13.5 * scale, ink), area.y + 10.0 + 11.0 * scale);
    let name_width = letters::width(name, name_look.size, true, false);
    let wide = |text: &str| letters::width(text, 11.0 * scale, true, false) + 12.0;
    let fits = |text: &&String| name_width + wide(text) + 24.0 <= area.width;
    let text = badges.iter().find(fits).or(badges.last()).expect("there is a badge").clone();
    let pill =
        Area { x: area.right() - 7.0 - wide(&text), y: area.y + 8.0, width: wide(&text), height: 8.0 + 10.0 * scale };
    canvas.pen.rect(pill, pill.height / 2.0, Some(Fill::Solid(ground)), None, None);
    canvas.pen.text((pill.middle().0, baseline), &text, bold(11.0 * scale, paint), Anchor::Middle);
    canvas.pen.fitted((area.x + 11.0, baseline), name, pill.x - area.x - 15.0, name_look, Anchor::Start);
}

/// The waiting processes, first come first, from the right end or the left.
pub fn line(canvas: &mut Canvas, waiting: &[usize], row: Area, (baseline, room): (f64, f64), from_right: bool) {
    let (paint, ground) = (Paint::Blocked, Paint::BlockedSoft);
    coloured_line(canvas, waiting, row, (baseline, room), from_right, ("waiting", paint, ground));
}

/// The same with its own word and colours.
pub fn coloured_line(
    canvas: &mut Canvas,
    waiting: &[usize],
    row: Area,
    (baseline, room): (f64, f64),
    from_right: bool,
    (word, paint, ground): (&str, Paint, Paint),
) {
    let look = bold(11.0 * canvas.layout.measure.letters, paint);
    let names: Vec<String> =
        waiting.iter().map(|&process| canvas.run.program().processes[process].name.clone()).collect();
    let word_look = plain(look.size, Paint::Muted);
    let word_width = letters::width(word, word_look.size, false, false) + 11.0;
    let all: f64 = names.iter().map(|name| letters::width(name, look.size, true, false) + 19.0).sum();
    // The word is shown if there is room for it besides the names.
    let mut used = if !names.is_empty() && word_width + all <= room { word_width } else { 0.0 };
    if used > 0.0 {
        let (x, anchor) = if from_right { (row.right(), Anchor::End) } else { (row.x, Anchor::Start) };
        let text = if from_right { word.to_string() } else { format!("{word}:") };
        canvas.pen.text((x, baseline), &text, word_look, anchor);
    }
    for (place, name) in names.iter().enumerate() {
        let rest = names.len() - place;
        // Room for "+9" is reserved, unless this is the last.
        let most = room - used - 14.0 - if rest > 1 { 34.0 } else { 0.0 };
        let is_whole = letters::width(name, look.size, true, false) <= most;
        let shortened = letters::fit(name, most, look.size, true, false);
        let text = match is_whole || place == 0 && shortened.chars().count() > 2 {
            true => shortened,
            false => format!("+{rest}"),
        };
        let wide = letters::width(&text, look.size, true, false) + 14.0;
        let x = if from_right { row.right() - used - wide } else { row.x + used };
        let chip = Area { x, y: baseline - look.size * 0.33 - 9.5, width: wide, height: 19.0 };
        let about = Some(About::Process(waiting[place]));
        canvas.pen.rect(chip, 9.5, Some(Fill::Solid(ground)), Some(thin(paint)), about);
        canvas.pen.text((chip.middle().0, baseline), &text, look, Anchor::Middle);
        used += wide + 5.0;
        if text.starts_with('+') {
            return;
        }
    }
}
