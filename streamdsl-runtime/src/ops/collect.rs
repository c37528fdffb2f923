use super::Stream;
use super::gathered::{Gathered, RecordFeed};
use super::same::Same;
use crate::error::Result;
use crate::keyed::PageWindow;
use crate::record::{Column, Record};
use crate::sink::Collected;
use crate::worker::{self, Worker};

/// The stage of `collect`.
#[derive(Debug)]
pub struct Collect<C, T> {
    gathered: Gathered<C>,
    into: Collected<T>,
}

impl<C: Column, T> Collect<C, T> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream, into: &Collected<T>) -> Result<Self> {
        Ok(Self { gathered: Gathered::default(), into: into.clone() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageWindow<'_>) -> RecordFeed<'_, C> {
        self.gathered.feed(window)
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &worker::Batch) -> Result<()>
    where
        C::Owned: Same<T>,
    {
        self.gathered.gather(worker, batch)?;
        if let Some(records) = self.gathered.batch() {
            self.into.push(batch.time(), Same::same(records.collect()));
        }
        Ok(())
    }
}

impl Stream {
    /// Collects each batch into memory: `collect(&into)`.
    ///
    /// `into` is a [`Collected`], which keeps every batch until it is taken or
    /// cleared: made for tests and for results that stay small. Text is
    /// collected as `String`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let numbers = Collected::new();
    /// let job = stream! { memory([vec![1, 2], vec![]]) |> collect(&numbers) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(numbers.batches(), [vec![1, 2], vec![]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn collect<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
