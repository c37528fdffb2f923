//! Types the values that each worker computes once for an operator, and refuses
//! those that make no sense.

use crate::language::Sampler;

/// A value, or what is wrong with it.
type Checked<T> = Result<T, String>;

/// What an aggregate starts with.
///
/// # Errors
/// None.
pub fn aggregate_by_key<C>(zero: C) -> Checked<C> {
    Ok(zero)
}

/// How many records are drawn.
///
/// # Errors
/// If the fraction is not one.
pub fn sample(fraction: f64, seed: Option<u64>) -> Checked<Sampler> {
    if (0.0..=1.0).contains(&fraction) {
        return Ok(Sampler::new(fraction, seed));
    }
    Err(format!("the fraction {fraction} is not from 0 to 1"))
}

/// Whether the greatest come first.
///
/// # Errors
/// None.
pub fn sort_by(descending: Option<bool>) -> Checked<bool> {
    Ok(descending.unwrap_or(false))
}

/// How many records are taken.
///
/// # Errors
/// None.
pub fn top(n: usize) -> Checked<usize> {
    Ok(n)
}

/// How many records are taken.
///
/// # Errors
/// None.
pub fn take_ordered(n: usize) -> Checked<usize> {
    Ok(n)
}
