//! Counts the instructions of a process.

use std::process::Command;

/// Returns how many instructions this program takes to run a kernel for some batches.
pub(crate) fn count(kernel: &str, batches: u64) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", kernel, &batches.to_string()])
        .output()
        .map_err(|error| format!("cannot run valgrind: {error}; it has to be installed"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("`{kernel}` failed under valgrind:\n{said}"));
    }
    let collected = said.lines().find_map(|line| line.split("Collected :").nth(1));
    collected
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| format!("valgrind has not said how many instructions it counted:\n{said}"))
}
