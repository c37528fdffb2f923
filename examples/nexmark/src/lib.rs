//! The Nexmark queries 0 to 8 as programs of streamdsl.
//!
//! Nexmark models an auction house: people register, open auctions and bid. It is a common
//! benchmark of stream processors. This crate has
//!
//! - a [generator] that computes any event from its number alone, so every user gets the same
//!   events;
//! - the [queries], one file each;
//! - a slow and simple [reference](mod@reference) implementation of each query, with which the
//!   tests compare the queries;
//! - the [source] that cuts events into batches by *event time*.
//!
//! # Time
//!
//! Windows of streamdsl follow the time of batches. [`source::by_event_time`] builds the batch that
//! ends at `t` from exactly the events of `[t - 1 s, t)` of event time. So windows by batch time
//! are windows by event time here: the window that ends at `t` holds the events of
//! `[t - window, t)`. No event can be late. Events out of order are not covered, because they need
//! event time and watermarks in the library.
//!
//! # Where results differ between systems
//!
//! The definitions are those of the widespread SQL form; the documentation of each query states its
//! own. Where systems use other definitions, results and times cannot be compared. These are the
//! rate per second of *event* time (it sets the number of windows of a run), ties (this crate keeps
//! all), and the number of bytes of an event (see [`generator`]).

pub mod generator;
pub mod model;
pub mod output;
pub mod queries;
pub mod reference;
pub mod source;
