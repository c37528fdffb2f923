//! Where results go: the trait for outputs of your own, and results in memory.

mod collected;

pub use collected::Collected;

use crate::base::time::BatchTime;

/// An output of your own, used as `|> to(sink)`.
///
/// A sink lives on one worker for the life of the job. It is given every batch
/// exactly once while the job runs, in the order of time, also empty ones; the
/// end of the batch is a stable identity: the same batch has the same time when
/// it is computed again after a failure, so a sink that remembers the last time
/// it committed can refuse what it has already written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sink",
    label = "`to` writes to a sink",
    note = "implement `streamdsl::sink::Sink` for a type of your own; to write text files: `|> save_as_text_files(\"prefix\")`"
)]
pub trait Sink<T>: Send + 'static {
    /// Why writing failed. It is shown to people and stops the job.
    type Error: std::fmt::Display;

    /// Called once, before the first batch.
    ///
    /// # Errors
    /// An error stops the job before it has read anything.
    fn open(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Writes the records of the batch that ended at `time`.
    ///
    /// # Errors
    /// An error stops the job; the batch does not count as done.
    fn write(&mut self, time: BatchTime, records: Vec<T>) -> Result<(), Self::Error>;
}
