//! Sliding windows over batches.
//!
//! Batches are counted 1, 2, 3, ... from the start of the stream. A window is cut into **panes**, the
//! greatest common divisor of its length and its slide: what arrives within a pane enters and leaves
//! every window together, so it is combined once and kept once.

mod buffer;
mod by_pane;
mod few_panes;
mod inverse;
mod numbered_keys;
mod saved_key;
mod table;
#[cfg(test)]
mod tests;
mod totals;
mod two_stacks;
mod value;

pub use buffer::WindowBuffer;
pub use inverse::Inverse;
pub use table::WindowedTable;
pub use value::WindowedValue;
