//! Sources that deliver what lies in memory.

use std::sync::Arc;

use streamdsl::chunk::TextChunk;
use streamdsl::prelude::*;
use streamdsl::source::Inlet;

/// A source that delivers a text in memory as one batch, `rounds` times.
pub struct TextInMemory {
    text: Arc<str>,
    rounds: u64,
    inlet: Option<Inlet<TextChunk>>,
}

impl TextInMemory {
    /// `rounds` batches of `text`.
    pub fn new(text: &Arc<str>, rounds: u64) -> Self {
        Self { text: Arc::clone(text), rounds, inlet: None }
    }
}

impl Source for TextInMemory {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        "text in memory".to_owned()
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> streamdsl::Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> streamdsl::Result<()> {
        if let Some(inlet) = &self.inlet
            && self.rounds > 0
        {
            self.rounds -= 1;
            inlet.push_bytes(self.text.as_bytes());
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.rounds == 0
    }

    fn stop(&mut self) {}
}
