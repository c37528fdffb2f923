//! The operator `reduce_by_key_and_window`.

use crate::base::error::Result;
use crate::base::memory::{Memory, Usage};
use crate::data::codec::put_varint;
use crate::data::key::{Interner, PageBytes};
use crate::data::key::{Key, KeyFamily, Packed, PackedOf, Seed};
use crate::data::pair::IntoPair;
use crate::data::record::Value;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::plan::WindowId;
use crate::plan::WindowSpec;
use crate::stages::exchanged::{Exchanged, TableFeed};
use crate::stages::keyed::Table;
use crate::stages::window::{Inverse, WindowedTable};
use crate::state::Slot;

/// The stage of a windowed keyed aggregate, in each of the forms in which it can be written.
///
/// Each worker fills its table for a whole pane. Only then is the table exchanged and added to the
/// window, so a batch in the middle of a pane costs no more than its records.
pub struct ReduceByKeyAndWindow<'f, F: KeyFamily, V> {
    op: Stream,
    slot: Slot,
    spec: WindowSpec,
    table: Exchanged<F, V>,
    /// The pane that was not complete when the snapshot was taken, if batches are missing since then
    /// and the pane ended in one of them.
    missed: Option<Missed<F, V>>,
    /// More values that a snapshot has for the pane that was not complete: several workers may have
    /// saved a value for the same key.
    reopened: Vec<(PackedOf<F>, V)>,
    /// Created in the first batch, because `finish` brings the inverse.
    window: Option<WindowedTable<'f, F, V>>,
    /// What the window kept after the last batch.
    kept: Memory,
    position: u64,
}

/// A pane of which the last batches are missing.
struct Missed<F: KeyFamily, V> {
    /// The last batch of the pane.
    end: u64,
    /// What this worker owns of it.
    table: Table<F, V>,
}

impl<'f, F: KeyFamily, V: Value> ReduceByKeyAndWindow<'f, F, V> {
    #[doc(hidden)]
    pub fn new(
        worker: &mut Worker,
        op: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<Self> {
        let slot = worker.slot(slot, WindowedTable::<F, V>::shape())?;
        let spec = worker.window_spec(window);
        worker.check_window(&slot, spec)?;
        // Scattered records must be exchanged in every batch, so a pane must be one batch long.
        let table = if spec.pane() == 1 && spec.slide <= spec.window {
            Exchanged::scattering()
        } else {
            Exchanged::default()
        };
        let missed = worker.interruption(&slot).and_then(|(begun, saved_at)| {
            let end = saved_at.checked_next_multiple_of(spec.pane())?;
            (saved_at < end && end <= begun).then(|| Missed { end, table: Table::for_owner() })
        });
        let mut stage = Self {
            op,
            slot,
            spec,
            table,
            missed,
            reopened: Vec::new(),
            window: None,
            kept: Memory::default(),
            position: 0,
        };
        stage.reopen_pane(worker)?;
        Ok(stage)
    }

    /// Restores the pane that was not complete when the snapshot was taken. This happens before the
    /// first record, so the values of a key are combined in the order of their arrival.
    fn reopen_pane(&mut self, worker: &Worker) -> Result<()> {
        let local = match &mut self.missed {
            Some(missed) => &mut missed.table,
            None => self.table.local(),
        };
        let reopened = &mut self.reopened;
        worker.restore(&self.slot, |input, owner| {
            input.varint()?;
            for _ in 0..input.count()? {
                let key = F::decode(input, local.interner_mut())?;
                let value = V::decode(input)?;
                if !owner.owns(key.hash(Seed::of_process())) {
                    continue;
                }
                if local.get(key).is_some() {
                    reopened.push((key, value));
                } else {
                    local.upsert(key, value, |_, value| value);
                }
            }
            // `restore` reads the window itself.
            input.take(input.remaining()).map(|_| ())
        })
    }

    #[doc(hidden)]
    #[inline]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> TableFeed<'s, 'p, F, V> {
        self.table.feed(self.op.id(), window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        let table = self.table.kept_with_values();
        // A pane of several batches stays when a batch ends.
        let table = if self.spec.pane() > 1 { Memory::lasting(table.reserved) } else { table };
        table + Usage::of_vec(&self.reopened).lasting() + self.kept
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        batch: &CurrentBatch,
        combine: impl Fn(V, V) -> V,
        inverse: Inverse<'f, V>,
    ) -> Result<()> {
        worker.check_overflow()?;
        let op = self.op;
        let combine = |a, b| op.blame(|| combine(a, b));
        self.position = batch.position();
        let mut window = match self.window.take() {
            Some(window) => window,
            None => self.restore(worker, &combine, inverse)?,
        };
        self.fill_reopened(&mut window, combine);
        if !self.spec.covers(self.position) {
            self.table.local().clear();
        } else if self.position.is_multiple_of(self.spec.pane())
            || self.spec.pane_ends_within(self.position, batch.missing_after())
        {
            window.add(self.position, self.table.exchange(worker, combine)?, combine);
        }
        self.kept = window.kept();
        self.window = Some(window);
        Ok(())
    }

    /// Completes the pane that was restored, in the first batch. A pane that has ended goes to the
    /// window.
    fn fill_reopened(
        &mut self,
        window: &mut WindowedTable<'f, F, V>,
        combine: impl Fn(V, V) -> V + Copy,
    ) {
        let mut missed = self.missed.take();
        for (key, value) in self.reopened.drain(..) {
            let table = match &mut missed {
                Some(missed) => &mut missed.table,
                None => self.table.local(),
            };
            table.upsert(key, value, combine);
        }
        if let Some(Missed { end, mut table }) = missed {
            window.add(end, &mut table, combine);
        }
    }

    fn restore(
        &self,
        worker: &Worker,
        combine: impl Fn(V, V) -> V,
        inverse: Inverse<'f, V>,
    ) -> Result<WindowedTable<'f, F, V>> {
        let mut window = WindowedTable::new(self.spec, inverse.blamed_on(self.op.id()));
        worker.restore(&self.slot, |input, owner| {
            input.varint()?;
            let mut scratch = Interner::default();
            for _ in 0..input.count()? {
                scratch.clear();
                F::decode(input, &mut scratch)?;
                V::decode(input)?;
            }
            window.load(input, |hash| owner.owns(hash), &combine)
        })?;
        Ok(window)
    }

