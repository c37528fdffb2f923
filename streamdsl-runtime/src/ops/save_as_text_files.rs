use std::fmt::{self, Debug};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Stream;
use crate::error::Result;
use crate::keyed::PageWindow;
use crate::worker::{self, Worker};

/// The stage of `save_as_text_files`.
#[derive(Debug)]
pub struct SaveAsTextFiles {
    op: Stream,
    prefix: String,
    suffix: Option<String>,
    text: Vec<u8>,
    line: String,
}

impl SaveAsTextFiles {
    #[doc(hidden)]
    pub fn new(
        _worker: &mut Worker,
        op: Stream,
        (prefix, suffix): &(String, Option<String>),
    ) -> Result<Self> {
        let (prefix, suffix) = (prefix.clone(), suffix.clone());
        Ok(Self { op, prefix, suffix, text: Vec::new(), line: String::new() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageWindow<'_>) -> TextFeed<'_> {
        TextFeed { stage: self }
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &worker::Batch) -> Result<()> {
        let Some(mut parts) = worker.gather(std::mem::take(&mut self.text))? else {
            return Ok(());
        };
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() {
            return Ok(());
        }
        let directory = self.directory(batch);
        write_directory(&directory, &parts).map_err(|error| {
            let message = format!("cannot write {}: {error}", directory.display());
            worker.output_error(self.op.op, batch, message)
        })
    }

    fn directory(&self, batch: &worker::Batch) -> PathBuf {
        let mut name = format!("{}-{}", self.prefix, batch.time().as_millis());
        if let Some(suffix) = &self.suffix {
            name.push('.');
            name.push_str(suffix);
        }
        PathBuf::from(name)
    }
}

/// Writes a directory so that it appears complete or not at all: under a hidden
/// name beside it first, then renamed.
fn write_directory(directory: &Path, parts: &[Vec<u8>]) -> io::Result<()> {
    let incomplete = hidden(directory, "incomplete");
    remove_if_there(&incomplete)?;
    let written = write_parts(&incomplete, parts).and_then(|()| replace(&incomplete, directory));
    if written.is_err() {
        // The first error is the one to report.
        let _ = remove_if_there(&incomplete);
    }
    written
}

fn write_parts(directory: &Path, parts: &[Vec<u8>]) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    for (index, part) in parts.iter().enumerate() {
        let mut file = fs::File::create(directory.join(format!("part-{index:05}")))?;
        file.write_all(part)?;
        file.sync_all()?;
    }
    fs::File::create(directory.join("_SUCCESS"))?.sync_all()
}

/// Puts `from` in the place of `to`. A batch that is computed again after a
/// failure replaces what it wrote before.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    let replaced = hidden(to, "replaced");
    remove_if_there(&replaced)?;
    if to.is_dir() {
        fs::rename(to, &replaced)?;
    } else if to.symlink_metadata().is_ok() {
        // No earlier run has made it, so it is not ours to replace.
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "there is something of this name that is not a directory",
        ));
    }
    fs::rename(from, to)?;
    remove_if_there(&replaced)?;
    sync_directory(to.parent())
}

/// Makes the new name last where the system can: elsewhere renaming is all
/// there is.
fn sync_directory(directory: Option<&Path>) -> io::Result<()> {
    match directory {
        Some(directory) if cfg!(unix) && !directory.as_os_str().is_empty() => {
            fs::File::open(directory)?.sync_all()
        }
        _ => Ok(()),
    }
}

fn hidden(directory: &Path, state: &str) -> PathBuf {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    directory.with_file_name(format!(".{name}.{state}"))
}

fn remove_if_there(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The way of records into text.
#[derive(Debug)]
pub struct TextFeed<'s> {
    stage: &'s mut SaveAsTextFiles,
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
    /// empty `_SUCCESS`. The directory appears complete or not at all; a batch
    /// without records writes nothing. Text is written as it is, other records
    /// as Rust's `{:?}` shows them. A directory that cannot be written stops
    /// the job with its name. Spark: `saveAsTextFiles`.
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
        let SaveAsTextFiles { text, line, .. } = &mut *feed.stage;
        line.clear();
        // Writing to a string fails only if the record's own `Debug` does.
        if self.blame(|| record.write_line(line)).is_ok() {
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
    }
}
