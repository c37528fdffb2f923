//! Directories that appear complete or not at all.
//!
//! A directory is written under a hidden name beside its final name. Everything is forced to disk,
//! and then the directory is renamed. If something fails before that, nothing is left behind.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};

/// The name of the empty file that marks a directory as complete.
pub(crate) const SUCCESS: &str = "_SUCCESS";

/// The start of the names of the files with records.
pub(crate) const PART: &str = "part-";

/// How the hidden name of a directory ends while it is written, and while it is replaced.
pub(super) const INCOMPLETE: &str = "incomplete";
pub(super) const REPLACED: &str = "replaced";

/// Writes a directory with one file for each of `parts`, and `_SUCCESS`.
///
/// A directory that an output wrote before is replaced: a batch that is computed again after a
/// failure writes the same directory again. Anything else of that name is not touched.
///
/// # Errors
/// [`Error::File`] if the directory could not be written. In this case nothing has changed.
pub(crate) fn write(directory: &Path, parts: &[Vec<u8>]) -> Result<()> {
    let written = match directory.file_name() {
        Some(_) => write_beside(directory, parts),
        None => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "the path does not end with a name"))
        }
    };
    written.map_err(|error| Error::write_failed(directory, error))
}

fn write_beside(directory: &Path, parts: &[Vec<u8>]) -> io::Result<()> {
    check_replaceable(directory)?;
    let parents = Parents::create(directory)?;
    let incomplete = hidden(directory, INCOMPLETE);
    remove_if_there(&incomplete)?;
    let written = write_parts(&incomplete, parts).and_then(|()| replace(&incomplete, directory));
    match written {
        // The records are already on the disk. If a parent directory cannot be forced to disk, it
        // depends on the file system whether the new directory is still there after a power failure.
        Ok(()) => parents.keep(),
        // The first error is the one to report.
        Err(_) => drop(remove_if_there(&incomplete)),
    }
    written
}

/// Refuses to replace anything that an output did not write: a wrong path must not delete files.
fn check_replaceable(directory: &Path) -> io::Result<()> {
    let foreign = |what: String| {
        let message = format!("{what}; an output replaces only directories that an output wrote");
        Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
    };
    match fs::symlink_metadata(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return foreign("something else has this name".into()),
    }
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        // Hadoop keeps its checksums in hidden files beside the parts.
        let is_of_output = |name: &str| name == SUCCESS || name.starts_with(PART);
        let is_checksum = name
            .strip_prefix('.')
            .is_some_and(|name| name.strip_suffix(".crc").is_some_and(is_of_output));
        if !is_of_output(&name) && !is_checksum {
            return foreign(format!("it contains `{name}`"));
        }
    }
    Ok(())
}

/// The parent directories that were created for an output. They are removed unless `keep` is called.
#[derive(Debug)]
pub(super) struct Parents {
    /// The deepest first.
    created: Vec<PathBuf>,
}

impl Parents {
    pub(super) fn create(directory: &Path) -> io::Result<Self> {
        let above = directory.ancestors().skip(1);
        let missing = above.take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let parents = Self { created: missing.map(Path::to_path_buf).collect() };
        if let Some(deepest) = parents.created.first() {
            fs::create_dir_all(deepest)?;
        }
        Ok(parents)
    }

    fn keep(mut self) {
        self.sync();
        self.created.clear();
    }

    /// Forces the names of the directories to disk, as far as the system can.
    pub(super) fn sync(&self) {
        for created in &self.created {
            let _ = sync_directory(created.parent());
        }
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for created in &self.created {
            // A directory that is in use by now is not empty, so it is not removed.
            let _ = fs::remove_dir(created);
        }
    }
}

fn write_parts(directory: &Path, parts: &[Vec<u8>]) -> io::Result<()> {
    fs::create_dir(directory)?;
    for (index, part) in parts.iter().enumerate() {
        let mut file = fs::File::create(directory.join(format!("{PART}{index:05}")))?;
        file.write_all(part)?;
        file.sync_all()?;
    }
    fs::File::create(directory.join(SUCCESS))?.sync_all()?;
    sync_directory(Some(directory))
}

/// Renames `from` to `to`, which may exist.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    if !to.exists() {
        fs::rename(from, to)?;
    } else if exchange(from, to).is_ok() {
        // The replaced directory has the hidden name now. If it cannot be removed here, the next write
        // removes it.
        let _ = remove_if_there(from);
    } else {
        replace_in_steps(from, to)?;
    }
    sync_directory(to.parent())
}

/// Exchanges the names of two directories in one step.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Replaces a directory if the system cannot exchange two. For a moment, `to` does not exist.
fn replace_in_steps(from: &Path, to: &Path) -> io::Result<()> {
    let replaced = hidden(to, REPLACED);
    remove_if_there(&replaced)?;
    fs::rename(to, &replaced)?;
    if let Err(error) = fs::rename(from, to) {
        let _ = fs::rename(&replaced, to);
        return Err(error);
    }
    let _ = remove_if_there(&replaced);
    Ok(())
}

/// Forces the names in a directory to disk. Only Unix systems can do this.
fn sync_directory(directory: Option<&Path>) -> io::Result<()> {
    match directory {
        Some(directory) if cfg!(unix) => {
            let here = directory.as_os_str().is_empty();
            fs::File::open(if here { Path::new(".") } else { directory })?.sync_all()
        }
        _ => Ok(()),
    }
}

pub(super) fn hidden(directory: &Path, state: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(directory.file_name().unwrap_or_default());
    name.push(format!(".{state}"));
    directory.with_file_name(name)
}

pub(super) fn remove_if_there(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(directory: &Path, name: &str, content: &str) -> PathBuf {
        let path = directory.join(name);
        fs::create_dir(&path).unwrap();
        fs::write(path.join("part-00000"), content).unwrap();
        path
    }

    fn content(directory: &Path) -> String {
        fs::read_to_string(directory.join("part-00000")).unwrap()
    }

    #[test]
    fn a_system_that_cannot_exchange_replaces_in_steps() {
        let place = tempfile::tempdir().unwrap();
        let (old, new) = (made(place.path(), "out", "old"), made(place.path(), ".new", "new"));
        made(place.path(), ".out.replaced", "left behind by a crash");
        replace_in_steps(&new, &old).unwrap();
        assert_eq!(content(&old), "new");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_directory_that_cannot_be_replaced_is_restored() {
        let place = tempfile::tempdir().unwrap();
        let old = made(place.path(), "out", "old");
        replace_in_steps(&place.path().join("missing"), &old).unwrap_err();
        assert_eq!(content(&old), "old");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
