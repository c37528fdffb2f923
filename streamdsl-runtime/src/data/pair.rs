//! The traits of pairs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::base::time::BatchTime;

/// A `(key, value)` record.
#[diagnostic::on_unimplemented(
    message = "this operator needs (key, value) pairs, found `{Self}`",
    label = "these records are not pairs",
    note = "make pairs first: `|> map(|record| (key, value))`"
)]
pub trait Pair {
    /// The type that records are grouped by.
    type Key;
    /// The type that is grouped.
    type Value;
    /// Splits the record into key and value.
    fn pair(self) -> (Self::Key, Self::Value);
}

impl<K, V> Pair for (K, V) {
    type Key = K;
    type Value = V;

    #[inline(always)]
    fn pair(self) -> (K, V) {
        self
    }
}

/// A record that `reduce_by_key` can combine: a `(key, value)` pair, or an item that stands for the
/// pair `(item, 1)` and is counted.
#[diagnostic::on_unimplemented(
    message = "reduce_by_key needs (key, value) pairs, found `{Self}`",
    label = "these records are neither pairs nor items that can be counted",
    note = "make pairs first: `|> map(|record| (key, value))`; to count records that are \
            themselves keys: `|> count_by_value`"
)]
pub trait IntoPair {
    /// The type that records are combined by.
    type Key;
    /// The type of the values that are combined.
    type Value;
    /// Whether every record stands for itself and the number 1. The sum of such values cannot
    /// overflow.
    const IS_COUNTED: bool = false;
    /// Returns the pair that the record stands for.
    fn into_pair(self) -> (Self::Key, Self::Value);
}

impl<K, V> IntoPair for (K, V) {
    type Key = K;
    type Value = V;

    #[inline(always)]
    fn into_pair(self) -> (K, V) {
        self
    }
}

macro_rules! counted {
    ($($item:ty),* $(,)?) => { $(
        impl IntoPair for $item {
            type Key = $item;
            type Value = u64;
            const IS_COUNTED: bool = true;

            #[inline(always)]
            fn into_pair(self) -> ($item, u64) {
                (self, 1)
            }
        }
    )* };
}

counted!(
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    bool,
    char,
    String,
    Vec<u8>,
    Arc<str>,
    Box<str>,
    Duration,
    BatchTime,
    SystemTime,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
);

macro_rules! counted_borrowed {
    ($($item:ty),* $(,)?) => { $(
        impl<'a> IntoPair for &'a $item {
            type Key = &'a $item;
            type Value = u64;
            const IS_COUNTED: bool = true;

            #[inline(always)]
            fn into_pair(self) -> (&'a $item, u64) {
                (self, 1)
            }
        }
    )* };
}

counted_borrowed!(str, [u8], String);
