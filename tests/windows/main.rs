//! Windows compared with a naive model: every relation of window, slide and batch, and every way to
//! write them, on one, two and three workers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod aggregates;
mod exact;
mod misfits;
mod model;
mod nested;
mod records;
