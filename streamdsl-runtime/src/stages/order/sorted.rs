//! The records of several workers and lanes, in the order of their stream.

use crate::base::memory::{self, Usage};
use crate::data::record::Column;
use crate::stages::order::lanes::Lanes;
use crate::stages::order::runs::{Section, in_order};

/// Records in the order of their stream. The columns stay as they are; the sections say in which
/// order they are read.
#[derive(Clone, Debug, Default)]
pub struct Sorted<C> {
    parts: Vec<C>,
    sections: Vec<Section>,
    len: usize,
}

impl<C: Column> Sorted<C> {
    /// Sorts what several workers have.
    pub(crate) fn new(workers: impl IntoIterator<Item = Lanes<C>>) -> Self {
        let (mut parts, mut runs) = (Vec::new(), Vec::new());
        for lanes in workers {
            runs.extend(lanes.sections(parts.len()));
            parts.extend(lanes.into_columns());
        }
        Self { len: parts.iter().map(Column::len).sum(), sections: in_order(runs), parts }
    }

    /// Returns how much memory the records take.
    pub(crate) fn usage(&self) -> Usage {
        let parts: Usage = self.parts.iter().map(Column::usage).sum();
        parts + Usage::of_vec(&self.sections)
    }

    /// Removes all records. Returns the memory of the first column for the next batch, unless memory
    /// is tight.
    pub(crate) fn recycle(&mut self) -> Lanes<C> {
        if memory::is_tight() {
            memory::release(std::mem::take(self).usage().reserved);
            return Lanes::default();
        }
        let mut parts = std::mem::take(self).parts.into_iter();
        let mut column = parts.next().unwrap_or_default();
        column.clear();
        Lanes::from_column(column)
    }

    /// Returns the number of records.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns the records in order.
    pub(crate) fn records(&self) -> Iter<'_, C> {
        Iter::new(&self.parts, &self.sections, self.len)
    }
}

/// The records of a batch.
#[derive(Debug)]
pub struct Iter<'a, C> {
    parts: &'a [C],
    sections: std::slice::Iter<'a, Section>,
    /// The column of the section that is being read, and what is left of the section.
    part: Option<&'a C>,
    next: usize,
    end: usize,
    left: usize,
}

impl<'a, C: Column> Iter<'a, C> {
    /// Reads sections of `parts`, which have `len` records in all.
    pub(crate) fn new(parts: &'a [C], sections: &'a [Section], len: usize) -> Self {
        Iter { parts, sections: sections.iter(), part: None, next: 0, end: 0, left: len }
    }

    /// Goes on to the next section.
    #[cold]
    fn turn(&mut self) -> Option<()> {
        let section = self.sections.next()?;
        self.part = self.parts.get(section.part);
        (self.next, self.end) = (section.records.start, section.records.end);
        Some(())
    }
}

impl<'a, C: Column> Iterator for Iter<'a, C> {
    type Item = C::View<'a>;

    #[inline]
    fn next(&mut self) -> Option<C::View<'a>> {
        if self.next == self.end {
            self.turn()?;
        }
        let record = self.part?.get(self.next)?;
        self.next += 1;
        self.left -= 1;
        Some(record)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<C: Column> ExactSizeIterator for Iter<'_, C> {}
