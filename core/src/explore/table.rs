//! Packed states, each stored once: one array is both the queue of the breadth-first search and the storage of its hash
//! table.
//!
//! Complete states are stored and compared. A cache of recent ones saves most look-ups: in breadth-first order most
//! states that recur do so soon.

use alloc::vec::Vec;

/// States in one chunk.
const CHUNK: usize = 1 << 14;
/// Slots from which a table only doubles.
const LARGE: usize = 1 << 22;
/// Recent states, found without the table.
const RECENT: usize = 1 << 14;
/// Bits of a slot for a state's number plus one.
const NUMBER_BITS: u32 = 27;
/// No state.
pub(super) const NONE: u32 = u32::MAX;
/// Most states.
pub(super) const MOST_STATES: u32 = (1 << NUMBER_BITS) - 2;

/// Every state found so far.
#[derive(Clone, Debug)]
pub(super) struct Table<const W: usize> {
    chunks: Vec<Vec<[u64; W]>>,
    len: u32,
    /// 0, or the number plus one of a state and five bits of its hash; open addressing.
    slots: Vec<u32>,
    recent: Vec<([u64; W], u32)>,
}

impl<const W: usize> Table<W> {
    pub fn new() -> Table<W> {
        Table {
            chunks: Vec::new(),
            len: 0,
            slots: alloc::vec![0; 1 << 12],
            recent: alloc::vec![([0; W], NONE); RECENT],
        }
    }

    /// The number of states.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Bytes of memory in all.
    pub fn bytes(&self) -> usize {
        let chunks: usize = self.chunks.iter().map(Vec::capacity).sum();
        chunks * 8 * W + self.slots.len() * 4 + self.recent.len() * (8 * W + 8)
    }

    #[inline(always)]
    pub fn get(&self, number: u32) -> [u64; W] {
        self.chunks[number as usize / CHUNK][number as usize % CHUNK]
    }

    /// Looks up the recent states.
    #[inline(always)]
    pub fn recent(&self, state: &[u64; W], hash: u64) -> u32 {
        let (known, number) = &self.recent[(hash >> 40) as usize % RECENT];
        if known == state { *number } else { NONE }
    }

    /// Reads the first slot of a look-up, to bring it into the cache before it is needed.
    #[inline(always)]
    pub fn touch(&self, hash: u64) -> u32 {
        self.slots[hash as usize & (self.slots.len() - 1)]
    }

    /// The number of a state; [`NONE`] if it is not there.
    pub fn find(&self, state: &[u64; W]) -> u32 {
        let hash = hash(state);
        self.probe(state, hash).1
    }

    /// The number of a state that is there; it becomes a recent one.
    #[inline(always)]
    pub fn find_known(&mut self, state: &[u64; W], hash: u64) -> u32 {
        let number = self.probe(state, hash).1;
        self.recent[(hash >> 40) as usize % RECENT] = (*state, number);
        number
    }

    /// The number of a state, and whether it is new.
    #[inline(always)]
    pub fn find_or_add(&mut self, state: &[u64; W], hash: u64) -> (u32, bool) {
        let (at, mut number) = self.probe(state, hash);
        let is_new = number == NONE;
        if is_new {
            number = self.len;
            self.slots[at] = slot(number, hash);
            self.push(*state);
            if self.len as usize * 5 > self.slots.len() * 4 {
                self.grow();
            }
        }
        self.recent[(hash >> 40) as usize % RECENT] = (*state, number);
        (number, is_new)
    }

