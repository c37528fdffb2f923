//! The two forms of an event.

use serde::Deserialize;

/// What happened, in the order of the numbers that binary records have.
pub const EVENT_TYPES: [&str; 3] = ["view", "click", "purchase"];
/// The kinds of advertisements.
pub const AD_TYPES: [&str; 5] = ["banner", "modal", "sponsored-search", "mail", "mobile"];

/// An event that is read from a line of JSON, from which it borrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Event<'a> {
    /// Who: one of a hundred UUIDs.
    pub user_id: &'a str,
    /// Where: one of a hundred UUIDs.
    pub page_id: &'a str,
    /// Which advertisement.
    pub ad_id: &'a str,
    /// One of [`AD_TYPES`].
    pub ad_type: &'a str,
    /// One of [`EVENT_TYPES`].
    pub event_type: &'a str,
    /// When, in milliseconds, as text.
    pub event_time: &'a str,
    /// From where.
    pub ip_address: &'a str,
}

impl<'a> Event<'a> {
    /// Parses a line with all its fields; `None` if it is no event.
    pub fn parse(line: &'a str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

/// An event as a binary record that ends with `REST` words which nobody looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct Binary<const REST: usize> {
    /// Which advertisement.
    pub ad_id: u128,
    /// When, in milliseconds.
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
