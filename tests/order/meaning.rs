//! What operators mean, on batches in memory, one after the other.

use std::collections::BTreeMap;

/// The batches of a stream by their number. A batch in which a window is not emitted is missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stream<T>(pub(crate) BTreeMap<u64, Vec<T>>);

impl<T: Clone + PartialEq> Stream<T> {
    pub(crate) fn new(batches: BTreeMap<u64, Vec<T>>) -> Self {
        Self(batches)
    }

    /// The result of a function that gets the batches in turn.
    pub(crate) fn each_in_turn<U>(&self, mut f: impl FnMut(&[T]) -> Vec<U>) -> Stream<U> {
        Stream(self.0.iter().map(|(batch, records)| (*batch, f(records))).collect())
    }

    pub(crate) fn flat_map<U>(&self, f: impl Fn(&T) -> Vec<U>) -> Stream<U> {
        self.each(|records| records.iter().flat_map(&f).collect())
    }

    pub(crate) fn each<U>(&self, f: impl Fn(&[T]) -> Vec<U>) -> Stream<U> {
        Stream(self.0.iter().map(|(batch, records)| (*batch, f(records))).collect())
    }

    pub(crate) fn map<U>(&self, f: impl Fn(T) -> U) -> Stream<U> {
        self.each(|records| records.iter().cloned().map(&f).collect())
    }

    pub(crate) fn filter(&self, f: impl Fn(&T) -> bool) -> Self {
        self.each(|records| records.iter().filter(|record| f(record)).cloned().collect())
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (batch, records) in &other.0 {
            both.0.entry(*batch).or_default().extend(records.iter().cloned());
        }
        both
    }

    pub(crate) fn window(&self, length: u64, slide: u64) -> Self {
        let last = self.0.keys().max().copied().unwrap_or(0);
        let ends = (1..=last).filter(|end| end % slide == 0);
        let covered = |end: u64| {
            let inside =
                self.0.iter().filter(move |(batch, _)| **batch + length > end && **batch <= end);
            inside.flat_map(|(_, records)| records.iter().cloned()).collect()
        };
        Stream(ends.map(|end| (end, covered(end))).collect())
    }

    pub(crate) fn distinct(&self) -> Self {
        self.each(|records| {
            let mut seen: Vec<T> = Vec::new();
            for record in records {
                if !seen.contains(record) {
                    seen.push(record.clone());
                }
            }
            seen
        })
    }

    pub(crate) fn sort_by<K: Ord>(&self, key: impl Fn(&T) -> K) -> Self {
        self.each(|records| {
            let mut records = records.to_vec();
            records.sort_by_key(&key);
            records
        })
    }
}

impl Stream<u32> {
    /// The values of each remainder, by key.
    pub(crate) fn grouped(&self, keys: u32) -> Stream<(u32, Vec<u32>)> {
        self.each(|records| {
            let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for n in records {
                groups.entry(n % keys).or_default().push(*n);
            }
            groups.into_iter().collect()
        })
    }
}
