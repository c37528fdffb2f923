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
        self.take_in_order(n, descending)
    }

    /// Returns the `n` largest records in the order that `compare` defines, the largest first. Use
    /// it for records without an order of their own, or to compare them in another way.
    ///
    /// Equal records keep their order, and the first of them are returned.
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
        self.take_in_order(n, ascending)
    }

    /// Returns the `n` smallest records in the order that `compare` defines, the smallest first.
    /// See [`top_by`](Self::top_by).
    pub fn take_ordered_by(
        &self,
        n: usize,
        compare: impl FnMut(&C::View<'a>, &C::View<'a>) -> Ordering,
    ) -> Vec<C::View<'a>> {
        first_of(self.iter(), n, compare)
    }

    /// Returns the first `n` records in the order that `compare` defines, those without an order last.
    fn take_in_order(
        &self,
        n: usize,
        compare: impl FnMut(&C::View<'a>, &C::View<'a>) -> Ordering,
    ) -> Vec<C::View<'a>>
    where
        C::View<'a>: PartialOrd,
    {
        let mut last = Vec::new();
        let in_order = self.iter().filter_map(|record| {
            if !has_no_order(&record) {
                return Some(record);
            }
            if last.len() < n {
                last.push(record);
            }
            None
        });
        let mut first = first_of(in_order, n, compare);
        last.truncate(n - first.len());
        first.append(&mut last);
        first
    }
}

/// Returns the first `n` records in the order that `compare` defines. Equal records keep their order.
/// Keeps at most `2 * n` records.
fn first_of<R>(
    records: impl Iterator<Item = R>,
    n: usize,
    mut compare: impl FnMut(&R, &R) -> Ordering,
) -> Vec<R> {
    let Some(last) = n.checked_sub(1) else { return Vec::new() };
    let most = n.saturating_mul(2);
    let mut compare = |(i, a): &(usize, R), (j, b): &(usize, R)| compare(a, b).then(i.cmp(j));
    let mut kept = Vec::with_capacity(most.min(records.size_hint().1.unwrap_or(0)));
    for record in records.enumerate() {
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

/// Returns the `n` records with the smallest keys, in order: it selects them first, then sorts them.
/// Keys without an order come last. If `key` or a comparison panics, the error names `op`.
pub(crate) fn first_by<'a, C: Column, K: PartialOrd>(
    op: OperatorId,
    batch: Option<Batch<'a, C>>,
    n: usize,
    key: impl Fn(&C::View<'a>) -> K,
) -> std::vec::IntoIter<C::View<'a>> {
    let records = batch.into_iter().flatten();
    let first = op.blame(|| {
        let with_key = |(at, record)| (key(&record), (at, record));
        let mut keyed: Vec<_> = records.enumerate().map(with_key).collect();
        let mut last = without_order(&mut keyed);
        let compare = |(a, (i, _)): &(K, (usize, _)), (b, (j, _)): &(K, (usize, _))| {
            ascending(a, b).then(i.cmp(j))
        };
        if n > 0 && n < keyed.len() {
            keyed.select_nth_unstable_by(n - 1, compare);
        }
        keyed.truncate(n);
        keyed.sort_unstable_by(compare);
        last.truncate(n - keyed.len());
        keyed.append(&mut last);
        keyed.into_iter().map(|(_, (_, record))| record).collect::<Vec<_>>()
    });
    first.into_iter()
}

/// Sorts records by a key, the smallest first. Records with equal keys stay in order. Keys without an
/// order come last.
pub(crate) fn sort_by_key<R, K: PartialOrd>(records: &mut [R], key: impl Fn(&R) -> K) {
    /// As the standard library does it, small keys are sorted together with small positions.
    macro_rules! sort_with {
        ($position:ty) => {{
            let keys = records.iter().map(key).enumerate();
            let mut keyed: Vec<_> = keys.map(|(at, key)| (key, at as $position)).collect();
            let mut last = without_order(&mut keyed);
            keyed.sort_unstable_by(|(a, at), (b, other)| {
                ascending(a, b).then_with(|| at.cmp(other))
            });
            keyed.append(&mut last);
            for at in 0..records.len() {
                let mut from = keyed[at].1;
                // What was there has been moved to where the record that was here belongs.
                while (from as usize) < at {
                    from = keyed[from as usize].1;
                }
                keyed[at].1 = from;
                records.swap(at, from as usize);
            }
        }};
    }
    let is_smaller = size_of::<(K, u32)>() < size_of::<(K, usize)>();
    if is_smaller && u32::try_from(records.len()).is_ok() {
        sort_with!(u32);
    } else {
        sort_with!(usize);
    }
}

/// Takes out what has no order, and keeps the order of the rest.
fn without_order<K: PartialOrd, T>(keyed: &mut Vec<(K, T)>) -> Vec<(K, T)> {
    if !keyed.iter().any(|(key, _)| has_no_order(key)) {
        return Vec::new();
    }
    let all = std::mem::take(keyed).into_iter();
    let (in_order, last) = all.partition(|(key, _)| !has_no_order(key));
    *keyed = in_order;
    last
}

/// The smallest first, for keys that have an order.
#[inline]
fn ascending<K: PartialOrd>(a: &K, b: &K) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

/// The largest first, for keys that have an order.
#[inline]
fn descending<K: PartialOrd>(a: &K, b: &K) -> Ordering {
    b.partial_cmp(a).unwrap_or(Ordering::Equal)
}

/// Whether a key is not equal to itself, such as a NaN or a tuple with a NaN. It is compared with no
/// other key: a NaN in one place of a tuple would make the order contradict itself.
#[inline]
fn has_no_order<K: PartialOrd>(key: &K) -> bool {
    key.partial_cmp(key) != Some(Ordering::Equal)
}
