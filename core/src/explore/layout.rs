//! Where each component of a state is in its packed form, and packing.
//!
//! A component's value is a number among all that it has had so far, so that it takes as many bits as that needs, and one
//! that never changes takes none. No field straddles two words.

use alloc::vec::Vec;

/// The most words of a packed state.
pub(super) const MOST_WORDS: usize = 8;

/// The most bits that a field has to spare.
const MOST_SPARE: u32 = 8;

/// Where a component is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub word: u8,
    pub shift: u8,
    pub mask: u32,
}

impl Field {
    /// What it holds.
    #[inline(always)]
    pub fn get<const W: usize>(self, state: &[u64; W]) -> u32 {
        // A constant number of words is never past: this leaves out the check.
        (state[usize::from(self.word) % W] >> (self.shift & 63)) as u32 & self.mask
    }

    /// The bits of `value` in their place.
    pub fn bits(self, value: u32) -> u64 {
        u64::from(value) << self.shift
    }
}

/// Where every component is.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub fields: Vec<Field>,
    /// So many words are used.
    pub words: usize,
}

impl Layout {
    /// A layout for components that have had so many values each, and as much room for more as makes no state longer: to
    /// lay out all states anew takes its time.
    pub fn new(values: &[u32]) -> Layout {
        let least = Layout::with_spare(values, 0);
        let roomy = (1..=MOST_SPARE).rev().map(|spare| Layout::with_spare(values, spare));
        roomy.into_iter().find(|layout| layout.words == least.words).unwrap_or(least)
    }

    /// With so many bits for more in each field.
    fn with_spare(values: &[u32], spare: u32) -> Layout {
        let width = |count: u32| (32 - count.saturating_sub(1).leading_zeros() + spare).min(32);
        let mut order: Vec<usize> = (0..values.len()).filter(|&number| values[number] > 1).collect();
        order.sort_by_key(|&number| (u32::MAX - width(values[number]), number));
        let mut used: Vec<u32> = alloc::vec![0];
        let mut fields = alloc::vec![Field::default(); values.len()];
        for number in order {
            let wide = width(values[number]);
            let word = used.iter().position(|&bits| bits + wide <= 64).unwrap_or_else(|| {
                used.push(0);
                used.len() - 1
            });
            let mask = ((1_u64 << wide) - 1) as u32;
            fields[number] = Field { word: word.min(255) as u8, shift: used[word] as u8, mask };
            used[word] += wide;
        }
        Layout { fields, words: used.len() }
    }

    /// Whether a component can have this value.
    pub fn has_room(&self, component: u32, value: u32) -> bool {
        value & self.fields[component as usize].mask == value
    }

    /// What some components leave of a state.
    pub fn mask<const W: usize>(&self, components: &[u32]) -> [u64; W] {
        let mut mask = [0; W];
        for &component in components {
            let field = self.fields[component as usize];
            mask[usize::from(field.word)] |= field.bits(field.mask);
        }
        mask
    }

    /// What each component holds.
    pub fn unpack<const W: usize>(&self, state: &[u64; W], values: &mut [u32]) {
        for (value, field) in values.iter_mut().zip(&self.fields) {
            *value = field.get(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_as_narrow_as_their_values_and_come_back() {
        // 1, 2, 3, 4, 5, 1000 and 2³² − 1 values: 0, 1, 2, 2, 3, 10 and 32 bits, 50 in all. Two more for each of the first
        // five that change are 60; three more would be 65.
        let layout = Layout::new(&[1, 2, 3, 4, 5, 1_000, u32::MAX]);
        assert_eq!(layout.words, 1);
        assert_eq!(layout.fields.iter().map(|field| field.mask.count_ones()).sum::<u32>(), 60);
        let values = [0, 1, 2, 3, 4, 999, u32::MAX - 1];
        let mut back = [0; 7];
        let packed = values.iter().zip(&layout.fields).fold(0, |state, (&value, field)| state | field.bits(value));
        layout.unpack(&[packed], &mut back);
        assert_eq!(back, values);
        // The second has three bits.
        assert!(layout.has_room(1, 7) && !layout.has_room(1, 8));
        // Three of 30 bits, and two more each: two in the first word.
        let layout = Layout::new(&[1 << 30; 3]);
        assert_eq!((layout.words, layout.fields[2].word), (2, 1));
    }
}
