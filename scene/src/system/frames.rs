//! Frames: around a host's processes and mailboxes, with its cores and the processes waiting for one; lighter ones
//! around groups.

use ipcscope_core::scenario::tree::Schedule;
use ipcscope_core::simulate::State;

use super::ranks::Frame;
use super::{Canvas, chips};
use crate::letters;
use crate::pen::{Area, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Stroke};

pub fn draw(canvas: &mut Canvas) {
    for (frame, area) in canvas.layout.frames.clone() {
        match frame {
            Frame::Host(number) => host(canvas, number, area),
            Frame::Group(number) => group(canvas, number, area),
        }
    }
}

fn group(canvas: &mut Canvas, number: usize, area: Area) {
    let about = About::Group(number);
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.0),
        false => Stroke { dashed: true, ..thin(Paint::Ended) },
    };
    canvas.pen.rect(area, 12.0, None, Some(outline), Some(about));
    let title = canvas.run.program().groups[number].title.clone();
    let look = bold(12.0 * canvas.layout.measure.letters, Paint::Muted);
    canvas.pen.fitted((area.x + 12.0, area.y + 19.0), &title, area.width - 24.0, look, Anchor::Start);
}

fn host(canvas: &mut Canvas, number: usize, area: Area) {
    let about = About::Host(number);
    let outline = match canvas.is_pointed(about) {
        true => thick(Paint::Accent, 2.0),
        false => thick(Paint::Hairline, 2.0),
    };
    canvas.pen.rect(area, 12.0, None, Some(outline), Some(about));
    let host = &canvas.run.program().hosts[number];
    let look = bold(13.0 * canvas.layout.measure.letters, Paint::Ink);
    let baseline = area.y + 20.0;
    let wide = letters::width(&host.name, look.size, true, false);
    let room = if canvas.layout.measure.vertical { area.width / 2.0 - 40.0 } else { area.width - 24.0 };
    let name = host.name.clone();
    canvas.pen.fitted((area.x + 12.0, baseline), &name, room, look, Anchor::Start);
    let Some(cores) = host.cores else { return };
    let rule = match host.schedule {
        Schedule::Fifo => "",
        Schedule::RoundRobin(_) => " · round-robin",
        Schedule::Priority => " · priority",
    };
    let small = plain(11.0 * canvas.layout.measure.letters, Paint::Muted);
    let mut left = area.x + 12.0 + wide + 12.0;
    left += core_squares(canvas, number, cores, (left, baseline));
    let waiting = canvas.moment.waiting_for_core[number].clone();
    let looks = ("ready", Paint::Muted, Paint::Surface);
    if canvas.layout.measure.vertical {
        // Connectors come in from above, mostly in the middle.
        let right = area.right() - 12.0;
        let line = Area { x: area.middle().0 + 30.0, width: right - area.middle().0 - 30.0, ..area };
        return chips::coloured_line(canvas, &waiting, line, (baseline, line.width), true, looks);
    }
    let text = format!("{cores} {}{rule}", if cores == 1 { "core" } else { "cores" });
    let fits = letters::fit(&text, area.right() - 12.0 - left, small.size, false, false);
    if fits.len() < 5 {
        return;
    }
    left += canvas.pen.text((left, baseline), &fits, small, Anchor::Start) + 14.0;
    let line = Area { x: left, width: (area.right() - 12.0 - left).max(0.0), ..area };
    if line.width > 60.0 {
        chips::coloured_line(canvas, &waiting, line, (baseline, line.width), false, looks);
    }
}

/// A square for each core, filled if a process runs on it; returns their width with the space after them, px.
fn core_squares(canvas: &mut Canvas, number: usize, cores: u32, (left, baseline): (f64, f64)) -> f64 {
    const MOST: u32 = 8;
    let program = canvas.run.program();
    let processes = canvas.moment.processes.iter().zip(&program.processes);
    let is_on = |state: State, host: u16| state == State::Running && usize::from(host) == number;
    let busy = processes.filter(|(now, process)| is_on(now.state, process.host)).count();
    if cores > MOST {
        return 0.0;
    }
    for core in 0..cores {
        let area = Area { x: left + f64::from(core) * 14.0, y: baseline - 10.0, width: 11.0, height: 11.0 };
        let (fill, paint) = match (core as usize) < busy {
            true => (Paint::WorkingSoft, Paint::Working),
            false => (Paint::Ground, Paint::Ended),
        };
        canvas.pen.rect(area, 2.0, Some(Fill::Solid(fill)), Some(thin(paint)), None);
    }
    f64::from(cores) * 14.0 + 4.0
}
