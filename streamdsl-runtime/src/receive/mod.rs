//! From received bytes to chunks of records.
//!
//! A source puts what it receives into its [`inlet`]: bytes go into a page of the pool,
//! records of any type into a list. A page that is full, or whose batch ends, becomes a [`chunk`].
//! [`flow`] limits how fast that happens.
//!
//! Uses `watch`, `data` and `base`. `sources` delivers through this room, `job` takes the chunks.

pub mod chunk;
pub mod flow;
pub mod inlet;
pub(crate) mod intake;
mod open_page;
pub(crate) mod page;
pub(crate) mod pool;
