//! Outputs for the rows of a query.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};

use streamdsl::shared::Accumulator;

/// Takes the rows of a query, on all workers at the same time and in any order.
pub trait Output: Send + Sync + 'static {
    /// Takes one row.
    fn row(&self, row: impl Row);
}

/// A row of a result: numbers and texts. It may borrow from the input.
pub trait Row: Debug {
    /// A number that depends on every field, mixed with `seed`.
    fn digest(&self, seed: u32) -> u32;
}

impl Row for u64 {
    #[inline]
    fn digest(&self, seed: u32) -> u32 {
        let mixed = (self ^ u64::from(seed)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as u32
    }
}

impl Row for &str {
    #[inline]
    fn digest(&self, seed: u32) -> u32 {
        let mut pieces = self.as_bytes().chunks_exact(8);
        let mut seed = (self.len() as u64).digest(seed);
        for piece in &mut pieces {
            let bytes = piece.iter().rev().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte));
            seed = bytes.digest(seed);
        }
        pieces.remainder().iter().fold(seed, |seed, byte| u64::from(*byte).digest(seed))
    }
}

macro_rules! rows {
    ($(($($field:ident $at:tt),*))*) => {$(
        impl<$($field: Row),*> Row for ($($field,)*) {
            #[inline]
            fn digest(&self, seed: u32) -> u32 {
                $(let seed = self.$at.digest(seed);)*
                seed
            }
        }
    )*};
}
rows! {
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
}

/// Sums a digest of every row. The sum depends on every field of every row, so the results of two
/// programs can be compared.
#[derive(Debug, Default)]
pub struct Checksum(AtomicU64);

impl Checksum {
    /// The sum so far; it does not depend on the order of the rows.
    pub fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Output for Checksum {
    fn row(&self, row: impl Row) {
        self.0.fetch_add(row.digest(0).into(), Ordering::Relaxed);
    }
}

/// The same sum in an accumulator, so that the workers of a job do not wait for each other.
impl Output for Accumulator<u64> {
    fn row(&self, row: impl Row) {
        self.add(row.digest(0).into());
    }
}
