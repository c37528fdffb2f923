//! The trait for custom outputs, and results in memory.

mod collected;

pub use collected::Collected;

use crate::base::time::BatchTime;

/// A custom output, used as `|> to(sink)`.
///
/// One worker owns the sink for the life of the job. While the job runs, the sink receives every
/// batch exactly once, in the order of time, even empty batches. The time of a batch identifies it: a
/// batch that is computed again after a failure has the same time. A sink that stores the time of the
/// last batch that it has written can therefore skip batches that it has already written.
///
/// ```
/// use streamdsl::prelude::*;
///
/// /// Adds up all numbers, and prints the total after each batch.
/// struct Total(u64);
///
/// impl Sink<u64> for Total {
///     type Error = std::convert::Infallible;
///
///     fn write(&mut self, time: BatchTime, records: Vec<u64>) -> Result<(), Self::Error> {
///         self.0 += records.iter().sum::<u64>();
///         println!("{time}: {}", self.0);
///         Ok(())
///     }
/// }
///
/// let total = Total(0);
/// let job = stream! { memory([[1_u64, 2], [3, 4]]) |> to(total) };
/// streamdsl::testing::run(job)?;
/// # Ok::<(), streamdsl::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sink",
    label = "`to` writes to a sink",
    note = "implement `streamdsl::sink::Sink` for a type of your own; to write text files: `|> save_as_text_files(\"prefix\")`"
)]
pub trait Sink<T>: Send + 'static {
    /// The error of the sink. It stops the job, and its text becomes part of the job's error.
    type Error: std::fmt::Display;

    /// Called once, before the first batch.
    ///
    /// # Errors
    /// An error stops the job before it reads any input.
    fn open(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Writes the records of the batch that ends at `time`.
    ///
    /// # Errors
    /// An error stops the job. The batch does not count as processed.
    fn write(&mut self, time: BatchTime, records: Vec<T>) -> Result<(), Self::Error>;
}
