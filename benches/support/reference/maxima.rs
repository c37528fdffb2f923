//! The greatest value of each word over a sliding window. Each word keeps the values that can still
//! become the greatest, from the oldest, which is the greatest now, to the newest.
//!
//! Words have numbers, and the emitted values lie side by side in the order of the numbers, because
//! a window that slides with every batch is read in every batch.

use super::Program;
use super::count::feed_words;
use super::table::{Key, Table};
use super::words::Piece;

/// How many batches the window has.
const BATCHES: u32 = 30;

/// The end of a chain of values.
const END: u32 = u32::MAX;

/// A value, the batch that it came in, and the number of the value that is the greatest once that
/// batch has left the window.
#[derive(Clone, Copy)]
struct Greatest {
    value: u64,
    batch: u32,
    next: u32,
}

/// The values of a word that is not in the window: no batch has the number 0.
const GONE: Greatest = Greatest { value: 0, batch: 0, next: END };

struct Window {
    /// The number of each word; 0 for one that is new.
    numbers: Table<Key, u32>,
    maxima: Maxima,
}

struct Maxima {
    /// By the number of the word, from 1 on.
    words: Vec<Greatest>,
    /// The values that follow, by their numbers.
    later: Vec<Greatest>,
    /// The first of those that are not used, which are a chain too.
    vacant: u32,
    /// The number of the batch.
    now: u32,
}

/// The greatest length of each word in a window of thirty batches, after each of them.
///
/// # Panics
/// If the processor lacks AVX2. The program does after 2^32 batches.
pub fn windowed_max(distinct: usize) -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    let maxima = Maxima { words: vec![GONE], later: Vec::new(), vacant: END, now: 0 };
    let mut window = Window { numbers: Table::for_keys(distinct), maxima };
    Box::new(move |lines| {
        window.maxima.now += 1;
        // SAFETY: the processor has AVX2.
        unsafe { take_maxima(&mut window, lines) };
        window.slide()
    })
}

/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn take_maxima(window: &mut Window, lines: Piece<'_>) {
    let Window { numbers, maxima } = window;
    // SAFETY: as the caller says.
    unsafe {
        feed_words(numbers, lines, |len| len as u64, |number, value| maxima.take(number, value));
    }
}

impl Maxima {
    /// Takes a value of this batch for a word, which gets a number if it has none.
    #[inline]
    fn take(&mut self, number: &mut u32, value: u64) {
        let greatest = &mut self.words[*number as usize];
        if *number != 0 && greatest.value <= value && greatest.next == END {
            *greatest = Greatest { value, batch: self.now, next: END };
        } else if *number == 0 || greatest.value <= value || greatest.batch < self.now {
            self.take_other(number, value);
        }
    }

    #[cold]
    #[inline(never)]
    fn take_other(&mut self, number: &mut u32, value: u64) {
        let newest = Greatest { value, batch: self.now, next: END };
        if *number == 0 {
            *number = self.words.len() as u32;
            self.words.push(newest);
            return;
        }
        let word = *number as usize;
        // Values that are not greater than the newest will never be the greatest.
        if self.words[word].value <= value {
            let next = std::mem::replace(&mut self.words[word], newest).next;
            self.free(next);
            return;
        }
        let (mut last, mut next) = (END, self.words[word].next);
        while let Some(later) = self.later.get(next as usize).filter(|later| later.value > value) {
            (last, next) = (next, later.next);
        }
        if self.later.get(last as usize).is_some_and(|last| last.batch == self.now) {
            return;
        }
        self.free(next);
        let added = self.add(newest);
        match self.later.get_mut(last as usize) {
            Some(last) => last.next = added,
            None => self.words[word].next = added,
        }
    }

    /// Keeps a value; gives its number.
    fn add(&mut self, value: Greatest) -> u32 {
        let number = self.vacant;
        if let Some(place) = self.later.get_mut(number as usize) {
            self.vacant = std::mem::replace(place, value).next;
            return number;
        }
        self.later.push(value);
        self.later.len() as u32 - 1
    }

    /// Forgets the values of a chain.
    fn free(&mut self, mut chain: u32) {
        while let Some(value) = self.later.get_mut(chain as usize) {
            let next = std::mem::replace(&mut value.next, self.vacant);
            self.vacant = std::mem::replace(&mut chain, next);
        }
    }

    /// Forgets the values of a word that have left the window; tells whether none is left.
    #[cold]
    fn expire(&mut self, word: usize) -> bool {
        let mut greatest = self.words[word];
        while self.now - greatest.batch >= BATCHES {
            let Some(&next) = self.later.get(greatest.next as usize) else {
                self.words[word] = GONE;
                return true;
            };
            self.later[greatest.next as usize].next = self.vacant;
            self.vacant = greatest.next;
            greatest = next;
        }
        self.words[word] = greatest;
        false
    }
}

impl Window {
    /// The totals of the window at the end of a batch.
    fn slide(&mut self) -> Option<(u64, u64)> {
        let maxima = &mut self.maxima;
        let (mut sum, mut gone) = (0, 0);
        for word in 1..maxima.words.len() {
            if maxima.now - maxima.words[word].batch >= BATCHES {
                gone += usize::from(maxima.expire(word));
            }
            sum += maxima.words[word].value;
        }
        let words = maxima.words.len() - 1 - gone;
        if gone > words {
            self.sweep();
        }
        (words > 0).then_some((words as u64, sum))
    }

    /// Forgets the words that are not in the window, and numbers the others anew.
    fn sweep(&mut self) {
        let words = std::mem::replace(&mut self.maxima.words, vec![GONE]);
        for number in self.numbers.values_mut() {
            let greatest = words[*number as usize];
            *number = 0;
            if greatest.batch > 0 {
                *number = self.maxima.words.len() as u32;
                self.maxima.words.push(greatest);
            }
        }
        self.numbers.retain(|&number| number > 0);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::table::{Seed, SlotKey};
    use super::*;

    #[test]
    fn values_that_rise_and_fall_are_kept_as_long_as_they_matter() {
        let maxima = Maxima { words: vec![GONE], later: Vec::new(), vacant: END, now: 0 };
        let mut window = Window { numbers: Table::new(4, Seed::of_process()), maxima };
        let mut came = Vec::new();
        let mut state = 1_u64;
        for now in 1..=400 {
            window.maxima.now = now;
            for _ in 0..now % 40 {
                state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                let (word, value) = ((state >> 33) % 50 + u64::from(now / 100), state >> 59);
                let key = Key { low: word, high: 1 };
                let number = window.numbers.value(key, key.hash(window.numbers.seed()));
                window.maxima.take(number, value);
                came.push((now, word, value));
            }
            came.retain(|&(batch, ..)| now - batch < BATCHES);
            let mut expected = BTreeMap::new();
            for &(_, word, value) in &came {
                expected
                    .entry(word)
                    .and_modify(|max: &mut u64| *max = value.max(*max))
                    .or_insert(value);
            }
            let expected =
                (!expected.is_empty()).then(|| (expected.len() as u64, expected.values().sum()));
            assert_eq!(window.slide(), expected, "after batch {now}");
        }
        let chained = window.maxima.later.len();
        assert!(chained > 0 && chained < 50 * BATCHES as usize, "{chained}");
    }
}
