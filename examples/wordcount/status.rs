//! One line at the bottom of the terminal that shows that the job lives.
//!
//! The line is written to stderr and the results to stdout. Where both are the
//! same terminal they would tear each other apart; so results go through
//! [`StatusLine`] too, which takes the line away before it writes and puts it
//! back afterwards.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use streamdsl::prelude::*;
use streamdsl::status::Status;

use crate::options::Options;

/// How often the line is drawn.
const REFRESH: Duration = Duration::from_millis(200);

/// The status line, and the way of everything else to the terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct StatusLine {
    /// What stands in the line now; empty where there is none.
    line: Arc<Mutex<String>>,
}

impl StatusLine {
    pub(crate) fn new(_options: &Options) -> Self {
        Self::default()
    }

    /// Draws the line until the job has ended.
    pub(crate) fn follow(&self, context: &Arc<StreamingContext>, options: &Options) {
        let (status_line, options) = (self.clone(), options.clone());
        let context = Arc::downgrade(context);
        thread::spawn(move || {
            while let Some(context) = context.upgrade() {
                status_line.draw(&describe(&context.status(), &options));
                drop(context);
                thread::sleep(REFRESH);
            }
        });
    }

    /// Prints a remark above the line.
    pub(crate) fn note(&self, text: &str) {
        let line = self.hidden();
        eprintln!("wordcount: {text}");
        Self::show(&line);
    }

    /// Takes the line away for good.
    pub(crate) fn clear(&self) {
        self.hidden().clear();
    }

    fn draw(&self, text: &str) {
        let mut line = self.hidden();
        text.clone_into(&mut line);
        Self::show(&line);
    }

    /// The line, erased from the screen while the guard is held.
    fn hidden(&self) -> MutexGuard<'_, String> {
        let line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if !line.is_empty() {
            eprint!("\r\x1b[K");
        }
        line
    }

    fn show(line: &str) {
        if !line.is_empty() {
            eprint!("{line}");
        }
    }
}

impl Write for StatusLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = self.hidden();
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()?;
        Self::show(&line);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

/// `batch 12 | 61,440 records/s | processing 2.1 ms | delay 2.4 ms | next window in 8 s`
fn describe(status: &Status, options: &Options) -> String {
    let Some(batch) = &status.last_batch else {
        return "waiting for the first batch".to_owned();
    };
    let rate = batch.records as f64 / options.batch.as_secs_f64();
    let batches_per_slide =
        (options.slide.as_nanos() / options.batch.as_nanos().max(1)).max(1) as u64;
    let left = batches_per_slide - batch.number % batches_per_slide;
    let next = options.batch * u32::try_from(left).unwrap_or(u32::MAX);
    format!(
        "batch {} | {rate:.0} records/s | processing {:.1?} | delay {:.1?} | next window in {next:?}",
        batch.number, batch.processing_time, batch.total_delay,
    )
}
