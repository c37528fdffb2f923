use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::batch::Batch;
use crate::stages::gathered::{Gathered, RecordFeed};

/// The stage of the operators that put a whole batch in order.
#[derive(Debug)]
pub struct SortBy<C> {
    gathered: Gathered<C>,
}

/// The stage of `top`.
pub type Top<C> = SortBy<C>;

/// The stage of `take_ordered`.
pub type TakeOrdered<C> = SortBy<C>;

impl<C: Column> SortBy<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { gathered: Gathered::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.gathered.feed(window)
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.gathered.gather(worker, batch)
    }

    #[doc(hidden)]
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.gathered.batch()
    }
}

impl Stream {
    /// The records of a batch in order: `sort_by(|record| key)`, or
    /// `sort_by(|record| key, descending = true)`.
    ///
    /// The function is given a reference to a record and returns what to
    /// compare (owned: an integer, a `String`, a tuple; floats, which are not `Ord`,
    /// are sorted in a `transform` by `f64::total_cmp`). Records with equal keys
    /// keep no particular order. The whole batch is kept, sorted on the first
    /// worker, and goes on from there in order. Spark: `transform(_.sortBy(..))`.
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
    pub fn sort_by<'a, C: Column, K: Ord>(
        self,
        batch: Option<Batch<'a, C>>,
        key: impl Fn(&C::View<'a>) -> K,
        descending: &bool,
    ) -> std::vec::IntoIter<C::View<'a>> {
        let mut records: Vec<_> = batch.into_iter().flatten().collect();
        self.blame(|| {
            if *descending {
                records.sort_by_cached_key(|record| std::cmp::Reverse(key(record)));
            } else {
                records.sort_by_cached_key(key);
            }
        });
        records.into_iter()
    }

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
        self.first_by(batch, *n, |record| std::cmp::Reverse(key(record)))
    }

    /// The least records of a batch, the least first: `take_ordered(n)`, or
    /// `take_ordered(n, |record| key)`.
    ///
    /// As [`top`](Stream::top), from the other end. Spark: `rdd.takeOrdered(n)`
    /// in `transform`.
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
    pub fn take_ordered<'a, C: Column, K: Ord>(
        self,
        batch: Option<Batch<'a, C>>,
        n: &usize,
        key: impl Fn(&C::View<'a>) -> K,
    ) -> std::vec::IntoIter<C::View<'a>> {
        self.first_by(batch, *n, key)
    }

    /// The first `n` records by a key, in order: selected first, then sorted.
    fn first_by<'a, C: Column, K: Ord>(
        self,
        batch: Option<Batch<'a, C>>,
        n: usize,
        key: impl Fn(&C::View<'a>) -> K,
    ) -> std::vec::IntoIter<C::View<'a>> {
        let records = batch.into_iter().flatten();
        let mut keyed: Vec<_> =
            self.blame(|| records.map(|record| (key(&record), record)).collect());
        if n > 0 && n < keyed.len() {
            keyed.select_nth_unstable_by(n - 1, |(a, _), (b, _)| a.cmp(b));
        }
        keyed.truncate(n);
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        let records: Vec<_> = keyed.into_iter().map(|(_, record)| record).collect();
        records.into_iter()
    }
}

/// The key of a record that is compared as it is.
#[doc(hidden)]
pub fn itself<T: Clone>(record: &T) -> T {
    record.clone()
}
