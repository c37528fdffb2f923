//! Runs a job that does not end by itself.

use std::error::Error;
use std::sync::Arc;
use std::thread;

use jiff::SignedDuration;
use lexopt::prelude::*;
use streamdsl::prelude::*;

/// Runs a job in batches of one second until Ctrl-C, or for the time given on the command line, as
/// in `--for 10s`.
pub(crate) fn run(job: Pipeline) -> Result<(), Box<dyn Error>> {
    let limit = limit()?;
    let context = Arc::new(StreamingContext::builder().build()?);
    if let Some(limit) = limit {
        let context = Arc::clone(&context);
        thread::spawn(move || {
            // The time counts from the start of the job.
            while context.state() == ContextState::Initialized {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(limit);
            // `run` returns the error, if there is one.
            let _ = context.stop(StopMode::Graceful);
        });
    }
    Ok(context.run(job)?)
}

/// The value of `--for`.
fn limit() -> Result<Option<Duration>, Box<dyn Error>> {
    let mut limit = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("for") => limit = Some(parser.value()?.parse::<SignedDuration>()?.try_into()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(limit)
}
