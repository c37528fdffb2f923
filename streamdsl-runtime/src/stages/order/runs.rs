//! The runs of a column, and how runs are sorted.

use std::ops::Range;

use crate::base::memory::{self, Usage};
use crate::data::place::Place;

/// Where the runs of a column begin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    starts: Vec<(Place, usize)>,
}

impl Runs {
    /// Begins a run. `len` is the number of records that the column has now.
    pub(crate) fn begin(&mut self, place: Place, len: usize) {
        match self.starts.last_mut() {
            // The run before this one has no records.
            Some(last) if last.1 == len => *last = (place, len),
            _ => memory::push(&mut self.starts, (place, len)),
        }
    }

    /// Returns the runs of a column that has `len` records. Without any begun run, all records are
    /// one run.
    pub(crate) fn ranges(&self, len: usize) -> impl Iterator<Item = (Place, Range<usize>)> {
        let unplaced = self.starts.is_empty().then_some((Place::default(), 0..len));
        let ends = self.starts.iter().skip(1).map(|(_, start)| *start).chain([len]);
        let runs = self.starts.iter().zip(ends).map(|((place, start), end)| (*place, *start..end));
        unplaced.into_iter().chain(runs).filter(|(_, run)| !run.is_empty())
    }

    pub(crate) fn clear(&mut self) {
        self.starts.clear();
    }

    /// Returns how much memory the runs take.
    pub(crate) fn usage(&self) -> Usage {
        Usage::of_vec(&self.starts)
    }
}

/// Consecutive records of one of several columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// The number of the column.
    pub(crate) part: usize,
    pub(crate) records: Range<usize>,
}

/// The positions of the records of sections that are all in the same column.
pub(crate) struct Positions<'s> {
    sections: std::slice::Iter<'s, Section>,
    next: usize,
    end: usize,
}

impl<'s> Positions<'s> {
    pub(crate) fn new(sections: &'s [Section]) -> Self {
        Self { sections: sections.iter(), next: 0, end: 0 }
    }

    /// Goes on to the next section.
    #[cold]
    fn turn(&mut self) -> Option<()> {
        let section = self.sections.next()?;
        (self.next, self.end) = (section.records.start, section.records.end);
        Some(())
    }
}

impl Iterator for Positions<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.next == self.end {
            self.turn()?;
        }
        self.next += 1;
        Some(self.next - 1)
    }
}

/// Sorts runs by their places, and joins those that follow each other in the same column.
pub(crate) fn in_order(mut runs: Vec<(Place, Section)>) -> Vec<Section> {
    // The runs of one worker and lane are mostly sorted already, which a stable sort makes use of.
    runs.sort_by_key(|(place, _)| *place);
    let mut sections: Vec<Section> = Vec::new();
    for (_, next) in runs {
        match sections.last_mut() {
            Some(last) if last.part == next.part && last.records.end == next.records.start => {
                last.records.end = next.records.end;
            }
            _ => sections.push(next),
        }
    }
    sections
}

/// Consecutive records of a stage, and their place in its stream.
pub struct Run<I> {
    pub(crate) place: Place,
    pub(crate) records: I,
}

impl<I> Run<I> {
    /// Returns the place of the records.
    pub fn place(&self) -> Place {
        self.place
    }
}

impl<I: Iterator> IntoIterator for Run<I> {
    type Item = I::Item;
    type IntoIter = I;

    fn into_iter(self) -> I {
        self.records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_records_does_not_count() {
        let mut runs = Runs::default();
        for (chunk, len) in [(1, 0), (2, 0), (5, 3), (7, 4), (9, 4)] {
            runs.begin(Place::of_chunk(0, chunk), len);
        }
        let found: Vec<_> = runs.ranges(4).collect();
        assert_eq!(found, [(Place::of_chunk(0, 2), 0..3), (Place::of_chunk(0, 5), 3..4)]);
        runs.clear();
        assert_eq!(runs.ranges(0).count(), 0);
        assert_eq!(runs.ranges(2).collect::<Vec<_>>(), [(Place::default(), 0..2)]);
    }

    #[test]
    fn neighbours_become_one_section() {
        let run = |chunk, part, records| (Place::of_chunk(0, chunk), Section { part, records });
        let sorted =
            in_order(vec![run(0, 0, 0..2), run(3, 0, 2..5), run(1, 1, 0..1), run(2, 1, 1..4)]);
        let section = |part, records| Section { part, records };
        assert_eq!(sorted, [section(0, 0..2), section(1, 0..4), section(0, 2..5)]);
        let sorted = in_order(vec![run(0, 0, 0..2), run(3, 0, 2..5)]);
        assert_eq!(sorted, [section(0, 0..5)]);
    }
}
