//! Counts words over a sliding window: the program of the README.
//!
//! ```text
//! cargo run --release --example wordcount                      # an embedded text feed
//! cargo run --release --example wordcount -- localhost 9999    # a server, such as `nc -lk 9999`
//! ```
//!
//! `--help` lists the options.

#[path = "../support/feed.rs"]
mod feed;
mod options;
mod status;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use streamdsl::prelude::*;

use crate::feed::Feed;
use crate::options::Options;
use crate::status::Screen;

/// The text of the embedded feed.
const STORY: &str = include_str!("../data/story.txt");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error cannot be written, there is no other place to report that.
            let _ = writeln!(io::stderr(), "wordcount: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::parse()? else { return Ok(()) };
    let feed = if options.server.is_none() { Some(Feed::start(STORY)?) } else { None };
    let (host, port) = match (&options.server, &feed) {
        (Some((host, port)), _) => (host.clone(), *port),
        (None, Some(feed)) => ("127.0.0.1".to_owned(), feed.port()),
        (None, None) => return Err("there is neither a server nor a feed".into()),
    };

    let (window, slide) = (options.window, options.slide);
    let job = stream! {
        socket(host, port)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(window, slide)
            |> pprint
    };
    if options.plan {
        writeln!(io::stdout(), "{}\n{}", job.plan(), job.plan().mermaid())?;
        return Ok(());
    }

    let screen = Screen::new(&options);
    let notices = screen.clone();
    let mut context = StreamingContext::builder()
        .app_name("wordcount")
        .batch_interval(options.batch)
        .output(screen.clone())
        .on_notice(move |notice| notices.notice(notice));
    if let Some(cores) = options.cores {
        context = context.workers(cores);
    }
    let context = Arc::new(context.build()?);
    screen.follow(&context, &options);
    if let Some(limit) = options.run_for {
        stop_after(limit, &context);
    }
    let outcome = context.run(job);
    screen.close();
    Ok(outcome?)
}

/// Stops the job gracefully after some time, as Ctrl-C does.
fn stop_after(limit: Duration, context: &Arc<StreamingContext>) {
    let context = Arc::clone(context);
    thread::spawn(move || {
        thread::sleep(limit);
        // A context that is stopped before its start cannot start any more, so wait for the start.
        while context.state() == ContextState::Initialized {
            thread::sleep(Duration::from_millis(1));
        }
        // `run` returns the error, if there is one.
        let _ = context.stop(StopMode::Graceful);
    });
}
