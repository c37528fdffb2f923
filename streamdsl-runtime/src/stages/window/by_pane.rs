//! The contents of a window, pane by pane.

use std::collections::VecDeque;

use crate::base::memory::Usage;

/// The panes of a window, oldest first. Each pane holds its entries side by side in memory.
pub(super) struct ByPane<T> {
    panes: VecDeque<Pane<T>>,
    /// The memory of a pane that left the window, kept for the next pane.
    spare: Vec<T>,
}

/// A pane and its entries.
pub(super) struct Pane<T> {
    pub(super) number: u64,
    pub(super) entries: Vec<T>,
}

impl<T> ByPane<T> {
    pub(super) fn new() -> Self {
        Self { panes: VecDeque::new(), spare: Vec::new() }
    }

    /// The entries of pane `number`, which is usually the newest pane or becomes it. The pane is
    /// opened if there is none.
    #[inline]
    pub(super) fn of(&mut self, number: u64) -> &mut Vec<T> {
        let at = match self.panes.back() {
            Some(newest) if newest.number == number => self.panes.len() - 1,
            _ => self.open(number),
        };
        &mut self.panes[at].entries
    }

    /// The index of pane `number`. The pane is opened if there is none.
    #[cold]
    fn open(&mut self, number: u64) -> usize {
        let at = self.panes.partition_point(|pane| pane.number < number);
        if self.panes.get(at).is_none_or(|pane| pane.number != number) {
            let entries = std::mem::take(&mut self.spare);
            self.panes.insert(at, Pane { number, entries });
        }
        at
    }

    /// The entry at index `place` of pane `number`; `None` if the pane has left the window.
    pub(super) fn get_mut(&mut self, number: u64, place: usize) -> Option<&mut T> {
        let at = self.panes.binary_search_by_key(&number, |pane| pane.number).ok()?;
        self.panes[at].entries.get_mut(place)
    }

    /// Returns how much memory the panes take, without what their entries own elsewhere.
    pub(super) fn usage(&self) -> Usage {
        let panes: Usage = self.panes.iter().map(|pane| Usage::of_vec(&pane.entries)).sum();
        panes + Usage::of_vec(&self.spare)
    }

    /// Estimates what the entries own elsewhere from some of each pane; `heap_size` returns it for
    /// one entry.
    pub(super) fn heap(&self, heap_size: impl Fn(&T) -> usize) -> Usage {
        const SAMPLE: usize = 16;
        let of_pane = |pane: &Pane<T>| {
            let step = (pane.entries.len() / SAMPLE).max(1);
            step * pane.entries.iter().step_by(step).map(&heap_size).sum::<usize>()
        };
        Usage::default().with(self.panes.iter().map(of_pane).sum())
    }

    /// Removes and returns the oldest pane, if its number is below `first`.
    pub(super) fn leave_before(&mut self, first: u64) -> Option<Pane<T>> {
        let is_due = self.panes.front().is_some_and(|oldest| oldest.number < first);
        if is_due { self.panes.pop_front() } else { None }
    }

    /// Keeps the memory of a removed pane for the next pane.
    pub(super) fn keep_memory(&mut self, of: Pane<T>) {
        self.spare = of.entries;
        self.spare.clear();
    }

    /// The values of the keys `0..keys`, each with the number of its pane, oldest first. `value`
    /// returns the number of an entry's key and the entry's value.
    pub(super) fn by_key<V>(
        &self,
        keys: usize,
        value: impl for<'t> Fn(&'t T) -> (usize, &'t V),
    ) -> Vec<Vec<(u64, &V)>> {
        let mut by_key: Vec<_> = (0..keys).map(|_| Vec::new()).collect();
        for pane in &self.panes {
            for (key, value) in pane.entries.iter().map(&value) {
                by_key[key].push((pane.number, value));
            }
        }
        by_key
    }
}

/// `value` combined with the value before it, if there is one.
pub(super) fn joined<V>(before: Option<V>, value: V, combine: &impl Fn(V, V) -> V) -> V {
    match before {
        Some(before) => combine(before, value),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_stay_in_order_and_leave_oldest_first() {
        let mut panes = ByPane::new();
        for (number, key) in [(3, 0), (5, 1), (4, 0), (5, 0), (3, 1)] {
            panes.of(number).push((key, number * 10));
        }
        assert_eq!(panes.get_mut(5, 1), Some(&mut (0, 50)));
        assert_eq!(panes.get_mut(6, 0), None);
        let by_key = panes.by_key(2, |(key, value)| (*key, value));
        assert_eq!(by_key, [[(3, &30), (4, &40), (5, &50)].as_slice(), &[(3, &30), (5, &50)]]);
        assert!(panes.leave_before(3).is_none());
        for number in [3, 4] {
            let pane = panes.leave_before(5).unwrap();
            assert_eq!(pane.number, number);
            panes.keep_memory(pane);
        }
        assert!(panes.leave_before(5).is_none());
        assert!(panes.of(7).is_empty());
    }
}
