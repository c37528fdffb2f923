//! The Nexmark queries 0 to 8 as programs of streamdsl.
//!
//! Nexmark is an auction house: people register, open auctions and bid. It is a common benchmark
//! for stream processors over these [events](model). This crate has
//!
//! - a [generator] that makes each event from its number alone, so that the same number always
//!   gives the same event;
//! - the [queries], one file per query;
//! - a slow and simple [reference](mod@reference) for each query; the tests compare the two;
//! - the [source] that cuts events into batches by *event time*.
//!
//! # Time
//!
//! Windows of streamdsl follow the time of batches. [`source::by_event_time`] puts exactly the
//! events of `[t - 1 s, t)` of event time into the batch that ends at `t`. So windows by batch time
//! are also windows by event time here: the window that ends at `t` holds the events of
//! `[t - window, t)`. No event can be late. Events out of order need event time and watermarks in
//! the library; they are not covered.
//!
//! # Where results differ between systems
//!
//! The queries follow the common SQL form, and the documentation of each query states its
//! definition. Results and times of two systems are comparable only if these agree: the rate per
//! second of *event* time (the number of windows in a run), the treatment of ties (all are kept
//! here), and the number of bytes per event (see [`generator`]).

pub mod generator;
pub mod model;
pub mod output;
pub mod queries;
pub mod reference;
pub mod source;
