//! What outlives a batch and a process: slots, snapshots, and checkpoints in a directory.
//!
//! An operator that keeps something from batch to batch owns a *slot*: a name that stays the same
//! when the program is changed around it, and the shape of the types it keeps. Each worker saves its
//! share of a slot as one part. A [`Snapshot`] holds the parts of all slots. Any number of workers
//! reads it back, each of which takes the keys it owns out of all parts.
//!
//! Uses `data` and `base`. `job` saves and restores, `stages` encode what they keep.

pub mod checkpoint;
mod slots;
mod snapshot;

pub(crate) use slots::SavedPart;
pub use slots::{Owner, Slot};
pub use snapshot::Snapshot;
