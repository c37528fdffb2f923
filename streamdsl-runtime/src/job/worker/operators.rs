//! What operators ask of their worker beside exchanges: windows, state, errors.

use crate::base::blame::OperatorId;
use crate::base::error::{Error, Result};
use crate::base::sync::lock;
use crate::data::codec::{DecodeError, Input};
use crate::data::key::{KeyFamily, Packed, PackedOf, Seed};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::plan::WindowId;
use crate::plan::WindowSpec;
use crate::state::{Owner, SavedPart, Slot, Snapshot};
use crate::watch::listener::OutputOperationInfo;

impl Worker {
    /// Whether a window is emitted in this batch.
    pub fn emits(&self, window: WindowId, batch: &CurrentBatch) -> bool {
        self.window_spec(window).emits(batch.position())
    }

    /// Whether this worker owns a key.
    pub(crate) fn owns<F: KeyFamily>(&self, key: PackedOf<F>) -> bool {
        Owner::new(self.index, self.peers()).owns(key.hash(Seed::of_process()))
    }

    /// Whether the job goes on from a snapshot in which this slot was saved.
    pub(crate) fn is_restored(&self, slot: &Slot) -> bool {
        self.team.restored.as_ref().is_some_and(|snapshot| snapshot.holds(slot))
    }

    /// The work is done: what the operators have saved becomes the job's snapshot.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned.
    pub fn end_job(&mut self) -> Result<()> {
        if let Some(snapshot) = self.take_snapshot()? {
            if let Some(checkpoints) = &self.team.checkpoints {
                checkpoints.save(snapshot.clone());
            }
            *lock(&self.team.snapshot) = Some(snapshot);
        }
        Ok(())
    }

    /// Whether the state is to be saved now that the operators are done with `batch`.
    pub fn is_checkpoint_due(&self, batch: &CurrentBatch) -> bool {
        let checkpoints = self.team.checkpoints.as_ref();
        checkpoints.is_some_and(|checkpoints| checkpoints.is_due(batch.position()))
    }

    /// What the operators have saved becomes a checkpoint.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being abandoned.
    pub fn checkpoint(&mut self) -> Result<()> {
        let snapshot = self.take_snapshot()?;
        if let (Some(snapshot), Some(checkpoints)) = (snapshot, &self.team.checkpoints) {
            checkpoints.save(snapshot);
        }
        Ok(())
    }

    /// What the operators of all workers have saved, on the leader.
    fn take_snapshot(&mut self) -> Result<Option<Snapshot>> {
        let saved = std::mem::take(&mut self.saved);
        let batches = self.team.first_position + self.batch;
        let Some(parts) = self.gather((batches, saved))? else { return Ok(None) };
        let batches = parts.iter().map(|(batches, _)| *batches).max().unwrap_or(0);
        let parts = parts.into_iter().flat_map(|(_, saved)| saved);
        Ok(Some(Snapshot::collect(self.team.interval, batches, parts)))
    }

    /// Saves this worker's part of a slot.
    pub(crate) fn save(&mut self, slot: &Slot, write: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = Vec::new();
        write(&mut bytes);
        self.saved.push(SavedPart::new(slot, bytes));
    }

    /// Saves what was restored of a slot once more, for an operator that has not come to use it.
    pub(crate) fn keep(&mut self, slot: &Slot) {
        let Some(snapshot) = self.team.restored.clone().filter(|_| self.is_leader()) else {
            return;
        };
        let parts = snapshot.parts(slot).unwrap_or_default();
        self.saved.extend(parts.iter().map(|part| SavedPart::new(slot, part.clone())));
    }

    /// Checks that a slot of the snapshot holds what the operator is going to read from it: a window
    /// in panes, which must be as long as they were.
    pub(crate) fn check_window(&self, slot: &Slot, spec: WindowSpec) -> Result<()> {
        let Some(snapshot) = &self.team.restored else { return Ok(()) };
        let (saved, now) = (snapshot.parts(slot)?.iter(), spec.pane());
        let mut saved = saved.filter_map(|part| Input::new(part).varint().ok());
        match saved.find(|pane| *pane != now) {
            None => Ok(()),
            Some(saved) => Err(slot.error(format!(
                "it was saved in panes of {}, the program now has panes of {}, the greatest \
                 common divisor of window and slide; keep them, or rename the slot to start afresh",
                batches(saved),
                batches(now)
            ))),
        }
    }

