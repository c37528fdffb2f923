//! Runs the Yahoo streaming benchmark over generated events.
//!
//! ```text
//! cargo run --release -p streamdsl-yahoo
//! cargo run --release -p streamdsl-yahoo -- --form 128 --round-robin --rate 1000000 --workers 2
//! ```
//!
//! Time is simulated: each batch follows as soon as the one before it is processed. The events are
//! generated first, and the result is compared with the generated events.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use streamdsl::pipeline::Pipeline;
use streamdsl::source::{memory, text};
use streamdsl_nexmark::source::by_event_time;
use streamdsl_yahoo::generator::{Generator, Order};
use streamdsl_yahoo::query::{self, Views};
use streamdsl_yahoo::reference;

const HELP: &str = "\
Runs the Yahoo streaming benchmark over generated events.

Usage: streamdsl-yahoo [options]

  --form F        json, 64 or 128: lines, or records of so many bytes (json)
  --round-robin   advertisements in turn instead of at random
  --rate N        events per second of event time (100000)
  --seconds N     event time, in whole seconds (20)
  --workers N     how many workers compute (1)
  --help          prints this
";

/// The options of the command line.
struct Options {
    form: String,
    order: Order,
    rate: u64,
    seconds: u32,
    workers: usize,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error cannot be written, there is no other place to report that.
            let _ = writeln!(io::stderr(), "streamdsl-yahoo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::parse()? else {
        io::stdout().write_all(HELP.as_bytes())?;
        return Ok(());
    };
    let (generator, views) = (Generator::new(options.rate, options.order), Views::new());
    let job = job(&options, &generator, &views)?;
    let start = Instant::now();
    streamdsl::testing::run_on(options.workers, job)?;
    let took = start.elapsed();
    let counted = by_window(&views);
    for ((end, campaign), count) in counted.iter().take(10) {
        writeln!(io::stdout(), "{end} ms: campaign {campaign} had {count} views")?;
    }
    if counted != reference::views(&generator, options.seconds.into()) {
        return Err("the counts are not those of the events that were generated".into());
    }
    let events = options.rate * u64::from(options.seconds);
    writeln!(
        io::stdout(),
        ".. {} counts, all as generated\n{events} events in {took:.2?}, {:.0} per second",
        counted.len(),
        events as f64 / took.as_secs_f64()
    )?;
    Ok(())
}

fn job(options: &Options, generator: &Generator, views: &Views) -> Result<Pipeline, String> {
    let seconds = 0..u64::from(options.seconds);
    Ok(match options.form.as_str() {
        "json" => {
            let texts: Vec<_> = seconds.map(|second| text(generator.json(second))).collect();
            query::json(by_event_time(texts), views)
        }
        "64" => {
            let records: Vec<_> = seconds.map(|second| generator.binary::<4>(second)).collect();
            query::binary(memory(records), views)
        }
        "128" => {
            let records: Vec<_> = seconds.map(|second| generator.binary::<12>(second)).collect();
            query::binary(memory(records), views)
        }
        form => return Err(format!("there is no form `{form}`; there are json, 64 and 128")),
    })
}

fn by_window(views: &Views) -> BTreeMap<(u64, u32), u64> {
    let windows = views.take().into_iter();
    windows
        .flat_map(|(end, counts)| {
            counts.into_iter().map(move |(campaign, count)| ((end.as_millis(), campaign), count))
        })
        .collect()
}

impl Options {
    /// Parses the command line. Returns `None` if it asks for help.
    fn parse() -> Result<Option<Self>, lexopt::Error> {
        use lexopt::prelude::*;
        let mut options = Options {
            form: "json".into(),
            order: Order::Random,
            rate: 100_000,
            seconds: 20,
            workers: 1,
        };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("form") => options.form = arguments.value()?.string()?,
                Long("round-robin") => options.order = Order::RoundRobin,
                Long("rate") => options.rate = arguments.value()?.parse()?,
                Long("seconds") => options.seconds = arguments.value()?.parse()?,
                Long("workers") => options.workers = arguments.value()?.parse()?,
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        if options.rate == 0 {
            return Err("--rate must be at least 1".into());
        }
        Ok(Some(options))
    }
}
