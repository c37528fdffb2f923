//! The best programs for the work of the benchmarks that were found without the
//! library: the yardstick. They do the same honest work (exact keys, a real value,
//! seeded hashes) and are measured in the same run.

pub mod count;
pub mod receive;
pub mod scatter;
pub mod table;
pub mod words;
