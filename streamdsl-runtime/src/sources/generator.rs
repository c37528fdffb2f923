//! The source for computed records.

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::item_buffer::{CHUNK, weight};
use crate::sources::rate::{Pace, Rate};

/// Computes `rate` records per second by calling `make` with 0, 1, 2, and so on.
///
/// The rate follows the job's clock. With a manual or simulated clock, a test gets exactly `rate`
/// records per second of that clock's time. The records of a batch are computed at its end while
/// workers process them, so they need not fit into memory.
///
/// ```
/// # use streamdsl::source::generator;
/// let squares = generator(1000, |n| n * n).limit(5000);
/// ```
pub fn generator<T, F>(rate: impl Rate, make: F) -> GeneratorSource<T, F>
where
    F: FnMut(u64) -> T + Send + 'static,
    T: Send + 'static,
{
    GeneratorSource { rate: rate.per_second(), make, next: 0, limit: None, open: None }
}

/// A source of computed records, created by [`generator`].
pub struct GeneratorSource<T, F> {
    rate: f64,
    make: F,
    next: u64,
    limit: Option<u64>,
    open: Option<(Pace, Inlet<ItemsChunk<T>>)>,
}

impl<T: Send + 'static, F> GeneratorSource<T, F> {
    /// Ends the source after `count` records. The job then ends by itself, if its other sources
    /// have ended too.
    pub fn limit(mut self, count: u64) -> Self {
        self.limit = Some(count);
        self
    }
}

impl<T, F> Source for GeneratorSource<T, F>
where
    F: FnMut(u64) -> T + Send + 'static,
    T: Send + 'static,
{
    type Chunk = ItemsChunk<T>;

    fn describe(&self) -> String {
        format!("generator of {} per second", self.rate)
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        let mut pace = Pace::new(self.rate, || "generator".into())?;
        pace.start(inlet.now());
        self.open = Some((pace, inlet));
        Ok(())
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        let Some((pace, inlet)) = &mut self.open else { return Ok(()) };
        let end = self.next.saturating_add(pace.due(batch, inlet.skipped()));
        let end = end.min(self.limit.unwrap_or(u64::MAX));
        while self.next < end {
            let chunk_end = end.min(self.next + CHUNK as u64);
            let items: Vec<_> = (self.next..chunk_end).map(|n| (self.make)(n)).collect();
            let bytes = weight::<T>(items.len());
            if inlet.push_weighed(items, bytes).is_err() {
                return Ok(());
            }
            self.next = chunk_end;
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.limit.is_some_and(|limit| self.next >= limit)
    }

    fn stop(&mut self) {}
}
