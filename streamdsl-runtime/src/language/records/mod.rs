//! Operators on single records: they are fused into the loop around them.

pub mod cache;
pub mod failures;
pub mod filter;
pub mod flat_map;
pub mod flat_map_values;
pub mod in_arena;
pub mod keys;
pub mod map;
pub mod map_values;
pub mod persist;
pub mod sample;
pub mod swap;
pub mod try_flat_map;
pub mod try_map;
pub mod values;
