//! The graph of all states: from left to right by their distance from the start. A state in which a run ends is a
//! square, with a mark for a good or a bad end.

use ipcscope_core::explore::Node;

use crate::between;
use crate::pen::{Area, Pen, bold, thick};
use crate::shape::{About, Anchor, Fill, Mark, Paint, Picture, Stroke};

/// Radius of a node, px.
const RADIUS: f64 = 8.0;
/// Between two rows, px.
const ROW: f64 = 34.0;
/// Between two columns, px.
const COLUMN: [f64; 2] = [30.0, 90.0];
/// The margin of the picture, px.
const AROUND: f64 = 16.0;

/// The graph; a node's [`About::Event`] has its number. The present state, if it is known, is filled.
pub fn picture(nodes: &[Node], now: Option<usize>, width: f64) -> Picture {
    let layers = layers(nodes);
    let highest = layers.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let column = between((width - 2.0 * AROUND) / layers.len().max(2) as f64, COLUMN[0], COLUMN[1]);
    let mut places = vec![(0.0, 0.0); nodes.len()];
    for (layer, members) in layers.iter().enumerate() {
        for (row, &node) in members.iter().enumerate() {
            let above = (highest - members.len() as f64) / 2.0;
            let y = AROUND + (above + row as f64 + 0.5) * ROW;
            places[node] = (AROUND + (layer as f64 + 0.5) * column, y);
        }
    }
    let whole = 2.0 * AROUND + layers.len() as f64 * column;
    let mut pen = Pen::new(whole, 2.0 * AROUND + highest * ROW);
    for (from, node) in nodes.iter().enumerate() {
        let mut next = node.next.clone();
        next.sort_unstable();
        next.dedup();
        for to in next.into_iter().map(|to| to as usize).filter(|&to| to != from) {
            arrow(&mut pen, places[from], places[to], nodes[to].schedule.len() <= node.schedule.len());
        }
    }
    for (number, node) in nodes.iter().enumerate() {
        draw(&mut pen, node, places[number], About::Event(number), now == Some(number));
    }
    pen.done()
}

/// The nodes by their distance from the start.
fn layers(nodes: &[Node]) -> Vec<Vec<usize>> {
    let mut layers: Vec<Vec<usize>> = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        let layer = node.schedule.len();
        layers.resize(layers.len().max(layer + 1), Vec::new());
        layers[layer].push(number);
    }
    layers
}

/// From edge to edge; dashed if it leads back.
fn arrow(pen: &mut Pen, from: (f64, f64), to: (f64, f64), dashed: bool) {
    let (wide, high) = (to.0 - from.0, to.1 - from.1);
    let length = (wide * wide + high * high).sqrt().max(1.0);
    let (right, down) = (wide / length * (RADIUS + 2.0), high / length * (RADIUS + 2.0));
    let stroke = Stroke { paint: Paint::Ended, width: 1.3, dashed };
    pen.line(&[(from.0 + right, from.1 + down), (to.0 - right, to.1 - down)], stroke, true, None);
}

fn draw(pen: &mut Pen, node: &Node, (x, y): (f64, f64), about: About, is_now: bool) {
    let (inside, outline, mark) = match node.end {
        None => (Paint::Surface, Paint::Muted, ""),
        Some(end) if end.is_good() => (Paint::RunningSoft, Paint::Running, "✓"),
        Some(_) => (Paint::FaultSoft, Paint::Fault, "✗"),
    };
    let (inside, outline) = if is_now { (Paint::Accent, Paint::Accent) } else { (inside, outline) };
    let (fill, stroke) = (Some(Fill::Solid(inside)), Some(thick(outline, 1.8)));
    if mark.is_empty() {
        return pen.mark(Mark::Disc { x, y, radius: RADIUS, fill, stroke }, Some(about));
    }
    let side = 2.0 * RADIUS + 2.0;
    let area = Area { x: x - side / 2.0, y: y - side / 2.0, width: side, height: side };
    pen.rect(area, 3.0, fill, stroke, Some(about));
    let paint = if is_now { Paint::OnAccent } else { outline };
    pen.text((x, y + 4.5), mark, bold(13.0, paint), Anchor::Middle);
}

#[cfg(test)]
mod tests {
    use ipcscope_core::simulate::End;

    use super::*;

    #[test]
    fn states_stand_in_layers_by_their_distance() {
        let node = |schedule: &[u32], next: &[u32], end| Node { schedule: schedule.to_vec(), end, next: next.to_vec() };
        let nodes = [
            node(&[], &[1, 2], None),
            node(&[0], &[3, 0], None),
            node(&[1], &[3, 3], None),
            node(&[0, 0], &[], Some(End::Deadlock)),
        ];
        assert_eq!(layers(&nodes), [vec![0], vec![1, 2], vec![3]]);
        let drawn = picture(&nodes, Some(1), 600.0);
        let lines = drawn.shapes.iter().filter(|shape| matches!(shape.mark, Mark::Line { .. })).count();
        // Two by two forward, two of them the same, and one back.
        assert_eq!(lines, 5);
    }
}
