//! The layout: in columns from senders to receivers, or in rows if the picture is narrow.
//!
//! Depends on the program and the width, never on the moment.

use ipcscope_core::program::Program;

use super::cast::{Cast, Object};
use super::ranks::{Frame, Layers, layers};
use super::routes::{self, Connector};
use super::sizes::{self, MEASURES, Measure};
use crate::pen::Area;

/// The margin of the picture, px.
const EDGE: f64 = 6.0;
/// Between two objects in a column, px.
const APART: f64 = 18.0;
/// Between two rows of a narrow picture, px.
const ROWS_APART: f64 = 44.0;
/// A narrower picture has rows, px.
const NARROW: f64 = 560.0;
/// With more processes than this in a column, boxes are low.
const MANY: usize = 4;
/// More than this are in several columns.
const MOST_IN_COLUMN: usize = 12;
/// Inside a frame, px: left and right, above, below.
const FRAME: (f64, f64, f64) = (12.0, 30.0, 12.0);

/// The place of everything.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The objects.
    pub cast: Cast,
    /// The area of each object.
    pub areas: Vec<Area>,
    /// The column of each object, or its row in a narrow picture.
    pub ranks: Vec<usize>,
    /// Width of one slot of each channel, px.
    pub cells: Vec<f64>,
    /// How many of its slots are drawn.
    pub slots: Vec<usize>,
    /// Whether messages go through a channel from right to left.
    pub backwards: Vec<bool>,
    /// From processes to the objects they use: one for each use.
    pub connectors: Vec<Connector>,
    /// Around hosts and groups.
    pub frames: Vec<(Frame, Area)>,
    /// The sizes.
    pub measure: Measure,
    /// Height of the picture, px.
    pub height: f64,
}

