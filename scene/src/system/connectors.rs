//! Who sends to which mailbox and who receives from it, as arrows; in the colour of waiting where somebody waits.
//!
//! Neighbouring columns are joined by curves. A connector that passes columns goes round: below them all, on a track of
//! its own, so that it never runs through a box. In a narrow picture the same holds for rows, and the track is right of
//! them. Routes are worked out along (with the messages) and across, and turned at the end.

use ipcscope_core::program::Program;
use ipcscope_core::simulate::State;

use super::Canvas;
use super::layout::Layout;
use super::ranks::Thing;
use crate::pen::{Area, thick};
use crate::shape::{About, Paint, Stroke};

/// Between two connectors that go round, px.
pub const TRACK: f64 = 14.0;
/// Between two ends on one side of a box at most, px.
const PORT: f64 = 20.0;
/// The straight piece at either end of a curve, px.
const STRAIGHT: f64 = 10.0;

/// A process's use of a mailbox.
#[derive(Clone, Debug)]
pub struct Connector {
    /// Number of the process.
    pub process: usize,
    /// Number of the channel.
    pub channel: usize,
    /// Whether it sends; else it receives.
    pub is_send: bool,
    /// From where a message sets out to where it arrives, px.
    pub points: Vec<(f64, f64)>,
}

/// A connector before it has a route.
#[derive(Clone, Copy)]
struct Pair {
    process: usize,
    channel: usize,
    is_send: bool,
    /// Rank of the process and of the mailbox.
    ranks: (usize, usize),
}

impl Pair {
    fn goes_round(&self) -> bool {
        self.ranks.0.abs_diff(self.ranks.1) != 1
    }

    /// Whether it leaves its process on the side that messages leave on.
    fn is_ahead(&self) -> bool {
        self.ranks.0 <= self.ranks.1
    }
}

fn pairs(program: &Program, ranks: &[Vec<Thing>]) -> Vec<Pair> {
    let rank = |thing: Thing| ranks.iter().position(|rank| rank.contains(&thing)).expect("everything has a rank");
    let mut pairs = Vec::new();
    for (channel, declared) in program.channels.iter().enumerate() {
        for (users, is_send) in [(&declared.senders, true), (&declared.receivers, false)] {
            for process in users.iter().map(|&user| usize::from(user)) {
                let ranks = (rank(Thing::Process(process)), rank(Thing::Mailbox(channel)));
                pairs.push(Pair { process, channel, is_send, ranks });
            }
        }
    }
    pairs
}

/// How many connectors go round.
pub fn tracks(program: &Program, ranks: &[Vec<Thing>]) -> usize {
    pairs(program, ranks).iter().filter(|pair| pair.goes_round()).count()
}

/// Every connector of a layout whose boxes are placed.
pub fn routed(program: &Program, layout: &Layout, width: f64) -> Vec<Connector> {
    let pairs = pairs(program, &layout.ranks);
    let tracks = pairs.iter().filter(|pair| pair.goes_round()).count() as f64;
    let end = if layout.vertical { width } else { layout.height };
    let far = end - tracks * TRACK;
    let mut track = 0.0;
    let route = |(number, pair): (usize, &Pair)| {
        let from = port(layout, &pairs, number, true);
        let to = port(layout, &pairs, number, false);
        let mut points = match pair.goes_round() {
            false => curve(from, to),
            true => {
                track += 1.0;
                around((from, to), if pair.is_ahead() { 1.0 } else { -1.0 }, far + (track - 0.5) * TRACK, track)
            }
        };
        if layout.vertical {
            points.iter_mut().for_each(|point| *point = (point.1, point.0));
        }
        if !pair.is_send {
            points.reverse();
        }
        Connector { process: pair.process, channel: pair.channel, is_send: pair.is_send, points }
    };
    pairs.iter().enumerate().map(route).collect()
}

/// An area along and across.
fn turned(layout: &Layout, area: Area) -> Area {
    match layout.vertical {
        true => Area { x: area.y, y: area.x, width: area.height, height: area.width },
        false => area,
    }
}

