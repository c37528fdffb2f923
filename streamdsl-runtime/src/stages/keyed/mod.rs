//! Hash tables of keyed aggregates, which are fed from the pages of a source.
//!
//! [`Table`] maps keys to values. [`Feed`] brings the records of one page into it. `Scatter` sends
//! records directly to the workers that own their keys. [`Pairs`] keeps pairs in the order of
//! arrival.

mod buckets;
mod feed;
mod grouping;
mod iter;
mod merge;
mod pairs;
mod prefetch;
mod probe;
mod remove;
mod ring;
mod save;
mod scatter;
mod table;
#[cfg(test)]
mod tests;

pub use feed::Feed;
pub(crate) use feed::Target;
pub(crate) use grouping::Grouping;
pub use iter::Drain;
pub use pairs::Pairs;
pub(crate) use scatter::Scatter;
pub use table::Table;
