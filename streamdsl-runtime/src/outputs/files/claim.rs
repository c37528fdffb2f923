//! The lock on the directories of an output: only one output of one job writes them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::outputs::files::directory::{INCOMPLETE, Parents, REPLACED, hidden, remove_if_there};

/// The lock on the directories of an output. It is released when this is dropped.
///
/// The lock is on a hidden file beside the directories, so that those who read them do not see it. A
/// process that is killed leaves the file behind, and the next job takes it over.
#[derive(Debug)]
pub(crate) struct Claim {
    path: PathBuf,
    // Dropped in this order: the parent directories can go only when the file in them is gone.
    _file: File,
    _parents: Parents,
}

impl Claim {
    /// Locks the directories of which `example` is one, and removes what killed processes have left
    /// of them. `is_name` says whether a name is that of one of the directories. Returns `None` if
    /// another output has locked them.
    ///
    /// # Errors
    /// If the lock file cannot be created or locked, so the directories are not protected.
    pub(crate) fn new(example: &Path, is_name: impl Fn(&[u8]) -> bool) -> io::Result<Option<Self>> {
        let parents = Parents::create(example)?;
        parents.sync();
        let path = hidden(example, "lock");
        let Some(file) = lock(&path)? else { return Ok(None) };
        remove_leftovers(example, is_name);
        Ok(Some(Self { path, _file: file, _parents: parents }))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Only the owner of the lock removes the file. If it stays, it does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens and locks a file. Returns `None` if another one has locked it.
#[cfg(unix)]
fn lock(path: &Path) -> io::Result<Option<File>> {
    use std::os::unix::fs::MetadataExt;

    use rustix::fs::{FlockOperation, flock};

    loop {
        let file = File::create(path)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(error) if error == rustix::io::Errno::WOULDBLOCK => return Ok(None),
            outcome => outcome?,
        }
        // The owner before may have removed the file in the meantime.
        let (ours, there) = (file.metadata()?, fs::metadata(path));
        if there.is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino())) {
            return Ok(Some(file));
        }
    }
}

#[cfg(not(unix))]
fn lock(_path: &Path) -> io::Result<Option<File>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes directories that killed processes have not finished. If one cannot be removed, it stays:
/// it only takes up space.
fn remove_leftovers(example: &Path, is_name: impl Fn(&[u8]) -> bool) {
    let parent = example.parent().filter(|parent| !parent.as_os_str().is_empty());
    let Ok(entries) = fs::read_dir(parent.unwrap_or(Path::new("."))) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let Some(name) = path.file_name().map(|name| name.as_encoded_bytes().to_vec()) else {
            continue;
        };
        let of_state = |state: &str| {
            let name = name.strip_prefix(b".".as_slice())?.strip_suffix(state.as_bytes())?;
            name.strip_suffix(b".".as_slice()).filter(|name| is_name(name)).map(<[u8]>::len)
        };
        if of_state(INCOMPLETE).is_some() {
            let _ = remove_if_there(&path);
        } else if let Some(length) = of_state(REPLACED) {
            restore(&path, length);
        }
    }
}

/// Gives a directory back its name, of this length, if nothing has replaced it; else removes it.
fn restore(replaced: &Path, length: usize) {
    let name = replaced.file_name().and_then(|name| name.to_str()?.get(1..=length));
    let Some(directory) = name.map(|name| replaced.with_file_name(name)) else { return };
    let _ = if directory.exists() {
        remove_if_there(replaced)
    } else {
        fs::rename(replaced, directory)
    };
}
