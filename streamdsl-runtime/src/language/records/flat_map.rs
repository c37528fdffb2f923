//! The operator `flat_map`.

use crate::base::blame::Blamed;
use crate::base::blame::OperatorId;
use crate::data::arena::{Arena, Argument};
use crate::language::Stream;
use crate::receive::chunk::Chunk;

impl Stream {
    /// Maps each record to any number of records: `flat_map(f)`.
    ///
    /// The function returns any value that can be iterated; its items may borrow from the record.
    /// Stateless; fused into the surrounding loop. Directly after a text source, `flat_map(split)`
    /// finds the words of a whole page at once; see
    /// [`split`](crate::data::prelude_functions::split). Spark: `flatMap`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let words = Collected::new();
    /// let job = stream! {
    ///     memory([["to be", "or not"]]) |> flat_map(split) |> collect(&words)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(words.batches(), [["to", "be", "or", "not"]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn flat_map<A, I: IntoIterator>(
        self,
        record: A,
        f: impl Fn(A) -> I,
    ) -> Blamed<I::IntoIter> {
        Blamed::new(self.id(), self.blame(|| f(record).into_iter()))
    }
}

/// A stream of whole pages, for a first operator that can process them.
#[derive(Clone, Copy, Debug)]
pub struct PageStream {
    op: OperatorId,
}

impl PageStream {
    /// The operator with this number in the program's plan.
    #[doc(hidden)]
    pub const fn new(op: u16) -> Self {
        Self { op: OperatorId(op) }
    }

    /// Maps each record of a page to any number of records. See [`Stream::flat_map`].
    #[inline(always)]
    pub fn flat_map<'b, C: Chunk, F, X, I>(
        self,
        chunk: &'b C,
        arena: &'b Arena,
        f: &F,
        body: impl FnMut(I::Item),
    ) where
        C::Item<'b>: Argument<'b, X>,
        F: Fn(X) -> I + 'static,
        I: IntoIterator,
    {
        chunk.flat_map(self.op, arena, f, body);
    }
}
