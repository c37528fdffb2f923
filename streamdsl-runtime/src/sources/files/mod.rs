//! The files that appear in a directory.

mod directories;
mod format;
mod names;
mod open;
mod scan;
mod tracker;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::base::notice::NoticeKind;
use crate::base::time::BatchTime;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
pub use crate::sources::files::format::{
    ByteLines, Converted, FileFormat, FileProgress, FileRead, Records, TextLines,
};
pub use crate::sources::files::open::OpenFile;
use crate::sources::files::scan::Scan;
use crate::sources::files::tracker::{Chosen, FileTracker, Purpose};
use crate::sources::input_reader::InputReader;

/// The lines of the files that appear in the directory `directory`.
///
/// At the end of each batch the directory is looked at, and the files that are new and complete are
/// read, in the order of their paths; lines are `&str`, ended by LF or CR LF, and a last line needs
/// no end. Files whose name ends in `.gz` are decompressed.
///
/// - A file is complete when its size and modification time are the same in two looks. Where files
///   only ever appear complete, [`settle(false)`](FileStream::settle) spares the second look.
/// - Names that begin with `.` or `_`, or end with `.tmp` or `._COPYING_`, are passed over.
/// - Sub-directories are looked into, one level deep unless [`depth`](FileStream::depth) says more.
/// - What has been read is known by the file, not by its name or time: a renamed file is not read
///   again, a file that is moved in is read whatever its age, a file that is replaced by another
///   one of the same name is read. A file that changes in place after it has been read is not read
///   again, and a notice says so.
/// - Files that are there when the job starts are passed over, unless
///   [`new_files_only(false)`](FileStream::new_files_only) is given.
/// - The directory may appear later, and go away for a while. A component of its path may be a
///   pattern (`*`, `?`, `[a-c]`, `[!a-c]`), as in `logs/2026-*/web`: then all directories that match
///   are looked into, those too that appear later. A directory that is there by the very name that
///   is written, is meant itself.
/// - A file that cannot be read, or only in part, is tried again later, from where it failed; a
///   notice says so. One that vanishes before it was read is reported.
///
/// How often it is looked is the batch interval, but not more than ten times per second.
///
/// ```
/// # use streamdsl::source::files;
/// let logs = files("/var/log/app").filter(|path| path.extension().is_some_and(|e| e == "log"));
/// let everything = files("incoming").new_files_only(false).depth(3);
/// ```
pub fn files(directory: impl Into<PathBuf>) -> FileStream<TextLines> {
    FileStream {
        scan: Scan::new(directory.into()),
        new_files_only: true,
        settle: true,
        remember: 200_000,
        format: TextLines,
        watching: None,
    }
}

/// A source that reads the files that appear in a directory, made by [`files`].
pub struct FileStream<F: FileFormat> {
    scan: Scan,
    new_files_only: bool,
    settle: bool,
    remember: usize,
    format: F,
    watching: Option<Watching<F>>,
}

/// The state of a job that runs.
struct Watching<F: FileFormat> {
    inlet: Inlet<F::Chunk>,
    tracker: FileTracker,
    last_look: Option<Duration>,
    /// Why the directory could not be read in the last look.
    hindered: Option<String>,
}

/// Directories are not looked at more often than this.
const SHORTEST_LOOK: Duration = Duration::from_millis(100);

impl<F: FileFormat> FileStream<F> {
    /// Reads only the files whose path `accept` returns true for. The names that are passed over
    /// anyway are not asked for.
    pub fn filter(mut self, accept: impl Fn(&Path) -> bool + Send + 'static) -> Self {
        self.scan.filter = Some(Box::new(accept));
        self
    }

    /// Whether files that are there when the job starts are passed over. Default: true.
    pub fn new_files_only(mut self, only: bool) -> Self {
        self.new_files_only = only;
        self
    }

    /// Whether a file is read only when two looks find it unchanged. Default: true. Without it,
    /// files must be moved into the directory when they are complete.
    pub fn settle(mut self, settle: bool) -> Self {
        self.settle = settle;
        self
    }

    /// How many levels of sub-directories are looked into. Default: 1.
    pub fn depth(mut self, levels: usize) -> Self {
        self.scan.depth = levels;
        self
    }

    /// How many files are remembered at most, 200 000 unless stated; each takes about 100 bytes.
    /// Files that are gone are forgotten by themselves. If more are present, those with the oldest
    /// modification times are forgotten, and from then on every file that is as old counts as read.
    pub fn remember(mut self, files: usize) -> Self {
        self.remember = files.max(1);
        self
    }

    /// Reads lines of bytes (`&[u8]`) that need not be UTF-8.
    pub fn bytes(self) -> FileStream<ByteLines> {
        self.format(ByteLines)
    }

    /// Reads records of `length` bytes each (`&[u8]`), without separators. Bytes at the end of a
    /// file that are not a whole record are reported, and read when the file has more.
    pub fn records(self, length: usize) -> FileStream<Records> {
        self.format(Records { length })
    }

