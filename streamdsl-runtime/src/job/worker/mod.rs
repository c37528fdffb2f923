//! Workers: the threads that process the batches.

pub(crate) mod affinity;
pub(crate) mod exchange;
mod operators;
pub(crate) mod team;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::base::blame::{panic_message, take_blame};
use crate::base::error::{Error, Result};
use crate::base::time::BatchTime;
pub use crate::job::batch::CurrentBatch;
use crate::job::queue::Entered;
pub use crate::job::worker::team::Output;
use crate::job::worker::team::Team;
pub use crate::plan::WindowId;
use crate::plan::WindowSpec;
use crate::shared;
use crate::state::SavedPart;

/// The loop of a worker.
pub(crate) type Body = dyn Fn(&mut Worker) -> Result<()> + Send + Sync;

/// One of the threads that run a pipeline: what the generated loop talks to.
///
/// All workers run the same loop over the same batches, each on a share of the chunks, and meet in
/// the exchanges. Every worker must call the same exchanges in the same order.
pub struct Worker {
    index: usize,
    team: Arc<Team>,
    /// The number of the batch that was taken up last.
    batch: u64,
    time: BatchTime,
    /// Whether the other workers are not needed for it.
    alone: bool,
    /// The number of the next exchange.
    round: u64,
    /// What operators have saved of their state.
    saved: Vec<SavedPart>,
    /// Where the outputs of the program write.
    outputs: Vec<String>,
    /// The slots that operators have.
    slots: Vec<&'static str>,
    /// The output that is being written.
    output: Option<u16>,
}

impl Worker {
    /// The next batch; waits until there is something to do for it. `None` when the job is over.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned.
    pub fn next_batch(&mut self) -> Result<Option<CurrentBatch>> {
        let entered =
            self.team.queue.enter(self.batch + 1, self.is_leader(), &self.team.control.stop)?;
        let Some(Entered { number, time, alone }) = entered else {
            // Batches for which this worker was not needed are behind it too.
            (self.batch, self.alone) = (self.team.queue.last(), false);
            return Ok(None);
        };
        (self.batch, self.time, self.alone) = (number, time, alone);
        shared::enter_batch(number);
        Ok(Some(CurrentBatch::new(time, number, &self.team)))
    }

    /// This worker is done with `batch`. When all are, the batch is completed.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned; the batch does not count then.
    pub fn end_batch(&mut self, batch: CurrentBatch) -> Result<()> {
        self.check()?;
        shared::publish();
        batch.finish();
        Ok(())
    }

    /// The number of this worker, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// How many workers there are, this one included.
    pub fn peers(&self) -> usize {
        self.team.size
    }

    /// Whether nobody else is needed for the batch: there is no other worker, or there are no
    /// records. Exchanges give this worker's own values then.
    pub fn is_alone(&self) -> bool {
        self.alone || self.peers() == 1
    }

    /// Whether this is the worker that writes the output of the whole batch: the first one.
    pub fn is_leader(&self) -> bool {
        self.index == 0
    }

    /// A window, counted in batches.
    pub fn window_spec(&self, id: WindowId) -> WindowSpec {
        self.team.windows[id.index()]
    }

    /// Where operators such as `pprint` write.
    pub fn output(&self) -> Output {
        Arc::clone(&self.team.output)
    }

    /// An error if the job is being abandoned; for loops that neither take chunks nor exchange.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`].
    pub fn check(&self) -> Result<()> {
        if self.team.control.stop.is_aborting() { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Shows a value to all workers and gets the values of all, in the order of the workers.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned.
    pub fn all_gather<T: Send + Sync + 'static>(&mut self, value: Arc<T>) -> Result<Vec<Arc<T>>> {
        if self.is_alone() {
            return self.check().map(|()| vec![value]);
        }
        let round = self.next_round();
        self.team.exchange.all_gather(round, self.index, value, &self.team.control.stop)
    }

    /// Hands a value to the leader, who gets the values of all in the order of the workers. The
    /// others get `None` and do not wait.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned.
    pub fn gather<T: Send + 'static>(&mut self, value: T) -> Result<Option<Vec<T>>> {
        shared::publish();
        if self.is_alone() {
            return self.check().map(|()| Some(vec![value]));
        }
        let round = self.next_round();
        self.team.exchange.gather(round, self.index, value, &self.team.control.stop)
    }

    /// Gives the leader's value to all workers. The leader passes `Some` and does not wait; what
    /// the others pass is ignored.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned; [`Error::Internal`] if the leader passes
    /// `None`.
    pub fn broadcast<T: Send + Sync + 'static>(&mut self, value: Option<Arc<T>>) -> Result<Arc<T>> {
        if self.is_alone() {
            let value = value.ok_or_else(|| Error::internal("the leader broadcast nothing"));
            return self.check().and(value);
        }
        let round = self.next_round();
        self.team.exchange.broadcast(round, self.index, value, &self.team.control.stop)
    }

    fn next_round(&mut self) -> u64 {
        let round = self.round;
        self.round += 1;
        round
    }

    fn new(index: usize, team: Arc<Team>) -> Self {
        Worker {
            index,
            team,
            batch: 0,
            time: BatchTime::from_millis(0),
            alone: false,
            round: 0,
            saved: Vec::new(),
            outputs: Vec::new(),
            slots: Vec::new(),
            output: None,
        }
    }

    /// Runs the pipeline; what goes wrong becomes the job's error.
    fn run(mut self, body: &Body) {
        let outcome = catch_unwind(AssertUnwindSafe(|| body(&mut self)));
        // After a failure too. It runs a `+` of the user's, but the first error is the one to report.
        let _ = catch_unwind(AssertUnwindSafe(shared::publish));
        match outcome {
            Ok(Ok(()) | Err(Error::Stopped)) => {}
            Ok(Err(error)) => self.team.control.fail(error),
            Err(panic) => {
                let error = self.user_error(&*panic);
                self.output_failed(&error);
                self.team.control.fail(error);
            }
        }
    }

    fn user_error(&self, panic: &(dyn Any + Send)) -> Error {
        let plan = self.team.plan;
        let (operator, location) = plan.operator(take_blame());
        let (operator, message) = (operator.to_owned(), panic_message(panic));
        if self.batch == 0 {
            return Error::config(format!(
                "{location}: `{operator}` failed before the first batch: {message}"
            ));
        }
        Error::UserCode { batch: self.time, operator, location, message }
    }
}

/// Starts the thread of one worker.
pub(crate) fn spawn(
    index: usize,
    team: Arc<Team>,
    body: Arc<Body>,
    core: Option<usize>,
) -> Result<JoinHandle<()>> {
    let thread = move || {
        team.control.enter_thread();
        shared::enter_worker(&team.shared);
        if let Some(core) = core {
            affinity::pin_to(core);
        }
        Worker::new(index, team).run(&*body);
    };
    let spawned = std::thread::Builder::new().name(format!("worker-{index}")).spawn(thread);
    spawned.map_err(|error| Error::thread(format_args!("the thread of worker {index}"), error))
}
