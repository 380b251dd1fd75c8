//! Where everything stands: in columns from senders to receivers, or in rows where the picture is narrow.

use ipcscope_core::program::{Channel, Program};
use ipcscope_core::scenario::tree::Capacity;

use crate::pen::Area;

/// Around everything, px.
const EDGE: f64 = 4.0;
/// A process's box, px.
const BOX: (f64, f64) = (176.0, 82.0);
/// Between two columns, at least and at most, px.
const BETWEEN: (f64, f64) = (64.0, 170.0);
/// Between two things in a column, px.
const APART: f64 = 18.0;
/// Between two rows of a narrow picture, px.
const ROWS_APART: f64 = 40.0;
/// Height of a mailbox: its heading, its slots, and who waits at it, px.
const MAILBOX_HEIGHT: f64 = 96.0;

/// Where everything stands.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Each process's box.
    pub processes: Vec<Area>,
    /// Each mailbox.
    pub mailboxes: Vec<Area>,
    /// Width of one slot of each mailbox, px.
    pub cells: Vec<f64>,
    /// Messages run from top to bottom rather than from left to right.
    pub vertical: bool,
    /// Height of the picture, px.
    pub height: f64,
}

/// Slots that are drawn of a mailbox; none at capacity 0.
pub fn slots(channel: &Channel) -> usize {
    match channel.capacity {
        Capacity::Messages(most) if most <= 12 => most as usize,
        _ => 8,
    }
}

/// Width of one slot, px.
fn cell(channel: &Channel) -> f64 {
    match (slots(channel), channel.width) {
        (0..=4, 2..) => 58.0,
        (0..=4, _) => 40.0,
        (5..=6, 2..) => 46.0,
        (5..=8, _) => 34.0,
        _ => 28.0,
    }
}

/// A thing in the picture.
#[derive(Clone, Copy, Debug)]
enum Thing {
    Process(usize),
    Mailbox(usize),
}

impl Layout {
    /// For a program at a width.
    pub fn new(program: &Program, width: f64) -> Layout {
        let ranks = ranked(program);
        let size = |thing: Thing| match thing {
            Thing::Process(_) => BOX,
            Thing::Mailbox(channel) => (mailbox_width(&program.channels[channel]), MAILBOX_HEIGHT),
        };
        let widths: Vec<f64> =
            ranks.iter().map(|rank| rank.iter().map(|&thing| size(thing).0).fold(0.0, f64::max)).collect();
        let least = widths.iter().sum::<f64>() + BETWEEN.0 * widths.len().saturating_sub(1) as f64 + 2.0 * EDGE;
        let nowhere = Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 };
        let mut layout = Layout {
            processes: vec![nowhere; program.processes.len()],
            mailboxes: vec![nowhere; program.channels.len()],
            cells: program.channels.iter().map(cell).collect(),
            vertical: least > width,
            height: 0.0,
        };
        match layout.vertical {
            false => layout.in_columns(&ranks, &widths, width, size),
            true => layout.in_rows(&ranks, width, size),
        }
        layout
    }

    fn in_columns(&mut self, ranks: &[Vec<Thing>], widths: &[f64], width: f64, size: impl Fn(Thing) -> (f64, f64)) {
        let count = ranks.len().max(2) as f64 - 1.0;
        let between = ((width - 2.0 * EDGE - widths.iter().sum::<f64>()) / count).clamp(BETWEEN.0, BETWEEN.1);
        let used = widths.iter().sum::<f64>() + between * ranks.len().saturating_sub(1) as f64;
        let tall = |rank: &Vec<Thing>| {
            rank.iter().map(|&thing| size(thing).1).sum::<f64>() + APART * rank.len().saturating_sub(1) as f64
        };
        let tallest = ranks.iter().map(tall).fold(0.0, f64::max);
        let mut x = (width - used) / 2.0;
        for (rank, column) in ranks.iter().zip(widths) {
            let mut y = EDGE + (tallest - tall(rank)) / 2.0;
            for &thing in rank {
                let (wide, high) = size(thing);
                self.put(thing, Area { x: x + (column - wide) / 2.0, y, width: wide, height: high });
                y += high + APART;
            }
            x += column + between;
        }
        self.height = tallest + 2.0 * EDGE;
    }

    fn in_rows(&mut self, ranks: &[Vec<Thing>], width: f64, size: impl Fn(Thing) -> (f64, f64)) {
        let mut y = EDGE;
        for rank in ranks {
            let mut line: Vec<Thing> = Vec::new();
            let line_width = |line: &[Thing]| {
                line.iter().map(|&thing| size(thing).0).sum::<f64>() + APART * line.len().saturating_sub(1) as f64
            };
            for &thing in rank {
                line.push(thing);
                if line_width(&line) > width - 2.0 * EDGE && line.len() > 1 {
                    line.pop();
                    y += self.put_line(&line, y, (width - line_width(&line)) / 2.0, &size) + APART;
                    line = vec![thing];
                }
            }
            y += self.put_line(&line, y, (width - line_width(&line)) / 2.0, &size) + ROWS_APART;
        }
        self.height = y - ROWS_APART + EDGE;
    }

    /// Puts things beside each other from `x` on; returns how high they are.
    fn put_line(&mut self, line: &[Thing], y: f64, mut x: f64, size: &impl Fn(Thing) -> (f64, f64)) -> f64 {
        let high = line.iter().map(|&thing| size(thing).1).fold(0.0, f64::max);
        for &thing in line {
            let (wide, own) = size(thing);
            self.put(thing, Area { x, y: y + (high - own) / 2.0, width: wide, height: own });
            x += wide + APART;
        }
        high
    }

    fn put(&mut self, thing: Thing, area: Area) {
        match thing {
            Thing::Process(process) => self.processes[process] = area,
            Thing::Mailbox(channel) => self.mailboxes[channel] = area,
        }
    }

    /// The slots of a mailbox, all together; at capacity 0 the place where sender and receiver meet.
    pub fn row(&self, channel: usize) -> Area {
        let mailbox = self.mailboxes[channel];
        Area { x: mailbox.x + 8.0, y: mailbox.y + 28.0, width: mailbox.width - 16.0, height: 34.0 }
    }

    /// Slot `place` of a mailbox; 0 is the next to leave, at the right end.
    pub fn slot(&self, channel: usize, place: usize) -> Area {
        let (row, cell) = (self.row(channel), self.cells[channel]);
        Area { x: row.right() - (place + 1) as f64 * cell, y: row.y, width: cell, height: row.height }
    }
}

