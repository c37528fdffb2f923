//! Operators that keep state for each key.

pub mod key_state;
pub mod map_with_state;
pub mod state_snapshots;
pub mod update_state_by_key;
