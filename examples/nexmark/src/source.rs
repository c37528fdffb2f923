//! Events as batches of event time.

use streamdsl::chunk::TextChunk;
use streamdsl::prelude::*;
use streamdsl::source::{Inlet, TextSource};

/// The event time in a batch, in milliseconds: the batch interval of the queries.
pub const BATCH_MS: u64 = 1000;

/// The input of the queries: lines that [`Event::parse`](crate::model::Event::parse) can parse.
pub trait Events: Source<Chunk = TextChunk> {}

impl<S: Source<Chunk = TextChunk>> Events for S {}

/// Delivers the i-th text as the i-th batch. A text holds the events of [`BATCH_MS`] of event time.
/// It is taken from the iterator when the batch is due, so it can be generated then.
pub fn by_event_time<I>(texts: I) -> ByEventTime<I::IntoIter>
where
    I: IntoIterator<Item = TextSource, IntoIter: ExactSizeIterator + Send + 'static>,
{
    ByEventTime { texts: texts.into_iter(), inlet: None }
}

/// A source of batches by event time, made by [`by_event_time`].
pub struct ByEventTime<I> {
    texts: I,
    inlet: Option<Inlet<TextChunk>>,
}

impl<I> Source for ByEventTime<I>
where
    I: ExactSizeIterator<Item = TextSource> + Send + 'static,
{
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        "events by event time".into()
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> streamdsl::Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, batch: BatchTime) -> streamdsl::Result<()> {
        let (Some(inlet), Some(mut text)) = (&self.inlet, self.texts.next()) else {
            return Ok(());
        };
        text.start(inlet.clone())?;
        text.end_batch(batch)
    }

    fn exhausted(&self) -> bool {
        self.texts.len() == 0
    }

    fn stop(&mut self) {}
}
