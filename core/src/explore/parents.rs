//! The predecessor of each state, in two bits a state.
//!
//! States are expanded in the order of their numbers, so a later one never has an earlier parent. It is enough to
//! record how many new states each one led to: a 1 for each, then a 0.

use alloc::vec::Vec;

/// The number of the parent of every state but the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Parents {
    words: Vec<u64>,
    bits: usize,
}

impl Parents {
    /// The state being expanded led to a new one.
    pub fn child(&mut self) {
        self.push(1);
    }

    /// Moves on to the next state.
    pub fn next(&mut self) {
        self.push(0);
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }

    /// The states on the path from the first to `state`, both included.
    pub fn path_to(&self, state: u32) -> Vec<u32> {
        let mut path = alloc::vec![state];
        let mut at = state;
        while at > 0 {
            at = self.parent(at);
            path.push(at);
        }
        path.reverse();
        path
    }

    /// The number of zeros before the one of the state.
    fn parent(&self, state: u32) -> u32 {
        let mut ones = state;
        let mut before = 0;
        for (number, &word) in self.words.iter().enumerate() {
            if word.count_ones() < ones {
                ones -= word.count_ones();
                continue;
            }
            let mut left = word;
            for _ in 1..ones {
                left &= left - 1;
            }
            before = number * 64 + left.trailing_zeros() as usize;
            break;
        }
        before as u32 + 1 - state
    }

    fn push(&mut self, bit: u64) {
        if self.bits.is_multiple_of(64) {
            self.words.push(0);
        }
        let last = self.words.len() - 1;
        self.words[last] |= bit << (self.bits % 64);
        self.bits += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_finds_its_way_back() {
        // State n leads to 2n + 1 and 2n + 2: a binary tree.
        let mut parents = Parents::default();
        for _ in 0..200 {
            parents.child();
            parents.child();
            parents.next();
        }
        for state in 1..=400 {
            assert_eq!(parents.parent(state), (state - 1) / 2);
        }
        // 100 → 49 → 24 → 11 → 5 → 2 → 0
        assert_eq!(parents.path_to(100), [0, 2, 5, 11, 24, 49, 100]);
    }
}
