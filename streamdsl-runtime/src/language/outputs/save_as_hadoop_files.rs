//! The output `save_as_hadoop_files`.

use std::path::Path;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::pair::Pair;
use crate::data::place::Place;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::outputs::files::{HadoopFormat, HadoopPart, Marker, Writable, random_marker};
use crate::stages::saving::{Directories, Saving, SavingFeed};

/// The directories and the format of files for Hadoop.
#[derive(Clone, Debug)]
pub struct HadoopFiles {
    directories: Directories,
    format: HadoopFormat,
    marker: Marker,
}

impl HadoopFiles {
    /// Sets the suffix of the directory names.
    pub fn with_suffix(self, suffix: &str) -> Self {
        Self { directories: self.directories.with_suffix(suffix), ..self }
    }

    /// Sets the format of the files.
    pub fn with_format(self, format: HadoopFormat) -> Self {
        Self { format, ..self }
    }

    /// Sets whether a batch without records gets a directory too.
    pub fn with_empty(self, empty: bool) -> Self {
        Self { directories: self.directories.with_empty(empty), ..self }
    }
}

/// Takes the prefix of the directory names.
#[doc(hidden)]
pub fn arguments(prefix: impl AsRef<Path>) -> HadoopFiles {
    let directories = Directories::new(prefix.as_ref());
    HadoopFiles { directories, format: HadoopFormat::default(), marker: random_marker() }
}

/// The stage of `save_as_hadoop_files`.
#[derive(Debug)]
pub struct SaveAsHadoopFiles {
    saving: Saving<HadoopPart>,
}

impl SaveAsHadoopFiles {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, files: &HadoopFiles) -> Result<Self> {
        let empty = HadoopPart::new(files.format, files.marker);
        Ok(Self { saving: Saving::new(worker, op.id(), &files.directories, empty)? })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.saving.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> SavingFeed<'_, HadoopPart> {
        self.saving.feed()
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.saving.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.saving.finish(worker, batch)
    }
}

impl Stream {
    /// Saves each batch of `(key, value)` pairs as a directory that Hadoop can read:
    /// `save_as_hadoop_files("prefix")`, `save_as_hadoop_files("prefix", "suffix")`, or with
    /// `format = HadoopFormat::Text`.
    ///
    /// The files are `SequenceFile`s, or with `HadoopFormat::Text` lines of `key TAB value`. Keys
    /// and values must be of types for which Hadoop has a writable: text, integers, `f32`, `f64`,
    /// `bool`, bytes and `()`; see the table of [`Writable`]. If a number does not fit, the job
    /// stops. Map other records first: `map(|line| ((), line))` for lines without a key. The
    /// directories are those of [`save_as_text_files`](Stream::save_as_text_files); with `empty =
    /// true` a batch without records gets one too. The operator keeps the files of the batch in
    /// memory. Spark: `saveAsHadoopFiles`, `saveAsNewAPIHadoopFiles`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let directory = std::env::temp_dir().join("streamdsl-save-hadoop-example");
    /// let prefix = directory.join("counts").display().to_string();
    /// let job = stream! {
    ///     let counts = memory([["a", "a"]]) |> count_by_value;
    ///     counts |> save_as_hadoop_files(&prefix, "seq");
    ///     counts |> save_as_hadoop_files(&prefix, "tsv", format = HadoopFormat::Text);
    /// };
    /// streamdsl::testing::run(job)?;
    /// let sequence = std::fs::read(directory.join("counts-1000.seq/part-00000")).unwrap();
    /// assert!(sequence.starts_with(b"SEQ\x06\x19org.apache.hadoop.io.Text"));
    /// let text = std::fs::read(directory.join("counts-1000.tsv/part-00000")).unwrap();
    /// assert_eq!(text, b"a\t2\n");
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn save_as_hadoop_files<R>(self, feed: &mut SavingFeed<'_, HadoopPart>, record: R)
    where
        R: Pair<Key: Writable, Value: Writable>,
    {
        let (key, value) = record.pair();
        feed.record(|part| self.blame(|| part.push(&key, &value)));
    }
}
