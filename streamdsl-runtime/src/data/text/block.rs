//! The blocks in which a text is searched.

/// The number of bytes in a block, and of bits in the mask of a block.
pub(super) const BLOCK: usize = 64;

/// Returns the last block of a text, which is shorter than the others, filled up with `padding`.
#[inline(always)]
pub(super) fn last_block(rest: &[u8], padding: u8) -> [u8; BLOCK] {
    let mut block = [padding; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}
