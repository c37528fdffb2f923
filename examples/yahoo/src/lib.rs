//! The Yahoo streaming benchmark: how many views did each advertising campaign have in ten seconds?
//!
//! Events are views of advertisements, clicks on them, and purchases through them. The [`query`]
//! keeps the views, looks up the campaign of the advertisement in a table, and counts per campaign
//! in windows of ten seconds. Events are JSON, whose parsing is most of the work, or records of 64
//! or 128 bytes.
//!
//! The original benchmark looks campaigns up in Redis and writes counts there every second, so it
//! also measures Redis. Here the table is in memory, and each window is emitted once, when it ends.
//! The batch that ends at `t` has exactly the events of the second before. So windows by batch time
//! are also windows by event time, and no event is late. The original's option of skewed and late
//! events is not covered.

pub mod campaigns;
pub mod event;
pub mod generator;
pub mod query;
pub mod reference;
