//! Hash tables of keyed aggregates, fed from receive pages.

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
