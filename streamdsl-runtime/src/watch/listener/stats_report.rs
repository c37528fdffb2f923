//! A listener that prints statistics of the last batches.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

use crate::watch::listener::{BatchInfo, StreamingListener};

/// The quantiles that are shown, in percent: 50 is the median.
const QUANTILES: [usize; 7] = [0, 10, 25, 50, 75, 90, 100];

/// Prints statistics of the last batches whenever a number of batches has been processed: the number
/// of records, and the distribution of the delays.
///
/// ```text
/// 10 batches to 2026-11-20 21:19:00: 61440 records, 6144 in each
///                          0%        10%        25%        50%        75%        90%       100%
/// scheduling delay     0.1 ms     0.1 ms     0.1 ms     0.1 ms     0.2 ms     0.2 ms     0.3 ms
/// processing time      1.6 ms     1.7 ms     1.9 ms     2.1 ms     2.2 ms     2.4 ms     3.0 ms
/// total delay          1.7 ms     1.8 ms     2.0 ms     2.2 ms     2.4 ms     2.6 ms     3.3 ms
/// ```
///
/// ```
/// use streamdsl::listener::StatsReportListener;
/// use streamdsl::prelude::*;
///
/// let context = StreamingContext::builder().listener(StatsReportListener::new(10)).build()?;
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub struct StatsReportListener {
    batches: usize,
    last: VecDeque<BatchInfo>,
    output: Box<dyn Write + Send>,
}

impl StatsReportListener {
    /// Creates a listener that prints to standard error whenever `batches` batches have been processed.
    pub fn new(batches: usize) -> Self {
        StatsReportListener {
            batches: batches.max(1),
            last: VecDeque::new(),
            output: Box::new(io::stderr()),
        }
    }

    /// Sets where the statistics are printed. Errors of `output` are ignored.
    pub fn output(mut self, output: impl Write + Send + 'static) -> Self {
        self.output = Box::new(output);
        self
    }

    fn report(&self) -> String {
        let mut text = String::new();
        let Some(last) = self.last.back() else { return text };
        let (batches, records) = (self.last.len(), self.last.iter().map(BatchInfo::records).sum());
        let records: u64 = records;
        let each = records / batches as u64;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{batches} batches to {}: {records} records, {each} in each\n{:16}{}",
            last.time,
            "",
            QUANTILES.map(|percent| format!("{:>11}", format!("{percent}%"))).concat()
        );
        for (name, delay) in [
            ("scheduling delay", self.delays(|batch| batch.scheduling_delay)),
            ("processing time", self.delays(|batch| batch.processing_delay)),
            ("total delay", self.delays(|batch| batch.total_delay)),
        ] {
            let columns = QUANTILES.map(|percent| {
                let delay = delay.get((delay.len().saturating_sub(1)) * percent / 100);
                format!("{:>11}", delay.map_or_else(String::new, |delay| milliseconds(*delay)))
            });
            let _ = writeln!(text, "{name:16}{}", columns.concat());
        }
        text
    }

    fn delays(&self, delay: impl Fn(&BatchInfo) -> Option<Duration>) -> Vec<Duration> {
        let mut delays: Vec<Duration> = self.last.iter().filter_map(delay).collect();
        delays.sort_unstable();
        delays
    }
}

impl StreamingListener for StatsReportListener {
    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        self.last.push_back(batch.clone());
        if self.last.len() == self.batches {
            let report = self.report();
            // A listener cannot report an error, and missing statistics do not justify one.
            let _ = self.output.write_all(report.as_bytes()).and_then(|()| self.output.flush());
            self.last.clear();
        }
    }
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}
