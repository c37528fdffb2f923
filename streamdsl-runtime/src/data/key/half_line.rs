//! The alignment of keys in a table.

/// Aligns a bucket of up to 32 bytes so that it lies within one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub struct HalfLine;
