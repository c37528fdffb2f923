//! Feeds the records of a page into a table.

use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily, Packed, PackedOf};
use crate::stages::keyed::Table;
use crate::stages::keyed::ring::Ring;

/// The target of a feed: a table, and a place for records whose key is not in its home bucket.
pub(crate) trait Target<F: KeyFamily, V> {
    /// The table in which every record is looked up first.
    fn table(&mut self) -> &mut Table<F, V>;

    /// Takes a record whose key, packed for the table, is not in its home bucket.
    ///
    /// Implementations must be out of line: the loop over a page must stay small enough to compile
    /// as one loop.
    fn put_away(&mut self, key: PackedOf<F>, value: V, combine: impl Fn(V, V) -> V);
}

impl<F: KeyFamily, V> Target<F, V> for Table<F, V> {
    #[inline(always)]
    fn table(&mut self) -> &mut Self {
        self
    }

    #[cold]
    #[inline(never)]
    fn put_away(&mut self, key: PackedOf<F>, value: V, combine: impl Fn(V, V) -> V) {
        self.put_anywhere(key, value, combine);
    }
}

/// Feeds the records of one page into a [`Table`] or into another target that has a table.
///
/// A record waits in a ring while the processor fetches its bucket. The last records are still in the
/// ring when the page ends: [`flush`](Self::flush) delivers them.
#[must_use = "records are lost unless the feed is flushed"]
pub struct Feed<'t, 'p, F: KeyFamily, V, T = Table<F, V>> {
    target: &'t mut T,
    page: PageBytes<'p>,
    ring: Ring<Waiting<PackedOf<F>, V>>,
}

struct Waiting<P, V> {
    key: P,
    /// The bucket that has been prefetched. If the table grows meanwhile, the key's home is another
    /// bucket.
    home: usize,
    value: V,
}

#[allow(private_bounds, reason = "only tables are fed from outside")]
impl<'t, 'p, F: KeyFamily, V, T: Target<F, V>> Feed<'t, 'p, F, V, T> {
    #[inline]
    pub(crate) fn new(target: &'t mut T, page: PageBytes<'p>) -> Self {
        let table = target.table();
        if table.is_empty() {
            table.interner.clear();
        }
        Self { target, page, ring: Ring::new() }
    }

    /// Combines `value` into the value of `key`, at the latest when the feed is flushed. The values
    /// of a key are combined in the order of their arrival.
    #[inline]
    pub fn push(&mut self, key: impl Key<Family = F>, value: V, combine: impl Fn(V, V) -> V) {
        let table = self.target.table();
        let key = table.pack(self.page, key);
        let hash = key.hash(table.seed());
        self.push_packed(key, hash, value, combine);
    }

    #[inline]
    pub(super) fn push_packed(
        &mut self,
        key: PackedOf<F>,
        hash: u64,
        value: V,
        combine: impl Fn(V, V) -> V,
    ) {
        let table = self.target.table();
        let home = table.home(hash);
        table.prefetch(home);
        if let Some(ready) = self.ring.pass(Waiting { key, home, value }) {
            put(self.target, ready, combine);
        }
    }

    /// Delivers the records that are still waiting. Call this at the end of each page.
    pub fn flush(&mut self, combine: impl Fn(V, V) -> V) {
        for ready in self.ring.drain() {
            put(self.target, ready, &combine);
        }
    }

    /// The number of records pushed since the feed was started or flushed.
    pub(crate) fn came(&self) -> usize {
        self.ring.came()
    }

    /// The target of the feed.
    pub(crate) fn target(&mut self) -> &mut T {
        self.target
    }
}

/// Combines a record into the target. A hit in the home bucket is inlined.
#[inline(always)]
fn put<F: KeyFamily, V, T: Target<F, V>>(
    target: &mut T,
    ready: Waiting<PackedOf<F>, V>,
    combine: impl Fn(V, V) -> V,
) {
    let Waiting { key, home, value } = ready;
    if let Some(value) = target.table().put_at_home(key, home, value, &combine) {
        target.put_away(key, value, combine);
    }
}

impl<F: KeyFamily, V, T> Drop for Feed<'_, '_, F, V, T> {
    fn drop(&mut self) {
        debug_assert!(
            std::thread::panicking() || self.ring.is_empty(),
            "a feed was dropped before it was flushed"
        );
    }
}
