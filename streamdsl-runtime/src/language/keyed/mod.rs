//! Operators that combine or group the pairs of a batch by key.

pub(crate) mod aggregate_by_key;
pub(crate) mod combine_by_key;
pub(crate) mod group_by_key;
pub(crate) mod partition_by;
pub(crate) mod reduce_by_key;
