//! Mailboxes: how full they are, their slots, where the next message leaves, and who waits in line.

use ipcscope_core::program::Room;

use super::{Canvas, layout};
use crate::letters;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

pub fn draw(canvas: &mut Canvas, number: usize) {
    let area = canvas.layout.mailboxes[number];
    let about = About::Channel(number);
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.5),
        false => thin(Paint::Ended),
    };
    canvas.pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    heading(canvas, number, area);
    match canvas.run.program().channels[number].is_rendezvous() {
        true => meeting_place(canvas, number),
        false => slots(canvas, number),
    }
    foot(canvas, number);
}

/// Its name, and how full it is on a badge.
fn heading(canvas: &mut Canvas, number: usize, area: Area) {
    let scale = canvas.layout.measure.letters;
    let name = canvas.run.program().channels[number].name.clone();
    let (name_look, baseline) = (bold(13.5 * scale, Paint::Ink), area.y + 10.0 + 11.0 * scale);
    let name_width = letters::width(&name, name_look.size, true, false);
    let (badges, paint, ground) = badge(canvas, number);
    let wide = |text: &str| letters::width(text, 11.0 * scale, true, false) + 12.0;
    let fits = |text: &&String| name_width + wide(text) + 24.0 <= area.width;
    let text = badges.iter().find(fits).or(badges.last()).expect("there is a badge").clone();
    let pill =
        Area { x: area.right() - 7.0 - wide(&text), y: area.y + 8.0, width: wide(&text), height: 8.0 + 10.0 * scale };
    canvas.pen.rect(pill, pill.height / 2.0, Some(Fill::Solid(ground)), None, None);
    canvas.pen.text((pill.middle().0, baseline), &text, bold(11.0 * scale, paint), Anchor::Middle);
    canvas.pen.fitted((area.x + 11.0, baseline), &name, pill.x - area.x - 15.0, name_look, Anchor::Start);
}

/// How full it is, the longest words first, with their colour and their ground's.
fn badge(canvas: &Canvas, number: usize) -> (Vec<String>, Paint, Paint) {
    let length = canvas.moment.channels[number].messages.len();
    let quiet = (Paint::Muted, Paint::Ground);
    let (texts, (paint, ground)) = match canvas.run.program().channels[number].capacity {
        Room::Messages(0) => (vec!["capacity 0".to_string(), "0".to_string()], quiet),
        Room::Messages(most) => {
            let (count, short) = (format!("{length} of {most}"), format!("{length}/{most}"));
            match length {
                0 => (vec![format!("empty · {count}"), "empty".to_string(), short], quiet),
                _ if length >= most as usize => {
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

/// Where sender and receiver meet: two brackets and nothing between them.
fn meeting_place(canvas: &mut Canvas, number: usize) {
    let row = canvas.layout.row(number);
    let (middle, _) = row.middle();
    let half = (canvas.layout.measure.slot.0 * 0.75 + 6.0).min(row.width / 2.0);
    for (side, inwards) in [(middle - half, 8.0), (middle + half, -8.0)] {
        let (top, low) = (row.y + 1.0, row.bottom() - 1.0);
        let bracket = [(side + inwards, top), (side, top), (side, low), (side + inwards, low)];
        canvas.pen.line(&bracket, thick(Paint::Message, 2.0), false, None);
    }
}

fn slots(canvas: &mut Canvas, number: usize) {
    let channel = &canvas.run.program().channels[number];
    let shown = layout::slots(channel);
    let stroke = Stroke { dashed: layout::is_open(channel), ..thin(Paint::Ended) };
    for place in 0..shown {
        let slot = canvas.layout.slot(number, place, shown);
        let area = Area { x: slot.x + 1.5, width: slot.width - 3.0, ..slot };
        canvas.pen.rect(area, 5.0, Some(Fill::Solid(Paint::Ground)), Some(stroke), Some(About::Channel(number)));
    }
    let length = canvas.moment.channels[number].messages.len();
    if length > shown {
        let last = canvas.layout.slot(number, shown - 1, shown);
        let text = format!("+{}", length - shown + 1);
        let at = (last.middle().0, last.middle().1 + 4.0);
        canvas.pen.fitted(at, &text, last.width - 6.0, bold(12.0, Paint::Message), Anchor::Middle);
    }
}

/// Below the slots: who waits to send on the side where messages come in; on the other who waits to receive, or where
/// the next message leaves.
fn foot(canvas: &mut Canvas, number: usize) {
    let (area, row) = (canvas.layout.mailboxes[number], canvas.layout.row(number));
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
        room -= next_out(canvas, number, baseline, now.senders.is_empty() || room > 150.0) + 8.0;
    }
    if !now.senders.is_empty() {
        chips(canvas, &now.senders, row, (baseline, room), ends_left);
    } else if !now.receivers.is_empty() {
        chips(canvas, &now.receivers, row, (baseline, room), !ends_left);
    }
}

/// A small arrow under the slot that the next message leaves from; returns its width, px.
fn next_out(canvas: &mut Canvas, number: usize, baseline: f64, in_words: bool) -> f64 {
    let row = canvas.layout.row(number);
    let (look, words) = (plain(11.0 * canvas.layout.measure.letters, Paint::Muted), "next out");
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

/// Those who wait in line as chips, first come first, from the right end or the left.
fn chips(canvas: &mut Canvas, waiting: &[usize], row: Area, (baseline, room): (f64, f64), from_right: bool) {
    let look = bold(11.0 * canvas.layout.measure.letters, Paint::Blocked);
    let names: Vec<String> =
        waiting.iter().map(|&process| canvas.run.program().processes[process].name.clone()).collect();
    let word = plain(look.size, Paint::Muted);
    let word_width = letters::width("waiting:", word.size, false, false) + 6.0;
    let all: f64 = names.iter().map(|name| letters::width(name, look.size, true, false) + 19.0).sum();
    // The word is said where there is room for it besides the names.
    let mut used = if word_width + all <= room { word_width } else { 0.0 };
    if used > 0.0 {
        let (x, anchor) = if from_right { (row.right(), Anchor::End) } else { (row.x, Anchor::Start) };
        canvas.pen.text((x, baseline), if from_right { "waiting" } else { "waiting:" }, word, anchor);
    }
    for (place, name) in names.iter().enumerate() {
        let rest = names.len() - place;
        // Room for "+9" is kept, unless this is the last.
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
        canvas.pen.rect(chip, 9.5, Some(Fill::Solid(Paint::BlockedSoft)), Some(thin(Paint::Blocked)), about);
        canvas.pen.text((chip.middle().0, baseline), &text, look, Anchor::Middle);
        used += wide + 5.0;
        if text.starts_with('+') {
            return;
        }
    }
}
