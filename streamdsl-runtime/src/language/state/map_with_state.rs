//! The operator `map_with_state`.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::base::error::Result;
use crate::base::memory::{self, Memory, Usage};
use crate::base::time::BatchTime;
use crate::data::codec::{DecodeError, Input};
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily, PackedOf};
use crate::data::place::Place;
use crate::data::record::{Column, Value};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::language::state::key_state::KeyState;
use crate::stages::keyed::Table;
use crate::stages::order::Positions;
use crate::stages::routed::{PairFeed, Routed};
use crate::state::{Owner, Slot};

/// How long a key may have no records before it is removed.
#[derive(Clone, Copy, Debug)]
pub struct Timeout(Option<Duration>);

impl Timeout {
    #[doc(hidden)]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.0 = Some(timeout);
        self
    }
}

/// The default: keys are never removed.
#[doc(hidden)]
pub fn arguments() -> Timeout {
    Timeout(None)
}

/// The stage of `map_with_state`.
pub struct MapWithState<F: KeyFamily, C, S> {
    slot: Slot,
    timeout: Option<Duration>,
    pairs: Routed<F, C>,
    state: Table<F, Cell<S>>,
    /// The keys by the batch in which they had records, so that only keys that may have expired
    /// are checked. A key with records in a later batch is also listed there, and only the last
    /// entry counts.
    touched: VecDeque<(BatchTime, Vec<PackedOf<F>>)>,
    /// The states of the keys that expire in this batch.
    expired: Table<F, Option<S>>,
    /// What the state took when the last batch ended.
    kept: Memory,
    /// The batch that was finished last; `NEVER` before the first batch.
    now: BatchTime,
}

/// The time of an initial state before the first batch.
const NEVER: BatchTime = BatchTime::from_millis(0);

/// The entry of a key.
struct Cell<S> {
    state: Option<S>,
    touched: BatchTime,
}

impl<S> Default for Cell<S> {
    fn default() -> Self {
        Self { state: None, touched: NEVER }
    }
}

/// A batch of records with the states of their keys.
pub struct Touched<'s, F: KeyFamily, C, S> {
    now: BatchTime,
    pairs: &'s Routed<F, C>,
    state: &'s mut Table<F, Cell<S>>,
    expired: &'s mut Table<F, Option<S>>,
}

impl<F: KeyFamily, C: Column, S: Value> MapWithState<F, C, S> {
    #[doc(hidden)]
    pub fn new(
        worker: &mut Worker,
        _op: Stream,
        slot: &'static str,
        timeout: &Timeout,
    ) -> Result<Self> {
        let mut stage = Self {
            slot: worker
                .slot(slot, format!("[({}, {})]", F::shape(), <(S, BatchTime)>::shape()))?,
            timeout: timeout.0,
            pairs: Routed::new(worker),
            state: Table::for_owner(),
            touched: VecDeque::new(),
            expired: Table::new(),
            kept: Memory::default(),
            now: NEVER,
        };
        worker.restore(&stage.slot.clone(), |input, owner| stage.load(input, owner))?;
        stage.kept = stage.measured();
        Ok(stage)
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
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.begin(batch.time());
        if self.state.tidy() {
            self.index();
        }
        self.pairs.exchange(worker)?;
        if let Some(timeout) = self.timeout {
            self.touch();
            // Nobody knows what the next job receives, so nothing times out because input has ended.
            if !batch.is_after_input() {
                self.expire(timeout);
            }
        }
        self.kept = self.measured();
        Ok(())
    }

    /// Returns how much memory the state takes.
    fn measured(&self) -> Memory {
        let own = |state: &Option<S>| state.as_ref().map_or(0, S::heap_size);
        let heap =
            if S::HAS_HEAP { self.state.heap(|cell| own(&cell.state)) } else { Usage::default() };
        let touched: Usage = self.touched.iter().map(|(_, keys)| Usage::of_vec(keys)).sum();
        (self.state.usage() + heap + touched).lasting() + self.expired.usage().spare()
    }

    /// In the first batch: treats initial states as if their keys had records in it.
    fn begin(&mut self, now: BatchTime) {
        if std::mem::replace(&mut self.now, now) == NEVER {
            for (_, cell) in self.state.iter_mut().filter(|(_, cell)| cell.touched == NEVER) {
                cell.touched = now;
            }
            self.index();
        }
    }

    /// Records which keys have records in the batch; these do not expire in it.
    fn touch(&mut self) {
        let mut touched = Vec::new();
        self.pairs.look_up(&mut self.state, |key, cell| {
            if cell.touched != self.now {
                cell.touched = self.now;
                memory::push(&mut touched, key);
            }
        });
        self.touched.push_back((self.now, touched));
    }

