//! The operator `sort_by`.

use std::cmp::Reverse;

use crate::data::record::Column;
use crate::language::Stream;
use crate::stages::batch::{Batch, sort_by_key};
use crate::stages::gathered::WholeBatch;

/// The stage of `sort_by`.
pub type SortBy<C> = WholeBatch<C>;

/// Returns whether the largest records come first.
///
/// # Errors
/// None.
#[doc(hidden)]
pub fn constants(descending: Option<bool>) -> Result<bool, String> {
    Ok(descending.unwrap_or(false))
}

impl Stream {
    /// Sorts the records of a batch: `sort_by(|record| key)`, or `sort_by(|record| key, descending
    /// = true)`.
    ///
    /// The function takes a reference to a record and returns an owned sort key: an integer, a
    /// `String`, a float, a tuple. A key with a NaN comes last, in both directions. Records with equal keys are in no particular order. The first worker keeps
    /// the whole batch, sorts it, and passes it on in order. Spark: `transform(_.sortBy(..))`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let sorted = Collected::new();
    /// let job = stream! {
    ///     memory([["ccc", "a", "bb"]])
    ///         |> sort_by(|word| word.len(), descending = true)
    ///         |> collect(&sorted)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sorted.batches(), [["ccc", "bb", "a"]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn sort_by<'a, C: Column, K: PartialOrd>(
        self,
        batch: Option<Batch<'a, C>>,
        key: impl Fn(&C::View<'a>) -> K,
        is_descending: &bool,
    ) -> std::vec::IntoIter<C::View<'a>> {
        let mut records: Vec<_> = batch.into_iter().flatten().collect();
        self.blame(|| {
            if *is_descending {
                sort_by_key(&mut records, |record| Reverse(key(record)));
            } else {
                sort_by_key(&mut records, key);
            }
        });
        records.into_iter()
    }
}
