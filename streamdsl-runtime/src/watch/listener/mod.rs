//! Listeners: user code that gets an event for each step of a job.
//!
//! Register a [`StreamingListener`] with [`Builder::listener`]. By default, its methods do nothing, so
//! a listener implements only those it needs:
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
//! One separate thread calls all listeners, one event at a time. The order is:
//!
//! 1. Streaming started.
//! 2. The receivers that start with the job.
//! 3. For each batch: *submitted* (the batch has ended), *started* (the workers are free to finish
//!    it), *output operation started* and *completed* for each output that runs in the batch, in the
//!    order of the program, and *completed*. A batch can be submitted before the batch ahead of it is
//!    completed, but it starts only after that.
//! 4. At the end: the receivers that stop, the rest of the batches, and streaming stopped as the last
//!    event.
//!
//! Workers can process records before their batch has ended. There is no event for that.
//!
//! # Slow listeners and panics
//!
//! A listener cannot delay batches or make the job fail. If a listener panics, a notice says so, and the
//! listener gets the next event; after its third panic it gets no more events. If a listener is too slow, events are dropped: up to 10 000 events
//! wait, and a notice says how many were dropped. At its end, the job waits at most 5 seconds for the
//! listeners. A listener may stop the context.
//!
//! [`Builder::listener`]: crate::job::context::Builder::listener

pub(crate) mod bus;
mod stats_report;

use std::time::Duration;

use crate::base::error::{Error, Location};
use crate::base::time::BatchTime;
pub use crate::watch::listener::stats_report::StatsReportListener;

/// Gets the events of a job. See the [module](self) for an example and for the order of events.
pub trait StreamingListener: Send + 'static {
    /// The job has started.
    fn on_streaming_started(&mut self, event: &StreamingStarted) {
        let _ = event;
    }

    /// A receiver has started, or has reached its peer again.
    fn on_receiver_started(&mut self, receiver: &ReceiverInfo) {
        let _ = receiver;
    }

    /// A receiver has a problem, and continues.
    fn on_receiver_error(&mut self, receiver: &ReceiverInfo) {
        let _ = receiver;
    }

    /// A receiver has lost its peer, has reached the end of its input, or was stopped.
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

    /// A batch has been processed, including its outputs.
    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        let _ = batch;
    }

    /// An output has begun to write a batch.
    fn on_output_operation_started(&mut self, operation: &OutputOperationInfo) {
        let _ = operation;
    }

    /// An output has written a batch, or has failed.
    fn on_output_operation_completed(&mut self, operation: &OutputOperationInfo) {
        let _ = operation;
    }

    /// The job has ended. This is the last event.
    fn on_streaming_stopped(&mut self, event: &StreamingStopped) {
        let _ = event;
    }
}

/// A job has started.
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
    /// The error that ended the job. It is `None` if the job was stopped or its sources were exhausted.
    pub error: Option<Error>,
}

/// What an event says about a receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceiverInfo {
    /// The position of its source among the sources of the program, counted from 0.
    pub source: u16,
    /// The description of the source, for example `socket localhost:9999`.
    pub name: String,
    /// Whether the receiver is active: from its start, or since it reached its peer again, until it
    /// loses its peer, ends or is stopped.
    pub active: bool,
    /// The last problem, or why the receiver was stopped.
    pub last_error: Option<String>,
    /// When `last_error` was, as time since the Unix epoch by the job's clock.
    pub last_error_time: Option<Duration>,
}

/// What an event says about a batch. A value that is not known yet is `None`.
///
/// A point in time is the time since the Unix epoch, by the job's clock. Durations are
/// measured with a monotonic clock, so they are right even if the system's clock is set. Only one part
/// of the scheduling delay is by the job's clock: how late the batch was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchInfo {
    /// The end of the batch.
    pub time: BatchTime,
    /// The number of the batch since the start of the job, counted from 1.
    pub number: u64,
    /// The records of each source, in the order in which the program names the sources.
    pub inputs: Vec<InputInfo>,
    /// When the batch was submitted.
    pub submission_time: Duration,
    /// When the workers were free to finish it.
    pub processing_start_time: Option<Duration>,
    /// When the batch was completed.
    pub processing_end_time: Option<Duration>,
    /// From the end of the batch until the workers were free to finish it.
    pub scheduling_delay: Option<Duration>,
    /// From the end of the scheduling delay until the batch was completed.
    pub processing_delay: Option<Duration>,
    /// From the end of the batch until it was completed: scheduling delay plus processing delay.
    pub total_delay: Option<Duration>,
    /// The outputs that have begun to write the batch.
    pub output_operations: Vec<OutputOperationInfo>,
}

impl BatchInfo {
    /// Returns the number of records of all sources.
    pub fn records(&self) -> u64 {
        self.inputs.iter().map(|input| input.records).sum()
    }
}

/// The records of one source in a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputInfo {
    /// The position of the source among the sources of the program, counted from 0.
    pub source: u16,
    /// The description of the source, for example `socket localhost:9999`.
    pub name: String,
    /// How many records the batch has from this source.
    pub records: u64,
}

/// What an event says about an output and a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutputOperationInfo {
    /// The end of the batch.
    pub batch: BatchTime,
    /// The number of the operator, in the order in which the program names its operators.
    pub id: u16,
    /// The name of the operator, for example `pprint`.
    pub name: &'static str,
    /// The source line of the operator.
    pub location: Location,
    /// When the output began, as time since the Unix epoch by the job's clock.
    pub start_time: Duration,
    /// When the output ended, as time since the Unix epoch by the job's clock.
    pub end_time: Option<Duration>,
    /// How long the output took.
    pub duration: Option<Duration>,
    /// Why the output failed, if it did.
    pub failure: Option<String>,
}

/// An event for listeners.
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
    pub(crate) fn send_to(&self, listener: &mut dyn StreamingListener) {
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
