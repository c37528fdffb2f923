//! The Nexmark queries 0 to 8 as programs of streamdsl.
//!
//! Nexmark is an auction house: people register, open auctions and bid. The field compares stream
//! processors by what they do with these [events](model). Here are
//!
//! - a [generator] that makes any event from its number alone, so that everybody who
//!   asks for it gets the same one;
//! - the [queries], one file each;
//! - a slow and obvious [reference](mod@reference) of each query, which the tests compare them with;
//! - the [source] that cuts events into batches by *event time*.
//!
//! # Time
//!
//! Windows of streamdsl follow the time of batches. [`source::by_event_time`] makes the batch that
//! ends at `t` of exactly the events of `[t - 1 s, t)` of event time, so that windows by batch time
//! are windows by event time here: the window that ends at `t` holds the events of `[t - window, t)`.
//! Nothing can be late. Events out of order, which need event time and watermarks in the
//! library, are not covered.
//!
//! # Where results differ between systems
//!
//! The definitions are those of the widespread SQL form, and each query's documentation states its
//! own. Where forms differ, results and times do not compare: the rate per second of *event* time
//! (how many windows a run has), ties (all are kept here), and how many bytes an event has
//! (see [`generator`]).

pub mod generator;
pub mod model;
pub mod output;
pub mod queries;
pub mod reference;
pub mod source;
