//! Being told what a job does: when batches begin and end, how receivers fare, how outputs go.
//!
//! A [`StreamingListener`] is registered with [`Builder::listener`]. All of its methods do nothing
//! unless they are written, so a listener has only those it needs:
//!
//! ```
//! use streamdsl::listener::{BatchInfo, StreamingListener};
//! use streamdsl::prelude::*;
//!
//! struct Lateness;
//!
//! impl StreamingListener for Lateness {
//!     fn on_batch_completed(&mut self, batch: &BatchInfo) {
//!         println!("{}: {} records, {:?} late", batch.time, batch.records(), batch.total_delay);
//!     }
//! }
//!
//! let job = stream! { memory([[1, 2], [3, 4]]) |> pprint };
//! StreamingContext::builder()
//!     .clock(streamdsl::clock::SimulatedClock::new())
//!     .listener(Lateness)
//!     .build()?
//!     .run(job)?;
//! # Ok::<(), streamdsl::Error>(())
//! ```
//!
//! # Order
//!
//! Events come one at a time, on a thread of their own, in this order: streaming started; the
//! receivers that start with the job; then for each batch *submitted* (it has ended), *started* (the
//! workers are free to finish it), *output operation started* and *completed* for each output that
//! runs in that batch, in the order of the program, and *completed*. A batch may be submitted before
//! the one ahead of it is completed, but is started only afterwards. At the end come the receivers
//! that stop, what is left of the batches, and streaming stopped, as the last event.
//!
//! What a worker does with records before their batch has ended belongs to no event.
//!
//! # What a listener cannot do
//!
//! It cannot hurt the job: a panic in a listener becomes a notice, and the next event comes all the
//! same. A listener that is too slow loses events rather than delaying the job: up to 10 000 wait,
//! what comes then is dropped, and a notice says how many events were. A listener may stop the
//! context.
//!
//! [`Builder::listener`]: crate::job::context::Builder::listener

pub(crate) mod bus;
mod stats_report;

use std::time::Duration;

use crate::base::error::{Error, Location};
use crate::base::time::BatchTime;
pub use crate::watch::listener::stats_report::StatsReportListener;

/// Is told what a job does. See the [module](self) for an example and for the order of events.
pub trait StreamingListener: Send + 'static {
    /// The job has been started.
    fn on_streaming_started(&mut self, event: &StreamingStarted) {
        let _ = event;
    }

    /// A receiver has been started, or has reached its peer again after it was lost.
    fn on_receiver_started(&mut self, receiver: &ReceiverInfo) {
        let _ = receiver;
    }

    /// A receiver has a problem, and goes on.
    fn on_receiver_error(&mut self, receiver: &ReceiverInfo) {
        let _ = receiver;
    }

    /// A receiver has lost its peer, has come to its end or was stopped.
    fn on_receiver_stopped(&mut self, receiver: &ReceiverInfo) {
        let _ = receiver;
    }

    /// A batch has ended, and its records are complete.
    fn on_batch_submitted(&mut self, batch: &BatchInfo) {
        let _ = batch;
    }

    /// The workers are free to finish a batch that has ended.
    fn on_batch_started(&mut self, batch: &BatchInfo) {
        let _ = batch;
    }

    /// A batch has been processed, its outputs included.
    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        let _ = batch;
    }

    /// An output has been begun for a batch.
    fn on_output_operation_started(&mut self, operation: &OutputOperationInfo) {
        let _ = operation;
    }

    /// An output is done with a batch, or has failed.
    fn on_output_operation_completed(&mut self, operation: &OutputOperationInfo) {
        let _ = operation;
    }

    /// The job has ended. Nothing comes after this.
    fn on_streaming_stopped(&mut self, event: &StreamingStopped) {
        let _ = event;
    }
}

/// A job has been started.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamingStarted {
    /// The name of the application.
    pub app_name: String,
    /// When, as time since the Unix epoch by the job's clock.
    pub time: Duration,
}

/// A job has ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StreamingStopped {
    /// When, as time since the Unix epoch by the job's clock.
    pub time: Duration,
    /// What ended the job, unless it was stopped or its sources were exhausted.
    pub error: Option<Error>,
}

