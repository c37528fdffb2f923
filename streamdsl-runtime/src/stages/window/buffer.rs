//! Windows over records without keys.

use std::collections::VecDeque;

use crate::base::memory::Usage;
use crate::data::codec::{DecodeError, Input, put_count, put_varint};
use crate::data::record::Column;
use crate::plan::WindowSpec;
use crate::stages::order::{NumberedRuns, Run};

/// The records of a window, by batch and in the order of the stream.
///
/// Records of a batch that no window covers are not kept. If the slide is longer than the window,
/// there are such batches.
#[derive(Clone, Debug)]
pub struct WindowBuffer<C> {
    spec: WindowSpec,
    /// The number of a batch and its records, in ascending order.
    batches: VecDeque<(u64, NumberedRuns<C>)>,
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
    pub fn add(&mut self, batch: u64, records: NumberedRuns<C>) {
        self.advance(batch);
        if self.spec.covers(batch) && !records.is_empty() {
            self.batches.push_back((batch, records));
        }
    }

    /// The records of the window that ends with the last batch, oldest first and run by run. Call
    /// this only at batches at which the window is emitted.
    pub fn runs(&self) -> impl Iterator<Item = Run<impl Iterator<Item = C::View<'_>>>> {
        self.batches.iter().flat_map(|(batch, records)| records.runs(*batch))
    }

    /// The number of records in memory.
    pub fn len(&self) -> usize {
        self.batches.iter().map(|(_, records)| records.len()).sum()
    }

    /// Returns how much memory the records take.
    pub(crate) fn usage(&self) -> Usage {
        self.batches.iter().map(|(_, records)| records.usage()).sum()
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

    /// Writes the records for saved state: the number and the records of each batch, and then, in
    /// the same order, the runs of each batch. Earlier versions did not write the runs.
    pub fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.batches.len());
        for (batch, records) in &self.batches {
            put_varint(out, *batch);
            records.encode_records(out);
        }
        for (_, records) in &self.batches {
            records.encode_runs(out);
        }
    }

    /// Adds records from saved state. The shares of several workers can be loaded one after the
    /// other. If their runs were not saved, the records of a batch are in the order of the shares.
    ///
    /// # Errors
    /// If the bytes are not the records of such a window.
    pub fn load(&mut self, input: &mut Input<'_>) -> Result<(), DecodeError> {
        let mut saved = Vec::new();
        for _ in 0..input.count()? {
            let batch = input.varint()?;
            saved.push((batch, NumberedRuns::decode_records(input)?));
        }
        if input.remaining() > 0 {
            for (_, records) in &mut saved {
                records.decode_runs(input)?;
            }
        }
        for (batch, records) in saved {
            match self.batches.binary_search_by_key(&batch, |(batch, _)| *batch) {
                Ok(at) => self.batches[at].1.append(records),
                Err(at) => self.batches.insert(at, (batch, records)),
            }
        }
        Ok(())
    }
}
