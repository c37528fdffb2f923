//! The two forms of an event.

use serde::Deserialize;

/// The kinds of events, in the order of their numbers in binary records.
pub const EVENT_TYPES: [&str; 3] = ["view", "click", "purchase"];
/// The kinds of advertisements.
pub const AD_TYPES: [&str; 5] = ["banner", "modal", "sponsored-search", "mail", "mobile"];

/// An event that was parsed from a line of JSON and borrows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Event<'a> {
    /// The user: one of a hundred UUIDs.
    pub user_id: &'a str,
    /// The page: one of a hundred UUIDs.
    pub page_id: &'a str,
    /// The advertisement.
    pub ad_id: &'a str,
    /// One of [`AD_TYPES`].
    pub ad_type: &'a str,
    /// One of [`EVENT_TYPES`].
    pub event_type: &'a str,
    /// The time in milliseconds, as text.
    pub event_time: &'a str,
    /// The address of the user.
    pub ip_address: &'a str,
}

impl<'a> Event<'a> {
    /// Parses a line with all its fields. Returns `None` if it is not an event.
    pub fn parse(line: &'a str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

/// An event as a binary record. The last `REST` words are not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct Binary<const REST: usize> {
    /// The advertisement.
    pub ad_id: u128,
    /// The time in milliseconds.
    pub event_time: u64,
    /// The index in [`EVENT_TYPES`].
    pub event_type: u32,
    /// The index in [`AD_TYPES`].
    pub ad_type: u32,
    /// User, page and address.
    pub rest: [u64; REST],
}

/// A record of 64 bytes.
pub type Binary64 = Binary<4>;
/// A record of 128 bytes.
pub type Binary128 = Binary<12>;

const _: () = assert!(size_of::<Binary64>() == 64 && size_of::<Binary128>() == 128);
