//! The outputs: sinks, results in memory, and the formats of files.
//!
//! Uses `data` and `base`. The operators of `language::outputs` write through this room.

pub mod files;
pub mod sink;
