//! Compares other systems with streamdsl: each counts the words of one text, and some run the
//! NEXMark queries over the same events. Every result is compared.
//!
//! ```text
//! cargo run --release                            both tables
//! cargo run --release -- words --megabytes 16 --turns 3
//! cargo run --release -- write words.txt         the text as a file, for `others`
//! cargo run --release -- stream                  the library alone, for `others`
//! ```

mod measure;
mod nexmark;
mod words;

use std::process::ExitCode;

use lexopt::prelude::*;

/// Renoir uses it for its own measurements; here all programs use it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The measurement that the command line asks for.
struct Options {
    part: Option<String>,
    file: Option<String>,
    megabytes: usize,
    events: u64,
    turns: usize,
}

fn main() -> ExitCode {
    match options().map_err(|error| error.to_string()).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("peers: {message}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, lexopt::Error> {
    let mut options =
        Options { part: None, file: None, megabytes: 64, events: 2_000_000, turns: 7 };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("megabytes") => options.megabytes = parser.value()?.parse()?,
            Long("events") => options.events = parser.value()?.parse()?,
            Long("turns") => options.turns = parser.value()?.parse()?,
            Value(part) if options.part.is_none() => options.part = Some(part.string()?),
            Value(file) if options.file.is_none() => options.file = Some(file.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), String> {
    match (options.part.as_deref(), &options.file) {
        (None, _) => {
            words::print_table(options.megabytes, options.turns)?;
            nexmark::print_table(options.events, options.turns)
        }
        (Some("words"), None) => words::print_table(options.megabytes, options.turns),
        (Some("stream"), None) => words::print_stream(options.megabytes, options.turns),
        (Some("nexmark"), None) => nexmark::print_table(options.events, options.turns),
        (Some("write"), Some(file)) => {
            std::fs::write(file, words::text(options.megabytes)).map_err(|error| error.to_string())
        }
        _ => Err(
            "possible are `words`, `nexmark`, `stream`, `write FILE`, or nothing for both tables"
                .into(),
        ),
    }
}
