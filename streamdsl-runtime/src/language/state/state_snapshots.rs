//! The operator `state_snapshots`.

use crate::language::Stream;

impl Stream {
    /// Yields all keys of a [`map_with_state`](Stream::map_with_state) with their states:
    /// `state_snapshots`.
    ///
    /// The operator must directly follow a stream that `map_with_state` made and that `let` bound.
    /// In every batch it yields `(key, state)` for every key, with a clone of the state. Spark:
    /// `stateSnapshots`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let states = Collected::new();
    /// let job = stream! {
    ///     let sums = memory([vec![(1_u8, 5), (1, 7)], vec![(2, 1)]])
    ///         |> map_with_state(|_key, value, state| {
    ///             state.update(state.get().unwrap_or(&0) + value.unwrap_or(0));
    ///         });
    ///     sums |> state_snapshots |> collect(&states);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(states.sorted_batches(), [vec![(1, 12)], vec![(1, 12), (2, 1)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn state_snapshots<A>(self, state: A) -> A {
        state
    }
}
