//! The largest and smallest records of a batch.

use std::cmp::Ordering;

use crate::base::blame::OperatorId;
use crate::data::record::Column;
use crate::stages::batch::Batch;

impl<'a, C: Column> Batch<'a, C> {
    /// Returns the `n` largest records, the largest first.
    ///
    /// Reads each record once and keeps at most `2 * n` of them.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     memory([[3, 1, 4, 1, 5]]) |> foreach_batch(|batch| {
    ///         assert_eq!(batch.top(2), [5, 4]);
    ///         assert_eq!(batch.take_ordered(2), [1, 1]);
    ///     })
    /// };
    /// streamdsl::testing::run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn top(&self, n: usize) -> Vec<C::View<'a>>
    where
        C::View<'a>: Ord,
    {
        self.top_by(n, Ord::cmp)
    }

    /// Returns the `n` largest records in the order that `compare` defines, the largest first. Use
    /// it for records without an order of their own, or to compare them in another way.
    ///
    /// Compare floats with `f64::total_cmp`. Equal records keep their order, and the first of them
    /// are returned.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     memory([[("a", 0.5_f64), ("b", 2.5)]]) |> foreach_batch(|batch| {
    ///         assert_eq!(batch.top_by(1, |a, b| a.1.total_cmp(&b.1)), [("b", 2.5)]);
    ///     })
    /// };
    /// streamdsl::testing::run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn top_by(
        &self,
        n: usize,
        mut compare: impl FnMut(&C::View<'a>, &C::View<'a>) -> Ordering,
    ) -> Vec<C::View<'a>> {
        self.take_ordered_by(n, |a, b| compare(b, a))
    }

    /// Returns the `n` smallest records, the smallest first. See [`top`](Self::top).
    pub fn take_ordered(&self, n: usize) -> Vec<C::View<'a>>
    where
        C::View<'a>: Ord,
    {
        self.take_ordered_by(n, Ord::cmp)
    }

    /// Returns the `n` smallest records in the order that `compare` defines, the smallest first.
    /// See [`top_by`](Self::top_by).
    pub fn take_ordered_by(
        &self,
        n: usize,
        mut compare: impl FnMut(&C::View<'a>, &C::View<'a>) -> Ordering,
    ) -> Vec<C::View<'a>> {
        let Some(last) = n.checked_sub(1) else { return Vec::new() };
        let most = n.saturating_mul(2);
        let mut compare = |(i, a): &(usize, C::View<'a>), (j, b): &(usize, C::View<'a>)| {
            compare(a, b).then(i.cmp(j))
        };
        let mut kept = Vec::with_capacity(most.min(self.len()));
        for record in self.iter().enumerate() {
            kept.push(record);
            if kept.len() == most {
                kept.select_nth_unstable_by(last, &mut compare);
                kept.truncate(n);
            }
        }
        kept.sort_unstable_by(compare);
        kept.truncate(n);
        kept.into_iter().map(|(_, record)| record).collect()
    }
}

/// Returns the first `n` records by a key, in order: it selects them first, then sorts them. Records
/// with equal keys keep their order. If
/// `key` panics, the error names `op`.
pub(crate) fn first_by<'a, C: Column, K: Ord>(
    op: OperatorId,
    batch: Option<Batch<'a, C>>,
    n: usize,
    key: impl Fn(&C::View<'a>) -> K,
) -> std::vec::IntoIter<C::View<'a>> {
    let records = batch.into_iter().flatten();
    let with_key = |(at, record)| (key(&record), at, record);
    let mut keyed: Vec<_> = op.blame(|| records.enumerate().map(with_key).collect());
    let compare = |(a, i, _): &(K, usize, _), (b, j, _): &(K, usize, _)| a.cmp(b).then(i.cmp(j));
    if n > 0 && n < keyed.len() {
        keyed.select_nth_unstable_by(n - 1, compare);
    }
    keyed.truncate(n);
    keyed.sort_unstable_by(compare);
    let records: Vec<_> = keyed.into_iter().map(|(_, _, record)| record).collect();
    records.into_iter()
}
