//! States as bytes, each stored once: append-only chunks, and a hash table over them. Complete states are compared, so
//! no two are ever confused.
//!
//! States are numbered in the order they were found. As the store grows, only the table is moved.

use alloc::vec::Vec;

/// A chunk's bytes. A longer state gets a chunk of its own.
const CHUNK: usize = 1 << 18;
/// One state in this many has its place recorded; the others are reached by walking from there.
const BETWEEN_MARKS: usize = 8;
/// No state.
const NONE: u32 = u32::MAX;

/// Every state found so far.
#[derive(Clone, Debug)]
pub(super) struct Store {
    chunks: Vec<Vec<u8>>,
    /// The chunk and offset of every eighth state.
    marks: Vec<(u32, u32)>,
    /// State numbers by hash; open addressing.
    table: Vec<u32>,
    /// Eight more bits of the hash: nearly always enough to tell states apart.
    tags: Vec<u8>,
    states: u32,
}

impl Store {
    pub fn new() -> Store {
        Store {
            chunks: Vec::new(),
            marks: Vec::new(),
            table: alloc::vec![NONE; 1 << 10],
            tags: alloc::vec![0; 1 << 10],
            states: 0,
        }
    }

    /// The number of states.
    pub fn len(&self) -> u32 {
        self.states
    }

    /// Bytes of memory in all.
    pub fn bytes(&self) -> usize {
        let chunks: usize = self.chunks.iter().map(Vec::capacity).sum();
        chunks + self.marks.capacity() * 8 + self.table.len() * 5
    }

    /// The number of a state, and whether it is new.
    pub fn intern(&mut self, state: &[u8]) -> (u32, bool) {
        let hash = hash(state);
        let tag = (hash >> 56) as u8;
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        while self.table[at] != NONE {
            if self.tags[at] == tag && self.get(self.table[at]) == state {
                return (self.table[at], false);
            }
            at = (at + 1) & mask;
        }
        let number = self.states;
        self.table[at] = number;
        self.tags[at] = tag;
        self.append(state);
        if self.states as usize * 4 > self.table.len() * 3 {
            self.grow();
        }
        (number, true)
    }

    /// The bytes of a state.
    pub fn get(&self, number: u32) -> &[u8] {
        let (mut chunk, mut at) = self.marks[number as usize / BETWEEN_MARKS];
        for _ in 0..number as usize % BETWEEN_MARKS {
            at += 4 + self.length_at(chunk, at);
            if at as usize == self.chunks[chunk as usize].len() {
                (chunk, at) = (chunk + 1, 0);
            }
        }
        let length = self.length_at(chunk, at);
        &self.chunks[chunk as usize][at as usize + 4..(at + 4 + length) as usize]
    }

    fn length_at(&self, chunk: u32, at: u32) -> u32 {
        let at = at as usize;
        let bytes = &self.chunks[chunk as usize][at..at + 4];
        u32::from_le_bytes(bytes.try_into().expect("four bytes"))
    }

    fn append(&mut self, state: &[u8]) {
        let needed = state.len() + 4;
        if self.chunks.last().is_none_or(|last| last.capacity() - last.len() < needed) {
            // The first chunk is small, for the many small models.
            let room = if self.chunks.is_empty() { CHUNK / 64 } else { CHUNK };
            self.chunks.push(Vec::with_capacity(room.max(needed)));
        }
        let chunk = self.chunks.len() - 1;
        let last = &mut self.chunks[chunk];
        if (self.states as usize).is_multiple_of(BETWEEN_MARKS) {
            self.marks.push((chunk as u32, last.len() as u32));
        }
        last.extend((state.len() as u32).to_le_bytes());
        last.extend(state);
        self.states += 1;
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        let mut table = alloc::vec![NONE; size];
        let mut tags = alloc::vec![0; size];
        for number in 0..self.states {
            let hash = hash(self.get(number));
            let mut at = hash as usize & (size - 1);
            while table[at] != NONE {
                at = (at + 1) & (size - 1);
            }
            table[at] = number;
            tags[at] = (hash >> 56) as u8;
        }
        (self.table, self.tags) = (table, tags);
    }
}

/// Every input bit changes about half of the result's bits.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    for word in words.iter().chain([&last]) {
        hash = mix(hash ^ u64::from_le_bytes(*word));
    }
    hash
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z ^ (z >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_is_kept_once_and_found_again() {
        let mut store = Store::new();
        let state = |number: u32| -> Vec<u8> { number.to_le_bytes().repeat(number as usize % 40 + 1) };
        for number in 0..20_000 {
            assert_eq!(store.intern(&state(number)), (number, true));
        }
        for number in (0..20_000).rev() {
            assert_eq!(store.intern(&state(number)), (number, false));
            assert_eq!(store.get(number), state(number));
        }
        assert_eq!(store.len(), 20_000);
    }
}
