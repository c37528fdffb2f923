//! What a job tells: its status, and the events of listeners.
//!
//! Uses `base`. Every room that has something to tell uses it.

pub mod listener;
pub mod status;
