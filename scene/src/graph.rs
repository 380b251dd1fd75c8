//! The wait-for graph: which process waits for which at a moment, and for what.
//!
//! Processes are on an ellipse in the program's order, and stay in place as time passes. A deadlock is shown by a
//! second outline and a word at its nodes, and by its arrows, which are solid and thick where the others are dashed and
//! thin.

use std::f64::consts::TAU;

use ipcscope_core::event::Wait;
use ipcscope_core::simulate::State;
use ipcscope_core::trace::words::waits_for_short;
use ipcscope_core::trace::{Moment, Run};

use crate::between;
use crate::letters;
use crate::look::Look;
use crate::pen::{Area, Pen, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Picture, Stroke};

/// An arrow of the graph: one process can continue when the other does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The waiting process.
    pub from: usize,
    /// A process that could unblock it.
    pub to: usize,
    /// For what, in a few words.
    pub label: String,
    /// Both are in a deadlock.
    pub is_in_ring: bool,
}

/// With more processes than this, only those in some edge are drawn.
const MOST: usize = 24;
/// Height of a node, px.
const NODE: f64 = 44.0;
/// The margin of the picture, with room for a node's second outline, px.
const AROUND: f64 = 8.0;

/// The edges at a moment, in the program's order.
pub fn edges(run: &Run, moment: &Moment) -> Vec<Edge> {
    let ring = deadlocked(moment);
    let mut edges = Vec::new();
    for (from, process) in moment.processes.iter().enumerate() {
        let Some((wait, object)) = process.wait.filter(|_| process.state == State::Blocked) else { continue };
        // The holder of a mutex is waited for, even if it can no longer release it.
        let holder = moment.locks.get(object).filter(|_| wait == Wait::Mutex).and_then(|lock| lock.holder);
        let others = process.could_free.iter().copied();
        for to in others.chain(holder.filter(|holder| !process.could_free.contains(holder))) {
            let label = waits_for_short(run.program(), wait, object);
            edges.push(Edge { from, to, label, is_in_ring: ring[from] && ring[to] });
        }
    }
    edges
}

/// For each process, whether it is deadlocked.
pub fn deadlocked(moment: &Moment) -> Vec<bool> {
    moment.processes.iter().map(|process| process.is_deadlocked).collect()
}

/// The graph at a moment.
/// `width` in px; the picture's height follows from the number of processes.
pub fn picture(run: &Run, moment: &Moment, width: f64) -> Picture {
    let edges = edges(run, moment);
    let drawn = drawn(moment, &edges);
    let name = |process: &usize| run.program().processes[*process].name.as_str();
    let widest = drawn.iter().map(|process| letters::width(name(process), 13.0, true, false)).fold(0.0, f64::max);
    let layout = Layout::new(drawn.len(), width, widest + 19.0);
    let mut pen = Pen::new(width, layout.height);
    let boxes: Vec<Area> = (0..drawn.len()).map(|place| layout.node(place)).collect();
    let place = |process: usize| drawn.iter().position(|&one| one == process);
    let mut ways = Vec::new();
    for edge in &edges {
        let (Some(from), Some(to)) = (place(edge.from), place(edge.to)) else { continue };
        let is_mutual = edges.iter().any(|other| (other.from, other.to) == (edge.to, edge.from));
        let way = way(boxes[from], boxes[to], is_mutual);
        let stroke = match edge.is_in_ring {
            true => thick(Paint::Fault, 3.0),
            false => Stroke { dashed: true, ..thick(Paint::Blocked, 1.5) },
        };
        pen.line(&way, stroke, true, Some(About::Process(edge.from)));
        ways.push((edge, way));
    }
    labels(&mut pen, &ways, &boxes, width);
    let ring = deadlocked(moment);
    for (&process, area) in drawn.iter().zip(&boxes) {
        node(&mut pen, run, moment, process, *area, ring[process]);
    }
    pen.done()
}

/// All processes; if there are too many, those in some edge, as far as there is room.
fn drawn(moment: &Moment, edges: &[Edge]) -> Vec<usize> {
    let all = 0..moment.processes.len();
    if all.len() <= MOST {
        return all.collect();
    }
    let concerned = |process: &usize| edges.iter().any(|edge| edge.from == *process || edge.to == *process);
    all.filter(concerned).take(MOST).collect()
}

/// The places of the nodes: on an ellipse, clockwise from the top; if that is too narrow, in two columns.
struct Layout {
    count: usize,
    middle: (f64, f64),
    /// Half axes of the ellipse, px.
    half: (f64, f64),
    /// Width of a node, px.
    width: f64,
    height: f64,
    is_round: bool,
}

