//! Left of the lanes: the name of each row, and its state at the playhead.

use ipcscope_core::program::Room;

use super::Canvas;
use super::rows::Row;
use crate::look::Look;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint};

/// A row's name and state.
pub fn draw(canvas: &mut Canvas, row: Row) {
    match row {
        Row::Lane { process, y } => lane(canvas, process, y),
        Row::Band { channel, band } => mailbox(canvas, channel, band.y, band.height),
    }
}

fn lane(canvas: &mut Canvas, process: usize, y: f64) {
    let look = canvas.timeline.look_at(process, canvas.view.at);
    let name = canvas.run.program().processes[process].name.clone();
    frame(canvas, About::Process(process), y, canvas.rows.height_of(process));
    let room = canvas.plot.x - 16.0;
    if canvas.rows.folded[process] {
        return canvas.pen.fitted((6.0, y + 11.0), &name, room, plain(11.0, Paint::Ink), Anchor::Start);
    }
    canvas.pen.fitted((6.0, y + 16.0), &name, room, bold(13.0, Paint::Ink), Anchor::Start);
    let chip = Area { x: 6.0, y: y + 22.0, width: 13.0, height: 10.0 };
    canvas.pen.rect(chip, 2.0, look.fill(), Some(thin(look.paint())), None);
    let paint = match look {
        Look::New | Look::Ended => Paint::Muted,
        look => look.paint(),
    };
    canvas.pen.fitted((24.0, y + 31.0), look.word(), room - 18.0, plain(11.0, paint), Anchor::Start);
}

fn mailbox(canvas: &mut Canvas, channel: usize, y: f64, height: f64) {
    let name = canvas.run.program().channels[channel].name.clone();
    frame(canvas, About::Channel(channel), y, height);
    let (room, top) = (canvas.plot.x - 16.0, y + height / 2.0 - 18.0);
    canvas.pen.fitted((6.0, top + 15.0), &name, room, bold(12.0, Paint::Message), Anchor::Start);
    let length = canvas.timeline.length_at(channel, canvas.view.at);
    let (words, paint) = match canvas.run.program().channels[channel].capacity {
        Room::Messages(most) if length >= most => (format!("full: {length} of {most}"), Paint::Blocked),
        Room::Messages(most) => (format!("{length} of {most}"), Paint::Muted),
        Room::Bytes(_) | Room::Unbounded => (format!("{length} waiting"), Paint::Muted),
    };
    canvas.pen.fitted((6.0, top + 30.0), &words, room, plain(11.0, paint), Anchor::Start);
}

/// The object pointed at is framed.
fn frame(canvas: &mut Canvas, about: About, y: f64, height: f64) {
    let area = Area { x: 1.0, y, width: canvas.plot.x - 8.0, height };
    let lit = canvas.is_pointed(about);
    let fill = lit.then_some(Fill::Solid(Paint::Surface));
    canvas.pen.rect(area, 6.0, fill, lit.then_some(thick(Paint::Accent, 1.5)), Some(about));
}
