//! The status line at the bottom of the terminal, which shows the progress of the job.
//!
//! The line goes to stderr and the results go to stdout. If both are the same terminal, they would
//! overwrite each other. So the program writes everything through [`Screen`], which removes the
//! line before it writes and draws it again afterwards.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use streamdsl::notice::{Notice, NoticeKind};
use streamdsl::prelude::*;
use streamdsl::status::Status;

use crate::options::Options;

/// How often the line is drawn.
const REFRESH: Duration = Duration::from_millis(200);

/// Erases the line from the cursor to its end.
const ERASE: &str = "\x1b[K";
/// Turn off and on whether the terminal wraps long lines.
const WRAP_OFF: &str = "\x1b[?7l";
const WRAP_ON: &str = "\x1b[?7h";

/// Everything that the program writes goes through this. Clones are the same screen.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    style: Style,
    /// The current content of the status line; empty if there is no line.
    line: String,
    /// Whether the last notice reported a problem. The log then also shows when the problem ends.
    in_trouble: bool,
}

/// How the status is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    /// In one line of a terminal that is drawn repeatedly.
    Live,
    /// In one line per batch, for a log.
    Log,
    /// Not at all.
    Quiet,
}

impl Screen {
    /// A screen that fits the options, and stderr if it is a terminal.
    pub(crate) fn new(options: &Options) -> Self {
        let style = match (io::stderr().is_terminal(), options.status) {
            (true, _) => Style::Live,
            (false, true) => Style::Log,
            (false, false) => Style::Quiet,
        };
        let state = State { style, line: String::new(), in_trouble: false };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Shows the status of the job until it has ended.
    pub(crate) fn follow(&self, context: &Arc<StreamingContext>, options: &Options) {
        self.draw(describe(&context.status(), options));
        let (screen, options) = (self.clone(), options.clone());
        let context = Arc::downgrade(context);
        thread::spawn(move || {
            let mut logged = 0;
            while let Some(context) = context.upgrade() {
                let status = context.status();
                drop(context);
                let style = screen.lock().style;
                match style {
                    Style::Live => screen.draw(describe(&status, &options)),
                    Style::Log if status.batches_completed > logged => {
                        logged = status.batches_completed;
                        screen.say(&describe(&status, &options));
                    }
                    Style::Log => {}
                    Style::Quiet => return,
                }
                thread::sleep(REFRESH);
            }
        });
    }

    /// Prints a notice above the status line. If the status is not shown, it prints only problems
    /// and the end of a problem.
    pub(crate) fn notice(&self, notice: &Notice) {
        let trouble = matches!(notice.kind, NoticeKind::Disconnected | NoticeKind::Unreachable);
        let quiet = {
            let mut state = self.lock();
            let was_in_trouble = std::mem::replace(&mut state.in_trouble, trouble);
            state.style == Style::Quiet && !trouble && !was_in_trouble
        };
        if !quiet {
            self.say(&format!("wordcount: {notice}"));
        }
    }

    /// Removes the status line permanently.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.style = Style::Quiet;
        state.hide();
        state.line.clear();
    }

    fn say(&self, text: &str) {
        let state = self.lock();
        state.hide();
        to_stderr(&format!("{text}\n"));
        state.show();
    }

    fn draw(&self, text: String) {
        let mut state = self.lock();
        if state.style == Style::Live {
            state.line = text;
            state.show();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn hide(&self) {
        if !self.line.is_empty() {
            to_stderr(&format!("\r{ERASE}"));
        }
    }

    /// Leaves the cursor at the start of the line, so that a typed `^C` is erased with it.
    fn show(&self) {
        if !self.line.is_empty() {
            to_stderr(&format!("\r{WRAP_OFF}{}{ERASE}{WRAP_ON}\r", self.line));
        }
    }
}

/// A failed write is ignored: the job continues without a visible status.
fn to_stderr(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    /// Writes everything at once, so that the lines of a block stay together.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let state = self.lock();
        state.hide();
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
        state.show();
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

/// `batch 12 | 61,440 lines/s | processing 2.1ms | delay 2.4ms | window in 8s`
fn describe(status: &Status, options: &Options) -> String {
    let (batch, slide) = (options.batch, options.slide);
    let slides = (slide.as_nanos() / batch.as_nanos().max(1)).max(1) as u64;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let is_lost = status.receivers.iter().any(|receiver| !receiver.connected);
    let Some(last) = &status.last_batch else {
        let input = match (is_lost, status.records_received) {
            (true, _) => "no connection".to_owned(),
            (false, lines) => format!("{} lines so far", short_number(lines)),
        };
        let begun = now.as_nanos() % batch.as_nanos().max(1);
        let left = slide.saturating_sub(Duration::from_nanos(begun as u64));
        return format!("batch 1 | {input} | first window in {}", countdown(left, slide));
    };
    let input = if is_lost {
        "no connection".to_owned()
    } else {
        let rate = u128::from(last.records) * 1_000_000_000 / batch.as_nanos().max(1);
        format!("{} lines/s", short_number(rate as u64))
    };
    let batches_left = u32::try_from(slides - last.number % slides).unwrap_or(u32::MAX);
    let due = last.time.as_duration() + batch.saturating_mul(batches_left);
    format!(
        "batch {} | {input} | processing {} | delay {} | window in {}",
        last.number,
        short_duration(last.processing_time),
        short_duration(last.total_delay),
        countdown(due.saturating_sub(now), slide),
    )
}

/// `7`, `61,440`, `614k`, `12.3M`
fn short_number(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..100_000 => format!("{},{:03}", number / 1000, number % 1000),
        100_000..1_000_000 => format!("{}k", number / 1000),
        1_000_000..100_000_000 => format!("{:.1}M", number as f64 / 1e6),
        _ => format!("{}M", number / 1_000_000),
    }
}

/// `85µs`, `2.1ms`, `210ms`, `2.1s`, `21s`
fn short_duration(duration: Duration) -> String {
    match duration.as_secs_f64() {
        seconds if seconds < 0.000_95 => format!("{:.0}µs", seconds * 1e6),
        seconds if seconds < 0.009_95 => format!("{:.1}ms", seconds * 1e3),
        seconds if seconds < 0.995 => format!("{:.0}ms", seconds * 1e3),
        seconds if seconds < 9.95 => format!("{seconds:.1}s"),
        seconds => format!("{seconds:.0}s"),
    }
}

/// The remaining time of a slide, with tenths of a second if the slide is short.
fn countdown(left: Duration, slide: Duration) -> String {
    if slide < Duration::from_secs(5) {
        return format!("{:.1}s", left.as_secs_f64());
    }
    match left.as_millis().div_ceil(1000) {
        seconds if seconds < 600 => format!("{seconds}s"),
        seconds if seconds < 36_000 => format!("{}min", seconds / 60),
        seconds => format!("{}h", seconds / 3600),
    }
}
