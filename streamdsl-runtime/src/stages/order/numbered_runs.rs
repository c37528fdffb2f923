//! Runs that are numbered across all workers.

use std::sync::Arc;

use crate::base::error::Result;
use crate::base::memory::Usage;
use crate::data::codec::{DecodeError, Input, put_count, put_varint};
use crate::data::place::Place;
use crate::data::record::Column;
use crate::job::worker::Worker;
use crate::stages::order::{Lanes, Run, Section};

/// The records that one worker has of one batch. The runs of all workers are numbered in the order
/// of the stream.
#[derive(Clone, Debug, Default)]
pub struct NumberedRuns<C> {
    parts: Vec<C>,
    /// The runs with their numbers, in ascending order.
    runs: Vec<(u32, Section)>,
}

impl<C: Column> NumberedRuns<C> {
    /// Numbers the runs of this worker alone.
    pub fn of_worker(lanes: Lanes<C>) -> Self {
        Self::new(lanes).0
    }

    /// Numbers the runs of this worker among those of all workers.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn of_all_workers(lanes: Lanes<C>, worker: &mut Worker) -> Result<Self> {
        let (mut runs, places) = Self::new(lanes);
        let mine = Arc::new(places);
        let all = worker.all_gather(Arc::clone(&mine))?;
        if all.len() > 1 {
            runs.number(&mine, &all);
        }
        Ok(runs)
    }

    fn new(lanes: Lanes<C>) -> (Self, Vec<Place>) {
        let mut sorted: Vec<(Place, Section)> = lanes.sections(0).collect();
        sorted.sort_by_key(|(place, _)| *place);
        let (places, sections): (Vec<Place>, Vec<Section>) = sorted.into_iter().unzip();
        let runs = (0..).zip(sections).collect();
        (Self { parts: lanes.into_columns().collect(), runs }, places)
    }

    /// Numbers the runs anew. `mine` are their places, `all` are those of all workers.
    fn number(&mut self, mine: &[Place], all: &[Arc<Vec<Place>>]) {
        let mut sorted: Vec<Place> = all.iter().flat_map(|places| places.iter().copied()).collect();
        sorted.sort_unstable();
        for ((number, _), place) in self.runs.iter_mut().zip(mine) {
            *number = sorted.partition_point(|other| other < place) as u32;
        }
    }

    /// Returns how much memory the records take.
    pub(crate) fn usage(&self) -> Usage {
        let parts: Usage = self.parts.iter().map(Column::usage).sum();
        parts + Usage::of_vec(&self.runs)
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.parts.iter().map(Column::len).sum()
    }

    /// Returns whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the runs in order. `batch` is the number of their batch.
    pub fn runs(&self, batch: u64) -> impl Iterator<Item = Run<impl Iterator<Item = C::View<'_>>>> {
        self.runs.iter().filter_map(move |(number, section)| {
            let part = self.parts.get(section.part)?;
            let records = section.records.clone().filter_map(|at| part.get(at));
            Some(Run { place: Place::in_window(batch, *number), records })
        })
    }

    /// Adds other runs of the same batch. They have numbers of the same stream.
    pub fn append(&mut self, other: Self) {
        let before = self.parts.len();
        let moved = |(number, Section { part, records })| {
            (number, Section { part: before + part, records })
        };
        self.runs.extend(other.runs.into_iter().map(moved));
        self.runs.sort_by_key(|(number, _)| *number);
        self.parts.extend(other.parts);
    }

    /// Writes the records as one column, which earlier versions can read.
    pub fn encode_records(&self, out: &mut Vec<u8>) {
        if let [only] = &self.parts[..] {
            only.encode(out);
            return;
        }
        let mut all = C::default();
        for part in &self.parts {
            all.append(&mut part.clone());
        }
        all.encode(out);
    }

    /// Writes the number, the start and the length of each run.
    pub fn encode_runs(&self, out: &mut Vec<u8>) {
        let mut starts = vec![0];
        for part in &self.parts {
            starts.push(starts.last().copied().unwrap_or(0) + part.len());
        }
        put_count(out, self.runs.len());
        for (number, section) in &self.runs {
            put_varint(out, u64::from(*number));
            put_count(out, starts[section.part] + section.records.start);
            put_count(out, section.records.len());
        }
    }

    /// Reads what [`encode_records`](Self::encode_records) wrote, as one run.
    ///
    /// # Errors
    /// If the bytes are not such records.
    pub fn decode_records(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let column = C::decode(input)?;
        let all = Section { part: 0, records: 0..column.len() };
        Ok(Self { parts: vec![column], runs: vec![(0, all)] })
    }

    /// Reads what [`encode_runs`](Self::encode_runs) wrote about these records.
    ///
    /// # Errors
    /// If the bytes are not such runs.
    pub fn decode_runs(&mut self, input: &mut Input<'_>) -> Result<(), DecodeError> {
        let at = input.clone();
        let count = input.count()?;
        let (mut runs, mut covered) = (Vec::with_capacity(input.capacity::<u8>(count)), 0_u64);
        for _ in 0..count {
            let number = u32::try_from(input.varint()?).unwrap_or(u32::MAX);
            let (start, len) = (input.varint()?, input.varint()?);
            let end = start.saturating_add(len);
            if end > self.len() as u64 {
                return Err(at.error("a run is longer than the records of its batch"));
            }
            covered += len;
            runs.push((number, Section { part: 0, records: start as usize..end as usize }));
        }
        if covered != self.len() as u64 {
            return Err(at.error("the runs of a batch are not all of its records"));
        }
        self.runs = runs;
        Ok(())
    }
}
