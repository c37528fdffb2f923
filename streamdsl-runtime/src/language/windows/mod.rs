//! Operators over windows.

pub(crate) mod count_by_value_and_window;
pub(crate) mod count_by_window;
pub(crate) mod group_by_key_and_window;
pub(crate) mod reduce_by_key_and_window;
pub(crate) mod reduce_by_window;
pub(crate) mod window;
