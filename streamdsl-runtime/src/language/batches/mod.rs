//! Operators that need a whole batch.

pub mod count;
pub mod count_by_value;
pub mod distinct;
pub mod glom;
pub mod map_partitions;
pub mod map_partitions_with_index;
pub mod reduce;
pub mod repartition;
pub mod sort_by;
pub mod take_ordered;
pub mod top;
pub mod transform;
