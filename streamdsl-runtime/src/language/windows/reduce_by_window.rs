//! The operator `reduce_by_window`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::record::Value;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::language::batches::reduce::ReduceFeed;
use crate::plan::WindowId;
use crate::plan::WindowSpec;
use crate::stages::window::{Inverse, WindowedValue};
use crate::state::Slot;

/// The stage of a reduction over a window. The first worker keeps the window.
pub struct ReduceByWindow<'f, V> {
    op: Stream,
    slot: Slot,
    spec: WindowSpec,
    here: Option<V>,
    /// Created in the first batch, because `finish` brings the inverse.
    window: Option<WindowedValue<'f, V>>,
    position: u64,
    leads: bool,
}

impl<'f, V: Value> ReduceByWindow<'f, V> {
    #[doc(hidden)]
    pub fn new(
        worker: &mut Worker,
        op: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<Self> {
        let slot = worker.slot(slot, WindowedValue::<V>::shape())?;
        let (spec, leads) = (worker.window_spec(window), worker.is_leader());
        worker.check_window(&slot, spec)?;
        Ok(Self { op, slot, spec, here: None, window: None, position: 0, leads })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> ReduceFeed<'_, V> {
        ReduceFeed::new(&mut self.here)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.window.as_ref().map(WindowedValue::kept).unwrap_or_default()
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
        let Some(values) = worker.gather(self.here.take())? else { return Ok(()) };
        let mut window = if let Some(window) = self.window.take() {
            window
        } else {
            let mut window = WindowedValue::new(self.spec, inverse.blamed_on(op.id()));
            worker.restore(&self.slot, |input, _| window.load(input, combine))?;
            window
        };
        let value = values.into_iter().flatten().reduce(combine);
        window.add(self.position, value, combine);
        self.window = Some(window);
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self, combine: impl Fn(V, V) -> V) -> impl Iterator<Item = V> {
        let (op, position) = (self.op, self.position);
        let window = self.window.as_mut();
        let value =
            window.and_then(|window| window.emit(position, |a, b| op.blame(|| combine(a, b))));
        value.into_iter()
    }

    #[doc(hidden)]
    pub fn save(&self, worker: &mut Worker) {
        match &self.window {
            Some(window) => worker.save(&self.slot, |out| window.encode(out)),
            None if self.leads => worker.keep(&self.slot),
            None => {}
        }
    }
}

impl Stream {
    /// Combines the records of a window into one: `reduce_by_window(op, 30s, 10s)`.
    ///
    /// The same as `window(30s, 10s) |> reduce(op)`, with one value per pane. An empty window
    /// yields nothing. Values that leave the window are removed from the result with `inverse = f`,
    /// or by subtraction for `+` on integers. Floats are never subtracted. Spark: `reduceByWindow`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let highest = Collected::new();
    /// let job = stream! {
    ///     memory([vec![3, 9], vec![4], vec![], vec![]])
    ///         |> reduce_by_window(max, 2s, 1s)
    ///         |> collect(&highest)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(highest.batches(), [vec![9], vec![9], vec![4], vec![]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn reduce_by_window<V: Value>(
        self,
        feed: &mut ReduceFeed<'_, V>,
        record: V,
        combine: impl Fn(V, V) -> V,
    ) {
        self.reduce(feed, record, combine);
    }
}
