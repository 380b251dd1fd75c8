//! The lanes over time: what each process did, and the messages between them, up to the playhead and after it.
//!
//! Zoomed out, a column of a lane shows the state that took most of it, and a mark for each blocked stretch, however short.

use ipcscope_core::trace::Run;

use crate::pen::{Area, Pen, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Picture};
use crate::timeline::Timeline;

mod axis;
mod bands;
mod bars;
mod rows;

use rows::{Row, Rows};

/// What part of a run is seen, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture in px.
    pub width: f64,
    /// The time at the left end of the lanes, in µs (fractions while zooming).
    pub from_us: f64,
    /// The time at their right end, in µs.
    pub to_us: f64,
    /// The playhead's time, in µs.
    pub playhead_us: f64,
    /// How many events have happened there.
    pub at: usize,
    /// What is pointed at: it is lit up.
    pub pointed: Option<About>,
}

/// Left of this are the names: px.
fn gutter(view: &View) -> f64 {
    if view.width < 520.0 { 92.0 } else { 148.0 }
}

/// Right of the lanes, px.
const MARGIN: f64 = 20.0;

fn plot_width(view: &View) -> f64 {
    (view.width - gutter(view) - MARGIN).max(1.0)
}

/// Where a time stands on the picture, px.
pub fn x_from_time(view: &View, time_us: f64) -> f64 {
    gutter(view) + (time_us - view.from_us) / (view.to_us - view.from_us).max(f64::MIN_POSITIVE) * plot_width(view)
}

/// Which time stands at an `x` of the picture, µs.
pub fn time_from_x(view: &View, x: f64) -> f64 {
    view.from_us + (x - gutter(view)) / plot_width(view) * (view.to_us - view.from_us)
}

/// The lanes of a run.
pub fn picture(run: &Run, timeline: &Timeline, view: &View) -> Picture {
    let rows = Rows::new(run);
    let mut pen = Pen::new(view.width, rows.height);
    let plot = Area {
        x: gutter(view),
        y: rows::AXIS,
        width: plot_width(view),
        height: (rows.height - rows::AXIS - rows::FOOT).max(0.0),
    };
    let mut canvas = Canvas { run, timeline, view, rows: &rows, plot, pen: &mut pen };
    axis::draw(&mut canvas);
    for row in &rows.rows {
        match *row {
            Row::Lane { process, y } => bars::draw(&mut canvas, process, y),
            Row::Band { channel, y } => bands::draw(&mut canvas, channel, y),
        }
    }
    for channel in 0..run.program().channels.len() {
        bands::arrows(&mut canvas, channel);
    }
    bars::marks(&mut canvas);
    veil(&mut canvas);
    axis::playhead(&mut canvas);
    for row in &rows.rows {
        name(&mut canvas, *row);
    }
    pen.done()
}

/// What the parts of the picture are drawn with.
struct Canvas<'a> {
    run: &'a Run,
    timeline: &'a Timeline,
    view: &'a View,
    rows: &'a Rows,
    plot: Area,
    pen: &'a mut Pen,
}

impl Canvas<'_> {
    /// A time's place, kept inside the plot, px.
    fn x(&self, time_us: f64) -> f64 {
        x_from_time(self.view, time_us).clamp(self.plot.x, self.plot.right())
    }

    /// Whether a time is in the window.
    fn sees(&self, time_us: u64) -> bool {
        (self.view.from_us..=self.view.to_us).contains(&(time_us as f64))
    }

    fn is_pointed(&self, about: About) -> bool {
        self.view.pointed == Some(about)
    }
}

/// What lies after the playhead is dimmed.
fn veil(canvas: &mut Canvas) {
    let x = canvas.x(canvas.view.playhead_us);
    let area = Area { x, width: canvas.plot.right() - x, ..canvas.plot };
    if area.width > 0.5 {
        canvas.pen.rect(area, 0.0, Some(Fill::Solid(Paint::Veil)), None, None);
    }
}

/// The name of a row, and what it is at the playhead.
fn name(canvas: &mut Canvas, row: Row) {
    let room = canvas.plot.x - 20.0;
    match row {
        Row::Lane { process, y } => {
            let look = canvas.timeline.look_at(process, canvas.view.at);
            let named = &canvas.run.program().processes[process].name;
            let about = About::Process(process);
            let area = Area { x: 0.0, y, width: canvas.plot.x - 8.0, height: rows::LANE };
            let fill = canvas.is_pointed(about).then_some(Fill::Solid(Paint::Surface));
            canvas.pen.rect(area, 6.0, fill, fill.map(|_| thick(Paint::Accent, 1.5)), Some(about));
            canvas.pen.fitted((8.0, y + 16.0), named, room, bold(13.0, Paint::Ink), Anchor::Start);
            let chip = Area { x: 8.0, y: y + 22.0, width: 12.0, height: 10.0 };
            canvas.pen.rect(chip, 2.0, look.fill(), Some(thin(look.paint())), None);
            canvas.pen.fitted((26.0, y + 31.0), look.word(), room - 18.0, plain(11.0, look_text(look)), Anchor::Start);
        }
        Row::Band { channel, y } => {
            let named = &canvas.run.program().channels[channel].name;
            let about = About::Channel(channel);
            let area = Area { x: 0.0, y, width: canvas.plot.x - 8.0, height: rows::BAND };
            canvas.pen.rect(
                area,
                6.0,
                None,
                canvas.is_pointed(about).then_some(thick(Paint::Accent, 1.5)),
                Some(about),
            );
            canvas.pen.fitted((8.0, y + 17.0), named, room, bold(12.0, Paint::Message), Anchor::Start);
            let length = bands::length_at(canvas.timeline, channel, canvas.view);
            let capacity = canvas.run.program().channels[channel].capacity;
            let words = match capacity {
                ipcscope_core::scenario::tree::Capacity::Messages(most) => format!("{length} of {most}"),
                ipcscope_core::scenario::tree::Capacity::Unbounded => format!("{length} waiting"),
            };
            canvas.pen.fitted((8.0, y + 31.0), &words, room, plain(11.0, Paint::Muted), Anchor::Start);
        }
    }
}

/// The colour of a state's word: text, so never paler than muted.
fn look_text(look: crate::look::Look) -> Paint {
    match look {
        crate::look::Look::New | crate::look::Look::Ended => Paint::Muted,
        other => other.paint(),
    }
}
