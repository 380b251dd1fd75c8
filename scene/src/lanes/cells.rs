//! A message's place in a queue's band: it moves up as those before it leave.

use super::Canvas;
use super::rows::Band;
use crate::letters;
use crate::pen::bold;
use crate::shape::{About, Anchor, Paint, Stroke};
use crate::timeline::Message;

/// Least height of a message with an outline in a band, px.
const LEAST_CELL: f64 = 5.0;
/// Least height of a message with its value inside, px.
const LEAST_LABEL: f64 = 11.0;

/// A message's place in its queue over time.
pub struct Cell {
    band: Band,
    /// Its own height, in messages or packets.
    units: f64,
    /// The left end of each of its stretches, px, and how much is before it then; finally where it leaves.
    steps: Vec<(f64, f64)>,
}

impl Cell {
    /// Message number `number` of a channel, which came when `level` others were there.
    pub fn new(canvas: &Canvas, (channel, number): (usize, usize), band: Band, (level, came_us): (u32, u64)) -> Cell {
        let messages = &canvas.timeline.messages[channel].all;
        let left = |message: &Message| message.received.map_or(canvas.end_x(), |(_, us, _)| canvas.x(us as f64));
        let mut steps = vec![(canvas.x(came_us as f64), f64::from(level))];
        if band.unit >= LEAST_CELL {
            // From the message before it to the first.
            let before =
                messages[..number].iter().rev().filter(|message| !message.is_lost && message.over_us() >= came_us);
            let (mut gone, mut found) = (Vec::new(), 0);
            for message in before {
                if found >= level {
                    break;
                }
                found += message.units;
                gone.push((left(message), message.units));
            }
            for (x, units) in gone.into_iter().rev() {
                let (_, level) = steps[steps.len() - 1];
                steps.push((x, (level - f64::from(units)).max(0.0)));
            }
        }
        steps.push((left(&messages[number]), 0.0));
        Cell { band, units: f64::from(messages[number].units), steps }
    }

    /// Its outline, and its value if it fits; returns whether it did.
    pub fn draw(&self, canvas: &mut Canvas, message: &Message, stroke: Stroke, text: &str) -> bool {
        let (left, right) = (self.steps[0].0, self.steps[self.steps.len() - 1].0);
        if self.band.unit < LEAST_CELL || right - left < 1.0 {
            return false;
        }
        let mut points = vec![(left, self.band.level(self.steps[0].1))];
        for ends in self.steps.windows(2) {
            let ((from, level), (to, after)) = (ends[0], ends[1]);
            points.extend([(from, self.band.level(level + self.units)), (to, self.band.level(level + self.units))]);
            if to < right && level > after {
                points.push((to, self.band.level(after + self.units)));
            }
        }
        points.push((right, self.band.level(0.0)));
        points.dedup();
        let points = inside(canvas, &points);
        let stroke = Stroke { width: stroke.width - 0.5, ..stroke };
        canvas.pen.line(points, stroke, false, Some(About::Message(message.sent_event)));
        self.label(canvas, text)
    }

    /// In the first stretch that is long enough.
    fn label(&self, canvas: &mut Canvas, text: &str) -> bool {
        let look = bold(crate::between(self.band.unit - 3.0, 9.0, 11.0), Paint::Message);
        let wide = letters::width(text, look.size, true, false) + 8.0;
        let fits = |ends: &[(f64, f64)]| ends[1].0 - ends[0].0 >= wide;
        let Some(step) = self.steps.windows(2).position(fits).filter(|_| self.band.unit >= LEAST_LABEL) else {
            return false;
        };
        let (x, level) = self.steps[step];
        let middle = self.band.level(level + self.units / 2.0);
        canvas.pen.text((x + 4.0, middle + look.size * 0.36), text, look, Anchor::Start);
        true
    }
}

/// Without points along the plot's ends: those are outside the window.
fn inside<'a>(canvas: &Canvas, points: &'a [(f64, f64)]) -> &'a [(f64, f64)] {
    let (left, right) = (canvas.plot.x, canvas.plot.right());
    let first = points.iter().rposition(|&(x, _)| x <= left).unwrap_or(0);
    let last = points.iter().position(|&(x, _)| x >= right).unwrap_or(points.len() - 1);
    &points[first.min(last.saturating_sub(1))..=last]
}
