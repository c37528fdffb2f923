//! Feeding the records of a page into a table.

use crate::key::{Key, KeyFamily, Packed, PackedOf};
use crate::keyed::{PageWindow, Table};

/// The number of records on their way between the prefetch of their slot and its use.
const RING: usize = 32;

/// The way of one page's records into a [`Table`].
///
/// A record waits in a ring while the processor fetches its slot, so the last ones are still on
/// their way when the page ends: [`flush`](Self::flush) delivers them.
#[must_use = "records are lost unless the feed is flushed"]
pub struct Feed<'t, 'p, F: KeyFamily, V> {
    table: &'t mut Table<F, V>,
    window: PageWindow<'p>,
    ring: [Waiting<PackedOf<F>, V>; RING],
    next: usize,
}

struct Waiting<P, V> {
    key: P,
    hash: u64,
    value: Option<V>,
}

impl<'t, 'p, F: KeyFamily, V> Feed<'t, 'p, F, V> {
    #[inline]
    pub(super) fn new(table: &'t mut Table<F, V>, window: PageWindow<'p>) -> Self {
        let ring = std::array::from_fn(|_| Waiting {
            key: PackedOf::<F>::default(),
            hash: 0,
            value: None,
        });
        Self { table, window, ring, next: 0 }
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
        self.table.prefetch(hash);
        let place = &mut self.ring[self.next % RING];
        self.next = self.next.wrapping_add(1);
        let ready = std::mem::replace(place, Waiting { key, hash, value: Some(value) });
        if let Some(value) = ready.value {
            self.table.put(ready.key, ready.hash, value, combine);
        }
    }

    /// Delivers the records that are still on their way.
    pub fn flush(&mut self, combine: impl Fn(V, V) -> V) {
        for at in 0..RING {
            let place = &mut self.ring[(self.next + at) % RING];
            if let Some(value) = place.value.take() {
                self.table.put(place.key, place.hash, value, &combine);
            }
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
            std::thread::panicking() || self.ring.iter().all(|place| place.value.is_none()),
            "a feed was dropped before it was flushed"
        );
    }
}