    /// Moves the keys that had no record for longer than `timeout` out of the state.
    fn expire(&mut self, timeout: Duration) {
        self.expired.clear();
        while self.touched.front().is_some_and(|(time, _)| {
            time.as_duration().saturating_add(timeout) < self.now.as_duration()
        }) {
            let Some((time, keys)) = self.touched.pop_front() else { return };
            for key in keys {
                let timed_out = self.state.get(key).is_some_and(|cell| cell.touched == time);
                if timed_out && let Some(Cell { state: Some(state), .. }) = self.state.remove(key) {
                    let key = F::view(&key, self.state.interner());
                    let key = self.expired.pack(PageBytes::none(), key);
                    *self.expired.entry(key) = Some(state);
                }
            }
        }
    }

    /// Sorts the keys by the batch of their last record.
    fn index(&mut self) {
        self.touched.clear();
        if self.timeout.is_some() {
            let mut by_time: BTreeMap<BatchTime, Vec<PackedOf<F>>> = BTreeMap::new();
            for (key, cell) in self.state.packed() {
                by_time.entry(cell.touched).or_default().push(*key);
            }
            self.touched.extend(by_time);
        }
    }

    #[doc(hidden)]
    pub fn batch(&mut self) -> Touched<'_, F, C, S> {
        Touched {
            now: self.now,
            pairs: &self.pairs,
            state: &mut self.state,
            expired: &mut self.expired,
        }
    }

    /// Returns all keys with their states.
    #[doc(hidden)]
    pub fn snapshots(&self) -> impl Iterator<Item = (F::View<'_>, S)> {
        self.state.iter().filter_map(|(key, cell)| Some((key, cell.state.clone()?)))
    }

    #[doc(hidden)]
    pub fn save(&self, worker: &mut Worker) {
        worker.save(&self.slot, |out| {
            self.state.save_with(out, |cell| cell.state.clone().map(|state| (state, cell.touched)));
        });
    }

    fn load(&mut self, input: &mut Input<'_>, owner: Owner) -> Result<(), DecodeError> {
        self.state.load(input, owner, |cell, (state, touched): (S, BatchTime)| {
            *cell = Cell { state: Some(state), touched };
        })
    }
}

impl Stream {
    /// Maps each record with a state that is kept per key: `map_with_state(|key, value, state|
    /// ..)`, optionally with `timeout = 30min`.
    ///
    /// The function is called for every record, with its key, `Some(value)`, and the [`KeyState`]
    /// of the key. It may read, set and remove the state; the value that it returns continues. Keys
    /// without records are not visited. [`KeyState::batch_time`] is the time of the batch.
    ///
    /// With a timeout, a key expires if it has had no record for longer than the timeout. In the
    /// first batch after that, the function is called once more for the key, with `None`, and
    /// [`KeyState::is_timing_out`] is true. Then the key is removed.
    ///
    /// With `initial = pairs` keys start with a state (a variable is copied for each worker), as if they had had a record in the first
    /// batch. A job that is restored from a snapshot uses the restored states instead.
    ///
    /// The operator keeps the records of a batch until its end, because the records of a key may be
    /// on several workers. Apart from that, the cost depends on the number of records, not on the
    /// number of keys. The state is an owned value. It is stored in the slot of this operator;
    /// `slot = "name"` gives the slot a permanent name.
    /// [`state_snapshots`](Stream::state_snapshots) yields all states. Spark: `mapWithState`, which
    /// checks for timeouts only in every tenth batch.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let visits = Collected::new();
    /// let job = stream! {
    ///     memory([vec![(1_u8, ()), (2, ()), (1, ())], vec![(1, ())]])
    ///         |> map_with_state(|user, _visit, state| {
    ///             let count = state.get().copied().unwrap_or(0) + 1;
    ///             state.update(count);
    ///             (user, count)
    ///         })
    ///         |> collect(&visits)
    /// };
    /// streamdsl::testing::run_on(1, job)?;
    /// assert_eq!(visits.sorted_batches(), [vec![(1, 1), (1, 2), (2, 1)], vec![(1, 3)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn map_with_state<'s, F: KeyFamily, C: Column, S: Value, M>(
        self,
        touched: Touched<'s, F, C, S>,
        f: impl Fn(F::View<'s>, Option<C::View<'s>>, &mut KeyState<'_, S>) -> M + 's,
    ) -> impl Iterator<Item = M> {
        let Touched { now, pairs, state, expired } = touched;
        let f = std::rc::Rc::new(f);
        let of_record = std::rc::Rc::clone(&f);
        let (keys, values) = (pairs.pairs().keys(), pairs.pairs().values());
        let mapped = Positions::new(pairs.order()).map(move |at| {
            let key = &keys[at];
            state.fetch_ahead(keys, at);
            let in_state = F::rebase(*key, pairs.keys(), state.interner_mut());
            let cell = state.entry(in_state);
            cell.touched = now;
            let mut of_key = KeyState { state: &mut cell.state, timing_out: false, time: now };
            let key = F::view(key, pairs.keys());
            let mapped = self.blame(|| of_record(key, values.get(at), &mut of_key));
            if cell.state.is_none() {
                state.remove(in_state);
            }
            mapped
        });
        let timed_out = expired.drain().map(move |(key, mut old)| {
            let mut state = KeyState { state: &mut old, timing_out: true, time: now };
            self.blame(|| f(key, None, &mut state))
        });
        mapped.chain(timed_out)
    }
}
