//! The output `foreach`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::{Outcome, Stream};

/// The stage of `foreach`.
#[derive(Debug)]
pub struct Foreach {
    op: Stream,
    /// The first error that the function returned in this batch.
    error: Option<String>,
}

impl Foreach {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, error: None })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> ForeachFeed<'_> {
        ForeachFeed { error: &mut self.error }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        Memory::default()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        match self.error.take() {
            Some(message) => Err(worker.output_error(self.op.id(), batch, message)),
            None => Ok(()),
        }
    }
}

/// Keeps the first error of the function.
#[derive(Debug)]
pub struct ForeachFeed<'s> {
    error: &'s mut Option<String>,
}

impl Stream {
    /// Calls a function with each record: `foreach(|record| ..)`.
    ///
    /// All workers call the function in parallel, each with its own records. A worker has the
    /// records of one source in their order; those of a union are in no order. Nothing is gathered
    /// or copied; text still borrows from the receive buffer. The function returns nothing, or a
    /// `Result`. After an error, this worker passes no more records of the batch to the function, and
    /// the job stops at the end of the batch. To get all records of a batch in one call, use
    /// [`foreach_batch`](Stream::foreach_batch). Spark: `foreachRDD` with `rdd.foreach`.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    /// use streamdsl::prelude::*;
    ///
    /// let letters = Arc::new(AtomicUsize::new(0));
    /// let counter = Arc::clone(&letters);
    /// let job = stream! {
    ///     memory([["to", "be"]])
    ///         |> foreach(|word| { counter.fetch_add(word.len(), Ordering::Relaxed); })
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(letters.load(Ordering::Relaxed), 4);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn foreach<R, O: Outcome>(self, feed: &mut ForeachFeed<'_>, record: R, f: impl Fn(R) -> O) {
        if feed.error.is_none() {
            *feed.error = self.blame(|| f(record).error());
        }
    }
}
