//! The words of a text by bit masks, sixty-four bytes at a time.

use std::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_setr_epi8,
    _mm256_shuffle_epi8,
};

/// Bytes after a text that may be read, so that no load has to look for its end.
pub const PADDING: usize = 64;

/// A text that is followed by [`PADDING`] zeros.
pub struct PaddedText {
    bytes: Vec<u8>,
    len: usize,
}

impl PaddedText {
    /// A copy of `text`.
    pub fn new(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + PADDING);
        bytes.extend_from_slice(text.as_bytes());
        bytes.resize(text.len() + PADDING, 0);
        Self { bytes, len: text.len() }
    }

    /// The whole text as one piece.
    pub fn whole(&self) -> Piece<'_> {
        Piece { bytes: &self.bytes, start: 0, end: self.len }
    }

    /// The text in pieces of about `size` bytes that end with a line.
    pub fn pieces(&self, size: usize) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < self.len {
            let about = (start + size).min(self.len);
            let rest = &self.bytes[about..self.len];
            let end = memchr::memchr(b'\n', rest).map_or(self.len, |at| about + at + 1);
            pieces.push(Piece { bytes: &self.bytes, start, end });
            start = end;
        }
        pieces
    }
}

/// Some lines of a [`PaddedText`].
#[derive(Clone, Copy)]
pub struct Piece<'t> {
    bytes: &'t [u8],
    start: usize,
    end: usize,
}

impl<'t> Piece<'t> {
    /// The first `len` bytes of a buffer that holds [`PADDING`] more.
    ///
    /// # Panics
    /// If it does not.
    pub fn new(bytes: &'t [u8], len: usize) -> Self {
        assert!(len + PADDING <= bytes.len(), "the padding is missing");
        Self { bytes, start: 0, end: len }
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `each` with every word: its first byte, after which at least sixteen may be read, and
    /// its length.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
    pub unsafe fn for_each_word(self, mut each: impl FnMut(*const u8, usize)) {
        let base = self.bytes.as_ptr();
        let mut word = self.start;
        let mut at = self.start;
        // The end of the piece separates too.
        while at <= self.end {
            // SAFETY: the padding lets 64 bytes be read from any place up to the end.
            let mut separators = unsafe { separators(base.add(at)) };
            let left = self.end - at;
            if left < 64 {
                separators = separators & ((1 << left) - 1) | 1 << left;
            }
            while separators != 0 {
                let end = at + separators.trailing_zeros() as usize;
                separators &= separators - 1;
                if word < end {
                    // SAFETY: `word` lies within the text.
                    each(unsafe { base.add(word) }, end - word);
                }
                word = end + 1;
            }
            at += 64;
        }
    }
}

/// One bit per byte of the 64 at `place`, set at ASCII whitespace.
///
/// # Safety
/// The bytes must be readable, and the processor must have AVX2.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn separators(place: *const u8) -> u64 {
    // By its low four bits, each byte is compared with the only blank that has the same ones.
    #[rustfmt::skip]
    let blanks = _mm256_setr_epi8(
        32, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, -1, 12, 13, -1, -1,
        32, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, -1, 12, 13, -1, -1,
    );
    let half = |offset: usize| {
        // SAFETY: as the caller says; the load needs no alignment.
        #[allow(clippy::cast_ptr_alignment)]
        let bytes = unsafe { _mm256_loadu_si256(place.add(offset).cast::<__m256i>()) };
        let found = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(blanks, bytes), bytes);
        u64::from(_mm256_movemask_epi8(found).cast_unsigned())
    };
    half(0) | half(32) << 32
}
