//! The strategy for windows of few panes: each key keeps its panes, and each emission combines them
//! again.

use smallvec::SmallVec;

use crate::base::memory::Memory;
use crate::data::codec::put_count;
use crate::data::key::{KeyFamily, PackedOf};
use crate::data::record::Value;
use crate::stages::keyed::Table;
use crate::stages::window::by_pane::joined;
use crate::stages::window::saved_key::{SavedKey, encode_key};

/// A table in which each key has its panes beside it in its slot.
pub(super) struct FewPanes<F: KeyFamily, V> {
    pub(super) keys: Table<F, Panes<V>>,
    /// The number of keys in the table that have no panes.
    dead: usize,
}

/// The values of a key by pane, oldest first.
///
/// Up to four panes lie in the table slot itself, so a usual window is computed without following a
/// pointer.
pub(super) struct Panes<V>(SmallVec<[(u64, V); 4]>);

impl<V> Default for Panes<V> {
    fn default() -> Self {
        Self(SmallVec::new())
    }
}

impl<F: KeyFamily, V: Clone> FewPanes<F, V> {
    pub(super) fn new() -> Self {
        Self { keys: Table::for_owner(), dead: 0 }
    }

    pub(super) fn push(
        &mut self,
        key: PackedOf<F>,
        pane: u64,
        value: V,
        combine: &impl Fn(V, V) -> V,
    ) {
        let known = self.keys.len();
        let panes = self.keys.entry(key);
        let revived = panes.0.is_empty();
        panes.push(pane, value, combine);
        self.dead -= usize::from(revived && self.keys.len() == known);
    }

    /// Iterates over the keys and their results over the panes from `first` on. Panes before `keep`
    /// are dropped, because no later emission needs them.
    pub(super) fn emit<'t>(
        &'t mut self,
        first: u64,
        keep: u64,
        combine: impl Fn(V, V) -> V + 't,
    ) -> impl Iterator<Item = (F::View<'t>, V)> {
        let dead = &mut self.dead;
        self.keys.iter_mut().filter_map(move |(key, panes)| {
            let alive = !panes.0.is_empty();
            let result = panes.emit(first, keep, &combine);
            *dead += usize::from(alive && panes.0.is_empty());
            Some((key, result?))
        })
    }

    /// Removes keys without panes once they are more than half of the keys. The cost is amortised:
    /// every removed key was added by a record.
    pub(super) fn sweep(&mut self) {
        if self.dead > 0 && self.dead == self.keys.len() {
            self.keys.clear();
        } else if self.dead > self.keys.len() / 2 {
            self.keys.retain(|_, panes| !panes.0.is_empty());
        } else {
            return;
        }
        self.dead = 0;
    }

    /// Adds a key from saved state.
    pub(super) fn load(&mut self, saved: SavedKey<F, V>) {
        self.keys.entry(saved.key).0 = saved.panes.into();
    }
}

impl<F: KeyFamily, V: Value> FewPanes<F, V> {
    /// Returns how much memory the window takes.
    pub(super) fn kept(&self) -> Memory {
        let panes = self.keys.heap(|panes| {
            let beside = if panes.0.spilled() { panes.0.capacity() } else { 0 };
            let values = panes.0.iter().filter(|_| V::HAS_HEAP);
            beside * size_of::<(u64, V)>()
                + values.map(|(_, value)| value.heap_size()).sum::<usize>()
        });
        (self.keys.usage() + panes).lasting()
    }

    /// Writes the keys for saved state.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let alive = || self.keys.packed().filter(|(_, panes)| !panes.0.is_empty());
        put_count(out, alive().count());
        for (key, panes) in alive() {
            let panes = panes.0.iter().map(|(pane, value)| (*pane, value));
            encode_key::<F, V>((key, self.keys.interner()), panes, 0, None, out);
        }
    }
}

impl<V: Clone> Panes<V> {
    /// Combines `value` into the newest pane, which is `pane` or becomes it.
    fn push(&mut self, pane: u64, value: V, combine: &impl Fn(V, V) -> V) {
        match self.0.pop() {
            Some((last, old)) if last == pane => self.0.push((pane, combine(old, value))),
            other => {
                self.0.extend(other);
                self.0.push((pane, value));
            }
        }
    }

    fn emit(&mut self, first: u64, keep: u64, combine: &impl Fn(V, V) -> V) -> Option<V> {
        let leaving = self.0.iter().take_while(|(pane, _)| *pane < keep).count();
        let joined = |sum, value| Some(joined(sum, value, combine));
        // A key that had no records for a while may still have panes from before the window.
        let gone = self.0.drain(..leaving).filter(|(pane, _)| *pane >= first);
        let sum = gone.map(|(_, value)| value).fold(None, joined);
        let stay = self.0.iter().filter(|(pane, _)| *pane >= first);
        stay.map(|(_, value)| value.clone()).fold(sum, joined)
    }
}
