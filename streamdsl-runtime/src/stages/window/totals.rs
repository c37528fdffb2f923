//! The strategy for windows of many panes and combiners with an inverse: running totals from which
//! the oldest pane is subtracted.

use crate::base::memory::{self, Memory};
use crate::data::codec::put_count;
use crate::data::key::{KeyFamily, PackedOf};
use crate::data::record::Value;
use crate::stages::window::by_pane::{ByPane, joined};
use crate::stages::window::inverse::InverseFn;
use crate::stages::window::numbered_keys::NumberedKeys;
use crate::stages::window::saved_key::{SavedKey, encode_key};

/// The total of each key, and the values of each pane with the number of their key. A value costs
/// one step when it enters the window and one when it leaves, and no key allocates.
pub(super) struct Totals<'f, F: KeyFamily, V> {
    pub(super) keys: NumberedKeys<F, Total<V>>,
    panes: ByPane<(usize, V)>,
    inverse: InverseFn<'f, V>,
}

pub(super) struct Total<V> {
    value: Option<V>,
    /// The number of panes in this total.
    panes: usize,
    /// The index of the key's value in the newest of these panes.
    place: usize,
}

impl<'f, F: KeyFamily, V: Clone> Totals<'f, F, V> {
    pub(super) fn new(inverse: InverseFn<'f, V>) -> Self {
        Self { keys: NumberedKeys::new(), panes: ByPane::new(), inverse }
    }

    pub(super) fn push(
        &mut self,
        key: PackedOf<F>,
        pane: u64,
        value: V,
        combine: &impl Fn(V, V) -> V,
    ) {
        let number = self.number(key);
        let total = self.keys.of(number);
        total.value = Some(joined(total.value.take(), value.clone(), combine));
        let newest = self.panes.of(pane);
        match newest.get_mut(total.place) {
            Some((owner, old)) if *owner == number && total.panes > 0 => {
                *old = combine(old.clone(), value);
            }
            _ => {
                total.place = newest.len();
                total.panes += 1;
                memory::push(newest, (number, value));
            }
        }
    }

    /// Returns how much memory the window takes. Totals are of numbers, which own nothing elsewhere.
    pub(super) fn kept(&self) -> Memory {
        (self.keys.usage() + self.panes.usage()).lasting()
    }

    fn number(&mut self, key: PackedOf<F>) -> usize {
        self.keys.number(key, |_, _| Total { value: None, panes: 0, place: 0 })
    }

    /// Subtracts the panes before `first`.
    pub(super) fn expire(&mut self, first: u64) {
        while let Some(mut pane) = self.panes.leave_before(first) {
            for (number, value) in pane.entries.drain(..) {
                let total = self.keys.of(number);
                total.panes -= 1;
                let sum = total.value.take();
                if total.panes == 0 {
                    self.keys.forget(number);
                } else {
                    total.value = sum.map(|sum| (self.inverse)(sum, value));
                }
            }
            self.panes.keep_memory(pane);
        }
        self.keys.tidy();
    }

    /// Iterates over the keys and their totals.
    pub(super) fn results(&self) -> impl Iterator<Item = (F::View<'_>, V)> {
        self.keys.results(|total| total.value.clone())
    }

    /// Adds a key from saved state.
    pub(super) fn load(&mut self, saved: SavedKey<F, V>, combine: &impl Fn(V, V) -> V) {
        let SavedKey { key, panes, total, .. } = saved;
        let number = self.number(key);
        let sum = self.keys.of(number);
        for (pane, value) in panes {
            let values = self.panes.of(pane);
            sum.panes += 1;
            sum.place = values.len();
            sum.value = Some(joined(sum.value.take(), value.clone(), combine));
            values.push((number, value));
        }
        sum.value = total.or(sum.value.take());
    }
}

impl<F: KeyFamily, V: Value> Totals<'_, F, V> {
    /// Writes the keys for saved state.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let by_number = self.panes.by_key(self.keys.numbers(), |(number, value)| (*number, value));
        let alive = || self.keys.packed().filter(|(_, _, total)| total.value.is_some());
        put_count(out, alive().count());
        for (number, key, total) in alive() {
            let (key, panes) = ((key, self.keys.interner()), by_number[number].iter().copied());
            encode_key::<F, V>(key, panes, 0, total.value.as_ref(), out);
        }
    }
}
