use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use crate::language::Stream;

/// Draws records at random.
#[derive(Debug)]
pub struct Sampler {
    /// A draw below this keeps the record.
    threshold: u64,
    state: Cell<u64>,
}

impl Sampler {
    /// Keeps a record with probability `fraction`; a seed makes the draws of a
    /// worker repeatable.
    pub fn new(fraction: f64, seed: Option<u64>) -> Self {
        // 1.0 and more saturate to `u64::MAX`, everything below 0.0 and NaN to 0.
        #[allow(clippy::cast_sign_loss)]
        let threshold = (fraction * u64::MAX as f64) as u64;
        let seed = seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        Self { threshold, state: Cell::new(seed) }
    }

    /// Whether the next record is kept (`SplitMix64`).
    #[inline]
    fn draw(&self) -> bool {
        let state = self.state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.set(state);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) < self.threshold || self.threshold == u64::MAX
    }
}

/// The probability of a record, checked, with the seed.
///
/// # Errors
/// If the fraction is not one.
#[doc(hidden)]
pub fn constants(fraction: f64, seed: Option<u64>) -> Result<Sampler, String> {
    if (0.0..=1.0).contains(&fraction) {
        return Ok(Sampler::new(fraction, seed));
    }
    Err(format!("the fraction {fraction} is not from 0 to 1"))
}

impl Stream {
    /// Some of the records, drawn at random: `sample(0.1)`, or
    /// `sample(0.1, seed = 7)`.
    ///
    /// Each record is kept with the given probability, independently of the
    /// others; one that is not from 0 to 1 is an error before the first batch. A seed makes the draws
    /// repeatable as long as the same worker takes the same records. Stateless,
    /// fused into the loop around it. Spark: `transform(_.sample(false,
    /// fraction))`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let some = Collected::new();
    /// let job = stream! { memory([0..10_000]) |> sample(0.5) |> count |> collect(&some) };
    /// streamdsl::testing::run(job)?;
    /// assert!((4_000..6_000).contains(&some.records()[0]));
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn sample<A>(self, _record: &A, sampler: &Sampler) -> bool {
        sampler.draw()
    }
}
