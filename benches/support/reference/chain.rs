//! Operators without state over the lines of a text.

use super::Program;
use super::words::Piece;
use crate::programs::chain_of_line;

/// Ten operators without state, in one loop.
///
/// # Panics
/// If the processor lacks AVX2.
pub fn chain() -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    Box::new(|lines| {
        // SAFETY: the processor has AVX2, and texts are UTF-8.
        let totals = unsafe { chain_of_lines(lines) };
        (totals.0 > 0).then_some(totals)
    })
}

/// # Safety
/// The processor must have AVX2, and the text must be UTF-8.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn chain_of_lines(lines: Piece<'_>) -> (u64, u64) {
    let mut totals = (0, 0);
    // SAFETY: as the caller says.
    unsafe { lines.for_each_line(|line| totals = chain_of_line(totals, line)) };
    totals
}
