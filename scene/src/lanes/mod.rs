//! The lanes over time: what each process did, and the messages between them, up to the playhead and after it.
//!
//! Zoomed out, a column of a lane shows the state that took most of it, and a mark for each blocked stretch, however short.

use ipcscope_core::trace::Run;

use crate::pen::{Area, Pen};
use crate::shape::{About, Fill, Paint, Picture, Shape};
use crate::timeline::Timeline;

mod acts;
mod axis;
mod bands;
mod bars;
mod cells;
mod flow;
mod marks;
mod names;
mod rows;
mod sections;

use rows::{Row, Rows};

/// The visible part of a run, and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View<'a> {
    /// Width of the picture in px.
    pub width: f64,
    /// The time at the left end of the lanes, in µs (fractions while zooming).
    pub from_us: f64,
    /// The time at their right end, in µs.
    pub to_us: f64,
    /// The playhead's time, in µs.
    pub playhead_us: f64,
    /// The number of events up to there.
    pub at: usize,
    /// The object pointed at: it is highlighted.
    pub pointed: Option<About>,
    /// The processes whose lanes are folded.
    pub folded: &'a [usize],
}

/// Width of the names left of the lanes, px.
fn gutter(view: &View) -> f64 {
    if view.width < 520.0 { 92.0 } else { 136.0 }
}

/// Margin right of the lanes, px.
const MARGIN: f64 = 20.0;

fn plot_width(view: &View) -> f64 {
    (view.width - gutter(view) - MARGIN).max(1.0)
}

/// The place of a time in the picture, px.
pub fn x_from_time(view: &View, time_us: f64) -> f64 {
    gutter(view) + (time_us - view.from_us) / (view.to_us - view.from_us).max(f64::MIN_POSITIVE) * plot_width(view)
}

/// The time at an `x` of the picture, µs.
pub fn time_from_x(view: &View, x: f64) -> f64 {
    view.from_us + (x - gutter(view)) / plot_width(view) * (view.to_us - view.from_us)
}

/// The width of the lanes for each instant at which something happens, so that they can be read, px.
const INSTANT: f64 = 8.0;

/// The end of the first part of a run that can be read in lanes of this width (px), in µs; `None` if that is all of it, or
/// nearly.
pub fn readable_us(run: &Run, width: f64) -> Option<f64> {
    let view = View { width, from_us: 0.0, to_us: 1.0, playhead_us: 0.0, at: 0, pointed: None, folded: &[] };
    let room = (plot_width(&view) / INSTANT) as usize;
    let (mut instants, mut latest_us, mut end_us) = (0, 0, None);
    for event in run.events().iter() {
        if event.time_us() > latest_us {
            (latest_us, instants) = (event.time_us(), instants + 1);
            if instants >= room {
                end_us = end_us.or(Some(latest_us as f64));
            }
            if instants > 2 * room {
                return end_us;
            }
        }
    }
    None
}

/// The part of a run that lanes of this width (px) show around `at_us` if nobody has chosen one: from, and to, in µs.
pub fn readable(run: &Run, width: f64, at_us: u64) -> (f64, f64) {
    let last_us = run.last_us().max(1) as f64;
    let Some(span_us) = readable_us(run, width) else { return (0.0, last_us) };
    let to_us = (at_us as f64).max(span_us).min(last_us);
    (to_us - span_us, to_us)
}

/// The lanes of a run.
pub fn picture(run: &Run, timeline: &Timeline, view: &View) -> Picture {
    let mut steps = Steps::new(run, timeline, view);
    let mut picture = steps.empty(view);
    while let Some(shapes) = steps.next(run, timeline, view) {
        picture.shapes.extend(shapes);
    }
    picture.shapes.extend(moving(run, timeline, view, &steps.rows).shapes);
    picture
}

/// The static part of the lanes, one piece at a time: for long runs and many lanes, so that no piece takes long.
pub struct Steps {
    rows: Rows,
    flow: flow::Flow,
    next: usize,
}

impl Steps {
    /// Before the first piece.
    pub fn new(run: &Run, timeline: &Timeline, view: &View) -> Steps {
        Steps { rows: Rows::new(run, timeline, view.folded), flow: flow::Flow::default(), next: 0 }
    }

