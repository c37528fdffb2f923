//! One line at the bottom of the terminal that shows that the job lives.
//!
//! The line is written to stderr and the results to stdout. Where both are the same terminal they
//! would tear each other apart; so everything that the program writes goes through [`Screen`],
//! which takes the line away first and puts it back afterwards.

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

/// Erases what stands behind the cursor.
const ERASE: &str = "\x1b[K";
/// Keep the terminal from continuing a long line in the next one, and let it do so again.
const WRAP_OFF: &str = "\x1b[?7l";
const WRAP_ON: &str = "\x1b[?7h";

/// Where the program writes. Clones are the same screen.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    style: Style,
    /// What stands in the line now; empty where there is none.
    line: String,
    /// Whether something went wrong that whoever reads the log should hear the end of.
    in_trouble: bool,
}

/// How the status is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    /// In one line of a terminal, again and again.
    Live,
    /// In a line for each batch, as is good in a log.
    Log,
    /// Not at all.
    Quiet,
}

impl Screen {
    /// A screen as the options and the terminal, if there is one, ask for it.
    pub(crate) fn new(options: &Options) -> Self {
        let style = match (io::stderr().is_terminal(), options.status) {
            (true, _) => Style::Live,
            (false, true) => Style::Log,
            (false, false) => Style::Quiet,
        };
        let state = State { style, line: String::new(), in_trouble: false };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Shows how the job is doing until it has ended.
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

    /// Tells what a source has to say, above the line. Where nobody asked for the status, only
    /// trouble is worth it, and the end of trouble.
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

    /// Takes the line away for good.
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

    /// Leaves the cursor at the beginning, so that a typed `^C` is erased with the line.
    fn show(&self) {
        if !self.line.is_empty() {
            to_stderr(&format!("\r{WRAP_OFF}{}{ERASE}{WRAP_ON}\r", self.line));
        }
    }
}

/// A status that nobody can read any more is no reason to end the job.
fn to_stderr(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    /// All at once, so that nothing comes between the lines of a block.
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

/// The time that is left of a slide: with tenths of a second if it is short.
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
