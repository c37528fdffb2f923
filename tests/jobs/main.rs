//! Running jobs: their limits, checkpoints and listeners, and what they share with the program.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_sign_loss,
    reason = "tests"
)]

mod backpressure;
mod checkpoints;
mod clocks;
mod ends;
mod listener;
mod shared;
mod stats_report;

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);
