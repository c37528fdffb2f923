//! What is in a directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::sources::files::directories::Directories;
use crate::sources::files::names::is_ignored;

/// Tells by its path whether a file is to be read.
type Filter = dyn Fn(&Path) -> bool + Send;

/// Which files of a directory are looked at.
pub(super) struct Scan {
    pub(super) directories: Directories,
    pub(super) depth: usize,
    pub(super) filter: Option<Box<Filter>>,
}

/// A file as it was seen.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) key: FileKey,
    pub(super) stamp: Stamp,
}

/// Which file it is, whatever it is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct FileKey {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
    /// Numbers of files are used again; the time of birth tells them apart, where it is known.
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

    /// Whether no other file can ever have this key.
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

/// What changes when a file is written.
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

    /// Shows every file to `see`. If anything could not be looked at, the rest is shown all the
    /// same, and the result says what it was.
    pub(super) fn each(&self, mut see: impl FnMut(Found)) -> Result<(), String> {
        let (directories, found) = self.directories.now();
        let mut hindered = found.err();
        for directory in directories {
            self.walk(&directory, self.depth, &mut see, &mut hindered);
        }
        hindered.map_or(Ok(()), Err)
    }

    fn walk(
        &self,
        directory: &Path,
        depth: usize,
        see: &mut impl FnMut(Found),
        hindered: &mut Option<String>,
    ) {
        let mut hinder = |path: &Path, error: &io::Error| {
            hindered.get_or_insert_with(|| format!("cannot look into {}: {error}", path.display()));
        };
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            // A sub-directory that went away since it was listed.
            Err(error) if is_gone(&error) && depth < self.depth => return,
            Err(error) => return hinder(directory, &error),
        };
        let mut below = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return hinder(directory, &error),
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
                // Pipes, sockets and devices are no files to read.
                Ok(_) => {}
                Err(error) if is_gone(&error) => {}
                Err(error) => hinder(&path, &error),
            }
        }
        if let Some(depth) = depth.checked_sub(1) {
            for directory in below {
                self.walk(&directory, depth, see, hindered);
            }
        }
    }
}

/// Whether it was there a moment ago; a link that leads nowhere counts as gone.
fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
