//! Errors. Each message names what happened, where, and, if possible, what to do.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use crate::base::system::Explained;
use crate::base::time::BatchTime;

/// The result of the functions of this crate that can fail.
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

/// An error that led to an [`Error`]: of the operating system, of another library, of the user.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Why a program could not start, or why a running job ended.
///
/// An error can be cloned: everybody who waits for a job gets the same one. `Debug` prints the
/// message, because a `main` that returns a [`Result`] prints its error with `Debug`.
///
/// # Causes
///
/// The message already contains the message of the `cause`, if there is one. Therefore
/// [`source`](std::error::Error::source) returns the source of the cause, not the cause itself;
/// printing an error with its chain of sources repeats nothing. To look at the cause itself, match
/// the variant or call [`io_error`](Self::io_error).
#[derive(Clone)]
#[non_exhaustive]
pub enum Error {
    /// A setting of the context is missing, not possible, or contradicts another one.
    Config {
        /// Which setting, and which values are possible.
        message: String,
    },
    /// A window or slide does not fit the batch interval or the stream it is built on.
    Window {
        /// The operator as the user wrote it.
        operator: &'static str,
        /// Where the user wrote it.
        location: Location,
        /// What does not fit, and which durations would.
        message: String,
    },
    /// A source could not start or could not go on.
    Source {
        /// The source as it describes itself, such as `socket localhost:9999`.
        name: String,
        /// What happened.
        message: String,
        /// The error that stopped the source, if the message reports one.
        cause: Option<Cause>,
    },
    /// The user's code panicked while a batch was processed. The batch does not count as done.
    UserCode {
        /// The end of the batch that was being processed.
        batch: BatchTime,
        /// The operator that called the code.
        operator: String,
        /// Where the user wrote the operator.
        location: Location,
        /// The message of the panic.
        message: String,
    },
    /// A sum or a product of an operator's `+` or `*` does not fit into its integer type. The batch
    /// does not count as done. Another attempt would end in the same way, so there is none.
    Overflow {
        /// The end of the batch that was being processed.
        batch: BatchTime,
        /// The operator that combines the values.
        operator: String,
        /// Where the user wrote the operator.
        location: Location,
        /// The type that is too narrow, and what to do.
        message: String,
    },
    /// The operators of the program keep more memory than `memory_limit` allows, or would after the
    /// next growth. The batch does not count as done. Another attempt would end in the same way, so
    /// there is none.
    Memory {
        /// The end of the batch that was being processed.
        batch: BatchTime,
        /// The operator that keeps most.
        operator: String,
        /// Where the user wrote the operator.
        location: Location,
        /// What it keeps and how much, and what to do.
        message: String,
    },
    /// The output of a batch could not be written.
    Sink {
        /// The operator that writes.
        operator: String,
        /// Where the user wrote the operator.
        location: Location,
        /// The end of the batch whose output is missing.
        batch: BatchTime,
        /// What happened.
        message: String,
        /// The error that stopped the output, if the message reports one.
        cause: Option<Cause>,
    },
    /// A file or directory could not be written or read.
    File {
        /// What the engine tried to do: `write` or `read`.
        access: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What happened, with the place in the file where that helps.
        message: String,
        /// The error of the operating system, if the message reports one.
        cause: Option<Cause>,
    },
    /// This program cannot use the state that was saved.
    State {
        /// The name of the slot.
        slot: String,
        /// What does not fit.
        message: String,
    },
    /// The saved state holds slots that the program does not have. Nothing was changed.
    MissingSlots {
        /// The names of the slots.
        slots: Vec<String>,
        /// The nearest names of the program, and what to do.
        message: String,
    },
    /// The operating system refused something that the engine needs.
    System {
        /// What was refused, and the message of the operating system.
        message: String,
        /// The error of the operating system.
        cause: Option<Cause>,
    },
    /// A graceful stop took too long. Batches that were not processed by then have been dropped.
    StopTimeout {
        /// The time that the stop was allowed to take.
        timeout: Duration,
        /// The number of batches that had ended but were not processed.
        batches: u64,
    },
    /// A job has already been started in this context.
    AlreadyStarted,
    /// The context has been stopped. A stopped context cannot be started again.
    AlreadyStopped,
    /// The job has not been started yet, so there is nothing to wait for.
    NotStarted,
    /// The workers of a job that is being abandoned receive this. It is never the outcome of a job.
    Stopped,
    /// The engine contradicts itself. This is a defect of the library.
    Internal {
        /// Which expectation did not hold.
        message: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Config { message } => write!(f, "configuration: {message}"),
            Error::Window { operator, location, message } => {
                write!(f, "{location}: `{operator}`: {message}")
            }
            Error::Source { name, message, .. } => write!(f, "source {name}: {message}"),
            Error::UserCode { batch, operator, location, message }
            | Error::Overflow { batch, operator, location, message } => {
                write!(f, "{location}: `{operator}` failed in the batch of {batch}: {message}")
            }
            Error::Memory { batch, operator, location, message } => write!(
                f,
                "{location}: `{operator}` ran out of memory in the batch of {batch}: {message}"
            ),
            Error::Sink { operator, location, batch, message, .. } => {
                let failed = format_args!("{location}: `{operator}` could not write the batch");
                write!(f, "{failed} of {batch}: {message}")
            }
            Error::File { access, path, message, .. } => {
                write!(f, "cannot {access} {}: {message}", path.display())
            }
            Error::State { slot, message } => write!(f, "state `{slot}`: {message}"),
            Error::System { message, .. } | Error::MissingSlots { message, .. } => {
                f.write_str(message)
            }
            Error::StopTimeout { timeout, batches } => write!(
                f,
                "the graceful stop took longer than {timeout:?}; batches that were received but not \
                 processed were dropped: {batches}"
            ),
            Error::AlreadyStarted => f.write_str(
                "this streaming context has already been started; one context runs one job",
            ),
            Error::AlreadyStopped => f.write_str(
                "this streaming context has been stopped; build a new one to run another job",
            ),
            Error::NotStarted => f.write_str("no job has been started in this streaming context"),
            Error::Stopped => f.write_str("the job is being stopped"),
            Error::Internal { message } => {
                write!(f, "internal error, please report it: {message}")
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.known_cause()?.source()
    }
}

impl Error {
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Error::Config { message: message.into() }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Error::Internal { message: message.into() }
    }

