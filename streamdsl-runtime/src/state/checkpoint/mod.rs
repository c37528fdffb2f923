//! Checkpoints: snapshots of a running job in a directory, which survive the process.
//!
//! With [`Builder::checkpoint`](crate::job::context::Builder::checkpoint), a job saves the state of
//! all operators at regular intervals, and once more when it ends by itself or by a graceful stop.
//! The next context with the same directory continues from the newest checkpoint. The program itself
//! is not saved: it is compiled in, and may have changed. `docs/checkpoints.md` describes the rules
//! and the format.
//!
//! A checkpoint holds the state *at the end of a batch*: windows, keyed state, the number of batches.
//!
//! - Sources do not replay records that they delivered after the checkpoint; those records are lost.
//!   Receivers of Spark without a write-ahead log behave the same way.
//! - Output of batches after the checkpoint is not taken back.
//! - Batches of the time in which no job ran count as empty; see
//!   [`Builder::catch_up`](crate::job::context::Builder::catch_up).
//!
//! If the program has changed so that saved state has no owner any more, the job does not start;
//! [`Builder::on_missing_slot`](crate::job::context::Builder::on_missing_slot) and its neighbours say
//! what else to do.

mod directory;
mod format;
mod writer;

use std::path::Path;

use crate::base::error::Result;
pub(crate) use crate::state::checkpoint::directory::Directory;
pub(crate) use crate::state::checkpoint::writer::Checkpoints;

/// Returns whether `directory` holds a checkpoint that a job could continue from.
///
/// # Errors
///
/// [`Error::File`](crate::base::error::Error::File) if the directory exists and cannot be read.
///
/// ```
/// assert!(!streamdsl::checkpoint::is_present("/nowhere/at/all")?);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn is_present(directory: impl AsRef<Path>) -> Result<bool> {
    Ok(!Directory::new(directory.as_ref()).checkpoints()?.is_empty())
}

/// Reads the bytes of a checkpoint file.
pub(crate) fn read_bytes(file: &[u8]) -> std::result::Result<crate::state::Snapshot, String> {
    format::decode(file).map(|checkpoint| checkpoint.snapshot)
}
