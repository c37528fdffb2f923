//! What a job continues from, and where it saves its state: the settings, and what follows from them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::base::notice::{Notice, NoticeKind};
use crate::job::context::Builder;
use crate::job::context::settings::Settings;
use crate::plan::Plan;
use crate::state::checkpoint::{Checkpoints, Directory};
use crate::state::{OnMissingSlot, Snapshot};

/// The checkpoint interval, unless the batch interval is longer. Spark has the same value.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(10);

/// State that outlives the job.
impl Builder {
    /// Sets the state that the job continues from: windows, state of keys, and the number of
    /// batches. The number of workers may differ from that of the job that left the snapshot, and the
    /// program may have changed; [`on_missing_slot`](Self::on_missing_slot) and the methods after it
    /// say how.
    pub fn restore(mut self, snapshot: Snapshot) -> Self {
        self.settings.restore = Some(Arc::new(snapshot));
        self
    }

    /// Sets the directory in which the state of the job is saved while it runs. A new context with
    /// the same directory continues from the last checkpoint, even if the process was killed; see
    /// [`checkpoint`](crate::state::checkpoint) for what this covers. The directory is created if it
    /// does not exist. A directory that another job is using is refused.
    ///
    /// If a checkpoint cannot be written, a notice says so, and the job tries the next one. If the
    /// last checkpoint of a job cannot be written, the job ends with that error. If a checkpoint is
    /// damaged, a notice says so, and the job continues from the one before; if there is none, the
    /// job does not start.
    pub fn checkpoint(mut self, directory: impl Into<PathBuf>) -> Self {
        self.settings.checkpoint = Some(directory.into());
        self
    }

    /// Sets how often the state is saved. The interval is rounded up to whole batches. Default: 10 s.
    pub fn checkpoint_interval(mut self, interval: Duration) -> Self {
        self.settings.checkpoint_interval = Some(interval);
        self
    }

    /// Sets what happens if the saved state holds a slot that the program does not have, because an
    /// operator was removed, or because it or its `let` has another name now. It holds for
    /// checkpoints and for [`restore`](Self::restore). Default: [`OnMissingSlot::Refuse`].
    ///
    /// ```
    /// use streamdsl::clock::SimulatedClock;
    /// use streamdsl::prelude::*;
    ///
    /// let context = || StreamingContext::builder().clock(SimulatedClock::new());
    /// let counting = context().build()?;
    /// counting.run(stream! { memory([["a"]]) |> count_by_window(3s, 1s) |> foreach(drop) })?;
    /// let saved = counting.snapshot().unwrap_or_default();
    ///
    /// let stateless = || stream! { memory([["a"]]) |> foreach(drop) };
    /// let refusing = context().restore(saved.clone()).build()?;
    /// assert!(matches!(refusing.run(stateless()), Err(Error::MissingSlots { .. })));
    /// let keeping = context().restore(saved).on_missing_slot(OnMissingSlot::Keep).build()?;
    /// keeping.run(stateless())?;
    /// assert_eq!(keeping.snapshot().unwrap_or_default().slots().count(), 1);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn on_missing_slot(mut self, action: OnMissingSlot) -> Self {
        self.settings.slot_changes.on_missing = action;
        self
    }

    /// Makes the operator with the slot `new` continue from the state that was saved in the slot
    /// `old`. The call can stay in the program: it does nothing if the saved state already holds
    /// `new` and not `old`, or if there is no saved state.
    ///
    /// The job does not start if the program has no slot `new` or still has a slot `old`, if the
    /// saved state holds neither of the two, or if it holds both.
    ///
    /// ```
    /// use streamdsl::clock::SimulatedClock;
    /// use streamdsl::prelude::*;
    ///
    /// let context = || StreamingContext::builder().clock(SimulatedClock::new());
    /// let before = context().build()?;
    /// before.run(stream! {
    ///     let sums = memory([[(1, 10)]]) |> reduce_by_key(+) |> window(3s, 1s);
    ///     sums |> foreach(drop);
    /// })?;
    /// let saved = before.snapshot().unwrap_or_default();
    /// let totals = Collected::new();
    /// let after = context().restore(saved).rename_slot("sums.window", "totals.window").build()?;
    /// after.run(stream! {
    ///     let totals = memory([[(1, 5)]]) |> reduce_by_key(+) |> window(3s, 1s);
    ///     totals |> collect(&totals);
    /// })?;
    /// assert_eq!(totals.records(), [(1, 15)]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn rename_slot(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        self.settings.slot_changes.renamed.push((old.into(), new.into()));
        self
    }

    /// Lets the operator with this slot continue from values that another combiner has combined, for
    /// example if `|a, b| a + b` is now written as `+`. Without this call the job does not start,
    /// because sums, for example, are not maxima. The call can stay in the program. The job does not
    /// start if the program has no such slot.
    pub fn keep_slot_across_combiner(mut self, name: impl Into<String>) -> Self {
        self.settings.slot_changes.across_combiner.push(name.into());
        self
    }

    /// Makes the job begin without state, although there are checkpoints or a snapshot to
    /// [`restore`](Self::restore). The number of batches begins anew, too.
    ///
    /// The checkpoints stay in their directory until those of this job have replaced them in the usual
    /// way, so the first new one is on disk before an old one is removed. If the process is killed
    /// before that, a job without `fresh` continues from the old state. A job with `fresh` begins
    /// without state at every start, so do not leave the call in a program that restarts by itself.
    pub fn fresh(mut self) -> Self {
        self.settings.slot_changes.fresh = true;
        self
    }
}

