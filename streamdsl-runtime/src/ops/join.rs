use super::grouped::{GroupFeed, Groups};
use super::{Pair, Stream};
use crate::error::Result;
use crate::key::{Key, KeyFamily, PackedOf};
use crate::keyed::PageWindow;
use crate::record::{Column, Record};
use crate::worker::{self, Worker};

/// The keys of one side of a join, which must be those of the other.
#[diagnostic::on_unimplemented(
    message = "both streams of a `join` need the same keys, found `{F}` and `{Self}`",
    label = "joins keys of different types",
    note = "bring the keys of one stream to the type of the other first: `|> map(|(key, value)| (.., value))`"
)]
pub trait SameKeys<F: KeyFamily>: KeyFamily {
    /// The same groups, known by the other name of their keys.
    fn same<C>(groups: &mut Groups<Self, C>) -> &mut Groups<F, C>
    where
        Self: Sized;
}

impl<F: KeyFamily> SameKeys<F> for F {
    fn same<C>(groups: &mut Groups<F, C>) -> &mut Groups<F, C> {
        groups
    }
}

/// The stage of `join`.
pub struct Join<F: KeyFamily, L, R> {
    left: Groups<F, L>,
    right: Groups<F, R>,
    /// The keys that both sides have, as each side packs them.
    matches: Vec<(PackedOf<F>, PackedOf<F>)>,
}

impl<F: KeyFamily, L: Column, R: Column> Join<F, L, R> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { left: Groups::default(), right: Groups::default(), matches: Vec::new() })
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageWindow<'p>) -> GroupFeed<'s, 'p, F, L> {
        self.left.feed(window)
    }

    #[doc(hidden)]
    pub fn finish<G: SameKeys<F>>(
        &mut self,
        worker: &mut Worker,
        _batch: &worker::Batch,
        other: &mut Groups<G, R>,
    ) -> Result<()> {
        let other = G::same(other);
        self.left.exchange(worker)?;
        other.exchange(worker)?;
        std::mem::swap(&mut self.right, other);
        self.matches.clear();
        let (left, right) = (self.left.owned(), self.right.owned());
        for (key, _) in right.iter() {
            let in_left = left.pack(PageWindow::none(), &key);
            if left.get(in_left).is_some() {
                self.matches.push((in_left, PackedOf::<F>::default()));
            }
        }
        for (in_left, in_right) in &mut self.matches {
            let key = F::view(in_left, left.interner());
            *in_right = right.pack(PageWindow::none(), key);
        }
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, (L::View<'_>, R::View<'_>))> {
        let (left, right) = (&*self.left.owned(), &*self.right.owned());
        let matches = self.matches.iter().filter_map(|(in_left, in_right)| {
            Some((in_left, left.get(*in_left)?, right.get(*in_right)?))
        });
        matches.flat_map(move |(key, lefts, rights)| {
            (0..lefts.len() * rights.len()).filter_map(move |pair| {
                let values = (lefts.get(pair / rights.len())?, rights.get(pair % rights.len())?);
                Some((F::view(key, left.interner()), values))
            })
        })
    }
}

impl Stream {
    /// Joins two streams of pairs by their keys: `join(other)`.
    ///
    /// Yields `(key, (value, other value))` for every combination of the
    /// values that a key has in both streams in this batch, or, behind a
    /// [`window`](Stream::window), in this window. Both must be emitted in the
    /// same batches. The values of both sides are kept until the end of the
    /// batch. Spark: `join`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let joined = Collected::new();
    /// let job = stream! {
    ///     let ages = memory([[(1, 30), (2, 40)]]);
    ///     memory([[(1, 1.5), (1, 2.5), (3, 3.5)]]) |> join(ages) |> collect(&joined);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(joined.sorted_batches(), [[(1, (1.5, 30)), (1, (2.5, 30))]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn join<P>(
        self,
        feed: &mut GroupFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        let (key, value) = record.pair();
        feed.push(key, value);
    }

    /// The record of the other stream of a join.
    #[doc(hidden)]
    #[inline(always)]
    pub fn join_other<P>(
        self,
        feed: &mut GroupFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        self.join(feed, record);
    }
}
