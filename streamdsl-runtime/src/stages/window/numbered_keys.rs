//! Keys with numbers, so that the data of all keys lie side by side in memory.

use crate::base::memory::{self, Usage};
use crate::data::key::Interner;
use crate::data::key::{KeyFamily, PackedOf};
use crate::stages::keyed::Table;

/// The data of keys, in the order in which the keys arrived. A table finds the number of a key. A
/// pass over all keys reads the memory from one end to the other.
pub(super) struct NumberedKeys<F: KeyFamily, T> {
    numbers: Table<F, usize>,
    known: Vec<Known<PackedOf<F>, T>>,
    /// Numbers of forgotten keys, to be used again.
    unused: Vec<usize>,
}

struct Known<P, T> {
    key: P,
    value: T,
}

impl<F: KeyFamily, T> NumberedKeys<F, T> {
    pub(super) fn new() -> Self {
        Self { numbers: Table::for_owner(), known: Vec::new(), unused: Vec::new() }
    }

    /// The number of keys.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns how much memory the keys take, without what their data own elsewhere.
    pub(super) fn usage(&self) -> Usage {
        self.numbers.usage() + Usage::of_vec(&self.known) + Usage::of_vec(&self.unused)
    }

    /// The interner with which keys are packed.
    pub(super) fn interner_mut(&mut self) -> &mut Interner {
        self.numbers.interner_mut()
    }

    /// Prepares for the keys of a table. Reserves memory for the keys, although most are probably
    /// known, and chooses a layout in which they arrive in the order of the slots.
    pub(super) fn expect<V>(&mut self, keys: &Table<F, V>) {
        self.numbers.follow(keys);
        self.numbers.reserve(keys.len().saturating_sub(self.numbers.len()));
    }

    /// The number of a key. A new key gets a number, and `fresh` computes its data from that number
    /// and the interner.
    #[inline]
    pub(super) fn number(
        &mut self,
        key: PackedOf<F>,
        fresh: impl FnOnce(usize, &Interner) -> T,
    ) -> usize {
        let count = self.len();
        let next = self.unused.last().copied().unwrap_or(self.known.len());
        let number = *self.numbers.entry_with(key, || next);
        if self.len() > count {
            self.take_up(number, key, fresh);
        }
        number
    }

    #[cold]
    #[inline(never)]
    fn take_up(
        &mut self,
        number: usize,
        key: PackedOf<F>,
        fresh: impl FnOnce(usize, &Interner) -> T,
    ) {
        let known = Known { key, value: fresh(number, self.numbers.interner()) };
        match self.known.get_mut(number) {
            Some(forgotten) => {
                *forgotten = known;
                self.unused.pop();
            }
            None => memory::push(&mut self.known, known),
        }
    }

    /// The data of the key with this number.
    #[inline]
    pub(super) fn of(&mut self, number: usize) -> &mut T {
        &mut self.known[number].value
    }

    /// The number of numbers in use, including those of forgotten keys.
    pub(super) fn numbers(&self) -> usize {
        self.known.len()
    }

    /// The number, packed key and data of all keys, including some forgotten keys.
    pub(super) fn packed(&self) -> impl Iterator<Item = (usize, &PackedOf<F>, &T)> {
        self.known.iter().enumerate().map(|(number, known)| (number, &known.key, &known.value))
    }

    /// The keys for which `result` returns a result.
    pub(super) fn results<'k, R>(
        &'k self,
        result: impl Fn(&'k T) -> Option<R>,
    ) -> impl Iterator<Item = (F::View<'k>, R)> {
        let interner = self.numbers.interner();
        self.known.iter().filter_map(move |Known { key, value }| {
            let result = result(value)?;
            Some((F::view(key, interner), result))
        })
    }

    /// The interner with which long keys are read.
    pub(super) fn interner(&self) -> &Interner {
        self.numbers.interner()
    }

    /// Forgets a key. Its data stay until its number is used again.
    pub(super) fn forget(&mut self, number: usize) {
        let Known { key, .. } = &self.known[number];
        if self.numbers.remove(*key).is_some() {
            self.unused.push(number);
        }
    }

    /// Frees the memory of forgotten keys.
    pub(super) fn tidy(&mut self) {
        if self.numbers.tidy() {
            for (key, &number) in self.numbers.packed() {
                self.known[number].key = *key;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::key::PageBytes;
    use crate::data::key::Text;

    /// Enough keys that freeing half of the long keys pays off.
    const COUNT: usize = 5000;

    /// A long word and a short word.
    fn words(number: usize) -> [String; 2] {
        [format!("{number}-and-so-on-and-so-on"), number.to_string()]
    }

    fn add(keys: &mut NumberedKeys<Text, bool>, word: &str, alive: bool) -> usize {
        let key = keys.numbers.pack(PageBytes::none(), word);
        keys.number(key, |_, _| alive)
    }

    #[test]
    fn keys_are_forgotten_and_their_numbers_used_again() {
        let mut keys = NumberedKeys::<Text, bool>::new();
        for number in 0..COUNT {
            for word in words(number) {
                let place = add(&mut keys, &word, true);
                assert_eq!(add(&mut keys, &word, true), place);
                if number % 2 > 0 {
                    *keys.of(place) = false;
                    keys.forget(place);
                    keys.forget(place);
                }
            }
        }
        assert_eq!(keys.len(), COUNT);
        keys.tidy();
        assert_eq!(keys.interner().len(), COUNT / 2);
        for word in (COUNT..COUNT + 50).flat_map(words) {
            assert!(add(&mut keys, &word, true) < COUNT + 100);
        }
        assert_eq!(keys.known.len(), COUNT + 100);
        let mut found: Vec<_> =
            keys.results(|alive| alive.then_some(())).map(|(word, ())| word.to_owned()).collect();
        found.sort_unstable();
        let mut expected: Vec<_> =
            (0..COUNT).step_by(2).chain(COUNT..COUNT + 50).flat_map(words).collect();
        expected.sort_unstable();
        assert!(found == expected, "{} keys of {}", found.len(), expected.len());
    }
}
