use crate::language::Stream;
use crate::sources;
use crate::sources::{GeneratorSource, Queue, QueueSource, Rate, ReplaySource};

impl Stream {
    /// Batches that are pushed while the job runs: `queue(&batches)`.
    ///
    /// `batches` is a [`Queue`]; each collection that is pushed into it is one
    /// batch. With `one_at_a_time = false` a batch of the job takes everything
    /// that was pushed. With `default = records` the batches for which nothing
    /// was pushed have those records. The job ends when the queue is closed, or
    /// its last handle dropped, and everything pushed is processed. Spark:
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

    /// Computed records at a chosen rate: `generator(rate, |n| record)`.
    ///
    /// `rate` is the number of records per second; the function is called with
    /// 0, 1, 2, and so on. With `limit = n` the source ends after n records.
    /// The records of a batch are computed at its end, while they are
    /// processed. Spark: a custom receiver; the `rate` source.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let sums = Collected::new();
    /// let job = stream! {
    ///     batch_interval = 1s;
    ///     generator(1000, |n| n % 10, limit = 2000) |> reduce(+) |> collect(&sums)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [4500, 4500]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn generator<T, F>(
        self,
        rate: impl Rate,
        make: F,
        limit: Option<u64>,
    ) -> GeneratorSource<T, F>
    where
        F: FnMut(u64) -> T + Send + 'static,
        T: Send + 'static,
    {
        let generator = sources::generator(rate, make);
        match limit {
            Some(count) => generator.limit(count),
            None => generator,
        }
    }

    /// The lines of a file at a chosen rate: `replay(path, rate)`.
    ///
    /// `rate` is the number of lines per second. With `shuffle = seed` the lines
    /// come in a random order, the same for the same seed, in a memory of one
    /// byte for eight lines. The job ends at the end of the file, if its other
    /// sources have ended too; with `repeat = true` it begins again, in another
    /// random order. Spark: a custom receiver.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let path = std::env::temp_dir().join("streamdsl-replay-example.txt");
    /// std::fs::write(&path, "one\ntwo\nthree\nfour\n").unwrap();
    /// let lines = Collected::new();
    /// let job = stream! {
    ///     batch_interval = 1s;
    ///     replay(&path, 2, shuffle = 7) |> map(|line| line.len()) |> collect(&lines)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(lines.batches().len(), 2);
    /// assert_eq!(lines.records().iter().sum::<usize>(), 15);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn replay(
        self,
        path: impl Into<std::path::PathBuf>,
        rate: impl Rate,
        shuffle: Option<u64>,
        repeat: Option<bool>,
    ) -> ReplaySource {
        let replay = sources::replay(path, rate).repeat(repeat.unwrap_or(false));
        match shuffle {
            Some(seed) => replay.shuffle(seed),
            None => replay,
        }
    }
}
