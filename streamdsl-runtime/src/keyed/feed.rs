//! Feeding the records of a page into a table.

use crate::key::{Key, KeyFamily, Packed, PackedOf};
use crate::keyed::ring::Ring;
use crate::keyed::{PageWindow, Table};

/// The way of one page's records into a [`Table`].
///
/// A record waits in a ring while the processor fetches its slot, so the last ones are still on
/// their way when the page ends: [`flush`](Self::flush) delivers them.
#[must_use = "records are lost unless the feed is flushed"]
pub struct Feed<'t, 'p, F: KeyFamily, V> {
    table: &'t mut Table<F, V>,
    window: PageWindow<'p>,
    ring: Ring<Waiting<PackedOf<F>, V>>,
}

struct Waiting<P, V> {
    key: P,
    /// The slot that has been prefetched. Should the table grow meanwhile, it is another one.
    home: usize,
    value: V,
}

impl<'t, 'p, F: KeyFamily, V> Feed<'t, 'p, F, V> {
    #[inline]
    pub(super) fn new(table: &'t mut Table<F, V>, window: PageWindow<'p>) -> Self {
        Self { table, window, ring: Ring::new() }
    }

    /// Combines `value` into the value of `key`, at the latest when the feed is flushed. Values of
    /// one key are combined in the order of their arrival.
    #[inline]
    pub fn push(&mut self, key: impl Key<Family = F>, value: V, combine: impl Fn(V, V) -> V) {
        let key = self.table.pack(self.window, key);
        self.push_packed(key, key.hash(self.table.seed()), value, combine);
    }

    #[inline]
    pub(super) fn push_packed(
        &mut self,
        key: PackedOf<F>,
        hash: u64,
        value: V,
        combine: impl Fn(V, V) -> V,
    ) {
        let home = self.table.home(hash);
        self.table.prefetch(home);
        if let Some(ready) = self.ring.pass(Waiting { key, home, value }) {
            self.table.put(ready.key, ready.home, ready.value, combine);
        }
    }

    /// Delivers the records that are still on their way.
    pub fn flush(&mut self, combine: impl Fn(V, V) -> V) {
        for ready in self.ring.drain() {
            self.table.put(ready.key, ready.home, ready.value, &combine);
        }
    }

    /// The table that is fed.
    pub(super) fn table(&mut self) -> &mut Table<F, V> {
        self.table
    }
}

impl<F: KeyFamily, V> Drop for Feed<'_, '_, F, V> {
    fn drop(&mut self) {
        debug_assert!(
            std::thread::panicking() || self.ring.is_empty(),
            "a feed was dropped before it was flushed"
        );
    }
}
