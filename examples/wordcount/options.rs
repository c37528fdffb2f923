//! The command line.

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write};
use std::time::Duration;

use jiff::SignedDuration;
use lexopt::prelude::*;

const HELP: &str = "\
Counts words over a sliding window.

usage: wordcount [OPTIONS] [HOST PORT]

Without HOST and PORT, the program counts an embedded text feed.

options:
      --batch DURATION    the batch interval [1s]
      --window DURATION   the length of the window [30s]
      --slide DURATION    how often the window is printed [10s]
      --cores N           the number of workers [all cores]
      --for DURATION      stop gracefully after this time, as Ctrl-C does
      --plan              print the plan that the program was compiled to, and exit
      --status            show the status even if stderr is not a terminal
  -h, --help              print this help

Write durations as 500ms, 10s or 1m30s.";

/// The options of the command line.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The server to read from; `None` means the embedded feed.
    pub(crate) server: Option<(String, u16)>,
    pub(crate) batch: Duration,
    pub(crate) window: Duration,
    pub(crate) slide: Duration,
    pub(crate) cores: Option<usize>,
    pub(crate) run_for: Option<Duration>,
    pub(crate) plan: bool,
    pub(crate) status: bool,
}

impl Options {
    /// Parses the command line. Returns `None` if it only asks for help.
    pub(crate) fn parse() -> Result<Option<Self>, Box<dyn Error>> {
        let mut options = Self {
            server: None,
            batch: Duration::from_secs(1),
            window: Duration::from_secs(30),
            slide: Duration::from_secs(10),
            cores: None,
            run_for: None,
            plan: false,
            status: false,
        };
        let mut host: Option<String> = None;
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("batch") => options.batch = duration(&parser.value()?)?,
                Long("window") => options.window = duration(&parser.value()?)?,
                Long("slide") => options.slide = duration(&parser.value()?)?,
                Long("for") => options.run_for = Some(duration(&parser.value()?)?),
                Long("cores") => options.cores = Some(cores(&parser.value()?)?),
                Long("plan") => options.plan = true,
                Long("status") => options.status = true,
                Short('h') | Long("help") => {
                    writeln!(io::stdout(), "{HELP}")?;
                    return Ok(None);
                }
                Value(value) if host.is_none() => host = Some(value.string()?),
                Value(value) if options.server.is_none() => {
                    let problem = |_| format!("`{}` is not a port", value.to_string_lossy());
                    let port = value.parse().map_err(problem)?;
                    options.server = host.clone().map(|host| (host, port));
                }
                other => return Err(other.unexpected().into()),
            }
        }
        if host.is_some() && options.server.is_none() {
            return Err("a HOST needs a PORT: wordcount localhost 9999".into());
        }
        Ok(Some(options))
    }
}

fn cores(text: &OsString) -> Result<usize, Box<dyn Error>> {
    match text.parse() {
        Ok(cores) if cores > 0 => Ok(cores),
        _ => Err(format!("`{}` is not a number of cores", text.to_string_lossy()).into()),
    }
}

fn duration(text: &OsString) -> Result<Duration, Box<dyn Error>> {
    let text = text.to_string_lossy();
    let problem = || format!("`{text}` is not a duration; write 500ms, 10s or 1m30s");
    let parsed: SignedDuration = text.parse().map_err(|_| problem())?;
    Ok(Duration::try_from(parsed).map_err(|_| problem())?)
}
