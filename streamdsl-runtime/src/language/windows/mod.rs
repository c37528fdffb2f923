//! Operators over windows.

pub mod count_by_value_and_window;
pub mod count_by_window;
pub mod group_by_key_and_window;
pub mod reduce_by_key_and_window;
pub mod reduce_by_window;
pub mod window;
