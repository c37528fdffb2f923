//! The output `save_as_text_files`.

use std::path::Path;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::outputs::files::{TextLine, TextPart};
use crate::stages::saving::{Directories, Saving, SavingFeed};

/// Takes the prefix of the directory names.
#[doc(hidden)]
pub fn arguments(prefix: impl AsRef<Path>) -> Directories {
    Directories::new(prefix.as_ref())
}

/// The stage of `save_as_text_files`.
#[derive(Debug)]
pub struct SaveAsTextFiles {
    saving: Saving<TextPart>,
}

impl SaveAsTextFiles {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, directories: &Directories) -> Result<Self> {
        Ok(Self { saving: Saving::new(worker, op.id(), directories, TextPart::default())? })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.saving.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> SavingFeed<'_, TextPart> {
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
    /// Saves each batch as a directory of text files: `save_as_text_files("prefix")` or
    /// `save_as_text_files("prefix", "suffix")`.
    ///
    /// The batch that ended at `t` is saved in `prefix-<t in ms>.suffix`. The directory holds
    /// `part-00000`, `part-00001`, .. with one record per line, and an empty file `_SUCCESS`. It
    /// appears complete or not at all, and replaces the directory that an earlier run wrote for the
    /// same batch. A batch without records writes nothing; with `empty = true` it writes a
    /// directory with only `_SUCCESS`. Text is written unchanged, other records in Rust's `{:?}`
    /// format. If a directory cannot be written, the job stops with an error that names it. The
    /// operator keeps the text of the batch in memory. Spark: `saveAsTextFiles`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let directory = std::env::temp_dir().join("streamdsl-save-example");
    /// let prefix = directory.join("counts").display().to_string();
    /// let job = stream! {
    ///     memory([["a", "b", "a"]]) |> count_by_value |> save_as_text_files(prefix, "txt")
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert!(directory.join("counts-1000.txt").join("_SUCCESS").exists());
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    #[allow(clippy::needless_pass_by_value)]
    pub fn save_as_text_files<R: TextLine>(self, feed: &mut SavingFeed<'_, TextPart>, record: R) {
        feed.record(|part| self.blame(|| part.push(&record)));
    }
}