fn mailbox_width(channel: &Channel) -> f64 {
    (slots(channel) as f64 * cell(channel) + 16.0).max(168.0)
}

/// Everything by rank: who only sends first, each mailbox between those who use it.
fn ranked(program: &Program) -> Vec<Vec<Thing>> {
    let process_ranks = process_ranks(program);
    let mut ranks: Vec<Vec<Thing>> = Vec::new();
    let mut put = |rank: usize, thing| {
        while ranks.len() <= rank {
            ranks.push(Vec::new());
        }
        ranks[rank].push(thing);
    };
    for (process, &rank) in process_ranks.iter().enumerate() {
        put(rank, Thing::Process(process));
    }
    for (number, channel) in program.channels.iter().enumerate() {
        put(mailbox_rank(channel, &process_ranks), Thing::Mailbox(number));
    }
    ranks.retain(|rank| !rank.is_empty());
    ranks
}

fn mailbox_rank(channel: &Channel, ranks: &[usize]) -> usize {
    let rank = |&process: &u16| ranks[usize::from(process)];
    let (first_sender, first_receiver) =
        (channel.senders.iter().map(rank).min(), channel.receivers.iter().map(rank).min());
    match (first_sender, first_receiver) {
        (Some(sender), Some(receiver)) if sender < receiver => receiver - 1,
        (Some(one), Some(other)) => one.min(other) + 1,
        (Some(only), None) => only + 1,
        (None, Some(only)) => only.saturating_sub(1),
        (None, None) => 1,
    }
}

/// Twice the number of mailboxes that lie before a process on the longest way to it; ways back do not count.
fn process_ranks(program: &Program) -> Vec<usize> {
    let count = program.processes.len();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut is_fed = vec![false; count];
    for channel in &program.channels {
        for &sender in &channel.senders {
            for &receiver in channel.receivers.iter().filter(|&&receiver| receiver != sender) {
                next[usize::from(sender)].push(usize::from(receiver));
                is_fed[usize::from(receiver)] = true;
            }
        }
    }
    let order = finishing_order(&next, &is_fed);
    let mut place = vec![0; count];
    for (at, &process) in order.iter().enumerate() {
        place[process] = at;
    }
    let mut ranks = vec![0; count];
    for &process in order.iter().rev() {
        for &after in &next[process] {
            // In the order of finishing, a way back leads to one that finishes later.
            if place[after] < place[process] {
                ranks[after] = ranks[after].max(ranks[process] + 2);
            }
        }
    }
    ranks
}

/// Depth-first from those whom nobody sends to, then from the rest in order: who is left first comes first.
fn finishing_order(next: &[Vec<usize>], is_fed: &[bool]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut order = Vec::new();
    let starts = (0..next.len()).filter(|&process| !is_fed[process]).chain(0..next.len());
    for start in starts {
        let mut open = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((process, done)) = open.pop() {
            match next[process].get(done) {
                Some(&after) => {
                    open.push((process, done + 1));
                    if !std::mem::replace(&mut seen[after], true) {
                        open.push((after, 0));
                    }
                }
                None => order.push(process),
            }
        }
    }
    order
}
