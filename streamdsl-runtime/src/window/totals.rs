//! Running totals from which the oldest pane is subtracted: for windows of many panes and combiners
//! with an inverse.

use std::collections::VecDeque;

use crate::key::{KeyFamily, PackedOf};
use crate::keyed::Table;
use crate::window::state::SavedKey;
use crate::window::table::InverseFn;

/// The total of each key, and the values of each pane by the number of the key: entering and
/// leaving a window cost one step for each value, with no allocation for a key.
pub(super) struct Totals<'f, F: KeyFamily, V> {
    pub(super) numbers: Table<F, usize>,
    sums: Vec<Total<V>>,
    /// Numbers whose keys were swept.
    unused: Vec<usize>,
    panes: VecDeque<Pane<V>>,
    inverse: InverseFn<'f, V>,
    /// Keys without a value in any pane.
    dead: usize,
}

struct Total<V> {
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
        Self {
            numbers: Table::for_owner(),
            sums: Vec::new(),
            unused: Vec::new(),
            panes: VecDeque::new(),
            inverse,
            dead: 0,
        }
    }

    pub(super) fn push(
        &mut self,
        key: PackedOf<F>,
        pane: u64,
        value: V,
        combine: &impl Fn(V, V) -> V,
    ) {
        let number = self.number(key);
        let total = &mut self.sums[number];
        self.dead -= usize::from(total.panes == 0);
        total.value = Some(match total.value.take() {
            Some(sum) => combine(sum, value.clone()),
            None => value.clone(),
        });
        if self.panes.back().is_none_or(|last| last.number != pane) {
            self.panes.push_back(Pane { number: pane, values: Vec::new() });
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

    /// The number of a key; a new one counts as dead until it gets a value.
    fn number(&mut self, key: PackedOf<F>) -> usize {
        let (totals, unused, dead) = (&mut self.sums, &mut self.unused, &mut self.dead);
        *self.numbers.entry_with(key, || {
            *dead += 1;
            let fresh = Total { value: None, panes: 0, place: 0 };
            if let Some(number) = unused.pop() {
                totals[number] = fresh;
                return number;
            }
            totals.push(fresh);
            totals.len() - 1
        })
    }

    /// Subtracts the panes before `first`.
    pub(super) fn expire(&mut self, first: u64) {
        let leaving = self.panes.partition_point(|pane| pane.number < first);
        for pane in self.panes.drain(..leaving) {
            for (number, value) in pane.values {
                let total = &mut self.sums[number];
                total.panes -= 1;
                let sum = total.value.take();
                if total.panes == 0 {
                    self.dead += 1;
                } else {
                    total.value = sum.map(|sum| (self.inverse)(sum, value));
                }
            }
        }
        if self.dead > self.numbers.len() / 2 {
            self.sweep();
        }
    }

    fn sweep(&mut self) {
        let (totals, unused) = (&self.sums, &mut self.unused);
        self.numbers.retain(|_, &mut number| {
            let alive = totals[number].panes > 0;
            if !alive {
                unused.push(number);
            }
            alive
        });
        self.dead = 0;
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (F::View<'_>, V)> {
        self.numbers.iter().filter_map(|(key, &number)| Some((key, self.total(number)?.clone())))
    }

    /// The total of the key of this number, if it is alive.
    pub(super) fn total(&self, number: usize) -> Option<&V> {
        self.sums.get(number)?.value.as_ref()
    }

    /// The values of all keys' panes, by the numbers of the keys.
    pub(super) fn panes_by_number(&self) -> Vec<Vec<(u64, &V)>> {
        let mut by_number = vec![Vec::new(); self.sums.len()];
        for pane in &self.panes {
            for (number, value) in &pane.values {
                by_number[*number].push((pane.number, value));
            }
        }
        by_number
    }

    /// Adds a key of saved state.
    pub(super) fn load(&mut self, saved: SavedKey<F, V>, combine: &impl Fn(V, V) -> V) {
        let number = self.number(saved.key);
        let SavedKey { panes, total, .. } = saved;
        for (pane, value) in panes {
            let at = self.panes.partition_point(|other| other.number < pane);
            if self.panes.get(at).is_none_or(|other| other.number != pane) {
                self.panes.insert(at, Pane { number: pane, values: Vec::new() });
            }
            let sum = &mut self.sums[number];
            self.dead -= usize::from(sum.panes == 0);
            sum.panes += 1;
            sum.place = self.panes[at].values.len();
            sum.value = Some(match sum.value.take() {
                Some(sum) => combine(sum, value.clone()),
                None => value.clone(),
            });
            self.panes[at].values.push((number, value));
        }
        let sum = &mut self.sums[number];
        if sum.panes > 0 && total.is_some() {
            sum.value = total;
        }
    }
}