    /// Reads the records that `convert` makes of the bytes of a file. It is called once per file;
    /// the iterator runs while the workers process its records. If reading fails half-way, it is
    /// tried again later, and the records that were handed over are skipped.
    ///
    /// ```
    /// # use std::io::Read;
    /// # use streamdsl::source::files;
    /// // One record per file: its name and its content.
    /// let documents = files("documents").convert(|mut file| {
    ///     let mut text = String::new();
    ///     let name = file.name().to_owned();
    ///     file.read_to_string(&mut text).ok().map(|_| (name, text))
    /// });
    /// ```
    pub fn convert<T, C, I>(self, convert: C) -> FileStream<Converted<T, C>>
    where
        C: Fn(InputReader) -> I + Send + 'static,
        I: IntoIterator<Item = T>,
        T: Send + 'static,
    {
        self.format(Converted::new(convert))
    }

    /// Reads files in a format of your own.
    pub fn format<G: FileFormat>(self, format: G) -> FileStream<G> {
        FileStream {
            scan: self.scan,
            new_files_only: self.new_files_only,
            settle: self.settle,
            remember: self.remember,
            format,
            watching: None,
        }
    }
}

impl<F: FileFormat> Source for FileStream<F> {
    type Chunk = F::Chunk;

    fn describe(&self) -> String {
        format!("files in {}", self.scan.directories.written.display())
    }

    fn start(&mut self, inlet: Inlet<F::Chunk>) -> Result<()> {
        if let Err(message) = self.format.check().and_then(|()| self.scan.directories.check()) {
            return Err(Error::source(Source::describe(self), message));
        }
        let tracker = FileTracker::new(self.settle, self.remember);
        let mut watching = Watching { inlet, tracker, last_look: None, hindered: None };
        watching.first_look(&self.scan, self.new_files_only);
        self.watching = Some(watching);
        Ok(())
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        let Some(watching) = &mut self.watching else { return Ok(()) };
        let now = batch.as_duration();
        if watching.last_look.is_some_and(|last| now < last + SHORTEST_LOOK) {
            return Ok(());
        }
        watching.last_look = Some(now);
        for file in watching.look(&self.scan, now) {
            // A batch that has begun to read files reads them all, unless the job is abandoned.
            if watching.inlet.is_aborting() {
                break;
            }
            watching.read(&self.format, &file, now);
        }
        Ok(())
    }

    fn stop(&mut self) {}
}

impl<F: FileFormat> Watching<F> {
    /// Notes what is there before the job starts.
    fn first_look(&mut self, scan: &Scan, passed_over: bool) {
        self.tracker.begin(if passed_over { Purpose::Ignore } else { Purpose::Find });
        let scanned = scan.each(|found| self.tracker.see(found));
        self.hindrance(scanned.err());
        // Nothing can be ready to be read: it takes two looks, or this one chooses nothing.
        self.tracker.end(Duration::ZERO, false);
    }

    /// Looks at the directory; gives the files to be read.
    fn look(&mut self, scan: &Scan, now: Duration) -> Vec<Chosen> {
        self.tracker.begin(Purpose::Choose { now });
        let scanned = scan.each(|found| self.tracker.see(found));
        // What was not seen because it could not be read is not gone.
        let complete = scanned.is_ok();
        self.hindrance(scanned.err());
        let looked = self.tracker.end(now, complete);
        for message in &looked.messages {
            self.inlet.trouble(message);
        }
        looked.files
    }

    /// Tells, once, that the directory cannot be read, and once that it can be again.
    fn hindrance(&mut self, reason: Option<String>) {
        if self.hindered == reason {
            return;
        }
        match &reason {
            Some(reason) => {
                self.inlet.waiting(Some(reason));
                self.inlet.notify(NoticeKind::Unreachable, &format!("{reason}; looking again"));
            }
            None => self.inlet.connected("it can be read now"),
        }
        self.hindered = reason;
    }

    fn read(&mut self, format: &F, file: &Chosen, now: Duration) {
        let mut done = file.done;
        let read = OpenFile::open(file).and_then(|mut opened| {
            opened.skip(format, done)?;
            format.read(opened, &self.inlet, &mut done)
        });
        let shown = file.path.display();
        match read {
            Ok(FileRead::Finished) => self.tracker.read(&file.key),
            Ok(FileRead::Abandoned) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let message = format!("{shown} vanished before it could be read");
                self.tracker.vanished(&file.key, done);
                self.inlet.trouble(&message);
            }
            Err(error) => {
                let failed = self.tracker.failed(&file.key, done, now);
                if failed.is_worth_a_notice {
                    let delay = failed.delay;
                    self.inlet.trouble(&format!(
                        "cannot read {shown}: {error}; what it has is kept in mind, and it is tried \
                         again in {delay:?}"
                    ));
                }
            }
        }
    }
}
