//! The operator `sample`.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::language::Stream;

/// Decides at random which records are kept.
#[derive(Debug)]
pub struct Sampler {
    /// A record is kept if its random number is below this.
    threshold: u64,
    seed: Option<u64>,
    /// Only one worker uses it. It is atomic because a program hands samplers from thread to thread.
    state: AtomicU64,
}

impl Clone for Sampler {
    /// A sampler for another worker. Without a seed, it has random numbers of its own.
    fn clone(&self) -> Self {
        Self::starting(self.threshold, self.seed)
    }
}

impl Sampler {
    /// Keeps a record with probability `fraction`. A seed makes the decisions of a worker
    /// repeatable.
    pub fn new(fraction: f64, seed: Option<u64>) -> Self {
        // 1.0 and more saturate to `u64::MAX`, everything below 0.0 and NaN to 0.
        #[allow(clippy::cast_sign_loss)]
        let threshold = (fraction * u64::MAX as f64) as u64;
        Self::starting(threshold, seed)
    }

    fn starting(threshold: u64, seed: Option<u64>) -> Self {
        let state = seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        Self { threshold, seed, state: AtomicU64::new(state) }
    }

    /// Returns whether the next record is kept. The random numbers are those of `SplitMix64`.
    #[inline]
    fn draw(&self) -> bool {
        let state = self.state.load(Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.store(state, Ordering::Relaxed);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) < self.threshold || self.threshold == u64::MAX
    }
}

/// Makes the sampler from the operator's arguments.
///
/// # Errors
/// If the fraction is not a probability.
#[doc(hidden)]
pub fn constants(fraction: f64, seed: Option<u64>) -> Result<Sampler, String> {
    if (0.0..=1.0).contains(&fraction) {
        return Ok(Sampler::new(fraction, seed));
    }
    Err(format!("the fraction {fraction} is not from 0 to 1"))
}

impl Stream {
    /// Keeps a random sample of the records: `sample(0.1)`, or `sample(0.1, seed = 7)`.
    ///
    /// Each record is kept with the given probability, independently of the others. A probability
    /// outside of 0 to 1 is an error before the first batch. With a seed the sample is repeatable
    /// as long as the same worker gets the same records. Stateless; fused into the surrounding
    /// loop. Spark: `transform(_.sample(false, fraction))`.
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
