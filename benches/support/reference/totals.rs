//! Counts of words that are kept from batch to batch.

use super::Program;
use super::count::feed_words;
use super::table::{Key, Table, add};
use super::words::Piece;

/// The total of each word known so far, after every batch: how many words, and the sum of totals.
///
/// # Panics
/// If the processor lacks AVX2.
pub fn running_totals(distinct: usize) -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    let mut totals = Table::for_keys(distinct);
    Box::new(move |lines| {
        // SAFETY: the processor has AVX2.
        unsafe { add_words(&mut totals, lines) };
        (!totals.is_empty()).then(|| (totals.len() as u64, totals.values().sum()))
    })
}

/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn add_words(totals: &mut Table, lines: Piece<'_>) {
    // SAFETY: as the caller says.
    unsafe { feed_words(totals, lines, |_| 1, add) };
}

/// How often each word has come, at each of its occurrences: how many there are in the batch, and
/// the sum of the numbers.
///
/// # Panics
/// If the processor lacks AVX2.
pub fn state_per_record(distinct: usize) -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    let mut seen = Table::for_keys(distinct);
    Box::new(move |lines| {
        // SAFETY: the processor has AVX2.
        let totals = unsafe { add_each_word(&mut seen, lines) };
        (totals.0 > 0).then_some(totals)
    })
}

/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn add_each_word(seen: &mut Table<Key, u64>, lines: Piece<'_>) -> (u64, u64) {
    let mut totals = (0, 0_u64);
    let combine = |seen: &mut u64, one: u64| {
        *seen += one;
        totals = (totals.0 + 1, totals.1.wrapping_add(*seen));
    };
    // SAFETY: as the caller says.
    unsafe { feed_words(seen, lines, |_| 1, combine) };
    totals
}
