//! Where everything stands: in columns from senders to receivers, or in rows where the picture is narrow.
//!
//! Depends on the program and the width, never on the moment.

use ipcscope_core::program::Room;
use ipcscope_core::program::{Channel, Program};

use super::connectors::{self, Connector};
use super::ranks::{Thing, ranked};
use crate::between;
use crate::pen::Area;

/// Around everything, px.
const EDGE: f64 = 6.0;
/// Between two things in a column, px.
const APART: f64 = 18.0;
/// Between two rows of a narrow picture, px.
const ROWS_APART: f64 = 44.0;
/// A picture narrower than this has rows, px.
const NARROW: f64 = 560.0;
/// More slots than this are not drawn.
const MOST_SLOTS: u32 = 12;
/// So many are drawn of a mailbox that has more.
const SOME_SLOTS: usize = 8;
/// More processes than this above one another have low boxes.
const MANY: usize = 4;

/// Sizes that go together.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Width of a process's box, px.
    pub process: f64,
    /// The most width of a mailbox's slots together, px.
    pub row: f64,
    /// Width and height of a slot where there is room, px.
    pub slot: (f64, f64),
    /// Between two columns, at least and at most, px.
    pub between: (f64, f64),
    /// Letters are so many times as large as in a small picture.
    pub letters: f64,
}

/// The largest that fits is taken; a narrow picture has widths of its own.
const MEASURES: [Measure; 4] = [
    Measure { process: 214.0, row: 400.0, slot: (54.0, 44.0), between: (72.0, 210.0), letters: 1.15 },
    Measure { process: 174.0, row: 288.0, slot: (44.0, 36.0), between: (48.0, 150.0), letters: 1.0 },
    Measure { process: 132.0, row: 160.0, slot: (34.0, 32.0), between: (36.0, 110.0), letters: 0.92 },
    Measure { process: 110.0, row: 96.0, slot: (30.0, 30.0), between: (26.0, 80.0), letters: 0.9 },
];

/// Where everything stands.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Each process's box.
    pub processes: Vec<Area>,
    /// Each mailbox.
    pub mailboxes: Vec<Area>,
    /// Width of one slot of each mailbox, px.
    pub cells: Vec<f64>,
    /// Whether messages go through a mailbox from right to left.
    pub backwards: Vec<bool>,
    /// Between processes and mailboxes.
    pub connectors: Vec<Connector>,
    /// Columns, or rows in a narrow picture, with what stands in them.
    pub ranks: Vec<Vec<Thing>>,
    /// Messages run from top to bottom rather than from left to right.
    pub vertical: bool,
    /// Boxes have room for two lines only.
    pub is_low: bool,
    /// The sizes.
    pub measure: Measure,
    /// Height of the picture, px.
    pub height: f64,
}

/// Slots that are drawn of a mailbox; none at capacity 0.
pub fn slots(channel: &Channel) -> usize {
    match channel.capacity {
        Room::Messages(most) if most <= MOST_SLOTS => most as usize,
        _ => SOME_SLOTS,
    }
}

/// Whether a mailbox can hold more than is drawn.
pub fn is_open(channel: &Channel) -> bool {
    !matches!(channel.capacity, Room::Messages(most) if most <= MOST_SLOTS)
}

