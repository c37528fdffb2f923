//! The source for files that appear in a directory.

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
use crate::base::system::{Explained, local_path};
use crate::base::time::BatchTime;
use crate::receive::inlet::Inlet;
use crate::receive::long_record::OnLongRecord;
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
/// The source scans the directory at the end of each batch and reads the files that are new and
/// complete, in the order of their paths. Lines are `&str` and end with LF or CR LF; the last line
/// needs no line end.
///
/// Files that are compressed with gzip are decompressed; with the features `zstd` and `bzip2`, also
/// those that are compressed with these. Lines of text and bytes are decompressed whatever the name of
/// the file; for other formats, the name must also say it (`.gz`, `.zst`, `.bz2`, in any case). A byte
/// order mark at the beginning of a text is skipped. A file that cannot be read, because it has another
/// compression or is UTF-16 text, is reported by a notice.
///
/// - A file is complete when two scans find the same size and modification time. If files only ever
///   appear complete, [`settle(false)`](FileStream::settle) avoids the second scan.
/// - Files and directories whose names begin with `.` or `_`, or end with `.tmp` or `._COPYING_`,
///   are ignored.
/// - Sub-directories are scanned one level deep, unless [`depth`](FileStream::depth) sets another
///   depth.
/// - The source identifies a file by its identity in the file system, not by its name or time. A
///   renamed file is not read again. A file moved into the directory is read whatever its age. A
///   file that replaces another of the same name is read. A file that changes in place after it was
///   read is not read again, and a notice reports it.
/// - Files that exist when the job starts are ignored, unless
///   [`new_files_only(false)`](FileStream::new_files_only) is set.
/// - The directory may appear later or vanish for a while. A component of its path may be a pattern
///   (`*`, `?`, `[a-c]`, `[!a-c]`), as in `logs/2026-*/web`: the source then scans all matching
///   directories, including those that appear later. If a directory with exactly this name exists,
///   the name is not treated as a pattern.
/// - If reading a file fails, the source tries again later from where it failed, and a notice
///   reports the error. A notice also reports a file that vanishes before it was read.
///
/// The source scans once per batch, but at most ten times per second.
///
/// ```
/// # use streamdsl::source::files;
/// let logs = files("/var/log/app").filter(|path| path.extension().is_some_and(|e| e == "log"));
/// let everything = files("incoming").new_files_only(false).depth(3);
/// ```
pub fn files(directory: impl Into<PathBuf>) -> FileStream<TextLines> {
    FileStream {
        scan: Scan::new(local_path(directory.into())),
        new_files_only: true,
        settle: Settle::from(true),
        remember: 200_000,
        on_long_record: OnLongRecord::Stop,
        format: TextLines,
        watching: None,
    }
}

/// A source that reads the files that appear in a directory, created by [`files`].
pub struct FileStream<F: FileFormat> {
    scan: Scan,
    new_files_only: bool,
    settle: Settle,
    remember: usize,
    on_long_record: OnLongRecord,
    format: F,
    watching: Option<Watching<F>>,
}

/// When a file counts as complete; see [`FileStream::settle`]. It is made of `true`, `false` or a
/// [`Duration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settle(Option<Duration>);

impl From<bool> for Settle {
    fn from(settle: bool) -> Self {
        Settle(settle.then_some(Duration::ZERO))
    }
}

impl From<Duration> for Settle {
    fn from(unchanged: Duration) -> Self {
        Settle(Some(unchanged))
    }
}

/// The state while a job runs.
struct Watching<F: FileFormat> {
    inlet: Inlet<F::Chunk>,
    tracker: FileTracker,
    last_scan: Option<Duration>,
    /// Why the last scan could not read the directory.
    problem: Option<String>,
}

/// The shortest time between two scans.
const MIN_SCAN_INTERVAL: Duration = Duration::from_millis(100);

impl<F: FileFormat> FileStream<F> {
    /// Reads only the files for whose path `accept` returns true. Ignored names are not passed to
    /// `accept`.
    pub fn filter(mut self, accept: impl Fn(&Path) -> bool + Send + 'static) -> Self {
        self.scan.filter = Some(Box::new(accept));
        self
    }

    /// Whether to ignore files that exist when the job starts. Default: true.
    pub fn new_files_only(mut self, only: bool) -> Self {
        self.new_files_only = only;
        self
    }

    /// When a file counts as complete. With `true`, the default, after two scans have found it
    /// unchanged. With a duration, after it has not changed for this long, by the job's clock and as
    /// far as the scans see it. With `false`, at once: files must then be complete when they appear
    /// in the directory, for example because they are moved there.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use streamdsl::source::files;
    /// let uploads = files("uploads").settle(Duration::from_secs(5));
    /// let moved = files("moved").settle(false);
    /// ```
    pub fn settle(mut self, settle: impl Into<Settle>) -> Self {
        self.settle = settle.into();
        self
    }