impl Layout {
    /// The layout of a program at a width.
    pub fn new(program: &Program, width: f64) -> Layout {
        let cast = Cast::new(program);
        let layers = layers(program, &cast);
        let is_low = columns(&layers).any(|(_, rank)| rank.len() > MANY);
        let sized = MEASURES.map(|measure| Measure { is_low, ..measure });
        let fits = |measure: &&Measure| width >= NARROW && least_width(program, &cast, &layers, measure) <= width;
        let fitting = sized.iter().find(fits).copied();
        let ranks = object_ranks(&cast, &layers, fitting.is_none());
        let beside = routes::room(&cast, &ranks);
        let measure = fitting.unwrap_or_else(|| narrow(&layers, width - beside, is_low));
        let nowhere = Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 };
        let mut layout = Layout {
            areas: vec![nowhere; cast.objects.len()],
            ranks,
            cells: program.channels.iter().map(|channel| sizes::cell(channel, &measure)).collect(),
            slots: program.channels.iter().map(sizes::slots).collect(),
            backwards: vec![false; program.channels.len()],
            connectors: Vec::new(),
            frames: Vec::new(),
            measure,
            height: 0.0,
            cast,
        };
        // Connectors that go around have room below the columns, or right of the rows.
        match measure.vertical {
            false => {
                layout.in_columns(program, &layers, width);
                layout.height += beside;
            }
            true => layout.in_rows(program, &layers, width - beside),
        }
        layout.backwards = (0..program.channels.len()).map(|channel| layout.runs_backwards(program, channel)).collect();
        layout.connectors = routes::routed(&layout, width);
        layout
    }

    fn size(&self, program: &Program, object: usize) -> (f64, f64) {
        sizes::size(program, &self.cast, object, &self.measure)
    }

    fn apart(&self) -> f64 {
        if self.measure.is_low { APART / 2.0 } else { APART }
    }

    fn in_columns(&mut self, program: &Program, layers: &Layers, width: f64) {
        let widths = widths(program, &self.cast, layers, &self.measure);
        let gaps = widths.iter().map(Vec::len).sum::<usize>().saturating_sub(1) as f64;
        let taken = widths.iter().flatten().sum::<f64>() + frames_width(layers) + 2.0 * EDGE;
        let between = crate::between((width - taken) / gaps.max(1.0), self.measure.between.0, self.measure.between.1);
        let heights: Vec<Vec<f64>> = layers.iter().map(|layer| self.block_heights(program, layer)).collect();
        let tall = |heights: &Vec<f64>| heights.iter().sum::<f64>() + APART * (heights.len() - 1) as f64;
        let tallest = heights.iter().map(tall).fold(0.0, f64::max);
        let mut x = (width - taken - between * gaps) / 2.0 + EDGE;
        for ((layer, widths), heights) in layers.iter().zip(&widths).zip(&heights) {
            let pad = if layer.iter().any(|block| block.frame.is_some()) { FRAME.0 } else { 0.0 };
            let wide = widths.iter().sum::<f64>() + between * (widths.len() - 1) as f64;
            let mut y = EDGE + (tallest - tall(heights)) / 2.0;
            for (block, &high) in layer.iter().zip(heights) {
                let mut inside = Area { x: x + pad, y, width: wide, height: high };
                if let Some(frame) = block.frame {
                    self.frames.push((frame, Area { x, width: wide + 2.0 * pad, ..inside }));
                    (inside.y, inside.height) = (y + FRAME.1, high - FRAME.1 - FRAME.2);
                }
                let first = (widths.len() - block.ranks.len()) / 2;
                let mut left = inside.x + widths[..first].iter().map(|column| column + between).sum::<f64>();
                for (rank, &column) in block.ranks.iter().zip(&widths[first..]) {
                    self.put_column(program, rank, Area { x: left, width: column, ..inside });
                    left += column + between;
                }
                y += high + APART;
            }
            x += wide + 2.0 * pad + between;
        }
        self.height = tallest + 2.0 * EDGE;
    }

    fn block_heights(&self, program: &Program, layer: &[super::ranks::Block]) -> Vec<f64> {
        let height = |block: &super::ranks::Block| {
            let tallest = block.ranks.iter().map(|rank| self.column_height(program, rank)).fold(0.0, f64::max);
            tallest + if block.frame.is_some() { FRAME.1 + FRAME.2 } else { 0.0 }
        };
        layer.iter().map(height).collect()
    }

    /// The height of the highest of the columns that a rank is broken into.
    fn column_height(&self, program: &Program, rank: &[usize]) -> f64 {
        let high = |column: &[usize]| {
            column.iter().map(|&object| self.size(program, object).1).sum::<f64>()
                + self.apart() * (column.len() - 1) as f64
        };
        rank.chunks(in_column(rank.len())).map(high).fold(0.0, f64::max)
    }

    fn put_column(&mut self, program: &Program, rank: &[usize], inside: Area) {
        let own = (inside.width + APART) / rank.len().div_ceil(in_column(rank.len())) as f64 - APART;
        for (place, column) in rank.chunks(in_column(rank.len())).enumerate() {
            let x = inside.x + place as f64 * (own + APART);
            let mut y = inside.y + (inside.height - self.column_height(program, column)) / 2.0;
            for &object in column {
                let (wide, high) = self.size(program, object);
                self.put(object, Area { x: x + (own - wide) / 2.0, y, width: wide, height: high });
                y += high + self.apart();
            }
        }
    }

    fn in_rows(&mut self, program: &Program, layers: &Layers, width: f64) {
        let mut y = EDGE;
        for block in layers.iter().flatten() {
            let (pad, top) = if block.frame.is_some() { (FRAME.0, y) } else { (0.0, y) };
            y += if block.frame.is_some() { FRAME.1 } else { 0.0 };
            let room = width - 2.0 * (EDGE + pad);
            for rank in &block.ranks {
                for line in lines(rank, room, |object| self.size(program, object).0) {
                    y += self.put_line(program, &line, (EDGE + pad, y), room) + APART;
                }
                y += ROWS_APART - APART;
            }
            if let Some(frame) = block.frame {
                y += FRAME.2 - ROWS_APART;
                self.frames.push((frame, Area { x: EDGE, y: top, width: width - 2.0 * EDGE, height: y - top }));
                y += ROWS_APART;
            }
        }
        self.height = (y - ROWS_APART).max(0.0) + EDGE;
    }

    /// Side by side, in the middle of `room` px; objects too wide for that are shrunk. Returns the height, px.
    fn put_line(&mut self, program: &Program, line: &[usize], (left, y): (f64, f64), room: f64) -> f64 {
        let sizes: Vec<(f64, f64)> = line.iter().map(|&object| self.size(program, object)).collect();
        let used = sizes.iter().map(|size| size.0).sum::<f64>() + APART * (line.len() - 1) as f64;
        let shrink = (room / used).min(1.0);
        let high = sizes.iter().map(|size| size.1).fold(0.0, f64::max);
        let mut x = left + (room - used * shrink) / 2.0;
        for (&object, (wide, own)) in line.iter().zip(sizes) {
            self.put(object, Area { x, y: y + (high - own) / 2.0, width: wide * shrink, height: own });
            x += (wide + APART) * shrink;
        }
        high
    }

    fn put(&mut self, object: usize, area: Area) {
        let hang = if matches!(self.cast.objects[object], Object::Lock(_)) { self.measure.hang() } else { 0.0 };
        self.areas[object] = Area { height: area.height - hang, ..area };
    }

    /// A process's box.
    pub fn process(&self, process: usize) -> Area {
        self.areas[process]
    }

    /// Its receivers are left of its senders.
    fn runs_backwards(&self, program: &Program, channel: usize) -> bool {
        let mean = |users: &[u16]| {
            users.iter().map(|&user| self.process(usize::from(user)).middle().0).sum::<f64>() / users.len() as f64
        };
        let channel = &program.channels[channel];
        !self.measure.vertical && mean(&channel.receivers) < mean(&channel.senders)
    }

    /// The slots of a mailbox or of one direction of a link, all together; at capacity 0 the meeting place. `None` for
    /// a link that is not drawn.
    pub fn row(&self, channel: usize) -> Option<Area> {
        let object = self.cast.channel(channel)?;
        let area = self.areas[object];
        let Object::Link(link) = self.cast.objects[object] else {
            let y = area.y + self.measure.heading();
            return Some(Area { x: area.x + 10.0, y, width: area.width - 20.0, height: self.measure.slot.1 });
        };
        let channels = &self.cast.links[link].channels;
        let (apart, count) = (sizes::LANES_APART, channels.len() as f64);
        let place = channels.iter().position(|&other| other == channel)? as f64;
        Some(match (self.slots[channel], self.measure.vertical) {
            (0, _) => area,
            (_, true) => {
                let wide = (area.width - apart * (count - 1.0)) / count;
                Area { x: area.x + place * (wide + apart), width: wide, ..area }
            }
            (_, false) => {
                Area { y: area.y + place * (apart + self.measure.lane()), height: self.measure.lane(), ..area }
            }
        })
    }

    /// Whether the channel is a link's, whose row may be higher than its messages.
    pub fn row_is_lane(&self, channel: usize) -> bool {
        let object = self.cast.channel(channel);
        object.is_some_and(|object| matches!(self.cast.objects[object], Object::Link(_)))
    }

    /// Where a channel's connectors end, from the middle of its row, px: at capacity 0 both directions of a link share
    /// one row.
    pub fn port_shift(&self, channel: usize) -> f64 {
        let Some(Object::Link(link)) = self.cast.channel(channel).map(|object| self.cast.objects[object]) else {
            return 0.0;
        };
        match (self.slots[channel], &self.cast.links[link].channels[..]) {
            (0, &[first, _]) => {
                if first == channel {
                    -6.0
                } else {
                    6.0
                }
            }
            _ => 0.0,
        }
    }

    /// A number of a channel's slots from `start` on; the next message leaves at 0, nearest to the receivers.
    pub fn span(&self, channel: usize, start: f64, count: f64) -> Option<Area> {
        let row = self.row(channel)?;
        let slots = self.slots[channel] as f64;
        let cell = self.cells[channel].min(row.width / slots.max(1.0));
        let first = (row.width - cell * slots) / 2.0;
        let from_left = if self.backwards[channel] { start } else { slots - start - count };
        Some(Area { x: row.x + first + from_left * cell, y: row.y, width: cell * count, height: row.height })
    }
}

