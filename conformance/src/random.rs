//! A small generator of numbers: the same seed gives the same cases everywhere and for ever.

/// [SplitMix64](https://prng.di.unimi.it/splitmix64.c).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The generator for one case of one seed: cases do not depend on each other.
    #[must_use]
    pub fn for_case(seed: u64, case: u64) -> Self {
        let mut random = Self(seed ^ 0x9e37_79b9_7f4a_7c15);
        let base = random.next();
        Self(base ^ case.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// True in `percent` of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the values.
    ///
    /// # Panics
    /// Without any value.
    pub fn pick<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())].clone()
    }

    /// One of the values, each as often as its weight.
    ///
    /// # Panics
    /// Where the weights sum to nothing.
    pub fn weighted<T: Clone>(&mut self, values: &[(usize, T)]) -> T {
        let mut left = self.below(values.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in values {
            match left.checked_sub(*weight) {
                None => return value.clone(),
                Some(rest) => left = rest,
            }
        }
        panic!("the weights sum to nothing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_case_of_the_same_seed_is_the_same() {
        let draw = |seed, case| {
            let mut random = Random::for_case(seed, case);
            [0; 4].map(|_| random.below(1000))
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
        assert_eq!(Random::for_case(1, 1).weighted(&[(0, 'a'), (1, 'b')]), 'b');
    }
}
