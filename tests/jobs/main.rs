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
mod fresh;
mod listener;
mod shared;
mod stats_report;
mod versions;
