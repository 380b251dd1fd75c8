//! The schedules tried, as a tree: a row for each branch, a column for each move. The path to the present moment is
//! stronger, and its end is filled.

use crate::between;
use crate::letters;
use crate::pen::{Pen, bold, plain, thick};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Picture, Stroke};

/// A schedule that was tried, and its result in a few words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branch {
    /// The number of each move.
    pub schedule: Vec<u32>,
    /// Its result.
    pub label: String,
}

/// Height of a row, px.
const ROW: f64 = 30.0;
/// The margin of the picture, px.
const AROUND: f64 = 12.0;
/// Between two moves, px.
const SPACING: [f64; 2] = [16.0, 30.0];
/// Only this many moves at the end are drawn.
const MOST_COLUMNS: usize = 300;
/// Height of the letters, px.
const SIZE: f64 = 12.5;

/// The tree and, for each of its nodes, the schedule to it: the number in a node's [`About::Event`] is its index.
pub fn picture(branches: &[Branch], now: &[u32], width: f64) -> (Picture, Vec<Vec<u32>>) {
    let longest = branches.iter().map(|branch| branch.schedule.len()).max().unwrap_or(0);
    let labels = branches.iter().map(|branch| letters::width(&branch.label, SIZE, true, false)).fold(0.0, f64::max);
    let first = longest.saturating_sub(MOST_COLUMNS);
    let columns = (longest - first).max(1) as f64;
    let spacing = between((width - labels - 3.0 * AROUND) / columns, SPACING[0], SPACING[1]);
    let before = if first > 0 { 4.0 * AROUND } else { 0.0 };
    let whole = before + columns * spacing + labels + 3.0 * AROUND;
    let pen = Pen::new(whole.max(width), branches.len() as f64 * ROW + AROUND);
    let mut tree = Tree { pen, nodes: Vec::new(), first, spacing, before };
    if first > 0 {
        tree.pen.text(
            (AROUND, AROUND + ROW / 2.0 + 4.0),
            &format!("{first} …"),
            plain(SIZE, Paint::Muted),
            Anchor::Start,
        );
    }
    for (row, branch) in branches.iter().enumerate() {
        tree.own_part(branches, row, branch.schedule.len(), thick(Paint::Ended, 1.5));
    }
    let mut place = branches.iter().position(|branch| branch.schedule.starts_with(now)).map(|row| (row, now.len()));
    while let Some((row, to)) = place {
        tree.own_part(branches, row, to, thick(Paint::Accent, 3.5));
        // The moves it shares with a row above are drawn there.
        place = (row > 0).then(|| leaves(branches, row)).map(|(from, above)| (above, to.min(from)));
    }
    for (row, branch) in branches.iter().enumerate() {
        tree.nodes_of(branches, row, branch, now);
    }
    (tree.pen.done(), tree.nodes)
}

struct Tree {
    pen: Pen,
    nodes: Vec<Vec<u32>>,
    /// The first column.
    first: usize,
    spacing: f64,
    before: f64,
}

impl Tree {
    fn at(&self, column: usize, row: usize) -> (f64, f64) {
        let column = column.saturating_sub(self.first) as f64;
        (AROUND + self.before + column * self.spacing, AROUND + row as f64 * ROW + ROW / 2.0 - 4.0)
    }

    /// The part of a row that is its own, up to a column: from where it leaves a row above.
    fn own_part(&mut self, branches: &[Branch], row: usize, to: usize, stroke: Stroke) {
        let (from, above) = leaves(branches, row);
        let points = match row {
            0 => vec![self.at(0, 0), self.at(to, 0)],
            _ if to > from => vec![self.at(from, above), self.at(from + 1, row), self.at(to, row)],
            _ => return,
        };
        self.pen.line(&points, stroke, false, None);
    }

    fn nodes_of(&mut self, branches: &[Branch], row: usize, branch: &Branch, now: &[u32]) {
        let (from, _) = leaves(branches, row);
        let own = if row == 0 { 0 } else { from + 1 };
        for column in own.max(self.first)..=branch.schedule.len() {
            let schedule = &branch.schedule[..column];
            let (x, y) = self.at(column, row);
            let about = Some(About::Event(self.nodes.len()));
            let is_on_way = now.starts_with(schedule);
            let (radius, inside, paint) = match (schedule == now, is_on_way) {
                (true, _) => (7.5, Paint::Accent, Paint::Accent),
                (_, true) => (5.0, Paint::Surface, Paint::Accent),
                _ => (4.5, Paint::Surface, Paint::Muted),
            };
            let stroke = Some(thick(paint, if is_on_way { 2.5 } else { 1.5 }));
            self.pen.mark(Mark::Disc { x, y, radius, fill: Some(Fill::Solid(inside)), stroke }, about);
            self.nodes.push(schedule.to_vec());
        }
        let (x, y) = self.at(branch.schedule.len(), row);
        let is_now = branch.schedule.starts_with(now);
        let look = if is_now { bold(SIZE, Paint::Ink) } else { plain(SIZE, Paint::Muted) };
        self.pen.text((x + 14.0, y + 4.0), &branch.label, look, Anchor::Start);
    }
}

/// After how many moves a branch leaves which row above: the one it shares most moves with.
fn leaves(branches: &[Branch], row: usize) -> (usize, usize) {
    let branch = &branches[row];
    let shared =
        |other: &Branch| branch.schedule.iter().zip(&other.schedule).take_while(|(one, two)| one == two).count();
    let above = branches[..row].iter().enumerate().map(|(above, other)| (shared(other), above));
    // The first of several.
    above.fold((0, 0), |best, one| if one.0 > best.0 { one } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(schedule: &[u32]) -> Branch {
        Branch { schedule: schedule.to_vec(), label: "ended".to_string() }
    }

    #[test]
    fn what_branches_share_is_drawn_once() {
        let branches = [branch(&[0, 1, 0]), branch(&[0, 1, 1, 0]), branch(&[1])];
        let (_, nodes) = picture(&branches, &[0, 1, 1], 600.0);
        let expected: [&[u32]; 7] = [&[], &[0], &[0, 1], &[0, 1, 0], &[0, 1, 1], &[0, 1, 1, 0], &[1]];
        assert_eq!(nodes, expected);
        assert_eq!(leaves(&branches, 1), (2, 0));
        assert_eq!(leaves(&branches, 2), (0, 0));
    }

    #[test]
    fn of_a_long_one_the_end_is_drawn() {
        let (drawn, nodes) = picture(&[branch(&[0; 1_000])], &[0; 1_000], 600.0);
        assert_eq!(nodes.len(), 301);
        assert!(drawn.width < 6_000.0);
    }
}
