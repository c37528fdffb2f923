//! A whole batch in the hands of user code.

use crate::record::Column;
use crate::time::BatchTime;

/// All records of one batch, as `transform` and `foreach_batch` see them.
///
/// Records come out as they went in: text as `&str` that borrows from the
/// batch, other values as themselves.
#[derive(Debug)]
pub struct Batch<'a, C: Column> {
    records: &'a C,
    time: BatchTime,
}

#[allow(clippy::expl_impl_clone_on_copy)] // a derive would ask for `C: Copy`
impl<C: Column> Clone for Batch<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Column> Copy for Batch<'_, C> {}

impl<'a, C: Column> Batch<'a, C> {
    pub(crate) fn new(records: &'a C, time: BatchTime) -> Self {
        Self { records, time }
    }

    /// The end of the batch.
    pub fn time(&self) -> BatchTime {
        self.time
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.len() == 0
    }

    /// The records, in no particular order.
    pub fn iter(&self) -> Iter<'a, C> {
        Iter { records: self.records, next: 0 }
    }

    /// One record, if there is any.
    pub fn first(&self) -> Option<C::View<'a>> {
        self.iter().next()
    }

    /// Up to `n` records.
    pub fn take(&self, n: usize) -> Vec<C::View<'a>> {
        self.iter().take(n).collect()
    }

    /// The records as owned values, text as `String`.
    pub fn collect(&self) -> Vec<C::Owned> {
        use crate::record::Record;
        self.iter().map(Record::into_owned).collect()
    }
}

impl<'a, C: Column> IntoIterator for Batch<'a, C> {
    type Item = C::View<'a>;
    type IntoIter = Iter<'a, C>;

    fn into_iter(self) -> Iter<'a, C> {
        self.iter()
    }
}

impl<'a, C: Column> IntoIterator for &Batch<'a, C> {
    type Item = C::View<'a>;
    type IntoIter = Iter<'a, C>;

    fn into_iter(self) -> Iter<'a, C> {
        self.iter()
    }
}

/// The records of a batch.
#[derive(Debug)]
pub struct Iter<'a, C: Column> {
    records: &'a C,
    next: usize,
}

impl<'a, C: Column> Iterator for Iter<'a, C> {
    type Item = C::View<'a>;

    fn next(&mut self) -> Option<C::View<'a>> {
        let record = self.records.get(self.next)?;
        self.next += 1;
        Some(record)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.records.len() - self.next;
        (left, Some(left))
    }
}

impl<C: Column> ExactSizeIterator for Iter<'_, C> {}
