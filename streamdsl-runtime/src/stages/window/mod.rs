//! Sliding windows over batches.
//!
//! Batches are numbered 1, 2, 3, ... from the start of the stream. A window is cut into **panes**.
//! The length of a pane is the greatest common divisor of the window's length and slide. All
//! records of a pane enter and leave every window together, so the values of a key in a pane are
//! combined once and kept once.
//!
//! A [`WindowedTable`] keeps its panes by one of three strategies:
//!
//! | strategy | used for |
//! | --- | --- |
//! | `FewPanes` | windows of up to 8 panes, unless the user provided an inverse |
//! | `Totals` | combiners with an inverse: provided by the user, or known and more than 8 panes |
//! | `TwoStacks` | windows of more than 8 panes and combiners without an inverse |

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
