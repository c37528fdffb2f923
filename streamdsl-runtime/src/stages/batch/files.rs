//! Writes a batch to files from user code.

use std::path::Path;

use crate::base::error::{Error, Result};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::outputs::files::TextLine;
use crate::outputs::files::directory;
use crate::outputs::files::{HadoopFormat, HadoopPart, ObjectPart, Writable, random_marker};
use crate::outputs::files::{Part, TextPart};
use crate::stages::batch::Batch;

impl<'a, C: Column> Batch<'a, C> {
    /// Writes the batch to a directory of text, one record per line.
    ///
    /// Works like [`save_as_text_files`](crate::language::Stream::save_as_text_files), but writes
    /// to exactly this directory, also if the batch has no records. The directory holds
    /// `part-00000` and `_SUCCESS`. It appears complete or not at all. Spark: `saveAsTextFile`.
    ///
    /// # Errors
    /// [`Error::File`] if the directory cannot be written, or if its place holds something that no
    /// output has written.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let out = std::env::temp_dir().join("streamdsl-save-one-example");
    /// # let directory = out.clone();
    /// let job = stream! {
    ///     memory([vec!["to", "be"], vec![]]) |> foreach_batch(move |batch, time| {
    ///         if batch.is_empty() {
    ///             return Ok(());
    ///         }
    ///         batch.save_as_text_file(out.join(format!("words-{}", time.as_millis())))
    ///     })
    /// };
    /// streamdsl::testing::run(job)?;
    /// # let text = std::fs::read_to_string(directory.join("words-1000/part-00000")).unwrap();
    /// # assert_eq!(text.lines().count(), 2);
    /// # assert!(!directory.join("words-2000").exists());
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn save_as_text_file(&self, path: impl AsRef<Path>) -> Result<()>
    where
        C::View<'a>: TextLine,
    {
        let mut part = TextPart::default();
        let written = self.iter().try_for_each(|record| part.push(&record));
        save(path.as_ref(), written.map(|()| part.encoded().finish()))
    }

    /// Writes the batch to a directory with an object file.
    /// [`read_object_file`](crate::outputs::files::read_object_file) and the source
    /// [`object_file`](crate::language::Stream::object_file) read it.
    ///
    /// Otherwise works like [`save_as_text_file`](Self::save_as_text_file). Spark:
    /// `saveAsObjectFile`.
    ///
    /// # Errors
    /// [`Error::File`] if the directory cannot be written, or if its place holds something that no
    /// output has written.
    pub fn save_as_object_file(&self, path: impl AsRef<Path>) -> Result<()> {
        let mut part = ObjectPart::<C::Owned>::default();
        let written = self.iter().try_for_each(|record| part.push(&record.into_owned()));
        save(path.as_ref(), written.map(|()| part.encoded().finish()))
    }
}

impl<'a, C: Column> Batch<'a, C>
where
    C::View<'a>: Pair<Key: Writable, Value: Writable>,
{
    /// Writes the `(key, value)` pairs of the batch to a directory that Hadoop can read.
    ///
    /// The types of keys and values are those of
    /// [`save_as_hadoop_files`](crate::language::Stream::save_as_hadoop_files). Otherwise works
    /// like [`save_as_text_file`](Self::save_as_text_file). Spark: `saveAsHadoopFile`,
    /// `saveAsSequenceFile`.
    ///
    /// # Errors
    /// [`Error::File`] if the directory cannot be written, if Hadoop has no value for a record, or
    /// if its place holds something that no output has written.
    pub fn save_as_hadoop_file(&self, path: impl AsRef<Path>, format: HadoopFormat) -> Result<()> {
        let mut part = HadoopPart::new(format, random_marker());
        let written = self.iter().try_for_each(|record| {
            let (key, value) = record.pair();
            part.push(&key, &value)
        });
        save(path.as_ref(), written.map(|()| part.encoded().finish()))
    }
}

/// Writes a directory with one part.
fn save(path: &Path, part: Result<Option<Vec<u8>>, String>) -> Result<()> {
    let part = part.map_err(|problem| Error::write(path, problem))?;
    directory::write(path, part.as_slice())
}
