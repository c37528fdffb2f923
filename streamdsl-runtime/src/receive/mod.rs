//! From received bytes to chunks of records.
//!
//! A record passes these steps, in this order:
//!
//! 1. **Receive.** The source delivers to its [`inlet`]. Bytes go into the open page, which comes
//!    from the pool; items are lists of records.
//! 2. **Admit.** If the source has a rate limit, its gate ([`flow`]) admits as many records as the
//!    limit allows.
//! 3. **Publish.** The intake adds the admitted records to the open batch as a [`chunk`]: a page when
//!    it is full or its batch ends, items at once.
//!
//! Uses `watch`, `data` and `base`. `sources` delivers through this room; `job` takes the chunks.

pub mod chunk;
pub mod flow;
pub mod inlet;
pub(crate) mod intake;
pub(crate) mod long_record;
mod open_page;
pub(crate) mod page;
pub(crate) mod pool;
