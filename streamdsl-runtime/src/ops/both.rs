//! Two streams of pairs, brought together by key.

use super::grouped::{GroupFeed, Groups};
use crate::error::Result;
use crate::key::{KeyFamily, PackedOf};
use crate::keyed::PageWindow;
use crate::record::Column;
use crate::worker::Worker;

/// A key as each side packs it; nothing where a side lacks it.
type InBoth<F> = (Option<PackedOf<F>>, Option<PackedOf<F>>);

/// The groups of two streams, and the keys of either.
pub(super) struct Both<F: KeyFamily, L, R> {
    left: Groups<F, L>,
    right: Groups<F, R>,
    /// Each key once.
    keys: Vec<InBoth<F>>,
}

impl<F: KeyFamily, L, R> Default for Both<F, L, R> {
    fn default() -> Self {
        Self { left: Groups::default(), right: Groups::default(), keys: Vec::new() }
    }
}

impl<F: KeyFamily, L: Column, R: Column> Both<F, L, R> {
    /// Takes pairs of the first stream in.
    pub(super) fn feed<'s, 'p>(&'s mut self, window: PageWindow<'p>) -> GroupFeed<'s, 'p, F, L> {
        self.left.feed(window)
    }

    /// Ends the batch: this worker has all there is of its keys, and knows
    /// which of them are on both sides.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub(super) fn meet(&mut self, worker: &mut Worker, other: &mut Groups<F, R>) -> Result<()> {
        self.left.exchange(worker)?;
        other.exchange(worker)?;
        std::mem::swap(&mut self.right, other);
        let (left, right) = (self.left.owned(), self.right.owned());
        self.keys.clear();
        for (&in_right, _) in right.packed() {
            let in_left = left.pack(PageWindow::none(), F::view(&in_right, right.interner()));
            let on_both = left.get(in_left).is_some();
            self.keys.push((on_both.then_some(in_left), Some(in_right)));
        }
        for (&in_left, _) in left.packed() {
            let in_right = right.pack(PageWindow::none(), F::view(&in_left, left.interner()));
            if right.get(in_right).is_none() {
                self.keys.push((Some(in_left), None));
            }
        }
        Ok(())
    }

    /// Each key with the values that either side has for it.
    pub(super) fn groups(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<&L>, Option<&R>))> {
        let (left, right) = (&*self.left.owned(), &*self.right.owned());
        self.keys.iter().filter_map(|(in_left, in_right)| {
            let key = match (in_left, in_right) {
                (Some(key), _) => F::view(key, left.interner()),
                (None, Some(key)) => F::view(key, right.interner()),
                (None, None) => return None,
            };
            let lefts = in_left.and_then(|key| left.get(key));
            let rights = in_right.and_then(|key| right.get(key));
            Some((key, (lefts, rights)))
        })
    }

    /// Every combination of the values of a key; where a side has none, the
    /// values of the other one alone.
    #[allow(clippy::type_complexity)] // a name would hide what it says
    pub(super) fn pairs(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<L::View<'_>>, Option<R::View<'_>>))> {
        let (left, right) = (&*self.left.owned(), &*self.right.owned());
        self.keys.iter().flat_map(move |(in_left, in_right)| {
            let lefts = in_left.and_then(|key| left.get(key));
            let rights = in_right.and_then(|key| right.get(key));
            let (rows, columns) =
                (lefts.map_or(1, Column::len), rights.map_or(1, Column::len).max(1));
            (0..rows * columns).filter_map(move |at| {
                let key = match (in_left, in_right) {
                    (Some(key), _) => F::view(key, left.interner()),
                    (None, Some(key)) => F::view(key, right.interner()),
                    (None, None) => return None,
                };
                let l = lefts.and_then(|values| values.get(at / columns));
                let r = rights.and_then(|values| values.get(at % columns));
                Some((key, (l, r)))
            })
        })
    }
}
