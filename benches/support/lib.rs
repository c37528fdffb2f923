//! What the benchmarks share: input, the measured programs, and the references written by hand.

pub mod corpus;
pub mod programs;
pub mod reference;
pub mod timed;