/// Least distance between two nodes, so that an arrow is visible, px.
const APART: f64 = 36.0;
/// Most half height of the ellipse, px.
const HIGHEST: f64 = 200.0;

impl Layout {
    /// `wanted`: the width of the nodes for their names, px.
    fn new(count: usize, width: f64, wanted: f64) -> Layout {
        let node = between(wanted, 112.0, between(width * 0.36, 112.0, 200.0));
        let wide = between(width / 2.0 - node / 2.0 - AROUND, 0.0, 340.0);
        let mut layout =
            Layout { count, middle: (0.0, 0.0), half: (wide, 0.0), width: node, height: 0.0, is_round: true };
        layout.half.1 = if count < 2 || layout.is_level() { 0.0 } else { 80.0 };
        while layout.is_crowded() && layout.is_round {
            layout.half.1 += 8.0;
            layout.is_round = layout.half.1 <= HIGHEST;
        }
        let rows = count.div_ceil(2) as f64;
        layout.height = match layout.is_round {
            // Side by side, with room for the two arrows' labels.
            true if layout.is_level() => 96.0,
            true => 2.0 * layout.half.1 + NODE + 2.0 * AROUND,
            false => rows * (NODE + APART) - APART + 2.0 * AROUND,
        };
        layout.middle = (width / 2.0, layout.height / 2.0);
        layout
    }

    /// Two nodes are side by side if there is room for a label between them.
    fn is_level(&self) -> bool {
        self.count == 2 && self.half.0 > 160.0
    }

    fn node(&self, place: usize) -> Area {
        let (x, y) = self.at(place);
        Area { x: x - self.width / 2.0, y: y - NODE / 2.0, width: self.width, height: NODE }
    }

    /// The middle of a node.
    fn at(&self, place: usize) -> (f64, f64) {
        if self.count < 2 {
            return self.middle;
        }
        if !self.is_round {
            let right = self.count.div_ceil(2);
            let (side, row) = if place < right { (1.0, place) } else { (-1.0, self.count - 1 - place) };
            return (self.middle.0 + side * self.half.0, AROUND + NODE / 2.0 + row as f64 * (NODE + APART));
        }
        let turn = if self.is_level() { 0.75 } else { 0.0 };
        let angle = (place as f64 / self.count as f64 + turn) * TAU;
        (self.middle.0 + self.half.0 * angle.sin(), self.middle.1 - self.half.1 * angle.cos())
    }

    /// Two neighbours are too close to each other.
    fn is_crowded(&self) -> bool {
        (0..self.count).any(|place| {
            let (one, other) = (self.at(place), self.at((place + 1) % self.count));
            let (across, down) = ((one.0 - other.0).abs(), (one.1 - other.1).abs());
            self.count > 1 && across < self.width + APART && down < NODE + APART
        })
    }
}

/// From the outline of one node to that of another. Two opposite arrows are shifted apart.
fn way(from: Area, to: Area, is_mutual: bool) -> [(f64, f64); 2] {
    let ((ax, ay), (bx, by)) = (from.middle(), to.middle());
    let length = (bx - ax).hypot(by - ay).max(1.0);
    let (dx, dy) = ((bx - ax) / length, (by - ay) / length);
    let aside = if is_mutual { 9.0 } else { 0.0 };
    let shift = |(x, y): (f64, f64)| (x - dy * aside, y + dx * aside);
    let leave = |area: Area| {
        let across = if dx.abs() < 1e-9 { f64::MAX } else { (area.width / 2.0 + 5.0) / dx.abs() };
        let down = if dy.abs() < 1e-9 { f64::MAX } else { (area.height / 2.0 + 5.0) / dy.abs() };
        across.min(down).min(length / 2.0)
    };
    let (first, last) = (leave(from), length - leave(to));
    [shift((ax + dx * first, ay + dy * first)), shift((ax + dx * last, ay + dy * last))]
}

