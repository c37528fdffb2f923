//! Transformations beyond the core: second streams, partitions, order, combiners, joins, windows and
//! state, on one, two and three workers.
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

mod combining;
mod derived;
mod errors;
mod joins;
mod ordering;
mod partitions;
mod records;
mod restored;
mod state_model;
mod states;
mod windowed;
