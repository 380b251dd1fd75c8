//! The space-time diagram: a line for each process, its events as dots, and an arrow from each cause to its effect on
//! another line (Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System*, 1978).
//!
//! An event's column is its Lamport clock: one more than the larger of the clocks of the previous event on its line and
//! of its cause, if any. So every arrow goes to the right, and concurrent events may share a column. Left out: events
//! of the system, the network and the scheduler, and remarks about processes.

use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::metrics::{cause_by_process, is_of_the_system, is_remark};

use crate::between;
use crate::letters;
use crate::pen::{Area, Pen, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Picture, Stroke};

/// The diagram's data of a run, gathered once.
#[derive(Clone, Debug, Default)]
pub struct Spacetime {
    /// The Lamport clock of each event; 0 if it is left out.
    clocks: Vec<u32>,
    /// For each process its events, in order.
    lines: Vec<Vec<u32>>,
    /// Every arrow, by its effect.
    arrows: Vec<Arrow>,
    /// The indices of the arrows, by their causes.
    by_cause: Vec<u32>,
    /// The largest clock.
    last: u32,
}

/// From an event of one process to one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Event.
    pub cause: u32,
    /// Event.
    pub effect: u32,
}

impl Spacetime {
    /// Gathers it from the events of `run` so far.
    pub fn new(run: &Run) -> Spacetime {
        let mut lines = vec![Vec::new(); run.program().processes.len()];
        let mut now = vec![0; lines.len()];
        let (mut clocks, mut arrows, mut last) = (Vec::with_capacity(run.events().len()), Vec::new(), 0);
        for (index, event) in run.events().iter_from(0) {
            let (kind, process) = (event.kind(), event.process());
            if is_of_the_system(kind) || is_remark(kind) || matches!(kind, Kind::Ready | Kind::Run) {
                clocks.push(0);
                continue;
            }
            let mut clock: u32 = now[process] + 1;
            if let Some(cause) = cause_by_process(run, index).filter(|&cause| clocks[cause] > 0) {
                clock = clock.max(clocks[cause] + 1);
                if run.events().get(cause).is_some_and(|cause| cause.process() != process) {
                    arrows.push(Arrow { cause: cause as u32, effect: index as u32 });
                }
            }
            clocks.push(clock);
            lines[process].push(index as u32);
            now[process] = clock;
            last = last.max(clock);
        }
        let mut by_cause: Vec<u32> = (0..arrows.len() as u32).collect();
        by_cause.sort_by_key(|&place| arrows[place as usize].cause);
        Spacetime { clocks, lines, arrows, by_cause, last }
    }

    /// An event's Lamport clock; `None` if it is left out.
    pub fn clock(&self, event: usize) -> Option<u32> {
        self.clocks.get(event).copied().filter(|&clock| clock > 0)
    }

    /// The largest clock of all.
    pub fn last(&self) -> u32 {
        self.last
    }

    /// The clock of the latest of the first `at` events that is not left out; 0 before the first.
    pub fn clock_at(&self, at: usize) -> u32 {
        self.clocks[..at.min(self.clocks.len())].iter().rev().copied().find(|&clock| clock > 0).unwrap_or(0)
    }

    /// Every arrow, by its effect.
    pub fn arrows(&self) -> &[Arrow] {
        &self.arrows
    }

    /// The arrows that begin at an event.
    fn from(&self, event: u32) -> impl Iterator<Item = Arrow> {
        let cause = |place: &u32| self.arrows[*place as usize].cause;
        let first = self.by_cause.partition_point(|place| cause(place) < event);
        let places = self.by_cause[first..].iter().take_while(move |place| cause(place) == event);
        places.map(|&place| self.arrows[place as usize])
    }

    /// The arrow that ends at an event.
    fn to(&self, event: u32) -> Option<Arrow> {
        let place = self.arrows.binary_search_by_key(&event, |arrow| arrow.effect).ok()?;
        Some(self.arrows[place])
    }
}

/// What is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture in px; its height follows from the number of processes.
    pub width: f64,
    /// The number of events so far: later ones are dimmed.
    pub at: usize,
    /// Least distance of two columns, px; 0 shows the whole run at once.
    pub spacing: f64,
}

/// From one line to the next, px.
const LANE: f64 = 52.0;
/// Space for the clocks above the first line, px.
const AXIS: f64 = 30.0;
/// Margin right of the lines, px.
const MARGIN: f64 = 20.0;
/// Greatest distance of two columns, px.
const WIDEST: f64 = 52.0;
/// Beyond about this many, marks are thinned out.
const MOST_MARKS: f64 = 3_000.0;

