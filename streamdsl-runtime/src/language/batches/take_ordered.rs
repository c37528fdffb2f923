//! The operator `take_ordered`.

use crate::data::record::Column;
use crate::language::Stream;
use crate::stages::batch::{Batch, first_by};
use crate::stages::gathered::WholeBatch;

/// The stage of `take_ordered`.
pub type TakeOrdered<C> = WholeBatch<C>;

/// Returns how many records the operator yields.
///
/// # Errors
/// None.
#[doc(hidden)]
pub fn constants(n: usize) -> Result<usize, String> {
    Ok(n)
}

impl Stream {
    /// Yields the smallest records of a batch, the smallest first: `take_ordered(n)`, or
    /// `take_ordered(n, |record| key)`.
    ///
    /// The opposite of [`top`](Stream::top); a key with a NaN comes last here too. Spark: `rdd.takeOrdered(n)` in `transform`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let least = Collected::new();
    /// let job = stream! { memory([[5, 1, 4, 2]]) |> take_ordered(2) |> collect(&least) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(least.batches(), [[1, 2]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn take_ordered<'a, C: Column, K: PartialOrd>(
        self,
        batch: Option<Batch<'a, C>>,
        n: &usize,
        key: impl Fn(&C::View<'a>) -> K,
    ) -> std::vec::IntoIter<C::View<'a>> {
        first_by(self.id(), batch, *n, key)
    }
}
