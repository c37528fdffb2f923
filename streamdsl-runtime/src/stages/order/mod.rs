//! Keeps records in the order of their stream, across lanes and workers.
//!
//! Workers share the chunks of a batch, so the records of one stream are spread over all of them. A
//! stage that keeps whole records notes where each run of records stands in the stream
//! ([`Place`](crate::data::place::Place)). At the end of the batch it sorts the runs. The records
//! themselves are not moved.

mod lanes;
mod numbered_runs;
mod runs;
mod sorted;

pub(crate) use lanes::Lane;
pub use lanes::{Lanes, RecordFeed};
pub use numbered_runs::NumberedRuns;
pub use runs::Run;
pub(crate) use runs::{Positions, Runs, Section, in_order};
pub use sorted::{Iter, Sorted};
