//! The Yahoo streaming benchmark: how many views did each advertising campaign have in each ten
//! seconds?
//!
//! Events are views of advertisements, clicks on them and purchases through them. The [`query`]
//! keeps the views, looks up the campaign of each advertisement in a table, and counts the views of
//! each campaign in windows of ten seconds. Events are lines of JSON, whose parsing is most of the
//! work, or records of 64 or 128 bytes.
//!
//! The original looks up campaigns in Redis and writes counts to Redis every second, so it also
//! measures Redis. Here the table is in memory, and a window has one result, when it ends. The
//! batch that ends at `t` has exactly the events of the second before `t`, so windows by batch time
//! are windows by event time, and no event is late. The original's option of skewed and late events
//! is not covered.

pub mod campaigns;
pub mod event;
pub mod generator;
pub mod query;
pub mod reference;