    /// An empty picture of their size.
    pub fn empty(&self, view: &View) -> Picture {
        Picture { width: view.width, height: self.rows.height, shapes: Vec::new() }
    }

    /// The shapes of the next piece, painted over earlier ones; `None` after the last. To be called with the same view
    /// each time.
    pub fn next(&mut self, run: &Run, timeline: &Timeline, view: &View) -> Option<Vec<Shape>> {
        let channels = run.program().channels.len();
        let rows = self.rows.rows.len();
        let part = self.next;
        self.next += 1;
        let mut pen = Pen::new(view.width, self.rows.height);
        let plot = self.rows.plot(view);
        let mut canvas = Canvas { run, timeline, view, rows: &self.rows, plot, pen: &mut pen };
        if part == 0 {
            for row in &self.rows.rows {
                if let Row::Lane { process, y } = *row {
                    bars::ground(&mut canvas, process, y);
                }
            }
            axis::lines(&mut canvas);
        } else if part <= rows {
            if let Row::Band { channel, band } = self.rows.rows[part - 1] {
                bands::draw(&mut canvas, channel, band);
            }
        } else if part <= rows + channels {
            // Before the bars: lines that only pass a lane go behind them.
            flow::draw(&mut canvas, &mut self.flow, part - rows - 1);
        } else if part == rows + channels + 1 {
            flow::labels(&mut canvas, &self.flow);
        } else if part <= 2 * rows + channels + 1 {
            if let Row::Lane { process, y } = self.rows.rows[part - rows - channels - 2] {
                bars::draw(&mut canvas, process, y);
                acts::draw(&mut canvas, process, y);
                sections::draw(&mut canvas, process, y);
            }
        } else if part == 2 * rows + channels + 2 {
            marks::draw(&mut canvas);
        } else {
            return None;
        }
        Some(pen.done().shapes)
    }

    /// The part that moves with the playhead, painted over all the pieces.
    pub fn moving(&self, run: &Run, timeline: &Timeline, view: &View) -> Picture {
        moving(run, timeline, view, &self.rows)
    }
}

fn moving(run: &Run, timeline: &Timeline, view: &View, rows: &Rows) -> Picture {
    let mut pen = Pen::new(view.width, rows.height);
    let mut canvas = Canvas { run, timeline, view, rows, plot: rows.plot(view), pen: &mut pen };
    veil(&mut canvas);
    axis::labels(&mut canvas);
    axis::playhead(&mut canvas);
    for row in &rows.rows {
        names::draw(&mut canvas, *row);
    }
    pen.done()
}

/// The left and the right end of the lanes, px.
pub fn ends(view: &View) -> (f64, f64) {
    (gutter(view), gutter(view) + plot_width(view))
}

/// The context in which the parts of the picture are drawn.
struct Canvas<'a> {
    run: &'a Run,
    timeline: &'a Timeline,
    view: &'a View<'a>,
    rows: &'a Rows,
    plot: Area,
    pen: &'a mut Pen,
}

impl Canvas<'_> {
    /// A time's place, kept inside the plot, px.
    fn x(&self, time_us: f64) -> f64 {
        crate::between(x_from_time(self.view, time_us), self.plot.x, self.plot.right())
    }

    /// The end of the known part of the run, kept inside the plot; the right end if nothing more can change, px.
    fn end_x(&self) -> f64 {
        match self.timeline.is_complete {
            true => self.plot.right(),
            false => self.x(self.timeline.end_us as f64),
        }
    }

    /// Whether a time is inside the window.
    fn sees(&self, time_us: u64) -> bool {
        (self.view.from_us..=self.view.to_us).contains(&(time_us as f64))
    }

    fn is_pointed(&self, about: About) -> bool {
        self.view.pointed == Some(about)
    }
}

/// Everything after the playhead is dimmed; nothing is after the last event of a complete run.
fn veil(canvas: &mut Canvas) {
    if canvas.timeline.is_complete && canvas.view.at >= canvas.run.events().len() {
        return;
    }
    let x = canvas.x(canvas.view.playhead_us);
    let area = Area { x, width: canvas.plot.right() - x, ..canvas.plot };
    if area.width > 0.5 {
        canvas.pen.rect(area, 0.0, Some(Fill::Solid(Paint::Veil)), None, None);
    }
}
