//! Loading short keys from the page they lie in.

use crate::data::key::K16;

/// The bytes of a receive page, which the records of a chunk point into.
///
/// A key is loaded as one block of sixteen bytes if the page holds sixteen bytes from its start,
/// whatever they are; what follows the key is masked off. Pages therefore end in at least 15 bytes
/// of padding. A key that lies elsewhere, or too close to the end, takes a slower path.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageBytes<'p> {
    page: &'p [u8],
    /// At how many places of the page, from its start on, a block of sixteen bytes begins.
    whole_blocks: usize,
}

impl<'p> PageBytes<'p> {
    /// The window of a page, its padding included.
    #[inline]
    pub fn new(page: &'p [u8]) -> Self {
        Self { page, whole_blocks: page.len().saturating_sub(15) }
    }

    /// The window for records that lie in no page.
    #[inline]
    pub fn none() -> Self {
        Self::default()
    }

    /// Loads a byte string of 1 to 16 bytes, padded with zeros.
    #[inline]
    pub(crate) fn load16(&self, bytes: &[u8]) -> K16 {
        let offset = bytes.as_ptr().addr().wrapping_sub(self.page.as_ptr().addr());
        // Two live slices that share an address share their bytes, so reading through the page is
        // reading the key; reading past the key is only possible through the page.
        if offset < self.whole_blocks {
            // SAFETY: sixteen bytes of the page begin at each of that many places.
            let block = unsafe { &*self.page.as_ptr().add(offset).cast::<[u8; 16]>() };
            return K16::prefix(block, bytes.len());
        }
        K16::from_bits(gather(bytes))
    }
}

/// Out of line and as one number, for the reason given at the interning of long keys.
#[inline(never)]
fn gather(bytes: &[u8]) -> u128 {
    K16::gather(bytes).to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_the_page_at_its_end_and_elsewhere_load_alike() {
        let page: Vec<u8> = (1..=64).collect();
        let window = PageBytes::new(&page);
        for start in 0..page.len() {
            for len in 1..=16.min(page.len() - start) {
                let bytes = &page[start..start + len];
                let elsewhere = bytes.to_vec();
                assert!(window.load16(bytes) == K16::gather(bytes));
                assert!(window.load16(&elsewhere) == K16::gather(bytes));
                assert!(PageBytes::none().load16(bytes) == K16::gather(bytes));
            }
        }
    }
}
