//! Operators on single records: they are fused into the loop around them.

pub(crate) mod cache;
pub(crate) mod failures;
pub(crate) mod filter;
pub(crate) mod flat_map;
pub(crate) mod flat_map_values;
pub(crate) mod keys;
pub(crate) mod map;
pub(crate) mod map_values;
pub(crate) mod persist;
pub(crate) mod sample;
pub(crate) mod swap;
pub(crate) mod try_flat_map;
pub(crate) mod try_map;
pub(crate) mod values;
