//! Limits how fast records are received.
//!
//! Without a limit, receivers read until the memory for received data ([`Builder::pool_limit`]) is
//! used up; then senders are slowed down. That is safe, but the delay can grow until that memory is
//! full. Two settings keep the delay short:
//!
//! - [`Builder::max_rate`] is a fixed limit for each receiver.
//! - [`Builder::backpressure`] lets the job find the limit. A [`RateEstimator`] follows what the
//!   workers can process. The job divides this rate among the receivers; what one receiver does not
//!   use goes to those that have more records.
//!
//! A limit applies to each batch, from the first one on: a batch of one second has at most `max_rate`
//! records of a receiver. Within a batch, records are admitted evenly. A receiver that has reached
//! its limit waits, and does not read from its peer during that time.
//!
//! Sources that are asked for their records at the end of a batch, such as `memory` and
//! `text_file`, are not limited: they deliver what the program says. If you write such a source,
//! [`Inlet::rate_limit`] returns how many records per second the job wants.
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

/// The batch that was completed last, and the records that wait for the workers.
pub(crate) type Load = (Option<BatchReport>, Backlog);
