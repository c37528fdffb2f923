//! The references: the best programs that we found without the library for the work of the
//! benchmarks. They do the same work (exact keys, a real value, seeded hashes), and are measured in
//! the same run.

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

/// A program that keeps its state from batch to batch. It takes the lines of a batch and returns
/// the same as its counterpart in [`programs`](crate::programs): a count and a sum, or nothing in a
/// batch without output.
pub type Program = Box<dyn FnMut(Piece<'_>) -> Option<(u64, u64)>>;
