use std::fmt::{self, Debug};
use std::sync::Arc;

use super::Stream;
use super::save::{Directories, Saving};
use crate::error::Result;
use crate::keyed::PageWindow;
use crate::worker::{self, Worker};

/// The stage of `save_as_text_files`.
#[derive(Debug)]
pub struct SaveAsTextFiles {
    saving: Saving,
    text: TextPart,
}

impl SaveAsTextFiles {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, directories: &Directories) -> Result<Self> {
        Ok(Self { saving: Saving::new(worker, op, directories)?, text: TextPart::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageWindow<'_>) -> TextFeed<'_> {
        TextFeed { stage: self }
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &worker::Batch) -> Result<()> {
        let part = std::mem::take(&mut self.text).finish();
        self.saving.finish(worker, batch, part)
    }
}

/// The way of records into text.
#[derive(Debug)]
pub struct TextFeed<'s> {
    stage: &'s mut SaveAsTextFiles,
}

/// A file of text on its way: a line for each record.
#[derive(Debug, Default)]
pub(super) struct TextPart {
    text: String,
}

impl TextPart {
    /// Appends a line; without the record if it refuses to be formatted.
    pub(super) fn push(&mut self, record: &impl TextLine) -> Result<(), String> {
        let start = self.text.len();
        if record.write_line(&mut self.text).is_err() {
            self.text.truncate(start);
            return Err("a record reports an error where it is to be formatted".into());
        }
        self.text.push('\n');
        Ok(())
    }

    /// The bytes of the file, unless it has no lines.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        (!self.text.is_empty()).then(|| self.text.into_bytes())
    }
}

/// A record that can be written as a line of text: text as it is, everything
/// else as Rust's `{:?}` shows it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form as a line of text",
    label = "these records cannot be written to text files",
    note = "turn them into text first: `|> map(|record| format!(\"..\"))`"
)]
pub trait TextLine {
    /// Appends the line, without its end.
    ///
    /// # Errors
    /// If the record itself refuses to be formatted.
    fn write_line(&self, line: &mut String) -> fmt::Result;
}

macro_rules! plain {
    ($($text:ty),*) => { $(
        impl TextLine for $text {
            fn write_line(&self, line: &mut String) -> fmt::Result {
                fmt::Write::write_str(line, self)
            }
        }
    )* };
}

macro_rules! debug {
    ($([$($generics:tt)*] $value:ty),* $(,)?) => { $(
        impl<$($generics)*> TextLine for $value {
            fn write_line(&self, line: &mut String) -> fmt::Result {
                fmt::Write::write_fmt(line, format_args!("{self:?}"))
            }
        }
    )* };
}

plain!(&str, String, Arc<str>);
debug!(
    [] u8, [] u16, [] u32, [] u64, [] u128, [] usize,
    [] i8, [] i16, [] i32, [] i64, [] i128, [] isize,
    [] f32, [] f64, [] bool, [] (),
    [A: Debug, B: Debug] (A, B),
    [A: Debug, B: Debug, C: Debug] (A, B, C),
    [A: Debug, B: Debug, C: Debug, D: Debug] (A, B, C, D),
    [A: Debug, B: Debug, C: Debug, D: Debug, E: Debug] (A, B, C, D, E),
    [A: Debug, B: Debug, C: Debug, D: Debug, E: Debug, F: Debug] (A, B, C, D, E, F),
    [A: Debug] Vec<A>, [A: Debug] Option<A>,
);

impl TextLine for char {
    fn write_line(&self, line: &mut String) -> fmt::Result {
        line.push(*self);
        Ok(())
    }
}

impl Stream {
    /// Saves each batch as a directory of text files:
    /// `save_as_text_files("prefix")` or `save_as_text_files("prefix", "suffix")`.
    ///
    /// The batch that ended at `t` goes to `prefix-<t in ms>.suffix`, which
    /// holds `part-00000`, `part-00001`, .. with one record per line, and an
    /// empty `_SUCCESS`. The directory appears complete or not at all, and
    /// replaces the one that an earlier run of the same batch wrote; a batch
    /// without records writes nothing, or with `empty = true` a directory with
    /// `_SUCCESS` alone. Text is written as it is, other records as Rust's
    /// `{:?}` shows them. A directory that cannot be written stops the job with
    /// its name. It costs the text of the batch in memory. Spark:
    /// `saveAsTextFiles`.
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
    pub fn save_as_text_files<R: TextLine>(self, feed: &mut TextFeed<'_>, record: R) {
        let SaveAsTextFiles { saving, text } = &mut *feed.stage;
        saving.record(|| self.blame(|| text.push(&record)));
    }
}
