//! The Yahoo streaming benchmark: how many views did each advertising campaign have in ten seconds?
//!
//! Events are views of, clicks on and purchases through advertisements. The [`query`] keeps the views,
//! looks up the campaign of the advertisement in a table and counts by campaign in windows of ten
//! seconds. Events come as JSON, whose parsing is most of the work, or as records of
//! 64 or 128 bytes.
//!
//! The original looks campaigns up in Redis and writes counts there every second, and so
//! measures Redis as well; here the table is in memory, and a window is given once, when it ends. The
//! batch that ends at `t` has exactly the events of the second before, so windows by batch time are
//! windows by event time; nothing is late. The original's option of skewed and late events is not
//! covered.

pub mod campaigns;
pub mod event;
pub mod generator;
pub mod query;
pub mod reference;
