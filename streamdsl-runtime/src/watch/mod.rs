//! What a job reports: its status, and events for listeners.
//!
//! A status is read on request; an event is sent when something happens.
//!
//! Uses `base`. `receive`, `shared` and `job` report through this room.

pub mod listener;
pub mod status;