    /// The number of levels of sub-directories to scan. Default: 1.
    pub fn depth(mut self, levels: usize) -> Self {
        self.scan.depth = levels;
        self
    }

    /// The most files to remember, at least 1. Default: 200 000. Each file takes about 100 bytes.
    /// Files that are gone are forgotten by themselves. If more files are present, the source
    /// forgets those with the oldest modification times; from then on, every file that is as old
    /// counts as read.
    pub fn remember(mut self, files: usize) -> Self {
        self.remember = files.max(1);
        self
    }

    /// What formats of lines do with a line that is longer than
    /// [`max_record_bytes`](crate::job::context::Builder::max_record_bytes) allows. Default: the job
    /// ends with an error that says where the line is.
    pub fn on_long_record(mut self, policy: OnLongRecord) -> Self {
        self.on_long_record = policy;
        self
    }

    /// Reads lines as bytes (`&[u8]`), which need not be UTF-8.
    pub fn bytes(self) -> FileStream<ByteLines> {
        self.format(ByteLines)
    }

    /// Reads records of `length` bytes each (`&[u8]`), without separators. If a file ends with
    /// bytes that are not a whole record, a notice reports them, and they are read when the file
    /// has grown.
    pub fn records(self, length: usize) -> FileStream<Records> {
        self.format(Records { length })
    }

    /// Reads the records that `convert` makes from the bytes of a file. The source calls `convert`
    /// once for each file, and the iterator runs while workers process its records. If reading
    /// fails half-way, the source tries again later and skips the records that it handed over
    /// before.
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

    /// Reads files in a custom format.
    pub fn format<G: FileFormat>(self, format: G) -> FileStream<G> {
        FileStream {
            scan: self.scan,
            new_files_only: self.new_files_only,
            settle: self.settle,
            remember: self.remember,
            on_long_record: self.on_long_record,
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
        inlet.on_long_record(self.on_long_record, true);
        let tracker = FileTracker::new(self.settle.0, self.remember);
        let mut watching = Watching { inlet, tracker, last_scan: None, problem: None };
        watching.first_scan(&self.scan, self.new_files_only);
        self.watching = Some(watching);
        Ok(())
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        let Some(watching) = &mut self.watching else { return Ok(()) };
        let now = batch.as_duration();
        if watching.last_scan.is_some_and(|last| now < last + MIN_SCAN_INTERVAL) {
            return Ok(());
        }
        watching.last_scan = Some(now);
        for file in watching.scan(&self.scan, now) {
            // A batch that has begun to read files reads all of them, unless the job is abandoned.
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
    /// Records the files that exist before the job starts.
    fn first_scan(&mut self, scan: &Scan, passed_over: bool) {
        let find = Purpose::Find { now: self.inlet.now() };
        self.tracker.begin(if passed_over { Purpose::Ignore } else { find });
        let scanned = scan.each(|found| self.tracker.see(found));
        self.report_problem(scanned.err());
        // The scan before the start never chooses files to read.
        self.tracker.end(Duration::ZERO, false);
    }

    /// Scans the directory and returns the files to read.
    fn scan(&mut self, scan: &Scan, now: Duration) -> Vec<Chosen> {
        self.tracker.begin(Purpose::Choose { now });
        let scanned = scan.each(|found| self.tracker.see(found));
        // A file that the scan could not see is not gone.
        let complete = scanned.is_ok();
        self.report_problem(scanned.err());
        let result = self.tracker.end(now, complete);
        for message in &result.messages {
            self.inlet.trouble(message);
        }
        result.files
    }

    /// Reports once that the directory cannot be read, and once that it can be read again.
    fn report_problem(&mut self, reason: Option<String>) {
        if self.problem == reason {
            return;
        }
        match &reason {
            Some(reason) => {
                self.inlet.waiting(Some(reason));
                self.inlet.notify(NoticeKind::Unreachable, &format!("{reason}; trying again"));
            }
            None => self.inlet.connected("it can be read now"),
        }
        self.problem = reason;
    }

    fn read(&mut self, format: &F, file: &Chosen, now: Duration) {
        let mut done = file.done;
        let read = OpenFile::open(file, format).and_then(|mut opened| {
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
                        "cannot read {shown}: {}; trying again in {delay:?} from where it failed",
                        Explained(&error)
                    ));
                }
            }
        }
    }
}
