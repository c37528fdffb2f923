//! The output `collect`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::of_type::OfType;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::outputs::sink::Collected;
use crate::stages::gathered::Gathered;
use crate::stages::order::RecordFeed;

/// Returns the handle that the records are collected in.
#[doc(hidden)]
pub fn arguments<T>(into: &Collected<T>) -> Collected<T> {
    into.clone()
}

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
    pub fn begin_run(&mut self, place: Place) {
        self.gathered.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.gathered.feed(window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.gathered.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()>
    where
        C::Owned: OfType<T>,
    {
        self.gathered.gather(worker, batch)?;
        if let Some(records) = self.gathered.batch() {
            self.into.push(batch.time(), OfType::into_type(records.collect()));
        }
        Ok(())
    }
}

impl Stream {
    /// Collects each batch in memory: `collect(&into)`.
    ///
    /// `into` is a [`Collected`]. It keeps every batch until it is taken or cleared, so this output
    /// is for tests and for small results. Text is collected as `String`. Spark: `foreachRDD` with
    /// `rdd.collect()`.
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
