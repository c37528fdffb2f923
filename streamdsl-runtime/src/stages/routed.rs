//! Sends the pairs of a batch to the workers that own their keys.

use std::mem::swap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::error::Result;
use crate::base::memory::{self, Memory, Usage};
use crate::base::sync::lock;
use crate::data::key::{Interner, PageBytes};
use crate::data::key::{Key, KeyFamily, Packed, PackedOf, Packer, Seed, owner};
use crate::data::pair::Pair;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::worker::Worker;
use crate::stages::keyed::{Pairs, Table};
use crate::stages::order::{Runs, Section, in_order};

/// Keeps the pairs of a batch in columns and sends them to the workers that own their keys.
///
/// Pairs are not combined and keys are not looked up on the way. The operator gets all pairs of its
/// keys at the end of the batch.
pub struct Routed<F: KeyFamily, C> {
    workers: usize,
    /// The pairs that this worker has seen: by lane, and within a lane by the owner of the key.
    seen: Vec<Pairs<F, C>>,
    /// The runs of each element of `seen`.
    runs: Vec<Runs>,
    /// The long keys of `seen`.
    seen_keys: Interner,
    /// Parcels that other workers may still be reading. They are reused for later batches.
    lent: Vec<Arc<Parcel<F, C>>>,
    /// After the exchange: the pairs whose keys this worker owns.
    owned: Pairs<F, C>,
    /// The long keys of `owned`.
    owned_keys: Interner,
    /// The order of `owned`: that of the stream.
    order: Vec<Section>,
}

/// The pairs that a worker has seen; every owner takes its part.
struct Parcel<F: KeyFamily, C> {
    pairs: Vec<Mutex<Pairs<F, C>>>,
    runs: Vec<Runs>,
    keys: Interner,
}

impl<F: KeyFamily, C: Column> Routed<F, C> {
    /// Returns an object without pairs.
    pub fn new(worker: &Worker) -> Self {
        let workers = worker.peers();
        Self {
            workers,
            seen: (0..workers).map(|_| Pairs::default()).collect(),
            runs: vec![Runs::default(); workers],
            seen_keys: Interner::default(),
            lent: Vec::new(),
            owned: Pairs::default(),
            owned_keys: Interner::default(),
            order: Vec::new(),
        }
    }

    /// Says where the pairs of the next feed stand in the order of the stream.
    pub fn begin_run(&mut self, place: Place) {
        self.give_back();
        let first = place.lane() * self.workers;
        let end = first + self.workers;
        if self.seen.len() < end {
            self.seen.resize_with(end, Pairs::default);
            self.runs.resize_with(end, Runs::default);
        }
        for (pairs, runs) in self.seen[first..end].iter().zip(&mut self.runs[first..end]) {
            runs.begin(place, pairs.len());
        }
    }

    /// Returns the feed for pairs, at first of the first lane.
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, C> {
        PairFeed { seed: Seed::of_process(), routed: self, first: 0, window }
    }

    /// If memory is tight, gives back what is left of the previous batch.
    fn give_back(&mut self) {
        if memory::is_tight() && (!self.owned.is_empty() || !self.lent.is_empty()) {
            let before = self.kept().reserved;
            self.owned = Pairs::default();
            self.owned_keys = Interner::default();
            self.lent.retain(|parcel| Arc::strong_count(parcel) > 1);
            memory::release(before.saturating_sub(self.kept().reserved));
        }
    }

    /// Returns how much memory the pairs take: those of this batch, and what is kept for the next
    /// one.
    pub(crate) fn kept(&self) -> Memory {
        let seen: Usage = self.seen.iter().map(Pairs::usage).sum();
        let runs: Usage = self.runs.iter().map(Runs::usage).sum();
        let owned = self.owned.usage() + self.owned_keys.usage() + Usage::of_vec(&self.order);
        let lent: Usage = self.lent.iter().map(|parcel| parcel.usage()).sum();
        (seen + runs + self.seen_keys.usage()).filling() + (owned + lent).spare()
    }

