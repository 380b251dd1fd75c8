//! Sets of processes, each stored once under a number.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The set without members.
pub(super) const EMPTY: u32 = 0;

/// All sets so far.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    processes: u16,
    words: usize,
    all: Vec<Box<[u64]>>,
    numbers: BTreeMap<Box<[u64]>, u32>,
    unions: BTreeMap<(u32, u32), u32>,
}

impl Sets {
    /// For sets of at most this many processes.
    pub fn new(processes: usize) -> Sets {
        let words = processes.div_ceil(64).max(1);
        let mut sets = Sets {
            processes: processes as u16,
            words,
            all: Vec::new(),
            numbers: BTreeMap::new(),
            unions: BTreeMap::new(),
        };
        sets.number(alloc::vec![0; words].into());
        sets
    }

    /// The number of processes.
    pub fn most(&self) -> u16 {
        self.processes
    }

    fn number(&mut self, set: Box<[u64]>) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.numbers.entry(set.clone()).or_insert(next);
        if number == next {
            self.all.push(set);
        }
        number
    }

    /// The number of the set of these members.
    pub fn of(&mut self, members: impl IntoIterator<Item = u16>) -> u32 {
        let mut set: Box<[u64]> = alloc::vec![0; self.words].into();
        for member in members {
            set[usize::from(member) / 64] |= 1 << (member % 64);
        }
        self.number(set)
    }

    pub fn union(&mut self, one: u32, other: u32) -> u32 {
        if one == other || other == EMPTY {
            return one;
        }
        let key = (one.min(other), one.max(other));
        if let Some(&known) = self.unions.get(&key) {
            return known;
        }
        let words = self.all[one as usize].iter().zip(&self.all[other as usize]).map(|(one, other)| one | other);
        let union = words.collect();
        let number = self.number(union);
        self.unions.insert(key, number);
        number
    }

    pub fn contains(&self, set: u32, member: u16) -> bool {
        self.all[set as usize][usize::from(member) / 64] >> (member % 64) & 1 == 1
    }

    /// The processes below `count` that are in neither of two sets, ascending.
    pub fn outside(&self, count: usize, one: u32, other: u32) -> Vec<u16> {
        (0..count as u16).filter(|&member| !self.contains(one, member) && !self.contains(other, member)).collect()
    }
}
