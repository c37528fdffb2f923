//! What the benchmarks share: input, sources that deliver it, and the references
//! written by hand beside which the library is measured.

pub mod corpus;
pub mod memory;
pub mod reference;
