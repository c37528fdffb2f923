//! What the benchmarks share: input, and the references written by hand beside
//! which the library is measured.

pub mod corpus;
pub mod programs;
pub mod reference;
pub mod timed;
