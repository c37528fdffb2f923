//! The operator `glom`.

use std::mem::take;
use std::sync::Arc;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::order::{Lanes, RecordFeed, Section, in_order};

/// The stage of `glom` over records that the workers have in no order: each keeps its own.
pub type Glom<C> = GlomStage<C, false>;

/// The stage of `glom` over records in the order of the stream: each worker gets consecutive
/// records, the first worker the first ones.
pub type GlomInOrder<C> = GlomStage<C, true>;

/// The stage of `glom`: each worker's share of a batch.
#[derive(Debug)]
pub struct GlomStage<C, const IN_ORDER: bool> {
    /// What this worker has seen.
    seen: Lanes<C>,
    /// The records that the share is taken from: those of all workers, or of this one.
    parts: Vec<Arc<Lanes<C>>>,
    share: Vec<Section>,
}

impl<C: Column, const IN_ORDER: bool> GlomStage<C, IN_ORDER> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { seen: Lanes::default(), parts: Vec::new(), share: Vec::new() })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.seen.begin(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.seen.feed()
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        let parts: Memory = self.parts.iter().map(|part| part.usage().spare()).sum();
        self.seen.usage().filling() + parts
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        worker.check()?;
        let seen = Arc::new(take(&mut self.seen));
        self.parts = if IN_ORDER { worker.all_gather(seen)? } else { vec![seen] };
        let mut runs = Vec::new();
        let mut columns = 0;
        for lanes in &self.parts {
            runs.extend(lanes.sections(columns));
            columns += lanes.columns().count();
        }
        let all = in_order(runs);
        self.share = if IN_ORDER { share(&all, worker.index(), worker.peers()) } else { all };
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = Vec<C::View<'_>>> {
        let columns: Vec<&C> = self.parts.iter().flat_map(|lanes| lanes.columns()).collect();
        let mut list = Vec::with_capacity(self.share.iter().map(|run| run.records.len()).sum());
        for section in &self.share {
            let column = columns[section.part];
            list.extend(section.records.clone().filter_map(|at| column.get(at)));
        }
        std::iter::once(list)
    }
}

/// Returns the part of the records that worker `index` of `peers` gets.
fn share(all: &[Section], index: usize, peers: usize) -> Vec<Section> {
    let count: usize = all.iter().map(|section| section.records.len()).sum();
    let (start, end) = (count * index / peers, count * (index + 1) / peers);
    let mut before = 0;
    let mut share = Vec::new();
    for Section { part, records } in all {
        let after = before + records.len();
        let (from, to) = (start.clamp(before, after), end.clamp(before, after));
        if from < to {
            let first = records.start;
            let records = first + from - before..first + to - before;
            share.push(Section { part: *part, records });
        }
        before = after;
    }
    share
}

impl Stream {
    /// Yields the records of each worker as one list: `glom`.
    ///
    /// Yields one `Vec` per worker and batch, also an empty one. Over the records of a source, the
    /// lists are equally long, and one after the other they are in the order of the source. After an
    /// operator that distributes its records, such as `partition_by`, each list has the records of
    /// its worker. The operator keeps one copy of the batch in memory. Spark: `glom`; Spark's partitions correspond to workers.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let lists = Collected::new();
    /// let job = stream! { memory([[1, 2, 3]]) |> glom |> collect(&lists) };
    /// streamdsl::testing::run_on(1, job)?;
    /// assert_eq!(lists.records(), [[1, 2, 3]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn glom<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
