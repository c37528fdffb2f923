//! The results of each operator of the language, on one, two and three workers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::redundant_closure_for_method_calls,
    clippy::single_range_in_vec_init,
    reason = "programs are written as people write them"
)]

mod batches;
mod empty_batches;
mod everyday;
mod failures;
mod files;
mod keyed;
mod language;
mod many_keys;
mod overflow;
mod panics;
mod printing;
mod several;
mod stateless;
