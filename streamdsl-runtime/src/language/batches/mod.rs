//! Operators that need a whole batch.

pub(crate) mod count;
pub(crate) mod count_by_value;
pub(crate) mod distinct;
pub(crate) mod glom;
pub(crate) mod map_partitions;
pub(crate) mod reduce;
pub(crate) mod repartition;
pub(crate) mod sort_by;
pub(crate) mod take_ordered;
pub(crate) mod top;
pub(crate) mod transform;
