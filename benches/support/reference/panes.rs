//! Counts of words over a sliding window, with a counter for each pane in the slot of the word.

use super::Program;
use super::count::feed_words;
use super::table::{Key, Table};
use super::words::Piece;

/// How many batches a pane has, and how many panes the window.
const BATCHES: u64 = 10;
const PANES: usize = 3;

/// How often a word came in each of the panes. A fourth one, never used, makes slots of 32 bytes,
/// which do not cross lines.
type Counts = [u32; PANES + 1];

struct Window {
    words: Table<Key, Counts>,
    /// How many batches were taken.
    batches: u64,
    /// The bytes of this pane: as long as a counter can count them, it can count their words.
    bytes: usize,
}

/// The words of a window of thirty batches, after every ten of them: how many different ones, and
/// how many in all.
///
/// # Panics
/// If the processor lacks AVX2. The program does if ten batches have 4 GiB.
pub fn windowed_word_count(distinct: usize) -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    let mut window = Window { words: Table::for_keys(distinct), batches: 0, bytes: 0 };
    Box::new(move |lines| {
        window.bytes += lines.len();
        assert!(u32::try_from(window.bytes).is_ok(), "a pane is too large");
        let pane = (window.batches / BATCHES) as usize % PANES;
        // SAFETY: the processor has AVX2.
        unsafe { count_in_pane(&mut window.words, pane, lines) };
        window.batches += 1;
        let ends = window.batches.is_multiple_of(BATCHES);
        ends.then(|| window.slide((pane + 1) % PANES)).flatten()
    })
}

/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn count_in_pane(words: &mut Table<Key, Counts>, pane: usize, lines: Piece<'_>) {
    let pane = pane % PANES;
    // SAFETY: as the caller says.
    unsafe { feed_words(words, lines, |_| 1, |counts, one: u32| counts[pane] += one) };
}

impl Window {
    /// The totals of the window, from which the pane `oldest` goes.
    fn slide(&mut self, oldest: usize) -> Option<(u64, u64)> {
        self.bytes = 0;
        let (mut totals, mut gone) = ((0, 0), 0);
        for counts in self.words.values_mut() {
            let count = counts.iter().map(|&count| u64::from(count)).sum::<u64>();
            totals.0 += u64::from(count > 0);
            totals.1 += count;
            counts[oldest] = 0;
            gone += usize::from(*counts == [0; PANES + 1]);
        }
        if gone > self.words.len() / 2 {
            self.words.retain(|counts| *counts != [0; PANES + 1]);
        }
        (totals.0 > 0).then_some(totals)
    }
}
