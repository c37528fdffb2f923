//! Loading short keys from their page.

use crate::data::key::K16;

/// The bytes of the page that the records of a chunk borrow from.
///
/// A key is loaded as one block of sixteen bytes if the page has at least sixteen bytes from the
/// start of the key on; the bytes after the key are masked out. Therefore pages end with at least 15
/// bytes of padding. A key outside the page, or too close to its end, takes a slower path.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageBytes<'p> {
    page: &'p [u8],
    /// The number of offsets in the page at which a block of sixteen bytes can begin.
    whole_blocks: usize,
}

impl<'p> PageBytes<'p> {
    /// The bytes of a page, including its padding.
    #[inline]
    pub fn new(page: &'p [u8]) -> Self {
        Self { page, whole_blocks: page.len().saturating_sub(15) }
    }

    /// No bytes: for records that borrow from no page.
    #[inline]
    pub fn none() -> Self {
        Self::default()
    }

    /// Loads a byte string of 1 to 16 bytes, padded with zeros.
    #[inline]
    pub(crate) fn load16(&self, bytes: &[u8]) -> K16 {
        let offset = bytes.as_ptr().addr().wrapping_sub(self.page.as_ptr().addr());
        // Two live slices with the same address have the same bytes, so a read through the page reads
        // the key. Only the page allows reading past the end of the key.
        if offset < self.whole_blocks {
            // SAFETY: the page has sixteen bytes from each offset below `whole_blocks` on.
            let block = unsafe { &*self.page.as_ptr().add(offset).cast::<[u8; 16]>() };
            return K16::prefix(block, bytes.len());
        }
        K16::from_bits(gather(bytes))
    }
}

/// Out of line, and returned as one number, for the reasons given at `intern` in `text.rs`.
#[inline(never)]
fn gather(bytes: &[u8]) -> u128 {
    K16::gather(bytes).to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_the_page_at_its_end_and_outside_it_load_alike() {
        let page: Vec<u8> = (1..=64).collect();
        let in_page = PageBytes::new(&page);
        for start in 0..page.len() {
            for len in 1..=16.min(page.len() - start) {
                let bytes = &page[start..start + len];
                let elsewhere = bytes.to_vec();
                assert!(in_page.load16(bytes) == K16::gather(bytes));
                assert!(in_page.load16(&elsewhere) == K16::gather(bytes));
                assert!(PageBytes::none().load16(bytes) == K16::gather(bytes));
            }
        }
    }
}
