//! Operators that keep state for each key.

pub(crate) mod key_state;
pub(crate) mod map_with_state;
pub(crate) mod state_snapshots;
pub(crate) mod update_state_by_key;
