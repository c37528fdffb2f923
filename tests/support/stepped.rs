//! Jobs whose batches end when the test requests it.
#![allow(clippy::unwrap_used, reason = "it is for tests")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use streamdsl::context::Builder;
use streamdsl::notice::{Notice, NoticeKind};
use streamdsl::prelude::*;
use streamdsl::status::Status;

use crate::{PATIENCE, until};

/// The batch interval of a [`Stepped`] job.
pub const SECOND: Duration = Duration::from_secs(1);

/// A running job with batches of one second on a clock that the test moves.
///
/// The job starts at the Unix epoch, so its n-th batch ends at n seconds.
pub struct Stepped {
    context: StreamingContext,
    clock: ManualClock,
    notices: Arc<Mutex<Vec<Notice>>>,
}

impl Stepped {
    /// Starts a job on two workers.
    pub fn start(job: Pipeline) -> Self {
        Self::start_with(StreamingContext::builder().workers(2), job)
    }

    /// Starts a job with custom settings. This function sets the clock, interval and notices.
    ///
    /// # Panics
    /// If the job cannot be started.
    pub fn start_with(builder: Builder, job: Pipeline) -> Self {
        let clock = ManualClock::new();
        let notices = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&notices);
        let context = builder
            .batch_interval(SECOND)
            .clock(clock.clone())
            .pin_workers(false)
            .on_notice(move |notice| heard.lock().unwrap().push(notice.clone()))
            .build()
            .unwrap();
        context.start(job).unwrap();
        Self { context, clock, notices }
    }

    /// The context that runs the job.
    pub fn context(&self) -> &StreamingContext {
        &self.context
    }

    /// The status of the job.
    pub fn status(&self) -> Status {
        self.context.status()
    }

    /// Waits until exactly this many bytes have been received since the start.
    ///
    /// # Panics
    /// If there are more.
    #[track_caller]
    pub fn until_bytes(&self, count: u64) {
        until("the bytes have arrived", || self.status().bytes_received >= count);
        assert_eq!(self.status().bytes_received, count, "more bytes than expected");
    }

    /// Waits until exactly this many records have been received since the start.
    ///
    /// # Panics
    /// If there are more.
    #[track_caller]
    pub fn until_records(&self, count: u64) {
        until("the records have arrived", || self.status().records_received >= count);
        assert_eq!(self.status().records_received, count, "more records than expected");
    }

    /// Ends the current batch without waiting for it.
    pub fn advance(&self) {
        self.clock.advance(SECOND);
    }

    /// Ends the current batch and waits until it is processed.
    ///
    /// # Panics
    /// If the job ends instead.
    #[track_caller]
    pub fn end_batch(&self) {
        let completed = self.status().batches_completed;
        self.advance();
        assert!(self.context.wait_for_batches(completed + 1, PATIENCE).unwrap(), "no batch");
    }

    /// Stops receiving, processes the remaining data in a last batch, and ends the job.
    ///
    /// # Panics
    /// If the job has failed.
    pub fn stop(&self) {
        self.context.stop(StopMode::Graceful).unwrap();
    }

    /// The notices so far.
    ///
    /// # Panics
    /// If the handler of notices has panicked.
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.lock().unwrap().clone()
    }

    /// The kinds of the notices so far.
    pub fn notice_kinds(&self) -> Vec<NoticeKind> {
        self.notices().iter().map(|notice| notice.kind).collect()
    }
}
