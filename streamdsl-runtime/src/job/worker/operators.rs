//! What a worker does for operators, apart from exchanges: windows, state, outputs and errors.

use crate::base::blame::OperatorId;
use crate::base::error::{Error, Result};
use crate::base::memory;
use crate::base::sync::lock;
use crate::data::codec::{DecodeError, Input};
use crate::data::key::{KeyFamily, Packed, PackedOf, Seed};
use crate::data::place::Place;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::plan::WindowId;
use crate::plan::WindowSpec;
use crate::state::{Owner, Progress, SavedPart, Slot, Snapshot};
use crate::watch::listener::OutputOperationInfo;

impl Worker {
    /// Returns whether a window is emitted in this batch.
    pub fn emits(&self, window: WindowId, batch: &CurrentBatch) -> bool {
        self.window_spec(window).emits(batch.position())
    }

    /// Returns the place of records that this worker has without a place of their own, such as the
    /// results of its keys: the workers come in turn.
    pub fn place(&self) -> Place {
        Place::of_worker(self.index)
    }

    /// Returns whether this worker owns a key.
    pub(crate) fn owns<F: KeyFamily>(&self, key: PackedOf<F>) -> bool {
        Owner::new(self.index, self.peers()).owns(key.hash(Seed::of_process()))
    }

    /// Returns whether the job continues from a snapshot that holds this slot.
    pub(crate) fn is_restored(&self, slot: &Slot) -> bool {
        self.charge(slot.name());
        self.team.restored.as_ref().is_some_and(|snapshot| snapshot.holds(slot))
    }

    /// Ends the work: what the operators have saved becomes the snapshot of the job, and a checkpoint
    /// if the job has a checkpoint directory.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted.
    pub fn end_job(&mut self) -> Result<()> {
        if let Some(snapshot) = self.take_snapshot()? {
            if let Some(checkpoints) = &self.team.checkpoints {
                checkpoints.save(snapshot.clone());
            }
            *lock(&self.team.snapshot) = Some(snapshot);
        }
        Ok(())
    }

    /// Returns whether a checkpoint is due after `batch`.
    pub fn is_checkpoint_due(&self, batch: &CurrentBatch) -> bool {
        let checkpoints = self.team.checkpoints.as_ref();
        // Checkpoints that were due in missing batches are due now.
        checkpoints
            .is_some_and(|checkpoints| checkpoints.is_due(batch.position(), batch.missing_before()))
    }

    /// Makes a checkpoint of what the operators have saved.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] if the job is being aborted.
    pub fn checkpoint(&mut self) -> Result<()> {
        let snapshot = self.take_snapshot()?;
        if let (Some(snapshot), Some(checkpoints)) = (snapshot, &self.team.checkpoints) {
            checkpoints.save(snapshot);
        }
        Ok(())
    }

    /// Collects what the operators of all workers have saved. Only the leader gets the snapshot.
    fn take_snapshot(&mut self) -> Result<Option<Snapshot>> {
        let saved = std::mem::take(&mut self.saved);
        let last = (self.place.position, self.place.time);
        let Some(parts) = self.gather((last, saved))? else { return Ok(None) };
        let (batches, time) = parts.iter().map(|(last, _)| *last).max().unwrap_or_default();
        let restored = self.team.restored.as_deref();
        let has_run = batches > self.team.before.position;
        let progress = Progress {
            interval: self.team.interval,
            batches,
            time: if has_run { Some(time) } else { restored.and_then(Snapshot::time) },
        };
        let parts = parts.into_iter().flat_map(|(_, saved)| saved);
        let mut snapshot = Snapshot::collect(progress, parts);
        if let Some(restored) = restored {
            snapshot.carry(restored);
        }
        Ok(Some(snapshot))
    }

    /// Saves this worker's part of a slot.
    pub(crate) fn save(&mut self, slot: &Slot, write: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = Vec::new();
        write(&mut bytes);
        self.saved.push(SavedPart::new(slot, bytes));
    }

    /// Saves what was restored of a slot again, for an operator that has not used it yet.
    pub(crate) fn keep(&mut self, slot: &Slot) {
        let Some(snapshot) = self.team.restored.clone().filter(|_| self.is_leader()) else {
            return;
        };
        let Some(saved_at) = snapshot.saved_at(slot) else { return };
        let parts = snapshot.parts(slot).unwrap_or_default();
        self.saved.extend(parts.iter().map(|part| SavedPart::again(slot, saved_at, part.clone())));
    }

    /// Returns how many batches of the stream came before this job, and how many had come when the
    /// state in a slot was last in use. The second number is smaller if batches are missing between
    /// the two. `None` if nothing is restored.
    pub(crate) fn interruption(&self, slot: &Slot) -> Option<(u64, u64)> {
        let saved_at = self.team.restored.as_ref()?.saved_at(slot)?;
        Some((self.team.first.position - 1, saved_at))
    }