    /// The slot of a state, present or not, and its number.
    #[inline(always)]
    fn probe(&self, state: &[u64; W], hash: u64) -> (usize, u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        let tag = slot(0, hash) >> NUMBER_BITS;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return (at, NONE);
            }
            let number = (slot & ((1 << NUMBER_BITS) - 1)).wrapping_sub(1);
            if slot >> NUMBER_BITS == tag && self.get(number) == *state {
                return (at, number);
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    fn push(&mut self, state: [u64; W]) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => last.push(state),
            _ => {
                // The first chunk is small, for the many small models.
                let mut chunk = Vec::with_capacity(if self.chunks.is_empty() { 64 } else { CHUNK });
                chunk.push(state);
                self.chunks.push(chunk);
            }
        }
        self.len += 1;
    }

    /// Rehashing is costly, and a small table takes little memory: so a small one grows by more.
    fn grow(&mut self) {
        let factor = if self.slots.len() < LARGE { 4 } else { 2 };
        self.slots = alloc::vec![0; self.slots.len() * factor];
        self.fill_slots();
    }

    fn fill_slots(&mut self) {
        let mask = self.slots.len() - 1;
        for (number, state) in self.chunks.iter().flatten().enumerate() {
            let hash = hash(state);
            let mut at = hash as usize & mask;
            while self.slots[at] != 0 {
                at = at.wrapping_add(1) & mask;
            }
            self.slots[at] = slot(number as u32, hash);
        }
    }

    /// The same states in another form, in which they still differ.
    pub fn changed<const V: usize>(self, mut change: impl FnMut(&[u64; W]) -> [u64; V]) -> Table<V> {
        let mut chunks: Vec<Vec<[u64; V]>> = Vec::with_capacity(self.chunks.len());
        // Each old chunk is freed as its new one is made.
        for chunk in self.chunks {
            let mut next = Vec::with_capacity(chunk.capacity());
            next.extend(chunk.iter().map(&mut change));
            chunks.push(next);
        }
        let mut table = Table { chunks, len: self.len, slots: self.slots, recent: alloc::vec![([0; V], NONE); RECENT] };
        table.slots.fill(0);
        table.fill_slots();
        table
    }
}

fn slot(number: u32, hash: u64) -> u32 {
    (number + 1) | ((hash >> 59) as u32) << NUMBER_BITS
}

/// Two rounds of xor-shift and multiply.
#[inline(always)]
pub(super) fn hash<const W: usize>(state: &[u64; W]) -> u64 {
    let mut hash: u64 = 0;
    for &word in state {
        hash = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 32;
    }
    hash = hash.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ hash >> 29
}

/// Values known for some masked states, one for each.
#[derive(Clone, Debug)]
pub(super) struct Memo<const W: usize> {
    keys: Vec<([u64; W], u32)>,
    len: usize,
}

impl<const W: usize> Memo<W> {
    pub fn new() -> Memo<W> {
        Memo { keys: Vec::new(), len: 0 }
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.keys.len() * core::mem::size_of::<([u64; W], u32)>()
    }

    /// The value of a key; [`NONE`] if it has none.
    pub fn get(&self, key: &[u64; W]) -> u32 {
        if self.keys.is_empty() {
            return NONE;
        }
        self.keys[self.place(key)].1
    }

    /// Sets the value of a key.
    pub fn set(&mut self, key: [u64; W], value: u32) {
        if self.len * 4 >= self.keys.len() * 3 {
            let size = (self.keys.len() * 2).max(64);
            let old = core::mem::replace(&mut self.keys, alloc::vec![([0; W], NONE); size]);
            for (key, value) in old.into_iter().filter(|&(_, value)| value != NONE) {
                let place = self.place(&key);
                self.keys[place] = (key, value);
            }
        }
        let place = self.place(&key);
        self.keys[place] = (key, value);
        self.len += 1;
    }

    /// The slot of a key, present or not.
    fn place(&self, key: &[u64; W]) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = hash(key) as usize & mask;
        while self.keys[at].1 != NONE && self.keys[at].0 != *key {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Through several doublings, each state is found under its number: no slot is lost.
    #[test]
    fn each_state_is_kept_once_and_found_again() {
        let mut table = Table::<2>::new();
        let state = |number: u32| [u64::from(number) << 32, u64::from(number % 7)];
        for number in 0..100_000 {
            assert_eq!(table.find_or_add(&state(number), hash(&state(number))), (number, true));
            assert_eq!(table.recent(&state(number), hash(&state(number))), number);
        }
        let table = table.changed(|[first, second]| [*first | *second]);
        for number in 0..100_000 {
            assert_eq!(table.find(&[u64::from(number) << 32 | u64::from(number % 7)]), number);
        }
        assert_eq!(table.find(&[1]), NONE);
    }

    #[test]
    fn a_memo_keeps_the_value_of_each_key() {
        let mut memo = Memo::<1>::new();
        (0..1_000).for_each(|key| memo.set([key * 1_000], key as u32));
        assert!((0..1_000).all(|key| memo.get(&[key * 1_000]) == key as u32));
        assert_eq!(memo.get(&[1]), NONE);
    }
}
