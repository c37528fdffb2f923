//! Finds the words and the lines of a text with bit masks, sixty-four bytes at a time.

use std::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
    _mm256_setr_epi8, _mm256_shuffle_epi8,
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
        // SAFETY: what is asked for is readable; `word` lies within the text.
        unsafe {
            self.for_each_end(
                |place| blanks(place),
                |end| {
                    if word < end {
                        each(base.add(word), end - word);
                    }
                    word = end + 1;
                },
            );
        }
    }

    /// Calls `each` with every line, without its end: LF, or CR LF.
    ///
    /// # Safety
    /// The processor must have AVX2, and the text must be UTF-8.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
    pub unsafe fn for_each_line(self, mut each: impl FnMut(&'t str)) {
        let mut start = self.start;
        // SAFETY: what is asked for is readable; lines of UTF-8 are UTF-8.
        unsafe {
            self.for_each_end(
                |place| newlines(place),
                |end| {
                    // Behind the last line end there is no line.
                    if start < self.end {
                        let line = self.bytes.get_unchecked(start..end);
                        let ends_in_cr = end < self.end && line.last() == Some(&b'\r');
                        let line = &line[..line.len() - usize::from(ends_in_cr)];
                        each(std::str::from_utf8_unchecked(line));
                    }
                    start = end + 1;
                },
            );
        }
    }

    /// Calls `each` with every place that `find` has a bit for in the 64 bytes that it is given,
    /// and with the end of the text.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
    unsafe fn for_each_end(self, find: impl Fn(*const u8) -> u64, mut each: impl FnMut(usize)) {
        let mut at = self.start;
        while at <= self.end {
            // SAFETY: the padding lets 64 bytes be read from any place up to the end.
            let mut found = find(unsafe { self.bytes.as_ptr().add(at) });
            let left = self.end - at;
            if left < 64 {
                found = found & ((1 << left) - 1) | 1 << left;
            }
            while found != 0 {
                let end = at + found.trailing_zeros() as usize;
                found &= found - 1;
                each(end);
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
unsafe fn blanks(place: *const u8) -> u64 {
    // By its low four bits, each byte is compared with the only blank that has the same ones.
    #[rustfmt::skip]
    let blanks = _mm256_setr_epi8(
        32, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, -1, 12, 13, -1, -1,
        32, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, -1, 12, 13, -1, -1,
    );
    // SAFETY: as the caller says.
    unsafe { compare(place, |bytes| _mm256_cmpeq_epi8(_mm256_shuffle_epi8(blanks, bytes), bytes)) }
}

/// One bit per byte of the 64 at `place`, set at LF.
///
/// # Safety
/// The bytes must be readable, and the processor must have AVX2.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn newlines(place: *const u8) -> u64 {
    let newlines = _mm256_set1_epi8(b'\n'.cast_signed());
    // SAFETY: as the caller says.
    unsafe { compare(place, |bytes| _mm256_cmpeq_epi8(newlines, bytes)) }
}

/// One bit per byte of the 64 at `place`, set where `found` sets the highest bit.
///
/// # Safety
/// The bytes must be readable, and the processor must have AVX2.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn compare(place: *const u8, found: impl Fn(__m256i) -> __m256i) -> u64 {
    let half = |offset: usize| {
        // SAFETY: as the caller says; the load needs no alignment.
        #[allow(clippy::cast_ptr_alignment)]
        let bytes = unsafe { _mm256_loadu_si256(place.add(offset).cast::<__m256i>()) };
        u64::from(_mm256_movemask_epi8(found(bytes)).cast_unsigned())
    };
    half(0) | half(32) << 32
}
