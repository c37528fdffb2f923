//! What a running job is doing.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::base::sync::lock;
use crate::base::time::BatchTime;
use crate::watch::listener::ReceiverInfo;

/// A snapshot of a job, for status lines, logs and monitoring.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Status {
    /// How many batches have been processed.
    pub batches_completed: u64,
    /// How many batches have ended but are not processed yet, the one being processed included.
    pub batches_waiting: u64,
    /// The batch that was completed last.
    pub last_batch: Option<BatchReport>,
    /// Records received since the start, processed or not.
    pub records_received: u64,
    /// Bytes received since the start, for sources that receive bytes.
    pub bytes_received: u64,
    /// Ill-formed pieces of UTF-8 that were replaced by U+FFFD.
    pub invalid_utf8: u64,
    /// Bytes of received data that are held in memory.
    pub pool_bytes_in_use: usize,
    /// The limit of those bytes.
    pub pool_limit: usize,
    /// The sources, in the order in which the program names them.
    pub receivers: Vec<ReceiverStatus>,
    /// The [accumulators](crate::shared::Accumulator) of the job, by name.
    pub accumulators: Vec<AccumulatorStatus>,
}

/// What an [accumulator](crate::shared::Accumulator) has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccumulatorStatus {
    /// Its name.
    pub name: String,
    /// Its sum, as Rust's `{:?}` shows it.
    pub value: String,
}

/// How one batch went.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchReport {
    /// The end of the batch.
    pub time: BatchTime,
    /// Its number since the start, counted from 1.
    pub number: u64,
    /// How many records it had.
    pub records: u64,
    /// How many of them came from each source, in the order in which the program names the sources.
    pub inputs: Vec<u64>,
    /// How many bytes it had, from sources that receive bytes.
    pub bytes: u64,
    /// From the end of the batch until the workers were free to finish it.
    pub scheduling_delay: Duration,
    /// From there until it was processed. What was done before the batch ended is not counted.
    pub processing_time: Duration,
    /// From the end of the batch until it was processed: the sum of the two.
    pub total_delay: Duration,
    /// How long the worker that did most has worked for the batch, before its end too. As long as
    /// this is shorter than the batch interval, the job keeps up.
    pub busy_time: Duration,
}

/// How one source is doing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReceiverStatus {
    /// The source as it describes itself, such as `socket localhost:9999`.
    pub source: String,
    /// Whether it has a peer. Sources without a peer are connected from their start.
    pub connected: bool,
    /// Records received.
    pub records: u64,
    /// Bytes received, for sources that receive bytes.
    pub bytes: u64,
    /// The last trouble, which may be over.
    pub last_error: Option<String>,
    /// How many records per second it may receive at the moment, if there is a limit.
    pub rate_limit: Option<f64>,
}

/// The counters of one source. They are written by its receiver and read by everybody.
#[derive(Debug)]
pub(crate) struct SourceStats {
    pub(crate) index: u16,
    pub(crate) name: String,
    records: AtomicU64,
    bytes: AtomicU64,
    invalid_utf8: AtomicU64,
    link: Mutex<Link>,
}

#[derive(Debug, Default)]
struct Link {
    connected: bool,
    last_error: Option<String>,
    /// How many threads of the source are running.
    threads: usize,
    /// Whether listeners believe that it receives.
    active: bool,
    /// The last trouble that listeners were told of, and when.
    told: Option<(String, Duration)>,
}

impl SourceStats {
    pub(crate) fn new(index: u16, name: String) -> Self {
        SourceStats {
            index,
            name,
            records: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            invalid_utf8: AtomicU64::new(0),
            link: Mutex::new(Link { connected: true, ..Link::default() }),
        }
    }

    pub(crate) fn count(&self, records: u64, bytes: u64) {
        self.records.fetch_add(records, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
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

    /// Notes a trouble that does not concern the connection.
    pub(crate) fn set_error(&self, reason: &str) {
        lock(&self.link).last_error = Some(reason.to_owned());
    }

    pub(crate) fn thread_started(&self) {
        lock(&self.link).threads += 1;
    }

    /// One thread of the source has ended; tells whether it was the last one.
    pub(crate) fn thread_ended(&self) -> bool {
        let mut link = lock(&self.link);
        link.threads = link.threads.saturating_sub(1);
        link.threads == 0
    }

    /// Notes whether the source receives; gives what is to be told to listeners if that is news.
    pub(crate) fn set_active(&self, active: bool) -> Option<ReceiverInfo> {
        let mut link = lock(&self.link);
        // A source without threads receives nothing: it is asked.
        if active && link.threads == 0 {
            return None;
        }
        let is_news = link.active != active;
        link.active = active;
        is_news.then(|| self.info(&link))
    }

    /// Notes trouble that listeners are to be told of; gives what.
    pub(crate) fn set_trouble(&self, reason: &str, now: Duration) -> ReceiverInfo {
        let mut link = lock(&self.link);
        link.told = Some((reason.to_owned(), now));
        self.info(&link)
    }

    fn info(&self, link: &Link) -> ReceiverInfo {
        ReceiverInfo {
            source: self.index,
            name: self.name.clone(),
            active: link.active,
            last_error: link.told.as_ref().map(|(reason, _)| reason.clone()),
            last_error_time: link.told.as_ref().map(|(_, time)| *time),
        }
    }

    pub(crate) fn snapshot(&self, rate_limit: Option<f64>) -> ReceiverStatus {
        let link = lock(&self.link);
        ReceiverStatus {
            source: self.name.clone(),
            connected: link.connected,
            records: self.records.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            last_error: link.last_error.clone(),
            rate_limit,
        }
    }
}
