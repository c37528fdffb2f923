//! The operator `aggregate_by_key`.

use crate::data::key::Key;
use crate::data::pair::Pair;
use crate::data::record::Value;
use crate::language::Stream;
use crate::language::keyed::combine_by_key::{CombineByKey, CombinerFeed};

/// The stage of `aggregate_by_key`.
pub type AggregateByKey<F, C> = CombineByKey<F, C>;

/// Returns the first combiner of every key.
///
/// # Errors
/// None.
#[doc(hidden)]
pub fn constants<C>(zero: C) -> Result<C, String> {
    Ok(zero)
}

impl Stream {
    /// Folds the values of each key into a value of another type: `aggregate_by_key(zero, add,
    /// merge)`.
    ///
    /// Works like [`combine_by_key`](Stream::combine_by_key), but the combiner of a key starts as a
    /// clone of `zero`. Spark: `aggregateByKey`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let longest = Collected::new();
    /// let job = stream! {
    ///     memory([[(1_u8, "a"), (1, "bcd"), (2, "")]])
    ///         |> aggregate_by_key(0_usize, |n, word| n.max(word.len()), |a, b| a.max(b))
    ///         |> collect(&longest)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(longest.sorted_batches(), [[(1, 3), (2, 0)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn aggregate_by_key<P, C: Value>(
        self,
        feed: &mut CombinerFeed<'_, '_, <P::Key as Key>::Family, C>,
        record: P,
        zero: &C,
        add: impl Fn(C, P::Value) -> C,
    ) where
        P: Pair<Key: Key>,
    {
        let (key, value) = record.pair();
        feed.update(key, |combiner| {
            self.blame(|| add(combiner.unwrap_or_else(|| zero.clone()), value))
        });
    }
}
