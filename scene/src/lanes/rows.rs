//! The rows: a lane for each process, and for each mailbox a band between its users.

use ipcscope_core::program::Channel;
use ipcscope_core::program::Room;
use ipcscope_core::trace::Run;

use super::View;
use crate::pen::Area;
use crate::timeline::Timeline;

/// Height of the axis on top, px.
pub const AXIS: f64 = 34.0;
/// Height of a process's lane, and of a folded one, px.
const LANE: (f64, f64) = (38.0, 14.0);
/// From a lane's upper end to its bars, px.
const INSET: (f64, f64) = (6.0, 1.0);
/// Between two folded lanes, px.
const NEAR: f64 = 4.0;
/// Above the lane of a process with sections, px.
const STRIP: f64 = 13.0;
/// Between two rows, px.
pub const GAP: f64 = 16.0;
/// Below the last row, px.
pub const FOOT: f64 = 10.0;
/// Height of a band whose messages are not drawn one by one, and the least height of a band, px.
const BAND: (f64, f64) = (56.0, 36.0);
/// Height of one message drawn by itself, px.
const CELL: f64 = 14.0;
/// Mailboxes with a larger capacity have no place for each message.
const MOST_CELLS: u32 = 6;

/// A row and its upper end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row {
    /// A process's.
    Lane {
        /// Its number.
        process: usize,
        /// px.
        y: f64,
    },
    /// A mailbox's.
    Band {
        /// Its number.
        channel: usize,
        /// Its place.
        band: Band,
    },
}

/// The band of a queue: messages lie on one another, the next to leave on the receivers' side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Its upper end, px.
    pub y: f64,
    /// px.
    pub height: f64,
    /// Height of a message, px.
    pub unit: f64,
    /// Receivers are below, so the queue grows upwards.
    pub grows_up: bool,
}

impl Band {
    /// The height reached by this many messages, px.
    pub fn level(&self, messages: f64) -> f64 {
        match self.grows_up {
            true => self.y + self.height - messages * self.unit,
            false => self.y + messages * self.unit,
        }
    }
}

/// All rows.
pub struct Rows {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Upper end of each process's lane, px.
    pub lanes: Vec<f64>,
    /// Whether each process's lane is folded: low, and without words.
    pub folded: Vec<bool>,
    /// Space above each lane for the names of its sections, px.
    pub strips: Vec<f64>,
    /// Each channel's band; `None` if no message ever waits in it.
    pub bands: Vec<Option<Band>>,
    /// Height of the whole picture, px.
    pub height: f64,
}

impl Rows {
    /// The rows; the same for every moment and window of a run.
    pub fn new(run: &Run, timeline: &Timeline, folded: &[usize]) -> Rows {
        let program = run.program();
        let mut rows = Rows {
            rows: Vec::new(),
            lanes: Vec::new(),
            folded: (0..program.processes.len()).map(|process| folded.contains(&process)).collect(),
            strips: Vec::new(),
            bands: vec![None; program.channels.len()],
            height: 0.0,
        };
        let mut y = AXIS + 6.0;
        for process in 0..program.processes.len() {
            let is_folded = rows.folded[process];
            let strip = if timeline.sections[process].is_empty() || is_folded { 0.0 } else { STRIP };
            y += strip;
            rows.strips.push(strip);
            rows.rows.push(Row::Lane { process, y });
            rows.lanes.push(y);
            let is_near = is_folded && rows.folded.get(process + 1).is_none_or(|&next| next);
            y += rows.height_of(process) + if is_near { NEAR } else { GAP };
            for (channel, declared) in program.channels.iter().enumerate() {
                if below(&declared.senders, &declared.receivers) == Some(process) && !declared.is_rendezvous() {
                    let band = band(declared, y, process, timeline.longest(channel));
                    rows.rows.push(Row::Band { channel, band });
                    rows.bands[channel] = Some(band);
                    y += band.height + GAP;
                }
            }
        }
        rows.height = y - GAP + FOOT;
        rows
    }

    /// The area over time: right of the names, below the axis.
    pub fn plot(&self, view: &View) -> Area {
        let (x, right) = super::ends(view);
        Area { x, y: AXIS, width: right - x, height: (self.height - AXIS - FOOT).max(0.0) }
    }

    /// Height of a process's lane, px.
    pub fn height_of(&self, process: usize) -> f64 {
        if self.folded[process] { LANE.1 } else { LANE.0 }
    }

    /// From the upper end of a process's lane to its bars, px.
    pub fn inset(&self, process: usize) -> f64 {
        if self.folded[process] { INSET.1 } else { INSET.0 }
    }

    /// Height of the bars of a process's lane, px.
    pub fn bar(&self, process: usize) -> f64 {
        self.height_of(process) - 2.0 * self.inset(process)
    }

    /// The edge of a process's lane that faces `towards`, px.
    pub fn edge(&self, process: usize, towards: f64) -> f64 {
        let lane = self.lanes[process];
        if towards > lane { lane + self.height_of(process) - 1.0 } else { lane + 1.0 }
    }
}

fn band(channel: &Channel, y: f64, below: usize, longest: u32) -> Band {
    let (most, height) = match channel.capacity {
        Room::Messages(most) if most <= MOST_CELLS => (most, (f64::from(most) * CELL).max(BAND.1 - 4.0) + 4.0),
        Room::Messages(most) => (most, BAND.0),
        Room::Bytes(_) | Room::Unbounded => (longest.max(4), BAND.0),
    };
    let are_above = |&user: &u16| usize::from(user) <= below;
    let above = channel.receivers.iter().filter(|user| are_above(user)).count();
    let unit = (height - 4.0) / f64::from(most.max(1));
    Band { y, height, unit, grows_up: 2 * above <= channel.receivers.len() }
}

/// The process below whose lane a band is: between all senders and all receivers if possible.
fn below(senders: &[u16], receivers: &[u16]) -> Option<usize> {
    let last = |users: &[u16]| users.last().copied();
    let first = |users: &[u16]| users.first().copied();
    let place = match (last(senders), last(receivers)) {
        (None, None) => None,
        (Some(only), None) | (None, Some(only)) => Some(only),
        (Some(sender), Some(receiver)) if Some(sender) < first(receivers) || Some(receiver) < first(senders) => {
            Some(sender.min(receiver))
        }
        _ => first(senders).min(first(receivers)),
    };
    place.map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::{Band, below};

    #[test]
    fn a_band_stands_between_those_who_use_it() {
        assert_eq!(below(&[0, 1], &[2]), Some(1));
        assert_eq!(below(&[2], &[0]), Some(0));
        assert_eq!(below(&[0, 3], &[1]), Some(0));
        assert_eq!(below(&[], &[1]), Some(1));
        assert_eq!(below(&[], &[]), None);
    }

    #[test]
    fn a_queue_grows_away_from_its_receivers() {
        let band = Band { y: 100.0, height: 46.0, unit: 14.0, grows_up: true };
        assert_eq!([0.0, 3.0].map(|messages| band.level(messages)), [146.0, 104.0]);
        let band = Band { grows_up: false, ..band };
        assert_eq!([0.0, 3.0].map(|messages| band.level(messages)), [100.0, 142.0]);
    }
}
