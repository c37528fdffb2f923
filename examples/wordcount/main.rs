//! Counts words over a sliding window: the program of the README.
//!
//! ```text
//! cargo run --release --example wordcount                      # an embedded text feed
//! cargo run --release --example wordcount -- localhost 9999    # a server, such as `nc -lk 9999`
//! ```
//!
//! `--help` lists the options.

mod feed;
mod options;
mod status;

use std::error::Error;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

use streamdsl::prelude::*;

use crate::feed::Feed;
use crate::options::Options;
use crate::status::StatusLine;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wordcount: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::parse()? else { return Ok(()) };
    let feed = if options.server.is_none() { Some(Feed::start()?) } else { None };
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
        println!("{}\n{}", job.plan(), job.plan().mermaid());
        return Ok(());
    }

    let status = StatusLine::new(&options);
    let notices = status.clone();
    let mut context = StreamingContext::builder()
        .app_name("wordcount")
        .batch_interval(options.batch)
        .output(status.clone())
        .on_notice(move |notice| notices.note(&notice.to_string()));
    if let Some(cores) = options.cores {
        context = context.workers(cores);
    }
    let context = Arc::new(context.build()?);
    if options.status || std::io::stderr().is_terminal() {
        status.follow(&context, &options);
    }
    if let Some(limit) = options.run_for {
        let context = Arc::clone(&context);
        std::thread::spawn(move || {
            std::thread::sleep(limit);
            // What went wrong, if anything did, is what `run` returns.
            let _ = context.stop(StopMode::Graceful);
        });
    }
    let outcome = context.run(job);
    status.clear();
    Ok(outcome?)
}
