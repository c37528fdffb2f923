//! Hash tables of keyed aggregates, fed from receive pages.

mod feed;
mod grouping;
mod interner;
mod iter;
mod merge;
mod page_window;
mod pairs;
mod prefetch;
mod remove;
mod ring;
mod save;
mod scatter;
mod slots;
mod table;
#[cfg(test)]
mod tests;

pub use feed::Feed;
pub(crate) use feed::Target;
pub(crate) use grouping::Grouping;
pub use interner::Interner;
pub use iter::Drain;
pub use page_window::PageWindow;
pub use pairs::Pairs;
pub(crate) use scatter::Scatter;
pub use slots::HalfLine;
pub use table::Table;
