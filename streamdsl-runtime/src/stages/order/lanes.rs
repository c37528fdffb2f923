//! The records that one worker keeps of a batch.

use crate::base::memory::Usage;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::stages::order::runs::{Runs, Section};

/// The records of one lane: a column and its runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lane<C> {
    pub(crate) records: C,
    pub(crate) runs: Runs,
}

impl<C: Column> Lane<C> {
    /// Returns how much memory the records take.
    pub(crate) fn usage(&self) -> Usage {
        self.records.usage() + self.runs.usage()
    }
}

/// The records that one worker keeps of a batch, by lane.
#[derive(Clone, Debug)]
pub struct Lanes<C> {
    lanes: Vec<Lane<C>>,
}

impl<C: Default> Default for Lanes<C> {
    fn default() -> Self {
        Self::from_column(C::default())
    }
}

impl<C: Default> Lanes<C> {
    /// Makes lanes that use the memory of a column without records.
    pub(crate) fn from_column(records: C) -> Self {
        Self { lanes: vec![Lane { records, runs: Runs::default() }] }
    }
}

impl<C: Column> Lanes<C> {
    /// Begins a run: the next records of this lane stand at `place`.
    pub(crate) fn begin(&mut self, place: Place) {
        let lane = place.lane();
        while self.lanes.len() <= lane {
            self.lanes.push(Lane::default());
        }
        let lane = &mut self.lanes[lane];
        lane.runs.begin(place, lane.records.len());
    }

    /// Returns the feed for records, at first of the first lane.
    pub(crate) fn feed(&mut self) -> RecordFeed<'_, C> {
        RecordFeed { lanes: &mut self.lanes, lane: 0 }
    }

    /// Returns the column of each lane, in the order of [`sections`](Self::sections).
    pub(crate) fn into_columns(self) -> impl Iterator<Item = C> {
        self.lanes.into_iter().map(|lane| lane.records)
    }

    /// Returns how much memory the records take.
    pub(crate) fn usage(&self) -> Usage {
        self.lanes.iter().map(Lane::usage).sum()
    }

    /// Returns the columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &C> {
        self.lanes.iter().map(|lane| &lane.records)
    }

    /// Returns all runs. The column of the first lane is the part with number `first`.
    pub(crate) fn sections(&self, first: usize) -> impl Iterator<Item = (Place, Section)> {
        self.lanes.iter().enumerate().flat_map(move |(number, lane)| {
            let runs = lane.runs.ranges(lane.records.len());
            runs.map(move |(place, records)| (place, Section { part: first + number, records }))
        })
    }
}

/// Stores records in columns.
#[derive(Debug)]
pub struct RecordFeed<'s, C> {
    lanes: &'s mut [Lane<C>],
    lane: usize,
}

impl<'s, C: Column> RecordFeed<'s, C> {
    /// Returns the feed of a single lane.
    pub(crate) fn of_lane(lane: &'s mut Lane<C>) -> Self {
        Self { lanes: std::slice::from_mut(lane), lane: 0 }
    }

    /// Chooses the lane of the next records. A run of the lane must have begun.
    #[inline(always)]
    pub fn lane(&mut self, lane: usize) -> &mut Self {
        self.lane = lane;
        self
    }

    /// Stores a record.
    #[inline]
    pub fn store<R: Record<Column = C>>(&mut self, record: R) {
        record.store(&mut self.lanes[self.lane].records);
    }
}
