//! Counts the words of a text, on one thread and on several threads.

use std::sync::Barrier;

use super::Program;
use super::table::{Key, Ring, Seed, Table, add};
use super::words::{PaddedText, Piece};

/// A counter that keeps its tables from one text to the next.
pub struct WordCounter {
    tables: Vec<Table>,
    merged: Vec<Table>,
}

impl WordCounter {
    /// A counter for about `distinct` different words, on `threads` threads, a power of two.
    ///
    /// # Panics
    /// If the processor lacks AVX2.
    pub fn new(distinct: usize, threads: usize) -> Self {
        assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
        let seed = Seed::of_process();
        let bits = (distinct * 2).next_power_of_two().trailing_zeros();
        let tables = |count: usize| (0..count).map(|_| Table::new(bits, seed)).collect();
        Self { tables: tables(threads), merged: tables(if threads > 1 { threads } else { 0 }) }
    }

    /// Adds the words of some lines, on this thread.
    pub fn add(&mut self, piece: Piece<'_>) {
        // SAFETY: `new` has checked for AVX2.
        unsafe { count_piece(&mut self.tables[0], piece) };
    }

    /// Gives how many words were added, and how many different ones; forgets them.
    pub fn take_totals(&mut self) -> (u64, usize) {
        let table = &mut self.tables[0];
        let totals = (table.total(), table.len());
        table.clear();
        totals
    }

    /// Counts a text; gives tables that hold each word once.
    pub fn count(&mut self, text: &PaddedText) -> &[Table] {
        if let [table] = &mut self.tables[..] {
            table.clear();
            // SAFETY: `new` has checked for AVX2.
            unsafe { count_piece(table, text.whole()) };
            return &self.tables;
        }
        let threads = self.tables.len();
        let pieces = text.pieces(256 << 10);
        let next = std::sync::atomic::AtomicUsize::new(0);
        let counted = Barrier::new(threads);
        let tables: Vec<_> = self.tables.iter_mut().map(std::sync::RwLock::new).collect();
        std::thread::scope(|scope| {
            for (index, merged) in self.merged.iter_mut().enumerate() {
                let (tables, pieces, next, counted) = (&tables, &pieces, &next, &counted);
                scope.spawn(move || {
                    if let Ok(mut table) = tables[index].write() {
                        table.clear();
                        while let Some(piece) =
                            pieces.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                        {
                            // SAFETY: `new` has checked for AVX2.
                            unsafe { count_piece(&mut table, *piece) };
                        }
                    }
                    counted.wait();
                    merged.clear();
                    for table in tables.iter().filter_map(|table| table.read().ok()) {
                        merged.merge_part(&table, index, threads);
                    }
                });
            }
        });
        &self.merged
    }
}

/// The different words of each batch, and all of them.
pub fn word_count(distinct: usize) -> Program {
    let mut counter = WordCounter::new(distinct, 1);
    Box::new(move |lines| {
        counter.add(lines);
        let (words, distinct) = counter.take_totals();
        (distinct > 0).then_some((distinct as u64, words))
    })
}

/// Counts the words of a piece of text.
///
/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn count_piece(table: &mut Table, piece: Piece<'_>) {
    // SAFETY: the processor has AVX2.
    unsafe { feed_words(table, piece, |_| 1, add) };
}

/// Combines into the value of each word what `value` makes of its length.
///
/// # Safety
/// The processor must have AVX2.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
pub(super) unsafe fn feed_words<V: Copy + Default, W: Copy + Default>(
    table: &mut Table<Key, V>,
    piece: Piece<'_>,
    value: impl Fn(usize) -> W,
    mut combine: impl FnMut(&mut V, W),
) {
    let mut ring = Ring::default();
    // SAFETY: the processor has AVX2; behind a word are sixteen readable bytes.
    unsafe {
        piece.for_each_word(|word, len| {
            if len <= 16 && *word.add(len - 1) != 0 {
                ring.push(table, Key::load(word, len), value(len), &mut combine);
            } else {
                let word = std::slice::from_raw_parts(word, len);
                combine(table.long_value(word), value(len));
            }
        });
    }
    ring.flush(table, combine);
}
