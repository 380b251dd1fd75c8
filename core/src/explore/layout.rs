//! The packed form of a state: where each component is.
//!
//! A component's value is a number among all that it has had so far, so it takes as many bits as that needs; a
//! component that never changes takes none. No field straddles two words.

use alloc::vec::Vec;

/// Most words of a packed state.
pub(super) const MOST_WORDS: usize = 8;

/// Most spare bits of a field.
const MOST_SPARE: u32 = 8;

/// The place of a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub word: u8,
    pub shift: u8,
    pub mask: u32,
}

impl Field {
    /// The value in this field.
    #[inline(always)]
    pub fn get<const W: usize>(self, state: &[u64; W]) -> u32 {
        // The number of words is a constant: `% W` removes the bounds check.
        (state[usize::from(self.word) % W] >> (self.shift & 63)) as u32 & self.mask
    }

    /// The bits of `value`, in place.
    pub fn bits(self, value: u32) -> u64 {
        u64::from(value) << self.shift
    }
}

/// The place of every component.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub fields: Vec<Field>,
    /// Words in use.
    pub words: usize,
}

impl Layout {
    /// A layout for components with this many values each, and as many spare bits as fit without another word: a new
    /// layout for all states is costly.
    pub fn new(values: &[u32]) -> Layout {
        let least = Layout::with_spare(values, 0);
        let roomy = (1..=MOST_SPARE).rev().map(|spare| Layout::with_spare(values, spare));
        roomy.into_iter().find(|layout| layout.words == least.words).unwrap_or(least)
    }

    /// With this many spare bits in each field.
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

    /// Whether a value fits a component's field.
    pub fn has_room(&self, component: u32, value: u32) -> bool {
        value & self.fields[component as usize].mask == value
    }

    /// A mask of these components' fields.
    pub fn mask<const W: usize>(&self, components: &[u32]) -> [u64; W] {
        let mut mask = [0; W];
        for &component in components {
            let field = self.fields[component as usize];
            mask[usize::from(field.word)] |= field.bits(field.mask);
        }
        mask
    }

    /// The values of all components.
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
        // 1, 2, 3, 4, 5, 1000 and 2³² − 1 values take 0, 1, 2, 2, 3, 10 and 32 bits, 50 in all. Two spare bits for each
        // of the first five that change make 60; three would make 65.
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
        // Three of 30 bits with two spare bits each: two in the first word.
        let layout = Layout::new(&[1 << 30; 3]);
        assert_eq!((layout.words, layout.fields[2].word), (2, 1));
    }
}
