//! Merges the tables of several workers.

use std::ops::Range;

use crate::data::key::{GROUP_BITS, KEY_GROUPS, KeyFamily, Packed, PackedOf, key_group};
use crate::data::key::{Interner, PageBytes};
use crate::stages::keyed::Table;
use crate::stages::keyed::buckets::Bucket;

impl<F: KeyFamily, V> Table<F, V> {
    /// Combines the entries of `from` whose keys belong to `groups` into this table. Only the buckets
    /// of these groups are visited, so workers that own different groups share the work.
    ///
    /// Two values of one key are combined as `combine(mine, theirs)`.
    pub fn merge_range(&mut self, from: &Self, groups: Range<usize>, combine: impl Fn(V, V) -> V)
    where
        V: Clone,
    {
        if from.is_empty() || groups.is_empty() {
            return;
        }
        self.choose_homes(if groups.len() < KEY_GROUPS { GROUP_BITS } else { 0 });
        // Entries arrive in the order of their hashes, so reserve memory for all of them first.
        let expected = from.len() * groups.len() / KEY_GROUPS;
        self.reserve(expected.saturating_sub(self.len()));
        let seed = self.seed();
        let mut feed = self.feed(PageBytes::none());
        from.visit_groups(&groups, |bucket_key, value| {
            let hash = bucket_key.hash(seed);
            if groups.contains(&key_group(hash)) {
                let key = F::rebase(*bucket_key, from.interner(), &mut feed.target().interner);
                feed.push_packed(key, hash, value.clone(), &combine);
            }
        });
        feed.flush(&combine);
    }

    /// Combines records, whose keys one worker owns, into this table. The interner `keys` holds
    /// their long keys.
    pub(super) fn merge_records(
        &mut self,
        records: impl Iterator<Item = (PackedOf<F>, V)>,
        keys: &Interner,
        combine: impl Fn(V, V) -> V,
    ) {
        self.choose_homes(GROUP_BITS);
        let seed = self.seed();
        let mut feed = self.feed(PageBytes::none());
        for (key, value) in records {
            let hash = key.hash(seed);
            let key = F::rebase(key, keys, &mut feed.target().interner);
            feed.push_packed(key, hash, value, &combine);
        }
        feed.flush(&combine);
    }

    /// Calls `visit` for the entries of `groups`, and perhaps for others.
    fn visit_groups(&self, groups: &Range<usize>, mut visit: impl FnMut(&F::Packed, &V)) {
        let homes = self.homes(groups);
        let occupied = |bucket: &'_ Bucket<F::Packed, V>| bucket.value.is_some();
        let at_home = self.buckets[homes.clone()].iter().filter(|bucket| occupied(bucket));
        // Keys whose home was occupied are in the run of buckets that follows.
        let after = self.buckets[homes.end..].iter().chain(&self.buckets[..homes.start]);
        for bucket in at_home.chain(after.take_while(|bucket| occupied(bucket))) {
            if let Some(value) = &bucket.value {
                visit(&bucket.key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::data::key::{Text, groups_of};

    fn filled(words: impl Iterator<Item = String>) -> Table<Text, u64> {
        let mut table = Table::new();
        let mut feed = table.feed(PageBytes::none());
        for word in words {
            feed.push(word, 1, |a, b| a + b);
        }
        feed.flush(|a, b| a + b);
        drop(feed);
        table
    }

    #[test]
    fn owners_together_hold_the_union_once() {
        for (count, workers) in [(3, 2), (500, 3), (20_000, 1), (20_000, 4), (20_000, 64)] {
            let word = |n: u32| format!("{n}{}", "-long".repeat(n as usize % 5));
            let first = filled((0..count).map(word));
            let second = filled((count / 2..count * 2).map(word));
            let mut union = HashMap::new();
            for worker in 0..workers {
                let mut owned = Table::new();
                let groups = groups_of(worker, workers);
                owned.merge_range(&first, groups.clone(), |a, b| a + b);
                owned.merge_range(&second, groups, |a, b| a + b);
                for (word, total) in owned.iter() {
                    assert_eq!(union.insert(word.to_string(), *total), None);
                }
            }
            assert_eq!(union.len(), count as usize * 2);
            for n in 0..count * 2 {
                let times = 1 + u64::from((count / 2..count).contains(&n));
                assert_eq!(union[&word(n)], times, "{n}");
            }
        }
    }

    #[test]
    fn a_table_filled_in_hash_order_or_from_one_share_stays_small() {
        let from = filled((0..50_000).map(|n| n.to_string()));
        let mut copy = filled(std::iter::empty());
        let mut share = filled(std::iter::empty());
        for (key, &value) in from.iter() {
            let key = copy.pack(PageBytes::none(), key);
            copy.upsert(key, value, |a, b| a + b);
        }
        share.merge_range(&from, groups_of(3, 8), |a, b| a + b);
        assert_eq!(copy.len(), from.len());
        assert!(copy.capacity() <= 2 * from.capacity());
        assert!(share.capacity() <= from.capacity() / 4);
    }
}
