//! Names of files that are never read.

use std::ffi::OsStr;

/// Whether a file or directory is ignored because of its name: it is hidden, or it is still being
/// written.
pub(super) fn is_ignored(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        || name.starts_with(b"_")
        || name.ends_with(b".tmp")
        || name.ends_with(b"._COPYING_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_hidden_and_unfinished_files_are_ignored() {
        for name in [".a", "_SUCCESS", "_temporary", "a.tmp", "a._COPYING_", "._x"] {
            assert!(is_ignored(OsStr::new(name)), "{name}");
        }
        for name in ["a", "a_b", "a.tmp.gz", "part-00000", "a._copying_"] {
            assert!(!is_ignored(OsStr::new(name)), "{name}");
        }
    }
}
