//! The random number generator of a run: the same numbers on every machine and in every version.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): eight lines of our own,
//! because a shared link must give the same run forever, and libraries reserve the right to draw differently in a later
//! version. The logarithm is `libm`'s, which is the same natively and in the browser.

/// A separate generator for each process, so that the draws of one never depend on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng {
    state: u64,
}

const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The generator of process `number` under `seed`.
    pub fn new(seed: u64, number: u64) -> Rng {
        Rng { state: mix(seed ^ mix(number.wrapping_add(GAMMA))) }
    }

    /// 64 random bits.
    pub fn next_bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mix(self.state)
    }

    /// Uniform from 0 to `most`, both inclusive.
    pub fn up_to(&mut self, most: u64) -> u64 {
        match most.checked_add(1) {
            // The high half of the product; it deviates from uniform by less than (most + 1) / 2⁶⁴.
            Some(count) => ((u128::from(self.next_bits()) * u128::from(count)) >> 64) as u64,
            None => self.next_bits(),
        }
    }

    /// Exponential with this mean, in whole µs, rounded to the nearest.
    pub fn exponential_us(&mut self, mean_us: u64) -> u64 {
        // From (0, 1]: 53 bits, the smallest 2⁻⁵³, so that the logarithm is finite.
        let uniform = ((self.next_bits() >> 11) + 1) as f64 / (1u64 << 53) as f64;
        let drawn = -libm::log(uniform) * mean_us as f64;
        libm::floor(drawn + 0.5) as u64
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // SplitMix64 from state 0: the reference implementation's first numbers.
        let mut rng = Rng { state: 0 };
        assert_eq!(rng.next_bits(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(rng.next_bits(), 0x6E78_9E6A_A1B9_65F4);
        assert_eq!(rng.next_bits(), 0x06C4_5D18_8009_454F);
    }

    #[test]
    fn numbers_stay_in_their_range_and_reach_both_ends() {
        let mut rng = Rng::new(1, 0);
        let mut seen = [0; 6];
        for _ in 0..6_000 {
            seen[rng.up_to(5) as usize] += 1;
        }
        // 6,000 throws: each face 1,000 times, give or take 5 standard deviations of √(6000 · 1/6 · 5/6) = 28.9.
        assert!(seen.iter().all(|&count| (855..=1_145).contains(&count)), "{seen:?}");
    }

    #[test]
    fn the_mean_is_the_mean() {
        let mut rng = Rng::new(7, 3);
        let sum: u64 = (0..10_000).map(|_| rng.exponential_us(4_000)).sum();
        // The mean of 10,000 draws has a standard deviation of 4,000 / √10,000 = 40 µs; 5 of them are 200.
        assert!(sum.abs_diff(40_000_000) <= 200 * 10_000, "{sum}");
    }
}
