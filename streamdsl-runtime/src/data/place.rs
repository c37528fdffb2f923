//! Where records stand in the order of their stream.

/// The place of a run: consecutive records of a stream that one worker has.
///
/// Workers share the chunks of a batch, so each of them has some runs of a stream. Runs of one stage
/// that are sorted by their places are in the order of the stream, whichever worker has them.
///
/// A stage that gets records in several ways, because of a union, counts the ways from left to right:
/// these are its *lanes*. All records of a lane come before those of the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    lane: u32,
    /// The source and its chunk, the batch of the window, or the number of the run.
    major: u64,
    /// The run within the batch of the window in the upper half, the record within the run in the
    /// lower half.
    minor: u64,
}

impl Place {
    /// The place of a chunk of a source. The sources of one list come in turn. `number` chunks were
    /// published before in the batch.
    pub(crate) const fn of_chunk(source: u16, number: u64) -> Self {
        /// The bits of a number of chunks.
        const BITS: u32 = 32;
        Self { lane: 0, major: (source as u64) << BITS | number, minor: 0 }
    }

    /// The place of what a worker has on its own: the workers come in turn.
    pub(crate) const fn of_worker(index: usize) -> Self {
        Self::of_chunk(0, index as u64)
    }

    /// The place of run `number` of an earlier batch in a window.
    pub(crate) const fn in_window(batch: u64, number: u32) -> Self {
        Self { lane: 0, major: batch, minor: (number as u64) << 32 }
    }

    /// The place of run `number` of a stage that has numbered its runs.
    pub(crate) const fn numbered(number: u64) -> Self {
        Self { lane: 0, major: number, minor: 0 }
    }

    /// Returns the same place in another lane.
    #[must_use]
    pub const fn in_lane(self, lane: u32) -> Self {
        Self { lane, ..self }
    }

    /// Returns the number of the lane.
    pub(crate) const fn lane(self) -> usize {
        self.lane as usize
    }

    /// Returns the place of the next record in the run.
    #[must_use]
    pub(crate) const fn next_record(self) -> Self {
        Self { minor: self.minor + 1, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_sort_by_lane_then_batch_then_run_then_record() {
        let first = Place::in_window(7, 0);
        let sorted = [
            first,
            first.next_record(),
            Place::in_window(7, 1),
            Place::in_window(8, 0),
            Place::of_chunk(0, 0).in_lane(1),
            Place::of_chunk(0, 1).in_lane(1),
            Place::of_chunk(1, 0).in_lane(1),
        ];
        assert!(sorted.is_sorted());
    }
}
