use crate::base::blame::Blamed;
use crate::base::blame::OperatorId;
use crate::language::Stream;
use crate::receive::chunk::Chunk;

impl Stream {
    /// Turns each record into any number of records: `flat_map(f)`.
    ///
    /// The function returns anything that can be iterated; what it yields may
    /// borrow from the record. Stateless, fused into the loop around it; a
    /// named function directly over a text source is given whole pages where
    /// it can use them ([`split`](crate::data::prelude_functions::split) does). Spark:
    /// `flatMap`.
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

/// A stream of whole pages, of which the first operator may take advantage.
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

    /// Turns each record of a page into any number of records; see
    /// [`Stream::flat_map`].
    #[inline(always)]
    pub fn flat_map<'b, C: Chunk, F, I>(self, chunk: &'b C, f: &F, body: impl FnMut(I::Item))
    where
        F: Fn(C::Item<'b>) -> I + 'static,
        I: IntoIterator,
    {
        chunk.flat_map(self.op, f, body);
    }
}
