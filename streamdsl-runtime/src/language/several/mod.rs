//! Operators that bring several streams together.

pub(crate) mod cogroup;
pub(crate) mod full_outer_join;
pub(crate) mod join;
pub(crate) mod left_outer_join;
pub(crate) mod right_outer_join;
pub(crate) mod transform_with;
pub(crate) mod union;
