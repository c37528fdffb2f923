//! Sorting by group.

use std::mem::replace;

/// The members of groups: a stable counting sort, since groups are numbered as they are found.
///
/// What is sorted is known by its place, and stays where it is.
#[derive(Debug, Default)]
pub(crate) struct Grouping {
    /// The group of each member, in the order of their arrival.
    groups: Vec<usize>,
    /// The members by group; those of a group in the order of their arrival.
    sorted: Vec<usize>,
    /// Until everything is sorted, how many members each group has; then where each ends.
    ends: Vec<usize>,
}

impl Grouping {
    /// Removes all members and groups, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.groups.clear();
        self.ends.clear();
    }

    /// A new group.
    #[inline]
    pub(crate) fn open(&mut self) -> usize {
        self.ends.push(0);
        self.ends.len() - 1
    }

    /// The next member belongs to `group`, which has been opened.
    #[inline]
    pub(crate) fn put(&mut self, group: usize) {
        self.ends[group] += 1;
        self.groups.push(group);
    }

    /// Sorts the members; there will be no more.
    pub(crate) fn sort(&mut self) {
        let mut start = 0;
        for count in &mut self.ends {
            start += replace(count, start);
        }
        // What was sorted before needs no zeros: everything is written anew.
        self.sorted.resize(self.groups.len(), 0);
        for (member, &group) in self.groups.iter().enumerate() {
            let place = &mut self.ends[group];
            self.sorted[*place] = member;
            *place += 1;
        }
    }

    /// The members of a group; none if there is no such group. They must have been sorted.
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
    fn members_come_by_group_in_the_order_of_their_arrival() {
        let mut grouping = Grouping::default();
        for _ in 0..2 {
            grouping.clear();
            let groups = [grouping.open(), grouping.open(), grouping.open()];
            for group in [2, 0, 2, 2, 0] {
                grouping.put(groups[group]);
            }
            grouping.sort();
            assert_eq!(grouping.members(groups[0]), [1, 4]);
            assert!(grouping.members(groups[1]).is_empty());
            assert_eq!(grouping.members(groups[2]), [0, 2, 3]);
            assert!(grouping.members(3).is_empty());
        }
    }

    #[test]
    fn nothing_has_no_members() {
        let mut grouping = Grouping::default();
        grouping.sort();
        assert!(grouping.members(0).is_empty());
    }
}
