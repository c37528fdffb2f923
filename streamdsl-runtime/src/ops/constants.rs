//! Types the values that each worker computes once for an operator.

use super::Sampler;

/// What an aggregate starts with.
pub fn aggregate_by_key<C>(zero: C) -> C {
    zero
}

/// How many records are drawn.
pub fn sample(fraction: f64, seed: Option<u64>) -> Sampler {
    Sampler::new(fraction, seed)
}

/// Whether the greatest come first.
pub fn sort_by(descending: Option<bool>) -> bool {
    descending.unwrap_or(false)
}

/// How many records are taken.
pub fn top(n: usize) -> usize {
    n
}

/// How many records are taken.
pub fn take_ordered(n: usize) -> usize {
    n
}
