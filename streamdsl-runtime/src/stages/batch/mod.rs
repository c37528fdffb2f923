//! A whole batch, as user code gets it.

mod files;
mod ordered;
mod stats;

pub(crate) use ordered::{first_by, sort_by_key};
pub use stats::{Measure, Stats};

use crate::base::time::BatchTime;
use crate::data::record::Column;
pub use crate::stages::order::Iter;
use crate::stages::order::Sorted;

/// All records of one batch, as the functions of `transform` and `foreach_batch` get it. It
/// corresponds to an RDD of Spark.
///
/// Text records are `&str` that borrow from the batch; other records are values. A `Batch` is
/// `Copy` and can be read any number of times. For `map`, `filter`, `sum`, `max_by` and others use
/// its iterator.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let job = stream! {
///     memory([["b", "a", "b"]]) |> count_by_value |> foreach_batch(|batch, time| {
///         if batch.is_empty() {
///             return;
///         }
///         let most = batch.top_by(1, |a, b| a.1.cmp(&b.1));
///         assert_eq!(most, [("b", 2)]);
///         println!("{time}: {} words, most often {:?}", batch.count(), most);
///     })
/// };
/// streamdsl::testing::run(job)?;
/// # Ok::<(), streamdsl::Error>(())
/// ```
#[derive(Debug)]
pub struct Batch<'a, C: Column> {
    records: &'a Sorted<C>,
    time: BatchTime,
}

#[allow(clippy::expl_impl_clone_on_copy)] // a derive would ask for `C: Copy`
impl<C: Column> Clone for Batch<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Column> Copy for Batch<'_, C> {}

impl<'a, C: Column> Batch<'a, C> {
    pub(crate) fn new(records: &'a Sorted<C>, time: BatchTime) -> Self {
        Self { records, time }
    }

    /// Returns the end time of the batch.
    pub fn time(&self) -> BatchTime {
        self.time
    }

    /// Returns the number of records. Spark: `count`.
    pub fn count(&self) -> u64 {
        self.len() as u64
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether the batch has no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the records in the order of the stream. Records of a keyed operator have this order
    /// for each key; the order among keys is not specified.
    pub fn iter(&self) -> Iter<'a, C> {
        self.records.records()
    }

    /// Returns the first record; `None` if the batch is empty.
    pub fn first(&self) -> Option<C::View<'a>> {
        self.iter().next()
    }

    /// Returns the first `n` records, or all if there are fewer. For the largest or smallest records use [`top`](Self::top) and
    /// [`take_ordered`](Self::take_ordered).
    pub fn take(&self, n: usize) -> Vec<C::View<'a>> {
        self.iter().take(n).collect()
    }

    /// Returns the records as owned values, text as `String`.
    pub fn collect(&self) -> Vec<C::Owned> {
        use crate::data::record::Record;
        self.iter().map(Record::into_owned).collect()
    }

    /// Combines all records into one; `None` if the batch is empty.
    ///
    /// `f` takes two records and returns one of the same type. The order in which records are
    /// combined is not specified. To combine records into another type, or text into longer text,
    /// use [`fold`](Self::fold).
    pub fn reduce(
        &self,
        f: impl FnMut(C::View<'a>, C::View<'a>) -> C::View<'a>,
    ) -> Option<C::View<'a>> {
        self.iter().reduce(f)
    }

    /// Combines all records, starting with `zero`; returns `zero` if the batch is empty.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     memory([["to", "be"]]) |> foreach_batch(|batch| {
    ///         assert_eq!(batch.fold(0, |letters, word| letters + word.len()), 4);
    ///     })
    /// };
    /// streamdsl::testing::run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn fold<A>(&self, zero: A, f: impl FnMut(A, C::View<'a>) -> A) -> A {
        self.iter().fold(zero, f)
    }
}

impl<'a, C: Column> IntoIterator for Batch<'a, C> {
    type Item = C::View<'a>;
    type IntoIter = Iter<'a, C>;

    fn into_iter(self) -> Iter<'a, C> {
        self.iter()
    }
}

impl<'a, C: Column> IntoIterator for &Batch<'a, C> {
    type Item = C::View<'a>;
    type IntoIter = Iter<'a, C>;

    fn into_iter(self) -> Iter<'a, C> {
        self.iter()
    }
}
