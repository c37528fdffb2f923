//! The best programs for the work of the benchmarks that were found without the
//! library: the yardstick. They do the same honest work (exact keys, a real value,
//! seeded hashes) and are measured in the same run.

pub mod chain;
pub mod count;
pub mod maxima;
pub mod panes;
pub mod receive;
pub mod scatter;
pub mod spent;
pub mod table;
#[cfg(test)]
mod tests;
pub mod totals;
pub mod words;

use words::Piece;

/// A program that keeps what it has to from batch to batch. Given the lines of a batch, it gives
/// what the program beside it in [`programs`](crate::programs) gives: a count and a sum, or
/// nothing in a batch that has no output.
pub type Program = Box<dyn FnMut(Piece<'_>) -> Option<(u64, u64)>>;
