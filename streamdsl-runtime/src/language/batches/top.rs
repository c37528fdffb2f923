//! The operator `top`.

use std::cmp::Reverse;

use crate::data::record::Column;
use crate::language::Stream;
use crate::stages::batch::{Batch, first_by};
use crate::stages::gathered::WholeBatch;

/// The stage of `top`.
pub type Top<C> = WholeBatch<C>;

/// Returns how many records the operator yields.
///
/// # Errors
/// None.
#[doc(hidden)]
pub fn constants(n: usize) -> Result<usize, String> {
    Ok(n)
}

impl Stream {
    /// Yields the largest records of a batch, the largest first: `top(n)`, or `top(n, |record|
    /// key)`.
    ///
    /// Without a function the records themselves are compared. A function takes a reference to a
    /// record and returns an owned key, which is compared. A key with a NaN comes last. The first worker keeps the whole batch
    /// to select from; after an aggregate, this is one record per key. Spark: `rdd.top(n)` in
    /// `transform`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let common = Collected::new();
    /// let job = stream! {
    ///     memory([[3_u8, 7, 3, 9, 3, 7]])
    ///         |> reduce_by_key(+)
    ///         |> top(2, |(_, count)| *count)
    ///         |> collect(&common)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(common.batches(), [[(3, 3), (7, 2)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn top<'a, C: Column, K: PartialOrd>(
        self,
        batch: Option<Batch<'a, C>>,
        n: &usize,
        key: impl Fn(&C::View<'a>) -> K,
    ) -> std::vec::IntoIter<C::View<'a>> {
        first_by(self.id(), batch, *n, |record| Reverse(key(record)))
    }
}
