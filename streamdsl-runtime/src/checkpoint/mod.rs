//! State that survives the process: snapshots of a running job in a directory.
//!
//! With [`Builder::checkpoint`](crate::context::Builder::checkpoint) the state of all operators is
//! saved every so often, and once more when the job ends by itself or by a graceful stop. The next
//! context with the same directory goes on from there. There is nothing else to recover: the program
//! is compiled in, and may have changed (`docs/checkpoints.md` has the rules and the format).
//!
//! What is kept is the state *at the end of a batch*: windows, keyed state, the count of batches.
//! What sources delivered after it is not: a source that is not asked again for what it delivered
//! loses that, as a receiver of Spark without its write-ahead log does. Nor is the output of
//! batches after the checkpoint taken back. The time during which nothing ran is not made up for:
//! windows go on where they were.

mod directory;
mod format;
mod writer;

use std::path::Path;

pub(crate) use crate::checkpoint::directory::Directory;
pub(crate) use crate::checkpoint::writer::Checkpoints;
use crate::error::Result;

/// Reads the bytes of a checkpoint file.
pub(crate) fn read_bytes(file: &[u8]) -> std::result::Result<crate::state::Snapshot, String> {
    format::decode(file)
}

/// Whether a job that is started with this checkpoint directory would go on from a checkpoint.
///
/// # Errors
///
/// [`Error::File`](crate::error::Error::File) if the directory is there and cannot be read.
///
/// ```
/// assert!(!streamdsl::checkpoint::is_present("/nowhere/at/all")?);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn is_present(directory: impl AsRef<Path>) -> Result<bool> {
    Ok(!Directory::new(directory.as_ref()).checkpoints()?.is_empty())
}