/// The visible columns, and their place.
struct Frame {
    left: f64,
    right: f64,
    /// Clock of the first column.
    first: f64,
    spacing: f64,
}

impl Frame {
    fn new(spacetime: &Spacetime, view: &View) -> Frame {
        let left = if view.width < 520.0 { 92.0 } else { 136.0 };
        let right = (view.width - MARGIN).max(left + 1.0);
        let columns = f64::from(spacetime.last.max(1));
        let fit = (right - left) / columns;
        let spacing = fit.max(view.spacing).min(WIDEST.max(fit.min(WIDEST)));
        // As many columns as fit; they scroll by half of that, so that the eye can follow.
        let seen = ((right - left) / spacing).floor().max(1.0);
        let half = (seen / 2.0).floor().max(1.0);
        let now = f64::from(spacetime.clock_at(view.at));
        let turned = ((now - 1.0) / half).floor() - 0.5;
        let first = between((turned * half).floor(), 0.0, (columns - seen).max(0.0)) + 1.0;
        Frame { left, right, first, spacing }
    }

    fn x(&self, clock: u32) -> f64 {
        self.left + (f64::from(clock) - self.first + 0.5) * self.spacing
    }

    fn sees(&self, clock: u32) -> bool {
        (self.left..=self.right).contains(&self.x(clock))
    }
}

fn y(process: usize) -> f64 {
    AXIS + (process as f64 + 0.55) * LANE
}

/// The arrows in the picture, by their effects: those that begin or end at a visible dot.
pub fn seen(spacetime: &Spacetime, view: &View) -> Vec<Arrow> {
    let frame = Frame::new(spacetime, view);
    let mut seen: Vec<Arrow> = dots(spacetime, &frame)
        .into_iter()
        .flatten()
        .flat_map(|event| spacetime.from(event).chain(spacetime.to(event)))
        .collect();
    seen.sort_by_key(|arrow| arrow.effect);
    seen.dedup();
    seen
}

/// For each process, the events drawn as dots.
fn dots(spacetime: &Spacetime, frame: &Frame) -> Vec<Vec<u32>> {
    let wide = frame.right - frame.left;
    let apart = (wide * spacetime.lines.len() as f64 / MOST_MARKS).max(2.0);
    let one = |line: &Vec<u32>| {
        let x = |event: u32| frame.x(spacetime.clocks[event as usize]);
        let (mut at, mut drawn) = (line.partition_point(|&event| x(event) < frame.left), Vec::new());
        while let Some(&event) = line.get(at).filter(|&&event| x(event) <= frame.right) {
            drawn.push(event);
            // Usually that is the next one.
            at = (at + 1).max(line.partition_point(|&other| x(other) < x(event) + apart));
        }
        drawn
    };
    spacetime.lines.iter().map(one).collect()
}

/// The diagram at a moment.
pub fn picture(run: &Run, spacetime: &Spacetime, view: &View) -> Picture {
    let frame = Frame::new(spacetime, view);
    let count = spacetime.lines.len();
    let mut pen = Pen::new(view.width, AXIS + count as f64 * LANE + 6.0);
    axis(&mut pen, spacetime, &frame, count);
    for process in 0..count {
        line(&mut pen, run, spacetime, &frame, view, process);
    }
    for arrow in seen(spacetime, view) {
        draw_arrow(&mut pen, run, spacetime, &frame, view, arrow);
    }
    for event in dots(spacetime, &frame).into_iter().flatten() {
        dot(&mut pen, run, spacetime, &frame, view, event as usize);
    }
    pen.done()
}

/// The clocks, as many as there is room for.
fn axis(pen: &mut Pen, spacetime: &Spacetime, frame: &Frame, count: usize) {
    let widest = letters::width(&spacetime.last.to_string(), 11.0, false, false) + 10.0;
    let mut every = 1;
    while f64::from(every) * frame.spacing < widest {
        every = match every.to_string().as_bytes()[0] {
            b'2' => every / 2 * 5,
            _ => every * 2,
        };
    }
    pen.text((6.0, 18.0), "clock", plain(11.0, Paint::Muted), Anchor::Start);
    let first = (frame.first as u32).div_ceil(every) * every;
    for clock in (first.max(1)..=spacetime.last).step_by(every as usize).take_while(|&clock| frame.sees(clock)) {
        let x = frame.x(clock);
        pen.line(&[(x, AXIS - 4.0), (x, AXIS + count as f64 * LANE)], thin(Paint::Hairline), false, None);
        pen.text((x, 18.0), &clock.to_string(), plain(11.0, Paint::Muted), Anchor::Middle);
    }
}

