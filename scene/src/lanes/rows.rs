//! Which row is where: a lane for each process, and for each mailbox a band between those who use it.

use ipcscope_core::trace::Run;

/// Height of the axis on top, px.
pub const AXIS: f64 = 34.0;
/// Height of a process's lane, px.
pub const LANE: f64 = 38.0;
/// Height of a mailbox's band, px.
pub const BAND: f64 = 38.0;
/// Between two rows, px.
pub const GAP: f64 = 16.0;
/// Below the last row, px.
pub const FOOT: f64 = 10.0;

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
        /// px.
        y: f64,
    },
}

/// All rows.
pub struct Rows {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Upper end of each process's lane, px.
    pub lanes: Vec<f64>,
    /// Upper end of each channel's band, px; `None` where nothing ever waits in it.
    pub bands: Vec<Option<f64>>,
    /// Height of the whole picture, px.
    pub height: f64,
}

impl Rows {
    /// Where everything is; depends on the program only.
    pub fn new(run: &Run) -> Rows {
        let program = run.program();
        let mut rows =
            Rows { rows: Vec::new(), lanes: Vec::new(), bands: vec![None; program.channels.len()], height: 0.0 };
        let mut y = AXIS + 6.0;
        for process in 0..program.processes.len() {
            rows.rows.push(Row::Lane { process, y });
            rows.lanes.push(y);
            y += LANE + GAP;
            for (channel, declared) in program.channels.iter().enumerate() {
                if below(&declared.senders, &declared.receivers) == Some(process) && !declared.is_rendezvous() {
                    rows.rows.push(Row::Band { channel, y });
                    rows.bands[channel] = Some(y);
                    y += BAND + GAP;
                }
            }
        }
        rows.height = y - GAP + FOOT;
        rows
    }
}

/// The process below whose lane a band stands: between all senders and all receivers where that can be.
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
    use super::below;

    #[test]
    fn a_band_stands_between_those_who_use_it() {
        assert_eq!(below(&[0, 1], &[2]), Some(1));
        assert_eq!(below(&[2], &[0]), Some(0));
        assert_eq!(below(&[0, 3], &[1]), Some(0));
        assert_eq!(below(&[], &[1]), Some(1));
        assert_eq!(below(&[], &[]), None);
    }
}