    /// Reads every part of a slot that the job was started with; `read` keeps what belongs to the
    /// given owner, which is this worker.
    pub(crate) fn restore(
        &self,
        slot: &Slot,
        mut read: impl FnMut(&mut Input<'_>, Owner) -> Result<(), DecodeError>,
    ) -> Result<()> {
        let Some(snapshot) = &self.team.restored else { return Ok(()) };
        let owner = Owner::new(self.index, self.peers());
        for part in snapshot.parts(slot)? {
            let mut input = Input::new(part);
            read(&mut input, owner)
                .and_then(|()| match input.remaining() {
                    0 => Ok(()),
                    rest => Err(input.error(format!("{rest} bytes too many"))),
                })
                .map_err(|error| slot.error(format!("the snapshot is damaged: {error}")))?;
        }
        Ok(())
    }

    /// Whether no output of the program writes to this place yet; from now on one does.
    pub(crate) fn claim_output(&mut self, place: &str) -> bool {
        let free = self.outputs.iter().all(|other| other != place);
        if free {
            self.outputs.push(place.to_owned());
        }
        free
    }

    /// The slot of an operator.
    ///
    /// # Errors
    ///
    /// [`Error::State`] if another operator of the program has it.
    pub(crate) fn slot(&mut self, name: &'static str, shape: String) -> Result<Slot> {
        let slot = Slot::new(name, shape);
        if self.slots.contains(&name) {
            return Err(slot.error("two operators have this slot; give one of them another name"));
        }
        self.slots.push(name);
        Ok(slot)
    }

    /// The output `op` is about to write its part of `batch`. Listeners are told.
    pub fn begin_output(&mut self, op: u16, batch: &CurrentBatch) {
        self.output = Some(op);
        if self.is_leader() {
            self.announce_output(op, batch.number());
        }
    }

    /// The output that was begun last is done with its batch, or has failed. Listeners are told.
    ///
    /// # Errors
    ///
    /// The one that is passed in.
    pub fn end_output(&mut self, outcome: Result<()>) -> Result<()> {
        match &outcome {
            Ok(()) if self.is_leader() => {
                if let Some(op) = self.output {
                    self.team.queue.end_output(self.batch, op, None);
                }
            }
            // Whoever caused the stop says so.
            Ok(()) | Err(Error::Stopped) => {}
            Err(error) => self.output_failed(error),
        }
        self.output = None;
        outcome
    }

    /// The output that is being written, if there is one, has failed on this worker.
    pub(super) fn output_failed(&mut self, error: &Error) {
        let Some(op) = self.output.take() else { return };
        self.announce_output(op, self.batch);
        self.team.queue.end_output(self.batch, op, Some(error.to_string()));
    }

    fn announce_output(&self, op: u16, batch: u64) {
        let Some(start_time) = self.team.bus.now() else { return };
        let (name, location) = self.team.plan.operator(Some(op));
        let info = OutputOperationInfo {
            batch: self.time,
            id: op,
            name,
            location,
            start_time,
            end_time: None,
            duration: None,
            failure: None,
        };
        self.team.queue.begin_output(batch, info);
    }

    /// The error of an output that could not be written.
    pub(crate) fn output_error(
        &self,
        op: OperatorId,
        batch: &CurrentBatch,
        message: String,
    ) -> Error {
        let (operator, location) = self.team.plan.operator(Some(op.0));
        let (operator, batch) = (operator.to_owned(), batch.time());
        Error::Sink { operator, location, batch, message, cause: None }
    }

    /// A value that an operator was given, if it makes sense.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the operator and its place.
    pub fn checked<T>(&self, op: u16, value: Result<T, String>) -> Result<T> {
        value.map_err(|message| {
            let (operator, location) = self.team.plan.operator(Some(op));
            Error::config(format!("{location}: `{operator}`: {message}"))
        })
    }

    /// The error of an output that could not be opened.
    pub(crate) fn setup_error(&self, op: OperatorId, message: &str) -> Error {
        let (operator, location) = self.team.plan.operator(Some(op.0));
        Error::config(format!("{location}: `{operator}` could not be opened: {message}"))
    }
}

/// A number of batches in words.
fn batches(count: u64) -> String {
    if count == 1 { "1 batch".into() } else { format!("{count} batches") }
}