impl Layout {
    /// For a program at a width.
    pub fn new(program: &Program, width: f64) -> Layout {
        let ranks = ranked(program);
        let fits = |measure: &&Measure| width >= NARROW && least_width(program, &ranks, measure) <= width;
        let fitting = MEASURES.iter().find(fits);
        let vertical = fitting.is_none();
        let measure = match fitting {
            Some(measure) => *measure,
            None => narrow(&ranks, width - connectors::tracks(program, &ranks) as f64 * connectors::TRACK),
        };
        let nowhere = Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 };
        let mut layout = Layout {
            processes: vec![nowhere; program.processes.len()],
            mailboxes: vec![nowhere; program.channels.len()],
            cells: program.channels.iter().map(|channel| cell(channel, &measure)).collect(),
            backwards: vec![false; program.channels.len()],
            connectors: Vec::new(),
            is_low: ranks.iter().any(|rank| rank.len() > MANY),
            ranks,
            vertical,
            measure,
            height: 0.0,
        };
        let tracks = connectors::tracks(program, &layout.ranks);
        layout.place(program, width, tracks as f64 * connectors::TRACK);
        layout.backwards = program.channels.iter().map(|channel| layout.runs_backwards(channel)).collect();
        layout.connectors = connectors::routed(program, &layout, width);
        layout
    }

    /// `beside` px are kept free for connectors: below the columns, or right of the rows.
    fn place(&mut self, program: &Program, width: f64, beside: f64) {
        let ranks = self.ranks.clone();
        match self.vertical {
            false => {
                self.in_columns(program, &ranks, width);
                self.height += beside;
            }
            true => self.in_rows(program, &ranks, width - beside),
        }
    }

    fn size(&self, program: &Program, thing: Thing) -> (f64, f64) {
        size(program, thing, &self.measure, self.is_low)
    }

    fn in_columns(&mut self, program: &Program, ranks: &[Vec<Thing>], width: f64) {
        let widths: Vec<f64> = ranks.iter().map(|rank| widest(program, rank, &self.measure)).collect();
        let gaps = ranks.len().saturating_sub(1) as f64;
        let free = width - 2.0 * EDGE - widths.iter().sum::<f64>();
        let between = between(free / gaps.max(1.0), self.measure.between.0, self.measure.between.1);
        let used = widths.iter().sum::<f64>() + between * gaps;
        let apart = if self.is_low { APART / 2.0 } else { APART };
        let tall = |layout: &Layout, rank: &[Thing]| {
            let heights = rank.iter().map(|&thing| layout.size(program, thing).1);
            heights.sum::<f64>() + apart * rank.len().saturating_sub(1) as f64
        };
        let tallest = ranks.iter().map(|rank| tall(self, rank)).fold(0.0, f64::max);
        let mut x = (width - used) / 2.0;
        for (rank, column) in ranks.iter().zip(widths) {
            let mut y = EDGE + (tallest - tall(self, rank)) / 2.0;
            for &thing in rank {
                let (wide, high) = self.size(program, thing);
                self.put(thing, Area { x: x + (column - wide) / 2.0, y, width: wide, height: high });
                y += high + apart;
            }
            x += column + between;
        }
        self.height = tallest + 2.0 * EDGE;
    }

    fn in_rows(&mut self, program: &Program, ranks: &[Vec<Thing>], width: f64) {
        let mut y = EDGE;
        for rank in ranks {
            for line in lines(rank, width - 2.0 * EDGE, |thing| self.size(program, thing).0) {
                let sizes: Vec<(f64, f64)> = line.iter().map(|&thing| self.size(program, thing)).collect();
                let used = sizes.iter().map(|size| size.0).sum::<f64>() + APART * (line.len() - 1) as f64;
                // What is too wide for the picture shrinks.
                let shrink = ((width - 2.0 * EDGE) / used).min(1.0);
                let high = sizes.iter().map(|size| size.1).fold(0.0, f64::max);
                let mut x = (width - used * shrink) / 2.0;
                for (&thing, (wide, own)) in line.iter().zip(sizes) {
                    self.put(thing, Area { x, y: y + (high - own) / 2.0, width: wide * shrink, height: own });
                    x += (wide + APART) * shrink;
                }
                y += high + APART;
            }
            y += ROWS_APART - APART;
        }
        self.height = (y - ROWS_APART).max(0.0) + EDGE;
    }

    fn put(&mut self, thing: Thing, area: Area) {
        match thing {
            Thing::Process(process) => self.processes[process] = area,
            Thing::Mailbox(channel) => self.mailboxes[channel] = area,
        }
    }

    /// Its receivers stand left of its senders.
    fn runs_backwards(&self, channel: &Channel) -> bool {
        let mean = |users: &[u16]| {
            users.iter().map(|&user| self.processes[usize::from(user)].middle().0).sum::<f64>() / users.len() as f64
        };
        !self.vertical && mean(&channel.receivers) < mean(&channel.senders)
    }

    /// The slots of a mailbox, all together; at capacity 0 the place where sender and receiver meet.
    pub fn row(&self, channel: usize) -> Area {
        let mailbox = self.mailboxes[channel];
        let y = mailbox.y + heading(&self.measure);
        Area { x: mailbox.x + 10.0, y, width: mailbox.width - 20.0, height: self.measure.slot.1 }
    }

    /// Slot `place` of a mailbox that has `slots`; 0 is the next to leave, nearest to the receivers.
    pub fn slot(&self, channel: usize, place: usize, slots: usize) -> Area {
        let (row, cell) = (self.row(channel), self.cells[channel].min(self.row(channel).width / slots.max(1) as f64));
        let first = (row.width - cell * slots as f64) / 2.0;
        let from_left = if self.backwards[channel] { place } else { slots.max(1) - 1 - place.min(slots.max(1) - 1) };
        Area { x: row.x + first + from_left as f64 * cell, y: row.y, width: cell, height: row.height }
    }
}

