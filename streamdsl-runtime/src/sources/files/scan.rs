//! Scanning directories.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::system::Explained;
use crate::sources::files::directories::Directories;
use crate::sources::files::names::is_ignored;

/// Returns whether to read the file at a path.
type Filter = dyn Fn(&Path) -> bool + Send;

/// Which files of which directories a scan finds.
pub(super) struct Scan {
    pub(super) directories: Directories,
    pub(super) depth: usize,
    pub(super) filter: Option<Box<Filter>>,
}

/// A file that a scan found.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) key: FileKey,
    pub(super) stamp: Stamp,
}

/// The identity of a file, independent of its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct FileKey {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
    /// File systems reuse inode numbers. The creation time, where it is known, tells such files
    /// apart.
    #[cfg(unix)]
    born: Option<SystemTime>,
    #[cfg(not(unix))]
    path: PathBuf,
}

impl FileKey {
    #[cfg(unix)]
    fn new(_path: &Path, metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        FileKey { device: metadata.dev(), inode: metadata.ino(), born: metadata.created().ok() }
    }

    #[cfg(not(unix))]
    fn new(path: &Path, _metadata: &fs::Metadata) -> Self {
        FileKey { path: path.to_owned() }
    }

    /// Whether this key can never belong to another file.
    pub(super) fn is_certain(&self) -> bool {
        #[cfg(unix)]
        return self.born.is_some();
        #[cfg(not(unix))]
        false
    }

    #[cfg(test)]
    pub(super) fn test(inode: u64, born: bool) -> Self {
        FileKey { device: 1, inode, born: born.then_some(SystemTime::UNIX_EPOCH) }
    }
}

/// The attributes that change when a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    pub(super) modified: SystemTime,
}

impl Found {
    pub(super) fn new(path: PathBuf, metadata: &fs::Metadata) -> Self {
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let stamp = Stamp { size: metadata.len(), modified };
        Found { key: FileKey::new(&path, metadata), path, stamp }
    }
}

impl Scan {
    pub(super) fn new(directory: PathBuf) -> Self {
        Scan { directories: Directories::new(directory), depth: 1, filter: None }
    }

    /// Calls `see` for every file. If something cannot be read, the scan continues with the rest,
    /// and the result is the first error.
    pub(super) fn each(&self, mut see: impl FnMut(Found)) -> Result<(), String> {
        let (directories, found) = self.directories.now();
        let mut problem = found.err();
        for directory in directories {
            self.walk(&directory, self.depth, &mut see, &mut problem);
        }
        problem.map_or(Ok(()), Err)
    }

    fn walk(
        &self,
        directory: &Path,
        depth: usize,
        see: &mut impl FnMut(Found),
        problem: &mut Option<String>,
    ) {
        let mut note = |path: &Path, error: &io::Error| {
            problem.get_or_insert_with(|| {
                format!("cannot read {}: {}", path.display(), Explained(error))
            });
        };
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            // This sub-directory vanished after it was listed.
            Err(error) if is_gone(&error) && depth < self.depth => return,
            Err(error) => return note(directory, &error),
        };
        let mut below = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return note(directory, &error),
            };
            if is_ignored(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => below.push(path),
                Ok(metadata) if metadata.is_file() => {
                    if self.filter.as_ref().is_none_or(|accept| accept(&path)) {
                        see(Found::new(path, &metadata));
                    }
                }
                // Pipes, sockets and devices are not read.
                Ok(_) => {}
                Err(error) if is_gone(&error) => {}
                Err(error) => note(&path, &error),
            }
        }
        if let Some(depth) = depth.checked_sub(1) {
            for directory in below {
                self.walk(&directory, depth, see, problem);
            }
        }
    }
}

/// Whether the error means that the file no longer exists. A dangling link counts as gone.
fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
