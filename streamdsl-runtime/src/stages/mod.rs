//! The machinery that several operators share: keyed tables, windows in panes, exchanges between
//! workers, and batches in the hands of user code.
//!
//! Uses `job` and what stands below it. The operators of `language` are built from it.

pub mod batch;
pub mod cogrouped;
pub(crate) mod dealt;
pub mod exchanged;
pub mod gathered;
pub mod grouped;
pub mod inverse;
pub mod keyed;
pub mod routed;
pub mod saving;
pub(crate) mod share;
pub mod window;
