//! Counts words that rarely repeat, on several threads. Each word goes to the thread that owns it
//! before it is counted. Otherwise the tables of the threads would have to be merged, which doubles
//! the work.

use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::table::{Key, Ring, Seed, SlotKey, Table, add};
use super::words::{PaddedText, Piece};

/// How much text a thread scatters before all of them count what is theirs.
const ROUND: usize = 256 << 10;

/// A counter that keeps its tables and buffers from one text to the next.
pub struct ScatterCounter {
    seed: Seed,
    tables: Vec<Table>,
    /// What each thread has for each owner.
    outgoing: Vec<Vec<RwLock<Vec<Key>>>>,
}

impl ScatterCounter {
    /// A counter for about `distinct` different words, on `threads` threads, a power of two.
    ///
    /// # Panics
    /// If the processor lacks AVX2, or the threads are no power of two.
    pub fn new(distinct: usize, threads: usize) -> Self {
        assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
        assert!(threads.is_power_of_two(), "owners are chosen by bits of the hash");
        let seed = Seed::of_process();
        let bits = (distinct * 2 / threads).next_power_of_two().trailing_zeros();
        let table = |_| Table::of_part(bits, seed, threads.trailing_zeros());
        let buffers = |_| (0..threads).map(|_| RwLock::default()).collect();
        Self {
            seed,
            tables: (0..threads).map(table).collect(),
            outgoing: (0..threads).map(buffers).collect(),
        }
    }

    /// Counts a text; gives tables that hold each word once.
    ///
    /// # Panics
    /// If one of the threads does.
    pub fn count(&mut self, text: &PaddedText) -> &[Table] {
        let threads = self.tables.len();
        let pieces = text.pieces(ROUND);
        let rounds = pieces.len().div_ceil(threads);
        let barrier = SpinBarrier::new(threads);
        let (outgoing, seed) = (&self.outgoing, self.seed);
        std::thread::scope(|scope| {
            for (index, table) in self.tables.iter_mut().enumerate() {
                let (pieces, barrier) = (&pieces, &barrier);
                scope.spawn(move || {
                    table.clear();
                    for round in 0..rounds {
                        if let Some(piece) = pieces.get(round * threads + index) {
                            let mut out: Vec<_> = outgoing[index]
                                .iter()
                                .filter_map(|keys| keys.write().ok())
                                .collect();
                            for keys in &mut out {
                                keys.clear();
                                keys.reserve(piece.len() / 2 + 1);
                            }
                            // SAFETY: `new` has checked for AVX2; there is room for all words.
                            unsafe { scatter(seed, *piece, &mut out, table) };
                        }
                        barrier.wait();
                        let mut ring = Ring::default();
                        let piece_of = |from: &usize| round * threads + from < pieces.len();
                        for from in (0..threads).filter(piece_of) {
                            let keys = outgoing[from][index].read();
                            for key in keys.iter().flat_map(|keys| keys.iter()) {
                                ring.push(table, *key, 1, add);
                            }
                        }
                        ring.flush(table, add);
                        barrier.wait();
                    }
                });
            }
        });
        &self.tables
    }
}

/// Puts the words of a piece into the buffers of their owners; long ones, which are rare, are
/// counted at once by whoever finds them.
///
/// # Safety
/// The processor must have AVX2, and each buffer room for all words.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn scatter(
    seed: Seed,
    piece: Piece<'_>,
    out: &mut [std::sync::RwLockWriteGuard<'_, Vec<Key>>],
    table: &mut Table,
) {
    let bits = out.len().trailing_zeros();
    let starts: Vec<*mut Key> = out.iter_mut().map(|keys| keys.as_mut_ptr()).collect();
    let mut places = starts.clone();
    // SAFETY: the processor has AVX2; behind a word are sixteen readable bytes; owners are as many
    // as the bits number; the buffers have room.
    unsafe {
        piece.for_each_word(|word, len| {
            if len <= 16 && *word.add(len - 1) != 0 {
                let key = Key::load(word, len);
                let owner = (u128::from(key.hash(seed)) << bits >> u64::BITS) as usize;
                let place = places.get_unchecked_mut(owner);
                place.write(key);
                *place = place.add(1);
            } else {
                *table.long_value(std::slice::from_raw_parts(word, len)) += 1;
            }
        });
        for ((keys, start), end) in out.iter_mut().zip(starts).zip(places) {
            keys.set_len(end.offset_from_unsigned(start));
        }
    }
}

/// A barrier: threads continue when all have arrived. They spin while they wait, because they
/// arrive at nearly the same time.
struct SpinBarrier {
    threads: usize,
    came: AtomicUsize,
}

impl SpinBarrier {
    fn new(threads: usize) -> Self {
        Self { threads, came: AtomicUsize::new(0) }
    }

    fn wait(&self) {
        let mine = self.came.fetch_add(1, Ordering::AcqRel);
        let all = (mine / self.threads + 1) * self.threads;
        let mut spins = 0_u32;
        while self.came.load(Ordering::Acquire) < all {
            spins += 1;
            if spins.is_multiple_of(1 << 12) {
                // Another process may have the core of whom we wait for.
                std::thread::yield_now();
            }
            std::hint::spin_loop();
        }
    }
}
