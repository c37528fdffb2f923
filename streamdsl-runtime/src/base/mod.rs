//! The ground floor: errors, notices, locks, clocks, the control of a job, the account of memory, and
//! the operator to blame for a panic.
//!
//! Every other room may use this one. It uses no other room.

pub mod blame;
pub mod clock;
pub(crate) mod control;
pub mod error;
pub mod memory;
pub mod notice;
pub(crate) mod overflow;
pub(crate) mod sync;
pub(crate) mod system;
pub mod time;
