//! Hash tables of keyed aggregates, fed from receive pages.

mod feed;
mod interner;
mod iter;
mod merge;
mod page_window;
mod prefetch;
mod ring;
mod save;
mod scatter;
mod slots;
mod table;
#[cfg(test)]
mod tests;

pub use feed::Feed;
pub(crate) use feed::Target;
pub use interner::Interner;
pub use iter::Drain;
pub use page_window::PageWindow;
pub(crate) use scatter::Scatter;
pub use slots::HalfLine;
pub use table::Table;
