//! The table of known instruction counts, a file of the repository.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The tolerance: how much more a kernel may take before the run fails.
pub(crate) const TOLERANCE: f64 = 0.01;

const COMMENT: &str = "\
# Instructions per record, counted by valgrind. Compared in CI; written anew by
# `cargo run --release -p streamdsl-benches --bin instructions -- --update`.
";

/// The instructions of each kernel, and the compiler that they were counted with.
pub(crate) struct Table {
    pub(crate) compiler: String,
    pub(crate) rows: Vec<(String, f64)>,
}

impl Table {
    pub(crate) fn read() -> Result<Self, String> {
        let path = path();
        let text = fs::read_to_string(&path);
        let text = text.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let mut table = Table { compiler: String::new(), rows: Vec::new() };
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let wrong = || format!("{}:{}: `{line}`", path.display(), at + 1);
            let (name, value) = line.split_once(' ').ok_or_else(wrong)?;
            if name == "rustc" {
                line.clone_into(&mut table.compiler);
            } else {
                let value = value.trim().parse().map_err(|_| wrong())?;
                table.rows.push((name.to_owned(), value));
            }
        }
        Ok(table)
    }

    pub(crate) fn get(&self, name: &str) -> Option<f64> {
        self.rows.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    pub(crate) fn write(&self) -> Result<(), String> {
        let mut text = format!("{COMMENT}{}\n", self.compiler);
        for (name, value) in &self.rows {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name:<24} {value:>10.2}");
        }
        let path = path();
        fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("instructions.txt")
}

/// The version of the compiler, such as `rustc 1.95.0`.
pub(crate) fn compiler() -> String {
    let said = Command::new("rustc").arg("--version").output();
    let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let said = said.unwrap_or_default();
    said.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