/// Where a connector touches its process or its mailbox: (along, across). All that touch the same side share it evenly,
/// in the order of what they lead to.
fn port(layout: &Layout, pairs: &[Pair], number: usize, at_process: bool) -> (f64, f64) {
    let own = &pairs[number];
    let area = |pair: &Pair, of_process: bool| match of_process {
        true => turned(layout, layout.processes[pair.process]),
        false => turned(layout, layout.mailboxes[pair.channel]),
    };
    let is_here = |other: &&Pair| {
        other.is_ahead() == own.is_ahead()
            && if at_process { other.process == own.process } else { other.channel == own.channel }
    };
    let key = |pair: &Pair| {
        let across = area(pair, !at_process).middle().1;
        (pair.goes_round(), across, !pair.is_send)
    };
    let before = |other: &&Pair| {
        let ((round, across, receives), (own_round, own_across, own_receives)) = (key(other), key(own));
        (round, across, receives) < (own_round, own_across, own_receives)
    };
    let count = pairs.iter().filter(is_here).count() as f64;
    let place = pairs.iter().filter(is_here).filter(before).count() as f64;
    let area = area(own, at_process);
    let apart = PORT.min((area.height - 20.0) / count);
    let across = area.middle().1 + (place - (count - 1.0) / 2.0) * apart;
    let along = if own.is_ahead() == at_process { area.right() } else { area.x };
    (along, across)
}

/// From one column to the next: level at both ends.
fn curve((from_x, from_y): (f64, f64), (to_x, to_y): (f64, f64)) -> Vec<(f64, f64)> {
    if (from_y - to_y).abs() < 0.5 {
        return vec![(from_x, from_y), (to_x, to_y)];
    }
    const PIECES: u32 = 14;
    let straight = STRAIGHT.copysign(to_x - from_x);
    let (start, end) = (from_x + straight, to_x - straight);
    let mut points = vec![(from_x, from_y)];
    for piece in 0..=PIECES {
        let along = f64::from(piece) / f64::from(PIECES);
        let rise = along * along * (3.0 - 2.0 * along);
        points.push((start + (end - start) * along, from_y + (to_y - from_y) * rise));
    }
    points.push((to_x, to_y));
    points
}

/// Out of its column on the side of `ahead`, along the track at `far`, and into the other column.
fn around(
    ((from_x, from_y), (to_x, to_y)): ((f64, f64), (f64, f64)),
    ahead: f64,
    far: f64,
    track: f64,
) -> Vec<(f64, f64)> {
    let aside = (10.0 + 5.0 * track).min(24.0) * ahead;
    let corners = [
        (from_x, from_y),
        (from_x + aside, from_y),
        (from_x + aside, far),
        (to_x - aside, far),
        (to_x - aside, to_y),
        (to_x, to_y),
    ];
    rounded(&corners)
}

/// The same with its corners cut.
fn rounded(corners: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut points = vec![corners[0]];
    for around in corners.windows(3) {
        let towards = |other: (f64, f64)| {
            let ((x, y), length) = (around[1], (other.0 - around[1].0).hypot(other.1 - around[1].1));
            let share = if length > 0.0 { (6.0 / length).min(0.5) } else { 0.0 };
            (x + (other.0 - x) * share, y + (other.1 - y) * share)
        };
        let (before, after) = (towards(around[0]), towards(around[2]));
        let middle = ((before.0 + after.0) / 4.0 + around[1].0 / 2.0, (before.1 + after.1) / 4.0 + around[1].1 / 2.0);
        points.extend([before, middle, after]);
    }
    points.extend(corners.last());
    points
}

pub fn draw(canvas: &mut Canvas) {
    let layout = canvas.layout;
    let is_loud = |canvas: &Canvas, connector: &Connector| waits_here(canvas, connector) || is_lit(canvas, connector);
    // Those that say something are painted over the others.
    for loud in [false, true] {
        for connector in &layout.connectors {
            if is_loud(canvas, connector) == loud {
                let stroke = stroke(canvas, connector);
                canvas.pen.line(&connector.points, stroke, true, None);
            }
        }
    }
}

fn waits_here(canvas: &Canvas, connector: &Connector) -> bool {
    let wait = canvas.moment.processes[connector.process].wait;
    wait.is_some_and(|(wait, channel)| {
        wait.is_channel() && channel == connector.channel && wait.is_send() == connector.is_send
    })
}

fn is_lit(canvas: &Canvas, connector: &Connector) -> bool {
    canvas.is_pointed(About::Process(connector.process)) || canvas.is_pointed(About::Channel(connector.channel))
}

fn stroke(canvas: &Canvas, connector: &Connector) -> Stroke {
    let is_in_ring = canvas.rings[connector.process];
    let state = canvas.moment.processes[connector.process].state;
    match (waits_here(canvas, connector), is_lit(canvas, connector)) {
        (true, _) if is_in_ring => Stroke { dashed: true, ..thick(Paint::Fault, 3.0) },
        (true, _) => Stroke { dashed: true, ..thick(Paint::Blocked, 2.5) },
        (false, true) => thick(Paint::Accent, 2.0),
        _ if matches!(state, State::Ended | State::Faulted) => Stroke { dashed: true, ..thick(Paint::Hairline, 1.5) },
        _ => thick(Paint::Ended, 1.5),
    }
}
