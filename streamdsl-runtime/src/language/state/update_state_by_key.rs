//! The operator `update_state_by_key`.

use crate::base::error::Result;
use crate::base::memory::{Memory, Usage};
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily, PackedOf};
use crate::data::pair::Pair;
use crate::data::place::Place;
use crate::data::record::{Column, Record, Value};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::keyed::{Grouping, Table};
use crate::stages::routed::{PairFeed, Routed};
use crate::state::Slot;

/// The stage of `update_state_by_key`.
pub struct UpdateStateByKey<F: KeyFamily, C, S> {
    op: Stream,
    slot: Slot,
    pairs: Routed<F, C>,
    /// The new values by key.
    grouping: Grouping,
    /// The key of each group, packed for the state.
    keys: Vec<PackedOf<F>>,
    state: Table<F, Cell<S>>,
    /// What the state took when the last batch ended.
    kept: Memory,
}

/// The entry of a key.
struct Cell<S> {
    state: Option<S>,
    /// The group of its new values, if it has any.
    group: Option<usize>,
}

impl<S> Default for Cell<S> {
    fn default() -> Self {
        Self { state: None, group: None }
    }
}

impl<F: KeyFamily, C: Column, S> UpdateStateByKey<F, C, S> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, slot: &'static str) -> Result<Self>
    where
        S: Value,
    {
        let slot = worker.slot(slot, format!("[({}, {})]", F::shape(), S::shape()))?;
        let mut state: Table<F, Cell<S>> = Table::for_owner();
        worker.restore(&slot, |input, owner| {
            state.load(input, owner, |cell, state| cell.state = Some(state))
        })?;
        let (pairs, grouping) = (Routed::new(worker), Grouping::default());
        let kept = state.usage().lasting();
        Ok(Self { op, slot, pairs, grouping, keys: Vec::new(), state, kept })
    }

    /// Sets the initial state of keys, unless the slot was restored.
    #[doc(hidden)]
    pub fn initialize<K: Key<Family = F>>(
        &mut self,
        worker: &Worker,
        initial: impl IntoIterator<Item = (K, S)>,
    ) {
        if worker.is_restored(&self.slot) {
            return;
        }
        for (key, state) in initial {
            let key = self.state.pack(PageBytes::none(), key);
            if worker.owns::<F>(key) {
                self.state.entry(key).state = Some(state);
            }
        }
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.pairs.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, C> {
        self.pairs.feed(window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.pairs.kept() + self.kept
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        batch: &CurrentBatch,
        update: impl Fn(&[C::View<'_>], Option<S>, F::View<'_>, BatchTime) -> Option<S>,
    ) -> Result<()>
    where
        S: Value,
    {
        self.pairs.exchange(worker)?;
        self.group();
        self.update_groups(batch.time(), &update);
        let (op, time) = (self.op, batch.time());
        self.state.retain(|key, cell| {
            if cell.group.take().is_none() {
                let old = cell.state.take();
                cell.state = op.blame(|| update(&[], old, key, time));
            }
            cell.state.is_some()
        });
        self.kept = self.measured();
        Ok(())
    }

    /// Returns how much memory the state and the groups of a batch take.
    fn measured(&self) -> Memory
    where
        S: Value,
    {
        let groups = self.grouping.usage() + Usage::of_vec(&self.keys);
        let own = |cell: &Cell<S>| cell.state.as_ref().map_or(0, S::heap_size);
        let heap = if S::HAS_HEAP { self.state.heap(own) } else { Usage::default() };
        (self.state.usage() + heap).lasting() + groups.spare()
    }

    /// Finds the key of each new value in the state and groups the values by key.
    fn group(&mut self) {
        self.grouping.clear();
        self.keys.clear();
        self.pairs.look_up(&mut self.state, |key, cell| {
            let group = *cell.group.get_or_insert_with(|| {
                self.keys.push(key);
                self.grouping.open()
            });
            self.grouping.put(group);
        });
        self.grouping.sort(self.pairs.order());
    }

    /// Updates the keys that have new values, one group after the other.
    fn update_groups(
        &mut self,
        time: BatchTime,
        update: impl Fn(&[C::View<'_>], Option<S>, F::View<'_>, BatchTime) -> Option<S>,
    ) {
        let (op, column) = (self.op, self.pairs.pairs().values());
        // All keys share one list; it is refilled for each key.
        let mut values: Vec<C::View<'_>> = Vec::new();
        for (group, key) in self.keys.iter().enumerate() {
            self.state.fetch_ahead(&self.keys, group);
            values.clear();
            let members = self.grouping.members(group).iter();
            values.extend(members.filter_map(|&member| column.get(member)));
            let (cell, keys) = self.state.entry_beside_keys(*key, Cell::default);
            let old = cell.state.take();
            cell.state = op.blame(|| update(&values, old, F::view(key, keys), time));
        }
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, S)>
    where
        S: Value,
    {
        self.state.iter().filter_map(|(key, cell)| Some((key, cell.state.clone()?)))
    }

    #[doc(hidden)]
    pub fn save(&self, worker: &mut Worker)
    where
        S: Value,
    {
        worker.save(&self.slot, |out| self.state.save(out, |cell| cell.state.as_ref()));
    }
}

impl Stream {
    /// Keeps a state per key and updates all states in every batch: `update_state_by_key(|values,
    /// state| ..)`.
    ///
    /// In every batch the function is called for every key that has a state or new values. It takes
    /// the new values (a slice, empty for a key without records) and the old state (`None` for a
    /// new key). It returns the new state, or `None` to remove the key. A closure may also take the
    /// key and the time of the batch: `|values, state, key, time| ..`.
    ///
    /// With `initial = pairs` keys start with a state (a variable is copied for each worker). A job that is restored from a snapshot uses
    /// the restored states instead.
    ///
    /// Yields `(key, state)` for all keys in every batch, so the cost depends on the number of
    /// keys; that of [`map_with_state`](Stream::map_with_state) depends on the number of records.
    /// The state is an owned value. It is stored in the slot of this operator; `slot = "name"`
    /// gives the slot a permanent name. Spark: `updateStateByKey`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let totals = Collected::new();
    /// let job = stream! {
    ///     memory([vec![(1, 2), (1, 3)], vec![(2, 7)]])
    ///         |> update_state_by_key(|values, total| {
    ///             Some(total.unwrap_or(0) + values.iter().sum::<i32>())
    ///         })
    ///         |> collect(&totals)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(totals.sorted_batches(), [vec![(1, 5)], vec![(1, 5), (2, 7)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn update_state_by_key<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        let (key, value) = record.pair();
        feed.push(key, value);
    }
}
