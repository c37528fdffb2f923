//! The operator `count_by_window`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::combine::add;
use crate::data::key::PageBytes;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::language::batches::count::CountFeed;
use crate::plan::WindowId;
use crate::stages::window::{Inverse, WindowedValue};
use crate::state::Slot;

/// The stage of a count over a window. The first worker keeps the window.
pub struct CountByWindow {
    slot: Slot,
    here: u64,
    window: WindowedValue<'static, u64>,
    position: u64,
    leads: bool,
}

impl CountByWindow {
    #[doc(hidden)]
    pub fn new(
        worker: &mut Worker,
        _op: Stream,
        window: WindowId,
        slot: &'static str,
    ) -> Result<Self> {
        let slot = worker.slot(slot, WindowedValue::<u64>::shape())?;
        let spec = worker.window_spec(window);
        worker.check_window(&slot, spec)?;
        let mut window = WindowedValue::new(spec, Inverse::of_add());
        worker.restore(&slot, |input, _| window.load(input, add))?;
        Ok(Self { slot, here: 0, window, position: 0, leads: worker.is_leader() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> CountFeed<'_> {
        CountFeed::new(&mut self.here)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.window.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.position = batch.position();
        if let Some(counts) = worker.gather(std::mem::take(&mut self.here))? {
            self.window.add(self.position, Some(counts.into_iter().sum()), add);
        }
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = u64> {
        let count = self.leads.then(|| self.window.emit(self.position, add).unwrap_or(0));
        count.into_iter()
    }

    #[doc(hidden)]
    pub fn save(&self, worker: &mut Worker) {
        if self.leads {
            worker.save(&self.slot, |out| self.window.encode(out));
        }
    }
}

impl Stream {
    /// Counts the records of a window: `count_by_window(30s, 10s)`.
    ///
    /// The same as `window(30s, 10s) |> count`, with one count per pane. Yields one `u64` per
    /// slide, 0 for an empty window. Spark: `countByWindow`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let counts = Collected::new();
    /// let job = stream! {
    ///     memory([vec!["a", "b"], vec![], vec!["c"], vec![]])
    ///         |> count_by_window(3s, 1s)
    ///         |> collect(&counts)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(counts.records(), [2, 2, 3, 1]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn count_by_window<R>(self, feed: &mut CountFeed<'_>, record: R) {
        self.count(feed, record);
    }
}