/// How a receiver fares.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceiverInfo {
    /// The position of its source among the sources of the program, counted from 0.
    pub source: u16,
    /// The source as it describes itself, such as `socket localhost:9999`.
    pub name: String,
    /// Whether it receives, or is trying to.
    pub active: bool,
    /// The last trouble, or why it was stopped.
    pub last_error: Option<String>,
    /// When that was, as time since the Unix epoch by the job's clock.
    pub last_error_time: Option<Duration>,
}

/// What is known about a batch. What is not known yet is `None`.
///
/// Points in time are those of the job's clock, as time since the Unix epoch; durations are
/// measured apart from it, so that they are right even while somebody sets the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchInfo {
    /// The end of the batch.
    pub time: BatchTime,
    /// Its number since the start, counted from 1.
    pub number: u64,
    /// The records of each source, in the order in which the program names the sources.
    pub inputs: Vec<InputInfo>,
    /// When the batch was submitted.
    pub submission_time: Duration,
    /// When the workers were free to finish it.
    pub processing_start_time: Option<Duration>,
    /// When it was done.
    pub processing_end_time: Option<Duration>,
    /// From the end of the batch until the workers were free to finish it.
    pub scheduling_delay: Option<Duration>,
    /// From there until it was done.
    pub processing_delay: Option<Duration>,
    /// The sum of the two.
    pub total_delay: Option<Duration>,
    /// The outputs that have been begun for the batch.
    pub output_operations: Vec<OutputOperationInfo>,
}

impl BatchInfo {
    /// The records of all sources.
    pub fn records(&self) -> u64 {
        self.inputs.iter().map(|input| input.records).sum()
    }
}

/// What a source has contributed to a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputInfo {
    /// The position of the source among the sources of the program, counted from 0.
    pub source: u16,
    /// The source as it describes itself, such as `socket localhost:9999`.
    pub name: String,
    /// Its records in the batch.
    pub records: u64,
}

/// How an output fares with a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutputOperationInfo {
    /// The end of the batch.
    pub batch: BatchTime,
    /// The number of the operator in the program, in the order in which operators are written.
    pub id: u16,
    /// The operator, such as `pprint`.
    pub name: &'static str,
    /// Where it is written.
    pub location: Location,
    /// When it was begun, as time since the Unix epoch by the job's clock.
    pub start_time: Duration,
    /// When it was done.
    pub end_time: Option<Duration>,
    /// How long it took.
    pub duration: Option<Duration>,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

/// Something that listeners are told.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    StreamingStarted(StreamingStarted),
    ReceiverStarted(ReceiverInfo),
    ReceiverError(ReceiverInfo),
    ReceiverStopped(ReceiverInfo),
    BatchSubmitted(BatchInfo),
    BatchStarted(BatchInfo),
    BatchCompleted(BatchInfo),
    OutputOperationStarted(OutputOperationInfo),
    OutputOperationCompleted(OutputOperationInfo),
    StreamingStopped(StreamingStopped),
}

impl Event {
    pub(crate) fn tell(&self, listener: &mut dyn StreamingListener) {
        match self {
            Event::StreamingStarted(event) => listener.on_streaming_started(event),
            Event::ReceiverStarted(receiver) => listener.on_receiver_started(receiver),
            Event::ReceiverError(receiver) => listener.on_receiver_error(receiver),
            Event::ReceiverStopped(receiver) => listener.on_receiver_stopped(receiver),
            Event::BatchSubmitted(batch) => listener.on_batch_submitted(batch),
            Event::BatchStarted(batch) => listener.on_batch_started(batch),
            Event::BatchCompleted(batch) => listener.on_batch_completed(batch),
            Event::OutputOperationStarted(operation) => {
                listener.on_output_operation_started(operation);
            }
            Event::OutputOperationCompleted(operation) => {
                listener.on_output_operation_completed(operation);
            }
            Event::StreamingStopped(event) => listener.on_streaming_stopped(event),
        }
    }
}