/// Every rank, and the number of its layer.
fn columns(layers: &Layers) -> impl Iterator<Item = (usize, &Vec<usize>)> {
    let of_layer = |(number, layer)| -> Vec<(usize, &Vec<usize>)> {
        let layer: &Vec<super::ranks::Block> = layer;
        layer.iter().flat_map(|block| &block.ranks).map(|rank| (number, rank)).collect()
    };
    layers.iter().enumerate().flat_map(of_layer)
}

/// The column of each object, or its row.
fn object_ranks(cast: &Cast, layers: &Layers, vertical: bool) -> Vec<usize> {
    let mut ranks = vec![0; cast.objects.len()];
    let mut first = 0;
    for layer in layers {
        let most = layer.iter().map(|block| block.ranks.len()).max().unwrap_or(0);
        let mut next = first;
        for block in layer {
            let offset = if vertical { next } else { first + (most - block.ranks.len()) / 2 };
            for (number, rank) in block.ranks.iter().enumerate() {
                rank.iter().for_each(|&object| ranks[object] = offset + number);
            }
            next += block.ranks.len();
        }
        first = if vertical { next } else { first + most };
    }
    ranks
}

/// How many objects of a rank are in one column.
fn in_column(count: usize) -> usize {
    let rows = ((count as f64).sqrt() * 1.6) as usize;
    if count <= MOST_IN_COLUMN { count.max(1) } else { rows.max(MOST_IN_COLUMN) }
}