impl Settings {
    /// Returns where checkpoints go, if anywhere, and the state that the job continues from, if there
    /// is one. All of the state fits the slots of the program, or is carried along.
    pub(super) fn saved_state(
        &self,
        interval: Duration,
        plan: &Plan,
    ) -> Result<(Option<Checkpoints>, Option<Arc<Snapshot>>)> {
        let slots: Vec<_> = plan.slots().map(|(slot, _)| slot.name).collect();
        self.slot_changes.check(&slots)?;
        let (checkpoints, saved) = match &self.checkpoint {
            Some(path) => {
                plan.check_slot_names()?;
                let (checkpoints, saved) = self.open_checkpoints(path, interval)?;
                (Some(checkpoints), saved)
            }
            None => (None, None),
        };
        let given = self.restore.as_deref().filter(|_| !self.slot_changes.fresh);
        if saved.is_some() && given.is_some() {
            return Err(Error::config(
                "the checkpoint directory holds a state, and `restore` sets another one; use only one of \
                 the two",
            ));
        }
        let Some(saved) = saved.or_else(|| given.cloned()) else { return Ok((checkpoints, None)) };
        let (snapshot, dropped) = self.slot_changes.apply(saved, &slots)?;
        snapshot.check_interval(interval)?;
        if !dropped.is_empty() {
            let message = format!(
                "the program does not have the slots `{}`; their state is dropped",
                dropped.join("`, `")
            );
            self.notify(NoticeKind::Information, message);
        }
        Ok((checkpoints, Some(Arc::new(snapshot))))
    }

    /// Locks the directory of checkpoints, and reads the newest one.
    fn open_checkpoints(
        &self,
        path: &Path,
        interval: Duration,
    ) -> Result<(Checkpoints, Option<Snapshot>)> {
        let every = self.checkpoint_interval.unwrap_or(CHECKPOINT_INTERVAL);
        let every = every.as_nanos().div_ceil(interval.as_nanos()).max(1) as u64;
        // The lock comes first: a job that still runs here may write a newer checkpoint.
        let mut checkpoints = Checkpoints::new(Directory::new(path), every)?;
        if self.slot_changes.fresh {
            checkpoints.begin_afresh()?;
            return Ok((checkpoints, None));
        }
        let latest = checkpoints.go_on()?;
        for error in latest.damaged {
            let message = format!("{error}; the job uses the checkpoint before it");
            self.notify(NoticeKind::Trouble, message);
        }
        Ok((checkpoints, latest.snapshot))
    }

    fn notify(&self, kind: NoticeKind, message: String) {
        self.notices.send(&Notice { source: "checkpoints".into(), kind, message });
    }
}
