//! One batch in the queue.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::job::timeline::BatchPlace;
use crate::plan::Idle;
use crate::receive::chunk::RawChunk;
use crate::watch::listener::{BatchInfo, Event, InputInfo, OutputOperationInfo};
use crate::watch::status::{BatchReport, SourceStats};

/// A batch that is not completed.
pub(super) struct Entry {
    pub(super) place: BatchPlace,
    pub(super) chunks: VecDeque<RawChunk>,
    /// How many chunks it has got so far.
    published: u64,
    /// How many records it has from each source.
    pub(super) inputs: Vec<u64>,
    pub(super) bytes: u64,
    /// Whether a worker has entered the batch.
    pub(super) entered: bool,
    pub(super) sealed: Option<Seal>,
    /// When the batch was sealed and the workers were free to finish it.
    pub(super) started: Option<Instant>,
    /// How many workers have finished it or are not needed for it.
    pub(super) finished: usize,
    /// Which workers it needs; known when it is sealed.
    pub(super) needs: Idle,
    /// How long the busiest worker has worked on it.
    pub(super) busy: Duration,
    pub(super) news: News,
}

/// The end of a batch.
pub(super) struct Seal {
    pub(super) at: Instant,
    /// How late the batch was sealed, by the job's clock.
    pub(super) lateness: Duration,
    /// How many batches are missing before the next one.
    pub(super) missing_after: u64,
}

/// What only listeners need to know about a batch. It stays empty if there is no listener.
#[derive(Default)]
pub(super) struct News {
    pub(super) submitted: Duration,
    started: Option<Duration>,
    outputs: Vec<(OutputOperationInfo, Instant)>,
    /// Events of workers that were ahead of the others. They are posted when the batch starts.
    early: Vec<Event>,
}

impl Entry {
    pub(super) fn new(place: BatchPlace, sources: usize) -> Self {
        Entry {
            place,
            chunks: VecDeque::new(),
            published: 0,
            inputs: vec![0; sources],
            bytes: 0,
            entered: false,
            sealed: None,
            started: None,
            finished: 0,
            needs: Idle::Everybody,
            busy: Duration::ZERO,
            news: News::default(),
        }
    }

    /// Adds a chunk behind the others.
    pub(super) fn add(&mut self, mut chunk: RawChunk) {
        chunk.set_number(self.published);
        self.published += 1;
        self.chunks.push_back(chunk);
    }

    pub(super) fn has_work(&self) -> bool {
        !self.chunks.is_empty() || self.entered || self.sealed.is_some()
    }

    /// Returns whether it has no chunks and no worker has entered it.
    pub(super) fn is_empty(&self) -> bool {
        !self.entered && self.chunks.is_empty()
    }

    /// Returns whether it does not need a worker. `leads` says whether that is the leader.
    pub(super) fn excuses(&self, leads: bool) -> bool {
        match self.needs {
            Idle::Everybody => false,
            Idle::Leader => !leads,
            Idle::Nobody => true,
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        self.entered && self.sealed.is_some() && self.started.is_none()
    }

    pub(super) fn records(&self) -> u64 {
        self.inputs.iter().sum()
    }

    /// Returns the report of the batch. `previous` is when the batch before it was completed.
    pub(super) fn report(&self, number: u64, previous: Option<Instant>) -> BatchReport {
        let done = Instant::now();
        let (end, lateness) = match &self.sealed {
            Some(seal) => (seal.at, seal.lateness),
            None => (done, Duration::ZERO),
        };
        // Work that was done before the batch ended is not counted, because it delayed nothing.
        let begun = self.started.unwrap_or(end).max(end);
        // A worker that was ahead of the others has waited for them. That is not work.
        let turn = previous.map_or(self.busy, |previous| done.saturating_duration_since(previous));
        BatchReport {
            time: self.place.time,
            number,
            records: self.records(),
            inputs: self.inputs.clone(),
            bytes: self.bytes,
            scheduling_delay: lateness + begun.duration_since(end),
            processing_time: done.saturating_duration_since(begun),
            total_delay: lateness + done.saturating_duration_since(end),
            busy_time: self.busy.min(turn),
        }
    }

    /// Returns what listeners get about the batch now. `end` is the time and the report of a completed
    /// batch.
    pub(super) fn info(
        &self,
        number: u64,
        sources: &[Arc<SourceStats>],
        end: Option<(Duration, &BatchReport)>,
    ) -> BatchInfo {
        let input = |(source, records): (&Arc<SourceStats>, &u64)| InputInfo {
            source: source.index,
            name: source.name.clone(),
            records: *records,
        };
        let waited = self
            .sealed
            .as_ref()
            .zip(self.started)
            .map(|(seal, started)| seal.lateness + started.saturating_duration_since(seal.at));
        BatchInfo {
            time: self.place.time,
            number,
            inputs: sources.iter().zip(&self.inputs).map(input).collect(),
            submission_time: self.news.submitted,
            processing_start_time: self.news.started,
            processing_end_time: end.map(|(now, _)| now),
            scheduling_delay: end.map(|(_, report)| report.scheduling_delay).or(waited),
            processing_delay: end.map(|(_, report)| report.processing_time),
            total_delay: end.map(|(_, report)| report.total_delay),
            output_operations: self.news.outputs.iter().map(|(info, _)| info.clone()).collect(),
        }
    }
}

impl News {
    /// Notes that the batch has started. Returns the events that happened before.
    pub(super) fn start(&mut self, now: Duration) -> Vec<Event> {
        self.started = Some(now);
        std::mem::take(&mut self.early)
    }

    /// Notes that an output has begun. Returns the events to post now.
    pub(super) fn begin_output(&mut self, info: OutputOperationInfo) -> Vec<Event> {
        // If an output fails on another worker before the leader has begun it, its failure has
        // begun it.
        if self.outputs.iter().any(|(known, _)| known.id == info.id) {
            return Vec::new();
        }
        let event = Event::OutputOperationStarted(info.clone());
        self.outputs.push((info, Instant::now()));
        self.tell(event)
    }

    /// Notes that an output has succeeded or failed. Returns the events to post now.
    pub(super) fn end_output(
        &mut self,
        id: u16,
        now: Duration,
        failure: Option<String>,
    ) -> Vec<Event> {
        let open =
            self.outputs.iter_mut().find(|(info, _)| info.id == id && info.end_time.is_none());
        let Some((info, begun)) = open else { return Vec::new() };
        (info.end_time, info.duration) = (Some(now), Some(begun.elapsed()));
        info.failure = failure;
        let event = Event::OutputOperationCompleted(info.clone());
        self.tell(event)
    }

    fn tell(&mut self, event: Event) -> Vec<Event> {
        if self.started.is_some() {
            return vec![event];
        }
        self.early.push(event);
        Vec::new()
    }
}
