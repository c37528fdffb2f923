//! The queries of NEXMark, by the library and by Renoir, over the same lines of events, which both
//! parse with the same functions.

mod renoir;

use streamdsl::shared::Accumulator;
use streamdsl::source::{TextSource, text};
use streamdsl_nexmark::generator::Generator;
use streamdsl_nexmark::model::Event;
use streamdsl_nexmark::output::Checksum;
use streamdsl_nexmark::queries::by_name;
use streamdsl_nexmark::reference;
use streamdsl_nexmark::source::{BATCH_MS, by_event_time};

use crate::measure::{COLUMNS, beside, cost, print_head};

/// The length of the event time; it does not depend on the number of events.
const SECONDS: u64 = 40;

/// The events, in the forms that are prepared in memory before the measurement.
struct Events {
    /// All events.
    lines: &'static str,
    /// Each batch, for jobs of the library.
    batches: Vec<TextSource>,
}

impl Events {
    fn new(count: u64) -> Self {
        let generator = Generator::new(count / SECONDS);
        let batches: Vec<String> = (0..SECONDS).map(|index| generator.batch(index)).collect();
        Self {
            lines: batches.concat().leak(),
            batches: batches.iter().map(|batch| text(batch.as_str())).collect(),
        }
    }
}

/// Prints a row for each query that has a Renoir program here.
pub(crate) fn print_table(events: u64, turns: usize) -> Result<(), String> {
    let input = Events::new(events);
    let parsed: Vec<Event<'_>> = input.lines.lines().filter_map(Event::parse).collect();
    let count = parsed.len() as u64;
    println!("NEXMark, {count} events as text, {SECONDS} s of event time.\n");
    print_head(&[&["Renoir, per event", "workers"], &COLUMNS[..]].concat());
    for (name, query) in renoir::QUERIES {
        let expected = Checksum::default();
        reference::by_name(name, &parsed, SECONDS * BATCH_MS, &expected);
        for workers in [1, 2] {
            let mut pairs = Vec::new();
            for _ in 0..turns {
                let (ours, stream) = cost(|| by_stream(name, &input.batches, workers));
                let (theirs, peer) = cost(|| query(input.lines, workers));
                for (who, sum) in [("stream!", ours?), ("renoir", theirs)] {
                    if sum != expected.value() {
                        return Err(format!("{name} of {who} differs from the reference"));
                    }
                }
                pairs.push((stream, peer));
            }
            println!("| {name} | {workers} | {} |", beside(&pairs, count).join(" | "));
        }
    }
    Ok(())
}

/// The sum of the digests of all rows.
fn by_stream(name: &str, batches: &[TextSource], workers: usize) -> Result<u64, String> {
    let sum = Accumulator::counter("checksum");
    let job = by_name(name, by_event_time(batches.to_vec()), sum.clone());
    let job = job.ok_or_else(|| format!("there is no query {name}"))?;
    streamdsl::testing::run_on(workers, job).map_err(|error| error.to_string())?;
    Ok(sum.value())
}
