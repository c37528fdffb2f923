//! Sorts members by group.

use std::mem::replace;

use crate::base::memory::{self, Usage};
use crate::stages::order::Section;

/// Sorts members by group with a stable counting sort. Groups are numbered in the order in which
/// they are found.
///
/// A member is identified by its index in data of the caller's, which stay where they are.
#[derive(Debug, Default)]
pub(crate) struct Grouping {
    /// The group of each member, in the order in which they were put.
    groups: Vec<usize>,
    /// The members by group, and within a group in the order in which they were put.
    sorted: Vec<usize>,
    /// Before sorting: the number of members of each group. After sorting: the end of each group in
    /// `sorted`.
    ends: Vec<usize>,
}

impl Grouping {
    /// Removes all members and groups but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.groups.clear();
        self.ends.clear();
    }

    /// Returns how much memory the members and groups take.
    pub(crate) fn usage(&self) -> Usage {
        Usage::of_vec(&self.groups) + Usage::of_vec(&self.sorted) + Usage::of_vec(&self.ends)
    }

    /// Adds a group and returns its number.
    #[inline]
    pub(crate) fn open(&mut self) -> usize {
        self.ends.push(0);
        self.ends.len() - 1
    }

    /// Adds the next member to `group`, which must exist.
    #[inline]
    pub(crate) fn put(&mut self, group: usize) {
        self.ends[group] += 1;
        memory::push(&mut self.groups, group);
    }

    /// Sorts the members. `order` has the index of each, in the order in which they were put. No
    /// members may be added afterwards.
    pub(crate) fn sort(&mut self, order: &[Section]) {
        let mut start = 0;
        for count in &mut self.ends {
            start += replace(count, start);
        }
        // Old contents need not be cleared: every element is overwritten.
        let more = self.groups.len().saturating_sub(self.sorted.len());
        memory::reserve(&mut self.sorted, more);
        self.sorted.resize(self.groups.len(), 0);
        let mut rest = &self.groups[..];
        for section in order {
            let (groups, later) = rest.split_at(section.records.len().min(rest.len()));
            for (member, &group) in section.records.clone().zip(groups) {
                let place = &mut self.ends[group];
                self.sorted[*place] = member;
                *place += 1;
            }
            rest = later;
        }
    }

    /// The members of a group; empty if there is no such group. Call [`sort`](Self::sort) first.
    #[inline]
    pub(crate) fn members(&self, group: usize) -> &[usize] {
        let end_of = |group: usize| self.ends.get(group).copied();
        let start = group.checked_sub(1).map_or(Some(0), end_of);
        let members = start.zip(end_of(group)).and_then(|(from, to)| self.sorted.get(from..to));
        members.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_by_group_in_the_order_in_which_they_were_put() {
        let mut grouping = Grouping::default();
        for _ in 0..2 {
            grouping.clear();
            let order = [3..4, 1..2, 0..1, 2..3, 4..5].map(|records| Section { part: 0, records });
            let groups = [grouping.open(), grouping.open(), grouping.open()];
            for group in [2, 0, 2, 2, 0] {
                grouping.put(groups[group]);
            }
            grouping.sort(&order);
            assert_eq!(grouping.members(groups[0]), [1, 4]);
            assert!(grouping.members(groups[1]).is_empty());
            assert_eq!(grouping.members(groups[2]), [3, 0, 2]);
            assert!(grouping.members(3).is_empty());
        }
    }

    #[test]
    fn nothing_has_no_members() {
        let mut grouping = Grouping::default();
        grouping.sort(&[]);
        assert!(grouping.members(0).is_empty());
    }
}
