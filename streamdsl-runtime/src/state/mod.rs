//! State that outlives a batch or the process: slots, snapshots, and checkpoints in a directory.
//!
//! An operator that keeps state from batch to batch owns a *slot*. A slot has a name, which stays the
//! same when other parts of the program change, and the shape of the types that it keeps. Each worker
//! saves its share of a slot as one part. A [`Snapshot`] holds the parts of all slots. Any number of
//! workers can restore it: each worker takes the keys that it owns out of all parts.
//!
//! Uses `data` and `base`. `job` saves and restores; `stages` encode what they keep.

mod changes;
pub mod checkpoint;
mod similar;
mod slots;
mod snapshot;

pub use changes::OnMissingSlot;
pub(crate) use changes::SlotChanges;
pub(crate) use slots::SavedPart;
pub use slots::{Owner, Slot};
pub(crate) use snapshot::Progress;
pub use snapshot::Snapshot;
