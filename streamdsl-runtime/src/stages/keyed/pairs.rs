//! Pairs kept in the order of arrival.

use crate::base::memory::{self, Usage};
use crate::data::key::Interner;
use crate::data::key::{KeyFamily, Packed, PackedOf};
use crate::data::record::{Column, Record};
use crate::stages::keyed::Table;

/// The number of pairs between the current pair and the pair whose bucket is prefetched.
const AHEAD: usize = 16;

/// Pairs in the order of arrival: their packed keys, and a column of their values.
pub struct Pairs<F: KeyFamily, C> {
    keys: Vec<PackedOf<F>>,
    values: C,
}

impl<F: KeyFamily, C: Default> Default for Pairs<F, C> {
    fn default() -> Self {
        Self { keys: Vec::new(), values: C::default() }
    }
}

impl<F: KeyFamily, C: Column> Pairs<F, C> {
    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Appends a pair.
    #[inline]
    pub fn push(&mut self, key: PackedOf<F>, value: impl Record<Column = C>) {
        memory::push(&mut self.keys, key);
        value.store(&mut self.values);
    }

    /// The keys.
    pub fn keys(&self) -> &[PackedOf<F>] {
        &self.keys
    }

    /// The values.
    pub fn values(&self) -> &C {
        &self.values
    }

    /// Moves all pairs of `other` to the end of these pairs. The keys of `other` are packed with
    /// `from`, the keys of these pairs with `to`.
    pub(crate) fn append(&mut self, other: &mut Self, from: &Interner, to: &mut Interner) {
        memory::reserve(&mut self.keys, other.keys.len());
        self.keys.extend(other.keys.drain(..).map(|key| F::rebase(key, from, to)));
        self.values.append(&mut other.values);
    }

    /// Returns how much memory the pairs take.
    pub(crate) fn usage(&self) -> Usage {
        Usage::of_vec(&self.keys) + self.values.usage()
    }

    /// Removes all pairs but keeps the memory.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
    }
}

impl<F: KeyFamily, V> Table<F, V> {
    /// Prefetches the bucket of a key some positions behind `keys[at]`. If it is called for each key
    /// in turn, it hides the latency of the buckets.
    #[inline]
    pub(crate) fn fetch_ahead(&self, keys: &[PackedOf<F>], at: usize) {
        if let Some(key) = keys.get(at + AHEAD) {
            self.prefetch(self.home(key.hash(self.seed())));
        }
    }
}
