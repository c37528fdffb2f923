//! The status of a job.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::base::error::Location;
use crate::base::sync::lock;
use crate::base::time::BatchTime;
use crate::watch::listener::ReceiverInfo;

/// The figures of a job at one moment, for status lines, logs and monitoring.
///
/// [`StreamingContext::status`](crate::job::context::StreamingContext::status) returns it:
///
/// ```
/// use streamdsl::clock::SimulatedClock;
/// use streamdsl::prelude::*;
///
/// let job = stream! { memory([[1, 2], [3, 4]]) |> foreach(drop) };
/// let context = StreamingContext::builder().clock(SimulatedClock::new()).build()?;
/// context.run(job)?;
/// let status = context.status();
/// assert_eq!((status.batches_completed, status.records_received), (2, 4));
/// assert_eq!(status.receivers[0].records, 4);
/// # Ok::<(), streamdsl::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Status {
    /// How many batches have been processed.
    pub batches_completed: u64,
    /// How many batches have ended and are not processed yet, including the one being processed.
    pub batches_waiting: u64,
    /// The batch that was completed last.
    pub last_batch: Option<BatchReport>,
    /// Records received since the start, whether they are processed or not.
    pub records_received: u64,
    /// Bytes received since the start, from sources that receive bytes.
    pub bytes_received: u64,
    /// How many ill-formed sequences of UTF-8 were replaced by U+FFFD.
    pub invalid_utf8: u64,
    /// How many bytes of received data are in memory.
    pub pool_bytes_in_use: usize,
    /// The limit of `pool_bytes_in_use`.
    pub pool_limit: usize,
    /// How many bytes the operators keep: records of the batch, windows, state.
    pub memory_in_use: usize,
    /// The limit of `memory_in_use`; `usize::MAX` if there is none.
    pub memory_limit: usize,
    /// The operators that keep memory, in the order in which they are written.
    pub operators: Vec<OperatorMemory>,
    /// The sources, in the order in which the program names them.
    pub receivers: Vec<ReceiverStatus>,
    /// The [accumulators](crate::shared::Accumulator) of the job, by name.
    pub accumulators: Vec<AccumulatorStatus>,
}

/// What an operator keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperatorMemory {
    /// The name of the operator.
    pub operator: &'static str,
    /// Where the user wrote it.
    pub location: Location,
    /// The bytes that it keeps on all workers.
    pub bytes: usize,
}

/// The current value of an [accumulator](crate::shared::Accumulator).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccumulatorStatus {
    /// The name of the accumulator.
    pub name: String,
    /// Its sum, formatted with `{:?}`.
    pub value: String,
}

/// The figures of a completed batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchReport {
    /// The end of the batch.
    pub time: BatchTime,
    /// The number of the batch since the start of the job, counted from 1.
    pub number: u64,
    /// How many records the batch had.
    pub records: u64,
    /// How many records each source had, in the order in which the program names the sources.
    pub inputs: Vec<u64>,
    /// How many bytes the batch had, from sources that receive bytes.
    pub bytes: u64,
    /// From the end of the batch until the workers were free to finish it.
    pub scheduling_delay: Duration,
    /// From the end of the scheduling delay until the batch was processed. Work that was done before
    /// the batch ended is not counted.
    pub processing_time: Duration,
    /// From the end of the batch until it was processed: scheduling delay plus processing time.
    pub total_delay: Duration,
    /// How long the busiest worker has worked on the batch, including work before the end of the
    /// batch. The job keeps up with its input as long as this is shorter than the batch interval.
    pub busy_time: Duration,
}

/// The status of one source.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReceiverStatus {
    /// The description of the source, for example `socket localhost:9999`.
    pub source: String,
    /// Whether the source is connected to its peer. A source that needs no peer is connected from the
    /// start.
    pub connected: bool,
    /// Records received since the start.
    pub records: u64,
    /// Bytes received since the start, for sources that receive bytes.
    pub bytes: u64,
    /// Lines that were skipped or cut because they were too long.
    pub long_records: u64,
    /// The last problem of the source. It may be solved already.
    pub last_error: Option<String>,
    /// The current rate limit in records per second, if there is one.
    pub rate_limit: Option<f64>,
}

