//! Windows over records without keys.

use std::collections::VecDeque;

use crate::data::codec::{DecodeError, Input, put_count, put_varint};
use crate::data::record::Column;
use crate::plan::WindowSpec;

/// The records of a window, in one column for each batch.
///
/// Records of a batch that no window covers are not kept. If the slide is longer than the window,
/// there are such batches.
#[derive(Clone, Debug)]
pub struct WindowBuffer<C> {
    spec: WindowSpec,
    /// The number of a batch and its records, in ascending order.
    batches: VecDeque<(u64, C)>,
}

impl<C: Column> WindowBuffer<C> {
    /// An empty window.
    pub fn new(spec: WindowSpec) -> Self {
        Self { spec, batches: VecDeque::new() }
    }

    /// The length and slide of the window.
    pub fn spec(&self) -> WindowSpec {
        self.spec
    }

    /// Adds the records of `batch`, and drops records that no later window covers.
    pub fn add(&mut self, batch: u64, mut records: C) {
        self.advance(batch);
        if self.spec.covers(batch) && !records.is_empty() {
            match self.batches.back_mut() {
                Some((last, column)) if *last == batch => column.append(&mut records),
                _ => self.batches.push_back((batch, records)),
            }
        }
    }

    /// The records of the window that ends with the last batch, as one column for each batch,
    /// oldest first. Call this only at batches at which the window is emitted.
    pub fn iter(&self) -> impl Iterator<Item = &C> {
        self.batches.iter().map(|(_, column)| column)
    }

    /// The number of records in memory.
    pub fn len(&self) -> usize {
        self.iter().map(Column::len).sum()
    }

    /// Whether there are no records in memory.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// Moves on to `batch` without records, and drops records that no later window covers.
    pub fn advance(&mut self, batch: u64) {
        let before = self.spec.batch_before(self.spec.next_emission(batch));
        while self.batches.front().is_some_and(|&(oldest, _)| oldest <= before) {
            self.batches.pop_front();
        }
    }

    /// The name of the contents in saved state, which includes the type of the records.
    pub fn shape() -> String {
        format!("window of records {}", C::shape())
    }

    /// Writes the records for saved state.
    pub fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.batches.len());
        for (batch, column) in &self.batches {
            put_varint(out, *batch);
            column.encode(out);
        }
    }

    /// Adds records from saved state. The shares of several workers can be loaded one after the
    /// other: the records of a batch are then in the order of the shares.
    ///
    /// # Errors
    /// If the bytes are not the records of such a window.
    pub fn load(&mut self, input: &mut Input<'_>) -> Result<(), DecodeError> {
        for _ in 0..input.count()? {
            let batch = input.varint()?;
            let mut column = C::decode(input)?;
            match self.batches.binary_search_by_key(&batch, |(batch, _)| *batch) {
                Ok(at) => self.batches[at].1.append(&mut column),
                Err(at) => self.batches.insert(at, (batch, column)),
            }
        }
        Ok(())
    }
}
