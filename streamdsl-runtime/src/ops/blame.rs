//! Finds the operator to blame when user code panics.

use super::Stream;
use crate::worker;

/// Runs its drop code only while a panic unwinds: the way without a panic
/// forgets it, which costs nothing.
struct Witness(u16);

impl Drop for Witness {
    #[cold]
    fn drop(&mut self) {
        worker::blame(self.0);
    }
}

impl Stream {
    /// Calls user code; if it panics, this operator is named in the error.
    #[inline(always)]
    pub(crate) fn blame<R>(self, user_code: impl FnOnce() -> R) -> R {
        let witness = Witness(self.op);
        let result = user_code();
        std::mem::forget(witness);
        result
    }
}

/// An iterator of the user's, blamed on its operator if it panics.
#[derive(Debug)]
pub struct Blamed<I> {
    stream: Stream,
    iterator: I,
}

impl<I> Blamed<I> {
    #[inline(always)]
    pub(super) fn new(stream: Stream, iterator: I) -> Self {
        Self { stream, iterator }
    }
}

impl<I: Iterator> Iterator for Blamed<I> {
    type Item = I::Item;

    #[inline(always)]
    fn next(&mut self) -> Option<I::Item> {
        let iterator = &mut self.iterator;
        self.stream.blame(|| iterator.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.iterator.size_hint()
    }
}
