//! The source `replay`.

use std::path::Path;

use crate::language::Stream;
use crate::sources;
use crate::sources::{OnLongRecord, Rate, ReplaySource};

impl Stream {
    /// Replays the lines of a file at a given rate: `replay(path, rate)`.
    ///
    /// `rate` is the number of lines per second. With `shuffle = seed` the lines come in a random
    /// order, which is the same for the same seed; this needs one byte of memory for eight lines.
    /// The source ends at the end of the file. With `repeat = true` it starts again instead;
    /// shuffled lines then come in another random order. The job ends when all its sources have
    /// ended. Spark: a custom receiver.
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
        path: impl AsRef<Path>,
        rate: impl Rate,
        shuffle: Option<u64>,
        repeat: Option<bool>,
        on_long_record: Option<OnLongRecord>,
    ) -> ReplaySource {
        let replay = sources::replay(path.as_ref(), rate).repeat(repeat.unwrap_or(false));
        let replay = replay.on_long_record(on_long_record.unwrap_or_default());
        match shuffle {
            Some(seed) => replay.shuffle(seed),
            None => replay,
        }
    }
}
