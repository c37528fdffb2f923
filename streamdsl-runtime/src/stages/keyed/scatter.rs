//! Sends records to the workers that own their keys, for keys that hardly ever occur twice.

use std::mem::{swap, take};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::memory::Usage;
use crate::data::key::Interner;
use crate::data::key::{KeyFamily, Packed, PackedOf, Seed, owner};
use crate::stages::keyed::Table;

/// The number of records in a parcel: so many that handing it over costs little, and few enough for
/// the second-level cache.
const PARCEL: usize = 16 << 10;

/// The number of a worker's parcels that may be underway. If other workers do not keep up,
/// combining records is better than collecting them.
const UNDERWAY: usize = 8;

/// One worker's part in scattering records. It collects records for the owners of their keys, hands
/// them over in parcels, and receives the records of its own keys.
///
/// A round ends with an exchange. A worker may be one round ahead of another, so every parcel holds
/// the number of its round.
pub(crate) struct Scatter<F: KeyFamily, V> {
    seed: Seed,
    index: usize,
    inboxes: Vec<Arc<Inbox<F, V>>>,
    round: u64,
    /// The records being collected, by owner. `keys` holds their long keys.
    records: Vec<Records<F, V>>,
    keys: Interner,
    collected: usize,
    /// Parcels that others may still be reading. They are reused for later records.
    sent: Vec<Arc<Parcel<F, V>>>,
    /// Parcels to be read. The vector is kept for its memory.
    arrived: Vec<Arc<Parcel<F, V>>>,
}

type Records<F, V> = Vec<(PackedOf<F>, V)>;

/// The parcels that have arrived for one worker.
pub(crate) struct Inbox<F: KeyFamily, V>(Mutex<Vec<Arc<Parcel<F, V>>>>);

impl<F: KeyFamily, V> Default for Inbox<F, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// Records from one worker. Every owner takes its own records.
struct Parcel<F: KeyFamily, V> {
    round: u64,
    records: Vec<Mutex<Records<F, V>>>,
    /// The long keys among them.
    keys: Interner,
    /// Its memory in bytes when it was packed.
    reserved: usize,
}

impl<F: KeyFamily, V> Scatter<F, V> {
    /// The part of worker `index`. `inboxes` are those of all workers, in order.
    pub(crate) fn new(index: usize, inboxes: Vec<Arc<Inbox<F, V>>>) -> Self {
        Self {
            seed: Seed::of_process(),
            index,
            round: 0,
            records: inboxes.iter().map(|_| Vec::new()).collect(),
            keys: Interner::default(),
            collected: 0,
            sent: Vec::new(),
            arrived: Vec::new(),
            inboxes,
        }
    }

    /// Sends a record to the owner of its key, which is packed with `keys`. Returns the value if
    /// too many parcels are underway.
    #[inline]
    pub(crate) fn push(&mut self, key: PackedOf<F>, keys: &Interner, value: V) -> Option<V> {
        if self.collected >= PARCEL && !self.send(UNDERWAY) {
            return Some(value);
        }
        let owner = owner(key.hash(self.seed), self.records.len());
        self.records[owner].push((F::rebase(key, keys, &mut self.keys), value));
        self.collected += 1;
        None
    }

    /// Sends the collected records, unless `most` parcels are already underway. Returns whether
    /// they were sent.
    #[cold]
    #[inline(never)]
    fn send(&mut self, most: usize) -> bool {
        let is_read = |parcel: &mut Arc<_>| Arc::get_mut(parcel).is_some();
        let mut parcel = match self.sent.iter_mut().position(is_read) {
            Some(read) => self.sent.swap_remove(read),
            None if self.sent.len() < most => Arc::new(Parcel::new(self.inboxes.len())),
            None => return false,
        };
        if let Some(parcel) = Arc::get_mut(&mut parcel) {
            self.pack(parcel);
        }
        for inbox in &self.inboxes {
            locked(&inbox.0).push(Arc::clone(&parcel));
        }
        self.sent.push(parcel);
        true
    }

    /// Swaps the contents of a parcel, which have been read, with the collected records.
    fn pack(&mut self, parcel: &mut Parcel<F, V>) {
        parcel.round = self.round;
        let collected: Usage = self.records.iter().map(Usage::of_vec).sum();
        let reserved = (collected + self.keys.usage()).reserved;
        for (packed, records) in parcel.records.iter_mut().zip(&mut self.records) {
            swap(packed.get_mut().unwrap_or_else(PoisonError::into_inner), records);
        }
        swap(&mut parcel.keys, &mut self.keys);
        self.keys.clear();
        self.collected = 0;
        parcel.reserved = reserved;
    }

    /// Combines the records that have arrived for keys of this worker into `owned`.
    pub(crate) fn receive(&mut self, owned: &mut Table<F, V>, combine: impl Fn(V, V) -> V) {
        let mut arrived = take(&mut self.arrived);
        arrived.extend(
            locked(&self.inboxes[self.index].0).extract_if(.., |parcel| parcel.round == self.round),
        );
        for parcel in arrived.drain(..) {
            let mut records = locked(&parcel.records[self.index]);
            owned.merge_records(records.drain(..), &parcel.keys, &combine);
        }
        self.arrived = arrived;
    }