/// A process's name and line, stronger up to the moment.
fn line(pen: &mut Pen, run: &Run, spacetime: &Spacetime, frame: &Frame, view: &View, process: usize) {
    let (about, y) = (About::Process(process), y(process));
    let area = Area { x: 1.0, y: y - 15.0, width: frame.left - 8.0, height: 30.0 };
    pen.rect(area, 6.0, Some(Fill::Solid(Paint::Ground)), None, Some(about));
    let name = &run.program().processes[process].name;
    let name = letters::fit_name(name, frame.left - 18.0, 13.0);
    pen.text((6.0, y + 5.0), &name, bold(13.0, Paint::Ink), Anchor::Start);
    pen.line(&[(frame.left, y), (frame.right, y)], thick(Paint::Hairline, 2.0), false, None);
    let line = &spacetime.lines[process];
    let latest = line[..line.partition_point(|&event| (event as usize) < view.at)].last();
    if let Some(&event) = latest {
        let x = frame.x(spacetime.clocks[event as usize]).min(frame.right);
        if x > frame.left {
            pen.line(&[(frame.left, y), (x, y)], thick(Paint::Ended, 2.0), false, None);
        }
    }
}

fn draw_arrow(pen: &mut Pen, run: &Run, spacetime: &Spacetime, frame: &Frame, view: &View, arrow: Arrow) {
    let place = |event: u32| {
        let process = run.events().get(event as usize).map_or(0, |event| event.process());
        (frame.x(spacetime.clocks[event as usize]), y(process))
    };
    let (from, to) = (place(arrow.cause), place(arrow.effect));
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    // Clear of the dots, and inside the frame.
    let off = |at: f64| (from.0 + dx * at, from.1 + dy * at);
    let first = (5.0 / length).max((frame.left - from.0) / dx);
    let last = (1.0 - 6.0 / length).min((frame.right - from.0) / dx);
    if first >= last {
        return;
    }
    let is_message = run.events().get(arrow.effect as usize).is_some_and(|event| event.kind() == Kind::Receive);
    let stroke = match ((arrow.effect as usize) < view.at, is_message) {
        (false, _) => thin(Paint::Hairline),
        (true, true) => thick(Paint::Message, 1.5),
        (true, false) => Stroke { dashed: true, ..thick(Paint::Blocked, 1.5) },
    };
    let is_whole = frame.x(spacetime.clocks[arrow.effect as usize]) <= frame.right;
    pen.line(&[off(first), off(last)], stroke, is_whole, Some(About::Event(arrow.effect as usize)));
}

fn dot(pen: &mut Pen, run: &Run, spacetime: &Spacetime, frame: &Frame, view: &View, number: usize) {
    let Some(event) = run.events().get(number) else { return };
    let about = Some(About::Event(number));
    let (x, y) = (frame.x(spacetime.clocks[number]), y(event.process()));
    let has_happened = number < view.at;
    let radius = between(frame.spacing / 4.0, 1.5, 4.5);
    if number + 1 == view.at {
        let (fill, stroke) = (Some(Fill::Solid(Paint::Ground)), Some(thick(Paint::Accent, 2.5)));
        pen.mark(Mark::Disc { x, y, radius: radius + 4.0, fill, stroke }, about);
    }
    let (inside, outline) = match event.kind() {
        _ if !has_happened => (Paint::Ground, Paint::Hairline),
        Kind::Send => (Paint::Message, Paint::Message),
        Kind::Receive => (Paint::Surface, Paint::Message),
        Kind::Block => (Paint::BlockedSoft, Paint::Blocked),
        Kind::Fault | Kind::AssertFailed | Kind::Torn => (Paint::Fault, Paint::Fault),
        _ => (Paint::Muted, Paint::Muted),
    };
    let (fill, stroke) = (Some(Fill::Solid(inside)), Some(thick(outline, 1.5)));
    // A process stops where it is blocked: a square among the discs.
    let mark = match event.kind() {
        Kind::Block => {
            let side = radius * 2.0;
            Mark::Rect { x: x - radius, y: y - radius, width: side, height: side, radius: 0.0, fill, stroke }
        }
        _ => Mark::Disc { x, y, radius, fill, stroke },
    };
    pen.mark(mark, about);
    let text = (number + 1).to_string();
    if letters::width(&text, 10.0, false, false) + 3.0 <= frame.spacing {
        let paint = if has_happened { Paint::Ink } else { Paint::Muted };
        pen.text((x, y - 12.0), &text, plain(10.0, paint), Anchor::Middle);
    }
}
