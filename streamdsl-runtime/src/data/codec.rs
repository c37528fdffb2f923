//! The encoding of saved state: little-endian numbers, LEB128 lengths, no padding, no type
//! information (the shape of a slot is saved once, beside its bytes).
//!
//! A reader does not trust the bytes: it rejects a length that is longer than the input, and every
//! error names the offset at which the problem was found.

use std::fmt;

/// The error of bytes that cannot be decoded to the expected type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    offset: usize,
    problem: String,
}

impl DecodeError {
    /// Returns the position in the input, in bytes, at which the problem was found.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.problem, self.offset)
    }
}

impl std::error::Error for DecodeError {}

/// A cursor over saved bytes.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Input<'a> {
    /// Creates a cursor at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    /// Returns the number of bytes that have not been read yet.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Creates an error at the current position.
    pub fn error(&self, problem: impl Into<String>) -> DecodeError {
        DecodeError { offset: self.offset, problem: problem.into() }
    }

    /// Takes the next `count` bytes.
    ///
    /// # Errors
    /// If fewer than `count` bytes remain.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(
                self.error(format!("{count} bytes expected, {} bytes left", self.rest.len()))
            );
        };
        self.rest = rest;
        self.offset += count;
        Ok(taken)
    }

    /// Takes the next `N` bytes as an array.
    ///
    /// # Errors
    /// If fewer than `N` bytes remain.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// Reads one unsigned LEB128 number.
    ///
    /// # Errors
    /// If the input ends within the number or the number exceeds 64 bits.
    pub fn varint(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let bits = u64::from(byte & 0x7F);
            if shift == 63 && bits > 1 {
                break;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.error("a number of more than 64 bits"))
    }

    /// Reads a count of elements that take at least one byte each. A count that is larger than the
    /// rest of the input is an error, so that no memory is allocated for it.
    ///
    /// # Errors
    /// If the number is malformed or larger than the number of bytes left.
    pub fn count(&mut self) -> Result<usize, DecodeError> {
        let count = self.varint()?;
        match usize::try_from(count) {
            Ok(count) if count <= self.remaining() => Ok(count),
            _ => {
                let left = self.remaining();
                Err(self.error(format!("{count} elements announced, {left} bytes left")))
            }
        }
    }

    /// Reads a byte string written by [`put_bytes`].
    ///
    /// # Errors
    /// If the length is malformed or exceeds the input.
    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let count = self.count()?;
        self.take(count)
    }

    /// Reads a text written by [`put_bytes`].
    ///
    /// # Errors
    /// If the length is malformed or the bytes are not UTF-8.
    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        let at = self.clone();
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map_err(|_| at.error("text that is not UTF-8"))
    }

    /// Returns the capacity to reserve for `count` announced elements of type `T`: at most one
    /// element more than fits into as much memory as the rest of the input takes.
    pub fn capacity<T>(&self, count: usize) -> usize {
        count.min(self.remaining() / size_of::<T>().max(1) + 1)
    }

    /// Checks that the input was read to its end.
    ///
    /// # Errors
    /// If there are bytes left.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(self.error(format!("{} bytes left over", self.rest.len())))
    }
}

/// Writes one unsigned LEB128 number.
pub fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes a count or a length. [`Input::count`] reads it.
pub fn put_count(out: &mut Vec<u8>, count: usize) {
    put_varint(out, count as u64);
}

/// Writes a byte string: its length, then its bytes. [`Input::bytes`] and [`Input::text`] read it.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_round_trip_at_every_width() {
        for shift in 0..64 {
            for value in [1_u64 << shift, (1 << shift) - 1, u64::MAX >> shift] {
                let mut out = Vec::new();
                put_varint(&mut out, value);
                assert_eq!(Input::new(&out).varint(), Ok(value));
            }
        }
    }

    #[test]
    fn overlong_varints_are_refused() {
        assert!(Input::new(&[0xFF; 10]).varint().is_err());
        assert!(Input::new(&[0x80; 3]).varint().is_err());
    }

    #[test]
    fn a_count_beyond_the_input_is_refused_with_its_offset() {
        let mut out = vec![7];
        put_varint(&mut out, u64::MAX);
        let mut input = Input::new(&out);
        input.array::<1>().unwrap();
        let error = input.count().unwrap_err();
        assert_eq!(
            error.to_string(),
            "18446744073709551615 elements announced, 0 bytes left at byte 11"
        );
    }
}
