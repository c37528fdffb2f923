//! What can go wrong, said so that the reader knows what happened, where, and what to do.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::base::time::BatchTime;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in the user's program an operator was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Why a program could not be started, or why a running job ended.
///
/// An error is a plain value that can be cloned: everybody who waits for a job gets the same one.
#[derive(Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting of the context is missing, absurd or in contradiction to another one.
    #[error("configuration: {message}")]
    Config {
        /// Which setting, and which values are possible.
        message: String,
    },
    /// A window or slide does not fit the batch interval or the stream it is built on.
    #[error("{location}: `{operator}`: {message}")]
    Window {
        /// The operator as the user wrote it.
        operator: &'static str,
        /// Where the user wrote it.
        location: Location,
        /// What does not fit, and which durations would.
        message: String,
    },
    /// A source could not be started or could not go on.
    #[error("source {name}: {message}")]
    Source {
        /// The source as it describes itself, such as `socket localhost:9999`.
        name: String,
        /// What happened.
        message: String,
    },
    /// Code of the user panicked while a batch was processed; the batch is not done.
    #[error("{location}: `{operator}` failed in the batch of {batch}: {message}")]
    UserCode {
        /// The end of the batch that was being processed.
        batch: BatchTime,
        /// The operator that ran the code.
        operator: String,
        /// Where the user wrote the operator.
        location: Location,
        /// What the code said when it panicked.
        message: String,
    },
    /// The output of a batch could not be written.
    #[error("{location}: `{operator}` could not write the batch of {batch}: {message}")]
    Sink {
        /// The operator that writes.
        operator: String,
        /// Where the user wrote the operator.
        location: Location,
        /// The end of the batch whose output is missing.
        batch: BatchTime,
        /// What happened.
        message: String,
    },
    /// A file or directory could not be written or read.
    #[error("cannot {access} {path}: {message}")]
    File {
        /// What was to be done with it: `write` or `read`.
        access: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What happened, with the place in the file where that helps.
        message: String,
    },
    /// State that was kept cannot be used by this program.
    #[error("state `{slot}`: {message}")]
    State {
        /// The name of the slot.
        slot: String,
        /// What does not fit.
        message: String,
    },
    /// The operating system refused something that the engine needs.
    #[error("{message}")]
    System {
        /// What was refused and what the system said.
        message: String,
    },
    /// A graceful stop took longer than it may; what was not processed by then has been dropped.
    #[error(
        "the graceful stop was not done within {timeout:?}; {batches} batches that had been \
         received were dropped"
    )]
    StopTimeout {
        /// How long it could take.
        timeout: Duration,
        /// How many batches had ended but were not processed.
        batches: u64,
    },
    /// A job has been started in this context before.
    #[error("this streaming context has already been started; one context runs one job")]
    AlreadyStarted,
    /// The context has been stopped, and a stopped context stays stopped.
    #[error("this streaming context has been stopped; build a new one to run another job")]
    AlreadyStopped,
    /// The job has not been started yet, so there is nothing to wait for.
    #[error("no job has been started in this streaming context")]
    NotStarted,
    /// Told to the workers of a job that is being abandoned; never the outcome of a job.
    #[error("the job is being stopped")]
    Stopped,
    /// The engine contradicts itself. This is a defect of the library.
    #[error("internal error, please report it: {message}")]
    Internal {
        /// Which expectation did not hold.
        message: String,
    },
}

/// The message, because this is what a `main` that returns a [`Result`] shows.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error {
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Error::Config { message: message.into() }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Error::Internal { message: message.into() }
    }

    pub(crate) fn write(path: &Path, problem: impl fmt::Display) -> Self {
        Error::File { access: "write", path: path.into(), message: problem.to_string() }
    }

    pub(crate) fn read(path: &Path, problem: impl fmt::Display) -> Self {
        Error::File { access: "read", path: path.into(), message: problem.to_string() }
    }

    /// An error of the source called `name`, for sources written outside this crate too.
    ///
    /// ```
    /// # use streamdsl::error::Error;
    /// let error = Error::source("feed", "the licence has expired");
    /// assert_eq!(error.to_string(), "source feed: the licence has expired");
    /// ```
    pub fn source(name: impl Into<String>, message: impl Into<String>) -> Self {
        Error::Source { name: name.into(), message: message.into() }
    }
}
