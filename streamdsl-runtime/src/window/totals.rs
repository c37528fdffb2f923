//! Running totals from which the oldest pane is subtracted: for windows of many panes and combiners
//! with an inverse.

use std::collections::VecDeque;

use crate::codec::put_count;
use crate::key::{KeyFamily, PackedOf};
use crate::record::Value;
use crate::window::numbered::Numbered;
use crate::window::state::{SavedKey, encode_key};
use crate::window::table::InverseFn;

/// The total of each key, and the values of each pane by the number of the key: entering and
/// leaving a window cost one step for each value, with no allocation for a key.
pub(super) struct Totals<'f, F: KeyFamily, V> {
    pub(super) keys: Numbered<F, Total<V>>,
    panes: VecDeque<Pane<V>>,
    /// The memory of a pane that has left, for the next one.
    spare: Vec<(usize, V)>,
    inverse: InverseFn<'f, V>,
}

pub(super) struct Total<V> {
    value: Option<V>,
    /// The number of panes that this total is made of.
    panes: usize,
    /// The place of the key in the newest of those.
    place: usize,
}

struct Pane<V> {
    number: u64,
    values: Vec<(usize, V)>,
}

impl<'f, F: KeyFamily, V: Clone> Totals<'f, F, V> {
    pub(super) fn new(inverse: InverseFn<'f, V>) -> Self {
        Self { keys: Numbered::new(), panes: VecDeque::new(), spare: Vec::new(), inverse }
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
        total.value = Some(match total.value.take() {
            Some(sum) => combine(sum, value.clone()),
            None => value.clone(),
        });
        if self.panes.back().is_none_or(|last| last.number != pane) {
            let values = std::mem::take(&mut self.spare);
            self.panes.push_back(Pane { number: pane, values });
        }
        let Some(newest) = self.panes.back_mut() else { return };
        match newest.values.get_mut(total.place) {
            Some((owner, old)) if *owner == number && total.panes > 0 => {
                *old = combine(old.clone(), value);
            }
            _ => {
                total.place = newest.values.len();
                total.panes += 1;
                newest.values.push((number, value));
            }
        }
    }

    fn number(&mut self, key: PackedOf<F>) -> usize {
        self.keys.number(key, |_, _| Total { value: None, panes: 0, place: 0 })
    }

    /// Subtracts the panes before `first`.
    pub(super) fn expire(&mut self, first: u64) {
        let leaving = self.panes.partition_point(|pane| pane.number < first);
        for mut pane in self.panes.drain(..leaving) {
            for (number, value) in pane.values.drain(..) {
                let total = self.keys.of(number);
                total.panes -= 1;
                let sum = total.value.take();
                if total.panes == 0 {
                    self.keys.forget(number);
                } else {
                    total.value = sum.map(|sum| (self.inverse)(sum, value));
                }
            }
            self.spare = pane.values;
        }
        self.keys.tidy();
    }

    /// Each key with its total.
    pub(super) fn results(&self) -> impl Iterator<Item = (F::View<'_>, V)> {
        self.keys.results(|total| total.value.clone())
    }

    /// The values of all keys' panes, by the numbers of the keys.
    fn panes_by_number(&self) -> Vec<Vec<(u64, &V)>> {
        let mut by_number: Vec<_> = self.keys.packed().map(|_| Vec::new()).collect();
        for pane in &self.panes {
            for (number, value) in &pane.values {
                by_number[*number].push((pane.number, value));
            }
        }
        by_number
    }

    /// Adds a key of saved state.
    pub(super) fn load(&mut self, saved: SavedKey<F, V>, combine: &impl Fn(V, V) -> V) {
        let SavedKey { key, panes, total, .. } = saved;
        let number = self.number(key);
        let sum = self.keys.of(number);
        for (pane, value) in panes {
            let at = self.panes.partition_point(|other| other.number < pane);
            if self.panes.get(at).is_none_or(|other| other.number != pane) {
                self.panes.insert(at, Pane { number: pane, values: Vec::new() });
            }
            sum.panes += 1;
            sum.place = self.panes[at].values.len();
            sum.value = Some(match sum.value.take() {
                Some(sum) => combine(sum, value.clone()),
                None => value.clone(),
            });
            self.panes[at].values.push((number, value));
        }
        sum.value = total.or(sum.value.take());
    }
}

impl<F: KeyFamily, V: Value> Totals<'_, F, V> {
    /// Writes the keys for saved state.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let by_number = self.panes_by_number();
        let alive = || self.keys.packed().filter(|(_, _, total)| total.value.is_some());
        put_count(out, alive().count());
        for (number, key, total) in alive() {
            let (key, panes) = ((key, self.keys.interner()), by_number[number].iter().copied());
            encode_key::<F, V>(key, panes, 0, total.value.as_ref(), out);
        }
    }
}
