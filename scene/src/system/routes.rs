//! The routes of connectors.
//!
//! Neighbouring columns are connected by curves. A connector that passes columns goes around: below them all, on a
//! track of its own, so that it never runs through a box. In a narrow picture the same holds for rows, and the track is
//! right of them. Routes are computed along (with the messages) and across, and transposed at the end.

use super::cast::{Cast, Object, Role, Use};
use super::layout::Layout;
use crate::pen::Area;

/// Between two connectors that go around, px.
const TRACK: f64 = 14.0;
/// Most space for all of them together, px.
const TRACKS: f64 = 170.0;
/// Greatest distance of two ends on one side of a box, px.
const PORT: f64 = 20.0;
/// The straight piece at either end of a curve, px.
const STRAIGHT: f64 = 10.0;

/// A process's use of an object.
#[derive(Clone, Debug)]
pub struct Connector {
    /// The use.
    pub own: Use,
    /// In the direction of messages; from the process if nothing moves along it. px
    pub points: Vec<(f64, f64)>,
}

fn goes_around(ranks: &[usize], own: &Use) -> bool {
    ranks[own.process].abs_diff(ranks[own.object]) != 1
}

/// Whether it leaves its process on the side where messages leave.
fn is_ahead(layout: &Layout, own: &Use) -> bool {
    layout.ranks[own.process] <= layout.ranks[own.object]
}

fn track(count: f64) -> f64 {
    TRACK.min(TRACKS / count.max(1.0))
}

/// Space for those that go around: part of the height, or of a narrow picture's width, px.
pub fn room(cast: &Cast, ranks: &[usize]) -> f64 {
    let count = cast.uses.iter().filter(|own| goes_around(ranks, own)).count() as f64;
    count * track(count)
}

/// Every connector of a layout whose boxes are placed.
pub fn routed(layout: &Layout, width: f64) -> Vec<Connector> {
    let uses = &layout.cast.uses;
    let count = uses.iter().filter(|own| goes_around(&layout.ranks, own)).count() as f64;
    let vertical = layout.measure.vertical;
    let far = if vertical { width } else { layout.height } - room(&layout.cast, &layout.ranks);
    let mut number = 0.0;
    let route = |own: &Use| {
        let from = port(layout, own, true);
        let to = port(layout, own, false);
        let mut points = match goes_around(&layout.ranks, own) {
            false => curve(from, to),
            true => {
                number += 1.0;
                let ahead = if is_ahead(layout, own) { 1.0 } else { -1.0 };
                around((from, to), ahead, far + (number - 0.5) * track(count), number)
            }
        };
        if vertical {
            points.iter_mut().for_each(|point| *point = (point.1, point.0));
        }
        if own.role == Role::Takes {
            points.reverse();
        }
        Connector { own: *own, points }
    };
    uses.iter().map(route).collect()
}

/// An area along and across.
fn turned(layout: &Layout, area: Area) -> Area {
    match layout.measure.vertical {
        true => Area { x: area.y, y: area.x, width: area.height, height: area.width },
        false => area,
    }
}

/// The place where a connector touches its process or its object: (along, across). All on one side share it evenly, in
/// the order of their other ends; each direction of a link has its own place.
fn port(layout: &Layout, own: &Use, at_process: bool) -> (f64, f64) {
    let area =
        |of: &Use, of_process: bool| turned(layout, layout.areas[if of_process { of.process } else { of.object }]);
    let is_here = |other: &&Use| {
        is_ahead(layout, other) == is_ahead(layout, own)
            && if at_process { other.process == own.process } else { other.object == own.object }
    };
    let key = |of: &Use| {
        let row = of.channel.filter(|_| at_process && is_link(layout, of)).and_then(|channel| layout.row(channel));
        let across = row.map_or(area(of, !at_process), |row| turned(layout, row)).middle().1;
        let across = across + of.channel.map_or(0.0, |channel| layout.port_shift(channel));
        (goes_around(&layout.ranks, of), across, of.role == Role::Takes)
    };
    let here = area(own, at_process);
    let along = if is_ahead(layout, own) == at_process { here.right() } else { here.x };
    if let (false, true, Some(channel)) = (at_process, is_link(layout, own), own.channel) {
        let row = layout.row(channel).expect("it is drawn");
        return (along, turned(layout, row).middle().1 + layout.port_shift(channel));
    }
    let all = || layout.cast.uses.iter().filter(is_here);
    let place = all().filter(|other| key(other) < key(own)).count() as f64;
    let count = all().count() as f64;
    let apart = PORT.min((here.height - 12.0) / count);
    (along, here.middle().1 + (place - (count - 1.0) / 2.0) * apart)
}

fn is_link(layout: &Layout, own: &Use) -> bool {
    matches!(layout.cast.objects[own.object], Object::Link(_))
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