    #[doc(hidden)]
    pub fn records<'t>(
        &'t mut self,
        combine: impl Fn(V, V) -> V + 't,
    ) -> impl Iterator<Item = (F::View<'t>, V)> {
        let (op, position) = (self.op, self.position);
        let combine = move |a, b| op.blame(|| combine(a, b));
        self.window
            .as_mut()
            .into_iter()
            .flat_map({
                let mut combine = Some(combine);
                move |window| {
                    combine.take().map(|combine| window.emit(position, combine)).into_iter()
                }
            })
            .flatten()
    }

    #[doc(hidden)]
    pub fn save(&self, worker: &mut Worker) {
        match &self.window {
            Some(window) => worker.save(&self.slot, |out| {
                put_varint(out, self.spec.pane());
                self.table.filling().save(out, |value: &V| Some(value));
                window.encode(out);
            }),
            None => worker.keep(&self.slot),
        }
    }
}

impl Stream {
    /// Combines the values of each key over a window: `reduce_by_key_and_window(op, 30s, 10s)`.
    ///
    /// The same as `reduce_by_key(op) |> window(30s, 10s)` and as `window(30s, 10s) |>
    /// reduce_by_key(op)`. Yields each key that occurs in the window once, with its values
    /// combined. A key that is no longer in the window is removed.
    ///
    /// The operator keeps panes, whose length is the greatest common divisor of window and slide.
    /// Up to eight panes are combined at each emission. For more panes it keeps a running total if
    /// values that leave the window can be removed from it (`+` on integers, or `inverse = f`), and
    /// two stacks otherwise. With `inverse = f` it always keeps a running total. Floats are never
    /// subtracted.
    ///
    /// With `filter = |pair| ..` only the pairs for which the predicate is true are emitted; the
    /// others stay in the window. Spark: `reduceByKeyAndWindow`. Spark needs its `filterFunc` to
    /// remove dead keys; here no filter is needed for that.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let totals = Collected::new();
    /// let job = stream! {
    ///     memory([[(1, 5)], [(1, 7)], [(2, 9)]])
    ///         |> reduce_by_key_and_window(+, 2s, 1s, inverse = |total, old| total - old)
    ///         |> collect(&totals)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(totals.sorted_batches(), [vec![(1, 5)], vec![(1, 12)], vec![(1, 7), (2, 9)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn reduce_by_key_and_window<R>(
        self,
        feed: &mut TableFeed<'_, '_, <R::Key as Key>::Family, R::Value>,
        record: R,
        combine: impl Fn(R::Value, R::Value) -> R::Value,
    ) where
        R: IntoPair<Key: Key, Value: Value>,
    {
        self.reduce_by_key(feed, record, combine);
    }
}