/// The counters and the connection of one source. The source's intake writes them; the status and
/// the listeners read them.
#[derive(Debug)]
pub(crate) struct SourceStats {
    pub(crate) index: u16,
    /// The number of the source in the program. The sources of a list share it.
    pub(crate) of_program: u16,
    pub(crate) name: String,
    records: AtomicU64,
    bytes: AtomicU64,
    invalid_utf8: AtomicU64,
    long_records: AtomicU64,
    link: Mutex<Link>,
}

#[derive(Debug, Default)]
struct Link {
    connected: bool,
    last_error: Option<String>,
    /// How many threads of the source are running.
    threads: usize,
    /// Whether the last event said that the source receives.
    active: bool,
    /// The last problem in an event, and when it was.
    trouble: Option<(String, Duration)>,
}

impl SourceStats {
    pub(crate) fn new(index: u16, name: String) -> Self {
        SourceStats {
            index,
            of_program: index,
            name,
            records: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            invalid_utf8: AtomicU64::new(0),
            long_records: AtomicU64::new(0),
            link: Mutex::new(Link { connected: true, ..Link::default() }),
        }
    }

    /// The counters of a source that the program knows by another number.
    pub(crate) fn of_program(self, source: u16) -> Self {
        SourceStats { of_program: source, ..self }
    }

    pub(crate) fn count(&self, records: u64, bytes: u64) {
        self.records.fetch_add(records, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts a record that was skipped or cut, and returns how many there are now.
    pub(crate) fn count_long_record(&self) -> u64 {
        self.long_records.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(crate) fn count_invalid_utf8(&self, replaced: u64) {
        self.invalid_utf8.fetch_add(replaced, Ordering::Relaxed);
    }

    pub(crate) fn invalid_utf8(&self) -> u64 {
        self.invalid_utf8.load(Ordering::Relaxed)
    }

    pub(crate) fn set_connected(&self) {
        lock(&self.link).connected = true;
    }

    pub(crate) fn set_disconnected(&self, reason: Option<&str>) {
        let mut link = lock(&self.link);
        link.connected = false;
        if let Some(reason) = reason {
            link.last_error = Some(reason.to_owned());
        }
    }

    /// Notes a problem that does not affect the connection.
    pub(crate) fn set_error(&self, reason: &str) {
        lock(&self.link).last_error = Some(reason.to_owned());
    }

    pub(crate) fn thread_started(&self) {
        lock(&self.link).threads += 1;
    }

    /// Notes that a thread of the source has ended. Returns whether it was the last one.
    pub(crate) fn thread_ended(&self) -> bool {
        let mut link = lock(&self.link);
        link.threads = link.threads.saturating_sub(1);
        link.threads == 0
    }

    /// Notes whether the source receives. Returns what listeners get if this is a change.
    pub(crate) fn set_active(&self, active: bool) -> Option<ReceiverInfo> {
        let mut link = lock(&self.link);
        // A source without threads does not receive; the driver asks it for records.
        if active && link.threads == 0 {
            return None;
        }
        let is_news = link.active != active;
        link.active = active;
        is_news.then(|| self.info(&link))
    }

    /// Notes a problem for listeners. Returns what they get.
    pub(crate) fn set_trouble(&self, reason: &str, now: Duration) -> ReceiverInfo {
        let mut link = lock(&self.link);
        link.trouble = Some((reason.to_owned(), now));
        self.info(&link)
    }

    fn info(&self, link: &Link) -> ReceiverInfo {
        ReceiverInfo {
            source: self.index,
            name: self.name.clone(),
            active: link.active,
            last_error: link.trouble.as_ref().map(|(reason, _)| reason.clone()),
            last_error_time: link.trouble.as_ref().map(|(_, time)| *time),
        }
    }

    pub(crate) fn snapshot(&self, rate_limit: Option<f64>) -> ReceiverStatus {
        let link = lock(&self.link);
        ReceiverStatus {
            source: self.name.clone(),
            connected: link.connected,
            records: self.records.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            long_records: self.long_records.load(Ordering::Relaxed),
            last_error: link.last_error.clone(),
            rate_limit,
        }
    }
}