/// The label of each arrow, beside its middle, unless it would cover something. Labels without room are only in the
/// list beside the picture.
fn labels(pen: &mut Pen, ways: &[(&Edge, [(f64, f64); 2])], boxes: &[Area], width: f64) {
    const SIZE: f64 = 11.0;
    let mut taken: Vec<Area> = boxes.to_vec();
    for (edge, [from, to]) in ways {
        let text = letters::fit(&edge.label, 150.0, SIZE, false, false);
        let wide = letters::width(&text, SIZE, false, false) + 8.0;
        let (across, down) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let length = across.hypot(down).max(1.0);
        // How much of the arrow the label hides: too much of a short one.
        let hidden = (wide * length / across.max(0.01)).min(18.0 * length / down.max(0.01));
        if length - hidden < 24.0 {
            continue;
        }
        let place = [0.5, 0.4, 0.6, 0.3, 0.7].into_iter().find_map(|along| {
            let (x, y) = (from.0 + (to.0 - from.0) * along, from.1 + (to.1 - from.1) * along);
            let area = Area { x: x - wide / 2.0, y: y - 9.0, width: wide, height: 18.0 };
            let is_inside = area.x >= 0.0 && area.right() <= width;
            (is_inside && !taken.iter().any(|other| touch(*other, area))).then_some(area)
        });
        let Some(area) = place else { continue };
        let paint = if edge.is_in_ring { Paint::Fault } else { Paint::Blocked };
        pen.rect(area, 4.0, Some(Fill::Solid(Paint::Ground)), None, Some(About::Process(edge.from)));
        pen.text((area.middle().0, area.y + 13.0), &text, plain(SIZE, paint), Anchor::Middle);
        taken.push(area);
    }
}

fn touch(one: Area, other: Area) -> bool {
    one.x < other.right() && other.x < one.right() && one.y < other.bottom() && other.y < one.bottom()
}

fn node(pen: &mut Pen, run: &Run, moment: &Moment, process: usize, area: Area, is_in_ring: bool) {
    let (about, look) = (About::Process(process), Look::from(moment.processes[process].state));
    let paint = if is_in_ring { Paint::Fault } else { look.paint() };
    let outline = match is_in_ring {
        true => thick(Paint::Fault, 2.0),
        false => Stroke { dashed: look == Look::Blocked, ..thick(paint, 1.5) },
    };
    pen.rect(area, 8.0, Some(Fill::Solid(Paint::Surface)), Some(outline), Some(about));
    if is_in_ring {
        let second = Area { x: area.x - 4.0, y: area.y - 4.0, width: area.width + 8.0, height: area.height + 8.0 };
        pen.rect(second, 11.0, None, Some(thick(Paint::Fault, 1.5)), None);
    }
    let room = area.width - 18.0;
    let name = &run.program().processes[process].name;
    let name = letters::fit_name(name, room, 13.0);
    pen.text((area.x + 9.0, area.y + 18.0), &name, bold(13.0, Paint::Ink), Anchor::Start);
    let chip = Area { x: area.x + 9.0, y: area.y + 25.0, width: 13.0, height: 10.0 };
    pen.rect(chip, 2.0, look.fill(), Some(thin(look.paint())), None);
    let word = if is_in_ring { "in a deadlock" } else { look.word() };
    let paint = match (is_in_ring, look) {
        (false, Look::New | Look::Ended | Look::Ready) => Paint::Muted,
        _ => paint,
    };
    pen.fitted((area.x + 27.0, area.y + 34.0), word, room - 18.0, plain(11.0, paint), Anchor::Start);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stand_apart_however_many_and_however_narrow() {
        for count in 1..=MOST {
            for width in [280.0, 358.0, 560.0, 960.0, 1_400.0] {
                let layout = Layout::new(count, width, 120.0);
                let boxes: Vec<Area> = (0..count).map(|place| layout.node(place)).collect();
                for (number, one) in boxes.iter().enumerate() {
                    assert!(one.x >= AROUND - 1e-9 && one.right() <= width - AROUND + 1e-9, "{count} on {width}");
                    assert!(one.y >= AROUND - 1e-9 && one.bottom() <= layout.height - AROUND + 1e-9);
                    assert!(boxes[number + 1..].iter().all(|other| !touch(*one, *other)), "{count} on {width}");
                }
            }
        }
    }

    #[test]
    fn an_arrow_goes_from_outline_to_outline() {
        let node = |x: f64| Area { x, y: 0.0, width: 100.0, height: 44.0 };
        // 5 px off each outline, along the middle line.
        assert_eq!(way(node(0.0), node(200.0), false), [(105.0, 22.0), (195.0, 22.0)]);
        // Each is shifted to its own right by 9 px: below going right, above going left.
        assert_eq!(way(node(0.0), node(200.0), true), [(105.0, 31.0), (195.0, 31.0)]);
        assert_eq!(way(node(200.0), node(0.0), true), [(195.0, 13.0), (105.0, 13.0)]);
    }
}
