//! The operator `window`.

use std::time::Duration;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::{KeyFamily, PageBytes};
use crate::data::place::Place;
use crate::data::record::{Column, Record, Value};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::language::windows::count_by_window::CountByWindow;
use crate::language::windows::reduce_by_key_and_window::ReduceByKeyAndWindow;
use crate::language::windows::reduce_by_window::ReduceByWindow;
use crate::plan::WindowId;
use crate::stages::order::{Lanes, NumberedRuns, RecordFeed, Run};
use crate::stages::window::WindowBuffer;
use crate::state::Slot;

/// The stage of `window` over plain records. Each worker keeps the records that it has seen.
pub type Window<C> = WindowStage<C, false>;

/// The same, if a later operator needs the order of the stream across all workers.
pub type WindowInOrder<C> = WindowStage<C, true>;

/// The stage of `window` over plain records.
#[derive(Debug)]
pub struct WindowStage<C, const IN_ORDER: bool> {
    slot: Slot,
    buffer: WindowBuffer<C>,
    /// What the window took when the last batch ended.
    kept: Memory,
    /// The records of the batch that has not ended.
    seen: Lanes<C>,
}

impl<C: Column, const IN_ORDER: bool> WindowStage<C, IN_ORDER> {
    #[doc(hidden)]
    pub fn new(
        worker: &mut Worker,
        _op: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<Self> {
        let slot = worker.slot(slot, WindowBuffer::<C>::shape())?;
        let mut buffer = WindowBuffer::new(worker.window_spec(window));
        // Records have no key and thus no owner: the first worker restores all of them.
        worker.restore(&slot, |input, owner| {
            let mut saved = WindowBuffer::new(buffer.spec());
            let kept = if owner.is_leader() { &mut buffer } else { &mut saved };
            kept.load(input)
        })?;
        let kept = buffer.usage().lasting();
        Ok(Self { slot, buffer, kept, seen: Lanes::default() })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.seen.begin(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.seen.feed()
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.seen.usage().filling() + self.kept
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        worker.check()?;
        let seen = std::mem::take(&mut self.seen);
        let records = if IN_ORDER {
            NumberedRuns::of_all_workers(seen, worker)?
        } else {
            NumberedRuns::of_worker(seen)
        };
        self.buffer.add(batch.position(), records);
        self.kept = self.buffer.usage().lasting();
        Ok(())
    }

    #[doc(hidden)]
    pub fn runs(&mut self) -> impl Iterator<Item = Run<impl Iterator<Item = C::View<'_>>>> {
        self.buffer.runs()
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = C::View<'_>> {
        self.buffer.runs().flatten()
    }

    #[doc(hidden)]
    pub fn save(&self, worker: &mut Worker) {
        worker.save(&self.slot, |out| self.buffer.encode(out));
    }
}

/// A stream of which only the number of records is needed.
#[derive(Clone, Copy, Debug)]
pub struct CountStream;

impl CountStream {
    #[doc(hidden)]
    pub const fn new(_op: u16) -> Self {
        Self
    }

    /// Makes the stage of a window that is counted. See [`Stream::window`].
    ///
    /// # Errors
    /// If the slot is taken, or the snapshot has a window of another type or with other panes.
    pub fn window(
        self,
        worker: &mut Worker,
        count: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<CountByWindow> {
        CountByWindow::new(worker, count, window, slot)
    }
}

/// A stream of which only one combined value is needed.
#[derive(Clone, Copy, Debug)]
pub struct ReducedStream;

impl ReducedStream {
    #[doc(hidden)]
    pub const fn new(_op: u16) -> Self {
        Self
    }

    /// Makes the stage of a window that is reduced to one value. See [`Stream::window`].
    ///
    /// # Errors
    /// If the slot is taken, or the snapshot has a window of another type or with other panes.
    pub fn window<'f, V: Value>(
        self,
        worker: &mut Worker,
        reduce: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<ReduceByWindow<'f, V>> {
        ReduceByWindow::new(worker, reduce, window, slot)
    }
}

/// A stream of tables: each batch has each key once.
#[derive(Clone, Copy, Debug)]
pub struct TableStream;

impl TableStream {
    #[doc(hidden)]
    pub const fn new(_op: u16) -> Self {
        Self
    }

    /// Makes the stage of a window over a table. See [`Stream::window`].
    ///
    /// # Errors
    /// If the slot is taken, or the snapshot has a window of another type or with other panes.
    pub fn window<'f, F: KeyFamily, V: Value>(
        self,
        worker: &mut Worker,
        aggregate: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<ReduceByKeyAndWindow<'f, F, V>> {
        ReduceByKeyAndWindow::new(worker, aggregate, window, slot)
    }
}

/// Returns the slide of a window.
#[doc(hidden)]
pub fn slide(slide: Duration) -> Option<Duration> {
    Some(slide)
}

impl Stream {
    /// Yields the records of the last `window`, at the end of every `slide`: `window(30s, 10s)`.
    ///
    /// The first windows are partial. Without a slide the operator emits in every batch of its
    /// stream. Window and slide must be multiples of the batch interval (or of the slide of the
    /// window before). They need not be multiples of each other, and the slide may be longer than
    /// the window.
    ///
    /// Directly after a table, as [`reduce_by_key`](Stream::reduce_by_key) and
    /// [`count_by_value`](Stream::count_by_value) yield it, the operator is a *windowed aggregate*:
    /// it yields each key once, with its values combined over the window. It then keeps panes
    /// instead of records. The same holds for a window that is followed by a `reduce_by_key`,
    /// `count_by_value`, `reduce` or `count`, with only stateless operators between them. In all
    /// other cases it keeps the records themselves. Spark: `window`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let counts = Collected::new();
    /// let job = stream! {
    ///     memory([vec![7_u8, 7], vec![7], vec![8], vec![]])
    ///         |> reduce_by_key(+)
    ///         |> window(2s, 1s)
    ///         |> collect(&counts)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(
    ///     counts.sorted_batches(),
    ///     [vec![(7, 2)], vec![(7, 3)], vec![(7, 1), (8, 1)], vec![(8, 1)]],
    /// );
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn window<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
