//! The operator `union`.

use std::marker::PhantomData;

use crate::data::of_type::OfType;
use crate::data::record::Record;
use crate::language::Stream;

/// Ensures that all streams of a union have the same type of record.
#[derive(Debug)]
pub struct Union<T>(PhantomData<fn() -> T>);

impl<T> Union<T> {
    #[doc(hidden)]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl Stream {
    /// Merges several streams into one: `union(other, ..)`.
    ///
    /// The operator neither keeps nor moves records: what follows is fused into the loop of each
    /// stream. The streams must have records of the same type and be emitted in the same batches.
    /// Spark: `union`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let all = Collected::new();
    /// let job = stream! {
    ///     let evens = memory([vec![2, 4], vec![6]]);
    ///     memory([vec![1], vec![3]]) |> union(evens) |> collect(&all);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(all.sorted_batches(), [vec![1, 2, 4], vec![3, 6]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn union<R, T>(self, _streams: &Union<T>, record: R) -> R
    where
        R: Record<Owned: OfType<T>>,
    {
        record
    }
}
