//! The workers: the threads that process batches.

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
use crate::base::memory::{self, Ledger, Memory, Refused};
use crate::base::overflow::{Overflow, take_noted};
pub use crate::job::batch::CurrentBatch;
use crate::job::queue::take::Entered;
use crate::job::timeline::BatchPlace;
pub use crate::job::worker::team::Output;
use crate::job::worker::team::Team;
pub use crate::plan::WindowId;
use crate::plan::WindowSpec;
use crate::shared;
use crate::state::SavedPart;

/// The loop of a worker.
pub(crate) type Body = dyn Fn(&mut Worker) -> Result<()> + Send + Sync;

/// One of the threads that run a pipeline. Generated code and the stages use it.
///
/// All workers run the same loop over the same batches. Each one processes a part of the chunks, and
/// they pass values to each other in exchanges. Every worker must make the same exchanges in the same
/// order.
pub struct Worker {
    index: usize,
    team: Arc<Team>,
    /// The number of the batch that this worker entered last.
    batch: u64,
    place: BatchPlace,
    /// Whether that batch needs no other worker.
    alone: bool,
    /// The number of the next exchange.
    round: u64,
    /// The state that operators have saved since the last snapshot.
    saved: Vec<SavedPart>,
    /// The places that outputs of the program write to.
    outputs: Vec<String>,
    /// The names of the slots that operators have claimed.
    slots: Vec<&'static str>,
    /// The operator whose output is being written.
    output: Option<u16>,
}

impl Worker {
    /// Waits for the next batch that needs this worker, until it has a chunk or has ended. Returns
    /// `None` when no batch follows.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted.
    pub fn next_batch(&mut self) -> Result<Option<CurrentBatch>> {
        let entered =
            self.team.queue.enter(self.batch + 1, self.is_leader(), &self.team.control.stop)?;
        let Some(Entered { number, place, alone }) = entered else {
            // The count includes batches that did not need this worker.
            (self.batch, self.place) = self.team.queue.last();
            self.alone = false;
            return Ok(None);
        };
        (self.batch, self.place, self.alone) = (number, place, alone);
        shared::enter_batch(number);
        Ok(Some(CurrentBatch::new(place, number, &self.team)))
    }

    /// Notes that this worker has finished `batch`. When all workers have, the batch is completed.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted. The batch is not completed then.
    pub fn end_batch(&mut self, batch: CurrentBatch) -> Result<()> {
        self.check()?;
        shared::publish();
        batch.finish();
        Ok(())
    }

    /// Returns the number of this worker, counted from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the number of workers, including this one.
    pub fn peers(&self) -> usize {
        self.team.size
    }

    /// Returns whether the batch needs no other worker: this is the only worker, or the batch has no
    /// records. Exchanges then return only the value of this worker.
    pub fn is_alone(&self) -> bool {
        self.alone || self.peers() == 1
    }

    /// Returns whether this worker is the leader: the first worker, which writes the output of the whole
    /// batch.
    pub fn is_leader(&self) -> bool {
        self.index == 0
    }

    /// Returns the length and slide of a window, counted in batches.
    pub fn window_spec(&self, id: WindowId) -> WindowSpec {
        self.team.windows[id.index()]
    }

    /// Returns where operators such as `pprint` write.
    pub fn output(&self) -> Output {
        Arc::clone(&self.team.output)
    }

    /// Checks that the job is not being aborted. It is for loops that neither take chunks nor exchange
    /// values.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted.
    pub fn check(&self) -> Result<()> {
        if self.team.control.stop.is_aborting() { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Checks that no sum or product of this worker has overflowed in a loop over records. A stage
    /// that combines values with an operator of the program calls it first of all in `finish`, so
    /// that nobody sees a wrong result.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`] if one has.
    pub(crate) fn check_overflow(&self) -> Result<()> {
        let Some((op, overflow)) = take_noted() else { return Ok(()) };
        let (operator, location) = self.team.plan.operator(Some(op));
        let (operator, message) = (operator.to_owned(), overflow.to_string());
        Err(Error::Overflow { batch: self.place.time, operator, location, message })
    }

    /// Notes what an input of operator `op` keeps on this worker.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] if all operators together keep more than the limit.
    pub fn keeps(&self, op: u16, input: usize, kept: Memory) -> Result<()> {
        memory::note(op, input, kept).map_err(|refused| self.memory_error(&refused))
    }

    fn memory_error(&self, refused: &Refused) -> Error {
        let plan = self.team.plan;
        let (operator, location) = plan.operator(Some(refused.op));
        let kept = plan.kept_by(refused.op);
        let message = format!("it keeps {kept}: {refused}");
        if self.batch == 0 {
            return Error::config(format!(
                "{location}: `{operator}` ran out of memory before the first batch: {message}"
            ));
        }
        Error::Memory { batch: self.place.time, operator: operator.to_owned(), location, message }
    }

    /// Exchanges values: every worker gets the values of all workers, in the order of the workers.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted.
    pub fn all_gather<T: Send + Sync + 'static>(&mut self, value: Arc<T>) -> Result<Vec<Arc<T>>> {
        if self.is_alone() {
            return self.check().map(|()| vec![value]);
        }
        let round = self.next_round();
        self.team.exchange.all_gather(round, self.index, value, &self.team.control.stop)
    }

    /// Sends a value to the leader, which gets the values of all workers, in the order of the workers.
    /// The other workers get `None` and do not wait.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted.
    pub fn gather<T: Send + 'static>(&mut self, value: T) -> Result<Option<Vec<T>>> {
        shared::publish();
        if self.is_alone() {
            return self.check().map(|()| Some(vec![value]));
        }
        let round = self.next_round();
        self.team.exchange.gather(round, self.index, value, &self.team.control.stop)
    }

    /// Sends a value of the leader to all workers. The leader passes `Some` and does not wait; what the
    /// other workers pass is ignored.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted; [`Error::Internal`] if the leader passes `None`.
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
            place: team.before,
            team,
            batch: 0,
            alone: false,
            round: 0,
            saved: Vec::new(),
            outputs: Vec::new(),
            slots: Vec::new(),
            output: None,
        }
    }

    /// Runs the loop. An error or a panic becomes the error of the job.
    fn run(mut self, body: &Body) {
        let outcome = catch_unwind(AssertUnwindSafe(|| body(&mut self)));
        // This also happens after a failure. It calls the user's `+`, which can panic, but the first
        // error is the one to report.
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
        let (plan, blamed) = (self.team.plan, take_blame());
        if let Some(refused) = panic.downcast_ref() {
            return self.memory_error(refused);
        }
        let (operator, location) = plan.operator(blamed);
        let (operator, message) = (operator.to_owned(), panic_message(panic));
        if self.batch == 0 {
            return Error::config(format!(
                "{location}: `{operator}` failed before the first batch: {message}"
            ));
        }
        let batch = self.place.time;
        if panic.is::<Overflow>() {
            return Error::Overflow { batch, operator, location, message };
        }
        Error::UserCode { batch, operator, location, message }
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
        memory::keep(Ledger::new(Arc::clone(&team.account)));
        if let Some(core) = core {
            affinity::pin_to(core);
        }
        Worker::new(index, team).run(&*body);
    };
    let spawned = std::thread::Builder::new().name(format!("worker-{index}")).spawn(thread);
    spawned.map_err(|error| Error::thread(format_args!("the thread of worker {index}"), error))
}
