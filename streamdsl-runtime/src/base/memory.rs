//! The account of the memory that operators keep, and its limit.
//!
//! Each worker has a *ledger* on its thread. Before a page and after an exchange, the generated loop
//! says how much memory each stage has reserved (`note`). So the account costs nothing per record.
//! Between two notes, large growths of tables and columns ask for admission (`admit`, `reserve`,
//! `push`), because one growth can double what an operator keeps.

mod account;
mod growth;
mod limit;

pub(crate) use account::{Account, Ledger, Refused};
pub(crate) use growth::{
    admit, ahead, charge, is_tight, keep, note, push, push_all, push_text, release, reserve,
    reserve_text,
};
pub(crate) use limit::default_limit;

use std::ops::{Add, AddAssign};

/// Memory that a stage keeps, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// All memory that is reserved, used or not.
    pub(crate) reserved: usize,
    /// What records of the batch that is being read fill. The end of the batch frees it.
    pub(crate) filling: usize,
    /// What stays for later batches: windows and state.
    pub(crate) lasting: usize,
}

impl Memory {
    /// Memory that is neither filled in this batch nor stays: it is reused for the next batch.
    pub(crate) fn spare(reserved: usize) -> Self {
        Memory { reserved, ..Self::default() }
    }

    /// Memory that stays for later batches.
    pub(crate) fn lasting(reserved: usize) -> Self {
        Memory { reserved, lasting: reserved, ..Self::default() }
    }
}

/// The memory of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The bytes that the records take.
    pub used: usize,
    /// The bytes that are reserved for these and for further records.
    pub reserved: usize,
}

impl Usage {
    /// The memory of a list, without what its elements own elsewhere.
    pub fn of_vec<T>(list: &Vec<T>) -> Self {
        let each = size_of::<T>();
        Usage { used: list.len() * each, reserved: list.capacity() * each }
    }

    /// Adds bytes that are reserved and used.
    #[must_use]
    pub fn with(self, bytes: usize) -> Self {
        self + Usage { used: bytes, reserved: bytes }
    }

    /// The memory of records of the batch that is being read.
    pub(crate) fn filling(self) -> Memory {
        Memory { reserved: self.reserved, filling: self.used, lasting: 0 }
    }

    /// The memory of records of a batch that has ended.
    pub(crate) fn spare(self) -> Memory {
        Memory::spare(self.reserved)
    }

    /// The memory of records that stay for later batches.
    pub(crate) fn lasting(self) -> Memory {
        Memory::lasting(self.reserved)
    }
}

macro_rules! sums {
    ($($sum:ident { $($field:ident),+ })*) => {$(
        impl Add for $sum {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                $sum { $($field: self.$field.saturating_add(other.$field)),+ }
            }
        }

        impl AddAssign for $sum {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl std::iter::Sum for $sum {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
                all.fold(Self::default(), Add::add)
            }
        }
    )*};
}

sums! {
    Memory { reserved, filling, lasting }
    Usage { used, reserved }
}

/// A number of bytes as people read it.
pub(crate) fn in_words(bytes: usize) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1023.95 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_in_fitting_units() {
        let told = [0, 1023, 1024, 1536, (1 << 20) - 1, 1 << 20, 5 << 30].map(in_words);
        let expected =
            ["0 bytes", "1023 bytes", "1.0 KiB", "1.5 KiB", "1.0 MiB", "1.0 MiB", "5.0 GiB"];
        assert_eq!(told, expected);
    }
}
