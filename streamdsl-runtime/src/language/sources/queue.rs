//! The source `queue`.

use crate::language::Stream;
use crate::sources::{Queue, QueueSource};

impl Stream {
    /// Takes batches that are pushed while the job runs: `queue(&batches)`.
    ///
    /// `batches` is a [`Queue`]. Each collection that is pushed into it is one batch. With
    /// `one_at_a_time = false` a batch of the job takes everything that was pushed. With `default =
    /// records` a batch has these records if nothing was pushed for it. The source ends when the
    /// queue is closed or its last handle is dropped, and everything pushed is processed. Spark:
    /// `queueStream`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let batches = Queue::new();
    /// let sums = Collected::new();
    /// let job = stream! { queue(&batches) |> reduce(+) |> collect(&sums) };
    /// batches.push([1, 2]);
    /// batches.push([3, 4]);
    /// batches.close();
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [3, 7]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn queue<T: Clone + Send + 'static>(
        self,
        batches: &Queue<T>,
        one_at_a_time: Option<bool>,
        default: Option<Vec<T>>,
    ) -> QueueSource<T> {
        let source = batches.source().one_at_a_time(one_at_a_time.unwrap_or(true));
        match default {
            Some(records) => source.default_batch(records),
            None => source,
        }
    }
}
