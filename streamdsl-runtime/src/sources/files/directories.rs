//! The directories that a file stream scans: one directory, or all that match a pattern.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::sources::files::names::is_ignored;

/// A path whose components may be patterns.
pub(super) struct Directories {
    /// The path as the user wrote it.
    pub(super) written: PathBuf,
    steps: Result<Vec<Step>, String>,
}

/// One component of the path.
enum Step {
    Named(PathBuf),
    Matching(Pattern),
}

impl Directories {
    pub(super) fn new(written: PathBuf) -> Self {
        let steps = steps(&written);
        Directories { written, steps }
    }

    /// Checks the path.
    ///
    /// # Errors
    ///
    /// The reason, if this path can never be scanned.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Err(message) = &self.steps {
            return Err(message.clone());
        }
        if self.written.is_file() {
            return Err("it is a file, not a directory; `text_file` reads one file".into());
        }
        Ok(())
    }

    /// The current directories, sorted. A directory that is named without a pattern is included
    /// even if it does not exist.
    ///
    /// # Errors
    ///
    /// The second value: why a pattern could not be followed. The directories that were found are
    /// returned all the same.
    pub(super) fn now(&self) -> (Vec<PathBuf>, Result<(), String>) {
        let Ok(steps) = &self.steps else { return (Vec::new(), self.check()) };
        let mut found = vec![PathBuf::new()];
        let mut problem = Ok(());
        for step in steps {
            match step {
                Step::Named(name) => found.iter_mut().for_each(|path| path.push(name)),
                Step::Matching(pattern) => {
                    let mut matching = Vec::new();
                    for parent in &found {
                        if let Err(error) = below(parent, pattern, &mut matching) {
                            let shown = readable(parent).display();
                            problem = Err(format!("cannot read {shown}: {error}"));
                        }
                    }
                    matching.sort_unstable();
                    found = matching;
                }
            }
        }
        if found.is_empty() && problem.is_ok() {
            problem = Err(format!("no directory matches {}", self.written.display()));
        }
        (found, problem)
    }
}

/// Splits a path into steps. If a directory with exactly this name exists, the name is not treated
/// as a pattern.
fn steps(path: &Path) -> Result<Vec<Step>, String> {
    if path.is_dir() {
        return Ok(vec![Step::Named(path.to_owned())]);
    }
    path.components().map(step).collect()
}

fn step(component: Component<'_>) -> Result<Step, String> {
    let name = component.as_os_str();
    let Some(text) = name.to_str().filter(|text| text.contains(['*', '?', '['])) else {
        return Ok(Step::Named(name.into()));
    };
    let pattern = Pattern::new(text)
        .map_err(|error| format!("`{text}` is not a valid directory pattern: {}", error.msg))?;
    // The glob crate treats `**` as any number of levels. A single component cannot mean that.
    if text.contains("**") {
        return Err(format!(
            "`{text}` is not a valid directory pattern: `*` matches within one name; to scan more \
             levels, set `depth`"
        ));
    }
    Ok(Step::Matching(pattern))
}

/// Appends the directories directly below `parent` whose names match `pattern`, without ignored
/// names.
fn below(parent: &Path, pattern: &Pattern, matching: &mut Vec<PathBuf>) -> io::Result<()> {
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let matches = |name: &OsStr| {
        name.to_str().is_some_and(|name| pattern.matches_with(name, options)) && !is_ignored(name)
    };
    for entry in fs::read_dir(readable(parent))? {
        let name = entry?.file_name();
        let path = parent.join(&name);
        if matches(&name) && path.is_dir() {
            matching.push(path);
        }
    }
    Ok(())
}

/// The path to open for `path`. The empty path stands for the current directory.
fn readable(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn found(base: &TempDir, pattern: &str) -> Vec<String> {
        let (paths, _) = Directories::new(base.path().join(pattern)).now();
        let relative =
            |path: PathBuf| path.strip_prefix(base.path()).unwrap().to_str().unwrap().to_owned();
        paths.into_iter().map(relative).collect()
    }

    #[test]
    fn patterns_match_within_one_component() {
        let base = TempDir::new().unwrap();
        for path in ["2026-01/web", "2026-02/web", "2026-02/db", "2025-12/web", ".2026-x", "_2026"]
        {
            fs::create_dir_all(base.path().join(path)).unwrap();
        }
        fs::write(base.path().join("2026-file"), "").unwrap();
        assert_eq!(found(&base, "2026-*"), ["2026-01", "2026-02"]);
        assert_eq!(found(&base, "202[5-6]-??/web"), ["2025-12/web", "2026-01/web", "2026-02/web"]);
        assert_eq!(found(&base, "*/d?"), ["2026-02/db"]);
        assert_eq!(found(&base, "*-0[!1]/*"), ["2026-02/db", "2026-02/web"]);
        assert!(found(&base, "1999-*/web").is_empty());
        assert_eq!(found(&base, "later"), ["later"]);
    }

    #[test]
    fn a_directory_with_such_a_name_is_meant_itself() {
        let base = TempDir::new().unwrap();
        for path in ["logs[1]", "logs1"] {
            fs::create_dir_all(base.path().join(path)).unwrap();
        }
        assert_eq!(found(&base, "logs[1]"), ["logs[1]"]);
        assert_eq!(found(&base, "logs[12]"), ["logs1"]);
    }

    #[test]
    fn wrong_patterns_are_refused() {
        for pattern in ["logs/[a-", "logs/**/x", "logs/***"] {
            let error = Directories::new(pattern.into()).check().unwrap_err();
            assert!(error.contains("is not a valid directory pattern"), "{error}");
        }
        assert_eq!(Directories::new("logs/*".into()).check(), Ok(()));
    }
}
