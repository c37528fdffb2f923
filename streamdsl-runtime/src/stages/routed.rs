//! Sends the pairs of a batch to the workers that own their keys.

use std::mem::swap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::error::Result;
use crate::base::sync::lock;
use crate::data::key::{Interner, PageBytes};
use crate::data::key::{Key, KeyFamily, Packed, PackedOf, Packer, Seed, owner};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::job::worker::Worker;
use crate::stages::keyed::{Pairs, Table};

/// Keeps the pairs of a batch in columns and sends them to the workers that own their keys.
///
/// Pairs are not combined and keys are not looked up on the way. The operator gets all pairs of its
/// keys at the end of the batch.
pub struct Routed<F: KeyFamily, C> {
    /// The pairs that this worker has seen, by the owner of the key.
    seen: Vec<Pairs<F, C>>,
    /// The long keys of `seen`.
    seen_keys: Interner,
    /// Parcels that other workers may still be reading. They are reused for later batches.
    lent: Vec<Arc<Parcel<F, C>>>,
    /// After the exchange: the pairs whose keys this worker owns.
    owned: Pairs<F, C>,
    /// The long keys of `owned`.
    owned_keys: Interner,
}

/// The pairs that a worker has seen; every owner takes its part.
struct Parcel<F: KeyFamily, C> {
    pairs: Vec<Mutex<Pairs<F, C>>>,
    keys: Interner,
}

impl<F: KeyFamily, C: Column> Routed<F, C> {
    /// Returns an object without pairs.
    pub fn new(worker: &Worker) -> Self {
        Self {
            seen: (0..worker.peers()).map(|_| Pairs::default()).collect(),
            seen_keys: Interner::default(),
            lent: Vec::new(),
            owned: Pairs::default(),
            owned_keys: Interner::default(),
        }
    }

    /// Returns the feed for pairs.
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, C> {
        PairFeed { seed: Seed::of_process(), routed: self, window }
    }

    /// Ends the batch: sends all pairs to the owners of their keys.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn exchange(&mut self, worker: &mut Worker) -> Result<()> {
        self.owned.clear();
        self.owned_keys.clear();
        if let [seen] = &mut self.seen[..] {
            swap(seen, &mut self.owned);
            swap(&mut self.seen_keys, &mut self.owned_keys);
            return Ok(());
        }
        let mine = Arc::new(self.pack());
        self.lent.push(Arc::clone(&mine));
        for parcel in worker.all_gather(mine)? {
            let mut pairs = lock(&parcel.pairs[worker.index()]);
            self.owned.append(&mut pairs, &parcel.keys, &mut self.owned_keys);
        }
        Ok(())
    }

    /// Moves the pairs that this worker has seen into a parcel. Reuses a parcel that no worker
    /// reads any more, if there is one.
    fn pack(&mut self) -> Parcel<F, C> {
        let free = self.lent.iter().position(|parcel| Arc::strong_count(parcel) == 1);
        let parcel = free.and_then(|at| Arc::into_inner(self.lent.swap_remove(at)));
        let mut parcel = parcel.unwrap_or_else(|| Parcel {
            pairs: self.seen.iter().map(|_| Mutex::default()).collect(),
            keys: Interner::default(),
        });
        for (packed, seen) in parcel.pairs.iter_mut().zip(&mut self.seen) {
            swap(packed.get_mut().unwrap_or_else(PoisonError::into_inner), seen);
        }
        swap(&mut parcel.keys, &mut self.seen_keys);
        self.seen_keys.clear();
        parcel
    }

    /// After the exchange: finds the key of each pair in `table`, in the order of the pairs.
    /// `visit` gets the key as the table packs it, and its entry.
    pub(crate) fn look_up<V: Default>(
        &self,
        table: &mut Table<F, V>,
        mut visit: impl FnMut(PackedOf<F>, &mut V),
    ) {
        let keys = self.owned.keys();
        for (at, &key) in keys.iter().enumerate() {
            table.fetch_ahead(keys, at);
            let key = F::rebase(key, &self.owned_keys, table.interner_mut());
            visit(key, table.entry(key));
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

/// Sorts the pairs of a page by owner.
pub struct PairFeed<'s, 'p, F: KeyFamily, C> {
    seed: Seed,
    routed: &'s mut Routed<F, C>,
    window: PageBytes<'p>,
}

impl<F: KeyFamily, C: Column> PairFeed<'_, '_, F, C> {
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
        let Routed { seen, seen_keys, .. } = &mut *self.routed;
        let key = key.pack(&mut Packer::new(self.window, seen_keys));
        let owner = match seen.len() {
            1 => 0,
            workers => owner(key.hash(self.seed), workers),
        };
        seen[owner].push(key, value);
    }
}