    /// Returns how much memory the records take that are being collected or underway.
    pub(crate) fn usage(&self) -> Usage {
        let collected: Usage = self.records.iter().map(Usage::of_vec).sum();
        let sent = self.sent.iter().map(|parcel| parcel.reserved).sum();
        (collected + self.keys.usage()).with(sent)
    }

    /// Sends the remaining records of a round.
    pub(crate) fn send_rest(&mut self) {
        if self.collected > 0 {
            self.send(usize::MAX);
        }
    }

    /// Ends the round. All workers must have sent their remaining records.
    pub(crate) fn end_round(&mut self, owned: &mut Table<F, V>, combine: impl Fn(V, V) -> V) {
        self.receive(owned, combine);
        self.round += 1;
    }
}

impl<F: KeyFamily, V> Parcel<F, V> {
    fn new(owners: usize) -> Self {
        Self {
            round: 0,
            records: (0..owners).map(|_| Mutex::default()).collect(),
            keys: Interner::default(),
            reserved: 0,
        }
    }
}

/// Locks a mutex and ignores poisoning: if a combiner panics, the whole job fails.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Barrier;

    use super::*;
    use crate::data::key::PageBytes;
    use crate::data::key::Text;

    type Words = Scatter<Text, u64>;

    fn workers(count: usize) -> Vec<Words> {
        let inboxes: Vec<_> = (0..count).map(|_| Arc::default()).collect();
        (0..count).map(|index| Scatter::new(index, inboxes.clone())).collect()
    }

    /// A short or a long word.
    fn word(number: usize) -> String {
        format!("{number}{}", "-and-more".repeat(number % 3))
    }

    /// Sends each word once and returns the number of words that came back.
    fn send(worker: &mut Words, numbers: impl Iterator<Item = usize>) -> usize {
        let mut table: Table<Text, u64> = Table::new();
        let mut back = 0;
        for number in numbers {
            let key = table.pack(PageBytes::none(), word(number));
            back += usize::from(worker.push(key, table.interner(), 1).is_some());
        }
        back
    }

    #[test]
    fn every_record_arrives_once_at_the_owner_of_its_key_in_its_round() {
        const WORDS: usize = 60_000;
        for count in [2, 5] {
            let barrier = Barrier::new(count);
            let run = |(index, mut worker): (usize, Words)| {
                let mut rounds = Vec::new();
                for round in 0..3 {
                    let mut owned = Table::new();
                    for part in 0..4 {
                        let from = round * 1000 + index * WORDS / 2 + part * WORDS / 4;
                        assert_eq!(send(&mut worker, from..from + WORDS / 4), 0);
                        worker.receive(&mut owned, |a, b| a + b);
                    }
                    worker.send_rest();
                    barrier.wait();
                    // Other workers may be in the next round when this one receives its last
                    // records.
                    worker.end_round(&mut owned, |a, b| a + b);
                    rounds.push(owned);
                }
                rounds
            };
            let rounds: Vec<Vec<Table<Text, u64>>> = std::thread::scope(|scope| {
                let spawned = workers(count).into_iter().enumerate().map(|worker| {
                    let run = &run;
                    scope.spawn(move || run(worker))
                });
                let threads: Vec<_> = spawned.collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            for round in 0..3 {
                let mut counts = HashMap::new();
                for owned in rounds.iter().map(|rounds| &rounds[round]) {
                    for (word, count) in owned.iter() {
                        assert_eq!(counts.insert(word.to_owned(), *count), None, "two owners");
                    }
                }
                let last = round * 1000 + (count + 1) * WORDS / 2;
                assert_eq!(counts.len(), last - round * 1000);
                for number in round * 1000..last {
                    let from = number - round * 1000;
                    let at_an_end = from < WORDS / 2 || from >= count * WORDS / 2;
                    let times = if at_an_end { 1 } else { 2 };
                    assert_eq!(counts[&word(number)], times, "{number}");
                }
            }
        }
    }

    #[test]
    fn what_was_sent_for_the_next_round_waits_for_it() {
        let mut workers = workers(2);
        let end = |worker: &mut Words| {
            let mut owned = Table::new();
            worker.end_round(&mut owned, |a, b| a + b);
            owned.len()
        };
        send(&mut workers[0], 0..1000);
        workers[0].send_rest();
        let ahead = end(&mut workers[0]);
        send(&mut workers[0], 0..3000);
        workers[0].send_rest();
        assert_eq!(ahead + end(&mut workers[1]), 1000);
        assert_eq!(end(&mut workers[0]) + end(&mut workers[1]), 3000);
    }

    #[test]
    fn records_come_back_when_nobody_takes_them_and_parcels_are_used_again() {
        let mut workers = workers(2);
        let room = (UNDERWAY + 1) * PARCEL;
        assert_eq!(send(&mut workers[0], 0..room), 0);
        assert_eq!(send(&mut workers[0], 0..100), 100);
        let mut owned = [Table::new(), Table::new()];
        for _ in 0..3 {
            workers[0].send_rest();
            for (worker, owned) in workers.iter_mut().zip(&mut owned) {
                worker.receive(owned, |a, b| a + b);
            }
            assert_eq!(send(&mut workers[0], 0..room), 0);
            assert!(workers[0].sent.len() <= UNDERWAY + 1);
        }
        assert_eq!(owned[0].len() + owned[1].len(), room);
        assert!(owned.iter().flat_map(Table::iter).all(|(_, times)| *times == 3));
    }
}
