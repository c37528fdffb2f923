//! Operators that combine or group the pairs of a batch by key.

pub mod aggregate_by_key;
pub mod combine_by_key;
pub mod group_by_key;
pub mod partition_by;
pub mod reduce_by_key;
