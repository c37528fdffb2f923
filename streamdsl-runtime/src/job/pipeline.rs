//! A compiled program: its plan, its sources and windows, and the loop that each worker runs.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::base::error::Result;
use crate::job::worker::{Body, Worker};
use crate::plan::windows::Declared;
use crate::plan::windows::Windows;
use crate::plan::{Plan, PlanView, WindowId};
use crate::receive::chunk::Chunk;
use crate::receive::chunk::RawChunk;
use crate::sources::{AnySource, IntoSource, Source};

/// A compiled program: the value of `stream!`.
///
/// A [`StreamingContext`](crate::job::context::StreamingContext) runs it. It can be sent to another
/// thread.
pub struct Pipeline {
    pub(crate) plan: &'static Plan,
    pub(crate) batch_interval: Option<Duration>,
    /// Each with the number by which the loop knows its chunks.
    pub(crate) sources: Vec<(u16, Box<dyn AnySource>)>,
    /// The number of the operator that each source is.
    pub(crate) source_ops: Vec<u16>,
    pub(crate) windows: Windows,
    pub(crate) body: Arc<Body>,
}

impl Pipeline {
    /// Returns the plan of the program: its stages, and which operators are fused.
    pub fn plan(&self) -> PlanView {
        PlanView { plan: self.plan }
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline").field("plan", self.plan).finish_non_exhaustive()
    }
}

/// Builds a [`Pipeline`]. Only generated code uses it.
pub struct Program {
    plan: &'static Plan,
    batch_interval: Option<Duration>,
    sources: Vec<(u16, Box<dyn AnySource>)>,
    registered: u16,
    source_ops: Vec<u16>,
    windows: Windows,
}

impl Program {
    /// Creates a program without sources.
    pub fn new(plan: &'static Plan) -> Self {
        Program {
            plan,
            batch_interval: None,
            sources: Vec::new(),
            registered: 0,
            source_ops: Vec::new(),
            windows: Windows::default(),
        }
    }

    /// Sets the batch interval that the program states.
    pub fn set_batch_interval(&mut self, interval: Duration) {
        self.batch_interval = Some(interval);
    }

    /// Registers the source that is operator `op`. If it is a list of sources, their chunks are those
    /// of one source.
    pub fn source<S, Kind>(&mut self, op: u16, source: S) -> SourceId<S::Source>
    where
        S: IntoSource<Kind>,
    {
        let index = self.registered;
        self.registered += 1;
        for source in source.into_sources() {
            self.sources.push((index, Box::new(source)));
            self.source_ops.push(op);
        }
        SourceId { index, op, kind: PhantomData }
    }

    /// Registers a window that is operator `op`. Its input is the window `parent`, or a stream that
    /// is emitted in every batch. Without a `slide`, the window is emitted as often as its input.
    pub fn window(
        &mut self,
        op: u16,
        parent: Option<WindowId>,
        window: Duration,
        slide: Option<Duration>,
    ) -> WindowId {
        self.windows.declared.push(Declared { op, parent, window, slide });
        WindowId(self.windows.declared.len() - 1)
    }

    /// Notes that operator `op` has several input streams, which must be emitted equally often. `None`
    /// is a stream that is emitted in every batch.
    pub fn same_slide(&mut self, op: u16, streams: &[Option<WindowId>]) {
        self.windows.same_slide.push((op, streams.to_vec()));
    }

    /// Completes the program. `body` is the loop that every worker runs.
    pub fn build<F>(self, body: F) -> Pipeline
    where
        F: Fn(&mut Worker) -> Result<()> + Send + Sync + 'static,
    {
        Pipeline {
            plan: self.plan,
            batch_interval: self.batch_interval,
            sources: self.sources,
            source_ops: self.source_ops,
            windows: self.windows,
            body: Arc::new(body),
        }
    }
}

/// A registered source. It knows the type of the source's chunks.
pub struct SourceId<S> {
    index: u16,
    op: u16,
    kind: PhantomData<fn() -> S>,
}

impl<S> Clone for SourceId<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for SourceId<S> {}

impl<S: Source> SourceId<S> {
    /// Returns the number of the source, which [`RawChunk::source`] returns for its chunks. Sources are
    /// numbered from 0 in the order in which they are registered.
    pub fn index(self) -> u16 {
        self.index
    }

    /// Returns the number of the operator that is the source.
    pub fn operator(self) -> u16 {
        self.op
    }

    /// Opens a chunk of this source.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`](crate::base::error::Error::Internal) if the chunk comes from another source.
    pub fn open(self, raw: RawChunk) -> Result<S::Chunk> {
        S::Chunk::open(raw)
    }
}
