//! Storage for the keys that are too long for a table bucket.

use hashbrown::HashTable;

use crate::base::memory::{self, Usage};

/// Long keys. Each is stored once and identified by a number.
#[derive(Clone, Default)]
pub struct Interner {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    numbers: HashTable<usize>,
}

#[derive(Clone)]
struct Entry {
    end: usize,
    hash: u64,
}

impl Interner {
    /// Returns the number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the number of a key with this content hash. A new key is copied into the interner.
    pub(crate) fn intern(&mut self, key: &[u8], hash: u64) -> usize {
        let same = |&number: &usize| self.hash_of(number) == hash && self.get(number) == key;
        if let Some(&number) = self.numbers.find(hash, same) {
            return number;
        }
        let number = self.entries.len();
        memory::push_all(&mut self.bytes, key);
        memory::push(&mut self.entries, Entry { end: self.bytes.len(), hash });
        if number == self.numbers.capacity() {
            memory::admit(2 * self.numbers.allocation_size());
        }
        let entries = &self.entries;
        self.numbers.insert_unique(hash, number, |&number| {
            entries.get(number).map_or(0, |entry| entry.hash)
        });
        number
    }

    /// Returns the key with this number, or an empty key if there is none.
    pub(crate) fn get(&self, number: usize) -> &[u8] {
        let start = match number.checked_sub(1) {
            Some(before) => self.entries.get(before).map_or(0, |entry| entry.end),
            None => 0,
        };
        let end = self.entries.get(number).map_or(start, |entry| entry.end);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Returns how much memory the keys take.
    pub(crate) fn usage(&self) -> Usage {
        let numbers = Usage {
            used: self.numbers.len() * 2 * size_of::<usize>(),
            reserved: self.numbers.allocation_size(),
        };
        Usage::of_vec(&self.bytes) + Usage::of_vec(&self.entries) + numbers
    }

    /// Removes all keys and keeps the memory.
    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            self.bytes.clear();
            self.entries.clear();
            self.numbers.clear();
        }
    }

    fn hash_of(&self, number: usize) -> u64 {
        self.entries.get(number).map_or(0, |entry| entry.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_share_a_number_even_among_equal_hashes() {
        let mut interner = Interner::default();
        let keys: Vec<Vec<u8>> = (0..500_u32).map(|n| n.to_string().into_bytes()).collect();
        let numbers: Vec<usize> = keys.iter().map(|key| interner.intern(key, 7)).collect();
        for (key, &number) in keys.iter().zip(&numbers) {
            assert_eq!(interner.intern(key, 7), number);
            assert_eq!(interner.get(number), key);
        }
        assert_eq!(interner.len(), 500);
        assert_eq!(interner.get(500), b"");
        interner.clear();
        assert_eq!(interner.intern(b"again", 1), 0);
        assert_eq!(interner.get(0), b"again");
    }
}
