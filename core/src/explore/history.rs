//! What each process has printed, as one number: printing the same again gives the same number.
//!
//! Prints are part of a state only where outcomes are asked for. A process that prints more than 64 times has no history
//! any more: then outcomes are not listed.

use alloc::vec::Vec;

use crate::value::Value;

/// So many prints of one process are told apart.
pub(super) const MOST_PRINTS: u8 = 64;
/// Nothing has been printed.
pub(super) const EMPTY: u32 = 0;
/// More has been printed than is told apart.
pub(super) const FULL: u32 = u32::MAX;

/// All that any process has printed in any state.
#[derive(Clone, Debug)]
pub(super) struct Histories {
    all: Vec<History>,
}

#[derive(Clone, Debug, Default)]
struct History {
    /// What was printed before the last print.
    before: u32,
    last: Vec<Value>,
    prints: u8,
    /// What is one print longer.
    longer: Vec<u32>,
}

impl Histories {
    pub fn new() -> Histories {
        Histories { all: alloc::vec![History::default()] }
    }

    /// The history after one more print.
    pub fn print(&mut self, history: u32, values: &[Value]) -> u32 {
        let Some(known) = self.all.get(history as usize).filter(|known| known.prints < MOST_PRINTS) else {
            return FULL;
        };
        let same = known.longer.iter().find(|&&longer| self.all[longer as usize].last == values);
        if let Some(&same) = same {
            return same;
        }
        let number = self.all.len() as u32;
        let prints = known.prints + 1;
        self.all.push(History { before: history, last: values.to_vec(), prints, longer: Vec::new() });
        self.all[history as usize].longer.push(number);
        number
    }

    /// Each print, in order.
    pub fn prints(&self, history: u32) -> Vec<Vec<Value>> {
        let mut prints = Vec::new();
        let mut at = history;
        while at != EMPTY && at != FULL {
            prints.push(self.all[at as usize].last.clone());
            at = self.all[at as usize].before;
        }
        prints.reverse();
        prints
    }

    /// Bytes of memory, about.
    pub fn bytes(&self) -> usize {
        self.all.len() * (core::mem::size_of::<History>() + 12)
    }
}
