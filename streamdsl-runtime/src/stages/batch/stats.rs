//! Statistics of numbers.

use std::fmt;

use crate::data::record::Column;
use crate::stages::batch::Batch;

/// A number that can be part of statistics. Integers beyond 2^53 are rounded.
#[diagnostic::on_unimplemented(
    message = "statistics need numbers, found `{Self}`",
    note = "map the records to numbers first: `|> map(|record| ..)`"
)]
pub trait Measure {
    /// Returns the number as `f64`.
    fn measure(self) -> f64;
}

macro_rules! measures {
    ($($number:ty)*) => {$(
        impl Measure for $number {
            #[allow(clippy::cast_lossless)]
            fn measure(self) -> f64 {
                self as f64
            }
        }
    )*};
}

measures!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);

/// Count, mean, variance, smallest and largest of some numbers. The numbers are not kept.
///
/// The computation does not lose digits, as a sum of squares would. Parts can be
/// [merged](Stats::merge).
///
/// ```
/// use streamdsl::ops::Stats;
///
/// let stats: Stats = [1.0, 2.0, 3.0, 3.0, 3.0, 3.0].into_iter().collect();
/// assert_eq!(stats.mean(), 2.5);
/// assert_eq!(
///     stats.to_string(),
///     "(count: 6, mean: 2.5, stdev: 0.7637626158259734, max: 3.0, min: 1.0)"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stats {
    count: u64,
    mean: f64,
    /// The sum of the squared distances from the mean.
    squares: f64,
    max: f64,
    min: f64,
}

impl Default for Stats {
    fn default() -> Self {
        Self { count: 0, mean: 0.0, squares: 0.0, max: f64::NEG_INFINITY, min: f64::INFINITY }
    }
}

impl Stats {
    /// Returns the statistics of no numbers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a number.
    pub fn add(&mut self, number: impl Measure) {
        let number = number.measure();
        self.count += 1;
        let distance = number - self.mean;
        self.mean += distance / self.count as f64;
        self.squares += distance * (number - self.mean);
        self.max = larger(self.max, number);
        self.min = -larger(-self.min, -number);
    }

    /// Adds all numbers of `other`.
    pub fn merge(&mut self, other: &Stats) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (here, there) = (self.count as f64, other.count as f64);
        let distance = other.mean - self.mean;
        self.count += other.count;
        let all = self.count as f64;
        self.mean += distance * there / all;
        self.squares += other.squares + distance * distance * here * there / all;
        self.max = larger(self.max, other.max);
        self.min = -larger(-self.min, -other.min);
    }

    /// Returns the count of the numbers.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the mean; 0 if there are no numbers.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Returns the sum, computed from the mean.
    pub fn sum(&self) -> f64 {
        self.mean * self.count as f64
    }

    /// Returns the variance of the numbers as a population; NaN if there are no numbers.
    pub fn variance(&self) -> f64 {
        self.squares / self.count as f64
    }

    /// Returns the variance of the numbers as a sample; NaN if there are fewer than two numbers.
    pub fn sample_variance(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.squares / (self.count - 1) as f64 }
    }

    /// Returns the standard deviation of the numbers as a population; NaN if there are no numbers.
    pub fn stdev(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Returns the standard deviation of the numbers as a sample; NaN if there are fewer than two
    /// numbers.
    pub fn sample_stdev(&self) -> f64 {
        self.sample_variance().sqrt()
    }

    /// Returns the largest number; negative infinity if there are no numbers, NaN if one of them is
    /// NaN.
    pub fn max(&self) -> f64 {
        self.max
    }

    /// Returns the smallest number; infinity if there are no numbers, NaN if one of them is NaN.
    pub fn min(&self) -> f64 {
        self.min
    }
}

fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || a >= b { a } else { b }
}

/// In the format of Spark: `(count: 2, mean: 2.5, stdev: 0.5, max: 3.0, min: 2.0)`.
impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "(count: {}, mean: {:?}, stdev: {:?}, max: {:?}, min: {:?})",
            self.count,
            self.mean,
            self.stdev(),
            self.max,
            self.min
        )
    }
}

impl<N: Measure> Extend<N> for Stats {
    fn extend<I: IntoIterator<Item = N>>(&mut self, numbers: I) {
        for number in numbers {
            self.add(number);
        }
    }
}

impl<N: Measure> FromIterator<N> for Stats {
    fn from_iter<I: IntoIterator<Item = N>>(numbers: I) -> Self {
        let mut stats = Self::new();
        stats.extend(numbers);
        stats
    }
}

impl<'a, C: Column> Batch<'a, C> {
    /// Returns count, mean, standard deviation, variance, largest and smallest of the records,
    /// which must be numbers.
    ///
    /// An empty batch is no error: its count and mean are 0; for the other values see [`Stats`].
    /// Any iterator over numbers can also be collected into `Stats`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     memory([vec!["to", "sleep"], vec![]])
    ///         |> map(|word| word.len())
    ///         |> foreach_batch(|batch, time| println!("{time}: {}", batch.stats()))
    /// };
    /// streamdsl::testing::run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn stats(&self) -> Stats
    where
        C::View<'a>: Measure,
    {
        self.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs().max(1.0)
    }

    #[test]
    fn no_numbers_have_count_and_mean_zero() {
        let stats = Stats::new();
        assert_eq!((stats.count(), stats.sum(), stats.mean()), (0, 0.0, 0.0));
        assert!(stats.stdev().is_nan() && stats.variance().is_nan());
        assert_eq!(stats.to_string(), "(count: 0, mean: 0.0, stdev: NaN, max: -inf, min: inf)");
    }

    #[test]
    fn one_number_has_no_deviation() {
        let stats: Stats = [7_u64].into_iter().collect();
        assert_eq!((stats.stdev(), stats.max(), stats.min()), (0.0, 7.0, 7.0));
        assert!(stats.sample_stdev().is_nan());
    }

    #[test]
    fn small_differences_of_large_numbers_are_kept() {
        let stats: Stats = [1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0].into_iter().collect();
        assert!(close(stats.variance(), 22.5), "{stats}");
        assert!(close(stats.sample_variance(), 30.0), "{stats}");
    }

    #[test]
    fn merged_parts_are_the_whole() {
        let numbers: Vec<i32> = (0..100).map(|n| n * n % 37).collect();
        let whole: Stats = numbers.iter().copied().collect();
        let mut merged = Stats::new();
        for part in numbers.chunks(7) {
            merged.merge(&part.iter().copied().collect());
            merged.merge(&Stats::new());
        }
        assert_eq!(merged.count(), whole.count());
        assert_eq!((merged.max(), merged.min()), (whole.max(), whole.min()));
        assert!(close(merged.mean(), whole.mean()) && close(merged.stdev(), whole.stdev()));
    }

    #[test]
    fn nan_makes_every_value_nan() {
        let stats: Stats = [1.0, f64::NAN, 2.0].into_iter().collect();
        assert!(stats.mean().is_nan() && stats.max().is_nan() && stats.min().is_nan());
        assert!(stats.variance().is_nan());
    }
}
