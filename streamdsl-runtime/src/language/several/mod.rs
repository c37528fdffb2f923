//! Operators that bring several streams together.

pub mod cogroup;
pub mod full_outer_join;
pub mod join;
pub mod left_outer_join;
pub mod right_outer_join;
pub mod transform_with;
pub mod union;
