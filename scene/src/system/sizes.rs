//! Sizes of everything. Depends on the program, never on the moment.

use ipcscope_core::program::{Channel, Program, Room, packets};

use super::cast::{Cast, Object};
use super::memory;

/// More slots than this are not drawn.
const MOST_SLOTS: u32 = 12;
/// The number drawn for a mailbox that has more.
const SOME_SLOTS: usize = 8;
/// A link's slots are smaller than a mailbox's.
const OF_LINK: f64 = 0.8;
/// Between the two directions of a link, px.
pub const LANES_APART: f64 = 10.0;

/// A consistent set of sizes.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Width of a process's box, px.
    pub process: f64,
    /// Greatest width of a mailbox's slots together, px.
    pub row: f64,
    /// Width and height of a slot if there is room, px.
    pub slot: (f64, f64),
    /// Between two columns, at least and at most, px.
    pub between: (f64, f64),
    /// The scale of letters compared to a small picture.
    pub letters: f64,
    /// Boxes have room for two lines only.
    pub is_low: bool,
    /// Messages run from top to bottom rather than from left to right.
    pub vertical: bool,
}

/// The largest that fits is used; a narrow picture has widths of its own.
pub const MEASURES: [Measure; 4] = [
    measure(214.0, 400.0, (54.0, 44.0), (72.0, 210.0), 1.15),
    measure(174.0, 288.0, (44.0, 36.0), (48.0, 150.0), 1.0),
    measure(132.0, 160.0, (34.0, 32.0), (36.0, 110.0), 0.92),
    measure(110.0, 96.0, (30.0, 30.0), (26.0, 80.0), 0.9),
];

const fn measure(process: f64, row: f64, slot: (f64, f64), between: (f64, f64), letters: f64) -> Measure {
    Measure { process, row, slot, between, letters, is_low: false, vertical: false }
}

impl Measure {
    /// Height of a mailbox above its slots, px.
    pub fn heading(&self) -> f64 {
        24.0 + 8.0 * self.letters
    }

    /// Height of a lock, px.
    pub fn lock(&self) -> f64 {
        14.0 + 16.0 * self.letters
    }

    /// Space below a lock for waiting processes, px.
    pub fn hang(&self) -> f64 {
        24.0
    }

    /// Height of one direction of a link, px.
    pub fn lane(&self) -> f64 {
        self.slot.1 * OF_LINK
    }

    /// Least width of an object that is not a process, px.
    pub fn object(&self) -> f64 {
        self.process * 0.92
    }
}

/// Number of slots drawn for a mailbox; 0 at capacity 0.
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

/// Slots taken by messages of these sizes: with a capacity in bytes by their share, with packets one for each.
pub fn units(channel: &Channel, bytes: impl Iterator<Item = u64>) -> f64 {
    bytes.map(|bytes| unit(channel, bytes)).sum()
}

/// Slots taken by a message.
pub fn unit(channel: &Channel, bytes: u64) -> f64 {
    match channel.capacity {
        Room::Bytes(most) => taken(channel, bytes) as f64 * SOME_SLOTS as f64 / most.max(1) as f64,
        _ => parts(channel, bytes) as f64,
    }
}

/// Bytes of the capacity taken by a message.
pub fn taken(channel: &Channel, bytes: u64) -> u64 {
    channel.fixed.map_or(bytes, |(fixed, _)| packets(bytes, fixed) * fixed)
}

/// Packets that a message is split into.
pub fn parts(channel: &Channel, bytes: u64) -> u64 {
    channel.fixed.filter(|&(_, splits)| splits).map_or(1, |(fixed, _)| packets(bytes, fixed))
}

/// How many messages of these sizes are drawn one by one; the last slot shows how many more there are.
pub fn drawn(channel: &Channel, bytes: impl Iterator<Item = u64>) -> usize {
    // At capacity 0, the one that a network delivered.
    let shown = slots(channel).max(1) as f64;
    let (mut used, mut whole, mut with_rest, mut count) = (0.0, 0, 0, 0);
    for bytes in bytes {
        used += unit(channel, bytes);
        count += 1;
        whole = if used <= shown + 1e-9 { count } else { whole };
        with_rest = if used <= shown - 1.0 { count } else { with_rest };
    }
    if whole == count { count } else { with_rest }
}

/// Width of one slot, px: wider for messages of several values.
pub fn cell(channel: &Channel, measure: &Measure) -> f64 {
    let wanted = if channel.width > 1 { measure.slot.0 * 1.5 } else { measure.slot.0 };
    let scale = if channel.direct.is_some() { OF_LINK } else { 1.0 };
    (wanted * scale).min(measure.row / slots(channel).max(1) as f64)
}

/// Width and height of an object with all its parts, px.
pub fn size(program: &Program, cast: &Cast, object: usize, measure: &Measure) -> (f64, f64) {
    match cast.objects[object] {
        Object::Process(_) if measure.is_low => (measure.process, 46.0 * measure.letters),
        Object::Process(_) => (measure.process, 86.0 * measure.letters),
        Object::Mailbox(channel) => {
            let channel = &program.channels[channel];
            let wide = slots(channel) as f64 * cell(channel, measure) + 20.0;
            (wide.max(measure.object()), measure.heading() + measure.slot.1 + 32.0)
        }
        Object::Link(link) => {
            let channels = &cast.links[link].channels;
            let of = &program.channels[channels[0]];
            let (wide, high, count) = (lane_width(of, measure), measure.lane(), channels.len() as f64);
            match (of.is_rendezvous(), measure.vertical) {
                (true, _) => (wide, high + (count - 1.0) * 4.0),
                (false, true) => (count * wide + (count - 1.0) * LANES_APART, high),
                (false, false) => (wide, count * high + (count - 1.0) * LANES_APART),
            }
        }
        Object::Memory(number) => memory::size(program, number, measure),
        Object::Lock(_) => (measure.object(), measure.lock() + measure.hang()),
    }
}

/// Width of one direction of a link, px.
pub fn lane_width(channel: &Channel, measure: &Measure) -> f64 {
    let cell = cell(channel, measure);
    match slots(channel) {
        0 => cell + 18.0,
        slots => cell * slots as f64,
    }
}