/// Sizes with which two processes stand beside each other, and three where there are many.
fn narrow(ranks: &[Vec<Thing>], width: f64) -> Measure {
    let most = ranks.iter().map(Vec::len).max().unwrap_or(0);
    let beside = if most > MANY { 3.0 } else { 2.0 };
    let process = between((width - 2.0 * EDGE - 1.0 - APART * (beside - 1.0)) / beside, 60.0, MEASURES[1].process);
    Measure { process, row: between(width - 40.0, 60.0, 288.0), ..MEASURES[1] }
}

/// Height of a mailbox above its slots, px.
fn heading(measure: &Measure) -> f64 {
    24.0 + 8.0 * measure.letters
}

fn size(program: &Program, thing: Thing, measure: &Measure, is_low: bool) -> (f64, f64) {
    match thing {
        Thing::Process(_) if is_low => (measure.process, 46.0 * measure.letters),
        Thing::Process(_) => (measure.process, 86.0 * measure.letters),
        Thing::Mailbox(channel) => {
            let channel = &program.channels[channel];
            let wide = slots(channel) as f64 * cell(channel, measure) + 20.0;
            (wide.max(measure.process * 0.92), heading(measure) + measure.slot.1 + 32.0)
        }
    }
}

/// Width of one slot, px: wider for messages of several values.
fn cell(channel: &Channel, measure: &Measure) -> f64 {
    let wanted = if channel.width > 1 { measure.slot.0 * 1.5 } else { measure.slot.0 };
    wanted.min(measure.row / slots(channel).max(1) as f64)
}

fn widest(program: &Program, rank: &[Thing], measure: &Measure) -> f64 {
    rank.iter().map(|&thing| size(program, thing, measure, false).0).fold(0.0, f64::max)
}

fn least_width(program: &Program, ranks: &[Vec<Thing>], measure: &Measure) -> f64 {
    let widths: f64 = ranks.iter().map(|rank| widest(program, rank, measure)).sum();
    widths + measure.between.0 * ranks.len().saturating_sub(1) as f64 + 2.0 * EDGE
}

/// A rank broken into lines that fit into `room` px; one that is wider than that stands alone.
fn lines(rank: &[Thing], room: f64, wide: impl Fn(Thing) -> f64) -> Vec<Vec<Thing>> {
    let mut lines: Vec<Vec<Thing>> = Vec::new();
    let mut used = f64::INFINITY;
    for &thing in rank {
        let with = used + APART + wide(thing);
        if with <= room {
            lines.last_mut().expect("a width is used by a line").push(thing);
            used = with;
        } else {
            lines.push(vec![thing]);
            used = wide(thing);
        }
    }
    lines
}
