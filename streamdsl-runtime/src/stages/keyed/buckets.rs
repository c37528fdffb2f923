//! The buckets of a table, and their memory.

use crate::data::key::Packed;

/// A bucket with one key and its value. The bucket is vacant if it has no value.
#[derive(Clone)]
pub(super) struct Bucket<P: Packed, V> {
    pub(super) key: P,
    pub(super) value: Option<V>,
    _align: [P::BucketAlign; 0],
}

/// Allocates `count` vacant buckets.
pub(super) fn vacant<P: Packed, V>(count: usize) -> Vec<Bucket<P, V>> {
    let mut buckets = Vec::with_capacity(count);
    #[cfg(all(target_os = "linux", not(miri)))]
    advise_huge_pages(buckets.spare_capacity_mut());
    buckets.resize_with(count, || Bucket { key: P::default(), value: None, _align: [] });
    buckets
}

/// Asks for huge pages under a large table. Without them, nearly every probe of such a table would
/// miss the processor's cache of page addresses.
#[cfg(all(target_os = "linux", not(miri)))]
fn advise_huge_pages<T>(memory: &mut [std::mem::MaybeUninit<T>]) {
    use rustix::mm::{Advice, madvise};

    const PAGE: usize = 4096;
    const WORTH_IT: usize = 4 << 20;
    let bytes = size_of_val(memory);
    if bytes >= WORTH_IT {
        let start = memory.as_mut_ptr().cast::<std::ffi::c_void>();
        let skipped = start.addr().wrapping_neg() % PAGE;
        let whole_pages = (bytes - skipped) / PAGE * PAGE;
        // SAFETY: the pages lie within memory that is borrowed exclusively here, and the advice
        // changes how the memory is mapped, not its contents. If the system refuses, only speed is
        // lost.
        let _ = unsafe {
            madvise(start.wrapping_byte_add(skipped), whole_pages, Advice::LinuxHugepage)
        };
    }
}
