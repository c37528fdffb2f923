//! What users write and read about the files of the operating system.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The path that a user means: `file:///data/a`, `file://localhost/data/a` and `file:/data/a` are
/// `/data/a`. Every other path is meant as it is.
pub(crate) fn local_path(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(path_of_url) {
        Some(local) => local.into(),
        None => path,
    }
}

fn path_of_url(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("file:")?;
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    Path::new(path).has_root().then_some(path)
}

/// An error of the operating system, with what to do where that is not obvious.
pub(crate) struct Explained<'e>(pub(crate) &'e io::Error);

impl fmt::Display for Explained<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_out_of_files(self.0) {
            return write!(
                f,
                "too many files and connections are open ({}); raise the limit of the shell that \
                 starts the program, for example with `ulimit -n 65536`",
                self.0
            );
        }
        fmt::Display::fmt(self.0, f)
    }
}

#[cfg(unix)]
fn is_out_of_files(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let of_process = Errno::MFILE.raw_os_error();
    let of_system = Errno::NFILE.raw_os_error();
    error.raw_os_error().is_some_and(|code| code == of_process || code == of_system)
}

#[cfg(not(unix))]
fn is_out_of_files(_error: &io::Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_files_are_paths() {
        for url in ["file:///data/a b", "file://localhost/data/a b", "file:/data/a b", "/data/a b"]
        {
            assert_eq!(local_path(url.into()), Path::new("/data/a b"), "{url}");
        }
        for path in ["data", "file:data", "file://server/data", "./file:/data", "file", ""] {
            assert_eq!(local_path(path.into()), Path::new(path));
        }
    }
}
