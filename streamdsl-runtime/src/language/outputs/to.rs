//! The output `to`.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::error::{Error, Result};
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::of_type::OfType;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::outputs::sink::Sink;
use crate::stages::gathered::Gathered;
use crate::stages::order::RecordFeed;

/// A value that only one worker can take.
#[derive(Debug)]
pub struct Once<T>(Mutex<Option<T>>);

impl<T> Once<T> {
    fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Takes the sink.
#[doc(hidden)]
pub fn arguments<S>(sink: S) -> Once<S> {
    Once(Mutex::new(Some(sink)))
}

/// The stage of `to`.
#[derive(Debug)]
pub struct To<C, S, T> {
    op: Stream,
    gathered: Gathered<C>,
    sink: Option<S>,
    /// The type of the records that the sink takes.
    records: PhantomData<fn(T)>,
}

impl<C: Column, S, T> To<C, S, T> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, sink: &Once<S>) -> Result<Self>
    where
        S: Sink<T>,
    {
        let mut sink = if worker.is_leader() { sink.take() } else { None };
        if worker.is_leader() && sink.is_none() {
            return Err(Error::Config {
                message: "the sink of `to` is already in use by an earlier run of this job".into(),
            });
        }
        if let Some(sink) = &mut sink {
            let opened = op.blame(|| sink.open());
            opened.map_err(|error| worker.setup_error(op.id(), &error.to_string()))?;
        }
        // The other workers wait until the sink is open.
        worker.broadcast(worker.is_leader().then(|| Arc::new(())))?;
        Ok(Self { op, gathered: Gathered::default(), sink, records: PhantomData })
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
        S: Sink<T>,
        C::Owned: OfType<T>,
    {
        self.gathered.gather(worker, batch)?;
        let (Some(records), Some(sink)) = (self.gathered.batch(), &mut self.sink) else {
            return Ok(());
        };
        let written =
            self.op.blame(|| sink.write(batch.time(), OfType::into_type(records.collect())));
        written.map_err(|error| worker.output_error(self.op.id(), batch, error.to_string()))
    }
}

impl Stream {
    /// Writes each batch to your own sink: `to(sink)`.
    ///
    /// `sink` is any value that implements [`Sink`]. It lives on the first worker and receives
    /// every batch once, in the order of the batches, with text as `String`. Spark: the output of a
    /// connector, or `foreachRDD`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// struct Total(i64);
    ///
    /// impl Sink<i64> for Total {
    ///     type Error = std::convert::Infallible;
    ///
    ///     fn write(&mut self, time: BatchTime, records: Vec<i64>) -> Result<(), Self::Error> {
    ///         self.0 += records.iter().sum::<i64>();
    ///         println!("{time}: {}", self.0);
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let job = stream! { memory([[1_i64, 2], [3, 4]]) |> to(Total(0)) };
    /// streamdsl::testing::run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn to<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
