//! The output `foreach_batch`.

use std::fmt::Display;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::batch::Batch;
use crate::stages::gathered::Gathered;
use crate::stages::order::RecordFeed;

/// The stage of `foreach_batch`.
#[derive(Debug)]
pub struct ForeachBatch<C> {
    op: Stream,
    gathered: Gathered<C>,
}

/// What the function of an output may return: nothing, or a `Result` whose error stops the job.
#[diagnostic::on_unimplemented(
    message = "the function of an output must return nothing or a `Result<(), E>`, not `{Self}`",
    label = "this function returns `{Self}`",
    note = "end the function's last statement with `;`"
)]
pub trait Outcome {
    /// Returns the error as text, if there is one.
    fn error(self) -> Option<String>;
}

impl Outcome for () {
    fn error(self) -> Option<String> {
        None
    }
}

impl<E: Display> Outcome for std::result::Result<(), E> {
    fn error(self) -> Option<String> {
        self.err().map(|error| error.to_string())
    }
}

/// What a closure returns that does not say what its error is.
#[doc(hidden)]
pub type ActionResult = std::result::Result<(), ActionError>;

/// Any error, as its text. `?` makes it of every error that can be displayed.
#[doc(hidden)]
#[derive(Debug)]
pub struct ActionError(String);

impl<E: Display> From<E> for ActionError {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

#[diagnostic::do_not_recommend]
impl Outcome for ActionResult {
    fn error(self) -> Option<String> {
        self.err().map(|error| error.0)
    }
}

impl<C: Column> ForeachBatch<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, gathered: Gathered::default() })
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
    pub fn finish<O: Outcome>(
        &mut self,
        worker: &mut Worker,
        batch: &CurrentBatch,
        f: impl Fn(Batch<'_, C>, BatchTime) -> O,
    ) -> Result<()> {
        self.gathered.gather(worker, batch)?;
        let Some(records) = self.gathered.batch() else { return Ok(()) };
        match self.op.blame(|| f(records, batch.time()).error()) {
            Some(message) => Err(worker.output_error(self.op.id(), batch, message)),
            None => Ok(()),
        }
    }
}

impl Stream {
    /// Calls a function with each batch: `foreach_batch(|batch, time| ..)`, or
    /// `foreach_batch(|batch| ..)`.
    ///
    /// The first worker calls the function once per batch, also for an empty one, in the order of
    /// the batches. It passes all records (a [`Batch`]) and the end time of the batch. The function
    /// returns nothing, or a `Result`; an error stops the job. In a closure that ends with `Ok(())`,
    /// `?` takes every error that can be displayed. The operator keeps one copy of the batch in
    /// memory. Spark: `foreachRDD`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     memory([["a", "b"]]) |> foreach_batch(|batch, time| {
    ///         println!("{time}: {} records", batch.len());
    ///     })
    /// };
    /// streamdsl::testing::run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn foreach_batch<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
