//! The output `pprint`.

use std::fmt::{Debug, Write as _};
use std::sync::PoisonError;

use crate::base::error::Result;
use crate::base::memory::{Memory, Usage};
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;

const RULE: &str = "-------------------------------------------";

/// The largest number of records that are printed.
#[derive(Clone, Copy, Debug)]
pub struct Shown(usize);

impl Shown {
    #[doc(hidden)]
    pub fn with_n(mut self, n: usize) -> Self {
        self.0 = n;
        self
    }
}

/// The default: ten records.
#[doc(hidden)]
pub fn arguments() -> Shown {
    Shown(10)
}

/// The stage of `pprint`.
#[derive(Debug)]
pub struct Pprint {
    op: Stream,
    /// The largest number of records that are printed.
    most: usize,
    /// Records that this worker has, with their places. The first ones of each lane are among them.
    shown: Vec<(Place, String)>,
    /// The last run of each lane, and how many records have been kept since the runs of the lane are in
    /// ascending order.
    lanes: Vec<(Place, usize)>,
    place: Place,
    /// Whether there are more records than shown.
    more: bool,
}

impl Pprint {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream, most: &Shown) -> Result<Self> {
        Ok(Self {
            op,
            most: most.0,
            shown: Vec::new(),
            lanes: vec![(Place::default(), 0)],
            place: Place::default(),
            more: false,
        })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.place = place;
        if self.lanes.len() <= place.lane() {
            self.lanes.resize(place.lane() + 1, (Place::default(), 0));
        }
        // Chunks of the sources of a list may come in any order.
        let (last, count) = &mut self.lanes[place.lane()];
        let goes_back = place < *last;
        *last = place;
        if goes_back {
            *count = 0;
            self.keep_first();
        }
    }

    /// Drops records that are behind enough others. Lanes come one after the other, so the first
    /// records of all lanes are enough.
    fn keep_first(&mut self) {
        self.shown.sort_by_key(|(place, _)| *place);
        if self.shown.len() > self.most {
            self.shown.truncate(self.most);
            self.more = true;
        }
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> PprintFeed<'_> {
        PprintFeed { lane: 0, stage: self }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        let text = |(_, text): &(_, String)| text.capacity();
        Usage::of_vec(&self.shown).with(self.shown.iter().map(text).sum()).filling()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.lanes.fill((Place::default(), 0));
        let here = (std::mem::take(&mut self.shown), std::mem::take(&mut self.more));
        let Some(parts) = worker.gather(here)? else { return Ok(()) };
        let more = parts.iter().any(|(_, more)| *more);
        let mut records: Vec<_> = parts.into_iter().flat_map(|(shown, _)| shown).collect();
        records.sort_by_key(|(place, _)| *place);
        let mut block = format!("{RULE}\nTime: {}\n{RULE}\n", batch.time());
        for (_, record) in records.iter().take(self.most) {
            block.push_str(record);
            block.push('\n');
        }
        if more || records.len() > self.most {
            block.push_str("...\n");
        }
        block.push('\n');
        self.print(worker, batch, &block)
    }

    /// Writes the block in one piece, so that no other output comes between its lines.
    fn print(&self, worker: &mut Worker, batch: &CurrentBatch, block: &str) -> Result<()> {
        let written = {
            let output = worker.output();
            let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
            output.write_all(block.as_bytes()).and_then(|()| output.flush())
        };
        written.map_err(|error| {
            worker.output_error(self.op.id(), batch, format!("cannot print the batch: {error}"))
        })
    }
}

/// Formats the records that will be printed.
#[derive(Debug)]
pub struct PprintFeed<'s> {
    stage: &'s mut Pprint,
    lane: usize,
}

impl PprintFeed<'_> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn lane(&mut self, lane: usize) -> &mut Self {
        self.lane = lane;
        self
    }
}

impl Stream {
    /// Prints the first records of each batch: `pprint` or `pprint(n)`.
    ///
    /// Prints a block with the time of the batch and up to `n` records (10 by default) in Rust's
    /// `{:?}` format, and `...` if there are more. It prints a block for an empty batch too. The
    /// block goes to the output of the context, which is the standard output by default. Spark:
    /// `pprint`, `print`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! { memory([[("spark", 2), ("stream", 1)]]) |> pprint(1) };
    /// streamdsl::testing::run(job)?;
    /// // -------------------------------------------
    /// // Time: 1970-01-01 00:00:01
    /// // -------------------------------------------
    /// // ("spark", 2)
    /// // ...
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn pprint<R: Debug>(self, feed: &mut PprintFeed<'_>, record: R) {
        let (lane, stage) = (feed.lane, &mut *feed.stage);
        if stage.lanes[lane].1 < stage.most {
            let mut shown = String::new();
            // Writing to a string fails only if the `Debug` of the record does.
            let written = self.blame(|| write!(shown, "{record:?}"));
            if written.is_ok() {
                stage.shown.push((stage.place.in_lane(lane as u32), shown));
                stage.lanes[lane].1 += 1;
            }
        } else {
            stage.more = true;
        }
    }
}