/// Width of each column of each layer.
fn widths(program: &Program, cast: &Cast, layers: &Layers, measure: &Measure) -> Vec<Vec<f64>> {
    let wide = |rank: &Vec<usize>| {
        let widest = rank.iter().map(|&object| sizes::size(program, cast, object, measure).0).fold(0.0, f64::max);
        (widest + APART) * rank.len().div_ceil(in_column(rank.len())) as f64 - APART
    };
    let of_layer = |layer: &Vec<super::ranks::Block>| {
        let most = layer.iter().map(|block| block.ranks.len()).max().unwrap_or(0);
        let mut widths = vec![0.0_f64; most];
        for block in layer {
            let first = (most - block.ranks.len()) / 2;
            for (rank, width) in block.ranks.iter().zip(&mut widths[first..]) {
                *width = width.max(wide(rank));
            }
        }
        widths
    };
    layers.iter().map(of_layer).collect()
}

/// The width of the sides of the frames.
fn frames_width(layers: &Layers) -> f64 {
    layers.iter().filter(|layer| layer.iter().any(|block| block.frame.is_some())).count() as f64 * 2.0 * FRAME.0
}

fn least_width(program: &Program, cast: &Cast, layers: &Layers, measure: &Measure) -> f64 {
    let widths = widths(program, cast, layers, measure);
    let gaps = widths.iter().map(Vec::len).sum::<usize>().saturating_sub(1) as f64;
    widths.iter().flatten().sum::<f64>() + frames_width(layers) + measure.between.0 * gaps + 2.0 * EDGE
}

/// Sizes at which two processes fit side by side, and more if there are many.
fn narrow(layers: &Layers, width: f64, is_low: bool) -> Measure {
    let most = columns(layers).map(|(_, rank)| rank.len()).max().unwrap_or(0);
    let beside = if most > MANY { (width / 150.0).floor().max(3.0) } else { 2.0 };
    let inside = width - 2.0 * EDGE - 1.0 - frames_width(layers).min(2.0 * FRAME.0);
    let process = crate::between((inside - APART * (beside - 1.0)) / beside, 60.0, MEASURES[1].process);
    Measure { process, row: crate::between(inside - 28.0, 60.0, 288.0), is_low, vertical: true, ..MEASURES[1] }
}

/// A rank broken into lines that fit into `room` px; an object wider than that is alone.
fn lines(rank: &[usize], room: f64, wide: impl Fn(usize) -> f64) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut used = f64::INFINITY;
    for &object in rank {
        let with = used + APART + wide(object);
        if with <= room {
            lines.last_mut().expect("a width is used by a line").push(object);
            used = with;
        } else {
            lines.push(vec![object]);
            used = wide(object);
        }
    }
    lines
}
