//! Running jobs: their limits, checkpoints and listeners, and what they share with the program.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_sign_loss,
    reason = "tests"
)]

mod backpressure;
mod changed_programs;
mod checkpoints;
mod clocks;
mod ends;
mod fresh;
mod listener;
mod shared;
mod stats_report;
mod versions;

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);
