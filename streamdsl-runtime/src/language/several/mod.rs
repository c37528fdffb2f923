//! Operators that bring several streams together.

pub(crate) mod join;
pub(crate) mod transform_with;
pub(crate) mod union;
