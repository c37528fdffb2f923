//! State that outlives a job: snapshots, taken and restored by any number of workers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod changes;
mod combiners;
mod names;
mod parts;
mod stops;
mod whole;
