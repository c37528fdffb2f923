//! Runs a Nexmark query over generated events.
//!
//! ```text
//! cargo run --release -p streamdsl-nexmark -- q5
//! cargo run --release -p streamdsl-nexmark -- q8 --rate 100000 --seconds 60 --workers 2 --rows 5
//! ```
//!
//! Time is simulated: each batch follows as soon as the one before it is processed. The program
//! prints the first rows, and at the end the number of rows. The speed includes the generation of
//! the events, which takes most of the time. `cargo bench -p streamdsl-benches --bench nexmark`
//! measures only the queries.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use streamdsl_nexmark::generator::Generator;
use streamdsl_nexmark::output::{Output, Row};
use streamdsl_nexmark::queries;
use streamdsl_nexmark::source::by_event_time;

const HELP: &str = "\
Runs a Nexmark query over generated events.

Usage: streamdsl-nexmark <q0..q8> [options]

  --rate N      events per second of event time (10000)
  --seconds N   event time, in whole seconds (60)
  --workers N   how many workers compute (1)
  --rows N      how many rows are printed (20)
  --help        prints this
";

/// The options of the command line.
struct Options {
    query: String,
    rate: u64,
    seconds: u32,
    workers: usize,
    rows: u64,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error cannot be written, there is no other place to report that.
            let _ = writeln!(io::stderr(), "streamdsl-nexmark: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::parse()? else {
        io::stdout().write_all(HELP.as_bytes())?;
        return Ok(());
    };
    let events = by_event_time(Generator::new(options.rate).batches(options.seconds));
    let rows = Arc::new(AtomicU64::new(0));
    let printer = Printer { rows: Arc::clone(&rows), most: options.rows };
    let Some(job) = queries::by_name(&options.query, events, printer) else {
        return Err(format!("there is no query `{}`; there are q0 to q8", options.query).into());
    };
    let start = Instant::now();
    streamdsl::testing::run_on(options.workers, job)?;
    let (took, events) = (start.elapsed(), options.rate * u64::from(options.seconds));
    writeln!(
        io::stderr(),
        "{}: {} rows of {events} events in {took:.2?}, {:.0} events per second",
        options.query,
        rows.load(Ordering::Relaxed),
        events as f64 / took.as_secs_f64()
    )?;
    Ok(())
}

impl Options {
    /// Parses the command line. Returns `None` if it asks for help.
    fn parse() -> Result<Option<Self>, lexopt::Error> {
        use lexopt::prelude::*;
        let mut options =
            Options { query: String::new(), rate: 10_000, seconds: 60, workers: 1, rows: 20 };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("rate") => options.rate = arguments.value()?.parse()?,
                Long("seconds") => options.seconds = arguments.value()?.parse()?,
                Long("workers") => options.workers = arguments.value()?.parse()?,
                Long("rows") => options.rows = arguments.value()?.parse()?,
                Value(query) if options.query.is_empty() => options.query = query.string()?,
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        if options.query.is_empty() {
            return Err("which query? q0 to q8; --help says more".into());
        }
        if options.rate == 0 {
            return Err("--rate must be at least 1".into());
        }
        Ok(Some(options))
    }
}

/// Prints the first rows and counts all rows.
struct Printer {
    rows: Arc<AtomicU64>,
    most: u64,
}

impl Output for Printer {
    fn row(&self, row: impl Row) {
        if self.rows.fetch_add(1, Ordering::Relaxed) < self.most {
            // The printed rows are only a sample, so a closed pipe does not stop the count.
            let _ = writeln!(io::stdout(), "{row:?}");
        }
    }
}