    /// The error of a file or directory that cannot be written for a reason of the engine's own.
    pub(crate) fn write(path: &Path, problem: impl fmt::Display) -> Self {
        Self::file("write", path, problem)
    }

    /// The error of a file or directory that the operating system could not write.
    pub(crate) fn write_failed(path: &Path, error: io::Error) -> Self {
        Self::file("write", path, Explained(&error)).caused_by(error)
    }

    /// The error of a file or directory with content that the engine cannot read.
    pub(crate) fn read(path: &Path, problem: impl fmt::Display) -> Self {
        Self::file("read", path, problem)
    }

    /// The error of a file or directory that the operating system could not read.
    pub(crate) fn read_failed(path: &Path, error: io::Error) -> Self {
        Self::file("read", path, Explained(&error)).caused_by(error)
    }

    fn file(access: &'static str, path: &Path, problem: impl fmt::Display) -> Self {
        Error::File { access, path: path.into(), message: problem.to_string(), cause: None }
    }

    /// The error of a thread that could not be started; `thread` says which one it is, such as
    /// `the driver's thread`.
    pub(crate) fn thread(thread: impl fmt::Display, error: io::Error) -> Self {
        let message = format!("cannot start {thread}: {error}");
        Error::System { message, cause: None }.caused_by(error)
    }

    /// An error of the source called `name`. Sources outside this crate can use it too.
    ///
    /// ```
    /// # use streamdsl::error::Error;
    /// let error = Error::source("feed", "the licence has expired");
    /// assert_eq!(error.to_string(), "source feed: the licence has expired");
    /// ```
    pub fn source(name: impl Into<String>, message: impl Into<String>) -> Self {
        Error::Source { name: name.into(), message: message.into(), cause: None }
    }

    /// Keeps the error that led to this one. The message of this error must already contain the
    /// message of `cause`. Only the variants with a field `cause` keep it; other variants stay as
    /// they are.
    ///
    /// ```
    /// # use streamdsl::error::Error;
    /// let cause = std::fs::File::open("/nowhere/at/all").unwrap_err();
    /// let error = Error::source("feed", format!("cannot open it: {cause}")).caused_by(cause);
    /// assert_eq!(error.io_error().unwrap().kind(), std::io::ErrorKind::NotFound);
    /// ```
    #[must_use]
    pub fn caused_by(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        if let Error::Source { cause: kept, .. }
        | Error::Sink { cause: kept, .. }
        | Error::File { cause: kept, .. }
        | Error::System { cause: kept, .. } = &mut self
        {
            *kept = Some(Arc::new(cause));
        }
        self
    }

    /// The error of the operating system that led to this error, if there is one: to learn its
    /// kind, such as `PermissionDenied`.
    pub fn io_error(&self) -> Option<&io::Error> {
        let cause = self.known_cause()?;
        match cause.downcast_ref::<Error>() {
            Some(error) => error.io_error(),
            None => cause.downcast_ref(),
        }
    }

    fn known_cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match self {
            Error::Source { cause, .. }
            | Error::Sink { cause, .. }
            | Error::File { cause, .. }
            | Error::System { cause, .. } => cause.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the feed is closed")]
    struct Closed(#[source] io::Error);

    #[test]
    fn an_error_and_its_sources_repeat_nothing() {
        let closed = Closed(io::Error::other("the licence has expired"));
        let error = Error::source("feed", format!("cannot go on: {closed}")).caused_by(closed);
        assert_eq!(error.to_string(), "source feed: cannot go on: the feed is closed");
        let source = error.clone().source().map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("the licence has expired"));
        let Error::Source { cause: Some(cause), .. } = &error else { panic!("{error}") };
        assert!(cause.is::<Closed>());
        assert!(error.io_error().is_none(), "the feed is not a file");
    }

    #[test]
    fn the_operating_system_is_found_behind_an_error_of_the_engine() {
        let file = Error::write_failed(Path::new("out"), io::ErrorKind::StorageFull.into());
        assert_eq!(file.to_string(), "cannot write out: no storage space");
        let error = Error::source("feed", file.to_string()).caused_by(file);
        assert_eq!(error.io_error().map(io::Error::kind), Some(io::ErrorKind::StorageFull));
        assert!(error.source().is_none(), "the message has said everything");
    }
}
