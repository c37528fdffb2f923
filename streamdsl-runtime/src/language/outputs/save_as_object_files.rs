//! The output `save_as_object_files`.

use std::path::Path;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::data::record::{Record, Value};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::outputs::files::ObjectPart;
use crate::stages::saving::{Directories, Saving, SavingFeed};

/// Takes the prefix of the directory names.
#[doc(hidden)]
pub fn arguments(prefix: impl AsRef<Path>) -> Directories {
    Directories::new(prefix.as_ref())
}

/// The stage of `save_as_object_files`.
#[derive(Debug)]
pub struct SaveAsObjectFiles<T> {
    saving: Saving<ObjectPart<T>>,
}

impl<T: Value> SaveAsObjectFiles<T> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, directories: &Directories) -> Result<Self> {
        Ok(Self { saving: Saving::new(worker, op.id(), directories, ObjectPart::default())? })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.saving.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> SavingFeed<'_, ObjectPart<T>> {
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
    /// Saves each batch as a directory of object files: `save_as_object_files("prefix")` or
    /// `save_as_object_files("prefix", "suffix")`.
    ///
    /// Object files store records of any type exactly, with their type and with checksums.
    /// [`object_file`](Stream::object_file) and
    /// [`read_object_file`](crate::outputs::files::read_object_file) read them, and
    /// `docs/object-files.md` describes every byte. They differ from Spark's files, which store
    /// serialised JVM objects. The directories are those of
    /// [`save_as_text_files`](Stream::save_as_text_files); with `empty = true` a batch without
    /// records gets one too. The operator keeps the encoded batch in memory. Spark:
    /// `saveAsObjectFiles`.
    ///
    /// ```
    /// use streamdsl::files::read_object_file;
    /// use streamdsl::prelude::*;
    ///
    /// let directory = std::env::temp_dir().join("streamdsl-save-object-files-example");
    /// let prefix = directory.join("words").display().to_string();
    /// let job = stream! { memory([["to", "be"]]) |> save_as_object_files(prefix) };
    /// streamdsl::testing::run(job)?;
    /// let words: Vec<String> = read_object_file(directory.join("words-1000"))?;
    /// assert_eq!(words, ["to", "be"]);
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn save_as_object_files<R: Record>(
        self,
        feed: &mut SavingFeed<'_, ObjectPart<R::Owned>>,
        record: R,
    ) {
        feed.record(|part| self.blame(|| part.push(&record.into_owned())));
    }
}
