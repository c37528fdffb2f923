//! A hint to the processor that a bucket is needed soon.

/// Asks the processor to fetch the value at `place` into its cache.
#[inline]
pub(super) fn prefetch<T>(place: *const T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: SSE is part of x86-64, and a prefetch is a hint that faults on no address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(place.cast()) };
        if !size_of::<T>().is_multiple_of(32) {
            let last = place.cast::<i8>().wrapping_add(size_of::<T>() - 1);
            // SAFETY: as above. A value of this size may lie in two cache lines.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(last) };
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}
