use std::cmp::Reverse;

use crate::data::record::Column;
use crate::language::Stream;
use crate::stages::batch::{Batch, first_by};
use crate::stages::gathered::WholeBatch;

/// The stage of `top`.
pub type Top<C> = WholeBatch<C>;

/// How many records are taken.
///
/// # Errors
/// None.
#[doc(hidden)]
pub fn constants(n: usize) -> Result<usize, String> {
    Ok(n)
}

impl Stream {
    /// The greatest records of a batch, the greatest first: `top(n)`, or
    /// `top(n, |record| key)`.
    ///
    /// Without a function the records themselves are compared; a function is
    /// given a reference to a record and returns what to compare (owned). The
    /// whole batch is kept and looked through on the first worker: behind an
    /// aggregate that is a record per key. Spark: `rdd.top(n)` in `transform`.
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
    pub fn top<'a, C: Column, K: Ord>(
        self,
        batch: Option<Batch<'a, C>>,
        n: &usize,
        key: impl Fn(&C::View<'a>) -> K,
    ) -> std::vec::IntoIter<C::View<'a>> {
        first_by(self.id(), batch, *n, |record| Reverse(key(record)))
    }
}