    /// Checks that the panes of a window have the same length as those that the snapshot holds in its
    /// slot.
    pub(crate) fn check_window(&self, slot: &Slot, spec: WindowSpec) -> Result<()> {
        let Some(snapshot) = &self.team.restored else { return Ok(()) };
        let (saved, now) = (snapshot.parts(slot)?.iter(), spec.pane());
        let mut saved = saved.filter_map(|part| Input::new(part).varint().ok());
        match saved.find(|pane| *pane != now) {
            None => Ok(()),
            Some(saved) => Err(slot.error(format!(
                "it was saved in panes of {}, but the program now has panes of {} (a pane is the \
                 greatest common divisor of window and slide); keep the length of the panes, or \
                 rename the slot to start without the saved state",
                batches(saved),
                batches(now)
            ))),
        }
    }

    /// Reads every part of a slot in the snapshot that the job continues from. `read` keeps what
    /// belongs to the owner that it gets, which is this worker.
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
                    rest => Err(input.error(format!("there are {rest} bytes after its end"))),
                })
                .map_err(|error| slot.error(format!("the snapshot is damaged: {error}")))?;
        }
        Ok(())
    }

    /// Claims a place for an output. Returns false if another output of the program writes there.
    pub(crate) fn claim_output(&mut self, place: &str) -> bool {
        let free = self.outputs.iter().all(|other| other != place);
        if free {
            self.outputs.push(place.to_owned());
        }
        free
    }

    /// Claims the slot of an operator. `types` are the types that are saved; the plan says how they are
    /// combined.
    ///
    /// # Errors
    ///
    /// [`Error::State`] if another operator of the program has claimed it.
    pub(crate) fn slot(&mut self, name: &'static str, types: String) -> Result<Slot> {
        self.charge(name);
        let info = self.team.plan.slots().find(|(slot, _)| slot.name == name);
        let slot = Slot::new(name, types, info.and_then(|(slot, _)| slot.combiner));
        if self.slots.contains(&name) {
            return Err(slot.error("two operators have this slot; give one of them another name"));
        }
        self.slots.push(name);
        Ok(slot)
    }

    /// Puts the memory that is needed next down to the operator with this slot.
    fn charge(&self, slot: &str) {
        if let Some(op) = self.team.plan.operator_of(slot) {
            memory::charge(op);
        }
    }

    /// Notes that output `op` begins to write this worker's part of `batch`. Listeners get an event.
    pub fn begin_output(&mut self, op: u16, batch: &CurrentBatch) {
        self.output = Some(op);
        if self.is_leader() {
            self.announce_output(op, batch.number());
        }
    }

    /// Notes that the output that was begun last has written its batch, or has failed. Listeners get
    /// an event.
    ///
    /// # Errors
    ///
    /// The error in `outcome`.
    pub fn end_output(&mut self, outcome: Result<()>) -> Result<()> {
        match &outcome {
            Ok(()) if self.is_leader() => {
                if let Some(op) = self.output {
                    self.team.queue.end_output(self.batch, op, None);
                }
            }
            // The thread that stopped the job reports why.
            Ok(()) | Err(Error::Stopped) => {}
            Err(error) => self.output_failed(error),
        }
        self.output = None;
        outcome
    }

    /// Notes that the output that is being written has failed on this worker, if there is one.
    pub(super) fn output_failed(&mut self, error: &Error) {
        let Some(op) = self.output.take() else { return };
        self.announce_output(op, self.batch);
        self.team.queue.end_output(self.batch, op, Some(error.to_string()));
    }

    fn announce_output(&self, op: u16, batch: u64) {
        let Some(start_time) = self.team.bus.now() else { return };
        let (name, location) = self.team.plan.operator(Some(op));
        let info = OutputOperationInfo {
            batch: self.place.time,
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

    /// Returns the error of an output that could not be written.
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

    /// Returns a checked argument of an operator.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the operator, its source line and the message in `value`.
    pub fn checked<T>(&self, op: u16, value: Result<T, String>) -> Result<T> {
        value.map_err(|message| {
            let (operator, location) = self.team.plan.operator(Some(op));
            Error::config(format!("{location}: `{operator}`: {message}"))
        })
    }

    /// Returns the error of an output that could not be opened.
    pub(crate) fn setup_error(&self, op: OperatorId, message: &str) -> Error {
        let (operator, location) = self.team.plan.operator(Some(op.0));
        Error::config(format!("{location}: `{operator}` could not be opened: {message}"))
    }
}

/// Returns a number of batches in words.
fn batches(count: u64) -> String {
    if count == 1 { "1 batch".into() } else { format!("{count} batches") }
}
