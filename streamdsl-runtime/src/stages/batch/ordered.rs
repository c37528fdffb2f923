//! The largest and smallest records of a batch.

use std::cmp::Ordering;

use crate::base::blame::OperatorId;
use crate::data::record::Column;
use crate::stages::batch::Batch;

impl<'a, C: Column> Batch<'a, C> {
    /// Returns the `n` largest records, the largest first.
    ///
    /// Reads each record once and keeps at most `2 * n` of them. A record with a NaN comes last.
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
        C::View<'a>: PartialOrd,
    {
        self.take_ordered_by(n, descending)
    }

    /// Returns the `n` largest records in the order that `compare` defines, the largest first. Use
    /// it for records without an order of their own, or to compare them in another way.
    ///
    /// Which of several equal records are returned is not
    /// specified.
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
        C::View<'a>: PartialOrd,
    {
        self.take_ordered_by(n, ascending)
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
        let mut kept = Vec::with_capacity(most.min(self.len()));
        for record in self {
            kept.push(record);
            if kept.len() == most {
                kept.select_nth_unstable_by(last, &mut compare);
                kept.truncate(n);
            }
        }
        kept.sort_unstable_by(compare);
        kept.truncate(n);
        kept
    }
}

/// Returns the first `n` records by a key, in order: it selects them first, then sorts them. If
/// `key` or `compare` panics, the error names `op`.
pub(crate) fn first_by<'a, C: Column, K>(
    op: OperatorId,
    batch: Option<Batch<'a, C>>,
    n: usize,
    key: impl Fn(&C::View<'a>) -> K,
    compare: impl Fn(&K, &K) -> Ordering,
) -> std::vec::IntoIter<C::View<'a>> {
    let records = batch.into_iter().flatten();
    let first = op.blame(|| {
        let mut keyed: Vec<_> = records.map(|record| (key(&record), record)).collect();
        if n > 0 && n < keyed.len() {
            keyed.select_nth_unstable_by(n - 1, |(a, _), (b, _)| compare(a, b));
        }
        keyed.truncate(n);
        keyed.sort_by(|(a, _), (b, _)| compare(a, b));
        keyed.into_iter().map(|(_, record)| record).collect::<Vec<_>>()
    });
    first.into_iter()
}

/// The smallest first. What is not equal to itself, such as a NaN or a tuple with a NaN, comes last.
#[inline]
pub(crate) fn ascending<K: PartialOrd>(a: &K, b: &K) -> Ordering {
    has_no_order(a).cmp(&has_no_order(b)).then_with(|| a.partial_cmp(b).unwrap_or(Ordering::Equal))
}

/// The largest first. What is not equal to itself comes last, as in the other direction.
#[inline]
pub(crate) fn descending<K: PartialOrd>(a: &K, b: &K) -> Ordering {
    has_no_order(a).cmp(&has_no_order(b)).then_with(|| b.partial_cmp(a).unwrap_or(Ordering::Equal))
}

#[inline]
fn has_no_order<K: PartialOrd>(key: &K) -> bool {
    key.partial_cmp(key) != Some(Ordering::Equal)
}

/// A key that `compare` puts in order.
pub(crate) struct Ordered<K, F> {
    key: K,
    compare: F,
}

impl<K, F> Ordered<K, F> {
    pub(crate) fn new(key: K, compare: F) -> Self {
        Self { key, compare }
    }
}

impl<K, F: Fn(&K, &K) -> Ordering> Ord for Ordered<K, F> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (self.compare)(&self.key, &other.key)
    }
}

impl<K, F: Fn(&K, &K) -> Ordering> PartialOrd for Ordered<K, F> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K, F: Fn(&K, &K) -> Ordering> PartialEq for Ordered<K, F> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K, F: Fn(&K, &K) -> Ordering> Eq for Ordered<K, F> {}