    /// Ends the batch: sends all pairs to the owners of their keys.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn exchange(&mut self, worker: &mut Worker) -> Result<()> {
        self.give_back();
        self.owned.clear();
        self.owned_keys.clear();
        let mut runs = Vec::new();
        if let [seen] = &mut self.seen[..] {
            runs.extend(placed(&self.runs[0], seen.len(), 0));
            self.runs[0].clear();
            swap(seen, &mut self.owned);
            swap(&mut self.seen_keys, &mut self.owned_keys);
        } else {
            let mine = Arc::new(self.pack());
            self.lent.push(Arc::clone(&mine));
            for parcel in worker.all_gather(mine)? {
                self.receive(&parcel, worker.index(), &mut runs);
            }
        }
        self.order = in_order(runs);
        Ok(())
    }

    /// Takes the pairs that a parcel has for this worker. Adds their runs to `runs`.
    fn receive(&mut self, parcel: &Parcel<F, C>, index: usize, runs: &mut Vec<(Place, Section)>) {
        let lanes = parcel.pairs.iter().zip(&parcel.runs).skip(index).step_by(self.workers);
        for (pairs, lane) in lanes {
            let mut pairs = lock(pairs);
            runs.extend(placed(lane, pairs.len(), self.owned.len()));
            self.owned.append(&mut pairs, &parcel.keys, &mut self.owned_keys);
        }
    }

    /// Moves the pairs that this worker has seen into a parcel. Reuses a parcel that no worker
    /// reads any more, if there is one.
    fn pack(&mut self) -> Parcel<F, C> {
        let free = self.lent.iter().position(|parcel| Arc::strong_count(parcel) == 1);
        let parcel = free.and_then(|at| Arc::into_inner(self.lent.swap_remove(at)));
        let mut parcel = parcel.unwrap_or_else(|| Parcel {
            pairs: Vec::new(),
            runs: Vec::new(),
            keys: Interner::default(),
        });
        parcel.pairs.resize_with(self.seen.len(), Mutex::default);
        parcel.runs.resize_with(self.seen.len(), Runs::default);
        for (packed, seen) in parcel.pairs.iter_mut().zip(&mut self.seen) {
            swap(packed.get_mut().unwrap_or_else(PoisonError::into_inner), seen);
        }
        swap(&mut parcel.runs, &mut self.runs);
        self.runs.iter_mut().for_each(Runs::clear);
        swap(&mut parcel.keys, &mut self.seen_keys);
        self.seen_keys.clear();
        parcel
    }

    /// After the exchange: returns the order of the pairs, which is that of the stream.
    pub(crate) fn order(&self) -> &[Section] {
        &self.order
    }

    /// After the exchange: finds the key of each pair in `table`, in the order of the stream.
    /// `visit` gets the key as the table packs it, and its entry.
    pub(crate) fn look_up<V: Default>(
        &self,
        table: &mut Table<F, V>,
        mut visit: impl FnMut(PackedOf<F>, &mut V),
    ) {
        let keys = self.owned.keys();
        for section in &self.order {
            for (at, &key) in section.records.clone().zip(&keys[section.records.clone()]) {
                table.fetch_ahead(keys, at);
                let key = F::rebase(key, &self.owned_keys, table.interner_mut());
                visit(key, table.entry(key));
            }
        }
    }

    /// After the exchange: returns the pairs whose keys this worker owns, packed with
    /// [`keys`](Self::keys).
    pub(crate) fn pairs(&self) -> &Pairs<F, C> {
        &self.owned
    }

    /// Returns the long keys of the pairs.
    pub(crate) fn keys(&self) -> &Interner {
        &self.owned_keys
    }

    /// Returns the long keys of the pairs, to pack other keys with them.
    pub(crate) fn keys_mut(&mut self) -> &mut Interner {
        &mut self.owned_keys
    }
}

impl<F: KeyFamily, C: Column> Parcel<F, C> {
    /// Returns how much memory the parcel takes, without a part that its owner is reading.
    fn usage(&self) -> Usage {
        let pairs = self.pairs.iter().filter_map(|pairs| Some(pairs.try_lock().ok()?.usage()));
        let runs = self.runs.iter().map(Runs::usage);
        pairs.chain(runs).sum::<Usage>() + self.keys.usage()
    }
}

/// The runs of a column with `len` records that is appended to another one, which has `before`.
fn placed(runs: &Runs, len: usize, before: usize) -> impl Iterator<Item = (Place, Section)> {
    runs.ranges(len).map(move |(place, run)| {
        let records = before + run.start..before + run.end;
        (place, Section { part: 0, records })
    })
}

/// Sorts the pairs of a page by owner.
pub struct PairFeed<'s, 'p, F: KeyFamily, C> {
    seed: Seed,
    routed: &'s mut Routed<F, C>,
    /// The first element of `seen` of the lane.
    first: usize,
    window: PageBytes<'p>,
}

impl<F: KeyFamily, C: Column> PairFeed<'_, '_, F, C> {
    /// Chooses the lane of the next pairs. A run of the lane must have begun.
    #[inline(always)]
    pub fn lane(&mut self, lane: usize) -> &mut Self {
        self.first = lane * self.routed.workers;
        self
    }

    /// Adds a pair.
    #[inline]
    pub fn store<P>(&mut self, record: P)
    where
        P: Pair<Key: Key<Family = F>, Value: Record<Column = C>>,
    {
        let (key, value) = record.pair();
        self.push(key, value);
    }

    /// Adds a key and its value.
    #[inline]
    pub fn push<K, V>(&mut self, key: K, value: V)
    where
        K: Key<Family = F>,
        V: Record<Column = C>,
    {
        let Routed { workers, seen, seen_keys, .. } = &mut *self.routed;
        let key = key.pack(&mut Packer::new(self.window, seen_keys));
        let owner = match *workers {
            1 => 0,
            workers => owner(key.hash(self.seed), workers),
        };
        seen[self.first + owner].push(key, value);
    }
}
