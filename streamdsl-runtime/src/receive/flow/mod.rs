//! How fast records are taken in.
//!
//! Without limits, receivers take what they get, until the memory for received data
//! ([`Builder::pool_limit`]) is used up; then senders are slowed down. That is safe, but it lets
//! delay grow to whatever fits into that memory. Two settings keep it short:
//!
//! - [`Builder::max_rate`] is a fixed limit for each receiver;
//! - [`Builder::backpressure`] lets the job find the limit by itself: a [`RateEstimator`] follows
//!   what the workers can do, and what is let in is divided among the receivers, the share that one
//!   does not use going to those that have more.
//!
//! Limits hold from the first batch on, and for each batch: one that lasts a second has at most
//! `max_rate` records of a receiver. Within a batch they are let in evenly. A receiver that has
//! reached its limit waits, and does not read from its peer meanwhile.
//!
//! Sources that are asked for their records at the end of a batch, such as `memory` and
//! `text_file`, deliver what the program told them to; a source of your own of that kind finds in
//! [`Inlet::rate_limit`] how much is wanted.
//!
//! [`Builder::pool_limit`]: crate::job::context::Builder::pool_limit
//! [`Builder::max_rate`]: crate::job::context::Builder::max_rate
//! [`Builder::backpressure`]: crate::job::context::Builder::backpressure
//! [`Inlet::rate_limit`]: crate::sources::Inlet::rate_limit

mod divide;
mod estimator;
pub(crate) mod gate;
pub(crate) mod regulator;

pub use estimator::{Backlog, RateEstimator};

use crate::watch::status::BatchReport;

/// The batch that was completed last, and what waits for the workers.
pub(crate) type Load = (Option<BatchReport>, Backlog);
