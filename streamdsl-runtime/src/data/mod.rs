//! What flows and what is kept of it: keys, records, text, and their encoding.
//!
//! Uses [`base`](crate::base). Every room above it uses it.

pub mod codec;
pub mod combine;
pub mod key;
pub mod of_type;
pub mod pair;
pub mod prelude_functions;
pub mod record;
pub mod text;
