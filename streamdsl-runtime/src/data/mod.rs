//! Keys, records and text, and how they are encoded in saved state.
//!
//! Uses [`base`](crate::base). Every room above uses this one.

pub mod arena;
pub mod codec;
pub mod combine;
pub(crate) mod content;
pub mod key;
pub mod of_type;
pub mod pair;
pub mod place;
pub mod prelude_functions;
pub mod record;
pub mod text;
